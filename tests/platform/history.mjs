// history.mjs SEED DAYS FOLDER: a made-up history of decisions and what happens to them, as deliveries
// FOLDER/01/*.jsonl … : new ones, corrections, some that a platform would reject and that are mended
// later, and later events of every kind.
import { mkdirSync, writeFileSync } from 'node:fs';

const [seed, days, folder] = [Number(process.argv[2]), Number(process.argv[3]), process.argv[4]];
let state = seed;
const random = (n) => { // a small linear congruence: the same history for the same seed
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >>> 8) % n;
};
const agency = '青原市市场监督管理局';
const decisions = [];

function fresh(day) {
    const n = decisions.length + 1;
    const permit = random(3) === 0, person = random(2) === 0, good = random(5) !== 0;
    const d = {
        kind: 'decision', agency, category: permit ? '行政许可' : '行政处罚',
        document_name: '决定书', document_number: `青市监${permit ? '许' : '罚'}〔2026〕${n}号`,
        cause: '销售不合格计量器具', facts: `检查发现，“甲,乙”<丙>&丁 ${n}\n第二行`,
        basis: '《计量法》第二十七条', conclusion: permit ? '准予许可' : '处以罚款 500 元。',
        decided: day, publicity: '主动公开', procedure: '普通程序',
        officers: [{ name: '马艳', certificate: '13059904001' }],
    };
    if (!permit) Object.assign(d, { penalty_types: '罚款', amount: 500 });
    if (person) Object.assign(d, { party: '尉迟小满', party_type: '自然人', party_id: '130599197504094873', party_id_type: good ? '身份证' : undefined });
    else Object.assign(d, { party: '青原禾木有限公司', party_type: '法人及非法人组织', party_uscc: '91130599MA5QK2R73X', representative: good ? '欧阳青禾' : undefined });
    decisions.push(d);
    return d;
}

function changed() {
    const d = decisions[random(decisions.length)];
    d.facts = `${d.facts}${random(10)}`;
    if (random(2) === 0) { // mended, or broken
        if (d.party_type === '自然人') d.party_id_type = d.party_id_type ? undefined : '身份证';
        else d.representative = d.representative ? undefined : '欧阳青禾';
    }
    return d;
}

function event(day) {
    const d = decisions[random(decisions.length)];
    const kinds = d.category === '行政许可' ? ['注销', '吊销', '撤销', '恢复'] : ['撤销', '信用修复', '恢复', '恢复'];
    return { kind: 'event', agency, document_number: d.document_number, change: kinds[random(4)], authority: agency, day, reason: '依法', basis: '《行政处罚法》' };
}

const lines = (v) => [...new Map(v.map((o) => [JSON.stringify([o.document_number, o.change]), o])).values()].map((o) => JSON.stringify(o)).join('\n') + '\n';
for (let i = 1; i <= days; i++) {
    const day = `2026-03-${String(i).padStart(2, '0')}`;
    const name = `${folder}/${String(i).padStart(2, '0')}`;
    const d = [], e = [];
    for (let k = 1 + random(5); k > 0; k--) d.push(fresh(day));
    for (let k = random(4); k > 0; k--) d.push(changed());
    if (i > 1) for (let k = random(4); k > 0; k--) e.push(event(day));
    mkdirSync(name, { recursive: true });
    writeFileSync(`${name}/a${i}-decisions.jsonl`, lines(d));
    if (e.length) writeFileSync(`${name}/b${i}-events.jsonl`, lines(e));
}

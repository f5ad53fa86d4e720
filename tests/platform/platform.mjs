// platform.mjs FOLDER: a platform on loopback that takes packages over HTTPS and fails in every way.
// FOLDER has server.key, server.pem and the script of its failures (plan: a word a line, used once
// each, then "ok"). It keeps what it took in FOLDER/taken, one folder a package, and what came in
// FOLDER/log: word, sequence, key. The port goes to FOLDER/port.
import { createServer } from 'node:https';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const folder = process.argv[2];
const keys = new Set();

function parts(body, type) {
    const boundary = Buffer.from(`--${/boundary=(.*)$/.exec(type)[1]}`);
    const out = [];
    for (let at = body.indexOf(boundary); at >= 0;) {
        const next = body.indexOf(boundary, at + boundary.length);
        if (next < 0) break;
        const one = body.subarray(at + boundary.length + 2, next - 2);
        const head = one.indexOf('\r\n\r\n');
        out.push({ name: /name="(.*?)"/.exec(one.subarray(0, head).toString())[1], content: one.subarray(head + 4) });
        at = next;
    }
    return out;
}

function word() {
    const plan = readFileSync(`${folder}/plan`, 'utf8').split('\n').filter(Boolean);
    writeFileSync(`${folder}/plan`, plan.slice(1).join('\n') + '\n');
    return plan[0] ?? 'ok';
}

// Takes a package once, whatever the number of times it comes.
function take(files, key) {
    const manifest = JSON.parse(files.find((f) => f.name === 'manifest.json').content);
    if (!keys.has(key)) {
        keys.add(key);
        const path = `${folder}/taken/${String(manifest.sequence).padStart(6, '0')}-x`;
        if (existsSync(path)) throw new Error('the same number under another key');
        mkdirSync(path, { recursive: true });
        for (const f of files) writeFileSync(`${path}/${f.name}`, f.content);
    }
    return manifest.sequence;
}

createServer({ key: readFileSync(`${folder}/server.key`), cert: readFileSync(`${folder}/server.pem`) }, (request, response) => {
    const body = [];
    request.on('data', (d) => body.push(d));
    request.on('end', () => {
        const files = parts(Buffer.concat(body), request.headers['content-type']);
        const key = request.headers['idempotency-key'];
        const sequence = JSON.parse(files.find((f) => f.name === 'manifest.json').content).sequence;
        const how = request.headers.authorization === 'Bearer open sesame' ? word() : 'stranger';
        appendFileSync(`${folder}/log`, `${how} ${sequence} ${key}\n`);
        const send = (status, value, headers = {}) => { response.writeHead(status, headers); response.end(typeof value === 'string' ? value : JSON.stringify(value)); };
        const good = { code: 0, data: { receipt: `R${sequence}`, errors: [] } };
        switch (how) {
        case 'stranger': return send(401, 'who are you');
        case '500': return send(500, 'oops');
        case '429': return send(429, 'busy', { 'Retry-After': '36000' });
        case '302': return send(302, '', { Location: 'https://127.0.0.1:1/' });
        case 'hang': return undefined; // until the other side has had enough
        case 'half': response.writeHead(200, { 'Content-Length': 4000 }); response.write('{"code":'); return setTimeout(() => response.destroy(), 50);
        case 'lost': take(files, key); return request.socket.destroy(); // it has the package, and says nothing
        case 'garbage': return send(200, '<html>welcome</html>');
        case 'other': return send(200, { result: 'fine' });
        case 'refuse': return send(200, { code: 7, message: '批次号重复' });
        case 'rows': {
            take(files, key);
            const ids = files.find((f) => f.name === 'cf.add.ids').content.toString().trim().split('\n');
            writeFileSync(`${folder}/taken/${String(sequence).padStart(6, '0')}-x/refused`, ids[0]);
            return send(200, { code: 0, data: { receipt: `R${sequence}`, errors: [{ id: ids[0], code: 1001, message: '处罚依据不规范' }] } });
        }
        default: take(files, key); return send(200, good);
        }
    });
}).listen(0, '127.0.0.1', function () { writeFileSync(`${folder}/port`, String(this.address().port)); });

/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * name.c — the form in which the name of a person is shown.
 *
 * In:    names as delivered
 * Out:   surname and 某
 * Law:   law.md §3 (参照 法释〔2016〕19号 art. 9)
 * Never: keeps more of a name than its surname, first character or first letter
 */
#include "law/mask.h"

#include "base/utf8.h"

#define COMPOUND_LEAST 6 /* bytes */
#define PERSON_MOST 4    /* characters of a name without a middle dot */

/* Surnames of two and more characters, kept whole. */
static const char compounds[][16] = {
    "欧阳",   "太史",   "端木",     "上官",     "司马", "东方", "独孤", "南宫", "万俟",   "闻人",
    "夏侯",   "诸葛",   "尉迟",     "公羊",     "赫连", "澹台", "皇甫", "宗政", "濮阳",   "公冶",
    "太叔",   "申屠",   "公孙",     "慕容",     "仲孙", "钟离", "长孙", "宇文", "司徒",   "鲜于",
    "司空",   "闾丘",   "子车",     "亓官",     "司寇", "巫马", "公西", "颛孙", "壤驷",   "公良",
    "漆雕",   "乐正",   "宰父",     "谷梁",     "拓跋", "夹谷", "轩辕", "令狐", "段干",   "百里",
    "呼延",   "东郭",   "南门",     "羊舌",     "微生", "梁丘", "左丘", "西门", "公祖",   "第五",
    "公乘",   "南荣",   "东里",     "仲长",     "子桑", "即墨", "达奚", "褚师", "纳兰",   "完颜",
    "富察",   "哥舒",   "贺兰",     "贺若",     "斛律", "尔朱", "屈突", "宿勤", "叱干",   "丘穆",
    "步六",   "侯莫",   "公仪",     "公户",     "淳于", "单于", "叔孙", "归海", "瓜尔佳", "钮祜禄",
    "赫舍里", "乌雅氏", "爱新觉罗", "叶赫那拉",
};

/* Single surnames, only to tell a trader's own name from a shop's. */
static const char surnames[] =
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚"
    "范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余"
    "元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻"
    "强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓"
    "郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗"
    "山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂"
    "索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀郏浦尚农"
    "温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越"
    "隆师巩聂晁勾敖融冷訾辛阚那简饶空曾沙养鞠须丰巢关蒯相查后荆红游权逯盖益桓公仉督岳帅缑亢况郈"
    "琴归海闫付肖佟代冼覃占仝苟粟门展矫战芦";

/* What a shop, a company or an office ends in; a person's name does not. */
static const uint32_t shop_ends[] = U"店铺部厂馆坊屋摊社场站所院室吧房司局队处厅市心";

/* Field contents that name nobody. */
static const char *const nobody[] = {
    "无",   "匿名", "不详",   "未知",   "群众",   "本人",     "同上",       "暂无",   "保密",
    "某某", "市民", "举报人", "投诉人", "当事人", "匿名举报", "法定代表人", "经营者",
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static bool is_one_of(str s, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (str_eq(s, str_of(words[i])))
            return true;
    return false;
}

static bool is_latin(uint32_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c <= 0x24F) ||
           (c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A);
}

static bool is_dot(uint32_t c) {
    return c >= 0xB7 && utf8_among(U"·•‧∙⋅・･", c);
}

/* What stands in a name without being part of it. */
static bool is_blank(uint32_t c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || (c >= 0x200B && c <= 0x200D) ||
           c == 0x2060 || c == 0x3000 || c == 0xFEFF;
}

/* What a name is made of. */
struct shape {
    int han;
    int latin;
    int dots;
    int others; /* but for blanks and the signs of a Latin name */
    uint32_t last;
};

static struct shape shape_of(str s) {
    struct shape shape = {0};
    while (s.n > 0) {
        uint32_t c = utf8_next(&s);
        if (utf8_is_han(c))
            shape.han++;
        else if (is_latin(c))
            shape.latin++;
        else if (is_dot(c))
            shape.dots++;
        else if (!utf8_among(U" \t\u3000\u00a0.'-\u200b\ufeff", c))
            shape.others++;
        shape.last = c;
    }
    return shape;
}

/* 某 and the signs that stand for what is left out. */
static bool is_mark(uint32_t c) {
    return c == U'某' || c == '*' || c == U'＊' || c == U'×' || c == U'□' || c == U'△' ||
           c == U'○' || c == U'●';
}

bool name_is_masked(str name) {
    for (str rest = name; rest.n > 0;)
        if (is_mark(utf8_next(&rest)))
            return true;
    /* 张XX, 李x: a character, then nothing but the letter X. */
    str rest = name;
    if (rest.n == 0 || !utf8_is_han(utf8_next(&rest)) || rest.n == 0)
        return false;
    while (rest.n > 0)
        if (!utf8_among(U"XxＸｘ", utf8_next(&rest)))
            return false;
    return true;
}

/* The part of the name before its blanks are taken out matters to nobody: 张 三 丰 is 张三丰. */
static str without_blanks(struct arena *a, str name) {
    char *p = ROOM(a, char, name.n + 1);
    ptrdiff_t n = 0;
    while (name.n > 0) {
        uint32_t c = utf8_next(&name);
        if (c != UTF8_INVALID && !is_blank(c))
            n += utf8_put(p + n, c);
    }
    return (str){p, n};
}

/* The surname of a Han name in full: at least one character must be left for the given name. */
static str surname(str name) {
    str longest = utf8_head(name, 1);
    char last = longest.n == 3 ? longest.p[2] : '\0';
    for (size_t i = 0; name.n > COMPOUND_LEAST && i < COUNT(compounds); i++) {
        if (compounds[i][2] != last) /* nearly always: the third byte tells most apart */
            continue;
        str one = str_of(compounds[i]);
        if (one.n > longest.n && one.n < name.n && str_starts(name, one))
            longest = str_sub(name, 0, one.n);
    }
    return longest;
}

ptrdiff_t name_surname(str name) {
    return utf8_count(surname(name));
}

static bool has_surname(str name) {
    str first = surname(name);
    return utf8_count(first) > 1 || str_find((str){surnames, sizeof surnames - 1}, first) >= 0;
}

str name_form(struct arena *a, str name) {
    str bare = without_blanks(a, name);
    if (bare.n == 0)
        return S("某");
    if (name_is_masked(bare))
        return bare;
    str rest = bare;
    uint32_t first = utf8_next(&rest);
    struct shape shape = shape_of(bare);
    if (is_latin(first) && shape.han == 0) {
        char letter = (char)(first >= 'a' && first <= 'z' ? first - 32 : first);
        return first < 0x80 ? str_cat(a, (str){&letter, 1}, S("."))
                            : str_cat(a, utf8_head(bare, 1), S("."));
    }
    return str_cat(a, shape.dots > 0 ? utf8_head(bare, 1) : surname(bare), S("某"));
}

/* Two or three words of letters, none of which a company has. */
static bool is_latin_person(str name) {
    static const char *const firms[] = {"LTD", "CO", "INC", "LLC", "GMBH", "CORP", "LIMITED"};
    int words = 0;
    for (str rest = str_trim(name); rest.p != NULL && rest.n > 0;) {
        str word = str_cut(&rest, S(" "));
        char upper[sizeof "LIMITED"];
        ptrdiff_t n = 0;
        for (; n < word.n && n < (ptrdiff_t)sizeof upper; n++)
            upper[n] = (char)(word.p[n] & ~0x20);
        if (n > 0 && (word.p[n - 1] == '.' || word.p[n - 1] == ','))
            n--;
        if (is_one_of((str){upper, n}, firms, COUNT(firms)))
            return false;
        words += word.n > 0;
    }
    return words == 2 || words == 3;
}

bool name_is_person(str name) {
    name = str_trim(name);
    struct shape shape = shape_of(name);
    if (name.n == 0 || shape.others > 0 || utf8_among(shop_ends, shape.last))
        return false;
    if (shape.latin > 0)
        return shape.han == 0 && shape.dots == 0 && is_latin_person(name);
    if (shape.dots > 0)
        return shape.han >= 2;
    return shape.han >= 2 && shape.han <= PERSON_MOST && has_surname(name);
}

/* ---- fields with several names ---- */

static str before_bracket(str s) {
    static const char *const open[] = {"（", "(", "[", "［", "【", "〔", "<", "〈", "{"};
    for (size_t i = 0; i < COUNT(open); i++) {
        ptrdiff_t at = str_find(s, str_of(open[i]));
        if (at >= 0)
            s = str_sub(s, 0, at);
    }
    return str_trim(s);
}

/* The byte where the first separator stands, its width in *width; -1 when none is left. */
static ptrdiff_t separator_at(str s, ptrdiff_t *width) {
    for (str rest = s; rest.n > 0;) {
        ptrdiff_t at = s.n - rest.n;
        uint32_t c = utf8_next(&rest);
        *width = s.n - rest.n - at;
        if (utf8_among(U"、，,；;/／|\n\r", c))
            return at;
    }
    return -1;
}

struct strs name_split(struct arena *a, str field) {
    struct strs names = {ROOM(a, str, field.n / 2 + 1), 0};
    while (field.n > 0) {
        ptrdiff_t width = 0;
        ptrdiff_t at = separator_at(field, &width);
        str name = before_bracket(at < 0 ? field : str_sub(field, 0, at));
        field = at < 0 ? (str){0} : str_sub(field, at + width, field.n);
        if (name.n > 0 && !is_one_of(name, nobody, COUNT(nobody)))
            names.v[names.n++] = name;
    }
    return names;
}

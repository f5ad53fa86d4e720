/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * json.c — a small JSON text as struct value, read with Jansson.
 *
 * In:    UTF-8 text
 * Out:   struct value in the arena
 * Law:   RFC 8259
 * Never: hands Jansson a text nested deeper than JSON_DEPTH, keeps a Jansson object
 */
#include "base/json.h"

#include <jansson.h>
#include <stdlib.h>

/* Jansson descends on the C stack, so the depth is measured before it sees the text. Returns the
 * line where JSON_DEPTH is passed, or 0. Broken texts may be measured wrongly, but never as
 * shallower than Jansson would descend: it stops at the first fault. */
static int too_deep_at(str text) {
    int line = 1;
    int depth = 0;
    bool quoted = false;
    for (ptrdiff_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        line += c == '\n';
        if (c == '"')
            quoted = !quoted;
        else if (quoted)
            i += c == '\\';
        else if (c == '[' || c == '{')
            depth++;
        else if (c == ']' || c == '}')
            depth--;
        if (depth > JSON_DEPTH)
            return line;
    }
    return 0;
}

/* 1.1 and not 1.1000000000000001: the fewest digits that read back as the same number. */
static str real_text(struct arena *a, double v) {
    for (int digits = 15; digits < 17; digits++) {
        str s = str_fmt(a, "%.*g", digits, v);
        if (strtod(s.p, NULL) == v)
            return s;
    }
    return str_fmt(a, "%.17g", v);
}

static str string_text(struct arena *a, const json_t *j) {
    return str_dup(a, (str){json_string_value(j), (ptrdiff_t)json_string_length(j)});
}

static struct value convert(struct arena *a, json_t *j);

static struct value convert_object(struct arena *a, json_t *j) {
    struct value map = value_map(a, (ptrdiff_t)json_object_size(j));
    for (void *at = json_object_iter(j); at != NULL; at = json_object_iter_next(j, at)) {
        str key = str_dup(a, str_of(json_object_iter_key(at)));
        value_set(a, &map, key, convert(a, json_object_iter_value(at)));
    }
    return map;
}

/* Recursion is bounded: too_deep_at() has refused everything deeper than JSON_DEPTH. */
static struct value convert(struct arena *a, json_t *j) {
    struct value list;
    switch (json_typeof(j)) {
    case JSON_OBJECT:
        return convert_object(a, j);
    case JSON_ARRAY:
        list = value_list(a, (ptrdiff_t)json_array_size(j));
        for (size_t i = 0; i < json_array_size(j); i++)
            value_add(a, &list, convert(a, json_array_get(j, i)));
        return list;
    case JSON_STRING:
        return value_text(string_text(a, j));
    case JSON_INTEGER:
        return value_text(str_fmt(a, "%" JSON_INTEGER_FORMAT, json_integer_value(j)));
    case JSON_REAL:
        return value_text(real_text(a, json_real_value(j)));
    case JSON_TRUE:
    case JSON_FALSE:
        return value_bool(json_is_true(j));
    default:
        return (struct value){0};
    }
}

static const char *reason(enum json_error_code code) {
    switch (code) {
    case json_error_premature_end_of_input:
        return "内容不完整，缺少结尾";
    case json_error_end_of_input_expected:
        return "结尾之后还有多余内容";
    case json_error_invalid_utf8:
        return "不是有效的 UTF-8";
    case json_error_duplicate_key:
        return "同一对象中键名重复";
    case json_error_numeric_overflow:
        return "数字超出范围";
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return "含有空字符（\\u0000）";
    default:
        return "不符合 JSON 格式";
    }
}

bool json_load(struct arena *a, str text, struct value *out, str *error, int *line) {
    *error = (str){0};
    if (str_starts(text, S("\xEF\xBB\xBF")))
        text = str_sub(text, 3, text.n);
    *line = too_deep_at(text);
    if (*line > 0) {
        *error = str_fmt(a, "嵌套超过 %d 层", JSON_DEPTH);
        return false;
    }
    json_error_t fault;
    json_t *j = json_loadb(text.p == NULL ? "" : text.p, (size_t)text.n,
                           JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &fault);
    if (j == NULL) {
        *error = str_of(reason(json_error_code(&fault)));
        *line = fault.line > 0 ? fault.line : 1;
        return false;
    }
    *out = convert(a, j);
    json_decref(j);
    return true;
}

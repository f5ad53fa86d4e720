/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * markdown.c — Markdown to HTML by cmark, with tables and the emphasis that Chinese text needs.
 *
 * In:    UTF-8 Markdown
 * Out:   struct html, front matter
 * Law:   none
 * Never: lets raw HTML or a foreign scheme through, keeps a cmark object, hands cmark what it
 *        takes quadratic time for
 */
#include "base/markdown.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define OUTPUT_LIMIT ((ptrdiff_t)16 << 20) /* bytes of HTML; short table rows are padded */
#define COLUMNS 64                         /* of one table; wider ones stay plain text */
#define LIST_INDENT 128                    /* columns before a list marker */

/* Stands beside asterisks while cmark decides, and is taken out of its result. A noncharacter:
 * cmark sees neither blank nor punctuation in it, and no text has a use for it. */
#define JOINT S("\xEF\xB7\x90")

/* ---- lines ---- */

/* Takes one line off *rest, without its line break: LF, CR LF or CR, as cmark counts them. */
static str next_line(str *rest) {
    ptrdiff_t n = 0;
    while (n < rest->n && rest->p[n] != '\n' && rest->p[n] != '\r')
        n++;
    str line = str_sub(*rest, 0, n);
    bool pair = n + 1 < rest->n && rest->p[n] == '\r' && rest->p[n + 1] == '\n';
    *rest = str_sub(*rest, n + (pair ? 2 : 1), rest->n);
    return line;
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* ---- front matter ---- */

static bool split_pair(str line, str *key, str *value) {
    str wide = S("：");
    ptrdiff_t narrow_at = str_find(line, S(":"));
    ptrdiff_t wide_at = str_find(line, wide);
    bool take_wide = wide_at >= 0 && (narrow_at < 0 || wide_at < narrow_at);
    ptrdiff_t at = take_wide ? wide_at : narrow_at;
    if (at < 0)
        return false;
    *key = str_trim(str_sub(line, 0, at));
    *value = str_trim(str_sub(line, at + (take_wide ? wide.n : 1), line.n));
    bool quoted = value->n >= 2 && value->p[0] == '"' && value->p[value->n - 1] == '"';
    if (quoted)
        *value = str_sub(*value, 1, value->n - 1);
    return key->n > 0;
}

str markdown_front_matter(struct arena *a, str source, struct value *pairs) {
    *pairs = value_map(a, 8);
    if (str_starts(source, S("\xEF\xBB\xBF")))
        source = str_sub(source, 3, source.n);
    str rest = source;
    if (!str_eq(str_trim(next_line(&rest)), S("---")))
        return source;
    struct value found = value_map(a, 8);
    while (rest.n > 0) {
        str line = str_trim(next_line(&rest));
        str key;
        str value;
        if (str_eq(line, S("---"))) {
            *pairs = found;
            return rest;
        }
        if (!str_starts(line, S("#")) && split_pair(line, &key, &value))
            value_set(a, &found, key, value_text(value));
    }
    return source;
}

/* ---- limits ---- */

/* The length of a list marker with the blank after it, or 0. */
static ptrdiff_t list_marker(str s) {
    ptrdiff_t i = 0;
    while (i < s.n && i < 9 && is_digit(s.p[i]))
        i++;
    bool ordered = i > 0 && i < s.n && (s.p[i] == '.' || s.p[i] == ')');
    bool bullet = i == 0 && s.n > 0 && (s.p[0] == '-' || s.p[0] == '+' || s.p[0] == '*');
    if (!ordered && !bullet)
        return 0;
    return i + 1 == s.n || is_blank(s.p[i + 1]) ? i + 1 : 0;
}

/* How many block quotes and list items the line opens; a far indented item counts as too many,
 * for it may continue a list of that depth. */
static int containers(str line) {
    int n = 0;
    ptrdiff_t i = 0;
    for (;;) {
        while (i < line.n && is_blank(line.p[i]))
            i++;
        ptrdiff_t marker = list_marker(str_sub(line, i, line.n));
        if (marker > 0 && i > LIST_INDENT)
            return MARKDOWN_NESTING + 1;
        if (marker == 0)
            marker = i < line.n && line.p[i] == '>';
        if (marker == 0)
            return n;
        n++;
        i += marker;
    }
}

/* Brackets since the last blank line, which is where a paragraph surely ends. */
struct brackets {
    int opened;
    int depth;
    int deepest;
};

static void count_brackets(str line, struct brackets *b) {
    ptrdiff_t blanks = 0;
    while (blanks < line.n && is_blank(line.p[blanks]))
        blanks++;
    if (blanks == line.n)
        *b = (struct brackets){0};
    for (ptrdiff_t i = blanks; i < line.n; i++) {
        if (line.p[i] == '\\') {
            i++;
        } else if (line.p[i] == '[') {
            b->opened++;
            b->depth++;
        } else if (line.p[i] == ']' && b->depth > 0) {
            b->depth--;
        }
        b->deepest = b->depth > b->deepest ? b->depth : b->deepest;
    }
}

/* What cmark 0.30 would take quadratic time for: each link it makes walks all brackets still open,
 * each line all containers. Brackets are counted as well as nested, because a closing one may be
 * hidden from cmark in a code span or an address. */
static const char *too_much(str line, struct brackets *b) {
    count_brackets(line, b);
    if (containers(line) > MARKDOWN_NESTING)
        return "引用或列表嵌套过深";
    if (b->deepest > MARKDOWN_NESTING)
        return "方括号嵌套过深";
    if (b->opened > MARKDOWN_BRACKETS)
        return "一段之内方括号过多，请用空行分段";
    return NULL;
}

static bool within_limits(struct arena *a, str body, str *error) {
    *error = (str){0};
    if (body.n > MARKDOWN_LIMIT) {
        *error = str_fmt(a, "文章超过 %td 字节", MARKDOWN_LIMIT);
        return false;
    }
    struct brackets b = {0};
    int number = 1;
    for (str rest = body; rest.n > 0; number++) {
        const char *reason = too_much(next_line(&rest), &b);
        if (reason != NULL) {
            *error = str_fmt(a, "第 %d 行：%s", number, reason);
            return false;
        }
    }
    return true;
}

/* ---- emphasis next to Chinese text ---- */

static bool is_cjk(uint32_t c) {
    return utf8_is_han(c) || (c >= 0x2010 && c <= 0x2027) || (c >= 0x3000 && c <= 0x30FF) ||
           (c >= 0xFF00 && c <= 0xFFEF);
}

static bool is_among(uint32_t c, str list) {
    while (list.n > 0)
        if (utf8_next(&list) == c)
            return true;
    return false;
}

/* Punctuation before which emphasis may open, and after which it may close. */
static bool opens(uint32_t c) {
    return is_among(c, S("“‘（《〈【「『〔［｛…—([{\"'"));
}

static bool closes(uint32_t c) {
    return is_among(c, S("”’）》〉】」』〕］｝…—，。、；：！？％·)]}\"',.;:!?%"));
}

/* One run of asterisks. CommonMark lets ** close after punctuation only before a blank or more
 * punctuation, and open before punctuation only after such; Chinese has no blanks, so there a
 * JOINT stands in for the letter that the rule wants. */
static void put_run(struct buf *out, str run, uint32_t before, uint32_t after) {
    bool chinese = run.n > 1 && (is_cjk(before) || is_cjk(after));
    if (chinese && closes(before))
        buf_str(out, JOINT);
    buf_str(out, run);
    if (chinese && opens(after))
        buf_str(out, JOINT);
}

static str join_emphasis(struct buf *out, str s) {
    uint32_t before = '\n';
    bool escaped = false;
    while (s.n > 0) {
        str start = s;
        uint32_t c = utf8_next(&s);
        if (c == '*' && !escaped) {
            while (s.n > 0 && s.p[0] == '*')
                s = str_sub(s, 1, s.n);
            str peek = s;
            uint32_t after = s.n == 0 ? '\n' : utf8_next(&peek);
            put_run(out, str_sub(start, 0, start.n - s.n), before, after);
        } else {
            buf_str(out, str_sub(start, 0, start.n - s.n));
        }
        escaped = c == '\\' && !escaped;
        before = c;
    }
    return buf_view(out);
}

/* ---- the tree: links, raw HTML ---- */

struct nodes {
    cmark_node **v;
    ptrdiff_t n;
    ptrdiff_t cap;
};

static void nodes_add(struct arena *a, struct nodes *list, cmark_node *node) {
    EXTEND(a, list->v, list->n, list->cap);
    list->v[list->n++] = node;
}

/* All nodes of two types, collected first because the tree changes afterwards. */
static struct nodes nodes_of(struct arena *a, cmark_node *root, cmark_node_type one,
                             cmark_node_type other) {
    struct nodes found = {0};
    cmark_iter *iter = cmark_iter_new(root);
    for (cmark_event_type e; (e = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iter);
        cmark_node_type type = cmark_node_get_type(node);
        if (e == CMARK_EVENT_ENTER && (type == one || type == other))
            nodes_add(a, &found, node);
    }
    cmark_iter_free(iter);
    return found;
}

/* Relative, or one of four schemes. What stands before the first colon is a scheme unless a / ? #
 * comes earlier (RFC 3986 §4.2). */
static bool may_link_to(str url) {
    static const char *const schemes[] = {"http", "https", "mailto", "tel"};
    ptrdiff_t n = 0;
    while (n < url.n && strchr(":/?#", url.p[n]) == NULL)
        n++;
    if (n == url.n || url.p[n] != ':')
        return true;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if ((size_t)n == strlen(schemes[i]) && strncasecmp(url.p, schemes[i], (size_t)n) == 0)
            return true;
    return false;
}

/* The link goes, what it holds stays. */
static void dissolve(cmark_node *link) {
    for (cmark_node *child; (child = cmark_node_first_child(link)) != NULL;)
        cmark_node_insert_before(link, child);
    cmark_node_unlink(link);
    cmark_node_free(link);
}

static void clean_links(struct arena *a, cmark_node *root) {
    struct nodes links = nodes_of(a, root, CMARK_NODE_LINK, CMARK_NODE_IMAGE);
    for (ptrdiff_t i = 0; i < links.n; i++) {
        cmark_node *link = links.v[i];
        str url = str_replace(a, str_of(cmark_node_get_url(link)), JOINT, S(""));
        if (may_link_to(url))
            cmark_node_set_url(link, str_z(a, url));
        else
            dissolve(link);
    }
}

/* cmark would leave a comment in the place of raw HTML; the reader needs none. */
static void drop_raw_html(struct arena *a, cmark_node *root) {
    struct nodes raw = nodes_of(a, root, CMARK_NODE_HTML_BLOCK, CMARK_NODE_HTML_INLINE);
    for (ptrdiff_t i = 0; i < raw.n; i++) {
        cmark_node_unlink(raw.v[i]);
        cmark_node_free(raw.v[i]);
    }
}

static void put_tree(struct arena *a, cmark_node *root, struct buf *out) {
    clean_links(a, root);
    drop_raw_html(a, root);
    char *html = cmark_render_html(root, CMARK_OPT_DEFAULT);
    buf_str(out, str_of(html));
    free(html);
}

static cmark_node *parse(str s) {
    return cmark_parse_document(s.n == 0 ? "" : s.p, (size_t)s.n, CMARK_OPT_DEFAULT);
}

/* ---- tables ---- */

struct row {
    str cell[COLUMNS];
    ptrdiff_t n;
};

/* Cuts a line at its pipes; \| is no cut. False when there are more than COLUMNS cells. */
static bool split_row(str line, struct row *row) {
    row->n = 0;
    line = str_trim(line);
    if (str_starts(line, S("|")))
        line = str_sub(line, 1, line.n);
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i <= line.n; i++) {
        if (i < line.n && line.p[i] == '\\') {
            i++;
            continue;
        }
        bool last = i >= line.n;
        if (!last && line.p[i] != '|')
            continue;
        if (last && from == line.n && row->n > 0)
            break;
        if (row->n == COLUMNS)
            return false;
        row->cell[row->n++] = str_trim(str_sub(line, from, i));
        from = i + 1;
    }
    return true;
}

/* --- :-- --: or :-: */
static bool is_rule(str cell) {
    ptrdiff_t dashes = 0;
    for (ptrdiff_t i = 0; i < cell.n; i++) {
        if (cell.p[i] == '-')
            dashes++;
        else if (cell.p[i] != ':' || (i > 0 && i < cell.n - 1))
            return false;
    }
    return dashes > 0;
}

static bool is_delimiter_row(str line, struct row *row) {
    if (str_find(line, S("|")) < 0 || str_find(line, S("-")) < 0 || !split_row(line, row))
        return false;
    for (ptrdiff_t i = 0; i < row->n; i++)
        if (!is_rule(row->cell[i]))
            return false;
    return row->n > 0;
}

static bool is_plain(str s) {
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (strchr("*_[]<>&\\!`\"", s.p[i]) != NULL)
            return false;
    return true;
}

/* Inline markup only: an escaped full stop in front keeps cmark from seeing a block in a cell. */
static void put_cell_text(struct arena *a, struct buf *out, str cell) {
    if (is_plain(cell)) {
        buf_str(out, cell);
        return;
    }
    str text = str_cat(a, S("\\."), str_replace(a, cell, S("\\|"), S("|")));
    cmark_node *root = parse(text);
    struct buf html = {0};
    put_tree(a, root, &html);
    cmark_node_free(root);
    str inner = buf_view(&html);
    ptrdiff_t open = S("<p>.").n;
    ptrdiff_t close = S("</p>\n").n;
    buf_str(out, str_sub(inner, open, inner.n - close));
    buf_free(&html);
}

static const char *align_of(str rule) {
    bool left = str_starts(rule, S(":"));
    bool right = str_ends(rule, S(":"));
    return left && right ? " class=\"center\"" : right ? " class=\"right\"" : "";
}

static void put_row(struct arena *a, struct buf *out, const struct row *rules,
                    const struct row *row, bool head) {
    buf_str(out, S("<tr>"));
    for (ptrdiff_t i = 0; i < rules->n; i++) {
        buf_fmt(out, head ? "<th scope=\"col\"%s>" : "<td%s>", align_of(rules->cell[i]));
        if (i < row->n)
            put_cell_text(a, out, row->cell[i]);
        buf_str(out, head ? S("</th>") : S("</td>"));
    }
    buf_str(out, S("</tr>\n"));
}

/* The lines of one paragraph, without what belongs to the block quotes and list around it. */
static struct strs paragraph_lines(struct arena *a, const struct strs *lines, cmark_node *node) {
    ptrdiff_t from = cmark_node_get_start_line(node) - 1;
    ptrdiff_t to = cmark_node_get_end_line(node);
    if (from < 0 || to > lines->n || from >= to)
        return (struct strs){0};
    struct strs own = {NEW(a, str, to - from), to - from};
    for (ptrdiff_t i = 0; i < own.n; i++) {
        str line = lines->v[from + i];
        ptrdiff_t skip = i == 0 ? cmark_node_get_start_column(node) - 1 : 0;
        while (i > 0 && skip < line.n && (is_blank(line.p[skip]) || line.p[skip] == '>'))
            skip++;
        own.v[i] = str_sub(line, skip, line.n);
    }
    return own;
}

/* Where in the paragraph a table begins: a header row, then a delimiter row of as many cells. */
static ptrdiff_t find_table(const struct strs *lines, struct row *head, struct row *rules) {
    for (ptrdiff_t i = 1; i < lines->n; i++)
        if (is_delimiter_row(lines->v[i], rules) && split_row(lines->v[i - 1], head) &&
            head->n == rules->n)
            return i - 1;
    return -1;
}

static void put_table(struct arena *a, struct buf *out, const struct strs *rows,
                      const struct row *head, const struct row *rules) {
    buf_str(out, S("<table>\n<thead>\n"));
    put_row(a, out, rules, head, true);
    buf_str(out, S("</thead>\n<tbody>\n"));
    struct row row;
    for (ptrdiff_t i = 0; i < rows->n && !out->failed; i++) {
        (void)split_row(rows->v[i], &row);
        put_row(a, out, rules, &row, false);
    }
    buf_str(out, S("</tbody>\n</table>\n"));
}

/* Text right above the header row stays a paragraph: staff seldom leave the line between blank. */
static void keep_text_above(struct arena *a, cmark_node *node, const struct strs *lines,
                            ptrdiff_t n) {
    struct buf text = {0};
    for (ptrdiff_t i = 0; i < n; i++) {
        buf_str(&text, lines->v[i]);
        buf_char(&text, '\n');
    }
    cmark_node *root = parse(str_dup(a, buf_view(&text)));
    buf_free(&text);
    for (cmark_node *child; (child = cmark_node_first_child(root)) != NULL;)
        cmark_node_insert_before(node, child);
    cmark_node_free(root);
}

/* Puts the table in the place of the paragraph; true when the HTML became too large. */
static bool replace_by_table(struct arena *a, cmark_node *node, const struct strs *lines) {
    struct row head;
    struct row rules;
    struct strs own = paragraph_lines(a, lines, node);
    ptrdiff_t at = find_table(&own, &head, &rules);
    if (at < 0)
        return false;
    struct strs rows = {own.v + at + 2, own.n - at - 2};
    struct buf html = {.limit = OUTPUT_LIMIT};
    put_table(a, &html, &rows, &head, &rules);
    cmark_node *table = cmark_node_new(CMARK_NODE_CUSTOM_BLOCK);
    cmark_node_set_on_enter(table, str_z(a, buf_view(&html)));
    if (at > 0)
        keep_text_above(a, node, &own, at);
    cmark_node_replace(node, table);
    cmark_node_free(node);
    bool failed = html.failed;
    buf_free(&html);
    return failed;
}

static bool make_tables(struct arena *a, cmark_node *root, str body) {
    if (str_find(body, S("|")) < 0)
        return true;
    struct strs lines = {0};
    for (str rest = body; rest.n > 0; lines.n++)
        (void)next_line(&rest);
    lines.v = NEW(a, str, lines.n);
    lines.n = 0;
    for (str rest = body; rest.n > 0;)
        lines.v[lines.n++] = next_line(&rest);
    struct nodes found = nodes_of(a, root, CMARK_NODE_PARAGRAPH, CMARK_NODE_PARAGRAPH);
    bool failed = false;
    for (ptrdiff_t i = 0; i < found.n && !failed; i++)
        failed = replace_by_table(a, found.v[i], &lines);
    return !failed;
}

/* ---- all of it ---- */

bool markdown_render(struct arena *a, str body, struct html *out, str *error) {
    *out = (struct html){S("")};
    if (!within_limits(a, body, error))
        return false;
    struct buf joined = {0};
    str source = join_emphasis(&joined, str_replace(a, body, JOINT, S("")));
    cmark_node *root = parse(source);
    struct buf html = {.limit = OUTPUT_LIMIT};
    bool ok = make_tables(a, root, source);
    if (ok)
        put_tree(a, root, &html);
    ok = ok && !html.failed;
    if (ok)
        out->s = str_dup(a, str_replace(a, buf_view(&html), JOINT, S("")));
    else
        *error = str_fmt(a, "排版结果超过 %td 字节", OUTPUT_LIMIT);
    cmark_node_free(root);
    buf_free(&html);
    buf_free(&joined);
    return ok;
}

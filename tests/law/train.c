/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * train.c — finds the points of guess.def from marked texts: a logistic regression. (make train)
 *
 * In:    train GUESS.DEF FILE…: a corpus (.txt), synthetic decisions (.jsonl), or any other text,
 *        whose lines name nobody; with --without WORD first, families of that title are left out
 * Out:   guess.def on standard output, with other points; figures on standard error
 * Law:   law.md §3
 * Never: depends on the points that stood there before: the same texts give the same file
 */
#include <stddef.h>
#include <stdint.h>

struct guess;
static void heard(int sign, int times);
static void weighed(const struct guess *g, ptrdiff_t to);

#define GUESS_TRAINED
#define GUESS_POINTS
#define GUESS_HEARD(g, sign, times) heard((int)(sign), times)
#define GUESS_WEIGHED(g, to) weighed(g, to)
#define GUESS_HURRIES false
#include "law/guess.c"

#include "base/buf.h"
#include "base/json.h"
#include "held.h"
#include "specimen.h"

#include <math.h>
#include <stdio.h>

#define SIGNS (POINTS_COUNT + POSITIONS * CHARACTERS)
#define ROWS_MOST (1 << 20)
#define CELLS_MOST (1 << 25)
#define LESSONS_MOST (1 << 16)
#define SPANS_MOST 64
#define POOL_MOST 4096
#define READINGS 3  /* the points of the last one tell what stands beside what */
#define COPIES 3    /* of each text, with other names in it: its form must not tell the place */
#define SWEEPS 150  /* over all signs */
#define TENTHS 10.0 /* points for one logit */
#define TIMID 1.0   /* how strongly a sign is held near 0 … */
#define TIMID_CHARACTER 3.0
#define BASE_UNMARKED (-2000) /* in the first reading nothing is taken for a name */
#define LEAST_TOLD 2          /* points of a character that are worth a place in the file */

/* What the regression learns from: a text, and where it names persons. */
struct mention {
    ptrdiff_t from, to;
};
struct lesson {
    str text;
    struct mention names[SPANS_MOST];
    int n;
    float weight;
};

/* A reading that was weighed, and its signs: cells[first … first + n - 1]. */
struct row {
    uint32_t first;
    uint32_t n;
    float weight;
    bool name;
};
struct cell {
    uint32_t sign; /* when sorted: the row */
    float times;
};

static struct lesson *lessons;
static int lesson_n;
static const struct lesson *reading;
static struct row *rows;
static int row_n;
static struct cell *cells;
static uint32_t cell_n;
static str pool[POOL_MOST];
static int pool_n;

/* ---- lessons ---- */

static struct lesson *lesson_new(float weight) {
    assert(lesson_n < LESSONS_MOST);
    lessons[lesson_n] = (struct lesson){.weight = weight};
    return &lessons[lesson_n++];
}

static void lesson_name(struct lesson *l, ptrdiff_t from, ptrdiff_t n) {
    assert(l->n < SPANS_MOST);
    l->names[l->n++] = (struct mention){from, from + n};
}

/* Two to four ideographs: a name that may stand for another one. */
static bool is_plain(str name) {
    ptrdiff_t n = utf8_count(name);
    for (str rest = name; rest.n > 0;)
        if (!utf8_is_han(utf8_next(&rest)))
            return false;
    return n >= 2 && n <= 4;
}

/* SplitMix64: the same dice each time. */
static uint64_t roll(uint64_t *state, uint64_t sides) {
    uint64_t x = *state += 0x9e3779b97f4a7c15u;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return (x ^ x >> 31) % sides;
}

/* The name in a copy of a text: the same one for the same one; some are masked already. */
static str other_name(struct arena *a, str name, uint64_t text) {
    uint64_t dice = text;
    for (ptrdiff_t i = 0; i < name.n; i++)
        dice = dice * 31 + (unsigned char)name.p[i];
    if (roll(&dice, 8) == 0)
        return str_cat(a, utf8_head(name, 1), S("某"));
    return pool[roll(&dice, (uint64_t)pool_n)];
}

/* A text as it stands, or its copy with other names. */
static void learn_specimen(struct arena *a, const struct specimen *x, int copy, float weight) {
    struct lesson *l = lesson_new(weight);
    struct buf b = {0};
    uint64_t id = (uint64_t)lesson_n;
    for (int i = 0; i < x->n; i++) {
        const struct piece *p = &x->pieces[i];
        bool name = p->mark == 'n';
        str text = name && copy > 0 && is_plain(p->text) ? other_name(a, p->text, id) : p->text;
        if (name && !str_ends(text, S("某")))
            lesson_name(l, b.n, text.n);
        buf_str(&b, text);
    }
    l->text = str_dup(a, buf_view(&b));
    buf_free(&b);
}

static bool has_names(const struct specimen *x) {
    for (int i = 0; i < x->n; i++)
        if (x->pieces[i].mark == 'n')
            return true;
    return false;
}

/* Each line of a corpus whose family is not left out. */
static void each_specimen(struct arena *a, str text, str without,
                          void (*each)(struct arena *a, const struct specimen *x)) {
    struct specimen *x = NEW(a, struct specimen, 1);
    bool out = false;
    while (text.n > 0) {
        str line = str_cut(&text, S("\n"));
        if (line.n > 0 && line.p[0] == '#')
            out = without.n > 0 && str_find(line, without) >= 0;
        if (line.n == 0 || line.p[0] == '#' || line.p[0] == '@' || out)
            continue;
        specimen_read(a, line, x);
        each(a, x);
    }
}

static void fill_pool(struct arena *a, const struct specimen *x) {
    (void)a;
    for (int i = 0; i < x->n; i++) {
        bool known = x->pieces[i].mark != 'n' || !is_plain(x->pieces[i].text);
        for (int k = 0; k < pool_n && !known; k++)
            known = str_eq(pool[k], x->pieces[i].text);
        if (!known && pool_n < POOL_MOST)
            pool[pool_n++] = x->pieces[i].text;
    }
}

/* A wrong name in a text that names nobody costs a clerk's time each. */
static void learn_marked(struct arena *a, const struct specimen *x) {
    bool names = has_names(x);
    learn_specimen(a, x, 0, names ? 1 : 6);
    for (int copy = 1; names && copy <= COPIES; copy++)
        learn_specimen(a, x, copy, 0.5F);
}

static void name_everywhere(struct lesson *l, str name) {
    ptrdiff_t at = 0;
    for (ptrdiff_t found; (found = str_find(str_sub(l->text, at, l->text.n), name)) >= 0;) {
        lesson_name(l, at + found, name.n);
        at += found + name.n;
    }
}

/* The facts of a synthetic decision; it declares all whom it names. */
static void learn_decision(struct arena *a, str line) {
    static const char *const lists[] = {"officers", "persons"};
    struct value v;
    str error;
    int at = 0;
    bool good = json_load(a, line, &v, &error, &at);
    assert(good);
    struct lesson *l = lesson_new(0.5F);
    l->text = value_get(&v, S("facts"))->text;
    const struct value *lead = value_get(&v, S("representative"));
    name_everywhere(l, lead != NULL ? lead->text : value_get(&v, S("party"))->text);
    for (int k = 0; k < 2; k++) {
        const struct value *list = value_get(&v, str_of(lists[k]));
        for (ptrdiff_t i = 0; list != NULL && i < list->n; i++)
            name_everywhere(l, value_get(&list->items[i], S("name"))->text);
    }
}

static void learn_file(struct arena *a, const char *path, str without) {
    str text;
    bool good = os_read(a, path, 1 << 28, &text);
    assert(good);
    if (str_ends(str_of(path), S(".txt"))) {
        each_specimen(a, text, without, learn_marked);
        return;
    }
    while (text.n > 0) {
        str line = str_cut(&text, S("\n"));
        if (str_ends(str_of(path), S(".jsonl")))
            learn_decision(a, line);
        else
            lesson_new(2)->text = line;
    }
}

/* ---- reading ---- */

static void heard(int sign, int times) {
    if (sign == BASE)
        rows[row_n].n = 0;
    struct row *r = &rows[row_n];
    r->first = cell_n;
    assert(cell_n + r->n < CELLS_MOST);
    cells[cell_n + r->n++] = (struct cell){(uint32_t)sign, (float)times / ONCE};
}

static void weighed(const struct guess *g, ptrdiff_t to) {
    const struct scan *s = g->s;
    struct row *r = &rows[row_n];
    ptrdiff_t a = s->base + s->t->at[s->t->in[g->at]];
    ptrdiff_t b = s->base + s->t->to[s->t->in[to - 1]];
    r->weight = reading->weight;
    r->name = false;
    for (int i = 0; i < reading->n; i++)
        r->name = r->name || (reading->names[i].from == a && reading->names[i].to == b);
    cell_n += r->n;
    row_n++;
    assert(row_n < ROWS_MOST);
}

static void read_all(const struct policy *p) {
    struct arena a = {0};
    row_n = 0;
    cell_n = 0;
    for (int i = 0; i < lesson_n; i++) {
        int n = 0;
        reading = &lessons[i];
        (void)test_doubts(&a, p, &(struct masking){.text = reading->text}, &n);
        arena_reset(&a);
    }
    arena_free(&a);
}

/* ---- the regression ---- */

/* The rows of a sign: sorted[starts[sign] … starts[sign + 1] - 1]. */
static uint32_t starts[SIGNS + 1];
static struct cell *sorted;
static double margins[ROWS_MOST];
static double weights[SIGNS];

static void sort_by_sign(void) {
    memset(starts, 0, sizeof starts);
    for (uint32_t i = 0; i < cell_n; i++)
        starts[cells[i].sign + 1]++;
    for (int s = 0; s < SIGNS; s++)
        starts[s + 1] += starts[s];
    for (int r = 0; r < row_n; r++)
        for (uint32_t i = rows[r].first; i < rows[r].first + rows[r].n; i++)
            sorted[starts[cells[i].sign]++] = (struct cell){(uint32_t)r, cells[i].times};
    memmove(starts + 1, starts, sizeof starts - sizeof *starts);
    starts[0] = 0;
}

/* One step of Newton's for one sign, the others as they are; returns how far it went. */
static double step_sign(int s, double timid) {
    double slope = timid * weights[s];
    double bend = timid + 1e-6;
    for (uint32_t i = starts[s]; i < starts[s + 1]; i++) {
        const struct row *r = &rows[sorted[i].sign];
        double p = 1 / (1 + exp(-margins[sorted[i].sign]));
        double x = sorted[i].times;
        slope += r->weight * (p - r->name) * x;
        bend += r->weight * p * (1 - p) * x * x;
    }
    double step = fmax(-1, fmin(1, -slope / bend));
    weights[s] += step;
    for (uint32_t i = starts[s]; i < starts[s + 1]; i++)
        margins[sorted[i].sign] += step * sorted[i].times;
    return fabs(step);
}

static void fit(void) {
    sort_by_sign();
    memset(margins, 0, sizeof margins);
    memset(weights, 0, sizeof weights);
    double far = 1;
    for (int sweep = 0; sweep < SWEEPS && far > 0.01; sweep++) {
        far = 0;
        for (int s = 0; s < SIGNS; s++)
            if (starts[s + 1] > starts[s])
                far = fmax(far, step_sign(s, s == BASE           ? 0
                                             : s >= POINTS_COUNT ? TIMID_CHARACTER
                                                                 : TIMID));
    }
    fprintf(stderr, "moved %.3f in the last sweep\n", far);
}

static int points_of(int sign) {
    return (int)lround(weights[sign] * TENTHS);
}

static int8_t character_points(int sign) {
    int points = points_of(sign);
    return (int8_t)(abs(points) < LEAST_TOLD ? 0 : points);
}

static int most_of(enum points first, enum points last) {
    int most = 0;
    for (int p = (int)first; p <= (int)last; p++)
        most = points_of(p) > most ? points_of(p) : most;
    return most;
}

static void take_points(void) {
    for (int p = 0; p < POINTS_COUNT; p++)
        values[p] = (int16_t)points_of(p);
    values[LEFT_MOST] = (int16_t)most_of(LEFT_CALLED, LEFT_OTHER);
    values[RIGHT_MOST] = (int16_t)most_of(RIGHT_VERB, RIGHT_OTHER);
    values[OWN_MOST] =
        (int16_t)(most_of(WHOLE_NAME, WHOLE_OTHER) + most_of(GIVEN_NAME, GIVEN_OTHER) +
                  most_of(WHOLE_LISTED, WHOLE_TOLD));
    for (int p = 0; p < POSITIONS; p++)
        for (int c = 0; c < CHARACTERS; c++)
            characters[p][c] = character_points(POINTS_COUNT + p * CHARACTERS + c);
}

static void tell_figures(void) {
    static const double least[] = {-3, -2, -1.5, -1, 0, 0.5, 1, 2, 4};
    int all = 0;
    for (int r = 0; r < row_n; r++)
        all += rows[r].name;
    fprintf(stderr, "%d lessons, %d readings, %d names\n", lesson_n, row_n, all);
    for (size_t i = 0; i < sizeof least / sizeof least[0]; i++) {
        int names = 0, others = 0;
        for (int r = 0; r < row_n; r++)
            if (margins[r] >= least[i])
                (*(rows[r].name ? &names : &others))++;
        fprintf(stderr, "from %4.1f: %d names, %d others\n", least[i], names, others);
    }
}

/* ---- the file ---- */

static void write_characters(const char *place, const int8_t *of) {
    int on_line = 0;
    for (int c = 0; c < CHARACTERS; c++)
        if (of[c] != 0) {
            char text[8] = {0};
            (void)utf8_put(text, (uint32_t)(CHARACTERS_FROM + c));
            printf("CHARACTER(%s, U'%s', %d)%s", place, text, of[c],
                   ++on_line % 4 == 0 ? "\n" : " ");
        }
    printf("\n");
}

/* The old file with the new points; that of the characters is all new. */
static void write_points(str old) {
    int next = 0;
    while (old.n > 0) {
        str line = str_cut(&old, S("\n"));
        ptrdiff_t comma = str_find(line, S(", "));
        if (str_starts(line, S("CHARACTER(")))
            break;
        if (str_starts(line, S("POINTS(")))
            printf("%.*s, %d)\n", (int)comma, line.p, values[next++]);
        else
            printf("%.*s\n", STR(line));
    }
    static const char *const places[] = {"BEFORE", "BEHIND", "SURNAME", "GIVEN"};
    for (int p = 0; p < POSITIONS; p++)
        write_characters(places[p], characters[p]);
}

int main(int argc, char **argv) {
    struct arena kept = {0};
    struct diags diags = {0};
    const struct policy *p = test_policy(&kept, &diags);
    bool leaves_out = argc > 2 && strcmp(argv[1], "--without") == 0;
    str without = leaves_out ? str_of(argv[2]) : (str){0};
    char **files = argv + (leaves_out ? 3 : 1);
    str old;
    if (p == NULL || *files == NULL || !os_read(&kept, files[0], 1 << 20, &old))
        return 1;
    lessons = ROOM(&kept, struct lesson, LESSONS_MOST);
    rows = ROOM(&kept, struct row, ROWS_MOST);
    cells = ROOM(&kept, struct cell, CELLS_MOST);
    sorted = ROOM(&kept, struct cell, CELLS_MOST);
    for (char **f = files + 1; *f != NULL; f++) {
        str text;
        if (str_ends(str_of(*f), S(".txt")) && os_read(&kept, *f, 1 << 28, &text))
            each_specimen(&kept, text, without, fill_pool);
    }
    for (char **f = files + 1; *f != NULL; f++)
        learn_file(&kept, *f, without);
    memset(values, 0, sizeof values);
    memset(characters, 0, sizeof characters);
    values[BASE] = BASE_UNMARKED;
    for (int i = 0; i < READINGS; i++) {
        read_all(p);
        fit();
        take_points();
        tell_figures();
    }
    write_points(old);
    return 0;
}

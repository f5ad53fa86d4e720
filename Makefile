# gongshi — see README.md. Verbs: deps, demo, test [T=path], real, accept, asan, tsan, bench, lint, layers, docs.
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
CC      ?= gcc
ifeq ($(origin CC),default)
CC      := gcc
endif
B       ?= build
PKGS    := jansson libcmark libpcre2-8 libcurl libcrypto sqlite3 libxxhash icu-uc
WARN    := -Wall -Wextra -Wconversion -Wshadow -Wvla -Wpedantic -Wstrict-prototypes -Wmissing-prototypes \
           -Wold-style-definition -Wcast-qual -Wformat=2 -Wundef -Wpointer-arith -Wwrite-strings -Werror
MODE    ?= -O2
CFLAGS_ALL = -std=c17 -D_GNU_SOURCE $(MODE) -g $(WARN) -pthread -Igenerator -MMD -MP $(PKG_CFLAGS) $(CFLAGS)
PKG_CFLAGS = $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
LIBS       = $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lcsv -lm
SRCS    := $(sort $(wildcard generator/*.c generator/*/*.c))
OBJS    := $(SRCS:%.c=$(B)/%.o)
CORE    := $(filter-out $(B)/generator/main.o,$(OBJS))
TESTS   := $(sort $(wildcard tests/*/*_test.c))
BINS    := $(TESTS:%.c=$(B)/%)

.PHONY: all deps
all: deps
	@$(MAKE) --no-print-directory $(B)/gongshi

# Installs what is missing, and only then calls a package manager.
deps:
	@sh tests/tool/deps.sh

$(B)/gongshi: $(OBJS)
	$(CC) $(MODE) -pthread -o $@ $^ $(LIBS) $(LDFLAGS)

$(B)/%.o: %.c
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS_ALL) -c -o $@ $<

$(B)/libgongshi.a: $(CORE)
	@rm -f $@
	ar rcs $@ $^

$(B)/tests/%: $(B)/tests/%.o $(B)/libgongshi.a
	$(CC) $(MODE) -pthread -o $@ $< $(B)/libgongshi.a -lcmocka $(LIBS) $(LDFLAGS)

# ---- tests: make test [T=tests/law/deadline_test.c] ----
.PHONY: test test-run
test: deps
	@$(MAKE) --no-print-directory test-run
test-run: $(B)/gongshi $(if $(T),$(patsubst %.c,$(B)/%,$(filter %.c,$(T))),$(BINS))
	@B=$(B) sh tests/tool/run.sh $(T)

-include $(shell find $(B) -name '*.d' 2>/dev/null)

# gongshi — the verbs stand in README.md; the tree and its rules in generator/decisions.
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
ifeq ($(origin CC),default)
CC      := gcc
endif
B       ?= build
PKGS    := jansson libcmark libpcre2-8 libpcre2-32 libcrypto sqlite3 libxxhash libzip expat freexl xlsxwriter libcurl zlib icu-uc icu-i18n qrcodegen libdeflate
WARN    := -Wall -Wextra -Wconversion -Wshadow -Wvla -Wpedantic -Wstrict-prototypes -Wmissing-prototypes \
           -Wold-style-definition -Wcast-qual -Wformat=2 -Wundef -Wpointer-arith -Wwrite-strings -Werror
MODE    ?= -O2
N       ?= 100000
COMPILE := $(CC) -std=c17 -D_GNU_SOURCE $(MODE) -g $(WARN) -pthread -Igenerator \
           $(shell pkg-config --cflags $(PKGS) 2>/dev/null) $(CFLAGS)
LINK    := $(CC) $(MODE) -pthread $(LDFLAGS)
LIBS    := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lcsv -lm
SRCS    := $(sort $(wildcard generator/*.c $(patsubst %,generator/%/*.c,$(or $(FOLDERS),*))))
OBJS    := $(SRCS:%.c=$(B)/%.o) $(B)/words.bin.o $(B)/han.o
CORE    := $(filter-out $(B)/generator/main.o,$(OBJS))
TESTS   := $(sort $(wildcard tests/*/*_test.c))
BINS    := $(TESTS:%.c=$(B)/%)
# What scripts start beside the program.
BESIDE  := $(B)/tests/intake/oddserver $(B)/tests/search/dump $(B)/tests/bench/synthetic $(B)/tests/law/score $(B)/tests/law/train
# A second make sees what deps installed, and uses every processor unless told otherwise.
AGAIN    = $(MAKE) --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell nproc))

.PHONY: all deps demo test test-run real accept train asan tsan fuzz bench lint layers docs cover clean \
        compile_commands.json FORCE
all: deps
	+@$(AGAIN) $(B)/gongshi

# Installs what is missing, and only then calls a package manager.
deps:
	@sh tests/tool/deps.sh build

# ---- what a newcomer asks for ----

demo: all
	@GONGSHI=$(B)/gongshi sh feeds/demo/replay.sh $(B)/demo
	@sh tests/tool/where.sh $(B)/demo

real: all
	@B=$(B) sh tests/tool/real.sh

# make test [T=tests/law/deadline_test.c]
test:
	@sh tests/tool/deps.sh build test
	+@$(AGAIN) test-run
test-run: $(B)/gongshi $(BESIDE) $(if $(T),$(patsubst %.c,$(B)/%,$(filter %.c,$(T))),$(BINS))
	@B=$(B) sh tests/tool/run.sh $(T)

# Takes what the program writes now as the goldens, and shows what that changed.
accept:
	@sh tests/tool/deps.sh build test
	+@$(AGAIN) $(B)/gongshi $(BINS) $(BESIDE)
	@B=$(B) sh tests/tool/accept.sh $(T)

# Finds the points by which names are weighed, from tests/law/corpus; texts that name nobody, if they
# are there, count as well.
TRAIN   := generator/law/guess.def
train: $(B)/tests/law/train $(B)/tests/bench/synthetic
	@$(B)/tests/bench/synthetic 1500 > $(B)/synthetic.jsonl
	@$(B)/tests/law/train generator/law/guess.def tests/law/corpus/*.txt $(B)/synthetic.jsonl \
	    $(wildcard ../shared/data/real/hlj-permit-items.json) > $(B)/guess.def
	@cp $(B)/guess.def $(TRAIN)

# ---- what a change is measured with ----

asan: export ASAN_OPTIONS := detect_stack_use_after_return=1
asan: export UBSAN_OPTIONS := print_stacktrace=1
asan:
	@$(MAKE) --no-print-directory test B=$(B)-asan TEST_SECONDS=900 \
	    MODE='-O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all'

# Without address randomisation: the sanitizer of Debian 12 knows only the smaller spaces.
tsan: export TSAN_OPTIONS := halt_on_error=1 suppressions=$(CURDIR)/tests/tool/tsan.supp
tsan:
	@setarch -R $(MAKE) --no-print-directory test B=$(B)-tsan TEST_SECONDS=900 \
	    MODE='-O1 -fno-omit-frame-pointer -fsanitize=thread'

# make fuzz [T=delivery] [SECS=10]
fuzz:
	@sh tests/tool/deps.sh build fuzz
	@T=$(T) SECS=$(or $(SECS),10) SEEDS_FROM=$(B) B=$(B)-fuzz sh tests/fuzz/fuzz.sh

cover:
	-@$(MAKE) --no-print-directory test B=$(B)-cover MODE='-O1 --coverage'
	@B=$(B)-cover sh tests/tool/cover.sh

bench: all
	@B=$(B) sh tests/bench/bench.sh $(N)

lint:
	@sh tests/tool/deps.sh build lint
	@sh tests/tool/lint.sh

layers: all
	@B=$(B) CC='$(CC)' sh tests/tool/layers.sh

docs:
	@sh tests/tool/deps.sh lint
	@sh tests/tool/docs.sh

compile_commands.json:
	@{ echo '['; for f in $(SRCS) $(TESTS); do \
	    echo "{\"directory\": \"$(CURDIR)\", \"file\": \"$$f\"," \
	        "\"command\": \"$(COMPILE) -c -o $(B)/$${f%.c}.o $$f\"},"; \
	done | sed '$$s/,$$//'; echo ']'; } > $@

clean:
	rm -rf build build-* compile_commands.json

# ---- how it is built ----

# Changed flags make every object anew.
$(B)/flags: FORCE
	@mkdir -p $(B)
	@echo '$(COMPILE)' | cmp -s - $@ || echo '$(COMPILE)' > $@

$(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	@$(COMPILE) -MMD -MP -c -o $@ $<

# The dictionary that the program carries: a table made of Debian's, and linked as it is.
JIEBA   := /usr/lib/python3/dist-packages/jieba/dict.txt
$(B)/words.bin: $(B)/generator/base/dictionary/make.o $(JIEBA)
	@$(LINK) -o $(@D)/words-make $< -lm
	@$(@D)/words-make < $(JIEBA) > $@
$(B)/words.bin.o: $(B)/words.bin
	@cd $(@D) && ld -r -b binary -z noexecstack -o $(@F) $(<F)

# What ICU knows of ideographs, as a table.
$(B)/han.c: $(B)/generator/base/han/make.o
	@$(LINK) -o $(@D)/han-make $< $(LIBS)
	@$(@D)/han-make > $@
$(B)/han.o: $(B)/han.c
	@$(COMPILE) -c -o $@ $<

$(B)/gongshi: $(OBJS)
	@$(LINK) -o $@ $^ $(LIBS)

$(B)/libgongshi.a: $(CORE)
	@rm -f $@
	@ar rcs $@ $^

$(B)/tests/%: $(B)/tests/%.o $(B)/libgongshi.a
	@$(LINK) -o $@ $< $(B)/libgongshi.a -lcmocka $(LIBS)

.SECONDARY: $(BINS:%=%.o) $(BESIDE:%=%.o)
-include $(shell find $(B) -name '*.d' 2>/dev/null)

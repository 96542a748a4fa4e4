# assay: filters that turn piles of civic documents into datasets of judgements.
# make demo: install what is missing, build, run the main job on samples/.   make check: the tests.

VERSION  = 0.1.0
PREFIX   = /usr/local
CFLAGS   = -O2 -g
LDFLAGS  =
STRICT   = -std=c11 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -Wshadow -Wconversion \
           -Wstrict-prototypes -Wmissing-prototypes -Werror
SANITIZE = -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
BUILD    = .build/plain
OUT      = bin

# The optional libraries and the modules that use them: where one is missing, MODULE-none.c stands
# in, and assay-text refuses such files by name.
MUPDF    = $(shell pkg-config --exists mupdf && echo yes)
GMIME    = $(shell pkg-config --exists gmime-3.0 && echo yes)
ARCHIVE  = $(shell pkg-config --exists libarchive && echo yes)
# Without libxlsxwriter there is no assay-xlsx; `make` says so.
XLSX     = $(shell pkg-config --exists xlsxwriter && echo yes)
PROGRAMS = $(filter-out $(if $(XLSX),,assay-xlsx),$(notdir $(basename $(wildcard bin/assay-*.c))))
UNUSED   = $(if $(MUPDF),pdf-none,pdf) $(if $(GMIME),mime-none,mime) \
           $(if $(ARCHIVE),unpack-none,unpack) $(if $(XLSX),,excel entry digest tabs)
MODULES  = $(filter-out $(UNUSED),$(basename $(notdir $(wildcard lib/*.c))))
OBJECTS  = $(MODULES:%=$(BUILD)/%.o)
DEFINES  = -DASSAY_VERSION='"$(VERSION)"' -DASSAY_SHARE='"$(PREFIX)/share/assay"'
INCLUDES = -Ilib $(shell pkg-config --cflags libxml-2.0 2>/dev/null) \
           $(patsubst -I%,-isystem%,$(shell pkg-config --cflags gmime-3.0 2>/dev/null))
LIBRARIES = -ljansson -lpcre2-8 -lcsv -lm
# Debian's mupdf.pc forgets two of the libraries that its static archive needs.
TEXT_LIBRARIES = -lxml2 \
           $(if $(MUPDF),$(shell pkg-config --static --libs mupdf) -lharfbuzz -lfreetype) \
                 $(if $(GMIME),$(shell pkg-config --libs gmime-3.0)) $(if $(ARCHIVE),-larchive)

all: $(PROGRAMS:%=$(OUT)/%)
	$(if $(XLSX),@:,@echo 'assay-xlsx is not built: libxlsxwriter is not there' >&2)

$(BUILD)/%.o: lib/%.c Makefile | $(BUILD)
	$(CC) $(STRICT) $(CFLAGS) $(DEFINES) $(INCLUDES) -MMD -MP -c -o $@ $<
$(BUILD)/%.o: bin/%.c Makefile | $(BUILD)
	$(CC) $(STRICT) $(CFLAGS) $(DEFINES) $(INCLUDES) -MMD -MP -c -o $@ $<
$(BUILD)/libassay.a: $(OBJECTS)
	rm -f $@ && $(AR) rcs $@ $^
# Only assay-text reads documents, so only it links MuPDF (AGPL), libxml2, GMime and libarchive.
$(OUT)/assay-text: LIBRARIES += $(TEXT_LIBRARIES)
$(OUT)/assay-xlsx: LIBRARIES += -lxlsxwriter
$(OUT)/assay-%: $(BUILD)/assay-%.o $(BUILD)/libassay.a | $(OUT)
	$(CC) $(CFLAGS) $(LDFLAGS) -Wl,--as-needed -o $@ $< $(BUILD)/libassay.a $(LIBRARIES)
$(BUILD) $(OUT):
	mkdir -p $@

sanitize:
	$(MAKE) BUILD=.build/sanitize OUT=.build/sanitize/bin CFLAGS='$(SANITIZE)' all

demo:
	.ci/packages build
	$(MAKE) all
	$(MAKE) -C samples show

check:
	.ci/packages build test
	-.ci/packages browser
	$(MAKE) all sanitize
	tests/run

# make regen CASE=assay-judge/some-case: shows what would change in its expected output, then asks.
regen: all
	tests/regen $(CASE)
lint:
	.ci/packages build test
	tests/lint
fuzz:
	.ci/packages build test
	tests/fuzz/run
bench: all
	.ci/packages build
	-.ci/packages bench
	tests/bench/run

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
	  $(DESTDIR)$(PREFIX)/share/man/man7 $(DESTDIR)$(PREFIX)/share/assay/vocab \
	  $(DESTDIR)$(PREFIX)/share/assay/rules $(DESTDIR)$(PREFIX)/share/assay/page
	install -m 755 bin/assay $(PROGRAMS:%=bin/%) $(DESTDIR)$(PREFIX)/bin
	install -m 644 bin/*.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 bin/*.7 $(DESTDIR)$(PREFIX)/share/man/man7
	install -m 644 bin/assay.mk $(DESTDIR)$(PREFIX)/share/assay
	install -m 644 schemas/vocab/*.csv $(DESTDIR)$(PREFIX)/share/assay/vocab
	install -m 644 schemas/rules/*.csv $(DESTDIR)$(PREFIX)/share/assay/rules
	install -m 644 schemas/page/page.* $(DESTDIR)$(PREFIX)/share/assay/page
uninstall:
	cd $(DESTDIR)$(PREFIX)/bin && rm -f assay $(PROGRAMS)
	cd $(DESTDIR)$(PREFIX)/share/man && rm -f $(patsubst bin/%,man1/%,$(wildcard bin/*.1)) \
	  $(patsubst bin/%,man7/%,$(wildcard bin/*.7))
	rm -rf $(DESTDIR)$(PREFIX)/share/assay

clean:
	rm -rf .build samples/build $(PROGRAMS:%=bin/%)

.PHONY: all sanitize demo check regen lint fuzz bench install uninstall clean
.SECONDARY:
-include $(wildcard $(BUILD)/*.d)

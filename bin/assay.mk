# assay.mk: keeps a dataset of judgements up to date with folders of documents.
#
# A Makefile of yours needs its last line alone, and may set the names before it:
#
#   INBOX   = inbox            # folders of documents: any format, folders within folders
#   DATASET = dataset          # what is made of them
#   RECORD  = outcomes.csv     # the official record, where you have one: see assay-check(1)
#   JUDGE   = --explain        # more options of a program: TEXT, TAG, JUDGE, DEDUP, CHECK, CSV
#   include /usr/local/share/assay/assay.mk
#
# `make` then makes DATASET/judgements.csv (one row a judgement, checked against the official
# reports in the inbox) and datapackage.json, which describes it to programs, merged.csv (one row a
# distinct judgement), judgements.xlsx and index.html, a page to look at. Give `make -j N` N processors.
#
# A document that changes is read again, alone; one that is taken away leaves the dataset. A
# changed vocabulary, or another version of a program, does again what depends on it: texts are not
# extracted again for a new name in a register. Every file is written beside its place and renamed
# when it is complete, so a run that was killed leaves nothing half done: the next one goes on from
# there and gives the same bytes. What cannot be read is said, and is a record with an `error`; a
# file that may not be read is tried again by each run. Neither holds anything up. Files may have
# any names, and be links; the names of folders in INBOX have no blanks.

INBOX   ?= inbox
DATASET ?= dataset
RECORD  ?=
WORK    ?= $(DATASET)/.work
# The programs: of the PATH, with the folder they lie in; and the registers, as they find them.
ASSAY   ?= $(dir $(shell command -v assay-text))
$(if $(ASSAY),,$(error assay-text is not on the PATH))
SHARE   ?= $(or $(ASSAY_VOCAB),$(firstword $(wildcard $(ASSAY)../schemas $(ASSAY)../share/assay)))

SHELL = /bin/bash
.SHELLFLAGS = -eu -o pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:

$(foreach folder,$(INBOX),$(if $(wildcard $(folder)/.),,$(error INBOX: no folder '$(folder)')))
assay.found := find -L $(INBOX) -mindepth 1 -name '.*' -prune -o -type f -print0
# Make and the shell read some characters in a name as their own. A file with one of them goes by a
# link in WORK whose name says them by their numbers, as two_x20words.txt; what stands behind `/./`
# of the link is the file's own name.
assay.odd := $$'*[]\x01-\x2a\x3a-\x3f[\\\\`\x7b-\x7f]*'
assay.list := export LC_ALL=C; odd=$(assay.odd); \
  $(assay.found) | while IFS= read -r -d '' file; do \
    case $$file in $$odd) ;; *) printf '%s\n' "$$file"; continue ;; esac; \
    name=; \
    for ((i = 0; i < $${\#file}; i++)); do \
      byte=$${file:i:1}; \
      case $$byte in $$odd) printf -v byte '_x%02X' "'$$byte" ;; esac; \
      name+=$$byte; \
    done; \
    name=$${name//../_up_}; \
    link=$(WORK)/named/$${name/\#\//_root_/}; \
    case $$file in /*) ;; *) file=$(CURDIR)/./$$file ;; esac; \
    if [ "$$(readlink "$$link")" != "$$file" ]; then \
      mkdir -p "$${link%/*}"; ln -sfn "$$file" "$$link"; \
    fi; \
    printf '%s\n' "$$link"; \
  done
assay.documents := $(sort $(shell $(assay.list)))
# The file behind a name, for the shell.
assay.file = $(if $(filter $(WORK)/named/%,$1),"$$(readlink $1 | sed 's|^.*/\./||')",$1)
assay.registers := $(wildcard $(SHARE)/vocab/*.csv $(SHARE)/rules/*.csv)

# Where a document's text lies: under its path, with what leads out of the folder made plain.
assay.place  = $(subst ..,_up_,$(patsubst /%,_root_/%,$1))
assay.path   = -e 's|\.\.|_up_|g' -e 's|^/|_root_/|' -e 's|^|$(WORK)/judged/|' -e 's|$$|.jsonl|'
assay.text   = $(WORK)/text/$(assay.place).jsonl
assay.judged = $(WORK)/judged/$(assay.place).jsonl
assay.all   := $(foreach document,$(assay.documents),$(call assay.judged,$(document)))

# The way from the dataset's folder back to this one, for an absolute DATASET this one's path.
assay.back  := $(if $(filter /%,$(DATASET)),$(CURDIR),$(shell realpath -m --relative-to=$(DATASET) .))

# A program that was built without its library is not there, and nor is what it makes.
assay.made := $(DATASET)/judgements.csv $(DATASET)/datapackage.json $(DATASET)/merged.csv \
  $(if $(wildcard $(ASSAY)assay-xlsx),$(DATASET)/judgements.xlsx) \
  $(if $(wildcard $(ASSAY)assay-page),$(DATASET)/index.html)

.DEFAULT_GOAL := dataset
dataset: $(assay.made)

# What may not be read is said and tried again by the next run: its text is older than all.
assay.later = { [ ! -r $< ] && : >$@ && touch -t 197001020000 $@; }

define assay.rules
$(call assay.text,$1): $1 $(ASSAY)assay-text
	@mkdir -p $$(@D)
	$(ASSAY)assay-text --tolerate $(TEXT) -o $$@ -- $$(call assay.file,$$<) || $$(assay.later)
$(call assay.judged,$1): $(call assay.text,$1) $(ASSAY)assay-tag $(ASSAY)assay-judge $(assay.registers)
	@mkdir -p $$(@D)
	$(ASSAY)assay-tag --tolerate $(TAG) $$< | $(ASSAY)assay-judge --tolerate $(JUDGE) -o $$@
endef
$(foreach document,$(assay.documents),$(eval $(call assay.rules,$(document))))

# Which documents there are: written anew only where one came or went. All that is made waits for
# it, so here what a killed run was writing is taken away.
assay.left := $(wildcard $(addsuffix .??????,$(assay.made)))
assay.kept := $(shell cat $(WORK)/documents 2>/dev/null)
assay.same := $(if $(assay.left)$(subst =$(assay.all)=,,=$(assay.kept)=),,same)
$(WORK)/documents: $(if $(assay.same),,assay.always)
	@mkdir -p $(@D)
	@rm -f $(assay.left)
	@{ $(assay.list); } | LC_ALL=C sort -u | sed $(assay.path) >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

$(WORK)/rows.jsonl: $(WORK)/documents $(assay.all) $(ASSAY)assay-dedup $(ASSAY)assay-rows
	xargs -r cat <$< | $(ASSAY)assay-dedup --tolerate $(DEDUP) | $(ASSAY)assay-rows --tolerate -o $@

# The official reports in the inbox are a record themselves.
$(WORK)/checked.jsonl: $(WORK)/rows.jsonl $(RECORD) $(ASSAY)assay-check $(assay.registers)
	$(ASSAY)assay-check --tolerate $(CHECK) $(foreach file,$< $(RECORD),--record $(file)) -o $@ $<

$(WORK)/merged.jsonl: $(WORK)/checked.jsonl $(ASSAY)assay-merge
	$(ASSAY)assay-merge -o $@ $<

$(DATASET)/judgements.csv: $(WORK)/checked.jsonl $(ASSAY)assay-csv
	$(ASSAY)assay-csv --package $(DATASET) $(CSV) -o $@ $<
# Made with the table that it describes; by itself only where it was lost.
$(DATASET)/datapackage.json: $(DATASET)/judgements.csv
	@[ -e $@ -a ! $< -nt $@ ] || \
	  $(ASSAY)assay-csv --package $(DATASET) $(CSV) -o $< $(WORK)/checked.jsonl
$(DATASET)/merged.csv: $(WORK)/merged.jsonl $(ASSAY)assay-csv
	$(ASSAY)assay-csv -o $@ $<
$(DATASET)/judgements.xlsx: $(WORK)/checked.jsonl $(ASSAY)assay-xlsx
	$(ASSAY)assay-xlsx --tolerate -o $@ $<
# Its links lead from the dataset to the documents.
$(DATASET)/index.html: $(WORK)/checked.jsonl $(ASSAY)assay-page $(wildcard $(SHARE)/page/*)
	$(ASSAY)assay-page --base $(assay.back) -o $@ $<

dataset-clean:
	rm -rf $(WORK) $(DATASET)/judgements.csv $(DATASET)/datapackage.json $(DATASET)/merged.csv \
	  $(DATASET)/judgements.xlsx $(DATASET)/index.html

.PHONY: dataset dataset-clean assay.always

# assay.mk: keeps a dataset of judgements up to date with a folder of documents.
#
# A Makefile of yours needs one line, and may set the names before it:
#
#   INBOX   = inbox            # the documents: any format, folders within folders
#   DATASET = dataset          # what is made of them
#   RECORD  = outcomes.csv     # the official record, where you have one: see assay-check(1)
#   include /usr/local/share/assay/assay.mk
#
# `make` then makes DATASET/judgements.csv, judgements.xlsx and index.html (a page to look at).
#
# A document that changes is read again, alone. One that is taken away leaves the dataset. A
# changed vocabulary, or another version of a program, does again what depends on it: texts are not
# extracted again for a new name in a register. `make -j N` works on N documents at a time. Every
# file is written beside its place and renamed, so a run that was killed leaves nothing half done;
# the next one goes on from there and gives the same bytes.

INBOX   ?= inbox
DATASET ?= dataset
RECORD  ?=
WORK    ?= $(DATASET)/.work
ASSAY   ?= $(dir $(or $(shell command -v assay-text),$(error assay-text is not on the PATH)))
SHARE   ?= $(or $(ASSAY_VOCAB),$(firstword $(wildcard $(ASSAY)../schemas $(ASSAY)../share/assay)))

SHELL = /bin/bash
.SHELLFLAGS = -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := dataset

# Names with blanks cannot be told apart by make.
blank   := $(shell find $(INBOX) -type f -name '*[[:space:]]*' -print -quit 2>/dev/null)
$(if $(blank),$(error $(blank): a name with a blank in it: please rename the file))
documents := $(sort $(shell find $(INBOX) -type f ! -name '.*' 2>/dev/null))
texts     := $(documents:$(INBOX)/%=$(WORK)/text/%.jsonl)
judged    := $(documents:$(INBOX)/%=$(WORK)/judged/%.jsonl)
registers := $(wildcard $(SHARE)/vocab/*.csv $(SHARE)/rules/*.csv)

dataset: $(DATASET)/judgements.csv $(DATASET)/judgements.xlsx $(DATASET)/index.html

# What cannot be read is a record too, and is said; it holds up nothing.
$(WORK)/text/%.jsonl: $(INBOX)/% $(ASSAY)assay-text
	@mkdir -p $(@D)
	$(ASSAY)assay-text --tolerate -o $@ $<

$(WORK)/judged/%.jsonl: $(WORK)/text/%.jsonl $(ASSAY)assay-tag $(ASSAY)assay-judge $(registers)
	@mkdir -p $(@D)
	$(ASSAY)assay-tag --tolerate $< | $(ASSAY)assay-judge --tolerate -o $@

# Which documents there are: changes only where one came or went.
$(WORK)/documents: always
	@mkdir -p $(@D)
	@printf '%s\n' $(judged) >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi
always:

$(WORK)/rows.jsonl: $(WORK)/documents $(judged) $(ASSAY)assay-dedup $(ASSAY)assay-rows
	xargs -r cat <$< | $(ASSAY)assay-dedup --tolerate | $(ASSAY)assay-rows --tolerate -o $@

# The official reports among the documents are a record too.
$(WORK)/checked.jsonl: $(WORK)/rows.jsonl $(RECORD) $(ASSAY)assay-check $(registers)
	$(ASSAY)assay-check --tolerate --record $< $(RECORD:%=--record %) -o $@ $<

$(WORK)/merged.jsonl: $(WORK)/checked.jsonl $(ASSAY)assay-merge
	$(ASSAY)assay-merge -o $@ $<

$(DATASET)/judgements.csv: $(WORK)/checked.jsonl $(ASSAY)assay-csv
	$(ASSAY)assay-csv -o $@ $<
$(DATASET)/judgements.xlsx: $(WORK)/checked.jsonl $(ASSAY)assay-xlsx
	$(ASSAY)assay-xlsx -o $@ $<
$(DATASET)/index.html: $(WORK)/checked.jsonl $(ASSAY)assay-page
	$(ASSAY)assay-page -o $@ $<

clean:
	rm -rf $(WORK) $(DATASET)/judgements.csv $(DATASET)/judgements.xlsx $(DATASET)/index.html

.PHONY: dataset always clean

#!/usr/bin/env python3
"""Holds what the programs find in the sample documents against what a careful reader found.

usage: samples.py EXPECTED.csv ROWS.jsonl LEAST MOST

A find is right when its document, authority, area and grade are expected, and both or neither are
asserted (denied, hypothetical and predicted are not). The graded lists of the reports must be
right to the last; of all judgements at least LEAST must be found and at most MOST be false. Prints
each that is missed or false; exits 1 where too many are.
"""
import csv
import json
import sys

expected_path, rows_path, least, most = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
unasserted = ("denied", "hypothetical", "predicted")


def key(row):
    source = row["source"].split("samples/")[-1]
    return (source, row.get("authority"), row.get("area"), row["grade"], row["status"] in unasserted)


with open(expected_path, encoding="utf-8") as lines:
    expected = list(csv.DictReader(lines))
with open(rows_path, encoding="utf-8") as lines:
    found = [row for row in map(json.loads, lines) if row["type"] == "grade" and not row.get("subject")]

left = list(found)
missed = []
for wanted in expected:
    match = next((row for row in left if key(row) == key(wanted)), None)
    if match is None:
        missed.append(wanted)
    else:
        left.remove(match)

for wanted in missed:
    print("missed", *key(wanted)[:4], wanted["status"], wanted["date"], wanted["note"], sep=" | ")
for row in left:
    print("false ", *key(row)[:4], row["status"], row.get("date"), row["rule"], row["sentence"], sep=" | ")

listed = [row for row in missed if row["source"].endswith(".pdf") and row["status"] == "current"]
listed += [row for row in left if row["basis"] == "report"]
right = len(expected) - len(missed)
print(f"{right} of {len(expected)} found, {len(left)} false, {len(listed)} wrong in the reports' own lists")
sys.exit(0 if right >= least and len(left) <= most and not listed else 1)

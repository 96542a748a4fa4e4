#!/bin/bash
# Which grades does each council hold, for which area, and since when?
#
#   ./pipeline-grades.sh reports/*.pdf press/*.txt > grades.csv
#
# One line for each authority, area and grade, with the number of documents' judgements
# that say so and the first and last date of them.
set -euo pipefail

PATH="$(cd "$(dirname "$0")/../bin" && pwd):$PATH"

assay-text "$@" |                   # any kind of file to its main text
    assay-tag |                     # names of authorities, dates, people in it
    assay-judge |                   # who holds which grade
    assay-rows --type grade |       # one line for each grade, none for opinions and findings
    assay-tally --by authority,area,grade --count --first date --last date |
    assay-csv                       # for a spreadsheet

#!/bin/bash
# How often is each grade given in each area? Areas down the side, grades across the top.
#
#   ./pipeline-crosstab.sh build/judgements.csv > crosstab.csv
#
# Starts from a CSV file, perhaps one that somebody has corrected by hand in a
# spreadsheet, so that no document has to be read again.
set -euo pipefail

PATH="$(cd "$(dirname "$0")/../bin" && pwd):$PATH"

assay-csv --reverse "$@" |                      # CSV back to one JSON object a line
    grep '"grade":' |                           # opinions and findings have none
    assay-tally --by area --cross grade --count |
    assay-csv

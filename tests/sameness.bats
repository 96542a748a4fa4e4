#!/usr/bin/env bats
# What is the same and what only looks so: the cases of DOMAIN.md, from documents written for these
# tests, through the whole pipeline. The expected values are read off the documents.

load helpers

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
}

# The words that reports share: well over nine tenths of each.
body() { # COUNCIL
    cat <<BODY
Children and families in $1 receive help at the right time. Senior leaders know their services
well and have invested in the workforce. Social workers visit children regularly, listen to what
they say and record it with care. Plans are specific, and managers follow them up in supervision.

Thresholds are understood by partner agencies and applied consistently. Decisions at the front
door are timely. Strategy meetings are well attended and lead to clear actions. Child protection
conferences are chaired skilfully, and parents say that they feel respected.

Children in care live in homes that meet their needs. Their health is assessed promptly and their
progress at school is followed by the virtual school. Independent reviewing officers challenge
delay. Care leavers are in touch with their personal advisers and have suitable places to live.

Caseloads are manageable. Staff speak highly of their managers and of the training they are given.
The quality assurance framework is mature, and auditors moderate what they find.
BODY
}

ilacs() { # COUNCIL DATES
    cat <<REPORT
Inspection of $1 local authority children’s services

Inspection dates: $2

Lead inspector: Jane Example, His Majesty’s Inspector

Judgement	Grade
The impact of leaders on social work practice with children and families	Good
The experiences and progress of children who need help and protection	Good
The experiences and progress of children in care and care leavers	Good
Overall effectiveness	Good

$(body "$1")
REPORT
}

# Documents judged, copies marked.
marked() { # FILE...
    assay-text "$@" | assay-tag | assay-judge | assay-dedup
}

# Source of each document, and the sources it is a copy of.
copies() {
    jq -c '[.source] + [.duplicates[]?.source]' | sort
}

merged() {
    assay-rows | assay-merge | jq -c '[.authority, .area, .grade, .date, .count, .origins]'
}

@test "two reports of one day on twin councils are two" {
    ilacs 'North Northamptonshire' '3 to 14 October 2022' >north.txt
    ilacs 'West Northamptonshire' '3 to 14 October 2022' >west.txt
    marked north.txt west.txt >documents
    copies <documents >out
    printf '%s\n' '["north.txt"]' '["west.txt"]' | expect_same - out
    [ "$(jq -r 'select(.origin == .id).source' documents | wc -l)" -eq 2 ]
    merged <documents | grep -c '"overall","good","2022-10-14",1,1]' | expect_same - <(echo 2)
}

@test "three reports of one visit on councils that share their leaders are three" {
    for council in 'Hammersmith and Fulham' 'Kensington and Chelsea' 'Westminster'; do
        ilacs "$council" '13 January to 4 February 2016' >"${council%% *}.txt"
    done
    marked Hammersmith.txt Kensington.txt Westminster.txt >documents
    copies <documents >out
    printf '["%s.txt"]\n' Hammersmith Kensington Westminster | expect_same - out
    merged <documents | jq -r 'select(.[1] == "leadership") | .[0]' >out
    printf '%s\n' 'Hammersmith and Fulham' 'Kensington and Chelsea' Westminster |
        expect_same - out
}

letter() { # NUMBER DATES PUBLISHED FINDINGS
    cat <<LETTER
$3

Monitoring visit to Hull City Council children’s services

This letter summarises the findings of the monitoring visit to Hull children’s services on $2.
This was the $1 monitoring visit since the local authority was judged inadequate in June 2022. His
Majesty’s Inspectors for this visit were Jane Example and John Example.

$4

I am copying this letter to the Department for Education. We would like to thank you and your staff
for your help during the visit. The next visit will be arranged with you in the usual way.
LETTER
}

@test "letters of two monitoring visits are two, and what both tell of is one judgement" {
    letter first '7 and 8 March 2023' '26 April 2023' 'The visit looked at the front door. Contacts
are screened on the day they arrive. Too many are passed on without a clear reason, and the work
waits at weekends. Managers have begun to sample decisions, and the police now send what they know
in time. Strategy meetings still begin without health partners.

Assessments are started soon after a referral and are finished within the time that the council has
set itself. The better ones show what a day is like for the child, and draw on what grandparents,
teachers and doctors say. Weaker ones repeat the referral. Threshold decisions are written down by
a manager, though seldom with the reason. Children who go missing are spoken to when they come
back, and what they say is used to find the places and adults that put them at risk. Caseloads in
the assessment teams have fallen from thirty to nineteen, with fewer workers from
agencies.' >march.txt
    letter second '6 and 7 September 2023' '19 October 2023' 'The visit looked at children in care.
Most live close to their schools and friends. Permanence is planned late for babies, and life
story work has hardly started. Visits are regular. Reviews are chaired by people whom children
know, and advocates are offered to all who come into care at night.

Health checks are late for one child in five. Foster carers praise the training and would like to
be told more before a child arrives. Brothers and sisters are placed together where that is right,
and see each other where it is not. The virtual school has raised attendance, less so for those in
their last year. Unaccompanied children have lessons in English within a week. Homes far from the
city are visited by managers before they are used, and three have been given up. The panel for
permanence meets twice a month and keeps a list of every child who waits.' >september.txt
    marked march.txt september.txt >documents
    copies <documents >out
    printf '["%s.txt"]\n' march september | expect_same - out
    merged <documents | grep '"overall"' >out # and what the letters count is their own
    echo '["Hull","overall","inadequate","2022-06",2,2]' | expect_same - out
}

@test "a report that was saved twice, under another name and in other lines, counts once" {
    ilacs Leeds '21 February to 4 March 2022' >report.txt
    fold -s -w 70 report.txt | sed 's/$/\r/' >'inspection final (2).txt'
    marked report.txt 'inspection final (2).txt' >documents
    jq -r '.duplicates[] | .relation' documents >out
    printf 'same\nsame\n' | expect_same - out
    [ "$(jq -r .origin documents | sort -u | wc -l)" -eq 1 ]
    merged <documents | grep '"overall"' >out
    echo '["Leeds","overall","good","2022-03-04",2,1]' | expect_same - out
    marked report.txt 'inspection final (2).txt' | wc -l | expect_same - <(echo 2)
    assay-text report.txt 'inspection final (2).txt' | assay-tag | assay-judge |
        assay-dedup --drop | jq -r .source >out
    echo report.txt | expect_same - out
}

@test "a judgement of the council before is not one of its successor" {
    cat >2019.txt <<'NEWS'
Northampton, 30 July 2019

Ofsted judged children’s services at Northamptonshire County Council inadequate in June 2019.
NEWS
    cat >2022.txt <<'NEWS'
Northampton, 30 November 2022

Ofsted rated children’s services at West Northamptonshire Council inadequate in October 2022.
NEWS
    cat >somerset-2022.txt <<'NEWS'
Taunton, 23 September 2022

Children’s services at Somerset County Council were rated good by Ofsted in September 2022.
NEWS
    cat >somerset-2024.txt <<'NEWS'
Taunton, 12 March 2024

Children’s services at Somerset Council were rated good by Ofsted in March 2024.
NEWS
    marked 2019.txt 2022.txt somerset-2022.txt somerset-2024.txt | assay-rows | assay-merge |
        jq -c '[.authority, .body, .grade, .date, .count]' >out
    expect_same - out <<'ROWS'
["Northamptonshire","NTH","inadequate","2019-06",1]
["Somerset","SMT","good","2024-03",1]
["Somerset","SOM","good","2022-09",1]
["West Northamptonshire","WNT","inadequate","2022-10",1]
ROWS
}

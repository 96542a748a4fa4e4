#!/usr/bin/env python3
"""check_registers.py VOCABDIR [REFERENCEDIR]

Checks the registers in VOCABDIR (authorities, their names and forms, organisations,
trusts) against each other and, where REFERENCEDIR is given, against the reference
tables in it. A difference that is the reference's fault, or that we choose, stands in
known_faults.csv beside this script with its reason; an entry there that excuses
nothing is a fault as well. One line a fault, then "N checks, N faults"; status 1 if
there are faults, 2 if a table cannot be read.

Which body a spelling means:
  1. the short name, the official name and the rows of authority_names.csv;
  2. a form of authority_forms.csv filled with the short name, or with an alias or
     abbreviation that needs no evidence and is no full name itself ("Royal Borough of
     Kingston"), unless 1 gives the spelling to another body of the same days.
"""
import csv
import datetime
import os
import re
import sys

ENGLISH_DUTY = {"1995-06-30": 109, "1999-06-30": 150, "2006-06-30": 150, "2009-06-30": 152,
                "2019-06-30": 151, "2020-06-30": 151, "2021-06-30": 152, "2024-06-30": 153}
# Districts that became unitary under the same council (Bedford, Bristol) are not rows
# of their own, so 2006 has one fewer than the 238 there were.
COUNTS = {("district", "2006-06-30"): 237, ("district", "2009-06-30"): 201,
          ("district", "2019-06-30"): 192, ("district", "2024-06-30"): 164,
          ("welsh unitary", "2006-06-30"): 22, ("scottish council", "2006-06-30"): 32,
          ("northern ireland district", "2014-06-30"): 26,
          ("northern ireland district", "2024-06-30"): 11,
          ("london borough", "2024-06-30"): 32, ("metropolitan district", "2024-06-30"): 36,
          ("county", "2006-06-30"): 29, ("county", "2024-06-30"): 21}
COLUMNS = {
    "authorities.csv": "body,name,official_name,kind,nation,region,children,county,from,to,"
                       "successors,gss,urn,dfe",
    "authority_names.csv": "body,name,kind,evidence",
    "authority_forms.csv": "kind,form,note",
    "organisations.csv": "name,subtype,canonical,from,to,evidence,note",
    "trusts.csv": "name,serves,from,to,note",
}
ORDER = {"authorities.csv": ("body", "name"), "authority_names.csv": ("body", "name"),
         "authority_forms.csv": ("kind", "form"),
         "organisations.csv": ("subtype", "canonical", "name"), "trusts.csv": ("name", "from")}
CODE_OF_KIND = {
    "unitary": "E06", "isles": "E06", "district": "E07", "metropolitan district": "E08",
    "london borough": "E09", "city corporation": "E09", "county": "E10",
    "welsh unitary": "W06", "scottish council": "S12", "northern ireland district": "N09",
    "region": None, "welsh county": None}
NATION_OF_LETTER = {"E": "england", "W": "wales", "S": "scotland", "N": "northern ireland"}
NO_DUTY = {"district", "northern ireland district"}
REGIONS = {"North East", "North West", "Yorkshire and The Humber", "East Midlands",
           "West Midlands", "East of England", "London", "South East", "South West"}
SUBTYPES = {"inspectorate", "union", "company", "government", "media", "charity", "board",
            "trust", "court", "party"}
# An alias with one of these words in it is a full name already: no form is filled with it.
FULL = re.compile(r"\b(council|cyngor|comhairle|corporation|borough|district|county|city)\b")
# Titles and mentions seen in documents, with the bodies they mean on the
# day after the dash (else on 1 June 2025).
SAMPLES = """
Hull=KHL|Newcastle City Council=NET|Newcastle Borough Council=NEC|Newcastle Council=NET
Newcastle=NEC NET|Newcastle-under-Lyme Borough Council=NEC|East Riding=ERY|York City Council=YOR
City of York=YOR|Westminster City Council=WSM|City of Westminster=WSM|Southampton Council=STH
Norfolk Council=NFK|Bolton Council=BOL|Bury Borough Council=BUR|Tameside Borough Council=TAM
Gateshead Borough Council=GAT|Oldham Borough Council=OLD|Rochdale Borough Council=RCH
Sefton Borough Council=SFT|Calderdale Metropolitan Council=CLD|St. Helens=SHN
Wakefield District Metropolitan Council=WKF|City of Bradford Metropolitan District=BRD
City of Bradford Metropolitan Borough Council=BRD|Doncaster Metropolitan Borough=DNC
Metropolitan Borough of Barnsley=BNS|Metropolitan Borough of Rotherham=ROT
Metropolitan Borough of Solihull=SOL|Borough of Redcar and Cleveland=RCC
Cheshire East Unitary Authority=CHE|Bedford Borough=BDF|Medway Children’s Services=MDW
London Borough of Merton Council=MRT|St. Helens Metropolitan Borough=SHN
Southend-on-Sea city council=SOS|Cumberland=CBD|Westmorland and Furness=WAF|Derby City=DER
Derbyshire Dales District Council=DEB|Derby City Council=DER|Derbyshire County Council=DBY
Kingston=KHL KTT|Kingston Council=KTT|Richmond=RIC|Richmond Council=RIC
Derby County=|Newport County=
Somerset=SMT|Somerset - 2022-06-01=SOM|Dorset - 2018-06-01=DOR|Dorset=DST
Northamptonshire=|Northamptonshire - 2019-06-01=NTH
Avon - 2008-06-01=|Bedfordshire - 2008-06-01=BEDS
City of London Corporation=LND|Corporation of London=LND|Council of the Isles of Scilly=IOS
RBKC=KEC|LBBD=BDG|BCP Council=BPC|B&NES=BAS|Wirral Metropolitan Borough Council=WRL
Telford & Wrekin=TFW|King’s Lynn & West Norfolk=KIN|Shepway District Council=SHE|Durham=DUR
Durham City Council - 2008-06-01=DURC|Cornwall County Council=CON|Brighton & Hove City Council=BNH
"""
FIRST, LAST = "0001-01-01", "9999-12-31"

checks = 0
faults = []


def check(holds, message):
    global checks
    checks += 1
    if not holds:
        faults.append(message)
    return bool(holds)


def fold(spelling):
    text = spelling.lower().replace("&", " and ").replace(".", "")
    text = re.sub("['’‘`]", "", text)
    text = re.sub("[-\u2010\u2011\u2012\u2013\u2014]", " ", text)
    return " ".join(text.split())


def is_date(text):
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def day(text, days):
    return (datetime.date.fromisoformat(text) + datetime.timedelta(days)).isoformat()


def span(row):
    """First and last day of a row; open ends reach to the ends of the calendar."""
    return (row["from"] if is_date(row["from"]) else FIRST,
            row["to"] if is_date(row["to"]) else LAST)


def overlap(a, b):
    return max(a[0], b[0]) <= min(a[1], b[1])


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def load(folder, name):
    path = os.path.join(folder, name)
    with open(path, "rb") as file:
        raw = file.read()
    check(not raw.startswith(b"\xef\xbb\xbf") and b"\r" not in raw, f"{name}: BOM or CR in it")
    check(raw.endswith(b"\n"), f"{name}: no newline at the end")
    rows = read(path)
    check(raw.split(b"\n", 1)[0].decode() == COLUMNS[name], f"{name}: columns differ")
    for line, row in enumerate(rows, 2):
        whole = None not in row and None not in row.values()
        if not check(whole, f"{name}:{line}: too many or too few cells"):
            sys.exit(report())
        for column, cell in row.items():
            check(cell == " ".join(cell.split()), f"{name}:{line}: stray space in {column}")
        if "from" in row:
            for column in ("from", "to"):
                check(not row[column] or is_date(row[column]),
                      f"{name}:{line}: {column} {row[column]} is no date")
            check(span(row)[0] <= span(row)[1], f"{name}:{line}: from is after to")
    keys = [tuple(row[column] for column in ORDER[name]) for row in rows]
    for before, after in zip(keys, keys[1:]):
        check(before <= after, f"{name}: {'/'.join(after)} is out of order")
    cells = [tuple(row.values()) for row in rows]
    check(len(set(cells)) == len(cells), f"{name}: a row stands there twice")
    return rows


def codes(row):
    """The GSS codes of a body as (code, first day, last day)."""
    first, last = span(row)
    parts = [part.partition("@") for part in row["gss"].split()]
    starts = [first] + [start if is_date(start) else FIRST for _, _, start in parts[1:]]
    ends = [day(start, -1) if start > FIRST else FIRST for start in starts[1:]] + [last]
    return [(code, start, end) for (code, _, _), start, end in zip(parts, starts, ends)]


def check_authorities(rows):
    body = {}
    for row in rows:
        code, kind = row["body"], row["kind"]
        where = f"authorities.csv: {code}"
        check(code not in body, f"{where}: body is there twice")
        body[code] = row
        check(re.fullmatch(r"[A-Z]{3,5}|NIR-[A-Z]", code), f"{where}: odd body code")
        check(kind in CODE_OF_KIND, f"{where}: unknown kind {kind}")
        check(row["children"] == ("no" if kind in NO_DUTY else "yes"),
              f"{where}: children is {row['children']} for a {kind}")
        check((row["region"] in REGIONS) == (row["nation"] == "england")
              and (row["region"] in REGIONS or not row["region"]),
              f"{where}: region {row['region']!r} in {row['nation']}")
        check(row["nation"] in NATION_OF_LETTER.values(), f"{where}: nation {row['nation']!r}")
        name = row["name"]
        check(name and row["official_name"], f"{where}: a name is missing")
        check("." not in name and "&" not in name and "’" not in name,
              f"{where}: {name!r} has a full stop, & or a curly apostrophe")
        check(name == "City of London" or "City of" not in name,
              f"{where}: {name!r} has City of")
        check(not re.search(r"\b(Borough|County|Council|The)\b", name),
              f"{where}: {name!r} is no short name")
        check(row["from"] or kind == "city corporation", f"{where}: no first day")
        check(bool(row["to"]) == bool(row["successors"]),
              f"{where}: to and successors do not go together")
        check(not row["urn"] or re.fullmatch(r"8\d{4}|2\d{6}", row["urn"]),
              f"{where}: URN {row['urn']}")
        check(not row["dfe"] or re.fullmatch(r"[2-9]\d\d", row["dfe"]),
              f"{where}: DfE number {row['dfe']}")
        for place, part in enumerate(row["gss"].split()):
            gss, at, start = part.partition("@")
            check(re.fullmatch(r"[EWSN]\d{8}", gss) and CODE_OF_KIND.get(kind)
                  and gss.startswith(CODE_OF_KIND[kind]),
                  f"{where}: {gss} is no code of a {kind}")
            check(NATION_OF_LETTER.get(gss[:1]) == row["nation"], f"{where}: {gss}: other nation")
            check(bool(at) == (place > 0), f"{where}: {part}: first code bare, later @DAY")
            check(not at or is_date(start), f"{where}: {part}: no date")
        for gss, start, end in codes(row):
            check(start <= end, f"{where}: {gss} begins {start}, ends {end}")
    for row in rows:
        where = f"authorities.csv: {row['body']}"
        for next_code in row["successors"].split():
            if not check(next_code in body, f"{where}: successor {next_code} is no body"):
                continue
            after = body[next_code]
            morrow = day(row["to"], 1) if is_date(row["to"]) else LAST
            absorbed = row["county"] == next_code and span(after)[0] < morrow < span(after)[1]
            check(after["from"] == morrow or absorbed,
                  f"{where}: successor {next_code} begins {after['from']}, not {morrow}")
            check(after["nation"] == row["nation"], f"{where}: {next_code} in another nation")
            check(after["region"] == row["region"], f"{where}: {next_code} in another region")
        if row["kind"] == "district":
            if check(row["county"] in body, f"{where}: county {row['county']!r} is no body"):
                county = body[row["county"]]
                check(county["children"] == "yes", f"{where}: its county has no duty")
                check(span(county)[0] <= span(row)[1] <= span(county)[1],
                      f"{where}: its county did not exist on its last day")
                check(county["region"] == row["region"], f"{where}: region is not its county's")
        else:
            check(not row["county"], f"{where}: a {row['kind']} with a county")
    for column in ("gss", "urn", "dfe"):
        held = {}
        for row in rows:
            if column == "gss":
                claims = codes(row)
            else:
                claims = [(row[column], *span(row))] if row[column] else []
            for value, start, end in claims:
                for other, other_span in held.get(value, []):
                    check(other == row["body"] or not overlap(other_span, (start, end)),
                          f"authorities.csv: {column} {value} is {other}'s and {row['body']}'s")
                held.setdefault(value, []).append((row["body"], (start, end)))
    for date, wanted in ENGLISH_DUTY.items():
        found = sum(r["nation"] == "england" and r["children"] == "yes"
                    and span(r)[0] <= date <= span(r)[1] for r in rows)
        check(found == wanted, f"authorities.csv: {found} English councils with the duty on "
                               f"{date}, not {wanted}")
    for (kind, date), wanted in COUNTS.items():
        found = sum(r["kind"] == kind and span(r)[0] <= date <= span(r)[1] for r in rows)
        check(found == wanted, f"authorities.csv: {found} of kind {kind} on {date}, not {wanted}")
    return body


def check_names(body, names, forms):
    """Returns {folded spelling: {body: evidence}}, checked for ambiguity."""
    said = {}
    seeds = {code: [row["name"]] for code, row in body.items()}
    stated = set()
    for row in names:
        where = f"authority_names.csv: {row['body']},{row['name']}"
        if not check(row["body"] in body, f"{where}: no such body"):
            continue
        check(row["kind"] in ("alias", "abbreviation", "misprint"), f"{where}: kind {row['kind']}")
        check(row["evidence"] in ("", "context", "word"), f"{where}: evidence {row['evidence']}")
        key = fold(row["name"])
        check(key, f"{where}: no spelling")
        # An abbreviation counts in its own letter case alone.
        cased = row["name"] if row["kind"] == "abbreviation" else key
        check((row["body"], cased) not in stated, f"{where}: this spelling is there twice")
        stated.add((row["body"], cased))
        check(row["evidence"] or key != fold(body[row["body"]]["name"]),
              f"{where}: is the short name")
        said.setdefault(key, {})[row["body"]] = row["evidence"]
        if row["kind"] != "misprint" and not row["evidence"] and not FULL.search(key):
            seeds[row["body"]].append(row["name"])
    for code, row in body.items():
        for spelling in (row["name"], row["official_name"]):
            said.setdefault(fold(spelling), {}).setdefault(code, "")
    made = {}
    for row in forms:
        where = f"authority_forms.csv: {row['kind']},{row['form']}"
        check(row["form"].count("{name}") == 1 and row["form"] != "{name}", f"{where}: bad form")
        if not check(row["kind"] == "*" or row["kind"] in CODE_OF_KIND, f"{where}: unknown kind"):
            continue
        for code, seed in seeds.items():
            if row["kind"] in ("*", body[code]["kind"]):
                for name in seed:
                    made.setdefault(fold(row["form"].replace("{name}", name)), set()).add(code)
    for key, holders in made.items():
        stated_here = dict(said.get(key, {}))
        for code in holders:
            mine = span(body[code])
            if not any(c != code and overlap(mine, span(body[c])) for c in stated_here):
                said.setdefault(key, {}).setdefault(code, "")
    for key, holders in sorted(said.items()):
        sure = sorted(code for code, evidence in holders.items() if not evidence)
        for i, one in enumerate(sure):
            for two in sure[i + 1:]:
                check(not overlap(span(body[one]), span(body[two])),
                      f"spelling {key!r} means {one} and {two} on the same days")
            for two in holders:
                check(two in sure or not overlap(span(body[one]), span(body[two])),
                      f"spelling {key!r} is plainly {one} but {two} by its context")
    return said


def check_samples(body, said):
    for sample in SAMPLES.strip().replace("\n", "|").split("|"):
        spelling, _, wanted = sample.partition("=")
        spelling, _, date = spelling.partition(" - ")
        date = date or "2025-06-01"
        found = " ".join(sorted(code for code in said.get(fold(spelling), {})
                                if span(body[code])[0] <= date <= span(body[code])[1]))
        check(found == wanted, f"{spelling!r} on {date} means {found or 'nobody'}, not "
                               f"{wanted or 'nobody'}")


def check_organisations(rows):
    seen = {}
    for row in rows:
        where = f"organisations.csv: {row['name']}"
        check(row["name"] and row["canonical"], f"{where}: a name is missing")
        check(not row["subtype"] or row["subtype"] in SUBTYPES, f"{where}: subtype {row['subtype']}")
        check(row["evidence"] in ("", "case"), f"{where}: evidence {row['evidence']}")
        key = row["name"] if row["evidence"] else fold(row["name"])
        for other in seen.get(key, []):
            check(not overlap(span(row), span(other)), f"{where}: is there twice for the same days")
        seen.setdefault(key, []).append(row)
    for row in rows:
        plain = seen.get(fold(row["name"]), []) if row["evidence"] else []
        check(all(not overlap(span(row), span(p)) for p in plain if not p["evidence"]),
              f"organisations.csv: {row['name']}: bound to its case here, free elsewhere")
        home = {(r["subtype"]) for r in rows if r["canonical"] == row["canonical"]}
        check(len(home) == 1, f"organisations.csv: {row['canonical']} has several subtypes")


def check_trusts(body, rows):
    for row in rows:
        where = f"trusts.csv: {row['name']}"
        check(row["from"], f"{where}: no first day")
        check(row["serves"], f"{where}: serves nobody")
        for code in row["serves"].split():
            if not check(code in body, f"{where}: {code} is no body"):
                continue
            first, last = span(body[code])
            check(body[code]["children"] == "yes", f"{where}: {code} has no duty")
            check(first <= span(row)[0], f"{where}: serves {code} before it existed")
            check(span(row)[1] <= last, f"{where}: serves {code} after its end")
            for other in rows:
                check(other is row or other["name"] != row["name"]
                      or code not in other["serves"].split() or not overlap(span(row), span(other)),
                      f"{where}: two periods for {code} overlap")


class Excuses:
    def __init__(self, path):
        self.rows = read(path)
        self.used = set()
        self.known = {(row["register"], row["value"]) for row in self.rows}
        check(len(self.known) == len(self.rows), "known_faults.csv: an entry is there twice")
        for row in self.rows:
            check(row["reason"], f"known_faults.csv: {row['register']},{row['value']}: no reason")

    def check(self, holds, register, value, message):
        if not holds and (register, value) in self.known:
            self.used.add((register, value))
            holds = True
        check(holds, f"{register},{value}: {message}")

    def skips(self, register, value):
        if (register, value) in self.known:
            self.used.add((register, value))
            return True
        return False

    def finish(self):
        for register, value in sorted(self.known - self.used):
            check(False, f"known_faults.csv: {register},{value}: excuses nothing")


def check_reference(body, said, folder):
    excuses = Excuses(os.path.join(os.path.dirname(os.path.abspath(__file__)), "known_faults.csv"))
    outside = set()

    def resolves(code, spelling, register):
        holders = said.get(fold(spelling), {})
        excuses.check(code in holders, register, f"{code} {spelling}",
                      f"means {' '.join(sorted(holders)) or 'nobody'} here")

    for row in read(os.path.join(folder, "uk_local_authorities.csv")):
        code = row["local-authority-code"]
        if code not in body:
            outside.add(code)
            check(excuses.skips("body", code), f"body,{code}: {row['official-name']} is not here")
            continue
        ours = body[code]
        gss = [c for c, _, _ in codes(ours)]
        for value in filter(None, [row["gss-code"]] + row["former-gss-codes"].split(",")):
            excuses.check(value in gss, "gss", value, f"is not a code of {code} here")
        excuses.check(not gss or bool(row["gss-code"]), "gss", code, "has a code here only")
        resolves(code, row["official-name"], "name")
        resolves(code, row["nice-name"], "name")
        excuses.check(row["nation"].lower() == ours["nation"], "nation", code, "nations differ")
        excuses.check(row["county-la"] == ours["county"], "county", code,
                      f"is {row['county-la']!r}, here {ours['county']!r}")
        if ours["nation"] == "england":
            excuses.check(row["region"] == ours["region"], "region", code,
                          f"is {row['region']!r}, here {ours['region']!r}")
        ended = row["end-date"]
        excuses.check(ours["to"] in (ended, day(ended, -1)) if ended else
                      not ours["to"] or ours["to"] > "2025-07-31",
                      "end", code, f"is {ended!r}, here {ours['to']!r}")
        excuses.check(not ended or sorted(row["replaced-by"].split(","))
                      == sorted(ours["successors"].split()), "successors", code,
                      f"are {row['replaced-by']!r}, here {ours['successors']!r}")
    for row in read(os.path.join(folder, "uk_local_authority_names.csv")):
        if row["local-authority-code"] not in outside:
            resolves(row["local-authority-code"], row["la-name"], "name")
    owner = {}
    for code, row in body.items():
        for gss, _, _ in codes(row):
            owner[gss] = code
    listed = set()
    for row in read(os.path.join(folder, "ofsted_providers.csv")):
        names = [row["local_authority_ons_name"]]
        if "," not in row["also_known_as"] or len(row["also_known_as"]) > 30:
            names += [row["also_known_as"].strip("[]")]
        gss = row["la_code_new"] or row["ltla23cd"] or row["lad23cd"]
        if not check(gss in owner, f"gss,{gss}: of an Ofsted provider, is nobody's here"):
            continue
        code = owner[gss]
        ours = body[code]
        listed.add(code)
        excuses.check(row["urn"] == ours["urn"], "urn", row["urn"],
                      f"is {code}'s, who has {ours['urn']!r} here")
        excuses.check(row["la_code"] == ours["dfe"], "dfe", row["la_code"],
                      f"is {code}'s, who has {ours['dfe']!r} here")
        excuses.check(fold(row["region_name"]) == fold(ours["region"]), "region", code,
                      f"is {row['region_name']!r}, here {ours['region']!r}")
        resolves(code, names[0], "name")
        for known in filter(None, re.split(r", (?!Christchurch)", ", ".join(names[1:]))):
            resolves(code, known, "name")
    for code, row in body.items():
        if row["nation"] == "england" and row["children"] == "yes" and not row["to"]:
            if span(row)[0] <= "2024-06-30":
                check(code in listed, f"body,{code}: has the duty and no Ofsted provider")
    excuses.finish()


def report():
    for fault in faults:
        print(fault)
    print(f"{checks} checks, {len(faults)} faults")
    return 1 if faults else 0


def main(arguments):
    if len(arguments) not in (1, 2):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    folder = arguments[0]
    try:
        table = {name: load(folder, name) for name in COLUMNS}
        body = check_authorities(table["authorities.csv"])
        said = check_names(body, table["authority_names.csv"], table["authority_forms.csv"])
        check_samples(body, said)
        check_organisations(table["organisations.csv"])
        check_trusts(body, table["trusts.csv"])
        if len(arguments) == 2:
            check_reference(body, said, arguments[1])
    except OSError as error:
        print(f"check_registers.py: {error}", file=sys.stderr)
        return 2
    return report()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

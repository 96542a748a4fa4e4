#!/usr/bin/env python3
"""A strict reader of data packages, with nothing but the standard library: holds a CSV against all
that its datapackage.json says of it (Frictionless Data Package 1, specs.frictionlessdata.io), and
refuses what that does not know. What is wrong goes to standard error, a line each.
usage: package.py FOLDER        status 0: all holds; then the columns on standard output, as
                                NAME TYPE CONSTRAINT..., and 'N rows'"""
import csv
import hashlib
import io
import json
import re
import sys
from pathlib import Path

KEYS = {
    "package": {"profile", "name", "created", "licenses", "resources", "generator", "sources"},
    "resource": {"name", "path", "format", "mediatype", "encoding", "bytes", "hash", "profile",
                 "dialect", "schema"},
    "dialect": {"delimiter", "lineTerminator", "quoteChar", "doubleQuote", "skipInitialSpace",
                "header"},
    "schema": {"fields", "missingValues", "primaryKey"},
    "field": {"name", "type", "format", "description", "constraints"},
    "constraints": {"required", "enum", "pattern"},
    "license": {"name", "path"},
    "source": {"title", "path", "source", "member", "doc"},
    "generator": {"name", "version", "vocabularies"},
    "vocabulary": {"path", "hash"},
}
NAME = re.compile(r"[-a-z0-9._/]+")
PATH = re.compile(r"(?![./~])(?!.*\.\.).+")
SUM = re.compile(r"sha256:[0-9a-f]{64}")
faults = []


def fault(text):
    faults.append(text)


def hold(condition, text):
    if not condition:
        fault(text)
    return condition


def known(kind, thing, required=()):
    if not hold(isinstance(thing, dict), f"{kind}: no object: {thing!r}"):
        return {}
    for key in thing:
        hold(key in KEYS[kind], f"{kind}: unknown key {key!r}")
        hold(thing[key] not in (None, "", [], {}), f"{kind}: {key} is empty")
    for key in required:
        hold(key in thing, f"{kind}: no {key}")
    return thing


def no_twins(pairs):
    keys = [key for key, _ in pairs]
    hold(len(keys) == len(set(keys)), f"the same key twice: {keys}")
    return dict(pairs)


def number(text):
    if not re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?", text):
        raise ValueError(text)
    return float(text)


def integer(text):
    if not re.fullmatch(r"-?(0|[1-9][0-9]*)", text):
        raise ValueError(text)
    return int(text)


def boolean(text):
    return {"true": True, "false": False}[text]


def nested(kind):
    def cast(text):
        value = json.loads(text)
        if not isinstance(value, kind):
            raise ValueError(text)
        return value
    return cast


CASTS = {"string": str, "number": number, "integer": integer, "boolean": boolean,
         "array": nested(list), "object": nested(dict)}


def check_cell(field, cell, missing, where):
    constraints = field.get("constraints", {})
    if cell in missing:
        hold(not constraints.get("required"), f"{where}: is required")
        return
    try:
        value = CASTS[field["type"]](cell)
    except (KeyError, ValueError):
        fault(f"{where}: no {field['type']}: {cell!r}")
        return
    if "enum" in constraints:
        hold(any(value == one and type(value) is type(one) for one in constraints["enum"]),
             f"{where}: not in the enum: {cell!r}")
    if "pattern" in constraints:
        hold(re.fullmatch(constraints["pattern"], cell), f"{where}: not of the pattern: {cell!r}")


def check_field(field):
    known("field", field, ("name", "type", "format"))
    hold(field.get("type") in CASTS, f"{field.get('name')}: type {field.get('type')!r}")
    hold(field.get("format") == "default", f"{field.get('name')}: format")
    constraints = known("constraints", field["constraints"]) if "constraints" in field else {}
    if "enum" in constraints:
        values = constraints["enum"]
        hold(isinstance(values, list) and len(values) == len(set(values)), "enum: twice the same")
    if "pattern" in constraints:
        hold(field["type"] == "string", f"{field['name']}: a pattern of no string")
        re.compile(constraints["pattern"])
    if "required" in constraints:
        hold(constraints["required"] is True, f"{field['name']}: required")


def read_rows(raw, dialect):
    known("dialect", dialect, KEYS["dialect"])
    terminator = dialect["lineTerminator"]
    hold(terminator in ("\n", "\r\n"), f"line terminator {terminator!r}")
    hold(dialect["doubleQuote"] is True and dialect["skipInitialSpace"] is False, "dialect")
    hold(not raw.startswith(b"\xef\xbb\xbf"), "a byte order mark")
    hold(raw.endswith(terminator.encode()), "the last line does not end as lines do")
    text = raw.decode("utf-8", "strict")
    # RFC 4180, which Python's reader does not insist on: quotes around a field or doubled in one.
    field = r'(?:"(?:[^"]|"")*"|[^",\r\n]*)'
    hold(re.fullmatch(rf"(?:{field}(?:,|{terminator}))*", text), "quotes that RFC 4180 does not have")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=dialect["delimiter"],
                           quotechar=dialect["quoteChar"], strict=True))
    return rows


def check_table(raw, resource):
    schema = known("schema", resource["schema"], ("fields", "missingValues"))
    missing, fields = schema["missingValues"], schema["fields"]
    rows = read_rows(raw, resource["dialect"])
    for field in fields:
        check_field(field)
    names = [field["name"] for field in fields]
    hold(len(names) == len(set(names)), "two fields of one name")
    if resource["dialect"]["header"]:
        hold(rows and rows[0] == names, f"header {rows[:1]} is not {names}")
        rows = rows[1:]
    for number_, row in enumerate(rows, 1):
        if hold(len(row) == len(fields), f"row {number_}: {len(row)} cells of {len(fields)}"):
            for field, cell in zip(fields, row):
                check_cell(field, cell, missing, f"row {number_}, {field['name']}")
    key = schema.get("primaryKey", [])
    if key and hold(set(key) <= set(names), f"primary key {key}"):
        places = [names.index(name) for name in key]
        keys = [tuple(row[place] for place in places) for row in rows]
        hold(len(keys) == len(set(keys)), "the primary key is there twice")
        hold(all(all(key) for key in keys), "an empty primary key")
    for field in fields:
        print(field["name"], field["type"], *sorted(field.get("constraints", {})),
              *(["key"] if field["name"] in key else []))
    print(f"{len(rows)} rows")


def check_resource(folder, resource):
    known("resource", resource, ("name", "path", "encoding", "bytes", "hash"))
    hold(NAME.fullmatch(resource["name"]), f"name {resource['name']!r}")
    if not hold(PATH.fullmatch(resource["path"]), f"path {resource['path']!r}"):
        return
    raw = (folder / resource["path"]).read_bytes()
    hold(resource["bytes"] == len(raw) or not raw, f"{len(raw)} bytes, not {resource['bytes']}")
    hold(resource["hash"] == "sha256:" + hashlib.sha256(raw).hexdigest(), "another hash")
    hold(resource["encoding"] == "utf-8", f"encoding {resource['encoding']}")
    if "schema" in resource:
        hold(resource["profile"] == "tabular-data-resource", "profile of the resource")
        check_table(raw, resource)
    else:
        hold(not raw, "rows without a schema")
        print("0 rows")


def check_package(folder):
    text = (folder / "datapackage.json").read_bytes().decode("utf-8", "strict")
    package = known("package", json.loads(text, object_pairs_hook=no_twins),
                    ("profile", "name", "resources", "generator"))
    tabular = all("schema" in resource for resource in package["resources"])
    hold(package["profile"] == ("tabular-data-package" if tabular else "data-package"), "profile")
    hold(NAME.fullmatch(package["name"]), f"name {package['name']!r}")
    if "created" in package:
        hold(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", package["created"]), "created")
    for given in package.get("licenses", []):
        known("license", given)
        hold(re.fullmatch(r"[-a-zA-Z0-9._]+", given.get("name", "x")), "name of a licence")
    for source in package.get("sources", []):
        known("source", source, ("title",))
        hold(PATH.fullmatch(source.get("path", "x")), f"path of a source: {source.get('path')}")
    generator = known("generator", package["generator"], KEYS["generator"])
    for vocabulary in generator["vocabularies"]:
        known("vocabulary", vocabulary, KEYS["vocabulary"])
        hold(SUM.fullmatch(vocabulary["hash"]), f"sum of {vocabulary['path']}")
    for resource in package["resources"]:
        check_resource(folder, resource)


csv.field_size_limit(2**31 - 1)
try:
    check_package(Path(sys.argv[1]))
except (AttributeError, IndexError, KeyError, TypeError) as problem:
    fault(f"not made as a package is: {problem!r}")
for text_ in faults[:20]:
    print(f"package.py: {text_}", file=sys.stderr)
sys.exit(1 if faults else 0)

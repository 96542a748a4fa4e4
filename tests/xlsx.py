#!/usr/bin/env python3
"""Reads a workbook with nothing but zipfile and XML, and says what its cells are.

usage: xlsx.py WORKBOOK     one JSON object a sheet: name, frozen, filter, cells ({ref: {type,
value, style}}), links ({ref: target}); fails where a part is no XML or has a formula in it.
"""
import json
import re
import sys
import zipfile
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def unescape(text):
    """_x000D_ stands for a carriage return, and _x005F_ for the _ that begins such a sign."""
    return re.sub("_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)


def styles(book):
    root = ElementTree.fromstring(book.read("xl/styles.xml"))
    formats = {n.get("numFmtId"): n.get("formatCode") for n in root.iter(MAIN + "numFmt")}
    fills = []
    for fill in root.find(MAIN + "fills"):
        colour = fill.find(".//" + MAIN + "fgColor")
        fills.append("" if colour is None else colour.get("rgb", ""))
    return [formats.get(x.get("numFmtId"), "") or fills[int(x.get("fillId"))]
            for x in root.find(MAIN + "cellXfs")]


def cell(node, looks):
    kind = node.get("t", "n")
    if node.find(MAIN + "f") is not None:
        sys.exit(f"a formula in {node.get('r')}")
    if kind == "inlineStr":
        value = unescape("".join(node.itertext()))
    else:
        value = float(node.find(MAIN + "v").text)
    return {"type": kind, "value": value, "style": looks[int(node.get("s", 0))]}


def sheet(book, number, name, looks):
    root = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
    try:
        rels = ElementTree.fromstring(book.read(f"xl/worksheets/_rels/sheet{number}.xml.rels"))
        targets = {r.get("Id"): r.get("Target") for r in rels}
    except KeyError:
        targets = {}
    links = {}
    for link in root.iter(MAIN + "hyperlink"):
        place = link.get("location")
        links[link.get("ref")] = targets[link.get(LINK)] + ("#" + place if place else "")
    frozen = root.find(f".//{MAIN}pane[@state='frozen']")
    filtered = root.find(MAIN + "autoFilter")
    return {
        "name": name,
        "frozen": None if frozen is None else frozen.get("topLeftCell"),
        "filter": None if filtered is None else filtered.get("ref"),
        "cells": {c.get("r"): cell(c, looks) for c in root.iter(MAIN + "c")
                  if len(c)},
        "links": links,
    }


def main():
    with zipfile.ZipFile(sys.argv[1]) as book:
        if book.testzip() is not None:
            sys.exit("a broken part")
        looks = styles(book)
        root = ElementTree.fromstring(book.read("xl/workbook.xml"))
        for number, node in enumerate(root.iter(MAIN + "sheet"), 1):
            print(json.dumps(sheet(book, number, node.get("name"), looks)))


main()

#!/usr/bin/env python3
"""Writes the PDFs of the cases tests/cases/assay-text/pdf-*, by hand: words at places.

usage: pdf.py [--check] [NAME...]    --check: are the files of the cases what this writes?

Those that other programs made (LibreOffice, groff, WeasyPrint) have their source beside them.
"""

import os
import sys
import zlib

CASES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cases", "assay-text")

# Widths of Helvetica (Adobe Font Metrics), characters 32 to 126, in thousandths.
WIDTHS = [int(width) for width in """
278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556
556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778
667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556
556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584
""".split()]


def width(text, size):
    codes = [ord(letter) - 32 for letter in text]
    return sum(WIDTHS[code] if 0 <= code < 95 else 556 for code in codes) * size / 1000


def quoted(text):
    text = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return b"(" + text.encode("cp1252") + b")"


class Page:
    """Text and lines at places in points from the top left corner of an A4 page."""

    def __init__(self, size=(595, 842), extra=b""):
        self.size, self.extra, self.out = size, extra, []

    def raw(self, operators):
        self.out.append(operators if isinstance(operators, bytes) else operators.encode("ascii"))

    def text(self, x, y, text, size=11, font="F1"):
        self.raw(b"BT /%s %g Tf %g %g Td %s Tj ET"
                 % (font.encode(), size, x, self.size[1] - y, quoted(text)))

    def glyphs(self, x, y, codes, size=11):
        """In the font F3, whose codes mean what SPECIAL says."""
        self.raw("BT /F3 %g Tf %g %g Td <%s> Tj ET" % (size, x, self.size[1] - y, codes.hex()))

    def rule(self, x0, y0, x1, y1):
        height = self.size[1]
        self.raw("0.5 w %g %g m %g %g l S" % (x0, height - y0, x1, height - y1))

    def lines(self, x, y, lines, size=11, font="F1", leading=1.25):
        for line in lines:
            self.text(x, y, line, size, font)
            y += size * leading
        return y

    def flow(self, x, y, room, text, size=11, font="F1", leading=1.25):
        """Wraps paragraphs; returns where the next would begin."""
        for paragraph in text.split("\n"):
            y = self.lines(x, y, wrap(paragraph, room, size), size, font, leading) + size * 0.6
        return y

    def grid(self, xs, ys):
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])


def wrap(text, room, size):
    lines, line = [], ""
    for word in text.split(" "):
        if line and width(line + " " + word, size) > room:
            lines.append(line)
            line = word
        else:
            line = (line + " " + word).strip()
    return lines + [line]


# What the codes of F3 mean (UTF-16): ligatures, a private-use bullet, a soft hyphen, a combining
# acute and circumflex, letters for between them.
SPECIAL = {1: "\ufb01", 2: "\ufb03", 3: "\uf0b7", 4: "\u00ad", 5: "\u0301", 6: "\u0302"}


def special_font():
    pairs = "\n".join("<%02x> <%s>" % (code, text.encode("utf-16-be").hex())
                      for code, text in SPECIAL.items())
    letters = "\n".join("<%02x> <%04x>" % (code, code) for code in range(32, 127))
    cmap = ("/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CMapName /Special def /CMapType 2 def\n"
            "1 begincodespacerange <00> <ff> endcodespacerange\n"
            "%d beginbfchar\n%s\nendbfchar\n%d beginbfchar\n%s\nendbfchar\n"
            "endcmap end end" % (len(SPECIAL), pairs, 95, letters))
    widths = " ".join(str(width_of) for width_of in [500] * 4 + [0, 0] + [500] * 25 + WIDTHS)
    return (b"<< /Type /Font /Subtype /TrueType /BaseFont /Helvetica /FirstChar 1 /LastChar 126 "
            b"/Widths [%s] /Encoding /WinAnsiEncoding /ToUnicode %%d 0 R >>" % widths.encode(),
            stream(cmap.encode()))


def stream(data, extra=b""):
    return b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(data), extra, data)


FONT = (b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica%s /Encoding /WinAnsiEncoding >>")


def file_of(objects, trailer=b"", root=1):
    """objects: by number, from 1."""
    out, places = b"%PDF-1.4\n", {}
    for number in sorted(objects):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    start, last = len(out), max(objects)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (last + 1)
    for number in range(1, last + 1):
        out += (b"%010d 00000 n \n" % places[number] if number in places
                else b"0000000000 65535 f \n")
    return out + (b"trailer\n<< /Size %d /Root %d 0 R%s >>\nstartxref\n%d\n%%%%EOF\n"
                  % (last + 1, root, trailer, start))


def document(pages, info=None, catalog=b"", more=None):
    """Pages to a file. Objects from 100 on are those in `more`."""
    special, cmap = special_font()
    objects = {3: FONT % b"", 4: FONT % b"-Bold", 5: special % 6, 6: cmap, 7: FONT % b"-Oblique"}
    kids, number = [], 10
    for page in pages:
        data = b"\n".join(page.out)
        objects[number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] /Contents %d 0 R /Resources << "
            b"/Font << /F1 3 0 R /F2 4 0 R /F3 5 0 R /F4 7 0 R >> >>%s >>"
            % (page.size[0], page.size[1], number + 1, page.extra))
        objects[number + 1] = stream(data)
        kids.append(b"%d 0 R" % number)
        number += 2
    objects[1] = b"<< /Type /Catalog /Pages 2 0 R%s >>" % catalog
    objects[2] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    trailer = b""
    if info:
        objects[8] = b"<< %s >>" % b" ".join(
            b"/%s %s" % (key.encode(), quoted(value)) for key, value in info.items())
        trailer = b" /Info 8 0 R"
    objects.update(more or {})
    return file_of(objects, trailer)


# --- Texts --------------------------------------------------------------------------------------

ONE = ("Inspectors visited the council over four weeks in the autumn. They spoke to children, to "
       "parents and to the staff who work with them, and read the files of eighty children.\n"
       "Managers know the service well. Plans are clear, but too many are late, and the council "
       "has been slow to find out why some families come back again and again.")
TWO = ("Foster carers told us that they are listened to. Their training has improved since the "
       "last visit, and most would recommend the council to a friend.\n"
       "Young people who leave care have a personal adviser from the age of sixteen. Most live in "
       "homes that suit them, and nine in ten are in touch with their adviser.")
THREE = ("The board that oversees the plan meets each month. Its chair reports to the cabinet, and "
         "every member has signed up to the same five aims.\n"
         "Caseloads have come down to sixteen children a worker, which is a third less than they "
         "were when the plan was agreed.")


def one_column():
    page = Page()
    page.text(60, 80, "Services for children in Westmere", 20, "F2")
    y = page.flow(60, 120, 470, ONE)
    page.text(60, y + 10, "Fostering", 13, "F2")
    page.flow(60, y + 32, 470, TWO)
    return document([page])


def two_columns():
    page = Page()
    page.text(60, 80, "A year of change for children and families in Westmere", 18, "F2")
    page.flow(60, 120, 220, ONE, 10)
    page.flow(315, 120, 220, TWO, 10)
    page.text(60, 420, "What comes next, and what it will cost the council", 15, "F2")
    page.flow(60, 450, 220, THREE, 10)
    page.flow(315, 450, 220, "The money for the new posts is in the budget for two years. After "
              "that the council will have to choose between posts and buildings.\nA report on "
              "the first year is due in June.", 10)
    return document([page])


def three_columns():
    page = Page()
    page.text(50, 80, "Children first", 24, "F2")
    page.text(50, 100, "News for those who work with children in Westmere", 11, "F4")
    page.flow(50, 140, 150, ONE, 9)
    page.flow(222, 140, 150, TWO, 9)
    page.flow(394, 140, 150, THREE, 9)
    return document([page])


def sidebar():
    page = Page()
    page.text(60, 80, "How a failing service was turned round", 18, "F2")
    page.raw("0.9 g 390 640 155 100 re f 0 g")
    page.lines(400, 120, ["What the grades mean"], 10, "F2")
    page.flow(400, 140, 135, "There are four grades, from outstanding to inadequate. A service "
              "that is inadequate is visited every three months.", 9)
    first = wrap("Four years ago the service had lost half of its staff and most of its managers. "
                 "The first thing that the new director did was to sit in the duty room and "
                 "listen. She heard that nobody could say how many children were waiting.", 310, 11)
    y = page.lines(60, 120, first) + 7
    text = ("She began with the waiting list. Within a month each child on it had been seen by a "
            "worker, and by the summer the list was gone. The next task was to bring the files "
            "together, and it took far longer than anybody on the board had thought that it would, "
            "because the old systems could not be read by the new one. In the end the files were "
            "copied by hand, over a winter, by a team of six people who knew them all. By the "
            "spring the council could say for the first time how many children it worked with, "
            "and who they were.")
    beside = wrap(text, 310, 11)[:6]
    y = page.lines(60, y, beside)
    page.lines(60, y, wrap(text[len(" ".join(beside)) + 1:], 480, 11))
    return document([page])


def pull_quote():
    page = Page()
    page.text(60, 80, "Foster carers speak out about the year behind them", 18, "F2")
    lines = wrap(ONE.replace("\n", " "), 220, 10)
    y = page.lines(60, 120, lines[:6], 10)
    y = page.lines(60, y + 18, ["“We were told last,", "and asked never.”"], 15, "F4") + 8
    page.lines(60, y, lines[6:], 10)
    page.flow(315, 120, 220, TWO + "\n" + THREE, 10)
    return document([page])


def quote_across():
    """A quote in large type that stands in both columns, the text running round it."""
    page = Page()
    page.text(60, 80, "Foster carers speak out about the year behind them", 18, "F2")
    left = wrap(ONE.replace("\n", " ") + " " + TWO.split("\n")[0], 220, 10)
    right = wrap(THREE.replace("\n", " ") + " " + TWO.split("\n")[1], 220, 10)
    y = page.lines(60, 120, left[:6], 10)
    page.lines(315, 120, right[:6], 10)
    page.lines(235, y + 16, ["“We were told", "last, and were", "asked never.”"], 16, "F4")
    narrow = wrap(" ".join(left[6:]), 150, 10)
    page.lines(60, y, narrow[:5], 10)
    page.lines(60, y + 5 * 12.5, wrap(" ".join(narrow[5:]), 220, 10), 10)
    narrow = wrap(" ".join(right[6:]), 150, 10)
    page.lines(385, y, narrow[:5], 10)
    page.lines(315, y + 5 * 12.5, wrap(" ".join(narrow[5:]), 220, 10), 10)
    return document([page])


ROWS = [
    ("Area", "What was found", "Grade"),
    ("Help and protection for children in need", "Decisions are made on the day, and the reasons "
     "for them are kept on file", "Requires improvement to be good"),
    ("Children in care and care leavers", "Plans are clear and are reviewed with the child", "Good"),
    ("Leadership", "Leaders know the service, and act on what they know", "Good"),
]


def table():
    page = Page()
    page.text(60, 80, "What the inspectors found", 16, "F2")
    xs, y, ys = [60, 190, 400, 520], 110, [110]
    for row in ROWS:
        cells = [wrap(cell, xs[i + 1] - xs[i] - 10, 10) for i, cell in enumerate(row)]
        for x, lines in zip(xs, cells):
            page.lines(x + 5, y + 14, lines, 10, "F2" if row is ROWS[0] else "F1")
        y += 8 + 12.5 * max(len(lines) for lines in cells)
        ys.append(y)
    page.grid(xs, ys)
    page.flow(60, y + 30, 470, THREE)
    return document([page])


def table_without_rules():
    page = Page()
    page.text(60, 80, "What the inspectors found", 16, "F2")
    y = 110
    for row in ROWS:
        cells = [wrap(cell, room, 10) for cell, room in zip(row, (120, 190, 110))]
        for x, lines in zip((60, 200, 410), cells):
            page.lines(x, y, lines, 10)
        y += 10 + 12.5 * max(len(lines) for lines in cells)
    page.flow(60, y + 20, 470, THREE)
    return document([page])


def grade_places():
    """The grade level with the first line of its label, its middle, its last line."""
    labels = [("The impact of leaders on social work", "practice with children and families", "Good"),
              ("The experiences and progress of children", "who need help and protection",
               "Requires improvement"),
              ("The experiences and progress of children", "in care and care leavers", "Outstanding")]
    pages = []
    for title, shift in (("Beside", 0), ("Between", 6.25), ("Below", 12.5)):
        page = Page()
        page.text(60, 80, title + " the lines of the label", 16, "F2")
        for i, (first, second, grade) in enumerate(labels):
            y = 120 + 40 * i
            page.lines(60, y, [first, second], 10)
            page.text(380, y + shift, grade, 10, "F2")
        page.flow(60, 270, 470, THREE)
        pages.append(page)
    return document(pages)


def footnotes():
    pages = []
    for number, (text, note) in enumerate(((ONE, "1 The visit was the second since the plan."),
                                           (TWO, "2 A survey of ninety carers, in March.")), 1):
        page = Page()
        page.text(60, 80, "Part %d" % number, 16, "F2")
        lines = wrap(text.split("\n")[0] if number == 1 else text.replace("\n", " "), 470, 11)
        y = page.lines(60, 120, lines)
        end = 60 + width(lines[-1], 11)
        page.text(end, y - 11 * 1.25 - 4, str(number), 7)
        if number == 1:
            page.flow(60, y + 7, 470, text.split("\n")[1] + " The council says that")
        page.rule(60, 745, 200, 745)
        page.lines(60, 760, [note], 8)
        pages.append(page)
    page = Page()
    page.flow(60, 120, 470, "it will look into each of them before the summer.")
    pages.insert(1, page)
    return document(pages)


def running_heads():
    """Facing pages: the heads differ left and right, the numbers stand outside."""
    pages = []
    for number in range(1, 7):
        page = Page()
        left = number % 2 == 0
        head = "Westmere improvement plan" if left else "Report to the children's committee"
        page.text(60 if left else 535 - width(head, 9), 50, head, 9)
        page.text(60 if left else 520, 800, str(number + 10), 9)
        page.text(250, 815, "www.westmere.example/plan", 8)
        page.text(60, 90, "Chapter %d" % number, 14, "F2")
        page.flow(60, 120, 470, (ONE, TWO, THREE)[number % 3])
        pages.append(page)
    return document(pages)


def page_numbers():
    pages = []
    for number, form in enumerate(("Page %d of 3", "- %d -", "%d"), 1):
        page = Page()
        page.flow(60, 100, 470, (ONE, TWO, THREE)[number - 1])
        page.text(280, 805, form % number, 10)
        pages.append(page)
    return document(pages)


def torn_row():
    """The last row of a table goes on on the next page, under the table's head."""
    xs = [60, 190, 420, 520]
    first, second = Page(), Page()
    head = ("Theme", "What was asked for", "Progress")
    first.text(60, 80, "Progress of the plan", 16, "F2")
    for page, y, rows in (
            (first, 660, [head, ("Front door", "Decisions within one day", "Done"),
                          ("Care leavers", "Plans that are written with the young person, reviewed "
                           "every six months and shared with", "Late")]),
            (second, 60, [head, ("", "those who help them, and homes that are fit to live in", ""),
                          ("Workforce", "Fewer than eighteen children a worker", "Done")])):
        ys = [y]
        for row in rows:
            cells = [wrap(cell, xs[i + 1] - xs[i] - 10, 10) for i, cell in enumerate(row)]
            for x, lines in zip(xs, cells):
                page.lines(x + 5, y + 14, lines, 10)
            y += 8 + 12.5 * max(len(lines) for lines in cells)
            ys.append(y)
        page.grid(xs, ys)
    second.flow(60, 220, 470, THREE)
    return document([first, second])


def hyphens():
    """Set with hyphenation: some hyphens are the words' own."""
    page = Page()
    page.text(60, 80, "A question of hyphens", 16, "F2")
    page.lines(60, 120, [
        "The council expects a re-inspection in the spring, and has asked for the co-",
        "operation of every school. Before that the vice-",
        "chair of the board will visit each of the ten centres, as the rules re-",
        "quire. A re-",
        "inspection is no small thing: in 2014-",
        "15 it took four weeks, and in 2018–",
        "19 nearly five. Inspec-",
        "tors will look at early help, multi-",
        "agency work and the well-",
        "being of chil-",
        "dren in care, and will speak to fami-",
        "lies at home."])
    return document([page])


def hard_hyphens():
    """Set without hyphenation: each hyphen at a line's end is the word's own."""
    page = Page()
    page.text(60, 80, "A question of words", 16, "F2")
    page.lines(60, 120, [
        "Staff are trained in a trauma-",
        "informed way of working, and the service is rated by its employer-",
        "led board. Most staff have fixed-",
        "term posts, and about twenty-",
        "seven of them are new. The work is risk-",
        "based and far-",
        "reaching."])
    return document([page])


def characters():
    page = Page()
    page.text(60, 80, "Letters of many kinds", 16, "F2")
    page.glyphs(60, 120, b"O\x02cers \x01nd that the \x01rst visit was di\x02cult.")
    page.glyphs(60, 150, b"\x03 a bullet from the private use area")
    page.glyphs(60, 170, b"\x03 another bullet that is so long that it goes on over the end of its line "
                b"and has to be")
    page.glyphs(66, 184, b"continued under its text")
    page.glyphs(60, 220, b"Soft hyphens are left out of re\x04port and of the end of a line: a ser\x04")
    page.glyphs(60, 234, b"vice that is good.")
    page.glyphs(60, 260, b"A cafe\x05 in Co\x06te Street: accents are composed.")
    page.text(60, 290, "£3 million – “naïve” sums, they say … at Ysgol Brynteg’s fête")
    return document([page])


def rotated():
    """A page that is turned, one on its side, and a word up the margin of a third."""
    turned = Page((595, 842), b" /Rotate 90")
    for i, line in enumerate(wrap(ONE.replace("\n", " "), 600, 11)):
        turned.raw(b"BT /F1 11 Tf 0 1 -1 0 %g 100 Tm %s Tj ET" % (80 + i * 14, quoted(line)))
    wide = Page((842, 595))
    wide.flow(60, 80, 700, TWO)
    third = Page()
    third.flow(100, 100, 400, THREE)
    third.raw(b"BT /F1 9 Tf 0 1 -1 0 40 300 Tm %s Tj ET" % quoted("Report of the committee"))
    return document([turned, wide, third])


def cropped():
    page = Page(extra=b" /CropBox [40 300 555 800]")
    page.flow(60, 120, 470, ONE)
    page.text(60, 830, "Printer's mark: sheet 3, magenta, outside of the page that is shown")
    page.text(60, 15, "Above the page that is shown")
    return document([page])


def unseen():
    """The words of a scanned page under its picture (render mode 3), and white ones."""
    page = Page()
    page.raw("3 Tr")
    page.flow(60, 120, 470, ONE)
    page.raw("0 Tr")
    white = Page()
    white.raw("0 0 0.5 rg 50 740 500 50 re f 1 g")
    white.text(60, 80, "White words on a dark ground are a heading", 18, "F2")
    white.raw("0 g")
    white.flow(60, 130, 470, TWO)
    return document([page, white])


def form():
    page = Page(extra=b" /Annots [100 0 R 101 0 R 102 0 R]")
    page.text(60, 80, "Referral to children's services", 16, "F2")
    page.text(60, 122, "Name of the child's school:")
    page.text(60, 152, "Reason for the referral:")
    page.text(60, 182, "Urgent:")
    field = (b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (%s) /V (%s) /F 4 "
             b"/DA (/Helv 11 Tf 0 g) /Rect [%s]%s >>")
    look = stream(b"/Tx BMC BT /Helv 11 Tf 2 4 Td (Brynteg Primary) Tj ET EMC",
                  b" /Type /XObject /Subtype /Form /BBox [0 0 300 18] "
                  b"/Resources << /Font << /Helv 3 0 R >> >>")
    more = {100: field % (b"school", b"Brynteg Primary", b"230 715 530 733", b" /AP << /N 103 0 R >>"),
            101: field % (b"reason", b"Missed three days", b"230 685 530 703", b""),
            102: field % (b"hidden", b"Not to be seen", b"230 655 530 673", b" /F 2"),
            103: look}
    catalog = (b" /AcroForm << /Fields [100 0 R 101 0 R 102 0 R] /DA (/Helv 11 Tf 0 g) "
               b"/DR << /Font << /Helv 3 0 R >> >> >>")
    return document([page], catalog=catalog, more=more)


def image_only():
    page = Page()
    page.raw("q 595 0 0 842 0 0 cm BI /W 2 /H 2 /CS /G /BPC 8 /F /AHx ID 00ff80c0> EI Q")
    return document([page])


def truncated():
    pages = []
    for text in (ONE, TWO, THREE):
        page = Page()
        page.flow(60, 100, 470, text)
        pages.append(page)
    whole = document(pages)
    return whole[:whole.index(b"personal adviser")]


def no_pages_left():
    return one_column()[:120]


def many_pages():
    """One page more than is read. The pages are one object, but for the first and the last."""
    more = {20: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"}
    first, last = Page(), Page()
    first.text(60, 100, "The first of very many pages")
    last.text(60, 100, "The last page is beyond what is read")
    data = document([first, last], more=more)
    kids = b"10 0 R" + b" 20 0 R" * 9999 + b" 12 0 R"
    objects = {}
    for part in data.split(b"endobj\n")[:-1]:
        head, body = part.split(b" 0 obj\n", 1)
        objects[int(head.split(b"\n")[-1])] = body.rstrip(b"\n")
    objects[2] = b"<< /Type /Pages /Kids [%s] /Count 10001 >>" % kids
    return file_of(objects)


def loops():
    """Forms that draw themselves, a page tree that holds itself, outlines in a ring, objects
    whose length they are themselves."""
    page = Page(extra=b"")
    page.flow(60, 100, 470, ONE)
    page.raw("/X1 Do")
    data = document([page], catalog=b" /Outlines 110 0 R", more={
        100: stream(b"/X1 Do /X2 Do BT /F1 9 Tf 60 60 Td (Form) Tj ET",
                    b" /Type /XObject /Subtype /Form /BBox [0 0 600 850] /Resources << /XObject "
                    b"<< /X1 100 0 R /X2 101 0 R >> /Font << /F1 3 0 R >> >>"),
        101: stream(b"/X1 Do", b" /Type /XObject /Subtype /Form /BBox [0 0 600 850] /Resources "
                    b"<< /XObject << /X1 100 0 R >> >>"),
        102: b"<< /Length 102 0 R >>\nstream\nBT ET\nendstream",
        103: b"103 0 R",
        110: b"<< /Type /Outlines /First 111 0 R /Last 112 0 R >>",
        111: b"<< /Title (Ring) /Next 112 0 R /Parent 110 0 R /First 111 0 R >>",
        112: b"<< /Title (Ring) /Next 111 0 R /Parent 110 0 R >>"})
    data = data.replace(b"/F4 7 0 R >> >>", b"/F4 7 0 R >> /XObject << /X1 100 0 R >> >>", 1)
    return data.replace(b"/Kids [10 0 R] /Count 1", b"/Kids [10 0 R 2 0 R] /Count 2", 1)


def fan_out():
    """Forms ten deep, each drawing the next ten times: 10^10 words."""
    page = Page()
    page.text(60, 100, "Before the storm")
    page.raw("/X0 Do")
    more = {}
    for i in range(10):
        inner = b"/X%d Do " % (i + 1) * 10 if i < 9 else b"BT /F1 9 Tf 60 60 Td (word ) Tj ET"
        more[100 + i] = stream(
            inner, b" /Type /XObject /Subtype /Form /BBox [0 0 600 850] /Resources << /Font << /F1 "
            b"3 0 R >> /XObject << /X%d %d 0 R >> >>" % (i + 1, 101 + i if i < 9 else 100))
    data = document([page], more=more)
    return data.replace(b"/F4 7 0 R >> >>", b"/F4 7 0 R >> /XObject << /X0 100 0 R >> >>", 1)


def bomb():
    """A content stream of 2 GB, deflated three times, behind a page that can be read."""
    first, second = Page(), Page()
    first.flow(60, 100, 470, ONE)
    data = document([first, second])
    packer, out, chunk = zlib.compressobj(9), b"", b" " * (1 << 24)
    for _ in range(128):
        out += packer.compress(chunk)
    out = zlib.compress(zlib.compress(out + packer.flush(), 9), 9)
    filters = b" /Filter [/FlateDecode /FlateDecode /FlateDecode]"
    objects = {}
    for part in data.split(b"endobj\n")[:-1]:
        head, body = part.split(b" 0 obj\n", 1)
        objects[int(head.split(b"\n")[-1])] = body.rstrip(b"\n")
    objects[13] = stream(out, filters)
    return file_of(objects)


def giant_objects():
    """Arrays within arrays 100,000 deep, a page of 10^9 points, a string of a million bytes."""
    page = Page(extra=b" /Deep 100 0 R /Long 101 0 R")
    page.flow(60, 100, 470, ONE)
    wide = Page((999999999, 999999999))
    wide.text(60, 100, "A page as large as a country")
    return document([page, wide], catalog=b" /Deep 100 0 R",
                    more={100: b"[" * 20000 + b"]" * 20000, 101: b"(" + b"x" * 50000 + b")"})


def junk_title(title, author):
    page = Page()
    page.text(60, 80, "PRESS RELEASE", 20, "F2")
    page.text(60, 110, "Date: 4 March 2016")
    page.text(60, 150, "Council welcomes verdict on its services", 15, "F2")
    page.flow(60, 180, 470, ONE)
    return document([page], {"Title": title, "Author": author, "CreationDate": "D:20191105101500Z"})


def plain_title(title, author):
    page = Page()
    page.flow(60, 100, 470, ONE)
    return document([page], {"Title": title, "Author": author, "CreationDate": "D:20191105101500Z"})


def byline():
    page = Page()
    page.text(60, 80, "Minutes of the children's partnership", 16, "F2")
    page.text(60, 104, "Meeting held on Thursday 12 June 2014 in the committee room")
    page.text(60, 124, "Report author: Morwenna Achebe")
    page.flow(60, 150, 470, ONE)
    return document([page], {"Title": "Untitled", "Author": "Administrator",
                             "CreationDate": "D:20140702101500Z"})


FILES = {
    "pdf-one-column/in.pdf": one_column,
    "pdf-two-columns/in.pdf": two_columns,
    "pdf-three-columns/in.pdf": three_columns,
    "pdf-sidebar/in.pdf": sidebar,
    "pdf-pull-quote/in1.pdf": pull_quote,
    "pdf-pull-quote/in2.pdf": quote_across,
    "pdf-table/in1.pdf": table,
    "pdf-table/in2.pdf": table_without_rules,
    "pdf-grade-beside-its-label/in.pdf": grade_places,
    "pdf-footnotes/in.pdf": footnotes,
    "pdf-running-heads/in.pdf": running_heads,
    "pdf-page-numbers/in.pdf": page_numbers,
    "pdf-row-torn-by-a-page/in.pdf": torn_row,
    "pdf-hyphens/in1.pdf": hyphens,
    "pdf-hyphens/in2.pdf": hard_hyphens,
    "pdf-characters/in.pdf": characters,
    "pdf-rotated/in.pdf": rotated,
    "pdf-cropped/in.pdf": cropped,
    "pdf-unseen-text/in.pdf": unseen,
    "pdf-form/in.pdf": form,
    "pdf-without-text/in.pdf": image_only,
    "pdf-cut-off/in1.pdf": truncated,
    "pdf-cut-off/in2.pdf": no_pages_left,
    "pdf-of-10001-pages/in.pdf": many_pages,
    "pdf-loops/in.pdf": loops,
    "pdf-forms-without-end/in.pdf": fan_out,
    "pdf-bomb/in.pdf": bomb,
    "pdf-giant-objects/in.pdf": giant_objects,
    "pdf-title-and-author/in1.pdf": lambda: junk_title("Microsoft Word - PR 044 v3.doc", "jsmith2"),
    "pdf-title-and-author/in2.pdf": lambda: plain_title("Annual report on fostering", "Priya Lowe"),
    "pdf-title-and-author/in3.pdf": lambda: plain_title("PowerPoint Presentation", "Windows User"),
    "pdf-title-and-author/in4.pdf": byline,
}


def main(arguments):
    check = "--check" in arguments
    names = [name for name in arguments if name != "--check"]
    stale = 0
    for name, make in FILES.items():
        if names and name.split("/")[0] not in names:
            continue
        path, data = os.path.join(CASES, name), make()
        if check:
            with open(path, "rb") as file:
                if file.read() != data:
                    print("%s is not what pdf.py writes" % name)
                    stale = 1
            continue
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)
    return stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

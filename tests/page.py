"""What can be said of a page without a browser: its rows are those it was given, nothing of them
is markup, and its policy allows its own script and style alone.
usage: page.py PAGE ROWS        says what is wrong; status 1 where anything is"""
import base64
import hashlib
import json
import re
import sys
from html.parser import HTMLParser


class Page(HTMLParser):
    """The elements of a page, the texts of script and style, the attributes of meta."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.elements, self.texts, self.metas, self.links = [], [], [], []
        self.open = None
        self.plain_rows = 0
        self.title = ""

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.elements.append(tag)
        if any(name.startswith("on") or name == "style" for name in attributes):
            raise SystemExit(f"an attribute that runs or styles: {attrs}")
        if tag in ("script", "style"):
            self.open = (tag, attributes)
            self.texts.append((tag, attributes, ""))
        elif tag == "title":
            self.open = (tag, attributes)
        elif tag == "meta":
            self.metas.append(attributes)
        elif tag == "tr":
            self.plain_rows += 1
        self.links += [attributes[name] for name in ("href", "src") if name in attributes]

    def handle_endtag(self, tag):
        if self.open and tag == self.open[0]:
            self.open = None

    def handle_data(self, data):
        if self.open and self.open[0] in ("script", "style"):
            tag, attributes, text = self.texts[-1]
            self.texts[-1] = (tag, attributes, text + data)
        elif self.open:
            self.title += data


def digest(text):
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def main(path, rows_path):
    with open(path, encoding="utf-8", newline="") as file:
        source = file.read()
    with open(rows_path, encoding="utf-8", newline="\n") as file:
        rows = [json.loads(line) for line in file if line.strip()]
    page = Page()
    page.feed(source)
    page.close()
    wrong = []

    scripts = [text for tag, attributes, text in page.texts if tag == "script"]
    styles = [text for tag, attributes, text in page.texts if tag == "style"]
    if len(scripts) != 2 or len(styles) != 1:
        raise SystemExit(f"{len(scripts)} scripts and {len(styles)} styles")
    island, script = scripts
    if json.loads(island) != rows:
        wrong.append("the rows of the page are not those it was given")
    if re.search("[<>&\u2028\u2029]", island):
        wrong.append("a character of markup stands in the rows")
    if not script.strip() or not styles[0].strip():
        wrong.append("an empty script or style")
    for name, text in (("script", script), ("style", styles[0])):
        if re.search("</" + name + "|<!--|\r", text, re.IGNORECASE):
            wrong.append(f"the {name} would end too early or be read in another way")

    policies = [meta["content"] for meta in page.metas
                if meta.get("http-equiv") == "Content-Security-Policy"]
    if len(policies) != 1:
        raise SystemExit(f"{len(policies)} policies")
    policy = dict(part.strip().split(" ", 1) for part in policies[0].split(";"))
    expected = {"default-src": "'none'", "script-src": digest(script),
                "style-src": digest(styles[0]), "base-uri": "'none'", "form-action": "'none'",
                "require-trusted-types-for": "'script'", "trusted-types": "'none'"}
    if policy != expected:
        wrong.append(f"policy {policy}, not {expected}")

    for tag in ("img", "iframe", "object", "embed", "link", "base", "svg", "video", "audio"):
        if tag in page.elements:
            wrong.append(f"there is a {tag}")
    for link in page.links:
        if not link.startswith("#"):
            wrong.append(f"a link to {link}")
    # The plain table: its heading and the first rows (WEB_PLAIN_ROWS of lib/web.h).
    if page.plain_rows != 1 + min(len(rows), 100):
        wrong.append(f"{page.plain_rows} lines in the plain table")
    for line in wrong:
        print(line)
    return 1 if wrong else 0


sys.exit(main(*sys.argv[1:]))

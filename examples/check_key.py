#!/usr/bin/env python3
"""Check marram-strait/key.jsonl against the documents.

Every quote of the key has to occur in the text of its document (white space
put to one space; in the PDF, words broken at line ends are joined). Then the
other way round: quotation marks in the documents that no row of the key
covers are listed, so that one sees what was left out on purpose (related
links, comments, lists of headlines).

    pip install pypdf==7.1.0        # for the PDF; without it the PDF is skipped
    python3 examples/check_key.py [-v]
"""

import html.parser
import json
import pathlib
import re
import sys

CASE = pathlib.Path(__file__).parent / "marram-strait"
FIELDS = ["path", "item", "where", "form", "quote", "speaker", "kind", "note"]
WHERE = {"headline", "standfirst", "subheading", "pullquote", "body", "footnote"}
FORMS = {"direct", "mixed", "term"}
KINDS = {"person", "organization", "state", "group", "work", "unknown"}


class Text(html.parser.HTMLParser):
    SKIP = {"script", "style", "head", "nav"}
    BREAK = {"p", "div", "br", "li", "h1", "h2", "h3", "h4", "td", "figcaption", "section", "aside"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.out, self.depth = [], 0

    def handle_starttag(self, tag, attrs):
        self.depth += tag in self.SKIP
        if tag in self.BREAK:
            self.out.append("\n")

    def handle_endtag(self, tag):
        self.depth -= tag in self.SKIP
        if tag in self.BREAK:
            self.out.append("\n")

    def handle_data(self, data):
        if not self.depth:
            self.out.append(data)


def html_text(raw):
    charset = re.search(rb"charset=[\"']?([\w-]+)", raw)
    parser = Text()
    parser.feed(raw.decode(charset.group(1).decode() if charset else "utf-8"))
    return "".join(parser.out)


def texts(path):
    """(item, text) of one document file; item is None but in JSON lines."""
    raw = path.read_bytes()
    if path.suffix == ".html":
        yield None, html_text(raw)
    elif path.suffix == ".txt":
        yield None, raw.decode()
    elif path.suffix == ".jsonl":
        for number, line in enumerate(raw.decode().splitlines(), 1):
            row = json.loads(line)
            yield number, row["title"] + "\n" + row["text"]
    elif path.suffix == ".pdf":
        try:
            import pypdf
        except ImportError:
            return
        yield None, "\n".join(p.extract_text() for p in pypdf.PdfReader(path).pages)


def flat(text, pdf=False):
    """One line; of a PDF neither spaces nor hyphens, as a hyphen at a line end may be the word's own."""
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"[-\s]", "", text) if pdf else text


def main():
    rows = [json.loads(line) for line in (CASE / "key.jsonl").read_text().splitlines()]
    wrong, skipped, seen = [], 0, {}
    for path in sorted((CASE / "documents").iterdir()):
        for item, text in texts(path):
            seen[path.name, item] = text
    for row in rows:
        if list(row) != FIELDS or row["where"] not in WHERE or row["form"] not in FORMS or row["kind"] not in KINDS:
            wrong.append(("fields", row))
        if (row["speaker"] is None) != (row["kind"] == "unknown"):
            wrong.append(("speaker and kind", row))
        text = seen.get((row["path"], row["item"]))
        pdf = row["path"].endswith(".pdf")
        if text is None:
            skipped += 1
            if not (pdf and (CASE / "documents" / row["path"]).exists()):
                wrong.append(("no such document", row))
        elif flat(row["quote"], pdf) not in flat(text, pdf):
            wrong.append(("not in the text", row))
    for why, row in wrong:
        print(f"{why}: {row}")
    names = {key: [r["quote"] for r in rows if (r["path"], r["item"]) == key] for key in seen}
    left = 0
    for key, text in seen.items():
        style = r"“([^”]+)”" if "“" in text and "&#8216;" not in text else r"\"([^\"\n]+)\""
        found = re.findall(style, text)
        if re.search(r"(?<!\w)‘", text):
            found += re.findall(r"(?<!\w)‘((?:[^’]|’(?=\w))+)’", text)
        for quote in found:
            pdf = key[0].endswith(".pdf")
            q = flat(quote, pdf).strip(" ,.")
            if not any(q == flat(k, pdf).strip(" ,.") or f"“{q}”" in k or f"'{q}'" in k for k in names[key]):
                left += 1
                if "-v" in sys.argv:
                    print(f"not in the key: {key[0]}: {flat(quote)}")
    print(f"{len(rows)} rows, {len(seen)} texts, {len(wrong)} wrong, {skipped} skipped, {left} quotation marks outside the key")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()

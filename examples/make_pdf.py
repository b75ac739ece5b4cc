#!/usr/bin/env python3
"""Make marram-strait/documents/cls-oml-2025-14-extract.pdf.

Everything in it is invented. The page is set the way reports of international
bodies are set, because that is what a reader of PDFs has to cope with: two
columns, running heads that swap sides, footnotes at the foot of a column,
words broken at line ends, numbered paragraphs, page numbers that jump because
it is an extract.

    pip install reportlab==5.1.0
    python3 examples/make_pdf.py [OUT.pdf]

The same reportlab (and zlib) give the same bytes: dates and ids are fixed.
"""

import pathlib
import re
import sys

import reportlab
from reportlab import rl_config

rl_config.invariant = 1

from reportlab.lib.units import mm  # noqa: E402
from reportlab.pdfbase.pdfmetrics import stringWidth  # noqa: E402
from reportlab.pdfgen.canvas import Canvas  # noqa: E402

OUT = pathlib.Path(__file__).parent / "marram-strait/documents/cls-oml-2025-14-extract.pdf"
SYMBOL = "CLS/OML/2025/14"
JOB = "25-04417"

W, H = 170 * mm, 212 * mm
LEFT, TOP, BOTTOM, GUTTER = 44, 58, 50, 18
COLUMN = (W - 2 * LEFT - GUTTER) / 2
SIZE, LEAD = 10.5, 13.2
NOTE_SIZE, NOTE_LEAD = 7.6, 9.2
ROMAN, BOLD, ITALIC = "Times-Roman", "Times-Bold", "Times-Italic"

# Where a word may be broken. Anything not listed is not broken; a word that has
# a hyphen of its own may be broken after it, as typesetters do.
BREAKS = """
ac-com-mo-da-tion ac-counts agen-cies al-le-ga-tions ap-pen-dix Av-er-il be-tween cap-tain
cer-tainty com-bi-na-tion con-cerns con-clude con-di-tions con-fis-cated con-firm
Con-ven-tion con-tain cor-rect-ing cred-i-ble de-prived de-tainees de-tained de-ten-tion
dif-fer-ent doc-u-ments en-tered ev-i-dence ex-am-ined Fed-er-a-tion fig-ure find-ings
Gov-ern-ment hold-ing iden-tity im-me-di-ately in-de-pen-dent in-for-ma-tion
in-spect in-ter-viewed in-ter-views in-quiry la-bour lib-erty main-tains mem-bers
med-i-cal mil-i-tary mi-grant or-gan-ised op-er-a-tor op-er-a-tors par-tic-u-lar pass-port pass-ports
per-sons pho-tographs phy-si-cian po-lice pre-vented pro-hibits prac-tice Rap-por-teur re-ceived
rec-om-mends reg-is-ter reg-is-ters re-leased re-main rep-re-sen-ta-tives re-quested
sab-o-tage sea-far-ers se-cu-rity Spe-cial stop-page ter-mi-nals thresh-old Tor-vassa
treat-ment un-con-di-tion-ally un-founded ves-sels with-out wit-ness wit-nesses work-ers
equip-ment pub-lish ces-sa-tion de-scribed com-pat-i-ble rea-son-able mem-ber-ship
""".split()
HYPHENS = {w.replace("-", "").lower(): w for w in BREAKS}


# A paragraph is (kind, text). [n] in a text is the mark of footnote n.
SUMMARY = [
    ("head", "Summary"),
    ("para", "1.\tThe present report is submitted to the Assembly of the Concord of Littoral States by the Special Rapporteur on labour in free ports, Amara Vellinga, under Assembly resolution 31/9. It concerns the treatment of dock workers and seafarers in the free ports of Port Averil and Tessik, in Torvassa, between January and June 2025."),
    ("para", "2.\tThe Special Rapporteur requested access to both ports on 12 March 2024 and again on 20 May 2025.[1] No reply was received. The report therefore rests on 87 interviews conducted outside Torvassa, on the payroll records of four labour agencies, on 36 court files and on photographs taken from the strait."),
    ("para", "3.\tThe Special Rapporteur finds it reasonable to conclude that at least 140 members of dock unions were deprived of their liberty without charge between 6 February and 30 June 2025. She finds that the treatment of some migrant seafarers may amount to forced labour. She could not confirm allegations that three dock workers died in custody."),
    ("para", "4.\tA draft was sent to the Government of Torvassa on 11 July 2025. By a note verbale of 25 July 2025 the Government stated that the allegations were “unfounded in every particular” and that it saw “no purpose in correcting a fable”.[2]"),
    ("para", "5.\tThe report recommends that the Government release all persons held for union activity, publish their names, repeal article 9 of the Order in Free Zones Act and admit the Special Rapporteur. It addresses further recommendations to the operators of terminals, to flag States, to the member States of the Concord, to the Assembly and to the Office for Maritime Labour."),
    ("para", "6.\tThe Special Rapporteur thanks those who spoke to her. Many did so against the advice of their families, and some against her own."),
]
METHOD = [
    ("head", "II. Method"),
    ("para", "18.\tThe Special Rapporteur applied the standard of proof that the Assembly has laid down for fact-finding.[3] A fact is held to be established where there are reasonable grounds to conclude that it occurred: where a body of reliable information, tested against other information, would lead an ordinarily prudent person to that conclusion. Where that standard was not met, the report says so."),
    ("para", "19.\tOf the 87 persons interviewed, 41 had themselves been detained, 33 were seafarers and 13 were relatives, lawyers or medical staff. All were interviewed by two members of staff, in a language of their choice, between 3 March and 4 July 2025. Names are withheld. One witness explained: “I have already been a number once. Make me a number again, if that keeps my brother safe.”[4]"),
    ("para", "20.\tThe payroll records were handed over by a former book-keeper of one agency and by the receivers of three others. The Office had them examined by an independent accountant, who found “no sign that entries were added or altered”."),
    ("para", "21.\tPublic statements of the Government, and the 11 judgments that it has made public, were taken into account throughout. The Special Rapporteur regrets that she was unable to hear its representatives in person."),
]
FINDINGS = [
    ("head", "III. Findings"),
    ("sub", "A. Deprivation of liberty"),
    ("para", "61.\tOn the night of Thursday, 6 February 2025, police entered the hall of the Strait Dockers’ Federation in Port Averil, where some 200 people were preparing the fourth week of a stoppage. Those present were taken by bus to a former customs building in Korrin Street, which has since been used as a holding centre."),
    ("para", "62.\tForty-one people who were later released were interviewed, each of them separately. Their accounts agree on the date, the place and the order of events. None of the forty-one had been shown a warrant. A crane operator recalled that the officer in charge had read out “a list of lockers, not a list of names”.[5]"),
    ("para", "63.\tOn this basis it is reasonable to conclude that at least 140 members of dock unions were deprived of their liberty without charge in Port Averil and Tessik between 6 February and 30 June 2025. The figure counts only persons who were named by two or more independent sources (see table 2)."),
    ("table", [("Table 2. Persons deprived of liberty, by month of arrest", ""), ("February", "96"), ("March", "21"), ("April", "11"), ("May", "7"), ("June", "5"), ("Total", "140")]),
    ("para", "64.\tThe Strait Dockers’ Federation keeps a list of 212 names. The Office could not confirm 72 of them, most of which rest on the word of a single relative. That does not mean that those entries are wrong."),
    ("para", "65.\tThe Government maintains that the arrests concerned “sabotage of port equipment”.[6] None of the 36 court files examined by the Office contains evidence of damage before 6 February 2025. Two contain photographs of damage that are dated 9 February, three days after the arrests."),
    ("para", "66.\tThere are credible indications that detainees were prevented from seeing a lawyer. According to nineteen of those interviewed, they were told by officers: “You are not arrested, so you do not need a lawyer.” The Office was unable to put this account to the officers concerned."),
    ("sub", "B. Identity documents"),
    ("para", "67.\tOf the 33 seafarers interviewed, 29 stated that their passports had been taken on the day of arrival and without receipt. The payroll records of the four agencies contain a column headed “Held”, in which a passport number is entered for 418 of 430 names."),
    ("para", "68.\tWitness 31, a bosun, told the Office: “I asked for it every Monday. Every Monday the man with the key was on leave.” He paid two fees, neither of them lawful, before the passport was returned.[7]"),
    ("para", "69.\tThe Special Rapporteur concludes that the practice was routine, organised and known to the port police. In some of the cases examined, the combination of debt, confiscated documents and fear of arrest may amount to forced labour within the meaning of article 2 of the Seafarers Convention of the Concord. In others, where debts were small and documents were handed back on request, that threshold was not reached."),
    ("para", "70.\tAveril Terminals, the largest operator in Port Averil, answered the twelve questions put to it in a single sentence. Crew documents, it wrote, were “a matter between agencies and crews”."),
    ("sub", "C. Deaths in custody"),
    ("para", "71.\tThe Office received allegations that three dock workers died in Korrin Street in April 2025. It could not confirm them. The hospital registers that it requested were not provided. A physician who asked not to be named remembered being shown “one stretcher”, and being told that no examination was needed."),
    ("para", "72.\tThe Special Rapporteur neither affirms nor excludes that deaths occurred. She notes that the Government, which alone holds the registers, could settle the question in an afternoon."),
    ("sub", "D. The law"),
    ("para", "73.\tArticle 9 of the Order in Free Zones Act prohibits “any cessation of work, in whole or in part, however described”. It is likely that most of the arrests recorded in table 2 were made under that article, although only eleven court files cite it. The article is not compatible with the well-established right to strike under the Seafarers Convention."),
]
RECOMMENDATIONS = [
    ("head", "VI. Recommendations"),
    ("para", "142.\tThe Special Rapporteur recommends that the Government of Torvassa:"),
    ("item", "(a)\tRelease immediately and unconditionally all persons held for union activity;"),
    ("item", "(b)\tPublish, within 30 days, a list of all persons detained in the free ports since 1 January 2025, with the place and the legal ground of detention;"),
    ("item", "(c)\tRepeal article 9 of the Order in Free Zones Act;"),
    ("item", "(d)\tReturn all passports and other identity documents to their holders;"),
    ("item", "(e)\tGrant the Special Rapporteur access to Port Averil, to Tessik and to the holding centre at Korrin Street."),
    ("para", "143.\tShe recommends that the operators of terminals in both ports, and Averil Terminals in particular:"),
    ("item", "(a)\tRefuse berths to any agency that retains identity documents;"),
    ("item", "(b)\tPay the overtime owed to dock workers for December 2024 and January 2025."),
    ("para", "144.\tShe recommends that flag States inspect crew accommodation and travel documents at every call in the two ports."),
    ("para", "145.\tShe calls upon the member States of the Concord not to return to Torvassa any person who faces arrest there for union activity."),
    ("para", "146.\tShe invites the Assembly to consider setting up an independent inquiry with power to hear witnesses in public."),
    ("para", "147.\tShe requests the Office for Maritime Labour to keep a register of persons reported as detained and to report on it to the Assembly every six months.[8]"),
    ("para", "148.\tThe Special Rapporteur closes with the words of Witness 14, a tally clerk of twenty-six years’ service: “We counted everything that came over that quay. We did not think that one day somebody would have to count us.”"),
]
NOTES = {
    1: "Letters of the Special Rapporteur, on file with the Office (annex II).",
    2: "Note verbale No. 331 of the mission of Torvassa to the Concord, 25 July 2025.",
    3: "Assembly resolution 27/4, para. 12.",
    4: "Interview 40.",
    5: "Interview 22. See also interviews 14 and 61.",
    6: "Statement of the Ministry of the Interior of Torvassa, 7 February 2025.",
    7: "Interview 31. The witness described the fees as “the stamp and the stamp for the stamp”.",
    8: "See also CLS/OML/2024/9, para. 55.",
}
# (first page number, content)
PARTS = [(1, SUMMARY), (9, METHOD), (21, FINDINGS), (58, RECOMMENDATIONS)]


def pieces(word):
    """The pieces between which a word may be broken, the hyphen already on its piece."""
    if re.search(r"\w-\w", word):
        out = re.split(r"(?<=\w-)(?=\w)", word)
        return out, [""] * (len(out) - 1)
    m = re.fullmatch(r"(\W*)([A-Za-z]+)(.*)", word)
    if not m or m.group(2).lower() not in HYPHENS:
        return [word], []
    marks, at, out = HYPHENS[m.group(2).lower()].split("-"), 0, []
    for part in marks:
        out.append(m.group(2)[at : at + len(part)])
        at += len(part)
    out[0] = m.group(1) + out[0]
    out[-1] += m.group(3)
    return out, ["-"] * (len(out) - 1)


def width(text, font, size):
    plain = re.sub(r"\[\d+\]", "", text)
    marks = "".join(re.findall(r"\[(\d+)\]", text))
    return stringWidth(plain, font, size) + stringWidth(marks, font, size * 0.62)


def wrap(text, font, size, first, rest):
    """Lines of text no wider than `first` (the first line) and `rest`; breaks words where BREAKS allows."""
    lines, line, room = [], "", first
    queue = text.split(" ")
    while queue:
        word = queue.pop(0)
        candidate = f"{line} {word}" if line else word
        if width(candidate, font, size) <= room:
            line = candidate
            continue
        parts, joints = pieces(word)
        for cut in range(len(parts) - 1, 0, -1):
            head = "".join(parts[:cut]) + joints[cut - 1]
            candidate = f"{line} {head}" if line else head
            if width(candidate, font, size) <= room:
                line = candidate
                queue.insert(0, "".join(parts[cut:]))
                break
        else:
            queue.insert(0, word)
        lines.append(line)
        line, room = "", rest
    lines.append(line)
    return lines


class Setter:
    def __init__(self, out):
        self.c = Canvas(str(out), pagesize=(W, H), invariant=1, pageCompression=1, lang="en")
        self.c.setTitle("Labour and liberty in the free ports of the Marram Strait (extract)")
        self.c.setAuthor("Amara Vellinga, Special Rapporteur on labour in free ports")
        self.c.setSubject(SYMBOL)
        self.c.setCreator("examples/make_pdf.py")
        self.page = 0
        self.open = False

    def start_page(self, number, cover=False):
        self.finish_page()
        self.page, self.open, self.column = number, True, 0
        self.top = H - TOP
        if cover:
            self.masthead()
        else:
            self.c.setFont(BOLD, 8.5)
            y = H - 36
            if number % 2:
                self.c.drawString(LEFT, y, f"Page {number}")
                self.c.drawRightString(W - LEFT, y, SYMBOL)
            else:
                self.c.drawString(LEFT, y, SYMBOL)
                self.c.drawRightString(W - LEFT, y, f"Page {number}")
            self.c.setLineWidth(0.4)
            self.c.line(LEFT, y - 5, W - LEFT, y - 5)
        self.start_column()

    def masthead(self):
        c = self.c
        c.setFont(BOLD, 8.5)
        c.drawString(LEFT, H - 36, "Concord of Littoral States")
        c.drawRightString(W - LEFT, H - 36, SYMBOL)
        c.line(LEFT, H - 41, W - LEFT, H - 41)
        c.setFont(BOLD, 15)
        c.drawString(LEFT, H - 66, "Assembly")
        c.setFont(ROMAN, 8.5)
        for i, text in enumerate(["Distr.: General", "22 August 2025", "Original: English"]):
            c.drawString(W - LEFT - 92, H - 56 - 10.5 * i, text)
        c.setFont(ROMAN, 9)
        c.drawString(LEFT, H - 98, "Thirty-second session, agenda item 7: Labour in ports and at sea")
        c.line(LEFT, H - 106, W - LEFT, H - 106)
        c.setFont(BOLD, 13.5)
        c.drawString(LEFT, H - 130, "Labour and liberty in the free ports of the Marram Strait")
        c.setFont(BOLD, 10)
        c.drawString(LEFT, H - 150, "Report of the Special Rapporteur on labour in free ports, Amara Vellinga")
        c.setFont(ITALIC, 8.5)
        c.drawString(LEFT, H - 165, "Extract: summary, parts II, III and VI. The full report has 64 pages.")
        self.top = H - 188

    def start_column(self):
        self.y = self.top
        self.notes = []

    def finish_column(self):
        """Set the footnotes that the column holds."""
        if not self.notes:
            return
        x = LEFT + self.column * (COLUMN + GUTTER)
        y = BOTTOM + len(self.notes) * NOTE_LEAD
        self.c.setLineWidth(0.4)
        self.c.line(x, y + 2, x + 60, y + 2)
        for i, line in enumerate(self.notes):
            self.c.setFont(ROMAN, NOTE_SIZE)
            self.c.drawString(x, y - NOTE_LEAD * (i + 1) + 2, line)
        self.notes = []

    def finish_page(self):
        if not self.open:
            return
        self.finish_column()
        self.c.setFont(ROMAN, 7.5)
        if self.page % 2:
            self.c.drawString(LEFT, 28, JOB)
        else:
            self.c.drawRightString(W - LEFT, 28, JOB)
        self.c.showPage()
        self.open = False

    def need(self, height, notes=()):
        """Room for `height` more points and these note lines; else on to the next column or page."""
        held = (len(self.notes) + len(notes)) * NOTE_LEAD + (8 if self.notes or notes else 0)
        if self.y - height >= BOTTOM + held:
            return
        self.finish_column()
        if self.column == 0:
            self.column = 1
            self.start_column()
        else:
            self.start_page(self.page + 1)

    def note_lines(self, line):
        lines = []
        for n in re.findall(r"\[(\d+)\]", line):
            lines += wrap(f"{n} {NOTES[int(n)]}", ROMAN, NOTE_SIZE, COLUMN, COLUMN)
        return lines

    def draw(self, line, x, room, font, size, justify):
        gap = room - width(line, font, size)
        spaces = line.count(" ")
        t = self.c.beginText(x, self.y)
        if justify and spaces and 0 < gap < spaces * 6:
            t.setWordSpace(gap / spaces)
        for part in re.split(r"(\[\d+\])", line):
            if re.fullmatch(r"\[\d+\]", part):
                t.setFont(font, size * 0.62)
                t.setRise(size * 0.36)
                t.textOut(part[1:-1])
                t.setRise(0)
            elif part:
                t.setFont(font, size)
                t.textOut(part)
        t.setWordSpace(0)
        self.c.drawText(t)

    def lines(self, text, font, size, lead, number="", hang=0.0, indent=0.0):
        first = COLUMN - hang - indent
        rest = COLUMN - hang
        rows = wrap(text, font, size, first, rest)
        for i, line in enumerate(rows):
            notes = self.note_lines(line)
            self.need(lead, notes)
            self.notes += notes
            self.y -= lead
            x = LEFT + self.column * (COLUMN + GUTTER) + hang
            if i == 0 and number:
                self.c.setFont(font, size)
                self.c.drawString(x - (hang and 16), self.y, number)
            shift = indent if i == 0 else 0
            self.draw(line, x + shift, rest - shift, font, size, i + 1 < len(rows))

    def put(self, kind, content):
        if kind == "head":
            self.need(4 * LEAD)
            self.y -= 2
            self.lines(content, BOLD, 12.5, 15)
            self.y -= 5
        elif kind == "sub":
            self.need(4 * LEAD)
            self.y -= 3
            self.lines(content, BOLD, SIZE, LEAD)
            self.y -= 4
        elif kind == "para":
            number, text = content.split("\t")
            self.lines(text, ROMAN, SIZE, LEAD, number, indent=26)
            self.y -= 5
        elif kind == "item":
            number, text = content.split("\t")
            self.lines(text, ROMAN, SIZE, LEAD, number, hang=30)
            self.y -= 3
        elif kind == "table":
            self.need(len(content) * LEAD + 18)
            x = LEFT + self.column * (COLUMN + GUTTER)
            for i, (left, right) in enumerate(content):
                if not right:
                    self.lines(left, BOLD, 8.5, 10.5)
                    continue
                self.y -= 11.5
                last = i + 1 == len(content)
                if last:
                    self.c.line(x, self.y + 9, x + COLUMN, self.y + 9)
                self.c.setFont(BOLD if last else ROMAN, 9)
                self.c.drawString(x + 8, self.y, left)
                self.c.drawRightString(x + COLUMN - 8, self.y, right)
            self.y -= 8

    def save(self):
        self.finish_page()
        self.c.save()


def main():
    out = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    setter = Setter(out)
    for first, content in PARTS:
        setter.start_page(first, cover=first == 1)
        for kind, text in content:
            setter.put(kind, text)
    setter.save()
    print(f"{out} {out.stat().st_size} bytes, reportlab {reportlab.Version}")


if __name__ == "__main__":
    main()

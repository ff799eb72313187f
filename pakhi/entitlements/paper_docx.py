"""Letters as DOCX, because lawyers edit them: the same copies, receipt and sealed sheet as on paper.

The fonts are named for each script and not inside the file; where a machine does not have them it takes its own.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.document import Document as Made
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from pakhi.entitlements.letter_words import figures
from pakhi.entitlements.letters import Filled, Letter
from pakhi.entitlements.letters import receipt as slip

FONTS = {"en": "Noto Sans", "bn": "Noto Sans Bengali", "hi": "Noto Sans Devanagari", "te": "Noto Sans Telugu"}
WORDS = {"en": "en-IN", "bn": "bn-IN", "hi": "hi-IN", "te": "te-IN"}
BOX = "[   ]"
EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def docx(letter: Letter) -> bytes:
    """The letter twice: for the office, and to keep with the receipt; then the sealed sheet, if her name is X."""
    made = Document()
    paper(made)
    body(made, letter, "office_copy")
    body(made, letter, "own_copy")
    receipt(made, letter)
    if letter.sealed:
        envelope(made, letter)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def paper(made: Made) -> None:
    """A4, and nothing in the file's properties that says who made it."""
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(20)
    made.styles["Normal"].font.size = Pt(11)
    made.styles["Normal"].paragraph_format.space_after = Pt(4)
    about = made.core_properties
    about.author = about.comments = about.title = about.last_modified_by = ""


def body(made: Made, one: Letter, copy: str) -> None:
    """One copy of a letter in its language."""
    words, code = one.words, one.language
    mark = line(made, words[copy], code, size=9)
    mark.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    mark.paragraph_format.page_break_before = copy == "own_copy"
    line(made, f"{words['day']}: {one.day}", code).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    line(made, words["to"], code)
    for text in one.to:
        line(made, text, code)
    sentences(made, one)
    if one.beside is not None:
        sentences(made, one.beside)
    line(made, words["particulars"], code, bold=True)
    fields(made, one.rows, code)
    if one.papers:
        line(made, words["papers"], code, bold=True)
        for text in one.papers:
            line(made, f"{BOX} {text}", code)
    line(made, words["yours"], code)
    signed = (
        Filled(words["name"], one.name, 1), Filled(words["address"], one.address, 2),
        Filled(words["place"], "", 1), Filled(f"{words['signature']} / {words['thumb']}", "", 4),
        Filled(words["witness"], "", 1),
    )  # fmt: skip
    fields(made, signed, code)


def sentences(made: Made, one: Letter) -> None:
    """What the letter says, from the subject to what it asks."""
    words, code = one.words, one.language
    line(made, f"{words['subject']}: {one.subject}", code, bold=True)
    if one.law:
        line(made, f"{words['law']}: {one.law}", code)
    line(made, words["greeting"], code)
    for text in one.paragraphs:
        line(made, text, code)
    if one.asks:
        line(made, words["asks"], code)
    for number, text in enumerate(one.asks, 1):
        line(made, f"{figures(str(number), code)}. {text}", code)


def receipt(made: Made, one: Letter) -> None:
    """The part that the office signs and the applicant keeps."""
    words, code = one.words, one.language
    line(made, "- " * 45, "en", size=9)
    line(made, words["receipt"], code, bold=True)
    line(made, one.received, code)
    fields(made, slip(one), code)
    line(made, words["tear"], code, size=9)


def envelope(made: Made, one: Letter) -> None:
    """The sheet that says who X is."""
    line(made, one.words["sealed"], one.language, bold=True).paragraph_format.page_break_before = True
    line(made, f"{one.words['subject']}: {one.subject}", one.language)
    fields(made, one.sealed, one.language)
    line(made, one.words["sealed_note"], one.language, size=9)


def fields(made: Made, rows: Sequence[Filled], code: str) -> None:
    """A table of labels and what stands beside them; empty lines where a hand writes."""
    table = made.add_table(rows=0, cols=2)
    about = table._tbl.tblPr
    about.insert_element_before(borders(), "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    for row in rows:
        left, right = table.add_row().cells
        left.width, right.width = Mm(70), Mm(100)
        run(left.paragraphs[0], row.label, code)
        said = row.text or "   ".join(f"{BOX} {choice}" for choice in row.choices)
        run(right.paragraphs[0], said, code)
        empty = 0 if row.text else row.space if row.choices else row.space - 1
        for _number in range(empty):
            right.add_paragraph()
    made.add_paragraph()


def borders() -> Any:
    """Thin lines around and inside a table."""
    made = OxmlElement("w:tblBorders")
    for edge in EDGES:
        drawn = OxmlElement(f"w:{edge}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "8a8f98")):
            drawn.set(qn(f"w:{key}"), value)
        made.append(drawn)
    return made


def line(made: Made, text: str, code: str, *, bold: bool = False, size: int = 0) -> Paragraph:
    """A paragraph."""
    paragraph = made.add_paragraph()
    run(paragraph, text, code, bold=bold, size=size)
    return paragraph


def run(paragraph: Paragraph, text: str, code: str, *, bold: bool = False, size: int = 0) -> None:
    """Text in the font of its language. Indian scripts are complex scripts to a word processor: they have a font, a
    weight and a size of their own."""
    piece = paragraph.add_run(text)
    piece.bold = bold
    piece.font.cs_bold = bold
    piece.font.name = FONTS["en"]
    about = piece._r.get_or_add_rPr()
    about.get_or_add_rFonts().set(qn("w:cs"), FONTS[code])
    if size:
        piece.font.size = Pt(size)
    high = OxmlElement("w:szCs")
    high.set(qn("w:val"), str(2 * (size or 11)))
    about.append(high)
    tongue = OxmlElement("w:lang")
    tongue.set(qn("w:val"), "en-IN")
    tongue.set(qn("w:bidi"), WORDS[code])
    about.append(tongue)

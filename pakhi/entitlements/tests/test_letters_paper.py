"""Letters as PDF and as DOCX: two copies, a receipt to tear off, the fonts of four scripts.

What is read back from a PDF in an Indian script has its vowel signs in another order, so there the figures, the
sections and the letters that carry no sign are compared; the whole sentences are compared in the DOCX.
"""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn

from pakhi.entitlements.letter_words import LANGUAGES, day, figures, wordings
from pakhi.entitlements.letters import Known, bilingual, compose, page
from pakhi.entitlements.paper_docx import FONTS, docx
from pakhi.entitlements.tests.test_letters import ALL, CANARY, FULL, TODAY
from pakhi.lib import fonts
from pakhi.lib.paper import on_paper

built = pytest.mark.skipif(not fonts.files(400), reason="the front end has not been built")
CODES = list(wordings())
TURNS = {language: CODES[turn :: len(LANGUAGES)][:2] for turn, language in enumerate(LANGUAGES)}


def read_docx(content):
    made = Document(io.BytesIO(content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return made, "\n".join([paragraph.text for paragraph in made.paragraphs] + cells)


def pages(content):
    return [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(content)).pages]


def numbers(text):
    """Sections and years, in any figures."""
    return set(re.findall(r"\d{2,4}", text))


def held(code, language, text):
    """Whether a PDF holds what the letter must say."""
    letter = compose(wordings()[code], FULL, language)
    assert day(TODAY, language) in text, (code, language)
    assert numbers(letter.law) <= numbers(text), (code, language)
    assert not re.search(r"[{}]|None", text), (code, language)
    assert "Ashoknagar" in text
    if language == "en":
        flat = " ".join(text.split())
        for sentence in (letter.subject, letter.law, *letter.paragraphs, *letter.asks):
            assert " ".join(sentence.split()) in flat, sentence


@pytest.mark.parametrize(("code", "language"), ALL)
def test_each_letter_is_a_docx_in_each_language(code, language):
    letter = bilingual(wordings()[code], FULL, language)
    made, text = read_docx(docx(letter))
    for sentence in (*letter.to, letter.subject, letter.law, *letter.paragraphs, *letter.asks, letter.received):
        assert sentence in text, sentence
    assert text.count(day(TODAY, language)) >= 2
    assert not re.search(r"[{}]|None", text)
    named = {run._r.rPr.rFonts.get(qn("w:cs")) for one in made.paragraphs for run in one.runs}
    assert named <= {FONTS[language], FONTS["en"]}
    assert FONTS[language] in named


def test_a_docx_has_two_copies_a_receipt_and_a_sealed_sheet_and_says_nothing_of_its_maker():
    letter = compose(wordings()["compensation_form_1"], Known(**CANARY, now=TODAY), "en")
    made, text = read_docx(docx(letter))
    words = letter.words
    assert [text.count(words[key]) for key in ("office_copy", "own_copy", "receipt_number", "sealed_note")] == [1] * 4
    assert text.count(letter.subject) == 4  # two copies, the receipt, the sealed sheet
    assert text.count(CANARY["name"]) == 1
    assert text.count(words["thumb"]) >= 2
    about = made.core_properties
    assert (about.author, about.comments, about.title, about.last_modified_by) == ("", "", "", "")


def test_a_page_for_the_press_has_two_copies_and_one_receipt_of_every_letter():
    letters = [compose(one, FULL, "en") for one in wordings().values()]
    html = page(letters)
    words = letters[0].words
    assert html.count(words["office_copy"]) == html.count(words["own_copy"]) == len(letters)
    assert html.count(words["receipt_number"]) == html.count(words["tear"]) == len(letters)
    assert html.count(words["sealed_note"]) == len([one for one in wordings().values() if one.hides])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_can_write_nothing_into_the_page(language):
    known = Known(name="<script>x</script>", address="<b>", now=TODAY, care_of="own")
    html = page([bilingual(wordings()["legal_aid"], known, language)])
    assert "<script>" not in html
    assert "<b>" not in html


@pytest.mark.slow
@built
@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_pressed_in_each_language(language):
    """Two in each language, because pressing and reading take long; `make prove` presses all of them in all."""
    codes = TURNS[language]
    content = on_paper(page([compose(wordings()[code], FULL, language) for code in codes]))
    text = "\n".join(pages(content))
    for code in codes:
        held(code, language, text)
    assert text.count(day(TODAY, language)) >= 2 * len(codes)


@built
@pytest.mark.prove
@pytest.mark.parametrize("language", LANGUAGES)
def test_all_letters_are_pressed_in_each_language(language):
    content = on_paper(page([compose(one, FULL, language) for one in wordings().values()]))
    text = "\n".join(pages(content))
    for code in CODES:
        held(code, language, text)
    assert text.count(figures("22", language)) >= 2 * len(CODES)


@pytest.mark.slow
@built
def test_the_fonts_of_a_script_are_inside_the_pdf():
    content = on_paper(page([bilingual(wordings()["reminder"], FULL, "te")]))
    names = {
        str(font.get_object()["/BaseFont"])
        for one in pypdf.PdfReader(io.BytesIO(content)).pages
        for font in one["/Resources"]["/Font"].values()
    }
    assert any("telugu" in name for name in names)
    assert all("+" in name for name in names)

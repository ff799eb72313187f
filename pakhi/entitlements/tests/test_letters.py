"""Letters say the right law on the right day in four languages, and leave a line where nothing is known."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

import pytest

from pakhi.entitlements import known as catalogue
from pakhi.entitlements.letter_words import BLANK, LANGUAGES, day, every_text, label, wordings
from pakhi.entitlements.letters import Known, bilingual, compose, not_yet
from pakhi.entitlements.letters_case import OWN

TODAY = dt.date(2026, 11, 22)
ALL = [(code, language) for code in wordings() for language in LANGUAGES]
SCRIPTS = {"en": "LATIN", "bn": "BENGALI", "hi": "DEVANAGARI", "te": "TELUGU"}
FULL = Known(
    kind="", office=dict.fromkeys(LANGUAGES, ("Ashoknagar office", "Ashoknagar")), day=TODAY,
    handed_in=dt.date(2026, 9, 1), now=TODAY, about="legal_aid", care_of="dlsa",
)  # fmt: skip
CANARY = {"name": "Quillabeth Zorntree", "address": "Ghughudanga-Nowhere", "birth": "02/03/1999"}


def told(letter):
    """All that stands on a letter, without the sealed sheet."""
    rows = [part for row in letter.rows for part in (row.label, row.text, *row.choices)]
    texts = [*letter.to, letter.day, letter.subject, letter.law, *letter.paragraphs, *letter.asks, *rows,
             *letter.papers, letter.name, letter.address, letter.received]  # fmt: skip
    return "\n".join(texts)


def scripts(text):
    names = (unicodedata.name(sign, "").split()[0] for sign in text if sign.isalpha())
    return set(names) & set(SCRIPTS.values())


def test_every_text_is_there_in_each_language_and_in_no_other_script():
    for text in every_text():
        assert set(LANGUAGES) <= set(text)
        for code, own in SCRIPTS.items():
            assert text[code].strip() == text[code]
            assert scripts(text[code]) <= {own, "LATIN"}, text[code]
            blanks = re.findall(r"\{\w*\}", text[code])
            assert sorted(blanks) == sorted(re.findall(r"\{\w*\}", text["en"])), text[code]


def test_what_is_written_outside_english_is_in_its_own_script():
    for text in every_text():
        for code in ("bn", "hi", "te"):
            assert SCRIPTS[code] in scripts(text[code]) or not scripts(text["en"]), text[code]


def test_every_form_of_the_catalogue_is_a_letter_with_all_its_fields_in_their_order():
    letters = catalogue.the().letters
    assert set(letters) == set(wordings()) - set(OWN)
    for code, one in letters.items():
        assert [field.key for field in wordings()[code].fields] == list(one.keys), code


def test_what_a_letter_names_is_in_the_catalogue():
    rows = catalogue.the().by_series
    for one in wordings().values():
        assert set(one.to) <= set(catalogue.the().offices)
        assert set(one.series) <= set(rows), one.id
        assert set(one.by_row or {}) <= {row.id for row in rows.get(one.law_series, ())}
        if one.limit[0]:
            clocks = {clock.id for row in rows[one.limit[0]] for clock in row.clocks}
            assert one.limit[1] in clocks, one.id
        for field in one.fields:
            if field.place == "row":
                assert label(one.id, field.key, "en")


@pytest.mark.parametrize(("code", "language"), ALL)
def test_nothing_is_left_unfilled_and_the_day_is_written_as_the_office_writes_it(code, language):
    text = told(compose(wordings()[code], FULL, language))
    assert not re.search(r"[{}]|None", text)
    assert "Ashoknagar" in text
    assert day(TODAY, language) in text


@pytest.mark.parametrize(("code", "language"), ALL)
def test_what_is_not_known_is_a_dotted_line_and_no_name_is_made_up(code, language):
    letter = compose(wordings()[code], Known(now=TODAY), language)
    assert letter.day == BLANK
    assert letter.to[1:] == (BLANK, BLANK)
    assert letter.name in {"", letter.words["hidden"]}
    assert letter.address == ""
    assert all(not row.text or row.text == letter.words["hidden"] for row in letter.rows)
    if wordings()[code].late:
        assert BLANK in letter.paragraphs[0]
    assert not re.search(r"[{}]|None", told(letter))


@pytest.mark.parametrize(
    ("code", "on", "law"),
    [
        ("work_demand", dt.date(2026, 6, 30), "Mahatma Gandhi"),
        ("work_demand", dt.date(2026, 7, 1), "VB-G RAM G Act, 2025"),
        ("compensation_form_1", dt.date(2024, 6, 30), "Section 357A"),
        ("compensation_form_1", dt.date(2024, 7, 1), "Section 396"),
        ("sponsorship", dt.date(2022, 3, 31), "ICPS"),
        ("sponsorship", dt.date(2022, 4, 1), "Mission Vatsalya"),
    ],
)
def test_the_law_is_that_of_the_day(code, on, law):
    letter = compose(wordings()[code], Known(day=on, now=on), "en")
    assert law in letter.law
    assert law in " ".join(letter.paragraphs)


def test_an_allowance_names_the_law_under_which_work_was_asked():
    known = Known(handed_in=dt.date(2026, 6, 30), day=dt.date(2026, 7, 20), now=dt.date(2026, 7, 20))
    assert "Mahatma Gandhi" in compose(wordings()["unemployment_allowance"], known, "en").law


@pytest.mark.parametrize(
    ("offence", "named", "silent"),
    [
        (dt.date(2024, 6, 30), "section 370", "199(c)"),
        (dt.date(2024, 7, 1), "199(c)", "section 370"),
        (None, "143 and 144", "199(c)"),
    ],
)
def test_a_refused_fir_names_the_code_that_held_on_the_day_of_the_offence(offence, named, silent):
    text = told(compose(wordings()["fir_refusal"], Known(offence=offence, now=TODAY), "en"))
    assert named in text
    assert silent not in text
    assert "173(4)" in text


@pytest.mark.parametrize(
    ("code", "about", "limit"),
    [("reminder", "legal_aid", "7 days"), ("reminder", "compensation_form_1", "60 days"),
     ("unemployment_allowance", "", "15 days"), ("rti_first_appeal", "", "30 days")],
)  # fmt: skip
def test_the_days_of_the_law_and_those_that_have_gone_are_counted(code, about, limit):
    known = Known(handed_in=dt.date(2026, 9, 1), now=TODAY, about=about)
    text = told(compose(wordings()[code], known, "en"))
    assert limit in text
    assert "82 days" in text
    assert "৮২" in told(compose(wordings()[code], known, "bn"))


def test_a_limit_that_the_law_of_the_day_does_not_have_is_not_named():
    """The source has 15 days for a job card under the old Act only."""
    old, new = (
        told(compose(wordings()["job_card_registration"], Known(now=on), "en"))
        for on in (dt.date(2026, 6, 30), dt.date(2026, 7, 1))
    )
    assert "15 days" in old
    assert "15 days" not in new


@pytest.mark.parametrize(("gone", "early"), [(0, (0, 15)), (15, (15, 15)), (16, None)])
def test_a_letter_about_lateness_is_too_early_until_the_time_is_over(gone, early):
    known = Known(handed_in=TODAY - dt.timedelta(days=gone), now=TODAY)
    assert not_yet(wordings()["unemployment_allowance"], known) == early


@pytest.mark.parametrize("code", [one.id for one in wordings().values() if one.hides])
@pytest.mark.parametrize("language", LANGUAGES)
def test_where_the_law_allows_it_her_name_is_x_and_stands_on_the_sealed_sheet_alone(code, language):
    letter = bilingual(wordings()[code], Known(**CANARY, now=TODAY, care_of="own"), language)
    for word in CANARY.values():
        assert word not in told(letter)
    assert [row.text for row in letter.sealed] == [CANARY["name"], CANARY["birth"], CANARY["address"]]
    assert "X" in letter.name


@pytest.mark.parametrize("code", [one.id for one in wordings().values() if one.organisation_signs])
def test_a_request_for_information_is_never_in_her_name(code):
    letter = compose(wordings()[code], Known(**CANARY, now=TODAY, care_of="own", asker="Mou"), "en")
    assert letter.name == "Mou"
    for word in CANARY.values():
        assert word not in told(letter)
    assert not letter.sealed


def test_the_organisation_is_named_only_where_letters_go_to_it():
    known = Known(organisation="CBO One", now=TODAY)
    for code in wordings():
        assert "CBO One" not in told(compose(wordings()[code], known, "en"))
    cared = Known(organisation="CBO One", now=TODAY, care_of="organisation")
    assert "care of CBO One" in told(compose(wordings()["legal_aid"], cared, "en"))


def test_english_stands_beside_every_label_of_a_letter_in_another_language():
    letter, beside = (bilingual(wordings()["legal_aid"], FULL, code) for code in ("bn", "en"))
    for row, other in zip(letter.rows, beside.rows, strict=True):
        assert row.label.endswith(f" / {other.label}")
    assert letter.beside is not None
    assert letter.beside.paragraphs == beside.paragraphs
    assert beside.beside is None

"""Languages are data. Four are shipped; more need a row in a file and a folder of translations, and no code."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
import yaml
from django import forms
from django.utils import translation
from django.utils.translation import trans_real

from pakhi.site import languages as known
from tests.readers import browser
from tests.village import Village

ROOT = Path(__file__).resolve().parent.parent
PAKHI = ROOT / "pakhi"
LOCALE = PAKHI / "locale"
SHIPPED = [language.code for language in known.languages()]
TRANSLATED = [code for code in SHIPPED if code != "en"]
MORE = [
    {"code": "ta", "name": "தமிழ்", "english": "Tamil", "dir": "ltr", "zero": "௦", "reviewed": False},
    {"code": "kn", "name": "ಕನ್ನಡ", "english": "Kannada", "dir": "ltr", "zero": "೦", "reviewed": False},
    {"code": "gu", "name": "ગુજરાતી", "english": "Gujarati", "dir": "ltr", "zero": "૦", "reviewed": False},
    {"code": "ur", "name": "اردو", "english": "Urdu", "dir": "rtl", "zero": "۰", "reviewed": False},
]
# Properties that name a side of the screen; the logical ones (inline-start, inset-inline …) name a side of the text.
PHYSICAL = re.compile(
    r"(?:^|[;{\s])(?:(?:margin|padding|scroll-margin|scroll-padding|border)-(?:left|right)[\w-]*|left|right|"
    r"border-(?:top|bottom)-(?:left|right)-radius)\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)


@pytest.fixture
def more_languages(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The shipped file of languages with four more rows, as an installation would write them."""
    file = tmp_path / "languages.yaml"
    rows = yaml.safe_load(known.FILE.read_text(encoding="utf-8"))
    file.write_text(yaml.safe_dump(rows + MORE, allow_unicode=True), encoding="utf-8")
    monkeypatch.setattr(known, "FILE", file)
    known.languages.cache_clear()
    settings.LANGUAGES = [(language.code, language.name) for language in known.languages()]
    yield
    monkeypatch.undo()
    known.languages.cache_clear()
    trans_real.get_languages.cache_clear()
    translation.activate("en")


def test_four_are_shipped_and_what_nobody_checked_is_marked() -> None:
    assert SHIPPED == ["en", "bn", "hi", "te"]
    assert [language.code for language in known.languages() if language.reviewed] == ["en"]


@pytest.mark.parametrize("code", SHIPPED)
def test_pages_speak_the_language_and_say_who_checked_it(village: Village, code: str) -> None:
    text = browser().get(f"/v/?l={code}").content.decode()
    assert f'<html lang="{code}" dir="ltr">' in text
    assert ('class="unreviewed"' in text) == (code != "en")


@pytest.mark.parametrize("row", MORE, ids=lambda row: row["english"])
def test_a_new_row_gives_working_pages_on_both_sites(village: Village, more_languages, row: dict[str, object]) -> None:
    code, html = row["code"], f'<html lang="{row["code"]}" dir="{row["dir"]}">'
    for address in (f"/v/?l={code}", f"/v/void?l={code}"):
        assert html in browser().get(address).content.decode()
    assert html in browser().get("/", headers={"Accept-Language": f"{code}-IN,en;q=0.5"}).content.decode()
    devi = village.client("devi")
    chosen = devi.post("/desk/language", {"language": code, "next": "/desk/people"})
    assert chosen["Location"] == "/desk/people"
    for address in ("/desk/", "/desk/people", "/desk/cards/", "/desk/counting/"):
        assert html in devi.get(address).content.decode()
    assert str(row["name"]) in devi.get("/desk/").content.decode()


@pytest.mark.parametrize("row", MORE, ids=lambda row: row["english"])
def test_its_digits_are_read_on_a_card(village: Village, more_languages, row: dict[str, object]) -> None:
    village.key()
    (number,) = village.cards(1)
    zero = ord(str(row["zero"]))
    written = "".join(chr(zero + int(digit)) for digit in number)
    answer = browser().post("/v/go", {"screen": "start", "card": written, "to_language": ""})
    assert answer.status_code == 200


def test_a_survivor_changes_the_language_in_the_middle(village: Village, more_languages) -> None:
    village.key()
    (number,) = village.cards(1)
    client = browser()
    page = client.post("/v/go", {"screen": "start", "card": number}).content.decode()
    note = re.search(r'name="note" value="([^"]+)"', page)
    assert note
    page = client.post("/v/go", {"screen": "whom", "note": note[1], "to_language": "ur"}).content.decode()
    assert '<html lang="ur" dir="rtl">' in page


@pytest.mark.parametrize("asked", ["xx", "../en", "en'\"><script>", "EN", "bn-IN", ""])
def test_an_unknown_language_falls_back_quietly(village: Village, asked: str) -> None:
    response = browser().get("/v/", {"l": asked}, headers={"Accept-Language": "te-IN,en;q=0.3"})
    assert '<html lang="te"' in response.content.decode()
    assert "<script>" not in response.content.decode().replace("<script src", "")


@pytest.mark.parametrize("path", sorted(PAKHI.rglob("static/**/*.css")), ids=lambda path: path.name)
def test_styles_name_sides_of_the_text_and_not_of_the_screen(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    assert [line.strip() for line in text.splitlines() if PHYSICAL.search(line)] == []


def test_that_scan_finds_what_it_looks_for() -> None:
    for wrong in ("a { margin-left: 1px }", "p{left:0}", "p { text-align: right }", "b{float:left}"):
        assert PHYSICAL.search(wrong)
    for right in ("a { margin-inline-start: 1px }", "p { text-align: start }", "p{inset-inline-end:0}", ".left {"):
        assert not PHYSICAL.search(right)


def catalogue(code: str) -> polib.POFile:
    """The translations of a language; the test is skipped while there are none at all."""
    if not LOCALE.exists():
        pytest.skip("pakhi/locale is not there yet: no translations to look at")
    return polib.pofile(str(LOCALE / code / "LC_MESSAGES" / "django.po"))


@pytest.mark.parametrize("code", TRANSLATED)
def test_nothing_is_empty_or_guessed(code: str) -> None:
    entries = [entry for entry in catalogue(code) if not entry.obsolete]
    assert [entry.msgid for entry in entries if entry.fuzzy or not entry.translated()] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_keeps_the_places_for_names_and_numbers(code: str) -> None:
    """A lost %(name)s would be a page that fails in one language only."""
    places = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w+}")
    wrong = []
    for entry in catalogue(code):
        allowed = set(places.findall(entry.msgid + entry.msgid_plural))
        needed = set() if entry.msgid_plural else allowed
        for text in filter(None, [entry.msgstr, *entry.msgstr_plural.values()]):
            if not needed <= set(places.findall(text)) <= allowed:
                wrong.append(entry.msgid)
    assert wrong == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_translation_brings_markup_of_its_own(code: str) -> None:
    tags = re.compile(r"</?[a-z][^>]*>|&\w+;")
    entries = [entry for entry in catalogue(code) if entry.msgstr]
    assert [e.msgid for e in entries if sorted(tags.findall(e.msgstr)) != sorted(tags.findall(e.msgid))] == []


def test_every_text_of_the_product_is_in_every_language() -> None:
    if not LOCALE.exists():
        pytest.skip("pakhi/locale is not there yet: nothing to compare")
    done = subprocess.run([ROOT / "ops" / "messages", "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("code", ["bn", "hi", "te"])
def test_a_wrong_input_is_answered_in_the_language_of_the_page(code: str) -> None:
    """By the forms themselves: what Django lacks in a language stands in form_words.py."""

    class Filled(forms.Form):
        one, few = forms.ChoiceField(choices=[("a", "a")]), forms.CharField(max_length=3)
        day, number, empty = forms.DateField(), forms.IntegerField(), forms.CharField()
        many, several = forms.MultipleChoiceField(choices=[("a", "a")]), forms.MultipleChoiceField()

    wrong = {"one": "x", "few": "abcd", "day": "never", "number": "some", "many": ["x"], "several": "x"}
    with translation.override("en"):
        english = {line for lines in Filled(wrong).errors.values() for line in lines}
    with translation.override(code):
        said = {line for lines in Filled(wrong).errors.values() for line in lines}
    assert len(english) >= 6
    assert said & english == set()


def test_texts_are_marked_by_the_names_that_are_collected() -> None:
    """What gettext is called by another name than its own or `_` no tool finds, and nobody translates."""
    named = re.compile(r"import \w*gettext\w* as (?!_$)\w+", re.M)
    assert [str(path) for path in (ROOT / "pakhi").rglob("*.py") if named.search(path.read_text())] == []

"""What is wrong with a workbook is said in the reader's language, with sheet, row and column."""

from __future__ import annotations

import re

import pytest
from django.utils import translation
from django.utils.translation import gettext

from pakhi.field import complaints, xlsform
from pakhi.field.xlsform import NotAForm

HEAD = "| survey |\n| | type | name | label |\n"
LOGIC = "| survey |\n| | type | name | label | calculation |\n| | text | a | A | |\n"
CHOOSES = HEAD + "| | select_one yn | a | A |\n| choices |\n| | list_name | name | label |\n"
SETTINGS = "| settings |\n| | form_id | form_title |\n| | v | V |\n"
WRONG = {
    "no sheet": (SETTINGS, "no sheet “survey”"),
    "misspelt sheet": (HEAD.replace("survey", "surveys") + SETTINGS, "called surveys"),
    "no head": ("| survey |\n| | text | a | A |\n", "Sheet “survey”: Its first row lacks a column: type"),
    "column twice": (
        "| survey |\n| | type | name | label | relevant | bind:relevant |\n| | text | a | A | 1 | 1 |\n",
        "Sheet “survey”: Two columns mean the same",
    ),
    "type": (HEAD + "| | txet | a | A |\n", "Sheet “survey”, row 2, column “type”: “txet” is no type"),
    "no list named": (HEAD + "| | select_one | a | A |\n", "row 2, column “type”: Write after “select_one”"),
    "no list": (CHOOSES + "| | zz | a | A |\n", "row 2, column “type”: The sheet “choices” has no list “yn”"),
    "no choices": (HEAD + "| | select_one yn | a | A |\n", "Sheet “choices”: Something is chosen"),
    "reserved": (HEAD + "| | text | meta | A |\n", "row 2, column “name”: “meta” is a reserved name"),
    "twice": (HEAD + "| | text | a | A |\n| | text | a | B |\n", "row 3, column “name”: “a” is there already"),
    "name": (HEAD + "| | text | a b | A |\n", "row 2, column “name”: A name begins with a letter"),
    "no name": (HEAD + "| | text | | A |\n", "row 2, column “name”: The name is missing"),
    "no type": (HEAD + "| | | a | A |\n", "row 2, column “type”: The type of the question is missing"),
    "no label": (HEAD + "| | text | a | |\n", "row 2, column “label”: “a” has no words"),
    "unknown name": (HEAD + "| | text | a | A ${b} |\n", "row 2, column “label”: No question is called “b”"),
    "calculation": (LOGIC + "| | calculate | c | | ${a + 1 |\n", "row 3, column “calculation”: A question is named"),
    "no calculation": (LOGIC + "| | calculate | c | | |\n", "row 3, column “calculation”: The calculation is missing"),
    "choice": (CHOOSES + "| | yn | | Yes |\n", "Sheet “choices”, row 2, column “name”: The name is missing"),
    "choice twice": (CHOOSES + "| | yn | y | A |\n| | yn | y | B |\n", "Sheet “choices”, row 3, column “name”: In one"),
    "begun": (HEAD + "| | begin_group | g | G |\n| | text | a | A |\n", "row 2, column “type”: What begins here"),
    "ended": (HEAD + "| | text | a | A |\n| | end_group | | |\n", "row 3, column “type”: Nothing that ends here"),
    "title": (
        HEAD + "| | text | a | A |\n"
        "| settings |\n| | form_id | form_title | form_title::Bengali (bn) |\n| | v | V | W |\n",
        "Sheet “settings”, row 1, column “form_title::Bengali (bn)”: Write the title",
    ),
}  # fmt: skip
WRONG |= {
    "kobo matrix": (
        HEAD + "| | begin_kobomatrix | m | M |\n| | select_one yn | | A |\n| | end_kobomatrix | | |\n",
        "row 2, column “type”: Only KoboToolbox knows “begin_kobomatrix”",
    ),
    "kobo score": (HEAD + "| | begin_score | m | M |\n| | score__row | a | A |\n| | end_score | | |\n",
                   "row 2, column “type”: Only KoboToolbox knows “begin_score”"),
    "kobo name": ("| survey |\n| | type | $given_name | label |\n| | text | a | A |\n",
                  "row 2, column “name”: KoboToolbox has left the name out"),
    "or_other": (
        HEAD.replace("| label |", "| label | choice_filter |") + "| | select_one yn or_other | a | A | true() |\n"
        "| choices |\n| | list_name | name | label |\n| | yn | y | Yes |\n",
        "row 2, column “choice_filter”: or_other does not go",
    ),
    "parameter": (
        HEAD.replace("| label |", "| label | parameters |") + "| | range | a | A | start=1 end=9 step=0 |\n",
        "row 2, column “parameters”: “step” must not be 0.",
    ),
    "trigger": (
        HEAD.replace("| label |", "| label | calculation | trigger |") + "| | calculate | a | | 1 | |\n"
        "| | text | b | B | 2 | ${a} |\n",
        "Sheet “survey”, row 2, column “trigger”: “a” is never shown",
    ),
    "entities": (
        HEAD.replace("| label |", "| label | save_to |") + "| | integer | a | A | name |\n"
        "| entities |\n| | list_name | label |\n| | wells | ${a} |\n",
        "Sheet “survey”, row 2, column “save_to”: A property must not be called name",
    ),
}  # fmt: skip
KOBO = {  # what people bring from there, and what becomes of it: types, languages
    "a language in its own script": (
        "| survey |\n| | type | name | label::বাংলা (bn) | label::English (en) |\n| | text | a | ক | A |\n",
        ["text"], ("বাংলা (bn)", "English (en)"),
    ),
    "a picture": ("| survey |\n| | type | name | label | media::image |\n| | text | a | A | a.png |\n",
                  ["text"], ("default",)),
    "or_other": (CHOOSES.replace("select_one yn", "select_one yn or_other") + "| | yn | y | Yes |\n",
                 ["select one", "text"], ()),
    "rank": (CHOOSES.replace("select_one yn", "rank yn") + "| | yn | y | Yes |\n", ["rank"], ()),
    "its own columns": (
        "| survey |\n| | type | name | label | $given_name | $kuid |\n| | text | a | A | a | k1 |\n", ["text"], (),
    ),
    "a calculation": (LOGIC + "| | calculate | c | | 1 + 1 |\n", ["text", "calculate"], ()),
}  # fmt: skip
DOUBTED = {
    "bracket": (LOGIC + "| | calculate | c | | (${a} + 1 |\n", "row 3, column “calculation”: A bracket"),
    "language": (
        "| survey |\n| | type | name | label::English (en) | label::Bengali (bn) |\n| | text | a | A | |\n"
        "| | text | b | B | খ |\n",
        "Sheet “survey”, row 2, column “label::Bengali (bn)”: There are no words",
    ),
    "choice label": (CHOOSES + "| | yn | y | |\n", "Sheet “choices”, row 2, column “label”: There are no words"),
    "nothing asked": (HEAD, "There is no question in it"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_fault_is_said_with_its_place(fault: str) -> None:
    text, said = WRONG[fault]
    with pytest.raises(NotAForm, match=re.escape(said)):
        xlsform.read(text.encode(), "form.md")


@pytest.mark.parametrize("habit", KOBO)
def test_what_kobotoolbox_writes_is_taken_as_pyxform_takes_it(habit: str) -> None:
    text, types, languages = KOBO[habit]
    made = xlsform.read(text.encode(), "form.md")
    assert [one.type for one in made.questions] == types
    assert made.languages == languages


@pytest.mark.parametrize("fault", DOUBTED)
def test_what_pyxform_takes_is_warned_of(fault: str) -> None:
    text, said = DOUBTED[fault]
    assert any(said in one for one in xlsform.read(text.encode(), "form.md").warnings)


def test_brackets_in_quoted_words_and_a_whole_form_are_no_doubt() -> None:
    text = LOGIC + "| | calculate | c | | concat(${a}, ':(') |\n"
    assert xlsform.read(text.encode(), "form.md").warnings == ()


def test_what_is_in_no_table_is_said_in_pyxforms_words_with_its_place_in_ours() -> None:
    told = "[row : 4] On the 'survey' sheet, the 'parameters' value is invalid. The 'x' parameter must be 'true'."
    assert complaints.said(told) == "Sheet “survey”, row 4, column “parameters”: The 'x' parameter must be 'true'."
    assert complaints.said("Something else.") == "Something else."


@pytest.mark.parametrize("language", ["bn", "hi", "te"])
def test_every_sentence_is_there_in_every_language(language: str) -> None:
    with translation.override(language):
        assert [words for _pattern, _sheet, _column, words in complaints.FAULTS if gettext(words) == words] == []

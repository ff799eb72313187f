"""The questions are data: each has words and a picture, and no two share a field."""

import re
from pathlib import Path

from django.contrib.staticfiles import finders

from pakhi.voice.questions import FACE_WORDS, WORDS, questionnaire

ASKED = questionnaire()
EVERY = [*ASKED.items, *ASKED.yesno, *ASKED.themes]
PAGE = {"screen", "note", "to", "to_language", "card", "family", "place", "office", "holder", "themes", "words", "next"}


def test_there_are_eight_questions_with_faces_and_four_with_yes_or_no():
    assert (len(ASKED.items), len(ASKED.yesno)) == (8, 4)
    assert list(FACE_WORDS) == [1, 2, 3, 4]


def test_no_two_share_a_field_and_none_takes_one_of_the_page():
    keys = [question.key for question in EVERY]
    assert len(keys) == len(set(keys))
    assert not set(keys) & PAGE


def test_each_has_words_and_a_picture():
    sprite = Path(finders.find("v/pictures.svg")).read_text()
    drawn = set(re.findall(r'id="([^"]+)"', sprite))
    assert {question.key for question in EVERY} == set(WORDS)
    assert not [question.key for question in EVERY if question.picture not in drawn]


def test_a_threat_offers_help():
    assert [question.key for question in ASKED.yesno if question.help] == ["told_others"]

"""What people read of the catalogue is collected for translation, all of it."""

from __future__ import annotations

import pytest

from pakhi.entitlements import texts
from pakhi.entitlements.reading import read


def test_the_list_is_what_the_catalogue_says_now():
    held = texts.PLACE.read_text(encoding="utf-8")
    assert held == texts.listed(texts.words(read())), "run `python -m pakhi.entitlements.texts`, then `ops/messages`"


def test_every_row_is_in_it_with_its_name():
    collected = set(texts.words(read()))
    assert {row.name for row in read().rows} <= collected
    assert {fact.asks for fact in read().facts.values()} <= collected


def test_a_text_that_a_template_cannot_quote_is_said_so():
    assert texts.listed(['She said "no"']) == "{% load i18n %}\n{% translate 'She said \"no\"' %}\n"
    for text in ("She said \"no\", and 'later'", "on 60 % of the days"):
        with pytest.raises(ValueError, match=r"She said|60"):
            texts.listed([text])

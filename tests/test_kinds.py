"""What the rooms declare about threads fits together: the pages that show them are there."""

from __future__ import annotations

import pytest
from django.urls import resolve

from pakhi.cbr.kinds import KINDS
from pakhi.cbr.pages.thread import page_of

SHOWN_ELSEWHERE = sorted(key for key, made in KINDS.items() if made.page)


def test_some_kinds_of_several_rooms_have_a_page_of_their_own() -> None:
    assert {KINDS[key].page.partition(":")[0] for key in SHOWN_ELSEWHERE} == {"entitlements", "legal"}


@pytest.mark.parametrize("key", SHOWN_ELSEWHERE)
def test_a_kind_with_a_page_of_its_own_leads_to_that_page(key: str) -> None:
    assert resolve(page_of(KINDS[key], "ACDEFGHJ", "number-1")).view_name == KINDS[key].page

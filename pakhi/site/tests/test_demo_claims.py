"""The demonstration's claims are lawful steps, with papers that she has."""

from __future__ import annotations

import random

import pytest

from pakhi.cbr.models import Thread
from pakhi.cbr.tests.conftest import book, mou, rina
from pakhi.entitlements import claim_papers
from pakhi.site.demo import claims
from pakhi.site.demo.cases import Teller
from pakhi.vault.tests.conftest import keepers, organisations, quick_passwords

__all__ = ["book", "keepers", "mou", "organisations", "quick_passwords", "rina"]
pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.mark.parametrize(("series", "begun", "way"), claims.WAYS, ids=[f"{one[0]}-{one[1]}" for one in claims.WAYS])
def test_every_way_can_be_gone_and_some_papers_are_there(book, mou, series, begun, way) -> None:
    claims.asked(Teller(book, mou, random.Random(1)), series, begun, way)
    claim = Thread.objects.get(kind="claim")
    assert claim.values["series"] == series
    assert len(claim_papers.have([book])) == min(2, len(claim_papers.of_claim(claim)))

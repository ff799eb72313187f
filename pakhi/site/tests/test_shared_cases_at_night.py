"""What two organisations share ends each night, and at every start, where she agrees no more and nobody was told."""

from __future__ import annotations

import contextvars

import pytest

from pakhi.legal.models import JointFile
from pakhi.legal.tests.conftest import (  # fixtures of that room
    agreed,
    book,
    kabir,
    keepers,
    mou,
    offered,
    organisations,
    quick_passwords,
    rina,
    say,
    shared,
    whole,
)
from pakhi.site import cli
from pakhi.site.commands import serve
from pakhi.vault import consent, halves
from pakhi.vault.models import JointKey

__all__ = [
    "agreed", "book", "kabir", "keepers", "mou", "offered", "organisations", "quick_passwords", "rina", "say", "shared",
    "whole",
]  # fmt: skip
pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.mark.parametrize("nightly", [serve.tidy, lambda: cli.main(["vault", "destroy-due"])], ids=["start", "command"])
def test_what_she_took_back_ends_though_the_machine_stopped_before_it_told(monkeypatch, shared, rina, mou, nightly):
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    contextvars.Context().run(nightly)  # with no organisation bound, as at night
    assert JointFile.objects.get().state == "accepted"
    consent.withdraw(consent.holding(rina, "share").get(), mou)
    contextvars.Context().run(nightly)
    assert JointFile.objects.get().state == "ended"
    assert not JointKey.objects.exists()
    assert not halves.path(halves.joint(shared.code)).exists()

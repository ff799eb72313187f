"""When the law's time is over: `pakhi vault destroy-due` each night, and every start of the server."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.field import passing
from pakhi.field.models import HandOverNote
from pakhi.lib.clock import today
from pakhi.site import cli
from pakhi.site.commands import serve
from pakhi.vault import forget, identity, keys, looking, scope
from pakhi.vault.models import Erasure
from tests.village import PASSWORD, Village


@pytest.fixture
def salma(village: Village) -> keys.Unlocked:
    """The supervisor of CBO One, which is set up."""
    one, account = village.organisations["one"], village.accounts["salma"]
    with scope.bound(one.code):
        keys.make_worker_key(account, PASSWORD)
        keys.rehearse(one, keys.set_up(one, account)[:2])
        return keys.unlock(account, PASSWORD)


@pytest.fixture
def forgotten(village: Village, salma: keys.Unlocked) -> Erasure:
    """Somebody who was forgotten."""
    one = village.organisations["one"]
    with scope.bound(one.code):
        person = identity.register(one, {"names": {"names": [{"text": "Quillabeth Zorntree"}]}}, salma.account)
        return forget.forget(salma, person, salma.account)


@pytest.fixture
def still_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start closes its connections before the server's processes open theirs; a test goes on with its own."""
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)


def over(erasure: Erasure) -> None:
    """Its time was over yesterday."""
    erasure.destroy_after = today() - dt.timedelta(days=1)
    with scope.everywhere():
        erasure.save()


def destroyed(erasure: Erasure) -> dt.date | None:
    with scope.everywhere():
        return Erasure.objects.get(pk=erasure.pk).destroyed_on


def test_a_command_destroys_what_is_due_and_no_more(forgotten, capsys):
    assert cli.main(["vault", "destroy-due"]) == 0
    assert capsys.readouterr().out == "No key is due.\n"
    assert destroyed(forgotten) is None
    over(forgotten)
    assert cli.main(["vault", "destroy-due"]) == 0
    assert capsys.readouterr().out == "1 key destroyed.\n"
    assert destroyed(forgotten) == today()


def test_a_start_of_the_server_does_it_too_and_throws_looks_away(village, salma, forgotten, still_connected):
    one = village.organisations["one"]
    looking.write(salma, one, looking.Look("done"))
    over(forgotten)
    serve.tidy()
    assert destroyed(forgotten) == today()
    assert looking.found(salma, one) is None


def test_a_start_goes_on_whatever_happens(monkeypatch, capsys, still_connected, three_databases):
    def broken(_day: dt.date) -> None:
        raise RuntimeError("Quillabeth")

    monkeypatch.setattr(forget, "destroy_due", broken)
    serve.tidy()
    out = capsys.readouterr().out
    assert "pakhi vault destroy-due" in out
    assert "Quillabeth" not in out


@pytest.mark.parametrize("nightly", [serve.tidy, lambda: cli.main(["vault", "destroy-due"])], ids=["start", "command"])
def test_hand_over_notes_of_shifts_go_after_a_month_though_nobody_writes_another(
    village, salma, still_connected, nightly
):
    one = village.organisations["one"]
    with scope.bound(one.code):
        old, young = (passing.write(one, "Call her after six.", salma.account) for _note in range(2))
    HandOverNote.objects.filter(pk=old.pk).update(on=today() - dt.timedelta(days=31))
    nightly()
    assert list(HandOverNote.objects.all()) == [young]

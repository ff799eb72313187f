"""Every question to the vault names an organisation, sees its rows and no other's, or is not answered."""

from __future__ import annotations

import ast
import contextvars
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import HttpResponse
from django.test import RequestFactory

from pakhi.vault import assign, binding, identity, keys, scope
from pakhi.vault.models import Person
from pakhi.vault.models.person import person_code
from pakhi.vault.tests.conftest import agree

WITHOUT = {"WorkerKey", "Entry", "SealedBatch"}  # why: see migration 0002
# Who may ask about the whole installation; joint.unused: what a stopped machine left of two organisations, at night.
EVERYWHERE = {"keys.keep_worker_key", "forget.destroy_due", "joint.unused"}
ROOM = Path(scope.__file__).parent


def outside(work: Callable[[], object]) -> object:
    """Do something as a new thread would: with nothing bound."""
    return contextvars.Context().run(work)


@pytest.fixture
def both(keepers):
    """A person of each organisation, with whatever can be about a person."""
    people = {}
    for home, by in (("one", "salma"), ("two", "kabir")):
        account = keepers.open[by].account
        person = people[home] = keepers.register(home, by)
        identity.note(person, "cbr", "words", account)
        agree(person, account, "case")
        assign.take_in(person, account)
    return people


def scoped() -> list[type[models.Model]]:
    return [model for model in apps.get_app_config("vault").get_models() if model.__name__ not in WITHOUT]


def test_every_table_of_the_vault_is_scoped_or_named_here():
    assert [m.__name__ for m in scoped() if not isinstance(m._meta.default_manager, scope.Scoped)] == []
    assert {m.__name__ for m in apps.get_app_config("vault").get_models()} >= WITHOUT


@pytest.mark.parametrize("model", scoped(), ids=lambda model: model.__name__)
def test_a_table_asked_with_nothing_bound_raises(village, model):
    for ask in (lambda: model.objects.count(), lambda: list(model.objects.all()), lambda: model.objects.create()):
        with pytest.raises(scope.NotBound):
            outside(ask)


def owner(row: models.Model, path: str) -> str:
    """The code of the organisation that a row belongs to."""
    value: object = row
    for step in path.split("__"):
        value = getattr(value, step)
    return str(value)


@pytest.mark.parametrize("home", ["one", "two"])
def test_each_organisation_sees_its_own_rows_and_no_other(village, both, home):
    mine = village.organisations[home].code
    seen = 0
    with scope.bound(mine):
        for model in scoped():
            manager = model._meta.default_manager
            if type(manager).within is scope.Scoped.within:
                rows = list(model.objects.all())
                seen += len(rows)
                assert {owner(row, manager.path) for row in rows} <= {mine}, model
    assert seen >= 10
    with scope.everywhere():
        assert Person.objects.count() == 2


@pytest.mark.parametrize("home", ["one", "two"])
def test_without_the_filter_the_test_above_fails(village, both, home, monkeypatch):
    """Without both locks, on PostgreSQL: each of them alone suffices."""
    monkeypatch.setattr(scope.Scoped, "get_queryset", models.Manager.get_queryset)
    monkeypatch.setattr(scope, "setting", lambda: scope.EVERY)
    with pytest.raises(AssertionError):
        test_each_organisation_sees_its_own_rows_and_no_other(village, both, home)


def test_kabir_finds_nobody_of_cbo_one_by_any_way(village, both):
    asha = both["one"]
    with scope.bound(village.organisations["two"].code):
        assert not Person.objects.filter(code=asha.code).exists()
        assert not asha.notes.exists()
        assert not asha.sections.exists()
        assert not asha.consents.exists()
        assert Person.objects.filter(pk=asha.pk).update(state="moved") == 0
        assert Person.objects.all().delete()[0]
    assert Person.objects.get().code == asha.code


def test_a_row_for_another_organisation_is_not_saved(village, both):
    one = both["one"]
    stranger = Person(code=person_code(), organisation=one.organisation, public=one.public, sealed=b"x", key=one.key)
    with scope.bound(village.organisations["two"].code):
        with pytest.raises(scope.NotBound):
            stranger.save()
        with pytest.raises(keys.Refused, match="Set-up is not finished"):  # its key is not there to be seen
            identity.register(village.organisations["one"], {}, village.accounts["mou"])
    with pytest.raises(scope.NotBound):
        outside(stranger.save)


def test_binding_ends_with_its_block_also_after_a_fault(village):
    one, two = (village.organisations[name].code for name in ("one", "two"))

    def fail() -> None:
        with scope.bound(two):
            assert scope.codes() == {two}
            raise ZeroDivisionError

    with scope.bound(one):
        with pytest.raises(ZeroDivisionError):
            fail()
        assert scope.codes() == {one}
        with scope.widened(two):
            assert scope.codes() == {one, two}
        assert scope.codes() == {one}
    with pytest.raises(scope.NotBound):
        outside(lambda: scope.widened(two).__enter__())


@pytest.mark.parametrize("wrong", [(), ("",), ("*",), ("A,B",)])
def test_nobody_binds_everything_by_a_code(wrong):
    with pytest.raises(scope.NotBound), scope.bound(*wrong):
        pass


def test_only_these_places_ask_about_the_whole_installation():
    """Whoever adds one gives the reason here."""
    found = set()
    for path in ROOM.glob("*.py"):
        for function in [n for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.FunctionDef)]:
            called = {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
            if called & {"scope.everywhere", "everywhere"} and path.stem != "scope":
                found.add(f"{path.stem}.{function.name}")
    assert found <= EVERYWHERE


@pytest.mark.parametrize(
    ("who", "homes"),
    [("mou", {"one"}), ("kabir", {"two"}), ("devi", {"network", "one"}), ("finn", {"funder"})],
)
def test_on_the_staff_site_the_readers_own_organisations_are_bound(village, who, homes):
    request = RequestFactory().get("/desk/")
    request.user = village.accounts[who]
    seen = []
    answer = binding.Binding(lambda _request: seen.append(scope.codes()) or HttpResponse())
    assert outside(lambda: answer(request)).status_code == 200
    assert seen == [{village.organisations[home].code for home in homes}]


def test_for_nobody_and_for_a_closed_account_nothing_is_bound(village):
    village.accounts["mou"].is_active = False
    for user in (AnonymousUser(), village.accounts["mou"], None):
        request = RequestFactory().get("/desk/")
        request.user = user
        ask = binding.Binding(lambda _request: HttpResponse(str(Person.objects.count())))
        with pytest.raises(scope.NotBound):
            outside(lambda ask=ask, request=request: ask(request))
        assert outside(lambda request=request: binding.Binding(lambda _r: HttpResponse())(request)).status_code == 200

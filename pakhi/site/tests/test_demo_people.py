"""The demonstration's vault: keys that its password opens, people in every state, and no name outside the seal."""

from __future__ import annotations

import json
import random
from argparse import Namespace

import pytest
from django.test import Client

from pakhi.cbr.models import Thread
from pakhi.field import followups, passing, roster
from pakhi.field.models import Call, DeskVisit, Line, OfficeReport
from pakhi.lib.clock import today
from pakhi.network.models import Account, Organisation
from pakhi.site.commands import demo as command
from pakhi.site.commands.serve import welcome
from pakhi.site.demo import desk_day, helpline, load, people
from pakhi.site.demo.network import build
from pakhi.site.demo.someone import someone
from pakhi.vault import assign, audit, duplicates, glass, keys, merge, reveal, scope
from pakhi.vault.forms_person import content_of, typed_of
from pakhi.vault.models import Consent, Entry, Erasure, Handover, Note, Person
from tests.canaries import files, found, tables

pytestmark = pytest.mark.django_db(databases=["default", "vault", "ballots"])
SECRET = "lotus-pond-17"


@pytest.fixture
def filled(settings):
    """The network with its two vaults: (demonstration, shares). Everything bound, as the command line sees it."""
    settings.DEMONSTRATION = True
    demo = build("pat", 1, password=SECRET)
    shares = people.fill(demo, SECRET)
    with scope.bound(demo.areas[0].organisation.code, demo.outside.organisation.code):
        yield demo, shares


@pytest.mark.django_db(transaction=True, databases=["default", "vault", "ballots"])
def test_somebody_has_worked_in_these_vaults(filled):
    demo, _shares = filled
    one, two = demo.areas[0].organisation, demo.outside.organisation
    here = Person.objects.filter(state=Person.State.HERE)
    assert Person.objects.count() == people.MANY == 24
    assert {home: here.filter(organisation=home.code).count() for home in (one, two)} == {one: 18, two: 5}
    assert len(set(Consent.objects.values_list("purpose", flat=True))) >= 6
    assert Consent.objects.exclude(withdrawal=None).count() == 1
    assert Note.objects.count() == 5
    assert len(merge.waiting(one.code)) == 1
    assert [(offer.origin, offer.to) for offer in Handover.objects.filter(state="offered")] == [(two.code, one.code)]
    assert Erasure.objects.count() == 1
    assert len(assign.unassigned(one.code)) == 2
    kinds = {notice.kind for notice in glass.notices(demo.accounts["mina"])}
    assert kinds == {"glass", "raised"}
    acts = set(Entry.objects.values_list("act", flat=True))
    assert {"key", "write", "consent", "reveal", "print", "refused", "glass", "merge", "move", "forget"} <= acts
    assert audit.verify().whole


@pytest.mark.django_db(transaction=True, databases=["default", "vault", "ballots"])
def test_the_printed_password_opens_names_and_two_shares_the_key(filled):
    demo, shares = filled
    for login, place in (("salma", 0), ("mina", 0), ("mou", 0), ("kabir", 1)):
        unlocked = keys.unlock(demo.accounts[login], SECRET)
        home = list(shares)[place]
        own = Person.objects.filter(organisation=Organisation.objects.get(name=home).code, state=Person.State.HERE)
        assert reveal.reveal(unlocked, own.order_by("id").first(), ["names"], "visit")
    one = demo.areas[0].organisation
    assert keys.recovered(keys.current(one), shares["CBO One"][1:])
    assert not keys.recovered(keys.current(one), shares["CBO One"][:1])
    browser = Client()
    browser.post("/desk/account/login/", {"login": "mou", "password": SECRET})
    assert browser.cookies["desk-key"].value


def test_the_likely_duplicate_is_one_that_the_search_would_find(filled):
    demo, _shares = filled
    one, proposal = demo.areas[0].organisation, merge.waiting(demo.areas[0].organisation.code)[0]
    pair = sorted((proposal.kept.code, proposal.merged.code))
    proposal.delete()
    found_pairs = duplicates.find(keys.unlock(demo.accounts["salma"], SECRET), one)
    assert [found_pairs[0].one, found_pairs[0].other] == pair


@pytest.mark.django_db(transaction=True, databases=["default", "vault", "ballots"])
def test_no_name_of_theirs_lies_outside_the_seal(filled, settings):
    demo, _shares = filled
    unlocked, canaries = keys.unlock(demo.accounts["salma"], SECRET), []
    for person in Person.objects.filter(organisation=demo.areas[0].organisation.code, state=Person.State.HERE)[:8]:
        read = reveal.reveal(unlocked, person, ["names", "contacts"], "supervision")
        canaries += [read["names"]["names"][0]["text"], read["contacts"]["contacts"][0]["number"]]
    held = tables() | {"disk": files(path for path in settings.DATA.rglob("*") if path.is_file())}
    assert {place: found(canaries, content) for place, content in held.items() if found(canaries, content)} == {}


@pytest.fixture
def quickly(monkeypatch, settings):
    """`pakhi demo` without its two years of voices."""
    monkeypatch.setattr(command, "migrate", lambda: None)
    monkeypatch.setattr(load.voices, "make", lambda *_all: Namespace(cast=0, open=0, truth={}))
    monkeypatch.setattr(load.count, "count", lambda *_all: Namespace(counted=0))


@pytest.mark.django_db(transaction=True, databases=["default", "vault", "ballots"])
def test_fresh_begins_again_and_leaves_nothing_of_the_old_people(quickly, settings, capsys):
    command.run(Namespace(scale="pat", seed=1, fresh=False))
    old = {path.name for path in (settings.DATA / "secrets" / "people").iterdir()}
    sealed = {path.name for path in (settings.DATA / "files").iterdir()}
    assert command.run(Namespace(scale="pat", seed=2, fresh=True)) == 0
    assert not old & {path.name for path in (settings.DATA / "secrets" / "people").iterdir()}
    assert not sealed & {path.name for path in (settings.DATA / "files").iterdir()}
    assert audit.verify().whole
    assert Entry.objects.order_by("number").first().number == 1
    assert Account.objects.filter(username="mou").count() == 1
    shown = json.loads((settings.DATA / "demonstration").read_text())
    assert [len(three) for three in shown["shares"].values()] == [3, 3]
    told_of_group_and_helpdesk()
    told_of_the_helpline()
    capsys.readouterr()
    welcome(settings.DATA / "demonstration")
    said = capsys.readouterr().out
    assert "Recovery shares" in said
    assert shown["shares"]["CBO One"][0] not in said


def told_of_group_and_helpdesk():
    """The collective has members by code, none of them a child; the register of the helpdesk has some weeks."""
    members = Thread.objects.filter(kind="member")
    assert sorted(members.values_list("state", flat=True)) == ["in"] * 6 + ["left"]
    codes = [one.values["person"] for one in members]
    with scope.bound(Organisation.objects.get(name="CBO One").code):
        assert Person.objects.filter(code__in=codes).count() == len(codes)
        assert not Consent.objects.filter(person__code__in=codes, under_18=True).exists()
    assert Thread.objects.filter(kind="peer_support", state="runs").count() == 1
    visits = DeskVisit.objects.filter(organisation__name="CBO One")
    assert visits.count() == desk_day.VISITS + 3
    assert len({one.outcome for one in visits}) == 3
    assert min(one.day for one in visits) < today() - desk_day.WEEK


def told_of_the_helpline():
    """Calls, one of them by a caller who came back under her word; somebody is late; one afternoon has nobody."""
    one = Organisation.objects.get(name="CBO One")
    made = Call.objects.filter(organisation=one)
    assert made.count() == len(helpline.CALLS)
    assert made.exclude(person="").count() == 1
    assert len({row.word for row in made if row.word}) == 1 < made.filter(word__isnull=False).count()
    assert followups.due([one]).filter(on__lt=today()).count() == 2
    assert len(passing.kept(one)) == len(helpline.NOTES)
    assert sum(bool(day.gaps) for day in roster.days(one, roster.monday(today()))) == 1
    assert not Line.objects.get(organisation=one).on
    assert OfficeReport.objects.get(organisation=one).state == OfficeReport.State.WAITING


def test_what_is_kept_of_them_is_written_as_the_pages_write_it():
    """Read into the form and out of it again, nothing is lost or turned round."""
    for seed in range(6):
        for part, content in someone(random.Random(seed), "telu").sections.items():
            assert content_of(part, typed_of(part, content), today()) == content, part


def test_the_same_seed_makes_the_same_people():
    one, again, other = ([someone(random.Random(seed), "telu").sections for _ in range(3)] for seed in (4, 4, 5))
    assert one == again != other

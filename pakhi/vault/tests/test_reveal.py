"""A name is read by one logged act, by who is there for her, for a reason, and not more often than a day allows."""

from __future__ import annotations

import ast
import contextvars
import datetime as dt
import io
import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.utils import timezone

from pakhi.lib.clock import today
from pakhi.network.models import Account, Membership, Organisation
from pakhi.vault import assign, audit, files, glass, identity, keys, limits, merge, reveal, scope
from pakhi.vault.models import Allowance, Entry, Glass, Person, Reveal
from pakhi.vault.tests.conftest import INVENTED
from tests.village import LONG_AGO, PASSWORD

ROOT = Path(__file__).resolve().parents[3]
READERS = {"identity.read", "identity.read_notes", "files.open_file"}


@pytest.fixture
def asha(keepers):
    """Somebody whom Mou is there for."""
    person = keepers.register()
    assign.assign(person, keepers.village.mou, by=keepers.village.salma)
    return person


@pytest.fixture
def stranger(keepers):
    """Somebody of CBO One whom nobody is there for yet."""
    return keepers.register()


def look(who, person, fields=("names",), reason="visit", **more):
    return reveal.reveal(who, person, fields, reason, **more)


def lines(act: str) -> list[Entry]:
    return list(Entry.objects.filter(act=act).order_by("number"))


# One act, one row, one line


def test_the_worker_who_is_there_for_her_reads_what_she_asks_for_and_no_more(keepers, asha):
    assert look(keepers.mou, asha, ["names"])["names"]["names"][0]["text"] in {name for name, _script in INVENTED}
    assert set(look(keepers.mou, asha, ["contacts", "address", "address"])) == {"contacts", "address"}


def test_each_reveal_is_exactly_one_row_and_one_line(keepers, asha):
    for many in range(1, 6):
        look(keepers.mou, asha, ["names", "kin"], "court")
        assert (Reveal.objects.count(), len(lines("reveal"))) == (many, many)
    row, line = Reveal.objects.first(), lines("reveal")[0]
    assert (row.entry, row.person, row.account, row.fields, row.on) == (
        line.number, asha.code, keepers.mou.account.pk, "names,kin", today()
    )  # fmt: skip
    assert (line.actor, line.person, line.organisation) == (row.account, asha.code, asha.organisation)
    assert line.detail == {"reason": "court", "fields": ["names", "kin"], "ground": "assigned"}
    assert audit.verify().whole


def test_papers_that_are_printed_are_a_reveal(keepers, asha):
    look(keepers.mou, asha, ["names", "address"], "papers", act="print")
    assert len(lines("print")) == 1
    assert Reveal.objects.count() == 1


def test_a_paper_that_is_opened_is_one_act_like_any_other(keepers, asha):
    paper = files.keep_file(asha, io.BytesIO(b"a paper of hers"), "scan.txt", "scan", keepers.mou.account)
    assert b"".join(reveal.reveal_file(keepers.mou, paper, "court")) == b"a paper of hers"
    assert [line.detail["fields"] for line in lines("reveal")] == [["file"]]
    with pytest.raises(reveal.NotYours):
        reveal.reveal_file(keepers.kabir, paper, "court")
    assert [row.parts for row in reveal.who_looked(asha)] == [("A file",)]


def test_notes_are_read_by_one_act_like_any_other(keepers, asha):
    for text in ("the first word", "the second word"):
        identity.note(asha, "vault", text, keepers.mou.account)
    identity.note(asha, "cbr", "another room's word", keepers.mou.account)
    read = reveal.reveal_notes(keepers.mou, asha, "vault", "visit")
    assert [text for _row, text in read] == ["the second word", "the first word"]
    assert [(line.detail["fields"], line.detail["reason"]) for line in lines("reveal")] == [(["notes"], "visit")]
    assert [row.fields for row in Reveal.objects.all()] == ["notes"]
    assert [row.parts for row in reveal.who_looked(asha)] == [("Notes, and what files are called",)]
    with pytest.raises(reveal.NotYours):
        reveal.reveal_notes(keepers.kabir, asha, "vault", "visit")
    with pytest.raises(keys.Refused, match="reason"):
        reveal.reveal_notes(keepers.mou, asha, "vault", "curious")


def test_notes_of_merged_records_are_read_together_and_both_histories_know_it(keepers, asha, stranger):
    identity.note(stranger, "vault", "word of the other", keepers.mou.account)
    identity.note(asha, "vault", "word of hers", keepers.mou.account)
    done = merge.confirm(merge.propose(asha, stranger, keepers.village.mina), keepers.village.salma)
    read = reveal.reveal_notes(keepers.mou, stranger, "vault", "visit")
    assert [(row.person, text) for row, text in read] == [(asha, "word of hers"), (stranger, "word of the other")]
    assert lines("reveal")[0].detail["records"] == [stranger.code]
    merge.undo(done, keepers.village.salma)
    assert len(reveal.who_looked(asha)) == len(reveal.who_looked(stranger)) == 1
    with pytest.raises(reveal.NotYours):
        reveal.reveal_notes(keepers.mou, stranger, "vault", "visit")


def test_what_somebody_changed_is_refused_and_no_reveal_is_counted(keepers, asha):
    identity.note(asha, "vault", "a word", keepers.mou.account)
    for rows, read in (
        (asha.notes, lambda: reveal.reveal_notes(keepers.mou, asha, "vault", "visit")),
        (asha.sections, lambda: look(keepers.mou, asha)),
    ):
        rows.update(sealed=b"\x01" * 300)
        with pytest.raises(keys.Refused, match="cut, moved or changed"):
            read()
    assert not Reveal.objects.exists()
    assert [line.detail["why"] for line in lines("refused")] == ["Refused", "Refused"]


@pytest.mark.parametrize(
    ("fields", "reason", "act"),
    [
        ([], "visit", "reveal"),
        (["names"], "", "reveal"),
        (["names"], "curious", "reveal"),
        (["shoes"], "visit", "reveal"),
        (["names"], "visit", "export"),
    ],
)
def test_without_a_reason_a_part_and_a_known_act_nothing_is_read(keepers, asha, fields, reason, act):
    with pytest.raises(keys.Refused):
        look(keepers.mou, asha, fields, reason, act=act)
    assert not Reveal.objects.exists()


def test_no_name_is_in_the_log_the_rows_or_their_words(keepers, asha):
    content = look(keepers.mou, asha, ["names", "contacts", "address"])
    canaries = [content["names"]["names"][0]["text"], "00417", "Ghughudanga", "seven-coloured"]
    rows = [*Entry.objects.all(), *Reveal.objects.all()]
    kept = json.dumps(
        [{**{k: str(v) for k, v in vars(row).items()}, "shown": str(row)} for row in rows], ensure_ascii=False
    )
    assert [canary for canary in canaries if canary in kept] == []


def test_a_reveal_that_cannot_be_written_down_gives_nothing(keepers, asha, settings):
    (settings.DATA / "secrets" / "ledger").unlink()
    with pytest.raises(audit.KeyLost):
        look(keepers.mou, asha)
    assert not Reveal.objects.exists()


@pytest.mark.django_db(transaction=True, databases=["default", "vault", "ballots"])
def test_no_transaction_around_it_can_undo_the_line_after_the_name_was_read(keepers, asha):
    with pytest.raises(RuntimeError), transaction.atomic(using="vault"):
        look(keepers.mou, asha)
    look(keepers.mou, asha)
    assert audit.head.read(audit.signing_key()).number == lines("reveal")[0].number


def test_nothing_else_in_the_product_reads_an_identity():
    """`identity.read`, `identity.read_notes` and `files.open_file` have one caller."""
    found = set()
    for path in (ROOT / "pakhi").rglob("*.py"):
        text = path.read_text()
        if "tests" in path.parts or not re.search(r"identity|open_file", text):
            continue
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in READERS:
                found.add(str(path.relative_to(ROOT)))
            elif isinstance(node, ast.ImportFrom) and node.module in {"pakhi.vault.identity", "pakhi.vault.files"}:
                assert not {alias.name for alias in node.names} & {"read", "read_notes", "open_file"}, path
    assert found == {"pakhi/vault/reveal.py"}


# Who may


def test_a_worker_may_not_read_about_somebody_she_is_not_assigned_to(keepers, stranger):
    with pytest.raises(reveal.NotYours, match="not assigned to you"):
        look(keepers.mou, stranger)
    assert [line.detail for line in lines("refused")] == [{"why": "NotYours"}]


@pytest.mark.parametrize("name", ["salma", "mina"])
def test_supervisor_and_manager_read_about_everybody_of_their_organisation(keepers, stranger, name):
    assert look(keepers.open[name], stranger, reason="supervision")


def test_others_never_read_a_name_not_even_with_the_key_and_an_assignment(keepers, asha):
    """Ravi does the MIS; Devi coordinates. The key is given here by mistake, the assignment is forged."""
    for name in ("ravi", "devi", "rina", "noor", "finn"):
        somebody = keepers.sign_in(name)
        keys.grant(keepers.salma, keys.current(keepers.village.one), somebody.account)
        asha.assignments.create(account=somebody.account.pk, by=0)
        with pytest.raises(reveal.NotYours):
            look(somebody, asha)
        with pytest.raises(keys.Refused):
            glass.break_glass(somebody, asha, "danger")
    assert not Reveal.objects.exists()


def test_kabir_of_another_organisation_never_reads_a_name(keepers, asha):
    keys.grant(keepers.salma, keys.current(keepers.village.one), keepers.kabir.account)
    asha.assignments.create(account=keepers.kabir.account.pk, by=0)
    with pytest.raises(reveal.NotYours):
        look(keepers.kabir, asha)
    with pytest.raises(keys.Refused):
        glass.break_glass(keepers.kabir, asha, "danger")


def test_a_supervisor_of_another_organisation_is_a_stranger_here(keepers, asha):
    Membership.objects.create(
        account=keepers.village.kabir, organisation=keepers.village.two, role="supervisor", valid_from=LONG_AGO
    )
    with pytest.raises(reveal.NotYours):
        look(keepers.kabir, asha)


def test_the_role_alone_opens_nothing_without_the_key(keepers, stranger):
    account = Account.objects.create(username="new", name="New")
    Membership.objects.create(account=account, organisation=keepers.village.one, role="supervisor")
    keys.make_worker_key(account, PASSWORD)
    with pytest.raises(keys.Refused, match="not been given access"):
        look(keys.unlock(account, PASSWORD), stranger)
    assert not Reveal.objects.exists()


def test_who_has_left_reads_nothing_though_still_assigned(keepers, asha):
    Membership.objects.filter(account=keepers.mou.account).update(valid_to=today() - dt.timedelta(days=1))
    with pytest.raises(reveal.NotYours):
        look(keepers.mou, asha)


def test_a_closed_account_reads_nothing(keepers, asha):
    keepers.mou.account.is_active = False
    with pytest.raises(reveal.NotYours):
        look(keepers.mou, asha)


def test_an_assignment_that_is_over_opens_nothing(keepers, asha):
    assign.end(asha.assignments.get(), keepers.village.salma)
    with pytest.raises(reveal.NotYours):
        look(keepers.mou, asha)


def test_who_is_out_of_reach_is_so_at_once_also_for_a_page_that_was_open(keepers, asha):
    for state in (Person.State.FORGOTTEN, Person.State.MOVED):
        Person.objects.filter(pk=asha.pk).update(state=state)
        with pytest.raises(keys.Refused, match="closed"):
            look(keepers.salma, asha)


def test_a_record_of_an_organisation_that_is_not_bound_is_not_there(keepers, asha):
    with scope.bound(keepers.village.two.code), pytest.raises(reveal.NotYours):
        look(keepers.salma, asha)


# How often


def opened_already(who, person, many):
    """As many rows as so many reveals leave; reading so often takes its time."""
    row = {"person": person.code, "organisation": person.organisation, "account": who.account.pk, "reason": "visit"}
    Reveal.objects.bulk_create(Reveal(**row, fields="names", entry=10**6 + step) for step in range(many))


def test_the_thirty_first_reveal_of_a_day_is_refused(keepers, asha):
    assert reveal.left_today(keepers.mou, asha.organisation) == 30
    for _ in range(30):
        look(keepers.mou, asha)
    with pytest.raises(reveal.LimitReached, match="Your supervisor can release more"):
        look(keepers.mou, asha)
    assert (Reveal.objects.count(), len(lines("reveal")), len(lines("refused"))) == (30, 30, 1)
    assert reveal.left_today(keepers.mou, asha.organisation) == 0


@pytest.mark.django_db(transaction=True, databases=["default", "vault", "ballots"])
def test_many_windows_at_the_same_moment_do_not_open_more_than_a_day_allows(keepers, asha):
    opened_already(keepers.mou, asha, 28)

    def window() -> bool:
        try:
            return bool(look(keepers.mou, asha))
        except reveal.LimitReached:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        shown = [pool.submit(contextvars.copy_context().run, window) for _ in range(6)]
    assert sorted(one.result() for one in shown) == [False] * 4 + [True] * 2
    assert (Reveal.objects.count(), len(lines("reveal")), len(lines("refused"))) == (30, 2, 4)


def test_the_next_day_counts_from_nothing(keepers, asha, monkeypatch):
    opened_already(keepers.mou, asha, 30)
    Reveal.objects.update(on=today() - dt.timedelta(days=1))
    assert look(keepers.mou, asha)


def test_a_supervisor_releases_more_and_only_for_today(keepers, asha):
    opened_already(keepers.mou, asha, 30)
    limits.release_limit(keepers.village.salma, asha.organisation, keepers.village.mou, "calls")
    assert look(keepers.mou, asha)
    assert reveal.left_today(keepers.mou, asha.organisation) == 29
    assert limits.allowed(keepers.village.mou, asha.organisation, today() + dt.timedelta(days=1)) == 30
    assert [line.detail["kind"] for line in lines("limit")] == ["released"]


def test_a_helpdesk_day_is_raised_openly_for_everybody(keepers, asha):
    day = today() + dt.timedelta(days=3)
    limits.raise_limit(keepers.village.salma, asha.organisation, 80, "helpdesk", on=day)
    assert limits.allowed(keepers.village.mou, asha.organisation, day) == 80
    assert limits.allowed(keepers.village.mina, asha.organisation, day) == 80
    assert limits.allowed(keepers.village.salma, asha.organisation, day) == 30  # not for herself
    assert limits.allowed(keepers.village.mou, asha.organisation) == 30
    assert [row.by for row in limits.allowances(asha.organisation, day)] == [keepers.village.salma.pk]
    assert lines("limit")[0].detail | {"on": ""} == {
        "kind": "raised", "account": 0, "reason": "helpdesk", "on": "", "more": 80
    }  # fmt: skip


def test_raising_is_told_to_supervisor_and_manager(keepers, asha):
    limits.raise_limit(keepers.village.salma, asha.organisation, 80, "camp", account=keepers.village.mou)
    assert [(notice.kind, notice.who, notice.more) for notice in glass.notices(keepers.village.mina)] == [
        ("raised", "Salma", 80)
    ]
    assert glass.notices(keepers.village.mou) == []


def test_only_supervisor_and_manager_raise_or_release(keepers, asha):
    village = keepers.village
    for by in (village.mou, village.ravi, village.devi, village.kabir):
        with pytest.raises(keys.Refused):
            limits.raise_limit(by, asha.organisation, 80, "helpdesk")
        with pytest.raises(keys.Refused):
            limits.release_limit(by, asha.organisation, village.mou, "calls")
    assert not Allowance.objects.exists()


def test_nobody_decides_about_her_own_limit(keepers, asha):
    salma = keepers.village.salma
    with pytest.raises(keys.Refused, match="Somebody else"):
        limits.release_limit(salma, asha.organisation, salma, "calls")
    with pytest.raises(keys.Refused, match="Somebody else"):
        limits.raise_limit(salma, asha.organisation, 60, "helpdesk", account=salma)


def test_a_day_is_raised_within_bounds(keepers, asha):
    wrong = ((151, 0, "helpdesk"), (0, 0, "helpdesk"), (60, -1, "helpdesk"), (60, 40, "helpdesk"), (60, 0, "because"))
    for to, days, reason in wrong:
        day = today() + dt.timedelta(days=days)
        with pytest.raises(keys.Refused):
            limits.raise_limit(keepers.village.salma, asha.organisation, to, reason, on=day)


def test_limits_are_dated_and_do_not_overlap():
    assert {row.role for row in limits.limits()} == {"worker", "supervisor", "manager"}
    assert limits.limit_of({"worker"}, dt.date(2026, 3, 31)) is None
    assert limits.limit_of({"worker", "mis"}, dt.date(2026, 4, 1)).limit == 30
    assert limits.limit_of({"mis", "coordinator", "leader"}, today()) is None


# Who looked


def test_who_looked_when_and_why_is_shown_newest_first(keepers, asha):
    look(keepers.mou, asha, ["names", "contacts"])
    look(keepers.salma, asha, ["address"], "papers", act="print")
    glass.break_glass(keepers.mina, asha, "missing")
    shown = [(row.who, row.act, row.reason, row.parts) for row in reveal.who_looked(asha)]
    assert shown == [
        ("Mina", "Emergency access", "She is missing", ()),
        ("Salma", "Papers printed", "Papers or an application", ("Address",)),
        ("Mou", "Name revealed", "A visit or a call", ("Names", "Contacts")),
    ]


def test_looks_at_others_and_refused_attempts_are_not_among_them(keepers, asha, stranger):
    look(keepers.salma, stranger)
    with pytest.raises(keys.Refused):
        look(keepers.kabir, asha)
    assert reveal.who_looked(asha) == []


# Emergencies


def test_breaking_the_glass_opens_one_person_for_a_day_and_tells(keepers, stranger):
    village, other = keepers.village, keepers.register()
    broken = glass.break_glass(keepers.mou, stranger, "danger")
    assert look(keepers.mou, stranger, reason="emergency")
    assert broken.until - broken.at == dt.timedelta(hours=24)
    with pytest.raises(reveal.NotYours):
        look(keepers.mou, other)
    for told in (village.salma, village.mina, village.devi):
        (notice,) = glass.notices(told)
        assert (notice.person, notice.who, notice.reason) == (stranger.code, "Mou", "Somebody is in danger")
    assert glass.notices(village.mou) == glass.notices(village.kabir) == glass.notices(village.ravi) == []
    assert lines("reveal")[0].detail["ground"] == "glass"


def test_after_24_hours_the_glass_is_whole_again(keepers, stranger):
    glass.break_glass(keepers.mou, stranger, "medical")
    Glass.objects.update(until=timezone.now())
    with pytest.raises(reveal.NotYours):
        look(keepers.mou, stranger)
    assert len(glass.notices(keepers.village.salma)) == 1  # still told


def test_no_daily_limit_stops_an_emergency_and_each_look_is_a_line(keepers, asha):
    opened_already(keepers.mou, asha, 30)
    glass.break_glass(keepers.mou, asha, "danger")
    assert look(keepers.mou, asha, reason="emergency")
    assert (Reveal.objects.count(), len(lines("reveal"))) == (31, 1)


def test_breaking_it_twice_changes_nothing(keepers, stranger):
    one = glass.break_glass(keepers.mou, stranger, "danger")
    assert glass.break_glass(keepers.mou, stranger, "court") == one
    assert len(lines("glass")) == 1


def test_each_side_is_told_until_somebody_of_it_has_seen(keepers, stranger):
    village = keepers.village
    broken = glass.break_glass(keepers.mou, stranger, "danger")
    glass.seen(village.salma, broken)
    assert glass.notices(village.salma) == glass.notices(village.mina) == []
    assert len(glass.notices(village.devi)) == 1
    glass.seen(village.devi, broken)
    assert glass.notices(village.devi) == []
    assert [line.detail.get("side") for line in lines("glass")] == [None, "supervisor", "coordinator"]


def test_who_broke_it_cannot_be_the_one_who_has_seen_it(keepers, stranger):
    broken = glass.break_glass(keepers.salma, stranger, "danger")
    assert glass.notices(keepers.village.salma) == []
    for name in ("salma", "mou", "kabir", "ravi"):
        with pytest.raises(keys.Refused):
            glass.seen(keepers.village.accounts[name], broken)


def test_without_the_key_or_a_reason_no_glass_is_broken(keepers, stranger):
    account = Account.objects.create(username="new", name="New")
    Membership.objects.create(account=account, organisation=keepers.village.one, role="worker")
    keys.make_worker_key(account, PASSWORD)
    with pytest.raises(keys.Refused, match="not been given access"):
        glass.break_glass(keys.unlock(account, PASSWORD), stranger, "danger")
    with pytest.raises(keys.Refused, match="reason"):
        glass.break_glass(keepers.mou, stranger, "curious")
    assert not Glass.objects.exists()


def test_a_coordinator_is_told_by_her_own_network_only(keepers, stranger):
    other = Organisation.objects.create(kind="network", name="Far Network")
    far = Account.objects.create(username="far", name="Far")
    Membership.objects.create(account=far, organisation=other, role="coordinator")
    glass.break_glass(keepers.mou, stranger, "danger")
    assert glass.notices(far) == []

"""Reports about offices: codes in rows, texts sealed, and what is decided stands in the directory from its day on."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from pakhi.field import due, facts, office_reports
from pakhi.field.models import Arrival, OfficeReport, Version
from pakhi.field.office_reports import Change
from pakhi.field.tests.conftest import CANARY, Phone, record
from pakhi.field.tests.filler import fill, in_use
from pakhi.field.tests.test_consenting import paper
from pakhi.lib.clock import Quarter, today
from pakhi.network.models import Holder, Membership, Office
from pakhi.network.offices import Refused, holder_on
from tests.canaries import found, tables

State, What, Aside = Arrival.State, OfficeReport.What, OfficeReport.Reason
DAY, SINCE = dt.timedelta(days=1), today() - dt.timedelta(days=30)


@pytest.fixture
def form(ready) -> Version:
    return in_use("office_report")


def send(phone: Phone, form: Version, **wanted: str) -> Arrival:
    filled = fill(form, **{"since": SINCE.isoformat(), "office_phone": "033 5550 4141"} | wanted)
    files = {name.replace(".", "__"): paper() for name in filled.files}
    assert phone.send(filled.content, **files).status_code == 201
    return Arrival.objects.latest("pk")


def reported(phone: Phone, form: Version, what: str, office: str = "") -> OfficeReport:
    arrival = send(phone, form, what=what, office=office)
    assert (arrival.state, arrival.why, arrival.what) == (State.TAKEN, "", "")
    return OfficeReport.objects.get(arrival=arrival)


@pytest.mark.parametrize("what", What.values)
def test_a_filled_report_is_taken_in_and_its_texts_stay_sealed(ready, phone, form, what) -> None:
    bdo = ready.offices["bdo"]
    made = reported(phone, form, what, "" if what == "missing" else bdo.code)
    assert (made.what, made.source, made.since, made.state) == (what, "visited", SINCE, "waiting")
    assert made.office == (None if what == "missing" else bdo)
    assert [place for place, held in tables().items() if found([CANARY, "5550 4141"], held)] == []


def test_of_an_office_that_is_not_in_the_list_its_kind_is_kept(phone, form) -> None:
    made = reported(phone, form, "missing")
    assert (made.office_family, made.office_kind) == ("village-council", "gp")


@pytest.mark.parametrize("code", ["AAAAAAA", "no code", "234679A"])
def test_a_code_that_nobody_has_loses_nothing(phone, form, code) -> None:
    made = reported(phone, form, "closed", code)
    assert made.office is None


def test_sent_again_it_is_one_report(phone, form) -> None:
    content = fill(form, "uuid:0a1b2c3d-0000-4000-8000-1234567890ab", what="closed", board="").content
    for _ in range(2):
        phone.send(content)
    Arrival.objects.update(state=State.WAITING)  # as if the server had died before it noted that it was taken in
    phone.send(content)
    assert OfficeReport.objects.count() == 1


@pytest.mark.parametrize(
    ("question", "value", "why"),
    [
        ("what", "", "missing"),
        ("what", "burnt", "answer"),
        ("source", "rumour", "answer"),
        ("since", "2999-01-01", "answer"),
        ("since", "long ago", "answer"),
    ],
)
def test_what_cannot_be_kept_waits_under_its_question(phone, form, question, value, why) -> None:
    answers = {"what": "closed", "source": "visited", "office": "", question: value}
    phone.send(record(form="office_report", version=form.version, **answers))
    arrival = Arrival.objects.get()
    assert (arrival.state, arrival.why, arrival.what) == (State.QUARANTINE, why, question)


# Deciding


@pytest.fixture
def report(ready, phone, form):
    """A report about the block office, or about one that is missing."""

    def of(what: str, office: str = "bdo") -> OfficeReport:
        return reported(phone, form, what, "" if what == "missing" else ready.offices[office].code)

    return of


def test_a_new_holder_starts_again_from_the_day_on(ready, report) -> None:
    hari = ready.holders["hari"]
    change = Change(since=SINCE, post=hari.post, holder={"en": "Lila"})
    office_reports.write(report("holder_new"), change, ready.accounts["mina"])
    assert holder_on(hari.post).names == {"en": "Lila"}
    assert holder_on(hari.post, SINCE - DAY) == hari
    assert Holder.objects.get(pk=hari.pk).valid_to == SINCE - DAY


def test_a_missing_office_is_opened_with_whoever_sits_there(ready, report) -> None:
    made = report("missing")
    change = Change(
        since=SINCE, kind="gp", names={"en": "Jhilgram panchayat"}, place=ready.places["panchayat"], phone="033 5550 1",
        hours="10 to 5", areas=(ready.places["hamlet"],), post_names={"en": "Head"}, holder={"en": "Lila"},
    )  # fmt: skip
    office = office_reports.write(made, change, ready.accounts["mina"])
    assert (office.name("en"), office.valid_from, office.phone, office.hours) == (
        "Jhilgram panchayat", SINCE, "033 5550 1", "10 to 5",
    )  # fmt: skip
    assert holder_on(office.posts.get()).name("en") == "Lila"
    assert office.jurisdictions.get().place == ready.places["hamlet"]
    made.refresh_from_db()
    assert (made.state, made.office, made.decided_by, made.decided_on) == (
        "written", office, ready.accounts["mina"], today(),
    )  # fmt: skip


def test_each_of_the_others_changes_what_it_is_about(ready, report) -> None:
    bdo, mina, hari = ready.offices["bdo"], ready.accounts["mina"], ready.holders["hari"]
    steps = [
        ("moved", Change(place=ready.places["panchayat"]), lambda o: o.place == ready.places["panchayat"]),
        ("renamed", Change(names={"bn": "ব্লক"}), lambda o: o.names["bn"] == "ব্লক"),
        ("hours", Change(phone="033 5550 2"), lambda o: o.phone == "033 5550 2"),
        ("area", Change(areas=(ready.places["block"],)), lambda o: o.jurisdictions.count() == 1),
        ("vacant", Change(since=SINCE, post=hari.post), lambda o: holder_on(hari.post) is None),
        ("closed", Change(since=today()), lambda o: o.valid_to == today() - DAY),
    ]
    for what, change, held in steps:
        office_reports.write(report(what), change, mina)
        assert held(Office.objects.get(pk=bdo.pk)), what


@pytest.mark.parametrize(
    ("what", "change", "said"),
    [
        ("moved", Change(), "where the office is"), ("renamed", Change(), "Write the name"),
        ("hours", Change(), "telephone or the hours"), ("area", Change(), "which places"),
        ("holder_new", Change(holder={"en": "Lila"}), "A chair needs"), ("missing", Change(), "where the office is"),
    ],
)  # fmt: skip
def test_what_is_not_enough_writes_nothing(ready, report, what, change, said) -> None:
    made, before = report(what), Office.objects.count()
    with pytest.raises(Refused, match=said):
        office_reports.write(made, change, ready.accounts["mina"])
    made.refresh_from_db()
    assert (made.state, Office.objects.count()) == ("waiting", before)


def test_the_desk_of_an_organisation_is_changed_by_its_own(ready, report) -> None:
    Membership.objects.filter(account=ready.accounts["kabir"]).update(role="manager")
    for who, desk, allowed in (("mina", "desk_one", True), ("devi", "desk_one", True), ("mina", "desk_two", False)):
        made, change = report("renamed", desk), Change(names={"en": "Another"})
        if allowed:
            office_reports.write(made, change, ready.accounts[who])
        else:
            with pytest.raises(Refused, match="Its own manager"):
                office_reports.write(made, change, ready.accounts[who])


def test_it_is_decided_once(ready, report) -> None:
    made = report("closed")
    office_reports.set_aside(made, Aside.RIGHT, ready.accounts["mina"])
    with pytest.raises(Refused, match="decided about this"):
        office_reports.write(made, Change(), ready.accounts["devi"])
    assert Office.objects.get(code=ready.offices["bdo"].code).valid_to is None


def test_set_aside_needs_a_reason(ready, report) -> None:
    with pytest.raises(Refused, match="Say why"):
        office_reports.set_aside(report("closed"), "because", ready.accounts["mina"])


# Who is told


def due_pages(ready, name: str) -> list[str]:
    return [item.page for item in due.items(Membership.objects.current().filter(account=ready.accounts[name]))]


def test_it_waits_on_the_page_of_who_decides_and_then_of_who_reported(ready, report) -> None:
    made = report("closed")
    told = {
        name: "field:office-reports" in due_pages(ready, name) for name in ("mina", "devi", "mou", "salma", "kabir")
    }
    assert told == {"mina": True, "devi": True, "mou": False, "salma": False, "kabir": False}
    office_reports.set_aside(made, Aside.RIGHT, ready.accounts["mina"])
    assert due_pages(ready, "mina") == []
    assert due_pages(ready, "mou") == ["field:office-reports"]
    OfficeReport.objects.update(decided_on=today() - dt.timedelta(days=15))
    assert due_pages(ready, "mou") == []


# Facts


def test_facts_are_nameless_and_fit_their_schema(ready, phone, report) -> None:
    import pyarrow as pa

    report("missing"), report("closed")
    phone.send(fill(in_use("duty_bearer")).content)
    rows = facts.rows()
    for table in ("field_talk", "field_talk_answer", "field_office_report"):
        schema = facts.SCHEMAS[table]
        assert pa.Table.from_pylist(rows[table], schema=schema).num_rows, table
        assert all(set(row) == set(schema.names) for row in rows[table]), table
    assert CANARY not in str(rows)
    (talk,) = rows["field_talk"]
    assert (talk["room"], talk["organisation"]) == (ready.organisations["network"].code, phone.organisation.code)
    assert talk["quarter"] == str(Quarter.of(today()))
    assert {row["office_kind"] for row in rows["field_office_report"]} == {"gp", "bdo"}
    told = [json.dumps(row, sort_keys=True) for row in rows["field_office_report"]]
    assert told == sorted(told), "their order tells which came first"
    assert {row["talk"] for row in rows["field_talk_answer"]} == {talk["talk"]}

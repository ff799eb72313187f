"""An ordinary record takes few questions to the database, and every check is made for each of them anew."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest
from django.db import connection, connections, transaction

from pakhi.field import devices, edits, inbox, records, straight
from pakhi.field.models import Answer, Arrival
from pakhi.field.tests.conftest import CANARY, Phone, record
from pakhi.lib import envelope
from pakhi.lib.clock import today
from pakhi.vault import keys, rotation
from pakhi.vault.models import Recovery
from tests.village import PASSWORD

State = Arrival.State
# The phone, the version, what is here; the record, its answers; begin and end; PostgreSQL takes a lock, and waits for
# the disk only where something is written.
RECORDS, VAULT = 8, 4


def numbered(number: int, **answers: str) -> str:
    return record(f"uuid:{number:032d}", **answers)


def test_a_record_takes_few_questions(phone, visit, django_assert_max_num_queries) -> None:
    phone.send(numbered(1))  # reads the form's questions, and notes that the phone was seen today
    for number in (2, 3):
        with (
            django_assert_max_num_queries(RECORDS),
            django_assert_max_num_queries(VAULT, connection=connections["vault"]),
        ):
            assert phone.send(numbered(number, who=CANARY, came="yes", children="3")).status_code == 201
    assert Arrival.objects.filter(state=State.TAKEN).count() == 3
    assert sorted(Answer.objects.values_list("question", "value")) == sorted([("came", "yes"), ("children", "3")] * 2)


def test_what_was_ended_is_refused_from_the_next_record_on(ready, phone, visit) -> None:
    mou = ready.accounts["mou"]
    held = mou.memberships.filter(organisation=phone.organisation)
    ends = [
        (lambda: held.update(valid_to="2020-01-01"), lambda: held.update(valid_to=None)),
        (lambda: type(mou).objects.update(is_active=False), lambda: type(mou).objects.update(is_active=True)),
        (lambda: type(phone.device).objects.update(revoked_on=today()), lambda: None),
    ]
    for number, (end, again) in enumerate(ends):
        assert phone.send(numbered(number)).status_code == 201
        end()
        assert phone.send(numbered(100 + number)).status_code == 401
        again()
    assert Arrival.objects.count() == len(ends)


def test_a_key_that_is_not_ready_any_more_is_felt_by_the_next_record(phone, visit) -> None:
    assert phone.send(numbered(1)).status_code == 201
    Recovery.objects.update(rehearsed_on=None)
    assert phone.send(numbered(2)).status_code == 503
    Recovery.objects.update(rehearsed_on=today())
    assert phone.send(numbered(2)).status_code == 201


def test_a_record_is_sealed_to_the_key_of_its_moment(ready, phone, visit) -> None:
    unlocked = keys.unlock(ready.accounts["salma"], PASSWORD)
    phone.send(numbered(1))
    rotation.begin(unlocked, phone.organisation)
    for number in (2, 3):
        sent = numbered(number, who=CANARY)
        assert phone.send(sent).status_code == 201
        arrival = Arrival.objects.get(instance=f"uuid:{number:032d}")
        key = keys.current(phone.organisation)
        private = keys.open_organisation(unlocked, key)
        assert arrival.key == key.generation == 2
        assert envelope.open_for(private, bytes(arrival.sealed), inbox.about(arrival.instance)) == sent.encode()


def test_another_organisations_key_never_seals_it(ready, phone, visit) -> None:
    """The key is remembered by organisation, and believed only when it is still what the vault holds."""
    phone.send(numbered(1))
    two = ready.organisations["two"]
    other = Phone(*devices.add(ready.accounts["kabir"], two), two)
    assert other.send(numbered(2)).status_code == 201
    kabir = keys.unlock(ready.accounts["kabir"], PASSWORD)
    private = keys.open_organisation(kabir, keys.current(two))
    arrival = Arrival.objects.get(organisation=two)
    assert envelope.open_for(private, bytes(arrival.sealed), inbox.about(arrival.instance)) == numbered(2).encode()


def test_a_correction_that_came_first_still_replaces(phone, visit) -> None:
    corrected = numbered(2, came="no").replace("</meta>", f"<deprecatedID>uuid:{1:032d}</deprecatedID></meta>")
    assert phone.send(corrected).status_code == 201
    assert phone.send(numbered(1, came="yes")).status_code == 201
    states = dict(Arrival.objects.values_list("instance", "state"))
    assert states == {f"uuid:{1:032d}": State.REPLACED, f"uuid:{2:032d}": State.TAKEN}
    assert [one.value for one in Answer.objects.all()] == ["no"]


@contextmanager
def without(table: str) -> Iterator[None]:
    """As when the database fails in the middle of a record."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO away")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE away RENAME TO {table}")


def test_a_fault_between_a_record_and_its_answers_leaves_nothing_half_taken_in(phone, visit) -> None:
    """To SQLite a table that is away is a database that does not answer, to PostgreSQL a fault: that one is kept."""
    phone.send(numbered(1, came="yes"))
    late = Arrival.objects.filter(instance=f"uuid:{2:032d}")
    with without("field_answer"):
        told = phone.send(numbered(2, came="yes")).status_code
        assert told == (503 if connection.vendor == "sqlite" else 201)
        assert not late.filter(state=State.TAKEN).exists()
    assert phone.send(numbered(2, came="yes")).status_code == 201
    assert late.get().state == (State.TAKEN if told == 503 else State.QUARANTINE)
    assert Answer.objects.count() == Arrival.objects.filter(state=State.TAKEN).count() == (2 if told == 503 else 1)


def test_a_fault_of_the_short_way_itself_keeps_nothing_and_stops_nobody_beside_it(phone, visit) -> None:
    """A letter of ours that is broken is no fault of a database; all that waited with it takes the long way."""
    phone.send(numbered(1, came="yes"))
    key = straight.key_of(phone.organisation)
    sent = Arrival.objects.get()
    device = devices.admitted(phone.device.code, phone.password, phone.organisation.code)
    letters = [
        straight.Letter(
            straight.arrival_of(device, records.read(numbered(n).encode()), sent.key, bytes([n]) * 32, b"x"),
            answers, straight.told(key),
        )
        for n, answers in ((2, [("came", 0, "yes")]), (3, [None]))
    ]  # fmt: skip
    straight.write(letters)
    assert [(one.done, one.kept) for one in letters] == [(True, False)] * 2
    assert list(Arrival.objects.all()) == [sent]


def steps(phone: Phone, content: str) -> int:
    """How much SQLite has to do for a record, in hundreds of its steps."""
    done = [0]
    connection.connection.set_progress_handler(lambda: done.__setitem__(0, done[0] + 1), 100)
    try:
        assert phone.send(content).status_code == 201
    finally:
        connection.connection.set_progress_handler(None, 0)
    return done[0]


def test_a_record_takes_no_longer_where_thousands_have_arrived(phone, visit) -> None:
    """Also one that corrects another. Without its numbers, SQLite looks at each record of the organisation."""
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL counts its rows before it chooses how to find them")
    phone.send(numbered(1, came="yes"))

    def of(number: int) -> tuple[int, int]:
        replaces = f"<deprecatedID>uuid:{number:032d}</deprecatedID></meta>"
        corrected = numbered(number + 1, came="no").replace("</meta>", replaces)
        return steps(phone, numbered(number, came="yes")), steps(phone, corrected)

    few = of(10)
    sent = Arrival.objects.get(instance=f"uuid:{1:032d}")
    for number in range(1000, 4000):
        sent.pk, sent.instance, sent.digest = None, f"uuid:{number:032d}", number.to_bytes(32, "big")
        sent.save(force_insert=True)
    many = of(20)
    assert all(now < 2 * before + 20 for before, now in zip(few, many, strict=True)), (few, many)


def letters(phone: Phone, *sent: tuple[int, str]) -> list[straight.Letter]:
    """Records of a phone (number, children) that wait to be written."""
    key = straight.key_of(phone.organisation)
    device = devices.admitted(phone.device.code, phone.password, phone.organisation.code)
    out = []
    for number, children in sent:
        content = numbered(number, children=children).encode()
        arrival = straight.arrival_of(device, records.read(content), key.generation, inbox.mark(content), b"x")
        out.append(straight.Letter(arrival, [("children", 0, children)], straight.told(key)))
    return out


def test_of_two_that_wait_under_one_number_the_first_is_written(phone, visit) -> None:
    """The other one goes the long way, which says what it is."""
    phone.send(numbered(1))
    batch = letters(phone, (3, "1"), (1, "5"), (2, "2"), (3, "7"))
    straight.write(batch)
    assert [one.kept for one in batch] == [True, False, True, False]
    said = Answer.objects.values_list("arrival__instance", "value").order_by("value")
    assert list(said) == [(f"uuid:{3:032d}", "1"), (f"uuid:{2:032d}", "2")]


def test_postgresql_holds_the_key_of_one_organisation_at_a_time(ready, phone, visit) -> None:
    """Two keys, held in another order than by a change of keys, and each would wait for the other."""
    two = ready.organisations["two"]
    other = Phone(*devices.add(ready.accounts["kabir"], two), two)
    batch = [*letters(phone, (1, "1")), *letters(other, (2, "2")), *letters(phone, (3, "3"))]
    straight._waiting.extend(batch)
    rounds = []
    while taken := straight.next_ones():
        rounds.append([batch.index(one) for one in taken])
    assert rounds == ([[0, 1, 2]] if connection.vendor == "sqlite" else [[0, 2], [1]])


def test_nobody_waits_at_the_door_for_ever(phone, visit, monkeypatch) -> None:
    assert phone.send(numbered(1)).status_code == 201
    monkeypatch.setattr(straight, "PATIENCE", 0.05)
    with straight._door:  # whoever is inside does not come out
        assert phone.send(numbered(2, children="2")).status_code == 201  # the long way
    assert straight._waiting == []
    assert Answer.objects.get().arrival.instance == f"uuid:{2:032d}"
    assert phone.send(numbered(3)).status_code == 201
    assert Arrival.objects.filter(state=State.TAKEN).count() == 3


def test_one_that_somebody_writes_while_it_takes_the_long_way_is_here_once(phone, visit, monkeypatch) -> None:
    (letter,) = letters(phone, (1, "1"))
    monkeypatch.setattr(straight, "PATIENCE", 0.05)
    with straight._door:
        assert phone.send(numbered(2)).status_code == 201
        straight._waiting.append(letter)
        taken = straight.next_ones()
    assert taken == [letter]
    straight.write(taken)
    assert letter.kept
    assert phone.send(numbered(1, children="1")).status_code in {201, 409}
    assert Arrival.objects.filter(state=State.TAKEN).count() == 2


@pytest.mark.django_db(transaction=True, databases=["default", "vault", "ballots"])
def test_postgresql_waits_for_a_lock_no_longer_than_sqlite_does(phone, visit, monkeypatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has its own limit (databases.py)")
    batch = letters(phone, (1, "1"), (2, "2"))
    held, inside = Event(), Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                edits.alone(phone.organisation.pk, batch[0].arrival.instance)
                inside.set()
                held.wait(30)
        finally:
            connections.close_all()

    monkeypatch.setattr(straight, "PATIENCE", 0.2)
    with ThreadPoolExecutor(1) as pool:
        pool.submit(hold)
        assert inside.wait(10)
        begun = time.monotonic()
        try:
            assert not straight.deliver(batch[0])
        finally:
            took = time.monotonic() - begun
            held.set()
    assert took < 10
    with connection.cursor() as cursor:  # the limit ended with its transaction
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)
    assert straight.deliver(batch[1])


def test_arrivals_have_no_index_that_another_begins_with(db) -> None:
    """What is asked of an organisation's arrivals is still found by an index."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, Arrival._meta.db_table)
    lists = [tuple(one["columns"]) for one in found.values() if (one["index"] or one["unique"]) and one["columns"]]
    plain = [columns for columns in lists if columns != ("id",)]
    shorter = {one for one in plain for other in plain if len(one) < len(other) and other[: len(one)] == one}
    assert shorter == set()


def test_an_organisations_arrivals_are_found_by_an_index(phone, visit) -> None:
    phone.send(numbered(1))
    asked = [
        Arrival.objects.filter(organisation=phone.organisation, instance="uuid:1"),
        Arrival.objects.filter(organisation=phone.organisation, state=State.QUARANTINE),
        Arrival.objects.filter(organisation=phone.organisation),
    ]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan TO off")  # with one row it would read that
    for rows in asked:
        assert "arrival_once" in (plan := rows.explain()) or "arrivals_by_state" in plan or "autoindex" in plan, plan


def test_postgresql_plans_a_question_once(phone, visit) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's driver keeps statements by itself")
    for number in range(3):
        assert phone.send(numbered(number, came="yes")).status_code == 201
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT%field_device%'")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db(transaction=True, databases=["default", "vault", "ballots"])
def test_many_at_once_are_each_here_once_and_whole(phone, visit) -> None:
    """Every record comes twice, and one of three with other answers: whoever is first stays, nobody is lost."""
    sent = [numbered(number, came="yes", children=str(number)) for number in range(12)] * 2
    sent += [numbered(number, came="no", children="99") for number in range(0, 12, 3)]

    def send(content: str) -> int:
        try:
            return Phone(phone.device, phone.password, phone.organisation).send(content).status_code
        finally:
            connections.close_all()

    phone.send(record(f"uuid:{uuid.uuid4()}"))
    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(send, sent))
    assert set(told) <= {201, 409}
    taken = Arrival.objects.filter(state=State.TAKEN, instance__startswith="uuid:0000000000")
    assert taken.count() == 12
    assert {arrival.answers.count() for arrival in taken} == {2}
    quarantine = Arrival.objects.filter(state=State.QUARANTINE)
    assert set(quarantine.values_list("why", flat=True)) == {"conflict"}
    assert quarantine.count() == 4 <= told.count(409)

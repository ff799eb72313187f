"""The numbers in the facts join the tables of one snapshot, and lead from no snapshot to another."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pakhi.cbr.models import Book, Step, Thread
from pakhi.lib.clock import today
from pakhi.lib.drawn import drawn_in
from pakhi.reports.snapshot import offers, schemas, take
from tests.village import Village

DATABASES = ["default", "vault", "ballots"]
CASES = 12
HELD = {
    "need": "open", "court_case": "open", "fir": "refused", "hearing": "planned", "victim_right": "open",
    "claim": "wants", "claim_paper": "wanted", "answers": "open",
}  # fmt: skip
NUMBERS = {"case", "thread", "claim", "talk"}
Rows = list[dict[str, str]]


@pytest.fixture
def held(village: Village) -> set[int]:
    """Cases of who agreed, opened one after the other, each with a need, a criminal case and a claim."""
    home, by = village.organisations["one"], village.accounts["mou"]
    for place in range(CASES):
        book = Book.objects.create(
            organisation=home, basis="consent", opened_by=by, counted_to=today() + dt.timedelta(days=90),
            gender="woman", age_band="18-24", block="2747", person=f"P{place}",
        )  # fmt: skip
        for kind, state in HELD.items():
            about = {"claim_paper": "claim"}.get(
                kind, "court_case" if kind in ("fir", "hearing", "victim_right") else ""
            )
            made = Thread.objects.create(
                book=book, kind=kind, number=kind, state=state, about=about, opened_on=today(), since=today(),
            )  # fmt: skip
            Step.objects.create(thread=made, number=f"{book.pk}-{kind}", day=today(), by=by, values={"state": state})
    return {book.pk for book in Book.objects.all()}


def read(folder: Path) -> dict[str, Rows]:
    return {path.stem: pq.read_table(path).to_pylist() for path in folder.glob("*.parquet")}


def numbers(there: dict[str, Rows]) -> set[str]:
    wanted = schemas(offers())
    return {row[name] for table, rows in there.items() for row in rows for name in drawn_in(wanted[table])}


def test_every_number_of_a_row_is_drawn() -> None:
    for table, schema in schemas(offers()).items():
        assert drawn_in(schema) == [name for name in schema.names if name in NUMBERS], table


@pytest.mark.django_db(databases=DATABASES)
def test_two_snapshots_of_the_same_records_share_no_number(held: set[int], settings) -> None:
    first, second = read(take(settings.DATA)), read(take(settings.DATA))
    assert {table: len(rows) for table, rows in first.items()} == {table: len(rows) for table, rows in second.items()}
    assert len({row["case"] for row in first["cbr_case"]}) == len(held)
    assert numbers(first)
    assert not numbers(first) & numbers(second)
    assert not numbers(first) & {
        str(pk) for model in (Book, Thread) for pk in model.objects.values_list("pk", flat=True)
    }


@pytest.mark.django_db(databases=DATABASES)
def test_the_tables_of_one_snapshot_are_joined_by_their_numbers(held: set[int], settings) -> None:
    there = read(take(settings.DATA))
    cases = {row["case"] for row in there["cbr_case"]}
    for table in ("cbr_thread", "cbr_move", "legal_track", "legal_hearing", "legal_right"):
        assert {row["case"] for row in there[table]} == cases, table
    home = {row["thread"]: row["case"] for row in there["cbr_thread"]}
    assert len(home) == CASES
    assert all(home[row["thread"]] == row["case"] for row in there["cbr_move"])
    claims = {row["claim"] for row in there["claim"]}
    assert len(claims) == CASES
    assert {row["claim"] for row in there["claim_paper"]} == claims


@pytest.mark.django_db(databases=DATABASES)
def test_what_has_tables_of_its_own_is_in_no_table_of_cases(held: set[int], settings) -> None:
    there = read(take(settings.DATA))
    assert {row["kind"] for table in ("cbr_thread", "cbr_move") for row in there[table]} == {"need"}


@pytest.mark.django_db(databases=DATABASES)
def test_the_order_of_the_rows_is_not_that_of_the_records(held: set[int], settings) -> None:
    """Of the orders of twelve rows, one in 479 million is that of the records."""
    for place, book in enumerate(Book.objects.order_by("pk")):
        Book.objects.filter(pk=book.pk).update(block=f"{place:04}")
    blocks = [row["block"] for row in read(take(settings.DATA))["cbr_case"]]
    assert sorted(blocks) != blocks
    assert len(set(blocks)) == CASES

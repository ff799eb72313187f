"""What claims offer to reports: nameless, by office and state, in quarters; nothing of who did not agree."""

from __future__ import annotations

import json

import pyarrow as pa
import pytest

from pakhi.cbr import facts as facts_of_cases
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.steps import Said, write
from pakhi.entitlements import facts, local
from pakhi.entitlements.tests.conftest import DAY, ask, go
from pakhi.lib.clock import Quarter, today
from pakhi.lib.drawn import drawn_in

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def counted(book) -> Book:
    """Rina agreed to be counted."""
    book.counted_to = today() + 90 * DAY
    book.save()
    return book


@pytest.fixture
def paid(counted, mou, office) -> Thread:
    """A claim that was refused, appealed, ordered and paid in part; the claim is of 100 days ago."""
    claim = ask(counted, mou, "wb-vcs", 100)
    for days, stage, said in (
        (90, "application_filed", {"office": office}), (60, "enquiry", {}),
        (50, "order_rejected", {"reason": "papers"}),
        (40, "appeal_slsa", {}), (20, "slsa_order", {"awarded": 400_000}), (10, "funds_awaited", {}),
        (5, "part_paid", {"paid": 100_000, "into": "own"}),
    ):  # fmt: skip
        claim = go(claim, mou, f"victim_compensation-{stage}", days, **said)
    return claim


def test_a_claim_is_a_row_of_codes(paid, office) -> None:
    (row,) = facts.rows()["claim"]
    assert set(row) == set(facts.CLAIM.names)
    assert (row["series"], row["state"], row["office"], row["office_kind"]) == ("wb-vcs", "part_paid", office, "bdo")
    assert (row["refused"], row["reason"], row["awarded"], row["paid"]) == (True, "papers", True, "part")
    assert (row["days_asked"], row["running"], row["unpaid_days"]) == ("61-90", True, "16-30")
    assert row["opened"] == str(Quarter.of(today() - 100 * DAY))


def test_the_days_between_two_stages_are_a_band(paid) -> None:
    days = {row["stage"].partition("-")[2]: row["days"] for row in facts.rows()["claim_move"]}
    assert (days["wants"], days["application_filed"], days["enquiry"], days["order_rejected"]) == (
        "", "8-15", "16-30", "8-15",
    )  # fmt: skip


def test_no_column_holds_a_number_of_days() -> None:
    assert not [one for table in facts.SCHEMAS.values() for one in table if pa.types.is_integer(one.type)]


def test_who_did_not_agree_to_be_counted_is_not_there(book, mou) -> None:
    ask(book, mou, "wb-vcs")
    assert facts.rows() == {"claim": [], "claim_move": [], "claim_paper": []}


def test_an_office_that_let_its_time_pass_shows_by_how_much(counted, mou) -> None:
    go(ask(counted, mou, "rural-work", 40), mou, "job_card-work_demanded", 20)
    (row,) = facts.rows()["claim"]
    assert row["overdue_days"] == "0-7"


def test_an_award_that_lies_unpaid_has_an_age(counted, mou) -> None:
    claim = ask(counted, mou, "legal-aid", 40)
    go(go(claim, mou, "legal_aid-applied", 30), mou, "legal_aid-granted", 12)
    assert facts.rows()["claim"][0]["unpaid_days"] == "8-15"


def test_no_row_leads_to_somebody(paid, rina, mou, salma) -> None:
    text = json.dumps(facts.rows())
    for word in (rina.code, paid.number, paid.book.code, mou.name, salma.name, today().isoformat()[:7] + "-"):
        assert word not in text, word


def test_the_moves_and_papers_of_a_claim_stand_under_its_number(counted, mou) -> None:
    for name in ("wb-vcs", "legal-aid", "pmjay"):
        ask(counted, mou, name)
    there = facts.rows()
    assert len({one["claim"] for one in there["claim"]}) == 3
    assert all(drawn_in(facts.SCHEMAS[table]) == ["claim"] for table in there)
    series = {one["claim"]: one["series"] for one in there["claim"]}
    for table in ("claim_move", "claim_paper"):
        assert there[table]
        assert all(series[one["claim"]] == one["series"] for one in there[table])


def test_a_local_scheme_does_not_say_whose_it_is(counted, mou, salma) -> None:
    scheme = local.add(counted.organisation, salma, {"label": "Block stipend", "component": "education"})
    ask(counted, mou, local.code(scheme))
    assert {row["series"] for row in facts.rows()["claim"]} == {"local"}


def test_her_answers_are_in_no_fact_at_all(counted, mou, paid) -> None:
    write(counted, Said("answers", {"hiv_affected": "yes", "family_income_year": 41_777}), mou)
    there = {**facts.rows(), **facts_of_cases.rows()}
    text = json.dumps(there, default=str)
    assert "hiv_affected" not in text
    assert "41777" not in text


def test_a_claim_is_in_the_facts_of_claims_alone(paid) -> None:
    assert facts.rows()["claim"]
    there = facts_of_cases.rows()
    assert there["cbr_thread"] == there["cbr_move"] == there["cbr_said"] == []


def test_the_rows_fit_the_columns_that_a_snapshot_is_made_of(paid) -> None:
    there = facts.rows()
    made = {name: pa.Table.from_pylist(there[name], schema=schema) for name, schema in facts.SCHEMAS.items()}
    assert (made["claim"].num_rows, made["claim_move"].num_rows) == (1, 8)

"""A claim from "wants it" to "has it": the lawful way, the clocks, a refusal, and what was really paid."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakhi.cbr import work
from pakhi.cbr.kinds import KINDS, Faulty
from pakhi.cbr.models import Step, Thread
from pakhi.cbr.steps import Said, write
from pakhi.entitlements import claim_clocks, claims, her_version, known, local, stages
from pakhi.entitlements.rows import Basis
from pakhi.entitlements.stages import PLAIN, State
from pakhi.entitlements.tests.conftest import DAY, ask, go
from pakhi.lib.clock import today

VC = "victim_compensation-"
PROCESSES = [one for one in known.the().processes.values() if one.id not in stages.OF_A_COURT]
EVERY = [(one, state) for one in PROCESSES for state in one.states]
CHAIN = ("application_filed", "enquiry", "order_awarded", "funds_awaited")


@pytest.mark.parametrize(("process", "state"), EVERY, ids=[f"{one.id}-{state}" for one, state in EVERY])
def test_every_stage_of_every_process_has_a_state_and_a_label(process, state) -> None:
    assert state in stages.STATES[process.id]
    assert stages.title(f"{process.id}-{state}").strip()


def test_no_state_is_listed_for_a_stage_that_the_catalogue_has_not() -> None:
    there = {(one.id, state) for one, state in EVERY}
    listed = {(process, state) for process, found in stages.STATES.items() for state in found}
    assert {pair for pair in listed - there if pair[0] not in (stages.HERS, PLAIN)} == set()


def test_states_fit_the_column_in_which_they_are_kept() -> None:
    longest = Thread._meta.get_field("state").max_length
    assert all(len(one) <= longest for one in State.values)
    assert max(map(len, claim_clocks.titles())) <= 60


def test_every_move_of_every_process_is_one_that_a_claim_may_make() -> None:
    for process in PROCESSES:
        for come, to in process.moves:
            assert f"{process.id}-{to}" in stages.moves(process.series[0], f"{process.id}-{come}"), (process.id, come)


MOVES = [  # series, from, to, whether the law knows it
    ("wb-vcs", "own-wants", VC + "application_filed", True),
    ("wb-vcs", "own-ready", VC + "ready_to_apply", True),
    ("wb-vcs", "own-wants", VC + "paid", False),
    ("wb-vcs", VC + "application_filed", VC + "enquiry", True),
    ("wb-vcs", VC + "application_filed", VC + "order_awarded", False),
    ("wb-vcs", VC + "order_awarded", VC + "paid", False),
    ("wb-vcs", VC + "order_awarded", VC + "appeal_slsa", True),
    ("wb-vcs", VC + "funds_awaited", VC + "part_paid", True),
    ("wb-vcs", VC + "part_paid", "own-stopped", True),
    ("rural-work", "own-wants", "job_card-work_demanded", True),
    ("rural-work", "job_card-receipt_given", "job_card-work_not_given", True),
    ("rural-work", "job_card-work_not_given", "job_card-allowance_claimed", True),
    ("rural-work", "job_card-work_demanded", "job_card-allowance_paid", False),
    ("bl-cash", "own-wants", "bonded_labour-release_certificate_issued", True),
    ("bl-cash", "bonded_labour-release_certificate_issued", "bonded_labour-rehab_paid", False),
    ("kgbv", "own-wants", "school-visit_school", True),
    ("pwdva", "own-wants", "plain-submitted", True),
    ("pwdva", "plain-submitted", "plain-given", True),
    ("pwdva", "plain-refused", "plain-paid", False),
    ("pwdva", "own-stopped", "plain-submitted", True),
]


@pytest.mark.parametrize(("series", "come", "to", "lawful"), MOVES)
def test_which_moves_the_law_knows(series, come, to, lawful) -> None:
    assert (to in stages.moves(series, come)) is lawful


CLOCKS = [  # series, stage, days ago, the last day counted from then, who acts
    ("wb-vcs", VC + "application_filed", 60, False),
    ("wb-vcs", VC + "order_awarded", 90, True),
    ("rural-work", "job_card-work_demanded", 15, False),
    ("rural-work", "job_card-registration_applied", 15, False),
    ("legal-aid", "legal_aid-applied", 7, False),
    ("rti", "rti_request-received_date_known", 30, False),
    ("rti", "rti_request-no_reply", 30, True),
]


@pytest.mark.parametrize(("series", "stage", "days", "hers"), CLOCKS)
def test_the_clock_of_the_law_starts_by_itself(series, stage, days, hers) -> None:
    since = dt.date(2026, 3, 2)
    found = claim_clocks.running(series, {stage: since}, stage)
    main = claim_clocks.sets(found)
    assert main is not None
    assert (main.last, main.hers) == (since + days * DAY, hers)
    assert claim_clocks.by_day(found, stage, since) == ((since + days * DAY).isoformat(), main.code)


def test_a_clock_runs_on_while_the_office_works_and_stops_when_it_has_decided() -> None:
    day = dt.date(2026, 3, 2)
    passed = {VC + "application_filed": day, VC + "enquiry": day + 9 * DAY}
    main = claim_clocks.sets(claim_clocks.running("wb-vcs", passed, VC + "enquiry"))
    assert main is not None
    assert main.last == day + 60 * DAY
    refused = {**passed, VC + "order_rejected": day + 20 * DAY}
    assert claim_clocks.running("wb-vcs", refused, VC + "order_rejected") == []


def test_a_special_clock_is_shown_but_sets_no_day() -> None:
    found = claim_clocks.running("wb-vcs", {VC + "application_filed": dt.date(2026, 3, 2)}, VC + "application_filed")
    assert {one.clock.id for one in found if one.special} == {"first_cash", "acid_order"}
    assert claim_clocks.sets(found) is not None


@pytest.mark.django_db(databases="__all__")
class TestWritten:
    def test_it_begins_with_what_she_wants_and_is_due_to_be_gone_on_with(self, book, mou) -> None:
        claim = ask(book, mou, "wb-vcs")
        assert (claim.state, claim.component) == ("wants", "legal")
        assert claim.due == today() + 14 * DAY

    @pytest.mark.parametrize(
        "series", ["trafficking-offence", "rural-work-wb", "constitution", "nothing", "", "local-unknown"]
    )
    def test_only_what_an_office_can_be_asked_for_is_claimed(self, book, mou, series) -> None:
        with pytest.raises(Faulty) as fault:
            ask(book, mou, series)
        assert fault.value.question == "series"
        assert not Thread.objects.filter(kind="claim").exists()

    def test_what_is_only_a_name_in_the_catalogue_can_be_claimed_too(self, book, mou) -> None:
        named = next(one.series for one in known.the().rows if one.sort == "name")
        assert ask(book, mou, named).state == "wants"

    def test_a_step_off_the_way_is_refused_once_with_the_moves_and_kept_when_it_was_so(self, book, mou) -> None:
        claim = go(ask(book, mou, "wb-vcs", 90), mou, VC + "application_filed", 80)
        with pytest.raises(Faulty) as fault:
            go(claim, mou, VC + "order_awarded", 10)
        assert fault.value.question == "stage"
        assert "The office enquires" in fault.value.why
        assert fault.value.why.endswith("say so below and send again.")
        claim = go(claim, mou, VC + "order_awarded", 10, unusual="yes", awarded=300_000)
        assert (claim.state, claim.values["awarded"]) == ("sanctioned", 300_000)
        with pytest.raises(Faulty):
            go(claim, mou, VC + "paid", 5, paid=300_000, into="own")
        claim = go(claim, mou, VC + "funds_awaited", 5)
        assert claim.values["unusual"] == ""

    def test_awarded_is_not_paid(self, book, mou) -> None:
        claim = ask(book, mou, "wb-vcs", 200)
        for number, stage in enumerate(CHAIN):
            claim = go(claim, mou, VC + stage, 190 - 30 * number)
        assert claim.state == "funds_awaited"
        assert claims.unpaid_since(claim) == today() - 130 * DAY
        assert claims.received(claim) == 0
        with pytest.raises(Faulty) as fault:
            write(book, Said("claim", {"paid": 5000, "into": "own"}, today(), claim.number), mou)
        assert fault.value.question == "paid"

    def test_a_payment_has_a_sum_a_day_and_an_account_and_parts_add_up(self, book, mou) -> None:
        claim = ask(book, mou, "wb-vcs", 200)
        for number, stage in enumerate(CHAIN):
            claim = go(claim, mou, VC + stage, 190 - 30 * number)
        for wanting, given in (("paid", {"into": "own"}), ("into", {"paid": 100})):
            with pytest.raises(Faulty) as fault:
                go(claim, mou, VC + "part_paid", 9, **given)
            assert fault.value.question == wanting
        claim = go(claim, mou, VC + "part_paid", 9, paid=100_000, into="own")
        write(book, Said("claim", {"paid": 100_000, "into": "joint"}, today() - 3 * DAY, claim.number), mou)
        assert claims.received(claim) == 200_000
        claim = go(claim, mou, VC + "paid", 1, paid=50_000, into="own", paid_on=today() - 2 * DAY)
        assert claims.payments(claim)[-1] == (today() - 2 * DAY, 50_000, "own")
        assert (claim.state, claim.due, claims.received(claim)) == ("paid", None, 250_000)

    def test_an_award_waits_since_its_order_until_all_of_it_has_come(self, book, mou) -> None:
        claim = ask(book, mou, "wb-vcs", 200)
        for number, stage in enumerate(CHAIN):
            more = {"awarded": 300_000} if stage == "order_awarded" else {}
            claim = go(claim, mou, VC + stage, 190 - 30 * number, **more)
        claim = go(claim, mou, VC + "part_paid", 9, paid=100_000, into="own")
        assert claims.unpaid_since(claim) == today() - 130 * DAY
        write(book, Said("claim", {"paid": 100_000, "into": "own"}, today() - 3 * DAY, claim.number), mou)
        claim.refresh_from_db()
        assert claims.unpaid_since(claim) == today() - 130 * DAY
        write(book, Said("claim", {"paid": 100_000, "into": "own"}, today(), claim.number), mou)
        claim.refresh_from_db()
        assert claims.unpaid_since(claim) is None

    def test_an_award_after_an_appeal_waits_since_the_new_order_and_cash_at_once_is_no_award(self, book, mou) -> None:
        claim = ask(book, mou, "wb-vcs", 200)
        claim = go(claim, mou, VC + "application_filed", 190)
        claim = go(claim, mou, VC + "interim_cash", 180, paid=10_000, into="own")
        assert claims.unpaid_since(claim) is None
        claim = go(claim, mou, VC + "enquiry", 170)
        for stage, days in (("order_awarded", 100), ("appeal_slsa", 90), ("slsa_order", 40), ("funds_awaited", 20)):
            claim = go(claim, mou, VC + stage, days)
        assert claims.unpaid_since(claim) == today() - 40 * DAY

    def test_an_award_after_an_interim_sum_waits_since_its_own_order(self, book, mou) -> None:
        claim = go(ask(book, mou, "wb-vcs", 200), mou, VC + "application_filed", 190)
        claim = go(claim, mou, VC + "interim_order", 180, awarded=10_000, unusual="yes")
        claim = go(claim, mou, VC + "interim_paid", 170, paid=10_000, into="own", unusual="yes")
        claim = go(claim, mou, VC + "order_awarded", 50, unusual="yes")
        assert claims.unpaid_since(claim) == today() - 50 * DAY
        claim = go(claim, mou, VC + "part_paid", 20, paid=5_000, into="own", unusual="yes")
        assert claims.unpaid_since(claim) == today() - 50 * DAY
        with CaptureQueriesContext(connection) as asked:
            assert claims.unpaid_since(claim, claims.lived(claim)) == today() - 50 * DAY
        assert len(asked) == 1

    def test_the_order_picks_the_version_and_not_the_day_on_which_the_money_is_awaited(self, book, mou) -> None:
        claim = ask(book, mou, "wb-vcs", 200)
        for number, stage in enumerate(CHAIN):
            claim = go(claim, mou, VC + stage, 190 - 30 * number)
        assert her_version.day_of(claim, Basis.AWARD) == today() - 130 * DAY

    def test_a_deposit_that_an_award_asks_for_is_no_order_of_its_own(self, book, mou) -> None:
        claim = ask(book, mou, "wb-vcs", 200)
        for number, stage in enumerate((*CHAIN[:3], "deposit_condition")):
            claim = go(claim, mou, VC + stage, 190 - 30 * number)
        assert her_version.day_of(claim, Basis.AWARD) == today() - 130 * DAY

    @pytest.mark.parametrize("basis", [Basis.APPLICATION, Basis.AWARD])
    def test_what_she_answered_picks_the_version_where_the_claim_says_nothing(self, book, mou, basis) -> None:
        claim = ask(book, mou, "wb-vcs", 9)
        assert her_version.day_of(claim, basis) == today()
        Thread.objects.create(
            book=book, kind="answers", number="hers", state="open", since=today(), values={str(basis): "2016-03-01"}
        )
        assert her_version.day_of(claim, basis) == dt.date(2016, 3, 1)

    def test_what_comes_month_by_month_waits_for_nothing(self, book, mou) -> None:
        claim = ask(book, mou, "sponsorship", 200)
        for stage, days in (("form_filled", 190), ("sfcac_approved", 90), ("bank_ready", 60)):
            claim = go(claim, mou, f"sponsorship-{stage}", days, unusual="yes")
        assert claims.unpaid_since(claim) == today() - 90 * DAY
        claim = go(claim, mou, "sponsorship-paid_monthly", 30, paid=4_000, into="own")
        assert claims.unpaid_since(claim) is None

    def test_a_payment_that_is_taken_back_is_not_in_the_sum(self, book, mou) -> None:
        claim = go(ask(book, mou, "wb-vcs", 9), mou, VC + "application_filed", 8)
        claim = go(claim, mou, VC + "interim_cash", 7, paid=9_000, into="cash")
        last = Step.objects.filter(thread=claim).latest("pk")
        write(book, Said("claim", thread=claim.number, edits=last.number, void=True), mou)
        assert claims.received(claim) == 0
        assert Thread.objects.get(pk=claim.pk).state == "submitted"

    @pytest.mark.parametrize(
        ("given", "wanting"),
        [({}, "reason"), ({"reason": "papers"}, "office"), ({"reason": "papers", "office_kind": "dlsa"}, "")],
    )
    def test_a_refusal_has_a_reason_and_whoever_refused(self, book, mou, given, wanting) -> None:
        claim = go(ask(book, mou, "pwdva", 9), mou, "plain-submitted", 8)
        if wanting:
            with pytest.raises(Faulty) as fault:
                go(claim, mou, "plain-refused", 2, **given)
            assert fault.value.question == wanting
        else:
            claim = go(claim, mou, "plain-refused", 2, **given)
            assert (claim.state, claim.due) == ("refused", today() + 12 * DAY)

    def test_an_earlier_reason_does_not_serve_for_a_second_refusal(self, book, mou, office) -> None:
        claim = go(ask(book, mou, "pwdva", 9), mou, "plain-submitted", 8, office=office)
        claim = go(claim, mou, "plain-refused", 7, reason="papers")
        claim = go(claim, mou, "plain-appealed", 5)
        with pytest.raises(Faulty) as fault:
            go(claim, mou, "plain-refused", 2)
        assert fault.value.question == "reason"

    def test_the_day_that_a_worker_gives_goes_before_the_laws(self, book, mou) -> None:
        own = (today() + 5 * DAY).isoformat()
        claim = go(ask(book, mou, "legal-aid", 3), mou, "legal_aid-applied", 1, due=own)
        assert (claim.due, claim.values["clock"]) == (today() + 5 * DAY, "")
        plain = go(ask(book, mou, "legal-aid", 3), mou, "legal_aid-applied", 1)
        assert (plain.due, plain.values["clock"]) == (today() + 6 * DAY, "legal_aid-decide")

    def test_a_state_is_never_written_by_itself(self, book, mou) -> None:
        claim = ask(book, mou, "pwdva")
        with pytest.raises(Faulty):
            write(book, Said("claim", {"state": "paid"}, thread=claim.number), mou)
        with pytest.raises(Faulty):
            write(book, Said("claim", {"state": "paid", "stage": "job_card-wages_paid"}, thread=claim.number), mou)

    def test_a_claim_stays_about_what_it_began_with(self, book, mou) -> None:
        claim = ask(book, mou, "pwdva")
        with pytest.raises(Faulty):
            write(book, Said("claim", {"series": "wb-vcs"}, thread=claim.number), mou)

    def test_what_arrives_late_is_held_against_the_day_on_which_it_was_so(self, book, mou) -> None:
        claim = go(ask(book, mou, "wb-vcs", 90), mou, VC + "application_filed", 80)
        claim = go(claim, mou, VC + "enquiry", 40)
        claim = go(claim, mou, VC + "defect_notice", 60, unusual="")
        assert claim.values["stage"] == VC + "enquiry"

    def test_what_was_before_it_was_opened_here_sets_its_stage_and_its_day(self, book, mou) -> None:
        claim = ask(book, mou, "rural-work", 0)
        write(book, Said("claim", {"stage": "job_card-work_demanded"}, today() - 17 * DAY, claim.number), mou)
        claim.refresh_from_db()
        assert (claim.values["stage"], claim.state) == ("job_card-work_demanded", State.SUBMITTED)
        assert claim.due == today() - 2 * DAY
        assert claims.stage_on(claim, today()) == "job_card-work_demanded"

    def test_an_overdue_claim_stands_in_my_day_and_a_finished_one_does_not(self, book, mou) -> None:
        claim = go(ask(book, mou, "rural-work", 40), mou, "job_card-work_demanded", 20)
        found = [one for one in work.of_worker(mou) if one.thread.pk == claim.pk]
        assert [one.late for one in found] == [5]
        go(claim, mou, "own-stopped")
        assert not [one for one in work.of_worker(mou) if one.thread.pk == claim.pk]

    def test_a_local_scheme_is_claimed_where_it_was_written_and_nowhere_else(self, keepers, book, mou, salma) -> None:
        mine, other = keepers.village.organisations["one"], keepers.village.organisations["two"]
        scheme = local.add(mine, salma, {"label": "Bicycles of the block", "component": "education"})
        assert ask(book, mou, local.code(scheme)).state == "wants"
        foreign = Thread.objects.get(pk=scheme.pk)
        foreign.book.organisation = other
        foreign.book.save()
        with pytest.raises(Faulty):
            ask(book, mou, local.code(scheme))


def test_a_claim_is_declared_without_words_in_its_answers() -> None:
    assert {one.asks for one in KINDS["claim"].questions} <= {
        "listed", "office", "one", "post", "past", "day", "number", "file", "group", "words",
    }  # fmt: skip
    assert KINDS["claim"].inside

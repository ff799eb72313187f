"""Her care plan: hers, agreed to as it is, approved by somebody else, and never lost between two who write at once."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from pakhi.cbr import books, plans, sealed_words, status, steps, work
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Step, Thread
from pakhi.cbr.plans import ACTION, GOAL, PLAN
from pakhi.cbr.steps import Said, write
from pakhi.cbr.tests.conftest import client
from pakhi.lib.clock import today
from pakhi.vault import assign, merge
from pakhi.vault.keys import Refused
from pakhi.vault.tests.conftest import agree
from tests.canaries import found

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)
SOON, LATER = today() + 20 * DAY, today() + 90 * DAY


def at(person, rest="care-plan"):
    return f"/desk/people/{person.code}/case/{rest}"


def begin(book, by, **more):
    values = {"horizon": "year", "review": LATER, "agreed": "thumb", "agreed_on": today(), "tongue": "bn", **more}
    return write(book, Said("plan", values), by)


def goal(book, by, element="mind", component="health", **more):
    values = {"component": component, "element": element, "term": "short", "hers": "yes", "by": SOON, **more}
    return write(book, Said("goal", values), by).thread


def action(book, about, by, **more):
    values = {"what": "treatment", "doer": "she", "by": today() + 7 * DAY, **more}
    return write(book, Said("action", values, about=about.number), by).thread


def now(thread):
    return Thread.objects.get(pk=thread.pk)


def plan_of(book):
    return plans.plan_of([book])


@pytest.fixture
def waiting(book, mou):
    """A plan of Mou's with a goal, to which she agreed, waiting for approval."""
    begin(book, mou)
    goal(book, mou)
    plans.decide(book, "waiting", mou)
    return plan_of(book)


def test_a_supervisor_approves_what_a_worker_wrote(book, waiting, salma):
    assert [one.kind.key for one in work.approvals(book.organisation, salma)] == ["plan"]
    plans.decide(book, "approved", salma)
    assert plan_of(book).state == "approved"
    assert work.approvals(book.organisation, salma) == []


def test_nobody_approves_their_own_plan(book, salma, keepers):
    begin(book, salma)
    goal(book, salma)
    plans.decide(book, "waiting", salma)
    with pytest.raises(Refused, match="changed this plan last"):
        plans.decide(book, "approved", salma)
    plans.decide(book, "approved", keepers.village.accounts["mina"])
    assert plan_of(book).state == "approved"


def test_whoever_changed_a_goal_last_does_not_approve(book, mou, salma, waiting):
    goal(book, salma, "body")
    assert work.approvals(book.organisation, salma) == []
    with pytest.raises(Refused, match="changed this plan last"):
        plans.decide(book, "approved", salma)


def test_a_worker_does_not_approve(book, mou, salma):
    begin(book, salma)
    goal(book, salma)
    with pytest.raises(Refused, match="supervisor or manager"):
        plans.decide(book, "approved", mou)


@pytest.mark.parametrize("change", ["goal", "component", "action", "action day", "struck out"])
def test_a_change_of_goals_or_actions_makes_it_wait_again(book, mou, salma, waiting, change):
    there = steps.threads([book], "goal")[0]
    doing = action(book, there, mou)
    plans.decide(book, "approved", salma)
    if change == "goal":
        goal(book, mou, "body")
    elif change == "component":
        write(book, Said("goal", {"component": "legal", "element": "papers"}, thread=there.number), mou)
    elif change == "action":
        action(book, there, mou)
    elif change == "action day":
        write(book, Said("action", {"by": LATER}, thread=doing.number), mou)
    else:
        write(book, Said("action", void=True, edits=doing.heads[0], thread=doing.number), mou)
    assert plan_of(book).state == "waiting"
    assert plan_of(book).rivals == {}


@pytest.mark.parametrize("move", ["goal", "action", "review", "next visit of it"])
def test_work_on_it_does_not(book, mou, salma, waiting, move):
    there = steps.threads([book], "goal")[0]
    doing = action(book, there, mou)
    plans.decide(book, "approved", salma)
    if move == "goal":
        write(book, Said("goal", {"state": "partly", "why": ["her_step"]}, thread=there.number), mou)
    elif move == "action":
        write(book, Said("action", {"state": "not_done", "why_not": "money"}, thread=doing.number), mou)
    else:
        write(book, Said("plan", {"review": LATER + DAY}, thread="plan"), mou)
    assert plan_of(book).state == "approved"


def test_it_is_approved_only_as_she_agreed_to_it(book, mou, salma):
    begin(book, mou, agreed="not_yet", agreed_on="")
    goal(book, mou)
    plans.decide(book, "waiting", mou)
    with pytest.raises(Refused, match="Read the plan to her"):
        plans.decide(book, "approved", salma)
    write(book, Said("plan", {"agreed": "voice", "agreed_on": today() - 3 * DAY}, thread="plan"), mou)
    with pytest.raises(Refused, match="Read the plan to her"):  # the goal came after that day
        plans.decide(book, "approved", salma)
    write(book, Said("plan", {"agreed": "voice", "agreed_on": today()}, thread="plan"), mou)
    plans.decide(book, "approved", salma)
    with pytest.raises(Refused, match="no open goal"):
        plans.ready(book_without_goals(book), plan_of(book).values)


def book_without_goals(book):
    for one in steps.threads([book], "goal"):
        write(book, Said("goal", {"state": "given_up"}, thread=one.number), book.opened_by)
    return book


def test_sending_back_needs_a_reason_which_is_sealed(keepers, rina, book, salma, waiting):
    with pytest.raises(Faulty, match="words: missing"):
        plans.decide(book, "back", salma)
    plans.decide(book, "back", salma, "Ask Quillabeth about school first.", number="why")
    assert plan_of(book).state == "back"
    assert sealed_words.read(keepers.mou, rina, "visit")["why"] == "Ask Quillabeth about school first."
    assert not found(["Quillabeth"], str(Step.objects.get(number="why").__dict__).encode())


def test_a_decision_is_not_taken_back_by_a_correction(book, mou, salma, waiting):
    plans.decide(book, "approved", salma)
    goal(book, mou, "body")
    wait = now(plan_of(book)).heads[0]
    for wrong in (Said("plan", void=True, edits=wait, thread="plan"),
                  Said("plan", {"horizon": "longer"}, edits=wait, thread="plan")):  # fmt: skip
        with pytest.raises(Refused, match="stays"):
            write(book, wrong, mou)
    assert plan_of(book).state == "waiting"


@pytest.mark.parametrize(
    ("kind", "values", "question"),
    [
        ("plan", {"horizon": "year"}, "review"),
        ("plan", {"horizon": "year", "review": LATER, "agreed": "thumb"}, "agreed_on"),
        ("goal", {"component": "health", "element": "school", "term": "short", "hers": "yes"}, "element"),
        ("goal", {"component": "health", "element": "mind", "term": "short"}, "hers"),
        ("action", {"what": "papers", "doer": "worker", "by": SOON}, "owner"),
        ("action", {"what": "papers", "doer": "she"}, "by"),
        ("action", {"what": "papers", "doer": "she", "by": SOON, "state": "not_done"}, "why_not"),
    ],
)
def test_what_does_not_fit_is_refused_under_its_question(book, mou, kind, values, question):
    about = goal(book, mou).number if kind == "action" else ""
    with pytest.raises(Faulty) as fault:
        write(book, Said(kind, values, about=about), mou)
    assert fault.value.question == question


def test_an_action_belongs_to_a_goal_of_the_same_case(book, mou):
    with pytest.raises(Faulty, match="about"):
        write(book, Said("action", {"what": "papers", "doer": "she", "by": SOON}, about="elsewhere"), mou)


def test_a_goal_that_is_reached_opens_the_next_and_her_status_says_so(book, mou):
    first = goal(book, mou)
    write(book, Said("goal", {"state": "reached"}, thread=first.number), mou)
    said = Said("goal", {"component": "health", "element": "body", "term": "long", "hers": "yes"}, number="g2")
    for _twice in range(2):
        plans.next_goal(book, now(first), said, "partly", mou)
    assert now(first).values["next"] == "g2"
    stands = {one.component: one for one in status.stands([book])}["health"]
    assert (stands.state, stands.thread.values["next"]) == ("partly", "g2")
    assert Thread.objects.filter(kind="goal").count() == 2


def test_a_goal_slips_back_and_is_due_again(book, mou):
    first = write(book, Said("goal", {"component": "health", "element": "mind", "term": "short", "hers": "yes",
                                      "by": SOON}, today() - 3 * DAY), mou).thread  # fmt: skip
    write(book, Said("goal", {"state": "reached"}, today() - DAY, first.number), mou)
    assert now(first).due is None
    step = write(book, Said("goal", {"state": "slipped", "why": ["illness"]}, thread=first.number), mou)
    assert (Step.objects.get(pk=step.pk).way, now(first).due) == ("back", SOON)


def test_the_page_makes_a_plan_from_nothing_to_approval(keepers, rina, book):
    mou, salma = client(keepers, "mou"), client(keepers, "salma")
    assert "No goal yet" in mou.get(at(rina)).content.decode()
    typed = {"day": today().isoformat(), "seen": ""}
    frame = {"act": "frame", "horizon": "year", "review": LATER.isoformat(), "number": "f1", "agreed": "thumb",
             "agreed_on": today().isoformat(), "tongue": "bn"}  # fmt: skip
    assert mou.post(at(rina), {**typed, **frame}).status_code == 302
    new = {"act": "goal", "element": "mind", "term": "short", "hers": "yes", "number": "g1", "by": SOON.isoformat()}
    assert mou.post(at(rina), {**typed, **new}).status_code == 302
    do = {"act": "action", "about": "g1", "what": "treatment", "doer": "she", "by": SOON.isoformat(), "number": "a1"}
    assert mou.post(at(rina), {**typed, **do}).status_code == 302
    assert mou.post(at(rina), {"act": "decide", "state": "waiting", "number": "w1", "seen": "f1"}).status_code == 302
    page = salma.get(at(rina)).content.decode()
    for word in ("Mind and sleep", "Treatment, She herself", "Waits for approval", "Approve"):
        assert word in page
    assert "Approve</button>" not in mou.get(at(rina)).content.decode()
    last = re.search('name="last" value="([^"]+)"', page)[1]
    said = {"act": "decide", "seen": "w1", "last": last}
    assert salma.post(at(rina), {**said, "state": "back", "number": "b1"}).status_code == 400
    assert salma.post(at(rina), {**said, "state": "approved", "number": "d1", "last": "f1"}).status_code == 409
    assert plan_of(book).state == "waiting"
    assert salma.post(at(rina), {**said, "state": "approved", "number": "d1"}).status_code == 302
    assert plan_of(book).state == "approved"
    assert mou.post(at(rina), {"act": "decide", "state": "approved", "number": "d2", "seen": "d1"}).status_code == 409
    move = {"act": "move", "thread": "a1", "state": "done", "number": "m1", "seen": "a1"}
    assert mou.post(at(rina), move).status_code == 302
    assert Thread.objects.get(number="a1").state == "done"


def test_two_who_move_one_goal_at_once_lose_nothing_and_see_it(keepers, rina, book, mou):
    there = goal(book, mou)
    one, other = client(keepers, "mou"), client(keepers, "salma")
    move = {"act": "move", "thread": there.number, "seen": " ".join(there.heads)}
    assert one.post(at(rina), {**move, "state": "working", "number": "x1"}).status_code == 302
    assert other.post(at(rina), {**move, "state": "partly", "number": "x2"}).status_code == 302
    assert Step.objects.filter(thread=there).count() == 3
    page = one.get(at(rina)).content.decode()
    assert "without seeing what the other wrote" in page
    assert "Worked on" in page
    later = {"act": "move", "thread": there.number, "seen": " ".join(now(there).heads)}
    assert one.post(at(rina), {**later, "state": "partly", "number": "x3"}).status_code == 302
    assert "without seeing" not in one.get(at(rina)).content.decode()


def test_two_who_change_the_frame_at_once_see_both(keepers, rina, book, mou):
    begin(book, mou)
    typed = {"act": "frame", "day": today().isoformat(), "seen": " ".join(plan_of(book).heads), "horizon": "year",
             "agreed": "thumb", "agreed_on": today().isoformat(), "tongue": "bn"}  # fmt: skip
    one, other = client(keepers, "mou"), client(keepers, "salma")
    one.post(at(rina), {**typed, "review": SOON.isoformat(), "number": "r1"})
    other.post(at(rina), {**typed, "review": (SOON + DAY).isoformat(), "number": "r2"})
    assert list(plan_of(book).rivals) == ["review"]
    assert "without seeing what the other wrote" in one.get(at(rina)).content.decode()


def test_what_does_not_fit_stays_in_its_form(keepers, rina, book):
    typed = {"act": "goal", "day": today().isoformat(), "seen": "", "number": "g1", "words": "A long story"}
    answer = client(keepers, "mou").post(at(rina), typed)
    assert answer.status_code == 400
    assert "A long story" in answer.content.decode()
    assert not Thread.objects.exists()
    assert client(keepers, "mou").post(at(rina), {"act": "eat"}).status_code == 400


def test_the_sheet_for_her_has_pictures_a_code_and_no_name(keepers, rina, book, waiting, mou):
    action(book, steps.threads([book], "goal")[0], mou)
    browser = client(keepers, "mou")
    page = browser.get(at(rina, "care-plan/sheet?tongue=en")).content.decode()
    for word in ("Mind and sleep", "Treatment", rina.code, "#hospital"):
        assert word in page
    assert not found(["Quillabeth"], page.encode())
    assert 'lang="bn"' in browser.get(at(rina, "care-plan/sheet")).content.decode()


@pytest.mark.parametrize("rest", ["care-plan", "care-plan/sheet", "visit", "ledger"])
def test_who_may_not(keepers, rina, book, waiting, mou, salma, rest):
    for who in ("kabir", "ravi", "devi", "asha"):
        assert client(keepers, who).get(at(rina, rest)).status_code == 404
    assign.assign(rina, salma, salma)
    assert client(keepers, "mou").get(at(rina, rest)).status_code == 404


def test_the_panel_tells_what_is_next(keepers, rina, book, waiting, mou):
    action(book, steps.threads([book], "goal")[0], mou)
    page = client(keepers, "salma").get(at(rina, "")).content.decode()
    for word in ("Waits for approval", "Read and decide", "Treatment, She herself"):
        assert word in page


def test_the_kinds_are_declared():
    assert {PLAN.once, GOAL.due == "by", ACTION.within == "goal"} == {True}


def test_who_changed_it_does_not_approve_it_because_another_asked(book, mou, salma):
    made = {"horizon": "year", "review": today(), "agreed": "spoken", "agreed_on": today()}
    kind = plans.PLAN.by_name
    made["horizon"], made["agreed"] = kind["horizon"].choices.values[0], next(iter(plans.YES_TO_IT))
    write(book, Said("plan", made), salma)
    write(book, Said("goal", {"component": "health", "element": "body", "term": "long", "hers": "yes"}), salma)
    plans.decide(book, "waiting", mou)
    with pytest.raises(Refused, match="Somebody else"):
        plans.decide(book, "approved", salma)


def test_what_changed_since_the_page_was_opened_is_read_before_it_is_approved(keepers, rina, book, mou, waiting):
    supervisor = client(keepers, "salma")
    page = supervisor.get(at(rina)).content.decode()
    sent = {name: re.search(f'name="{name}" value="([^"]*)"', page)[1] for name in ("last", "number", "seen")}
    action(book, Thread.objects.get(kind="goal"), mou)
    answer = supervisor.post(at(rina), {"act": "decide", "state": "approved", **sent, "seen": " ".join(waiting.heads)})
    assert answer.status_code == 409
    assert "changed since you opened this page" in answer.content.decode()
    assert plan_of(book).state == "waiting"


def test_after_a_merge_a_plan_is_written_on_in_its_own_case(keepers, rina, book, mou, salma):
    other = keepers.register()
    assign.take_in(other, mou)
    agree(other, mou, "case")
    second = books.open_case(other, mou)
    begin(second, mou)
    goal(second, mou)
    merge.confirm(merge.propose(rina, other, mou), salma)
    worker = client(keepers, "mou")
    typed = {"day": today().isoformat(), "seen": "", "act": "goal", "element": "body", "term": "short", "hers": "yes",
             "number": "g9", "by": SOON.isoformat()}  # fmt: skip
    assert worker.post(at(rina), typed).status_code == 302
    assert Thread.objects.get(number="g9").book == second
    plans.decide(second, "waiting", mou)
    assert plan_of(second).state == "waiting"
    write(book, Said("goal", {"component": "social", "element": "family", "term": "short", "hers": "yes", "by": SOON}),
          mou)  # fmt: skip
    assert [one.thread.book for one in plans.changes(second)][-1] == book

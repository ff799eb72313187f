"""My day, my survivors, the team's board and the counts: who sees what, from the steps that were written."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from pakhi.cbr import books, flow, followup, status, work
from pakhi.cbr.kinds import KINDS, Question, kind
from pakhi.cbr.models import Book
from pakhi.cbr.steps import Said, write
from pakhi.cbr.tests.conftest import client
from pakhi.field import roster
from pakhi.lib.clock import today
from pakhi.vault import assign, limits, merge
from pakhi.vault.models import Entry, Person
from pakhi.vault.tests.conftest import agree

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def promise():
    """A kind of thread with a day and somebody who does it."""
    made = kind(
        "promise", "Promise", "check", Question("by_day", "day", "By when", begins=True),
        Question("who", "account", "Who"), due="by_day", owner="who",
    )  # fmt: skip
    yield made
    del KINDS["promise"]


def promised(book, by, days, who=""):
    return write(book, Said("promise", {"by_day": today() + days * DAY, "who": who}), by)


def test_my_day_has_what_is_overdue_due_and_coming_and_no_more(keepers, book, mou):
    for days in (-3, 0, 5, 40):
        promised(book, mou, days)
    assert [one.late for one in work.of_worker(mou)] == [3, 0, -5]
    page = client(keepers, "mou").get("/desk/day").content.decode()
    assert "3 days late" in page
    assert page.count(">Promise</a>") == 3


def test_what_is_done_is_due_no_more(book, mou):
    step = promised(book, mou, -3)
    write(book, Said("promise", {"state": "closed"}, thread=step.thread.number), mou)
    assert work.of_worker(mou) == []


def test_what_a_colleague_took_on_is_on_their_day_and_not_on_mine(book, mou, salma):
    promised(book, mou, 0, salma.pk)
    assert work.of_worker(mou) == []
    assert [one.thread.owner for one in work.of_worker(salma)] == [salma]


def test_somebody_elses_survivor_is_not_on_my_day(rina, book, mou, salma):
    promised(book, mou, 0)
    assign.assign(rina, salma, salma)
    assert work.of_worker(mou) == []
    assert len(work.of_worker(salma)) == 1


def test_a_closed_case_has_no_work(book, mou):
    promised(book, mou, -3)
    Book.objects.update(state="closed")
    assert work.of_worker(mou) == []


def test_today_says_it_in_one_line(keepers, book, mou):
    promised(book, mou, -3)
    assert "1 thing is due in your cases" in client(keepers, "mou").get("/desk/").content.decode()
    assert "1 thing is overdue in the team" in client(keepers, "salma").get("/desk/").content.decode()


def test_my_day_says_who_is_on_call_now(keepers, book, mou, salma):
    """Whoever finds somebody in danger knows at once whom to call."""
    assert "Nobody is on call now" in client(keepers, "mou").get("/desk/day").content.decode()
    now, hour = timezone.now(), dt.timedelta(hours=1)
    roster.put(book.organisation, salma, now - hour, now + hour, salma)
    page = client(keepers, "mou").get("/desk/day").content.decode()
    assert "Nobody is on call now" not in page
    assert re.search(rf"On call now:</strong>\s*{re.escape(salma.name)}", page)
    assert f"/desk/on-call?at={book.organisation.code}" in page


def test_my_survivors_are_listed_by_code_with_their_status(keepers, rina, book, mou):
    status.step(book, "health", "begun", mou)
    page = client(keepers, "mou").get("/desk/cases").content.decode()
    assert rina.code[:4] in page
    assert "Work has begun" in page


def test_a_case_is_found_by_its_code_by_who_is_there_for_her(keepers, rina, book):
    found = client(keepers, "mou").post("/desk/cases", {"code": rina.code.lower()})
    assert found.headers["Location"] == f"/desk/people/{rina.code}/case/"
    wrong = client(keepers, "kabir").post("/desk/cases", {"code": rina.code})
    assert wrong.status_code == 400
    assert rina.code in wrong.content.decode()


def test_a_case_is_found_by_her_name_in_any_script_and_told_by_code_alone(keepers, rina, book):
    """Registered in one script, asked for in another. The page tells the code and never the name."""
    for typed in ("quillabeth zorntri", "Zorntree Quillabeth", "কুইলাবেথ জর্নট্রি"):
        page = client(keepers, "mou").post("/desk/cases", {"code": typed})
        text = page.content.decode()
        assert page.status_code == 200, typed
        named = text[text.index('id="named"') : text.index("</section>", text.index('id="named"'))]
        assert f"/desk/people/{rina.code}/case/" in named
        assert typed not in text


def test_a_name_of_somebody_else_s_people_is_nobody_s(keepers, rina, book, mou):
    """She is here, but Mou is not there for her any more: the answer is as for a name that nobody has."""
    assign.assign(rina, keepers.village.accounts["salma"], keepers.village.accounts["salma"])
    asked = [
        client(keepers, "mou").post("/desk/cases", {"code": name}) for name in ("Quillabeth Zorntree", "Nobody Atall")
    ]
    assert [page.status_code for page in asked] == [400, 400]
    assert (
        asked[0].content.count(b"goes by a name like this") == asked[1].content.count(b"goes by a name like this") == 1
    )
    assert client(keepers, "salma").post("/desk/cases", {"code": "Quillabeth Zorntree"}).status_code == 200


def test_each_name_looked_for_has_its_line_and_a_day_has_only_so_many(keepers, rina, book, monkeypatch):
    monkeypatch.setattr(limits, "most", {"searches_a_day": 1}.__getitem__)
    browser = client(keepers, "mou")
    browser.post("/desk/cases", {"code": "Quillabeth Zorntree"})
    line = Entry.objects.filter(act=Entry.Act.MERGE).latest("id")
    assert (line.detail["step"], line.detail["pairs"]) == ("search", 1)
    page = browser.post("/desk/cases", {"code": "Quillabeth Zorntree"})
    assert page.status_code == 400
    assert "as many people today as a day allows" in page.content.decode()


def test_a_code_that_is_wrong_is_not_taken_for_a_name(keepers, rina, book):
    page = client(keepers, "mou").post("/desk/cases", {"code": "2222-2222"})
    assert page.status_code == 400
    assert "Read it again, sign by sign" in page.content.decode()
    assert not Entry.objects.filter(act=Entry.Act.MERGE).exists()


def test_whom_i_am_there_for_without_a_case_is_named(keepers, mou):
    person = keepers.register()
    assign.take_in(person, mou)
    assert "no case is open" in client(keepers, "mou").get("/desk/cases").content.decode()


@pytest.mark.parametrize("page", ["day", "cases", "board", "counts"])
@pytest.mark.parametrize(("who", "may"), [("mou", {"day", "cases"}), ("salma", {"day", "cases", "board", "counts"}),
                                          ("mina", {"day", "cases", "board", "counts"}), ("ravi", {"counts"}),
                                          ("asha", set()), ("devi", set()), ("finn", set())])  # fmt: skip
def test_who_opens_which_page(keepers, page, who, may):
    assert client(keepers, who).get(f"/desk/{page}").status_code == (200 if page in may else 404)


def test_the_board_shows_who_carries_what_and_another_organisation_nothing(keepers, book, mou):
    promised(book, mou, -1)
    page = client(keepers, "salma").get("/desk/board").content.decode()
    assert "Mou" in page
    assert "1 day late" in page
    assert work.of_organisation(keepers.village.organisations["two"]) == []


def test_the_board_has_the_referrals_that_are_not_over(keepers, book, mou):
    step = write(book, Said("referral_due", {"bearer": ["police"], "due": today()}), mou)
    assert [one.thread for one in work.referrals(book.organisation)] == [step.thread]
    assert "Sent on, and not over" in client(keepers, "salma").get("/desk/board").content.decode()
    write(book, Said("referral_due", {"state": "acted"}, thread=step.thread.number), mou)
    assert work.referrals(book.organisation) == []


def test_what_waits_for_a_yes_is_not_for_who_asked(book, mou, salma):
    step = promised(book, mou, 1)
    step.thread.state = "waiting"
    step.thread.save()
    assert [one.thread for one in work.approvals(book.organisation, salma)] == [step.thread]
    assert work.approvals(book.organisation, mou) == []


def test_the_flow_counts_where_survivors_began_and_ended_and_the_steps_between(keepers, book, mou):
    other = keepers.register()
    assign.take_in(other, mou)
    agree(other, mou, "case")
    second = books.open_case(other, mou)
    status.step(book, "health", "begun", mou, day=today() - 200 * DAY)
    status.step(book, "health", "holds", mou, day=today() - 20 * DAY)
    status.step(book, "health", "needs", mou, day=today() - 10 * DAY, why=["illness"])
    status.step(second, "health", "partly", mou, day=today() - 5 * DAY)
    health = flow.flows([book, second], today() - 90 * DAY, today())[0]
    assert dict(health.moves) == {("begun", "needs"): 1, ("unknown", "partly"): 1}
    assert (health.forward, health.back, health.people) == (1, 1, 2)
    assert (health.at_start("begun"), health.at_end("needs"), health.at_end("holds")) == (1, 1, 0)


def test_the_counts_draw_a_move_back_as_such(keepers, book, mou):
    status.step(book, "health", "holds", mou, day=today() - 200 * DAY)
    status.step(book, "health", "needs", mou, why=["illness"])
    page = client(keepers, "mina").get("/desk/counts").content.decode()
    assert '<li class="back">' in page
    assert "1 step back" in page


def test_who_is_there_for_her_no_more_reads_nothing_and_the_work_comes_back(rina, book, mou, salma, keepers):
    promised(book, mou, 0, mou.pk)
    mina = keepers.village.accounts["mina"]
    assign.assign(rina, mina, salma)
    assert work.of_worker(mou) == []
    assert len(work.of_worker(mina)) == 1


@pytest.mark.parametrize("state", ["forgotten", "moved"])
def test_who_is_out_of_reach_stands_in_no_list(keepers, rina, book, mou, salma, state):
    promised(book, mou, -3, mou.pk)
    Person.objects.filter(pk=rina.pk).update(state=state)
    assert work.of_worker(mou) == work.of_organisation(book.organisation) == []
    browser = client(keepers, "salma")
    for page in ("cases", "board", "day"):
        assert rina.code[:4] not in browser.get(f"/desk/{page}").content.decode()


def test_a_high_threat_stands_on_my_day_until_it_is_over(keepers, book, mou):
    threat = {"who": "trafficker", "what": ["take_back"], "near": "village", "severity": "high"}
    made = write(book, Said("threat", threat), mou).thread
    browser = client(keepers, "mou")
    assert "To take her back" in browser.get("/desk/day").content.decode()
    write(book, Said("threat", {"state": "over", "why": "left"}, thread=made.number), mou)
    assert "To take her back" not in browser.get("/desk/day").content.decode()


def test_the_work_of_a_merged_record_is_on_my_day(keepers, rina, book, mou, salma):
    other = keepers.register()
    assign.take_in(other, mou)
    agree(other, mou, "case")
    second = books.open_case(other, mou)
    promised(second, mou, 0)
    merge.confirm(merge.propose(rina, other, mou), salma)
    assert [one.thread.book for one in work.of_worker(mou)] == [second]


def test_my_day_has_today_above_what_is_overdue_and_that_by_person(keepers, book, mou, salma):
    """Three things overdue about one person are one line that opens; what an office owes stands by itself."""
    for days in (-400, -3, 0):
        promised(book, mou, days)
    case = write(book, Said("court_case", {"where": "district-1", "ahtu": "no"}), mou).thread
    owed = Said("victim_right", {"right": "fir_copy", "next_on": today() - 600 * DAY}, about=case.number)
    write(book, owed, mou)
    page = client(keepers, "mou").get("/desk/day")
    text, parts = page.content.decode(), page.context["parts"]
    assert text.index('id="now"') < text.index('id="late"') < text.index('id="owed"') < text.index('id="soon"')
    assert [[one.late for one in fold.rows] for fold in parts.late] == [[400, 3]]
    assert "victim_right" in {one.kind.key for one in parts.owed}
    assert f"{today() - 400 * DAY:%Y}" in text[text.index('id="late"') : text.index('id="owed"')]


def test_a_visit_is_begun_and_written_from_my_day(keepers, rina, book, mou):
    planned = followup.plan_visit(book, mou, today()).thread
    browser = client(keepers, "mou")
    page = browser.get("/desk/day").content.decode()
    there = f"/desk/people/{rina.code}/case/visit"
    assert f'href="{there}?visit={planned.number}"' in page
    assert f"/thread/{planned.number}" not in page
    answer = browser.post(f"{there}/begin", {"visit": planned.number, "back_by": "", "from": "day"})
    assert answer["Location"] == "/desk/day"
    page = browser.get("/desk/day").content.decode()
    assert f"{there}/begin" not in page
    assert f'href="{there}?visit={planned.number}"' in page


def test_the_list_has_the_last_visit_and_the_way_to_write_one(keepers, rina, book, mou):
    """What a card on a phone says beside her code; a visit that is due is the one that is written."""
    done = {"how": "home", "state": "done", "is_she": "well", "did": ["listened"]}
    write(book, Said("visit", done, today() - DAY), mou)
    due = followup.plan_visit(book, mou, today()).thread
    page = client(keepers, "mou").get("/desk/cases")
    assert [(one.visited, one.visit) for one in page.context["rows"]] == [(today() - DAY, due.number)]
    assert f"/desk/people/{rina.code}/case/visit?visit={due.number}" in page.content.decode()

"""The pages of assessment, risk, danger, screens, closing and what an organisation has agreed on."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.cbr import closing, house, scales, steps
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.models import Step
from pakhi.cbr.tests.conftest import client
from pakhi.cbr.tests.rounds import CALM, assess, happened, look
from pakhi.lib.clock import today

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)
TYPED = {"day": today().isoformat(), "number": "n1", "seen": ""}


def at(person, rest=""):
    return f"/desk/people/{person.code}/case/{rest}"


def text_of(answer):
    return answer.content.decode()


def agreed(book):
    return f"/desk/agreed/{book.organisation.code}"


@pytest.mark.parametrize("page", ["assessment", "risk", "now", "closing"])
def test_who_opens_them(keepers, rina, book, page):
    for who, status in (("mou", 200), ("salma", 200), ("kabir", 404), ("ravi", 404), ("devi", 404)):
        assert client(keepers, who).get(at(rina, page)).status_code == status, who


@pytest.mark.parametrize(("who", "status"), [("salma", 200), ("mina", 200), ("mou", 404), ("kabir", 404)])
def test_who_decides_what_is_scored(keepers, rina, book, who, status):
    assert client(keepers, who).get(agreed(book)).status_code == status


def test_an_assessment_is_written_and_drawn_with_no_sum(keepers, rina, book, mou):
    assess(book, mou, 4, today() - 95 * DAY)
    browser = client(keepers, "mou")
    before = text_of(browser.get(at(rina, "assessment")))
    assert "Overdue since" in before
    assert " checked" not in before.split("The next one", 1)[1]
    typed = {**TYPED, **dict.fromkeys(scales.domains(), "3"), "who": ["herself"]}
    assert browser.post(at(rina, "assessment"), typed).status_code == 302
    page = text_of(browser.get(at(rina, "assessment")))
    assert page.count("<polyline") == 6
    assert "lower than before" in page
    assert scales.domains()["mind"].scores[3]["en"] in page
    assert "%" not in page.split("<main", 1)[1].split("</main", 1)[0]
    case = text_of(browser.get(at(rina)))
    assert "lower than before" in case
    assert "Overdue since" not in case


def test_what_is_missing_stands_under_its_question(keepers, rina, book):
    typed = {**TYPED, **dict.fromkeys(scales.domains(), "3"), "who": ["herself"], "legal": "", "words": "A long talk"}
    answer = client(keepers, "mou").post(at(rina, "assessment"), typed)
    assert answer.status_code == 400
    assert "A long talk" in text_of(answer)
    assert not Step.objects.exists()


def test_a_second_assessment_does_not_take_the_place_of_the_first(keepers, rina, book, mou):
    first = assess(book, mou, 4, today() - 90 * DAY)
    typed = {**TYPED, **dict.fromkeys(scales.domains(), "4"), "who": ["herself"], "seen": first.number}
    client(keepers, "mou").post(at(rina, "assessment"), typed)
    assert [one.values["health"] for one in Step.objects.filter(thread__kind="assessment")] == ["4", "4"]


def test_a_round_of_risk_is_written_and_a_high_one_shows_at_once(keepers, rina, book):
    browser = client(keepers, "mou")
    assert browser.post(at(rina, "risk"), {**TYPED, **CALM, "judgement": "high"}).status_code == 302
    assert steps.threads([book], "risk")[0].values["knows"] == "home"
    assert "Risk: high" in text_of(browser.get(at(rina)))
    assert "A supervisor looks at it" in text_of(browser.get(at(rina)))
    assert "Nobody has looked yet" not in text_of(browser.get(at(rina, "risk")))


def test_a_wrong_round_of_risk_keeps_what_was_typed(keepers, rina, book):
    answer = client(keepers, "mou").post(at(rina, "risk"), {**TYPED, **CALM, "reasons": []})
    assert answer.status_code == 400
    assert not Step.objects.exists()


def test_in_danger_the_page_says_what_to_do_and_whom_to_call(keepers, rina, book, mou):
    happened(book, mou, severity="high")
    browser = client(keepers, "mou")
    page = text_of(browser.get(at(rina, "now")))
    for number in ("112", "181", "1098", "14416"):
        assert number in page
    assert "Stay with her" in page
    assert at(rina, "now") in text_of(browser.get(at(rina)))


def screens_ready(book, mou, salma):
    house.let_screen(book.organisation, mou, salma)
    tool = {"tool": "phq9", "items": 3, "highest": 3, "risky": ["q3"], "from": 1}
    house.use_tool(book.organisation, salma, tool)


def test_a_risk_answer_leads_to_what_to_do_now_never_to_a_number(keepers, rina, book, mou, salma):
    screens_ready(book, mou, salma)
    browser = client(keepers, "mou")
    assert browser.get(at(rina, "screen/phq9")).status_code == 200
    sent = browser.post(at(rina, "screen/phq9"), {"q1": "3", "q2": "2", "q3": "1", "result": "refer", "number": "s1"})
    assert sent.status_code == 302
    assert sent["Location"] == at(rina, "now")
    assert "thinks of ending her life" in text_of(browser.get(sent["Location"]))
    [thread] = steps.threads([book], "screen")
    assert "6" not in str(thread.values)


def test_a_screen_that_is_not_filled_is_not_written(keepers, rina, book, mou, salma):
    screens_ready(book, mou, salma)
    answer = client(keepers, "mou").post(at(rina, "screen/phq9"), {"q1": "3", "result": "refer"})
    assert answer.status_code == 400
    assert not steps.threads([book], "screen")


@pytest.mark.parametrize(("who", "tool"), [("salma", "phq9"), ("mou", "itq")])
def test_no_screen_for_who_was_not_trained_and_none_that_is_not_used(keepers, rina, book, mou, salma, who, tool):
    screens_ready(book, mou, salma)
    assert client(keepers, who).get(at(rina, f"screen/{tool}")).status_code == 404


def test_a_case_is_closed_by_two_and_opened_again_on_its_page(keepers, rina, book, mou):
    worker, keeper = client(keepers, "mou"), client(keepers, "salma")
    early = worker.post(at(rina, "closing"), {"state": "waiting", "reason": "attained"})
    assert early.status_code == 409
    assert "There is no assessment yet." in text_of(early)
    assess(book, mou, 4)
    worker.post(at(rina, "closing"), {"state": "waiting", "reason": "attained", "with_her": "yes"})
    assert "somebody else decides" in text_of(worker.get(at(rina, "closing")))
    assert worker.post(at(rina, "closing"), {"state": "closed"}).status_code == 409
    assert keeper.post(at(rina, "closing"), {"state": "closed"}).status_code == 302
    assert "This case is closed." in text_of(worker.get(at(rina)))
    assert worker.get(at(rina, "story")).status_code == 200
    assert worker.post(at(rina, "closing"), {"state": "reopened"}).status_code == 409
    assert worker.post(at(rina, "closing"), {"state": "reopened", "again": "asks"}).status_code == 302
    book.refresh_from_db()
    assert book.state == "open"


@pytest.mark.parametrize("state", ["", "gone", "archived"])
def test_no_other_decision_is_known(keepers, rina, book, state):
    assert client(keepers, "mou").post(at(rina, "closing"), {"state": state}).status_code == 409
    assert not Step.objects.exists()


def test_what_is_scored_is_changed_on_its_page(keepers, rina, book):
    browser = client(keepers, "salma")
    typed = {**TYPED, **dict.fromkeys(scales.domains(), "3"), "legal": "unused", "months": "6", "action": "score"}
    assert browser.post(agreed(book), typed).status_code == 302
    used = house.instrument(book.organisation)
    assert ("legal" in used.targets, used.months, used.targets["mind"]) == (False, 6, 3)
    assert 'name="legal"' not in text_of(client(keepers, "mou").get(at(rina, "assessment")))
    too_few = {**typed, "number": "n2", **dict.fromkeys(["health", "mind", "education"], "unused")}
    assert browser.post(agreed(book), too_few).status_code == 400


def test_the_list_of_those_who_were_trained_is_kept_on_its_page(keepers, rina, book, mou):
    browser, number = client(keepers, "salma"), str(mou.pk)
    assert browser.post(agreed(book), {"action": "let", "account": number}).status_code == 302
    assert house.may_screen(book.organisation, mou)
    stranger = str(keepers.village.accounts["kabir"].pk)
    for account in (stranger, "x", ""):
        assert browser.post(agreed(book), {"action": "let", "account": account}).status_code == 400
    assert browser.post(agreed(book), {"action": "let_not", "account": number}).status_code == 302
    assert not house.may_screen(book.organisation, mou)
    tool = {**TYPED, "action": "tool", "tool": "who5", "items": "5", "highest": "5"}
    assert browser.post(agreed(book), tool).status_code == 302
    assert browser.post(agreed(book), {"action": "stop", "which": "who5"}).status_code == 302
    assert browser.post(agreed(book), {"action": "stop", "which": "who5"}).status_code == 400


def test_high_risk_shows_why_a_case_cannot_be_closed(keepers, rina, book, mou):
    assess(book, mou, 5)
    look(book, mou, judgement="high")
    assert "The risk at home is high." in text_of(client(keepers, "mou").get(at(rina, "closing")))
    assert closing.in_the_way([book], "died") == []


def test_no_question_takes_the_name_of_a_field_that_every_step_has():
    own = {"day", "number", "seen", "state", "about", "csrfmiddlewaretoken"}
    assert [(made.key, one.name) for made in KINDS.values() for one in made.questions if one.name in own] == []

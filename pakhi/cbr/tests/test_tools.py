"""The tools of intervention: a ledger that is corrected and never overwritten, her word first, and no mediation after
violence."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.cbr import books, interventions, support
from pakhi.cbr.kinds import KINDS, Faulty
from pakhi.cbr.models import Step, Thread
from pakhi.cbr.steps import Said, write
from pakhi.cbr.support import SUPPORT
from pakhi.cbr.tests.conftest import client
from pakhi.cbr.tests.test_home_report import SAFE as SAFE_HOME
from pakhi.lib.clock import today
from pakhi.vault import assign, merge
from pakhi.vault.keys import Refused
from pakhi.vault.tests.conftest import agree

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)
FARE = {"given": "money", "amount": 300, "purpose": "travel", "taker": "she", "paper": "signed"}
SAFE = {"other": "husband", "violence": "no", "fear": "no", "power": "no", "children": "no", "wants": "yes"}


def at(person, rest=""):
    return f"/desk/people/{person.code}/case/{rest}"


def put(book, by, kind, thread="", /, **values):
    return write(book, Said(kind, values, thread=thread), by).thread


def state(thread):
    return Thread.objects.get(pk=thread.pk).state


# The ledger.


def test_the_ledger_adds_up_by_year_and_purpose(book, mou):
    write(book, Said("support", FARE), mou)
    write(book, Said("support", {**FARE, "amount": 200}), mou)
    write(book, Said("support", {**FARE, "amount": 9000, "purpose": "rent"}, today() - 800 * DAY), mou)
    sums = support.total(support.ledger([book]))
    assert (sums.year, sums.ever, sums.purposes) == (500, 9500, [("Hostel or rent", 9000), ("Travel", 500)])


def test_an_entry_is_corrected_by_another_in_its_place(book, mou):
    entry = put(book, mou, "support", **FARE)
    with pytest.raises(Refused, match="corrected, not added to"):
        write(book, Said("support", {"amount": 1}, thread=entry.number), mou)
    with pytest.raises(Refused, match="whole entry"):
        write(book, Said("support", {"amount": 30}, thread=entry.number, edits=entry.heads[0]), mou)
    support.correct(book, entry, Said("support", {**FARE, "amount": 30}), mou)
    support.correct(book, entry, Said("support", {**FARE, "amount": 35}), mou)
    assert support.total(support.ledger([book])).ever == 35
    assert entry.steps.count() == 3


def test_a_struck_entry_is_in_no_sum_and_stays_readable(book, mou):
    entry = put(book, mou, "support", **FARE)
    support.strike(book, entry, mou, "s1")
    assert support.ledger([book]) == []
    assert entry.steps.count() == 2


@pytest.mark.parametrize(
    ("wrong", "question"),
    [({"amount": 0}, "amount"), ({"amount": "12.50"}, "amount"), ({"amount": -5}, "amount"), ({"amount": ""}, "amount"),
     ({"purpose": "gift"}, "purpose"), ({"taker": ""}, "taker"), ({"receipt": "../../etc"}, "receipt")],
)  # fmt: skip
def test_what_is_no_entry_is_refused(book, mou, wrong, question):
    with pytest.raises(Faulty) as fault:
        write(book, Said("support", {**FARE, **wrong}), mou)
    assert fault.value.question == question


def test_the_page_of_the_ledger_writes_corrects_and_strikes_out(keepers, rina, book):
    browser, typed = client(keepers, "mou"), {**FARE, "day": today().isoformat(), "seen": ""}
    assert "Nothing was given yet" in browser.get(at(rina, "ledger")).content.decode()
    assert browser.post(at(rina, "ledger"), {**typed, "number": "e1"}).status_code == 302
    assert "₹ 300" in browser.get(at(rina, "ledger")).content.decode()
    assert "Correct this entry" in browser.get(at(rina, "ledger?entry=e1")).content.decode()
    assert browser.post(at(rina, "ledger"), {**typed, "amount": "0", "number": "e2", "entry": "e1"}).status_code == 400
    assert browser.post(at(rina, "ledger"), {**typed, "amount": "40", "number": "e2", "entry": "e1"}).status_code == 302
    assert support.total(support.ledger([book])).ever == 40
    assert browser.post(at(rina, "ledger"), {"strike": "yes", "number": "e3", "entry": "e1"}).status_code == 302
    assert support.ledger([book]) == []
    assert browser.get(at(rina, "ledger?entry=e1")).status_code == 404
    assert browser.get(at(rina, "new/support")).status_code == 404


# Referrals.


def referral(book, by, /, **more):
    return put(book, by, "referral", service="mind", by=today() + 7 * DAY, office_family="hospital", **more)


def test_nothing_is_sent_before_she_wants_it(book, mou):
    made = referral(book, mou)
    with pytest.raises(Refused, match="Ask her first"):
        put(book, mou, "referral", made.number, state="sent")
    for step in ("wanted", "sent", "taken", "done"):
        put(book, mou, "referral", made.number, state=step)
    assert state(made) == "done"


def test_her_no_ends_it_and_only_her_yes_begins_it_again(book, mou):
    made = referral(book, mou)
    put(book, mou, "referral", made.number, state="wanted")
    put(book, mou, "referral", made.number, state="not_wanted", why="wish")
    assert Thread.objects.get(pk=made.pk).due is None
    with pytest.raises(Refused, match="Ask her first"):
        put(book, mou, "referral", made.number, state="sent")
    with pytest.raises(Refused, match="Ask her first"):
        write(
            book, Said("referral", {"service": "legal", "by": today(), "state": "sent", "office_family": "court"}), mou
        )


@pytest.mark.parametrize(
    ("values", "question"),
    [({"state": "turned_down"}, "why"), ({"office_kind": "bdo"}, "office_kind"), ({"by": ""}, "")],
)
def test_what_a_referral_needs(book, mou, values, question):
    made = referral(book, mou)
    put(book, mou, "referral", made.number, state="wanted")
    if not question:
        return
    with pytest.raises(Faulty) as fault:
        put(book, mou, "referral", made.number, **values)
    assert fault.value.question == question


def test_a_referral_goes_to_somebody(book, mou):
    made = put(book, mou, "referral", service="job", by=today())
    put(book, mou, "referral", made.number, state="wanted")
    with pytest.raises(Faulty, match="office_family: missing"):
        put(book, mou, "referral", made.number, state="sent")


# Mediation.


def test_a_safe_and_free_mediation_is_held(book, mou):
    made = put(book, mou, "mediation", **SAFE)
    assert state(made) == "asked"
    put(book, mou, "mediation", made.number, state="held")
    put(book, mou, "mediation", made.number, state="agreed")
    assert state(made) == "agreed"


@pytest.mark.parametrize("found", ["violence", "fear", "power", "children"])
def test_a_screen_that_finds_danger_ends_it_at_once(book, mou, found):
    made = put(book, mou, "mediation", **{**SAFE, found: "yes"})
    assert state(made) == "unsafe"
    with pytest.raises(Refused):
        put(book, mou, "mediation", made.number, state="held")


@pytest.mark.parametrize("open_", ["violence", "fear", "power", "children"])
def test_not_known_is_not_safe(book, mou, open_):
    made = put(book, mou, "mediation", **{**SAFE, open_: "unknown"})
    with pytest.raises(Refused, match="not known to be"):
        put(book, mou, "mediation", made.number, state="held")


def test_her_no_ends_it(book, mou):
    made = put(book, mou, "mediation", **{**SAFE, "wants": "no"})
    assert state(made) == "stopped"
    with pytest.raises(Refused, match="does not want it"):
        put(book, mou, "mediation", made.number, state="held")


def test_after_violence_never_also_not_anew_or_by_another_answer(book, mou):
    first = put(book, mou, "mediation", **{**SAFE, "violence": "yes"})
    with pytest.raises(Refused, match="There was violence"):
        put(book, mou, "mediation", first.number, violence="no", state="held")
    second = put(book, mou, "mediation", **SAFE)
    assert state(second) == "unsafe"
    with pytest.raises(Refused, match="There was violence"):
        put(book, mou, "mediation", second.number, state="held")


def test_an_incident_of_violence_at_home_counts_for_kin_not_for_a_school(book, mou):
    write(book, Said("incident", {
        "what": "violence", "who": "husband", "severity": "medium", "told": ["supervisor"], "done": ["stayed"],
        "follow_on": today() + DAY} | known("incident")), mou)  # fmt: skip
    assert state(put(book, mou, "mediation", **SAFE)) == "unsafe"
    assert state(put(book, mou, "mediation", **{**SAFE, "other": "school"})) == "asked"


def known(kind):
    """First choices of what else a kind asks at its beginning."""
    made = {one.name: one for one in KINDS[kind].questions if one.begins and one.choices}
    return {name: [one.choices.values[0]] if one.asks == "many" else one.choices.values[0] for name, one in made.items()
            if name not in {"what", "who", "severity"}}  # fmt: skip


def test_it_is_not_held_before_she_was_asked(book, mou):
    with pytest.raises(Refused, match="Ask her alone first"):
        write(book, Said("mediation", {**SAFE, "state": "held"}), mou)


# Family, home and paths.


def test_nobody_calls_a_family_unfit_without_a_reason(book, mou):
    with pytest.raises(Faulty, match="unfit: missing"):
        put(book, mou, "family", state="unfit")
    put(book, mou, "family", state="unfit", unfit=["violence"])
    made = put(book, mou, "family", state="helped")
    assert Step.objects.filter(thread=made, way="forward").count() == 1
    assert Thread.objects.filter(kind="family").count() == 1


@pytest.mark.parametrize("home", ["hostel", "group", "safe_house", "community", "shelter", "employer"])
def test_a_home_that_is_not_hers_is_looked_at_again(book, mou, home):
    with pytest.raises(Faulty, match="review: missing"):
        put(book, mou, "living", home=home, chosen="yes", state="lives")
    made = put(book, mou, "living", home=home, chosen="yes", state="lives", review=today() + 30 * DAY)
    assert made.due == today() + 30 * DAY


def test_where_a_safe_house_is_stands_in_no_table(keepers, rina, book, mou):
    write(book, Said("living", {"home": "safe_house", "chosen": "yes", "state": "lives", "review": today()},
                     words="With Quillabeth behind the pond"), mou)  # fmt: skip
    assert not [one for one in Step.objects.values_list("values", flat=True) if "Quillabeth" in str(one)]
    assert Step.objects.get().words


def test_a_path_takes_years_and_goes_back_too(book, mou):
    made = put(book, mou, "livelihood", interest="tailoring", review=today() + 90 * DAY)
    put(book, mou, "livelihood", made.number, state="skill", skill="tailoring")
    with pytest.raises(Faulty, match="way: missing"):
        put(book, mou, "livelihood", made.number, state="begun")
    put(book, mou, "livelihood", made.number, state="begun", way="own", seed=5000)
    put(book, mou, "livelihood", made.number, state="market", why=["money"])
    ways = list(Step.objects.filter(thread=made).order_by("id").values_list("way", flat=True))
    assert (state(made), ways) == ("market", ["", "forward", "forward", "back"])
    school = put(book, mou, "education", school="open", state="bridge", review=today() + 30 * DAY)
    put(book, mou, "education", school.number, state="wish", why=["illness"])
    assert Step.objects.filter(thread=school, way="back").count() == 1


def test_the_panel_shows_what_runs_and_what_is_missing(keepers, rina, book, mou):
    put(book, mou, "family", state="unfit", unfit=["violence"])
    referral(book, mou)
    write(book, Said("support", FARE), mou)
    page = client(keepers, "mou").get(at(rina)).content.decode()
    for word in ("Psychologist or psychiatrist", "₹ 300 this year", "Her family is not fit", "Begin something"):
        assert word in page
    put(book, mou, "living", home="community", chosen="yes", review=today())
    assert "Her family is not fit" not in client(keepers, "mou").get(at(rina)).content.decode()
    assert len(interventions.running([book])) == 3


@pytest.mark.parametrize("key", [one.key for one in interventions.TOOLS])
def test_each_tool_is_begun_from_its_page(keepers, rina, book, key):
    assert client(keepers, "mou").get(at(rina, f"new/{key}")).status_code == 200
    assert KINDS[key].label
    assert SUPPORT not in interventions.TOOLS


SCREENED = {"other": "husband", "violence": "no", "fear": "no", "power": "no", "children": "no", "wants": "yes"}
HAPPENED = {
    "what": "violence", "who": "neighbour", "severity": "low", "told": ["nobody"], "done": ["heard"],
    "follow_on": today(),
}  # fmt: skip


def test_violence_that_was_said_in_two_steps_is_known(book, mou):
    made = write(book, Said("incident", HAPPENED), mou)
    write(book, Said("incident", {"who": "husband"}, thread=made.thread.number), mou)
    assert write(book, Said("mediation", SCREENED), mou).thread.state == "unsafe"


def test_violence_that_stands_with_a_merged_record_is_known(keepers, rina, book, mou, salma):
    other = keepers.register()
    assign.take_in(other, mou)
    agree(other, mou, "case")
    write(books.open_case(other, mou), Said("mediation", {**SCREENED, "violence": "yes"}), mou)
    merge.confirm(merge.propose(rina, other, mou), salma)
    assert write(book, Said("mediation", SCREENED), mou).thread.state == "unsafe"


def test_danger_that_is_found_later_ends_it_too(book, mou):
    made = write(book, Said("mediation", SCREENED), mou).thread
    write(book, Said("mediation", {"state": "held"}, thread=made.number), mou)
    write(book, Said("mediation", {"fear": "yes"}, thread=made.number), mou)
    assert Thread.objects.get(pk=made.pk).state == "unsafe"


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("home_report", {**SAFE_HOME, "family_violence": "now", "conclusion": "not_safe"}),
        ("threat", {"who": "husband", "what": ["calls", "violence"], "near": "home", "severity": "low"}),
    ],
)
def test_violence_of_kin_is_known_wherever_it_was_written(book, mou, kind, values):
    write(book, Said(kind, values), mou)
    assert write(book, Said("mediation", SCREENED), mou).thread.state == "unsafe"

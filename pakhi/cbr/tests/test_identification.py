"""How she was found and where she is: both kinds, both ways, and who has to act how quickly."""

from __future__ import annotations

import datetime as dt

import pytest

from pakhi.cbr import books, identification, steps
from pakhi.cbr.identification import VIA
from pakhi.cbr.identification_words import Where
from pakhi.cbr.kinds import KINDS, Faulty
from pakhi.cbr.models import Book, Step
from pakhi.cbr.steps import Said, write
from pakhi.lib.clock import today
from pakhi.vault import assign
from pakhi.vault.keys import Refused
from pakhi.vault.models import Note
from pakhi.vault.tests.conftest import agree

pytestmark = pytest.mark.django_db(databases="__all__")
DAY = dt.timedelta(days=1)
FOUND = {"programme": "sex_trafficking", "source": "police", "triage": "medium", "state": "family"}


def found(book, by, days_ago=0, **more):
    return write(book, Said("identified", {**FOUND, **more}, today() - days_ago * DAY), by)


def ways(book):
    return list(
        Step.objects.filter(thread__book=book, thread__kind="identified").order_by("day").values_list("way", flat=True)
    )


def test_she_is_identified_once_and_what_changes_is_a_step(book, mou, salma):
    found(book, mou, 9)
    found(book, salma, 2, wish="hostel")
    [thread] = steps.threads([book], "identified")
    assert (thread.state, thread.values["wish"], thread.steps.count()) == ("family", "hostel", 2)


@pytest.mark.parametrize(
    ("was", "now", "way"),
    [
        ("trafficked", "institution", "forward"),
        ("institution", "community", "forward"),
        ("family", "trafficked", "back"),
        ("community", "institution", "back"),
        ("family", "community", ""),
        ("community", "family", ""),
        ("unknown", "family", ""),
        ("family", "unknown", ""),
    ],
)
def test_moving_leads_forward_back_or_neither_way(book, mou, was, now, way):
    found(book, mou, 9, state=was)
    found(book, mou, 2, state=now)
    assert ways(book) == ["", way]


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("", None),
        ("unknown", None),
        ("trafficked", False),
        ("institution", True),
        ("family", True),
        ("community", True),
    ],
)
def test_the_two_kinds_of_the_study(state, kind):
    assert identification.rescued(state) is kind


def test_nothing_is_chosen_for_somebody_whose_place_is_not_known(book, mou):
    write(book, Said("identified", {key: value for key, value in FOUND.items() if key != "state"}), mou)
    assert steps.threads([book], "identified")[0].state == "unknown"


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ({"from_place": "village-v1"}, "from_place"),
        ({"from_place": "block-2747"}, "from_place"),
        ({"to_place": "district-999"}, "to_place"),
        ({"from_place": "district-303", "from_state": "36"}, "from_place"),
        ({"to_state": "London"}, "to_state"),
        ({"via_place": "block-2747"}, "via_place"),
        ({"via_state": "19", "via_state_2": "36", "via_place_2": "district-303"}, "via_place_2"),
        ({"via_state_2": "19"}, "via_state"),
        ({"via_state": "19", "via_state_3": "36"}, "via_state_2"),
    ],
)
def test_no_place_that_would_say_who_she_is(village, book, mou, said, question):
    with pytest.raises(Faulty) as fault:
        found(book, mou, **said)
    assert fault.value.question == question
    assert not Step.objects.exists()


def test_a_district_stands_in_its_state(book, mou):
    found(book, mou, from_place="district-303", from_state="19", to_state="gulf")
    assert steps.threads([book], "identified")[0].values["from_place"] == "district-303"


def test_the_way_leads_through_several_places_in_their_order(book, mou):
    way = {
        "via_state": "20",
        "via_state_2": "19",
        "via_place_2": "district-303",
        "via_state_3": "10",
        "via_state_4": "9",
    }
    found(book, mou, from_state="19", to_state="7", **way)
    [held] = steps.threads([book], "identified")
    assert {name: held.values[name] for name in way} == way
    order = [name for name in KINDS["identified"].by_name if name.startswith(("from_", "via_", "to_"))]
    assert order == ["from_state", "from_place", *(name for pair in VIA for name in pair), "to_state", "to_place"]


def test_states_are_those_of_the_directory():
    numbers = [int(value) for value in Where.values if value.isdigit()]
    assert sorted(numbers) == [number for number in range(1, 39) if number not in {25, 26}]  # joined to 38 in 2020


def test_severe_is_due_today_and_stays_due_until_somebody_writes_what_was_done(book, mou, salma):
    found(book, mou, 5, triage="severe")
    [referral] = steps.threads([book], "referral_due")
    assert (referral.state, referral.due) == ("due", today())
    write(book, Said("referral_due", {"state": "acted", "bearer": ["police"]}, thread=referral.number), salma)
    [referral] = steps.threads([book], "referral_due")
    assert (referral.state, referral.due) == ("acted", None)


def test_severe_written_twice_is_one_referral_and_later_again_another(book, mou):
    said = Said("identified", {**FOUND, "triage": "severe"}, today() - 9 * DAY, number="a")
    write(book, said, mou)
    write(book, said, mou)
    found(book, mou, 8, triage="severe")
    [first] = steps.threads([book], "referral_due")
    write(book, Said("referral_due", {"state": "acted"}, thread=first.number), mou)
    found(book, mou, 1, triage="severe")
    assert len(steps.threads([book], "referral_due", running=True)) == 1
    assert len(steps.threads([book], "referral_due")) == 2


def test_severe_that_was_over_before_it_was_written_asks_for_nothing(book, mou):
    found(book, mou, 1, triage="low")
    found(book, mou, 30, triage="severe")
    assert not steps.threads([book], "referral_due")


@pytest.mark.parametrize("triage", ["low", "medium"])
def test_less_than_severe_has_no_clock(book, mou, triage):
    found(book, mou, triage=triage)
    assert not steps.threads([book], "referral_due")


@pytest.fixture
def unasked(keepers, mou):
    person = keepers.register()
    assign.take_in(person, mou)
    return person


@pytest.mark.parametrize("basis", ["not_reached", "danger"])
def test_who_was_not_asked_is_asked_within_30_days(unasked, mou, basis):
    book = books.open_case(unasked, mou, basis)
    books.open_case(unasked, mou, basis)
    [ask] = steps.threads([book], "ask_her")
    assert (ask.due, ask.values["ground"]) == (today() + 30 * DAY, basis)


def test_who_agreed_is_not_asked_again(book):
    assert not steps.threads([book], "ask_her")


def test_her_yes_closes_it_by_itself(unasked, mou, salma, django_capture_on_commit_callbacks):
    book = books.open_case(unasked, mou, Book.Basis.NOT_REACHED)
    with django_capture_on_commit_callbacks(using="vault", execute=True):
        agree(unasked, salma, "case")
    [ask] = steps.threads([book], "ask_her")
    assert (ask.state, ask.due, ask.steps.last().by) == ("agreed", None, salma)


def test_a_yes_to_something_else_does_not(unasked, mou, django_capture_on_commit_callbacks):
    book = books.open_case(unasked, mou, Book.Basis.NOT_REACHED)
    with django_capture_on_commit_callbacks(using="vault", execute=True):
        agree(unasked, mou, "photo")
    assert steps.threads([book], "ask_her")[0].state == "open"


def test_a_yes_that_was_not_heard_is_made_good_when_her_case_is_read(unasked, mou):
    book = books.open_case(unasked, mou, Book.Basis.DANGER)
    agree(unasked, mou, "case")  # the machine stopped before anything followed
    assert steps.threads([book], "ask_her", running=True)
    identification.asked([book], mou)
    identification.asked([book], mou)
    [ask] = steps.threads([book], "ask_her")
    assert (ask.state, ask.steps.count()) == ("agreed", 2)


def test_words_beside_it_are_sealed(rina, book, mou):
    write(book, Said("identified", FOUND, words="Quillabeth Zorntree came from the kiln"), mou)
    assert Note.objects.filter(room="cbr").count() == 1
    assert "Quillabeth" not in str(list(Step.objects.values()))


def test_that_she_agreed_is_a_consent_and_no_tick(keepers, mou):
    person = keepers.register()
    assign.take_in(person, mou)
    book = books.open_case(person, mou, "danger")
    with pytest.raises(Refused, match="consents first"):
        write(book, Said("ask_her", {"state": "agreed"}), mou)

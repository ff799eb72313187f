"""A ballot is sealed at once: one for a card, an office or holder, and a quarter; the last one holds."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pakhi.lib.clock import this_quarter
from pakhi.network.models import Membership
from pakhi.network.offices import close_office, seat
from pakhi.voice import cards, cast
from pakhi.voice.cast import Assistant, Reply
from pakhi.voice.opening import read
from pakhi.voice.questions import questionnaire
from tests.village import LONG_AGO, Ballot, Card

ASKED = questionnaire()
replies = st.builds(
    dict,
    items=st.dictionaries(st.sampled_from(sorted(ASKED.keys("items"))), st.integers(0, 4), min_size=1),
    yesno=st.dictionaries(st.sampled_from(sorted(ASKED.keys("yesno"))), st.booleans()),
    themes=st.lists(st.sampled_from(sorted(ASKED.keys("themes"))), unique=True).map(tuple),
    words=st.text(max_size=500),
)
one_cast = st.tuples(st.integers(0, 2), st.sampled_from(["bdo", "hari", "gopal"]), st.integers(1, 4))
within_one_test = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def said(village) -> list[dict]:
    """What lies under the seals."""
    private = village.opened().private
    return [read(private, bytes(ballot.sealed)) for ballot in Ballot.objects.all()]


@pytest.fixture
def numbers(village) -> list[str]:
    """Three good cards of CBO One, where there is a counting key."""
    village.key()
    return village.cards(3)


@pytest.fixture
def number(numbers) -> str:
    """One of them."""
    return numbers[0]


def test_a_ballot_is_kept_sealed_for_its_quarter(village, number):
    village.tell(number, "hari", face=4, words="  They gave me a chair.  ")
    ballot = Ballot.objects.get()
    assert (ballot.quarter, ballot.box, ballot.spent) == (str(this_quarter()), village.key().box, False)
    assert b"chair" not in bytes(ballot.sealed)
    (inside,) = said(village)
    assert (inside["office"], inside["holder"]) == (village.bdo.code, village.hari.code)
    assert (inside["items"], inside["words"]) == ({"respect": 4, "listened": 4}, "They gave me a chair.")
    assert (inside["mode"], inside["quarter"]) == ("phone", str(this_quarter()))


def test_the_card_counts_as_used(village, number):
    assert Card.objects.filter(used=True).count() == 0
    village.tell(number)
    assert Card.objects.filter(used=True).count() == 1


def test_a_second_ballot_takes_the_place_of_the_first(village, number):
    village.tell(number, "bdo", face=1)
    kept = Ballot.objects.get().pk
    village.tell(number, "bdo", face=4)
    assert Ballot.objects.get().pk == kept
    assert [inside["items"]["respect"] for inside in said(village)] == [4]


def test_the_office_and_each_holder_have_a_place_of_their_own(village, number):
    for about in ("bdo", "hari", "gp", "gopal", "police"):
        village.tell(number, about)
    assert Ballot.objects.count() == 5


def test_two_cards_do_not_meet(village, number):
    village.tell(number, "bdo", face=1)
    village.tell(village.cards()[0], "bdo", face=4)
    assert sorted(inside["items"]["respect"] for inside in said(village)) == [1, 4]


def test_another_quarter_is_another_place(village, number):
    held = cards.hold(number)
    assert cast.slot_of(held, "X", "2026-27 Q1") != cast.slot_of(held, "X", "2026-27 Q2")


@within_one_test
@given(casts=st.lists(one_cast, min_size=1, max_size=10))
def test_any_order_of_casts_leaves_the_last_reply_of_each_place(village, numbers, casts):
    Ballot.objects.all().delete()
    last = {}
    for card, about, face in casts:
        village.tell(numbers[card], about, face=face)
        last[cards.rater_of(cards.hold(numbers[card]).root), about] = face
    codes = {"bdo": village.bdo.code, "hari": village.hari.code, "gopal": village.gopal.code}
    expected = {(rater, codes[about]): face for (rater, about), face in last.items()}
    found = said(village)
    assert {(one["rater"], one["holder"] or one["office"]): one["items"]["respect"] for one in found} == expected
    assert Ballot.objects.count() == len(expected)


@within_one_test
@given(reply=replies)
def test_every_sealed_ballot_has_the_same_size(village, number, reply):
    cast.cast(cards.hold(number), Reply(village.bdo.code, **reply))
    assert len(Ballot.objects.get().sealed) == cast.BLOCK + 48


@pytest.mark.parametrize("letter", ["a", "ন", "क", "😀", '"', "\\"])
def test_five_hundred_letters_of_any_script_do_not_show_in_the_size(village, number, letter):
    everything = {
        "items": dict.fromkeys(ASKED.keys("items"), 4), "yesno": dict.fromkeys(ASKED.keys("yesno"), True),
        "themes": tuple(ASKED.keys("themes")),
    }  # fmt: skip
    cast.cast(cards.hold(number), Reply(village.bdo.code, village.hari.code, words=letter * 500, **everything))
    assert len(Ballot.objects.get().sealed) == cast.BLOCK + 48
    assert said(village)[0]["words"] == letter * 500


@pytest.mark.parametrize("sign", ["\x07", "\x00", "\u2028"])
def test_a_sign_that_no_page_wants_is_left_out_and_changes_no_size(village, number, sign):
    cast.cast(cards.hold(number), Reply(village.bdo.code, items={"respect": 4}, words=f"kind{sign * 100} words"))
    assert len(Ballot.objects.get().sealed) == cast.BLOCK + 48
    assert said(village)[0]["words"] == "kind words"


REFUSED = {
    "nothing answered": ({"items": {}}, "You have not answered anything yet."),
    "only blanks": ({"items": {}, "words": " \n "}, "You have not answered anything yet."),
    "too many words": ({"words": "x" * 501}, "Your own words are too long: 500 characters at most."),
    "a question nobody asked": ({"items": {"beauty": 3}}, "Something went wrong with an answer"),
    "a face that is none": ({"items": {"respect": 5}}, "Something went wrong with an answer"),
    "a negative face": ({"items": {"respect": -1}}, "Something went wrong with an answer"),
    "a face in words": ({"items": {"respect": "4"}}, "Something went wrong with an answer"),
    "half a face": ({"items": {"respect": 2.0}}, "Something went wrong with an answer"),
    "yes to nothing": ({"yesno": {"respect": True}}, "Something went wrong with an answer"),
    "a thousand times yes": ({"yesno": {"money": 1000}}, "Something went wrong with an answer"),
    "a theme that is none": ({"themes": ("kind_words", "hero")}, "Something went wrong with an answer"),
}


@pytest.mark.parametrize(("reply", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_reply_is_refused(village, number, reply, sentence):
    with pytest.raises(cards.Refused, match=sentence):
        cast.cast(cards.hold(number), Reply(village.bdo.code, **{"items": {"respect": 3}, **reply}))
    assert not Ballot.objects.exists()


@pytest.mark.parametrize(("office", "holder"), [("NOWHERE", ""), ("", ""), ("bdo", "gopal"), ("bdo", "NOBODY")])
def test_an_office_or_holder_outside_the_list_is_refused(village, number, office, holder):
    code = village.offices[office].code if office in village.offices else office
    sits = village.holders[holder].code if holder in village.holders else holder
    with pytest.raises(cards.Refused, match=r"This office is not in the list. Please choose again."):
        cast.cast(cards.hold(number), Reply(code, sits, {"respect": 3}))


def test_a_closed_office_is_refused(village, number):
    close_office(village.police, dt.date(2021, 1, 1))
    with pytest.raises(cards.Refused, match="This office is not in the list"):
        village.tell(number, "police")


def test_who_left_the_post_is_refused_and_the_newcomer_is_not(village, number):
    newcomer = seat(village.hari.post, {"en": "Ila"})
    with pytest.raises(cards.Refused, match="This office is not in the list"):
        village.tell(number, "hari")
    village.holders["ila"] = newcomer
    village.tell(number, "ila")


def test_the_desk_of_an_organisation_outside_the_network_is_refused(village, number):
    for about in ("desk_two", "kabir_seat"):
        with pytest.raises(cards.Refused, match="This office is not in the list"):
            village.tell(number, about)
    village.tell(number, "mou_seat")


def test_where_there_is_no_counting_key_nothing_can_be_sealed(village):
    (number,) = village.cards()
    with pytest.raises(cards.Refused, match=r"Voices cannot be counted here yet. Please tell your group's leader."):
        village.tell(number)
    assert not Card.objects.get().used


def test_a_card_that_became_void_meanwhile_is_refused(village, number):
    held = cards.hold(number)
    cards.void_own(number)
    with pytest.raises(cards.Refused, match="This card is void"):
        cast.cast(held, Reply(village.bdo.code, items={"respect": 3}))
    assert not Ballot.objects.exists()


def test_what_was_counted_early_is_not_replaced(village, number, settings):
    settings.DEMONSTRATION = True
    village.tell(number, "bdo")
    village.count(early=True, figures=False)
    with pytest.raises(cards.Refused, match=r"counted already. You can answer again in the next quarter."):
        village.tell(number, "bdo")
    village.tell(number, "police")


@pytest.mark.parametrize("mode", ["paper", "", "Phone"])
def test_an_unknown_mode_is_refused(village, number, mode):
    with pytest.raises(cards.Refused, match="Please start again"):
        village.tell(number, mode=mode)


@pytest.mark.parametrize("mode", ["peer", "worker"])
def test_help_without_a_helper_is_refused(village, number, mode):
    with pytest.raises(cards.Refused, match="Please start again"):
        village.tell(number, mode=mode)


def help_from(village, number, who, organisation, about, mode="peer"):
    """Somebody helps at the screen."""
    holder = village.holders.get(about)
    office = holder.post.office if holder else village.offices[about]
    reply = Reply(office.code, holder.code if holder else "", {"respect": 4})
    assistant = Assistant(village.accounts[who], village.organisations[organisation])
    cast.cast(cards.hold(number), reply, mode, assistant)


def test_a_leader_helps_with_any_office(village, number):
    for about in ("bdo", "gopal", "desk_one", "mou_seat"):
        help_from(village, number, "asha", "one", about)
    assert {inside["mode"] for inside in said(village)} == {"peer"}


def test_a_worker_helps_with_other_offices(village, number):
    help_from(village, number, "mou", "one", "bdo", mode="worker")
    assert said(village)[0]["mode"] == "worker"


@pytest.mark.parametrize("who", ["mou", "salma", "mina", "ravi"])
@pytest.mark.parametrize("about", ["desk_one", "mou_seat"])
def test_nobody_who_works_there_helps(village, number, who, about):
    with pytest.raises(cards.Refused, match="The person who helps you works there"):
        help_from(village, number, who, "one", about, mode="worker")
    assert not Ballot.objects.exists()


def test_a_leader_who_also_works_there_does_not_help(village, number):
    Membership.objects.create(account=village.rina, organisation=village.one, role="worker", valid_from=LONG_AGO)
    with pytest.raises(cards.Refused, match="The person who helps you works there"):
        help_from(village, number, "rina", "one", "desk_one")


def test_nobody_helps_with_answers_about_themselves(village, number):
    village.hari.account = village.asha
    village.hari.save()
    for about in ("hari", "bdo"):
        with pytest.raises(cards.Refused, match="The person who helps you"):
            help_from(village, number, "asha", "one", about)


def test_a_worker_of_elsewhere_does_not_escape_by_giving_another_organisation(village, number):
    with pytest.raises(cards.Refused, match="The person who helps you works there"):
        help_from(village, number, "mou", "two", "desk_one", mode="worker")

"""A card in somebody's hand: looked up, made void by its holder, good for a year, guessed by nobody."""

import time

import pytest

from pakhi.lib.clock import this_quarter
from pakhi.lib.codes import new_number
from pakhi.voice import cards
from pakhi.voice.models import Stack
from tests.village import Ballot, Card


def test_a_good_card_says_whose_collective_drew_it(village):
    (number,) = village.cards()
    held = cards.hold(number)
    assert (len(held.root), held.organisation) == (32, village.one.code)
    assert cards.hold(number) == held


def test_a_card_is_read_in_bengali_digits_and_with_spaces(village):
    (number,) = village.cards()
    bengali = "".join(chr(ord("০") + int(digit)) for digit in number)
    assert cards.hold(f"{bengali[:4]} {bengali[4:8]} {bengali[8:12]} {bengali[12:]}") == cards.hold(number)


@pytest.mark.parametrize("typed", ["", "12", "hello", "1234567812345678", "\x00", "९" * 16, "1" * 100_000])
def test_a_number_that_cannot_be_a_card_gets_a_sentence(village, typed):
    with pytest.raises(cards.Refused, match=r"This number is not right. Look at the card again: it has 16 digits."):
        cards.hold(typed)


def test_an_unknown_number_gets_the_same_sentence(village):
    with pytest.raises(cards.Refused, match="This number is not right"):
        cards.hold(new_number(16))


def test_a_used_card_stays_good(village):
    village.key()
    (number,) = village.cards()
    village.tell(number, "bdo")
    assert cards.hold(number)
    village.tell(number, "police")
    assert Ballot.objects.count() == 2


def test_a_holder_makes_her_own_card_void(village):
    village.key()
    first, second = village.cards(2)
    village.tell(first, "bdo")
    village.tell(second, "bdo")
    cards.void_own(first)
    with pytest.raises(cards.Refused, match=r"This card is void. Ask in your group for a new one."):
        cards.hold(first)
    assert cards.hold(second)
    cards.void_own(first)  # twice does no harm


def test_what_was_cast_with_a_void_card_is_not_counted(village):
    village.key()
    first, second = village.cards(2)
    village.tell(first, "bdo")
    village.tell(second, "bdo")
    cards.void_own(first)
    village.age()
    sitting = village.count(figures=False)
    assert (sitting.counted, sitting.refused) == (1, {"void_card": 1})


def test_nobody_can_make_a_card_void_that_they_cannot_name(village):
    village.cards()
    with pytest.raises(cards.Refused, match="This number is not right"):
        cards.void_own(new_number(16))
    assert Card.objects.get().state == "active"


def test_a_card_is_good_for_four_quarters(village):
    (number,) = village.cards()
    assert Card.objects.get().until == str(this_quarter().plus(3))
    Card.objects.update(until=str(this_quarter()))
    assert cards.hold(number)
    Card.objects.update(until=str(this_quarter().plus(-1)))
    with pytest.raises(cards.Refused, match=r"from last year. Ask in your group for a new one."):
        cards.hold(number)


def test_a_ballot_of_a_quarter_after_the_cards_year_is_not_counted(village):
    village.key()
    (number,) = village.cards()
    village.tell(number, "bdo")
    village.age()
    Card.objects.update(until=str(this_quarter().plus(-2)))
    sitting = village.count(figures=False)
    assert (sitting.counted, sitting.refused) == (0, {"quarter": 1})


def test_cards_are_counted_by_what_became_of_them(village):
    village.key()
    stack, numbers = cards.print_stack(village.one, village.mina, 10)
    cards.activate(stack, village.asha, village.rina, 8, numbers[:2])
    for number in numbers[2:6]:
        village.tell(number, "bdo")
    cards.void_own(numbers[2])
    cards.void_own(numbers[9])
    assert cards.tally([stack]) == {"printed": 10, "activated": 6, "void": 4, "used": 3}


def test_never_more_cards_are_used_than_active(village):
    village.key()
    numbers = village.cards(5)
    for number in numbers:
        village.tell(number, "bdo")
        cards.void_own(number)
    tally = cards.tally(list(Stack.objects.all()))
    assert tally["used"] <= tally["activated"]


def test_twenty_wrong_numbers_are_free_then_everybody_waits():
    patience = cards.Patience(free=20, pause=0.05)
    for _n in range(20):
        patience.note_wrong()
    assert not patience.hot()
    patience.note_wrong()
    assert patience.hot()
    started = time.monotonic()
    patience.root(new_number(16))
    assert time.monotonic() - started >= 0.05


def test_patience_comes_back_after_a_minute():
    patience = cards.Patience()
    patience.wrong.extend([time.monotonic() - 61] * 50)
    assert not patience.hot()
    assert not patience.wrong


def test_guessing_is_noted_without_an_address(village):
    for _n in range(3):
        with pytest.raises(cards.Refused):
            cards.hold(new_number(16))
    assert [type(moment) for moment in cards.patience.wrong] == [float] * 3
    assert {name for name in vars(cards.patience) if name not in {"gate", "lock"}} == {"free", "pause", "wrong"}


def test_a_slip_of_the_finger_is_no_guess(village):
    with pytest.raises(cards.Refused):
        cards.hold("1234567812345678")
    assert not cards.patience.wrong

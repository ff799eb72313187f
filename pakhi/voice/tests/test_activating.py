"""Two leaders make the drawn cards active before the group; what nobody drew is void."""

import datetime as dt

import pytest

from pakhi.lib.clock import this_quarter
from pakhi.network.models import Account, Membership
from pakhi.voice import cards
from pakhi.voice.models import Stack
from tests.village import LONG_AGO, Card, cards_of


@pytest.fixture
def printed(village):
    """A stack of ten cards of CBO One, and their numbers."""
    return cards.print_stack(village.one, village.mina, 10)


def is_untouched(stack: Stack) -> bool:
    stack.refresh_from_db()
    return cards_of(stack) == {"printed": 10} and (stack.state, stack.activated) == ("printed", 0)


def test_drawn_cards_are_good_and_leftovers_void(village, printed):
    stack, numbers = printed
    stack = cards.activate(stack, village.asha, village.rina, 7, numbers[:3])
    assert cards_of(stack) == {"active": 7, "void": 3}
    stack.refresh_from_db()
    assert (stack.state, stack.activated, stack.until) == ("active", 7, str(this_quarter().plus(3)))
    assert (stack.leader_one, stack.leader_two) == (village.asha, village.rina)
    assert cards.hold(numbers[3]).organisation == village.one.code
    with pytest.raises(cards.Refused, match="This card is void"):
        cards.hold(numbers[0])


def test_leftovers_may_be_typed_in_any_script_and_twice(village, printed):
    stack, numbers = printed
    bengali = "".join(chr(ord("০") + int(digit)) for digit in numbers[0])
    cards.activate(stack, village.asha, village.rina, 8, [bengali, numbers[0], f"{numbers[1][:8]} {numbers[1][8:]}"])
    assert cards_of(stack) == {"active": 8, "void": 2}


@pytest.mark.parametrize("witnessed", [6, 8, 0, -1])
def test_the_witnessed_count_must_agree(village, printed, witnessed):
    stack, numbers = printed
    with pytest.raises(cards.Refused, match=f"10 cards were printed and 3 are left over, so 7 .* counted {witnessed}"):
        cards.activate(stack, village.asha, village.rina, witnessed, numbers[:3])
    assert is_untouched(stack)


def test_one_person_is_not_two(village, printed):
    stack, _numbers = printed
    with pytest.raises(cards.Refused, match="Two different leaders"):
        cards.activate(stack, village.asha, village.asha, 10)
    assert is_untouched(stack)


@pytest.mark.parametrize("who", ["mou", "salma", "mina", "ravi", "devi", "noor", "finn", "kabir"])
def test_nobody_but_leaders_may(village, printed, who):
    stack, _numbers = printed
    with pytest.raises(cards.Refused, match="is not a survivor leader here"):
        cards.activate(stack, village.asha, village.accounts[who], 10)
    assert is_untouched(stack)


@pytest.mark.parametrize("role", ["worker", "supervisor", "manager", "mis", "coordinator"])
def test_a_leader_who_also_works_here_may_not(village, printed, role):
    stack, _numbers = printed
    Membership.objects.create(account=village.rina, organisation=village.one, role=role, valid_from=LONG_AGO)
    with pytest.raises(cards.Refused, match="Rina is not a survivor leader here, or also works here"):
        cards.activate(stack, village.asha, village.rina, 10)
    assert is_untouched(stack)


def test_a_leader_of_another_collective_may_not(village, printed):
    stack, _numbers = printed
    other = Account.objects.create(username="lata", name="Lata")
    Membership.objects.create(account=other, organisation=village.two, role="leader", valid_from=LONG_AGO)
    with pytest.raises(cards.Refused, match="Lata is not a survivor leader here"):
        cards.activate(stack, village.asha, other, 10)
    assert is_untouched(stack)


def test_a_leader_who_stepped_down_may_not(village, printed):
    stack, _numbers = printed
    Membership.objects.filter(account=village.rina).update(valid_to=dt.date(2021, 1, 1))
    with pytest.raises(cards.Refused, match="is not a survivor leader here"):
        cards.activate(stack, village.asha, village.rina, 10)


def test_a_stack_is_activated_once(village, printed):
    stack, _numbers = printed
    cards.activate(stack, village.asha, village.rina, 10)
    with pytest.raises(cards.Refused, match="activated or made void before"):
        cards.activate(stack, village.asha, village.rina, 10)
    assert cards_of(stack) == {"active": 10}


def test_a_leftover_of_another_stack_is_refused(village, printed):
    stack, _numbers = printed
    _other, foreign = cards.print_stack(village.one, village.mina, 1)
    with pytest.raises(cards.Refused, match="not of this stack"):
        cards.activate(stack, village.asha, village.rina, 9, foreign)
    assert is_untouched(stack)


@pytest.mark.parametrize("typed", ["1234", "not a number", "0000 0000 0000 0001"])
def test_a_misread_leftover_is_refused(village, printed, typed):
    stack, _numbers = printed
    with pytest.raises(cards.Refused, match="This number is not right"):
        cards.activate(stack, village.asha, village.rina, 9, [typed])
    assert is_untouched(stack)


def test_more_leftovers_than_cards_are_refused_before_any_is_looked_up(village, printed):
    stack, numbers = printed
    with pytest.raises(cards.Refused, match="more leftover cards than were printed"):
        cards.activate(stack, village.asha, village.rina, 0, numbers * 1000)
    assert is_untouched(stack)


def test_where_nobody_drew_the_stack_is_void(village, printed):
    stack, numbers = printed
    cards.activate(stack, village.asha, village.rina, 0, numbers)
    stack.refresh_from_db()
    assert (stack.state, stack.activated, cards_of(stack)) == ("void", 0, {"void": 10})


def test_a_lost_stack_is_made_void_as_a_whole(village, printed):
    stack, _numbers = printed
    cards.void_stack(stack)
    assert cards_of(stack) == {"void": 10}
    with pytest.raises(cards.Refused, match="activated or made void before"):
        cards.activate(stack, village.asha, village.rina, 10)


def test_a_stack_in_use_is_not_made_void_as_a_whole(village, printed):
    stack, _numbers = printed
    cards.activate(stack, village.asha, village.rina, 10)
    with pytest.raises(cards.Refused, match="not in use yet"):
        cards.void_stack(stack)
    assert cards_of(stack) == {"active": 10}


def test_a_crash_after_the_cards_became_good_is_mended(village, printed):
    stack, numbers = printed
    cards.activate(stack, village.asha, village.rina, 7, numbers[:3])
    Stack.objects.update(state="printed", until="")  # the last write never came
    cards.void_own(numbers[9])
    stack = cards.settle(Stack.objects.get())
    assert (stack.state, stack.activated, stack.until) == ("active", 7, str(this_quarter().plus(3)))
    assert stack == Stack.objects.get(state="active", leader_two=village.rina)


def test_a_crash_before_the_cards_became_good_changes_nothing(village, printed):
    Stack.objects.update(leader_one=village.asha, leader_two=village.rina, activated=10)  # the cards did not follow
    assert cards.settle(Stack.objects.get()).state == "printed"
    cards.activate(Stack.objects.get(), village.rina, village.asha, 10)
    assert Stack.objects.get().state == "active"


def test_a_crash_while_a_stack_was_made_void_is_mended(village, printed):
    stack, _numbers = printed
    cards.void_stack(stack)
    Stack.objects.update(state="printed")
    assert cards.settle(Stack.objects.get()).state == "void"


def test_cards_that_nobody_witnessed_make_no_stack_active(village, printed):
    stack, _numbers = printed
    Card.objects.update(state="active", until=str(this_quarter()))  # by hand in the database
    stack = cards.settle(Stack.objects.get())
    assert (stack.state, stack.activated) == ("printed", 0)
    assert cards.overfull([stack]) == [stack]

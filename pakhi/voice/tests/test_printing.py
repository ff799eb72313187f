"""A stack of cards is printed: the numbers exist on paper and nowhere else."""

import pytest

from pakhi.lib.codes import read_number
from pakhi.voice import cards
from pakhi.voice.tests.dump import everything
from tests.village import Card, cards_of


def test_every_card_has_a_number_of_its_own(village):
    stack, numbers = cards.print_stack(village.one, village.mina, 30, "Monday group")
    assert len(set(numbers)) == 30
    assert all(read_number(number, 16) == number for number in numbers)
    assert (stack.printed, stack.state, stack.label, stack.printed_by) == (30, "printed", "Monday group", village.mina)
    assert cards_of(stack) == {"printed": 30}


def test_no_number_is_in_any_database(village):
    _stack, numbers = cards.print_stack(village.one, village.mina, 5)
    disk = everything()
    assert not any(number.encode() in disk or str(int(number)).encode() in disk for number in numbers)


def test_a_card_cannot_be_told_from_another_in_the_database(village):
    stack, _numbers = cards.print_stack(village.one, village.mina, 5)
    rows = list(Card.objects.values())
    same = [{key: row[key] for key in ("stack", "state", "used", "until")} for row in rows]
    assert same == [{"stack": stack.code, "state": "printed", "used": False, "until": ""}] * 5
    assert len({bytes(row[key]) for row in rows for key in ("digest", "ticket")}) == 10


@pytest.mark.parametrize("many", [0, -3, 401, 10**12])
def test_no_more_than_a_sheet_holds(village, many):
    with pytest.raises(cards.Refused, match="between 1 and 400 cards"):
        cards.print_stack(village.one, village.mina, many)
    assert not Card.objects.exists()


def test_a_printed_card_is_not_good_yet(village):
    _stack, numbers = cards.print_stack(village.one, village.mina, 1)
    with pytest.raises(cards.Refused, match=r"not active yet. Two leaders make it active"):
        cards.hold(numbers[0])

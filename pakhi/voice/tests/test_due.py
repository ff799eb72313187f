"""What the voice room puts on somebody's page of today."""

from pakhi.network.models import Membership
from pakhi.voice import cards, due


def titles(village, who: str) -> list[str]:
    mine = Membership.objects.current().filter(account=village.accounts[who]).select_related("organisation")
    return [str(item.title) for item in due.items(mine)]


def test_before_there_is_a_key_it_is_to_be_made(village):
    assert titles(village, "devi") == titles(village, "rina") == ["Make the counting key"]


def test_with_a_key_and_nothing_else_nothing_is_to_be_done(village):
    village.key()
    assert titles(village, "rina") == []


def test_printed_cards_are_to_be_activated(village):
    village.key()
    cards.print_stack(village.one, village.mina, 3)
    cards.print_stack(village.one, village.mina, 3)
    assert titles(village, "rina") == ["2 stacks of cards wait"]


def test_ballots_of_past_quarters_are_to_be_counted_and_the_others_wait(village):
    village.key()
    first, second = village.cards(2)
    village.tell(first)
    village.age()
    village.tell(first)
    village.tell(second)
    assert titles(village, "devi") == ["1 ballot is ready to count"]  # no live count: it would say who spoke when


def test_another_network_has_nothing_of_it(village):
    village.key()
    village.tell(village.cards()[0])
    assert titles(village, "kabir") == ["Make the counting key"]

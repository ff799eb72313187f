"""Voice cards: printed, drawn from a shuffled stack, activated by two leaders, void when they should be.

A card's number exists on paper alone. The database keeps two values made from it by a slow function, so that a
number can be looked up and a ballot proved, and nobody can turn either back into the number.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from pakhi.lib import seal
from pakhi.lib.clock import Quarter, this_quarter, today
from pakhi.lib.codes import BadCode, new_number, read_number
from pakhi.network.models import Account, Membership, Organisation
from pakhi.network.models.account import Role
from pakhi.voice.ballots.models import Card
from pakhi.voice.models import Stack

LENGTH = 16
QUARTERS_VALID = 4
MOST_PRINTED = 400
STAFF = {Role.WORKER, Role.SUPERVISOR, Role.MANAGER, Role.MIS, Role.COORDINATOR}


class Refused(Exception):
    """Something a card or its holder may not do; the message is a sentence for the screen."""


class NotYet(Refused):
    """A printed card that two leaders have not made active, or not yet."""


@dataclass(frozen=True)
class Held:
    """A good card in somebody's hand: its secret root and the organisation whose collective drew it."""

    root: bytes
    organisation: str


class Ticket(NamedTuple):
    """What stands behind a ballot: whether its card is good (active, not void), its last quarter, its stack."""

    good: bool
    until: str
    stack: str


class Patience:
    """Slows the guessing of numbers for everybody alike, so that no address need be kept.

    Two numbers are checked at a time. When more than `free` wrong ones came within a minute, each check takes
    `pause` seconds more.
    """

    def __init__(self, free: int = 20, pause: float = 0.25) -> None:
        self.free, self.pause = free, pause
        self.wrong: deque[float] = deque()
        self.gate = threading.Semaphore(2)
        self.lock = threading.Lock()

    def hot(self) -> bool:
        now = time.monotonic()
        with self.lock:
            while self.wrong and self.wrong[0] < now - 60:
                self.wrong.popleft()
            return len(self.wrong) > self.free

    def root(self, number: str) -> bytes:
        with self.gate:
            if self.hot():
                time.sleep(self.pause)
            return seal.card_root(number, settings.CARD_PEPPER)

    def note_wrong(self) -> None:
        with self.lock:
            self.wrong.append(time.monotonic())


patience = Patience()


def digest_of(root: bytes) -> bytes:
    return seal.derive(root, "card")


def rater_of(root: bytes) -> str:
    """The token that stands for a rater inside sealed ballots."""
    return seal.derive(root, "rater").hex()


def ticket_of(rater: str) -> bytes:
    """What the card row keeps so that counting can tell that a rater token came from a real card."""
    return seal.derive(bytes.fromhex(rater), "ticket")


def print_stack(organisation: Organisation, by: Account, many: int, label: str = "") -> tuple[Stack, list[str]]:
    """Make a stack of cards and give their numbers, once, in no order. They are nowhere afterwards.

    Raises Refused for a number of cards outside 1 to 400.
    """
    if not 1 <= many <= MOST_PRINTED:
        raise Refused(_("Print between 1 and %(most)s cards at a time.") % {"most": MOST_PRINTED})
    stack = Stack(organisation=organisation, label=label, printed=many, printed_on=today(), printed_by=by)
    numbers = [new_number(LENGTH) for _n in range(many)]
    cards = []
    for number in numbers:
        root = seal.card_root(number, settings.CARD_PEPPER)
        cards.append(Card(digest=digest_of(root), ticket=ticket_of(rater_of(root)), stack=stack.code))
    secrets.SystemRandom().shuffle(cards)
    Card.objects.bulk_create(cards)
    stack.save()
    return stack, numbers


def leads(account: Account, organisation: Organisation) -> bool:
    """Whether somebody is a survivor leader of an organisation, and no worker of it, today."""
    roles = set(
        Membership.objects.current().filter(account=account, organisation=organisation).values_list("role", flat=True)
    )
    return Role.LEADER in roles and not roles & STAFF


def activate(
    stack: Stack, one: Account, two: Account, witnessed: int, leftovers: Sequence[str] = ()
) -> Stack:  # fmt: skip
    """Two leaders activate what was drawn; the leftovers are void. The witnessed count must agree.

    `leftovers` are the numbers of the cards nobody drew, as typed or scanned. Raises Refused with a sentence;
    nothing changes then.
    """
    if one == two:
        raise Refused(_("Two different leaders activate a stack."))
    for leader in (one, two):
        if not leads(leader, stack.organisation):
            raise Refused(_("%(name)s is not a survivor leader here, or also works here.") % {"name": leader.name})
    if len(leftovers) > stack.printed:
        raise Refused(_("There are more leftover cards than were printed."))
    digests = {digest_of(patience.root(_number(written))) for written in leftovers}
    with transaction.atomic(using="ballots"):
        cards = Card.objects.select_for_update().filter(stack=stack.code, state=Card.State.PRINTED)
        known = {bytes(card.digest) for card in cards}
        if not known:
            raise Refused(_("This stack was activated or made void before."))
        if not digests <= known:
            raise Refused(_("A leftover card is not of this stack."))
        if len(known) - len(digests) != witnessed:
            raise Refused(
                _(
                    "%(printed)s cards were printed and %(left)s are left over, so %(drawn)s were drawn; "
                    "you counted %(witnessed)s. Count again, and enter every leftover card."
                )
                % {"printed": len(known), "left": len(digests), "drawn": len(known) - len(digests),
                   "witnessed": witnessed}
            )  # fmt: skip
        until = str(this_quarter().plus(QUARTERS_VALID - 1))
        cards.filter(digest__in=digests).update(state=Card.State.VOID)
        cards.exclude(digest__in=digests).update(state=Card.State.ACTIVE, until=until)
        stack.leader_one, stack.leader_two, stack.activated = one, two, witnessed
        stack.save()  # before the cards are good, so that a crash leaves no card that nobody witnessed
    return settle(stack)


def settle(stack: Stack) -> Stack:
    """Bring the stack's record in line with its cards; mends what a crash between two databases left."""
    mine = Card.objects.filter(stack=stack.code)
    if stack.state != Stack.State.PRINTED or mine.filter(state=Card.State.PRINTED).exists():
        return stack
    until = mine.exclude(until="").values_list("until", flat=True).first()
    if until is None:
        stack.state = Stack.State.VOID
    elif stack.leader_one:
        stack.state, stack.until = Stack.State.ACTIVE, until
    stack.save()
    return stack


def overfull(stacks: Sequence[Stack]) -> list[Stack]:
    """Stacks in which more cards are (or were) good than two leaders witnessed: somebody put cards in."""
    many = Counter(card.stack for card in tickets().values() if card.good or card.until)
    return [stack for stack in stacks if many[stack.code] > settle(stack).activated]


def void_stack(stack: Stack) -> None:
    """Make a whole printed stack void: it was lost, or its leftovers cannot be found. It must not be in use."""
    if stack.state != Stack.State.PRINTED:
        raise Refused(_("Only a stack that is not in use yet can be made void as a whole."))
    Card.objects.filter(stack=stack.code, state=Card.State.PRINTED).update(state=Card.State.VOID)
    stack.state = Stack.State.VOID
    stack.save()


def _number(written: str) -> str:
    try:
        return read_number(written, LENGTH)
    except BadCode:
        raise Refused(_("This number is not right. Look at the card again: it has 16 digits.")) from None


def _find(written: str) -> tuple[bytes, Card]:
    root = patience.root(_number(written))
    card = Card.objects.filter(digest=digest_of(root)).first()
    if card is None:
        patience.note_wrong()
        raise Refused(_("This number is not right. Look at the card again: it has 16 digits."))
    return root, card


def hold(written: str, quarter: Quarter | None = None) -> Held:
    """Look a card up by the number somebody typed or scanned, in any script. Raises Refused with the reason.

    It must be good in the quarter given, else in the one that is running.
    """
    root, card = _find(written)
    _usable(card, quarter)
    stack = Stack.objects.select_related("organisation").get(code=card.stack)
    return Held(root, stack.organisation.code)


def _usable(card: Card, quarter: Quarter | None = None) -> None:
    asked = quarter or this_quarter()
    if card.state == Card.State.PRINTED:
        raise NotYet(_("This card is not active yet. Two leaders make it active in the group."))
    if card.state == Card.State.VOID:
        raise Refused(_("This card is void. Ask in your group for a new one."))
    until = Quarter.parse(card.until)
    if until < asked:
        raise Refused(_("This card is from last year. Ask in your group for a new one."))
    if asked < until.plus(1 - QUARTERS_VALID):
        raise Refused(_("This card was not active yet in that quarter."))


def still_good(root: bytes, quarter: Quarter | None = None) -> Card:
    """The card behind a root, looked at again at the moment of casting. Raises Refused."""
    card = Card.objects.filter(digest=digest_of(root)).first()
    if card is None:
        raise Refused(_("This number is not right. Look at the card again: it has 16 digits."))
    _usable(card, quarter)
    return card


def void_own(written: str) -> None:
    """The holder makes her own card void; ballots of it that are not counted yet will not be counted."""
    _root, card = _find(written)
    card.state = Card.State.VOID
    card.save(update_fields=["state"])


def tickets() -> dict[bytes, Ticket]:
    """Every card as counting knows it, by its ticket."""
    rows = Card.objects.values_list("ticket", "state", "until", "stack")
    return {bytes(key): Ticket(state == Card.State.ACTIVE, until, stack) for key, state, until, stack in rows}


def tally(stacks: Sequence[Stack]) -> dict[str, int]:
    """Printed, active, void and used cards of some stacks, together; a used card that became void is void."""
    counts = Card.objects.filter(stack__in=[stack.code for stack in stacks]).aggregate(
        printed=Count("id"),
        activated=Count("id", filter=Q(state=Card.State.ACTIVE)),
        void=Count("id", filter=Q(state=Card.State.VOID)),
        used=Count("id", filter=Q(used=True, state=Card.State.ACTIVE)),
    )
    return dict(counts)

"""Invented ballots and cards: in demonstration installations only, where every page says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings

from pakhi.lib.clock import Quarter
from pakhi.network.models import Account, Organisation
from pakhi.voice import cards, cast
from pakhi.voice.ballots.models import Ballot, Card
from pakhi.voice.models import CountingKey, Stack


class NotADemonstration(Exception):
    """Invented voices have no place among real ones."""


def put(key: CountingKey, quarter: Quarter, told: Iterable[tuple[cards.Held, cast.Reply, str]]) -> int:
    """Seal (card, reply, mode) into a quarter, also one that is over. Returns how many. Raises NotADemonstration."""
    if not settings.DEMONSTRATION:
        raise NotADemonstration
    ballots = [
        Ballot(
            slot=cast.slot_of(held, reply.holder or reply.office, str(quarter)),
            box=key.box, quarter=str(quarter), sealed=cast.sealed(key, cast.content(held, reply, mode, quarter)),
        )
        for held, reply, mode in told
    ]  # fmt: skip
    Ballot.objects.bulk_create(ballots, batch_size=500)
    return len(ballots)


def old_stack(
    organisation: Organisation, roots: Sequence[bytes], year: int, until: Quarter, people: Mapping[str, Account]
) -> None:
    """The stack behind invented voices of a year. Its cards have no numbers: nobody can ever use them again."""
    if not settings.DEMONSTRATION:
        raise NotADemonstration
    whole: dict[str, Any] = {"state": Stack.State.ACTIVE, "until": str(until)}
    stack = Stack.objects.create(
        organisation=organisation, label=str(year), printed=len(roots), activated=len(roots),
        printed_on=Quarter(year, 1).first_day, **whole, **people,
    )  # fmt: skip
    Card.objects.bulk_create(
        Card(
            digest=cards.digest_of(root), ticket=cards.ticket_of(cards.rater_of(root)), stack=stack.code, used=True,
            state=Card.State.ACTIVE, until=str(until),
        )
        for root in roots
    )  # fmt: skip

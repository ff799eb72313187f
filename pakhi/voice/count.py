"""Counting: two people open the sealed ballots in one sitting; estimates and tallies leave, ballots never.

Everything until the last step happens in memory. The last step is one transaction on the ballots database: the
counted ballots go, the new archive and the outgoing figures come. A kill before it changes nothing; a kill after it
leaves figures that `publish` carries over the next time anybody looks.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import socket
import zlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakhi.lib import seal
from pakhi.lib.clock import Quarter, this_quarter
from pakhi.network.models import Account, Organisation
from pakhi.voice import cards, estimate, keys, tablet_keys
from pakhi.voice.ballots.models import Archive, Ballot, Outgoing, Words
from pakhi.voice.cast import BLOCK
from pakhi.voice.models import CountingKey, Result, Sitting, Stack
from pakhi.voice.opening import Known, Opened, Progress, open_ballots

STALE = 300
UNDER_WAY = gettext_lazy("Counting is under way. Please wait until it is done.")
INTERRUPTED = gettext_lazy("It was interrupted. Nothing was lost, and nothing is counted twice: please count again.")
given_out = Signal()  # figures reached the records database: who makes reports from them may start


class CannotCount(Exception):
    """Counting cannot start or go on; the message is a sentence, and nothing has changed."""


REASONS = {
    "unreadable": gettext_lazy("could not be read"),
    "no_card": gettext_lazy("no card stands behind it"),
    "void_card": gettext_lazy("its card is void, or was never made active"),
    "quarter": gettext_lazy("of a quarter that is not over, or that its card was not valid in"),
    "office": gettext_lazy("about an office that is not in the list"),
    "twice": gettext_lazy("counted before: one ballot for an office and quarter"),
}


def due(key: CountingKey, last: Quarter) -> list[Ballot]:
    """The sealed ballots up to a quarter that wait to be counted."""
    waiting = Ballot.objects.filter(box=key.box, spent=False)
    return [ballot for ballot in waiting if not later(ballot.quarter, last)]


def later(written: str, last: Quarter) -> bool:
    """Whether a quarter lies after the last to count. What is no quarter does not: it is opened, and refused."""
    try:
        return Quarter.parse(written) > last
    except ValueError:
        return False


def last_countable(early: bool) -> Quarter:
    """The quarter before this one; this one only where a demonstration counts early."""
    return this_quarter() if early else this_quarter().plus(-1)


def pack(content: object) -> bytes:
    return zlib.compress(json.dumps(content, separators=(",", ":")).encode())


def unpack(packed: bytes) -> Any:
    return json.loads(zlib.decompress(packed))


def archive(opened: keys.Opened) -> tuple[int, list[dict[str, Any]], dict[str, int]]:
    """(number of countings so far, all counted rows, rater numbers by token)."""
    rows: list[dict[str, Any]] = []
    raters: dict[str, int] = {}
    number = 0
    for kept in Archive.objects.filter(box=opened.box).order_by("number"):
        content = unpack(seal.open_with(opened.private, bytes(kept.sealed)))
        number = max(number, kept.number)
        if kept.content == "rows":
            rows += content
        else:
            raters = content
    return number, rows, raters


def renumber(new: Opened, old: list[dict[str, Any]], raters: dict[str, int], known: Known) -> list[dict[str, Any]]:
    """Put rater numbers in place of tokens (changing `raters`), leave out what was counted before, take words apart."""
    taken, seen = set(raters.values()), {about(row) for row in old}
    rows = []
    for row in new.rows:
        token = row.pop("rater")
        if token not in raters:
            raters[token] = fresh_number(taken)
        row["rater"] = raters[token]
        words = row.pop("words")
        if about(row) in seen:
            new.refused["twice"] += 1
            continue
        if words:
            new.words.append({**{key: row[key] for key in ("office", "holder", "quarter")}, "words": words})
        seen.add(about(row))
        rows.append(row)
    secrets.SystemRandom().shuffle(new.words)
    forget(raters, known)
    return rows


def forget(raters: dict[str, int], known: Known) -> None:
    """Drop the numbers of cards that can answer no more: all their ballots are counted by now."""
    for token in list(raters):
        card = known.ticket(token)
        if card is None or Quarter.parse(card.until) < known.last:
            del raters[token]


def fresh_number(taken: set[int]) -> int:
    number = secrets.randbelow(2**40)
    while number in taken:
        number = secrets.randbelow(2**40)
    taken.add(number)
    return number


def about(row: dict[str, Any]) -> tuple[int, str, str]:
    """What one card may say once: rater, office or holder, quarter."""
    return row["rater"], row["holder"] or row["office"], row["quarter"]


def count(
    room: Organisation,
    leader: tuple[Account, str],
    coordinator: tuple[Account, str],
    *,
    early: bool = False,
    sitting: Sitting | None = None,
    progress: Progress = lambda step, done, total: None,
    figures: bool = True,
) -> Sitting:
    """Count everything that is due in a room and give out its figures.

    Raises keys.WrongPassphrase or CannotCount with a sentence; nothing has changed then. `early` takes the running
    quarter too, in a demonstration only. `figures=False` archives without estimating.
    """
    if early and not settings.DEMONSTRATION:
        raise CannotCount(_("The running quarter is counted in a demonstration only."))
    key = CountingKey.objects.get(room=room)
    opened = keys.open_key(key, leader, coordinator)
    sitting = sitting or begin(room, leader[0], coordinator[0])
    try:
        _count(sitting, key, opened, last_countable(early), progress, figures)
    except Exception as problem:
        told = isinstance(problem, CannotCount)
        sitting.state = Sitting.State.FAILED
        sitting.message = str(problem if told else INTERRUPTED)
        sitting.save()
        raise
    return sitting


def _count(
    sitting: Sitting, key: CountingKey, opened: keys.Opened, last: Quarter, progress: Progress, figures: bool
) -> None:
    def step(name: str, done: int, total: int) -> None:
        sitting.step, sitting.done, sitting.total = name, done, total
        sitting.save(update_fields=["step", "done", "total", "beat"])
        progress(name, done, total)

    if stuffed := cards.overfull(list(Stack.objects.all())):
        sentence = _(
            "In the stack %(stack)s more cards are good than two leaders counted. Find out why before you count."
        )
        raise CannotCount(sentence % {"stack": stuffed[0].code})
    ballots = due(key, last)
    known = Known.now(last)
    new = open_ballots(opened, [bytes(ballot.sealed) for ballot in ballots], known, step)
    number, old, raters = archive(opened)
    rows = renumber(new, old, raters, known)
    step("estimate", 0, 1)
    outgoing: dict[str, Any] = {}
    if figures and (rows or old):
        asked = {"refused": sum(new.refused.values()), "quarter": str(last)}
        outgoing = estimate.tables(
            sitting.room, old + rows, asked, card_counts(sitting.room), flags_before(sitting.room)
        )
    step("seal", 0, 1)
    put_away(key, ballots, number + 1, rows, raters, new.words, outgoing)
    step("publish", 0, 1)
    publish(sitting.room)
    sitting.state, sitting.counted, sitting.refused = Sitting.State.DONE, len(rows), dict(new.refused)
    sitting.save()


def put_away(
    key: CountingKey, ballots: list[Ballot], number: int, rows: list[dict[str, Any]], raters: dict[str, int],
    words: Iterable[dict[str, str]], outgoing: dict[str, Any],
) -> None:  # fmt: skip
    """The one step that changes anything: ballots out, archive and figures in, all or nothing."""
    public, words_public = bytes(key.public), bytes(key.words_public)
    contents = {"rows": rows, "raters": raters}
    archives = [
        Archive(box=key.box, number=number, content=name, sealed=seal.seal_to(public, pack(content)))
        for name, content in contents.items()
    ]
    said = [Words(box=key.box, sealed=seal.seal_to(words_public, inside(row))) for row in words]
    with transaction.atomic(using="ballots"):
        taken = {ballot.pk: ballot for ballot in Ballot.objects.select_for_update().filter(box=key.box, spent=False)}
        if any(same(taken.get(ballot.pk), ballot) is False for ballot in ballots):
            raise CannotCount(_("A ballot came in while we counted. Nothing was changed: please count again."))
        running = str(this_quarter())
        Ballot.objects.filter(quarter__lt=running, spent=True).delete()
        ids = [ballot.pk for ballot in ballots if ballot.quarter != running]
        for start in range(0, len(ids), 500):
            Ballot.objects.filter(pk__in=ids[start : start + 500]).delete()
        early = [ballot.pk for ballot in ballots if ballot.quarter == running]
        Ballot.objects.filter(pk__in=early).update(spent=True, sealed=b"")
        Archive.objects.filter(box=key.box, content="raters").delete()
        Archive.objects.bulk_create(archives)
        Words.objects.bulk_create(said)
        if outgoing:
            Outgoing.objects.create(box=key.box, number=number, content=outgoing)


def inside(words: dict[str, str]) -> bytes:
    """Own words as they are sealed: of one size, whatever was said in whatever script."""
    return seal.pad(json.dumps(words, ensure_ascii=False).encode(), BLOCK)


def same(now: Ballot | None, before: Ballot) -> bool:
    return now is not None and hashlib.sha256(now.sealed).digest() == hashlib.sha256(before.sealed).digest()


def publish(room: Organisation) -> int:
    """Carry finished figures into the records database. Safe to repeat: it mends what a crash left.

    Returns of how many countings.
    """
    key = CountingKey.objects.filter(room=room).first()
    waiting = list(Outgoing.objects.filter(box=key.box, arrived=False).order_by("number")) if key else []
    for outgoing in waiting:
        with transaction.atomic():
            for table, rows in outgoing.content.items():
                Result.objects.update_or_create(room=room, number=outgoing.number, table=table, defaults={"rows": rows})
        Outgoing.objects.filter(pk=outgoing.pk).update(arrived=True, content={})
    if waiting:
        given_out.send_robust(sender=room)  # figures are out whether or not a report can be made of them at once
    return len(waiting)


def flags_before(room: Organisation) -> list[dict[str, Any]]:
    """The flags that the counting before this one raised."""
    newest = Result.objects.filter(room=room, table="voice_flag").order_by("-number").first()
    return list(newest.rows) if newest else []


def card_counts(room: Organisation) -> dict[str, int]:
    """Cards of all collectives whose voices are counted in a room."""
    return cards.tally(list(Stack.objects.filter(organisation__in=room.members())))


def alive(sitting: Sitting) -> bool:
    """Whether a running sitting's process still works on it."""
    host, _colon, process = sitting.process.partition(":")
    if host == socket.gethostname():
        try:
            os.kill(int(process), 0)
        except (OSError, ValueError):
            return False
    return (timezone.now() - sitting.beat).total_seconds() < STALE


def begin(room: Organisation, leader: Account, coordinator: Account) -> Sitting:
    """Start a sitting; only one can run in a room. A dead one is closed first. Raises CannotCount."""
    for running in Sitting.objects.filter(room=room, state=Sitting.State.RUNNING):
        if alive(running):
            raise CannotCount(UNDER_WAY)
        running.state, running.message = Sitting.State.FAILED, str(INTERRUPTED)
        running.save()
    publish(room)
    with contextlib.suppress(OSError):  # a file that cannot be deleted holds no counting up
        tablet_keys.destroy_old()
    process = f"{socket.gethostname()}:{os.getpid()}"
    try:
        with transaction.atomic():
            return Sitting.objects.create(room=room, leader=leader, coordinator=coordinator, process=process)
    except IntegrityError:  # somebody pressed twice: the other sitting began a moment ago
        raise CannotCount(UNDER_WAY) from None


def waiting(room: Organisation) -> dict[str, int]:
    """How many sealed ballots wait, by quarter. Their number is all that can be known without the key."""
    key = CountingKey.objects.filter(room=room).first()
    if key is None:
        return {}
    quarters = Ballot.objects.filter(box=key.box, spent=False).values_list("quarter", flat=True)
    return dict(sorted(Counter(quarters).items()))

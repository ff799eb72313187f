"""Search before create: who may this be? Folded names are compared in memory, in a session that may open them.

Nothing is revealed: what comes back is codes, reasons and a score, never a name. A person then looks (a reveal) and
decides. Marks of telephones are looked up in the database, which cannot read them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations

from django.db.models import Count, Max
from django.utils.translation import gettext as _

from pakhi.lib import seal
from pakhi.network.models import Organisation
from pakhi.vault import evidence, fold, identity, index, memory, merge, parts
from pakhi.vault.evidence import Known, Reason
from pakhi.vault.fold import Folded
from pakhi.vault.keys import Refused, Unlocked, current, open_organisation
from pakhi.vault.models import BlindIndex, Person, Section

READ = (Section.Field.NAMES, Section.Field.BIRTH, Section.Field.ADDRESS)
READABLE = (Person.State.HERE, Person.State.MERGED)
BATCH, MOST = 200, 12
EXPECTED = 300  # people; what a score means should not depend on how large the organisation is

Progress = Callable[[str, int, int], None]


def silent(stage: str, done: int, total: int) -> None:
    """No progress is shown."""


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be the one: `code`, why (keys of `evidence.LABELS`), and a score from 0 to 1."""

    code: str
    reasons: tuple[str, ...]
    score: float


@dataclass
class Names:
    """The folded names of an organisation's people, by the database's number of the person."""

    people: dict[int, Known] = field(default_factory=dict)
    blocks: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    read: dict[int, int] = field(default_factory=dict)
    stamp: tuple[int, ...] = ()
    unread: int = 0

    def clear(self) -> None:
        """Nothing is left."""
        self.people, self.blocks, self.read, self.stamp = {}, defaultdict(set), {}, ()

    def put(self, number: int, known: Known) -> None:
        """Know somebody, in place of what was known before."""
        self.take(number)
        self.people[number] = known
        for block in blocks(known):
            self.blocks[block].add(number)

    def take(self, number: int) -> None:
        """Know somebody no more."""
        known = self.people.pop(number, None)
        for block in blocks(known) if known else ():
            self.blocks[block].discard(number)

    def near(self, known: Known) -> set[int]:
        """Whom it is worth comparing: all whose names have nearly the same consonants."""
        return set().union(*(self.blocks.get(block, set()) for block in blocks(known)))


def blocks(known: Known) -> set[str]:
    """Under which skeletons of consonants a person is found, by each word of each name."""
    return {block for name in known.names for word in {*name.words, name.whole} for block in around(word)}


def around(word: str) -> set[str]:
    """The skeleton of a word, and what is left of a longer one when any one consonant is missing or wrong."""
    bare = fold.skeleton(word)
    short = {"".join(left) for left in combinations(bare, len(bare) - 1)} if len(bare) > 2 else set()
    return {bare, fold.coarse(bare), *short}


def shortened(name: Folded) -> set[str]:
    """As `around`, of a whole name: its words in any order, or run together."""
    return around("".join(sorted(name.words))) | around(name.whole)


@contextmanager
def in_memory(unlocked: Unlocked, organisation: Organisation, progress: Progress = silent) -> Iterator[Names]:
    """The folded names of an organisation, as new as the database, held while they are used. Raises Refused.

    About a millisecond for each person that is not in memory yet; `progress("open", done, total)` meanwhile.
    """
    key = current(organisation)
    if key is None:
        raise Refused(_("This organisation has no key yet."))
    try:
        open_organisation(unlocked, key)
    except Refused:
        memory.drop(unlocked.account.pk, organisation.code)
        raise
    kept = memory.recall((unlocked.account.pk, organisation.code, key.generation), Names)
    with kept.lock:
        try:
            refresh(kept.what, unlocked, organisation, progress)
        except BaseException:
            kept.what.clear()
            raise
        yield kept.what


def refresh(known: Names, unlocked: Unlocked, organisation: Organisation, progress: Progress) -> None:
    """Read what was written since, and leave out who is out of reach."""
    people = Person.objects.filter(organisation=organisation.code, state__in=READABLE)
    sections = Section.objects.filter(person__in=people, field__in=READ)
    state = {**sections.aggregate(a=Max("id"), b=Count("id")), **people.aggregate(c=Max("id"), d=Count("id"))}
    stamp = tuple(value or 0 for value in state.values())
    if known.stamp == stamp and not known.unread:
        return
    there = dict(sections.values_list("id", "person_id"))
    for gone in set(known.people) - set(people.values_list("id", flat=True)):
        known.take(gone)
    changed = {there[one] for one in set(there) - set(known.read)} | (
        {known.read[one] for one in set(known.read) - set(there)} & set(there.values())
    )
    known.read, known.unread = there, 0
    opened: dict[int, bytes] = {}
    order = sorted(changed)
    for start in range(0, len(order), BATCH):
        for person, contents in read(unlocked, order[start : start + BATCH], opened, known):
            known.put(person.pk, know(person, contents))
        progress("open", min(start + BATCH, len(order)), len(order))
    known.stamp = stamp


def read(
    unlocked: Unlocked, numbers: list[int], opened: dict[int, bytes], known: Names
) -> Iterable[tuple[Person, dict[str, object]]]:
    """Some people with what is compared of them. Whoever cannot be opened now is counted, and tried again later."""
    newest: dict[int, dict[str, Section]] = defaultdict(dict)
    for section in Section.objects.filter(person__in=numbers, field__in=READ).order_by("version"):
        newest[section.person_id][section.field] = section
    for person in Person.objects.filter(pk__in=numbers, state__in=READABLE).select_related("key"):
        try:
            if person.key_id not in opened:
                opened[person.key_id] = open_organisation(unlocked, person.key)
            private = identity.key_under(opened[person.key_id], person)
            contents = {
                name: identity.opened(private, person, "identity", name, bytes(section.sealed))
                for name, section in newest[person.pk].items()
            }
            yield person, contents
        except (Refused, seal.CannotOpen):
            known.unread += 1
            known.read = {one: number for one, number in known.read.items() if number != person.pk}


def know(person: Person, contents: dict[str, object]) -> Known:
    """What is kept of somebody: sounds, a year, a village; the names themselves are left behind here."""
    every = [fold.folded(name) for name in parts.names(contents.get(Section.Field.NAMES))]
    return Known(
        person.code, tuple(dict.fromkeys(name for name in every if name.words)),
        parts.year(contents.get(Section.Field.BIRTH)), fold.folded(parts.village(contents.get(Section.Field.ADDRESS))),
    )  # fmt: skip


def candidates(
    unlocked: Unlocked, organisation: Organisation, names: Iterable[str], birth: object = None,
    village: str | None = None, phone: str | None = None,
) -> list[Candidate]:  # fmt: skip
    """Who of an organisation may be the one with these names (any script), the likeliest first, twelve at most.

    `birth`: a year, or a date in any form that holds one; `phone`: in any script's figures. A merged record answers
    with the one that was kept. Raises Refused where there is no access.
    """
    asked = Known(
        "", tuple(folded for name in names if (folded := fold.folded(name)).words),
        parts.year(str(birth)) if birth else None, fold.folded(village or ""),
    )  # fmt: skip
    calling = index.holders(organisation.code, BlindIndex.Kind.PHONE, parts.phones(phone)) if phone else set()
    found: dict[str, Candidate] = {}
    with in_memory(unlocked, organisation) as known:
        near = known.near(asked) | {number for number, one in known.people.items() if one.code in calling}
        for one in (known.people[number] for number in near):
            if candidate := judge(asked, one, one.code in calling):
                found[one.code] = candidate
    for code in calling - set(found):  # people whose names cannot be opened now
        found[code] = Candidate(code, (Reason.SAME_PHONE,), 0.5)
    return best(organisation, found.values())


def judge(asked: Known, one: Known, calling: bool) -> Candidate | None:
    """A candidate, or None if neither a name nor a telephone speaks for it."""
    bits, reasons = evidence.weigh(asked, one)
    if calling:
        bits, reasons = bits + evidence.LEVELS["phone"][0].bits, (*reasons, Reason.SAME_PHONE)
    if not {Reason.SAME_NAME, Reason.CLOSE_NAME, Reason.SAME_PHONE} & set(reasons):
        return None
    return Candidate(one.code, reasons, round(evidence.chance(bits + evidence.before_looking(EXPECTED)), 3))


def best(organisation: Organisation, found: Iterable[Candidate]) -> list[Candidate]:
    """The likeliest, each person once: under the code that was kept, and only who is still within reach."""
    found = sorted(found, key=lambda one: (-one.score, one.code))
    kept = merge.answers(one.code for one in found)
    out: dict[str, Candidate] = {}
    for one in found:
        person = kept.get(one.code)
        if person and person.organisation == organisation.code and person.state == Person.State.HERE:
            first = out.setdefault(person.code, Candidate(person.code, one.reasons, one.score))
            out[person.code] = Candidate(person.code, tuple(dict.fromkeys((*first.reasons, *one.reasons))), first.score)
    return list(out.values())[:MOST]

"""Who may have been registered twice? Looked for over a whole organisation, in a supervisor's session that can read.

No key is there at night, so a person starts it and sees it move. It only proposes pairs, with reasons; people decide,
and what they found not to be the same is not proposed again. Fewer than fifty people are compared each with each;
more with splink, in a database in memory that may not write to any disk.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import combinations

from pakhi.network.models import Organisation
from pakhi.vault import audit, evidence, merge, standing
from pakhi.vault.evidence import Known, Reason
from pakhi.vault.keys import Unlocked
from pakhi.vault.models import BlindIndex, Difference, Entry, Merge, Person
from pakhi.vault.search import Progress, in_memory, silent

SMALL = 50  # people; so few say nothing about how common a name is
WORTH = 0.05  # the least score that is worth a look: looking is cheap, two files for one person are not
MOST = 500
STRONG = {Reason.SAME_NAME, Reason.CLOSE_NAME, Reason.SAME_PHONE, Reason.SAME_PAPER}


@dataclass(frozen=True)
class Pair:
    """Two records that may be of one person: codes in order, why (keys of `evidence.LABELS`), a score from 0 to 1."""

    one: str
    other: str
    reasons: tuple[str, ...]
    score: float


def find(unlocked: Unlocked, organisation: Organisation, progress: Progress = silent) -> list[Pair]:
    """Pairs of an organisation that may be one person, the likeliest first. Raises Refused where there is no access.

    `progress` is called with "open" (reading, once in ten minutes) and "compare", what is done, and of how much.
    """
    standing.need_keeper(unlocked.account, organisation.code)
    with in_memory(unlocked, organisation, progress) as names:
        people = list(names.people.values())
    known = whole(organisation, people)
    progress("compare", 0, len(known))
    pairs = each_with_each(known) if len(known) < SMALL else by_linkage(known, progress)
    settled = decided(organisation)
    found = [pair for pair in pairs if frozenset((pair.one, pair.other)) not in settled and STRONG & set(pair.reasons)]
    found.sort(key=lambda pair: (-pair.score, pair.one, pair.other))
    progress("compare", len(known), len(known))
    audit.record(
        Entry.Act.MERGE, actor=unlocked.account, organisation=organisation.code, step="search", people=len(known),
        pairs=len(found[:MOST]),
    )  # fmt: skip
    return found[:MOST]


def whole(organisation: Organisation, people: list[Known]) -> list[Known]:
    """Each person once, with the names of records merged into theirs, and the marks of their numbers."""
    marks: dict[str, dict[str, set[bytes]]] = {kind: defaultdict(set) for kind in BlindIndex.Kind.values}
    rows = BlindIndex.objects.filter(organisation=organisation.code).values_list("person__code", "kind", "digest")
    for code, kind, digest in rows:
        marks[kind][code].add(bytes(digest))
    kept, parts = merge.answers(one.code for one in people), defaultdict(list)
    for one in people:
        person = kept.get(one.code)
        if person and person.state == Person.State.HERE:
            parts[person.code].append(one)
    return [gathered(code, parts[code], marks) for code in sorted(parts)]


def gathered(code: str, records: list[Known], marks: dict[str, dict[str, set[bytes]]]) -> Known:
    """One person of one or several records, the record that was kept first."""
    first = min(records, key=lambda record: record.code != code)
    every = [record.code for record in records]
    return replace(
        first, code=code, names=tuple(dict.fromkeys(name for record in records for name in record.names)),
        phones=frozenset[bytes]().union(*(marks[BlindIndex.Kind.PHONE][one] for one in every)),
        papers=frozenset[bytes]().union(*(marks[BlindIndex.Kind.PAPER][one] for one in every)),
    )  # fmt: skip


def each_with_each(known: list[Known]) -> list[Pair]:
    """The second way: every pair weighed by itself."""
    start, levels = evidence.before_looking(len(known)), evidence.levels_for(known)
    found = []
    for one, other in combinations(known, 2):
        bits, reasons = evidence.weigh(one, other, levels)
        score = evidence.chance(start + bits)
        if score >= WORTH:
            found.append(Pair(one.code, other.code, reasons, round(score, 3)))
    return found


def by_linkage(known: list[Known], progress: Progress = silent) -> list[Pair]:
    """Splink weighs the pairs that share something, and common names less."""
    from pakhi.vault.linkage import link  # takes a second to read; most sessions never need it

    found = []
    for one, other, score, reasons in link(known, WORTH, progress):
        first, second = sorted((known[one].code, known[other].code))
        found.append(Pair(first, second, reasons, round(score, 3)))
    return found


def decided(organisation: Organisation) -> set[frozenset[str]]:
    """Pairs on which somebody has decided, or is about to: not the same, proposed, merged, or merged and undone."""
    codes = Person.objects.filter(organisation=organisation.code).values("code")
    different = Difference.objects.filter(one__in=codes).values_list("one", "other")
    merges = Merge.objects.filter(kept__organisation=organisation.code).values_list("kept__code", "merged__code")
    return {frozenset(pair) for pair in (*different, *merges)}

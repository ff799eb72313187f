"""Who and what stands around her on a day, as the nodes of the ecomap (ecomap.py draws them)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pakhi.cbr import mapping_words as words
from pakhi.cbr import steps, telling
from pakhi.cbr.ecomap import BROKEN, STRESS, STRONG, SUPPORT, Node
from pakhi.cbr.kinds import KINDS
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.vocabulary import OfficeFamily, OfficeKind, Severity
from pakhi.network.kinds import kinds as office_kinds

SHOWN = 92  # days for which a strength that is gone is still drawn, with a broken line
SECTORS: dict[str, str | Promise] = {
    "people": _("People and groups"), "offices": _("Offices"), "stigma": _("Stigma"), "threats": _("Threats"),
}  # fmt: skip
TIES: dict[str, str | Promise] = {
    STRONG: pgettext_lazy("line of the picture", "Strong"), SUPPORT: pgettext_lazy("line of the picture", "Supports"),
    STRESS: pgettext_lazy("line of the picture", "Hard"), BROKEN: pgettext_lazy("line of the picture", "Broken"),
}  # fmt: skip
NEAR: dict[int, str | Promise] = {
    1: pgettext_lazy("ring of the picture", "near"), 2: pgettext_lazy("ring of the picture", "in between"),
    3: pgettext_lazy("ring of the picture", "far"),
}  # fmt: skip
CLOSENESS = {"very": 1, "close": 2, "now_and_then": 3, "far": 3}
# A threat of which nobody knows how near it is stands no farther away than one in the villages nearby.
NEARNESS = {"home": 1, "village": 2, "block": 2, "unknown": 2, "far": 3, "phone": 3}
SOURCES = {"self": 1, "family": 1, "peers": 2, "neighbours": 2}
WORST = (BROKEN, STRESS, SUPPORT, STRONG)


@dataclass(frozen=True)
class Told:
    """A node in words, with the threads it is made of. `tie`: its key; `line` and `near`: how it and its ring are
    called; `more`: what else is known.
    """

    node: Node
    threads: tuple[Thread, ...]
    line: str
    near: str
    more: str


def around(books: Iterable[Book], day: dt.date) -> list[Told]:
    """Everything around her on a day, sector by sector, the nearest first."""
    found = dict[str, Told]()
    for thread in sorted(steps.threads_at(books, day, "strength", "stigma", "threat", "need"), key=lambda one: one.pk):
        node = node_of(thread, day)
        if node is not None:
            told = Told(node, (thread,), "", "", more(thread))
            found[node.key] = joined(found[node.key], told) if node.key in found else told
    rows = sorted(found.values(), key=lambda one: (list(SECTORS).index(one.node.sector), one.node.ring))
    return [replace(one, line=str(TIES[one.node.tie]), near=how_near(one)) for one in rows]


def how_near(one: Told) -> str:
    """How near it is: of a threat as it was mapped, of everything else by its ring."""
    said = {thread.values.get("near", words.Nearness.UNKNOWN) for thread in one.threads if thread.kind == "threat"}
    if said == {words.Nearness.UNKNOWN}:
        return pgettext("nearness", "how near is not known")
    return " · ".join(label(words.Nearness, value) for value in sorted(said)) or str(NEAR[one.node.ring])


def joined(one: Told, other: Told) -> Told:
    """Two things about one office: the nearer ring and the worse line count."""
    tie = min(one.node.tie, other.node.tie, key=WORST.index)
    node = replace(one.node, tie=tie, ring=min(one.node.ring, other.node.ring))
    said = dict.fromkeys(part for part in (one.more, other.more) if part)
    return Told(node, (*one.threads, *other.threads), "", "", "; ".join(said))


def node_of(thread: Thread, day: dt.date) -> Node | None:
    """A thread as a node; nothing if it is not drawn."""
    drawn = {"strength": strength, "stigma": stigma, "threat": threat, "need": need}[thread.kind]
    return drawn(thread, day)


def strength(thread: Thread, day: dt.date) -> Node | None:
    state, held = thread.state, thread.values
    if state == words.StrengthState.GONE and thread.since and (day - thread.since).days > SHOWN:
        return None
    ring = CLOSENESS.get(held.get("close", ""), 3)
    tie = BROKEN if state == words.StrengthState.GONE else STRONG if ring == 1 and state == "holds" else SUPPORT
    note = "" if state == words.StrengthState.HOLDS else telling.state_of(thread)
    if held.get("who") == words.Strength.OFFICE:
        return Node(office_key(thread) or thread.number, "offices", ring, tie, office_name(thread), note)
    return Node(thread.number, "people", ring, tie, label(words.Strength, held.get("who")), note)


def stigma(thread: Thread, day: dt.date) -> Node | None:
    if thread.state == words.StigmaState.OVER:
        return None
    source = thread.values.get("source", "")
    note = telling.state_of(thread) if thread.state == words.StigmaState.EASED else ""
    named = source in {words.StigmaFrom.INSTITUTION, words.StigmaFrom.DUTY_BEARER} and office_key(thread)
    called = office_name(thread) if named else label(words.StigmaFrom, source)
    return Node(thread.number, "stigma", SOURCES.get(source, 3), STRESS, called, note)


def threat(thread: Thread, day: dt.date) -> Node | None:
    if thread.state == words.ThreatState.OVER:
        return None
    contained, held = thread.state == words.ThreatState.CONTAINED, thread.values
    note, loud = telling.state_of(thread) if contained else "", held.get("severity") == Severity.HIGH
    tie = BROKEN if contained else STRESS
    called = label(words.ThreatFrom, held.get("who"))
    return Node(thread.number, "threats", NEARNESS.get(held.get("near", ""), 2), tie, called, note, loud)


def need(thread: Thread, day: dt.date) -> Node | None:
    """An office from which she needs something; how it stands shows in the line."""
    key, gap = office_key(thread), thread.values.get("gap")
    if not key or thread.state == words.Need.DROPPED:
        return None
    tie = SUPPORT
    if thread.state not in {words.Need.MET, words.Need.BEING_MET}:
        tie = BROKEN if gap == words.Gap.POLICY else STRESS if gap == words.Gap.DELIVERY else SUPPORT
    kind = office_kinds().get(thread.values.get("office_kind", ""))
    return Node(key, "offices", 2 if kind is not None and kind.level == "village" else 3, tie, office_name(thread))


def office_key(thread: Thread) -> str:
    """By which an office is known again in the picture."""
    held = thread.values
    return next((f"{name}-{held[name]}" for name in ("office", "office_kind", "family") if held.get(name)), "")


def office_name(thread: Thread) -> str:
    """The kind of office, else its family; names of offices would be too long to draw."""
    held = thread.values
    if held.get("office_kind"):
        return label(OfficeKind, held["office_kind"])
    return label(OfficeFamily, held["family"]) if held.get("family") else gettext("An office")


def label(choices: type, value: object) -> str:
    return str(dict(choices.choices).get(value, "")) if value else ""  # type: ignore[attr-defined]


def more(thread: Thread) -> str:
    """What the list below the picture says besides: how it shows, what for, which need."""
    made = KINDS[thread.kind]
    name = {"strength": "turns", "stigma": "shows", "threat": "what", "need": "element"}[thread.kind]
    value = thread.values.get(name)
    return telling.answer(made.by_name[name], value) if value else ""

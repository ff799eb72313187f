"""Mapping: what she needs, what threatens her, where stigma comes from, what makes her strong, and whether she wants
to speak of it before others. Each is opened, changes, and is closed with a reason; nothing is overwritten.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pakhi.cbr import entitled, steps
from pakhi.cbr import mapping_words as words
from pakhi.cbr.books import hers
from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.vocabulary import Component, Element, OfficeFamily, OfficeKind, Severity, YesNo
from pakhi.lib.clock import today
from pakhi.network.kinds import kinds as office_kinds
from pakhi.network.models import Account
from pakhi.vault.profile import band

CHILD = {band(age) for age in range(18)}
MAPPED = ("need", "threat", "stigma", "strength", "readiness")
Check = Callable[[Mapping[str, Any]], None]


def ends_with_reason(*ends: str) -> Check:
    """Whatever closes is closed with a reason; an office is of the family that was named."""

    def check(whole: Mapping[str, Any]) -> None:
        if whole.get("state") in ends and not whole.get("why"):
            raise Faulty("why", "missing")
        office, family = whole.get("office_kind"), whole.get("family")
        if office and family and office_kinds()[office].family != family:
            raise Faulty("office_kind")

    return check


def reported(whole: Mapping[str, Any]) -> None:
    """As of whatever closes; and what was reported nowhere was not reported elsewhere."""
    ends_with_reason(words.ThreatState.OVER)(whole)
    to = whole.get("reported") or []
    if words.ReportedTo.NOWHERE in to and len(to) > 1:
        raise Faulty("reported")


def prepared(whole: Mapping[str, Any]) -> None:
    """Ready is she who said yes herself and has practised it."""
    rehearsed = whole.get("rehearsed")
    if rehearsed and dt.date.fromisoformat(rehearsed) > today():
        raise Faulty("rehearsed", "late")
    if whole.get("state") != words.Ready.READY:
        return
    if whole.get("her_yes") != YesNo.YES:
        raise Faulty("her_yes", gettext("Nobody is ready who has not said yes herself."))
    if not rehearsed:
        raise Faulty("rehearsed", gettext("Practise it with her first: what she tells, what not, and how she stops."))
    if not whole.get("audience") or not whole.get("tells"):
        raise Faulty("audience" if not whole.get("audience") else "tells", "missing")


FAMILY = Question("family", "one", _("Which office is it about?"), OfficeFamily)
OFFICE_KIND = Question("office_kind", "one", _("Which one exactly?"), OfficeKind)
OFFICE = Question("office", "office", _("Which office? Its name or code"), later=True)
WHY_HELP = _("Needed to close it.")

NEED = kind(
    "need", pgettext_lazy("mapping", "Need"), "target",
    Question("component", "one", _("Part of life"), Component, begins=True),
    Question("element", "one", _("What exactly?"), Element, begins=True),
    Question("hers", "one", _("How important is it to her?"), words.Rank, begins=True),
    Question("workers", "one", _("How important does it seem to you?"), words.Rank),
    Question("gap", "one", _("Can it be had?"), words.Gap),
    Question("right", "listed", _("Which right does it lead to?"), listed=entitled.titles),
    FAMILY, OFFICE_KIND, OFFICE,
    Question("why", "one", _("Why does it close, or open again?"), words.NeedWhy, help=WHY_HELP, later=True),
    Question("words", "words", _("In her own words")),
    states=words.Need, ladder=("not_any_more", "open", "being_met", "met"), line=("element",),
    ends=("met", "dropped"), before=ends_with_reason("met", "dropped"), never_first=("not_any_more",),
)  # fmt: skip

THREAT = kind(
    "threat", pgettext_lazy("mapping", "Threat"), "shield-alert",
    Question("who", "one", _("Who is it, seen from her?"), words.ThreatFrom, begins=True),
    Question("what", "many", _("What is threatened, or done?"), words.Threat, begins=True),
    Question("near", "one", _("How near are they?"), words.Nearness, begins=True),
    Question("severity", "one", _("How bad?"), Severity, begins=True),
    Question("reported", "many", _("Where was it reported?"), words.ReportedTo),
    Question("why", "one", _("Why is it over?"), words.ThreatWhy, help=WHY_HELP, later=True),
    Question("words", "words", _("In her own words")),
    states=words.ThreatState, ladder=("open", "contained", "over"), line=("who", "what"), ends=("over",),
    before=reported,
)  # fmt: skip

STIGMA = kind(
    "stigma", pgettext_lazy("mapping", "Stigma"), "heart-crack",
    Question("source", "one", _("Where does it come from?"), words.StigmaFrom, begins=True),
    Question("shows", "many", _("How does it show?"), words.StigmaShows, begins=True),
    FAMILY, OFFICE_KIND, OFFICE,
    Question("herself", "many", _("With her"), words.Herself, later=True),
    Question("support", "many", _("With a support group"), words.Support, later=True),
    Question("around", "many", _("With the people around her"), words.Around, later=True),
    Question("institution", "many", _("With the institution"), words.Institution, later=True),
    Question("community", "many", _("With the community"), words.InCommunity, later=True,
             help=_("Meeting people face to face can be chosen once she is ready to speak.")),
    Question("change", "one", _("What did it change?"), words.Change, later=True),
    Question("why", "one", _("Why is it over?"), words.StigmaWhy, help=WHY_HELP, later=True),
    Question("words", "words", _("In her own words")),
    states=words.StigmaState, ladder=("open", "eased", "over"), line=("source", "shows"), ends=("over",),
    before=ends_with_reason("over"),
)  # fmt: skip

READINESS = kind(
    "readiness", _("Readiness to speak"), "megaphone",
    Question("tells", "one", _("What would she tell?"), words.Tells),
    Question("audience", "many", _("Before whom?"), words.Audience),
    Question("her_yes", "one", _("Did she say yes herself, with nobody pressing her?"), YesNo),
    Question("rehearsed", "past", _("When was it practised with her?")),
    Question("words", "words", _("In her own words")),
    states=words.Ready, ladder=("no", "thinking", "preparing", "ready"), line=("tells",), once=True, ends=(),
    before=prepared,
)  # fmt: skip

STRENGTH = kind(
    "strength", pgettext_lazy("mapping", "Strength"), "hand-heart",
    Question("who", "one", _("Who or what is it?"), words.Strength, begins=True),
    Question("close", "one", _("How close?"), words.Closeness, begins=True),
    Question("turns", "many", _("What can she turn to it for?"), words.TurnsFor),
    FAMILY, OFFICE_KIND, OFFICE,
    Question("why", "one", _("Why is it not there any more?"), words.StrengthWhy, help=WHY_HELP, later=True),
    Question("words", "words", _("In her own words")),
    states=words.StrengthState, ladder=("gone", "weaker", "holds"), line=("who",), ends=("gone",),
    before=ends_with_reason("gone"),
)  # fmt: skip


@steps.rule("stigma")
def contact_needs_readiness(book: Book, said: steps.Said, by: Account, thread: Thread | None) -> None:
    """She is brought before people only when she is ready for it (study, chapter 8). Raises Faulty."""
    held = thread.values.get("community", []) if thread else []
    chosen = set(said.values.get("community", [])) - set(held)
    if chosen & {words.InCommunity.CONTACT, words.InCommunity.COMMITTEE} and not ready_for_audience(hers(book)):
        raise Faulty("community", gettext("She is not ready to stand before people yet. Talk about it with her first."))


@steps.rule("readiness")
def no_child_is_shown(book: Book, said: steps.Said, by: Account, thread: Thread | None) -> None:
    """The name and the face of a child are not shown, whoever agrees (JJ Act, section 74). Raises Faulty."""
    tells = said.values.get("tells", thread.values.get("tells") if thread else "")
    if tells == words.Tells.OPENLY and any(one.age_band in CHILD for one in hers(book)):
        raise Faulty("tells", gettext("The law forbids showing the name or the face of a child."))


def ready_for_audience(books: Iterable[Book], audience: str = "") -> bool:
    """Whether she may be asked before people: she said yes herself, it was practised, and nobody wrote otherwise.

    `audience`: one of mapping_words.Audience, if it matters before whom. Her cases (several after a merge) must agree.
    """
    found = steps.threads(books, READINESS.key)
    return bool(found) and all(stands_ready(one, audience) for one in found)


def stands_ready(thread: Thread, audience: str) -> bool:
    held = thread.values
    agreed = held.get("her_yes") == YesNo.YES and bool(held.get("rehearsed"))
    before = not audience or audience in (held.get("audience") or [])
    return thread.state == words.Ready.READY and agreed and before and not thread.rivals

"""Two recovery shares that somebody typed: what is wrong with them, as sentences beside the right field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pakhi.lib import shares
from pakhi.lib.shares import Fault, Finding, Strange

FIELDS = ("first", "second")


@dataclass(frozen=True)
class Typed:
    """One field of the form: its name and label, what was typed, and what is wrong with it."""

    name: str
    label: str
    text: str = ""
    error: str = ""


def read(posted: Mapping[str, str]) -> list[str]:
    """Both shares as they were typed."""
    return [posted.get(name, "") for name in FIELDS]


def fields(typed: list[str] | None = None) -> list[Typed]:
    """The two fields, with what was typed and its faults; empty for a new form."""
    labels = (_("One share"), _("Another share"))
    if typed is None:
        return [Typed(name, label) for name, label in zip(FIELDS, labels, strict=True)]
    faults = {finding.share: sentence(finding) for finding in shares.look(typed)}
    return [
        Typed(name, label, text, faults.get(place, ""))
        for place, (name, label, text) in enumerate(zip(FIELDS, labels, typed, strict=True))
    ]


def summary(typed: list[str]) -> str:
    """What is wrong with the two together. Where each looks right by itself, they are shares of something else."""
    findings = shares.look(typed)
    if not findings:
        return _("These two belong together, but they are of an older print or of another organisation.")
    if findings[0].fault is Fault.SAME:
        return _("Both fields hold the same share. Two different ones are needed.")
    if findings[0].fault is Fault.APART:
        return _("These two shares do not belong together. The papers must show the same day and hour.")
    return _("These two shares do not open the key yet. Nothing is lost: what you typed is still here.")


def sentence(finding: Finding) -> str:
    """A fault of one share in words."""
    if finding.fault is Fault.EMPTY:
        return _("Type the %(n)s words of this share.") % {"n": shares.WORDS}
    if finding.fault is Fault.STRANGE:
        return " ".join(strange(one) for one in finding.strange)
    if finding.fault is Fault.LENGTH:
        counted = ngettext("There is %(n)s word here.", "There are %(n)s words here.", finding.words)
        return f"{counted % {'n': finding.words}} " + _("On the paper there are %(n)s.") % {"n": shares.WORDS}
    return _("One of these words is not the one on the paper. Compare them one by one.")


def strange(word: Strange) -> str:
    """A word that is in no share."""
    said = {"place": word.place, "word": word.word[:20], "near": word.near}
    if word.near:
        return _("Word %(place)s, “%(word)s”, is in no share. Is it “%(near)s”?") % said
    return _("Word %(place)s, “%(word)s”, is in no share.") % said

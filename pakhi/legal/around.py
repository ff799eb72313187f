"""Lawyers, papers, protection as a witness, and being held in a home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.steps import Said, rule
from pakhi.cbr.vocabulary import Known
from pakhi.legal import moves
from pakhi.legal.more_words import By, ByLaw, HeldAt, Lawyer, Paper, PaperKind, Role
from pakhi.legal.tracks import CASE, NEXT, OFF_THE_WAY, WORDS
from pakhi.legal.words import Custody, Protection
from pakhi.network.models import Account

LAWYER = kind(
    "lawyer", _("Lawyer"), "graduation-cap",
    Question("role", "one", _("Whose lawyer?"), Role, begins=True),
    Question("by", "one", _("Given by"), By, begins=True),
    Question("account", "account", _("If it is a colleague: who?"),
             help=_("Somebody outside is written in words, never here.")),
    NEXT, WORDS,
    states=Lawyer, line=("role", "by"), due="next_on", within=CASE.key, inside=True, ends=("given", "refused", "ended"),
)  # fmt: skip

PAPER = kind(
    "legal_paper", _("Paper of the case"), "file-text",
    Question("paper", "one", _("Which paper?"), PaperKind, begins=True),
    Question("file", "file", _("Where the sealed copy is")),
    NEXT, WORDS,
    states=Paper, line=("paper",), due="next_on", within=CASE.key, inside=True, ends=("have", "given"),
)  # fmt: skip

PROTECTION = kind(
    "protection", _("Protection as a witness"), "shield-check",
    NEXT, OFF_THE_WAY, WORDS,
    states=Protection, due="next_on", within=CASE.key, inside=True, ends=("ended",),
)  # fmt: skip

CUSTODY = kind(
    "custody", _("Held in a home"), "lock",
    Question("at", "one", _("Where?"), HeldAt, begins=True),
    Question("law", "one", _("By which law?"), ByLaw, begins=True),
    Question("since", "past", _("Since which day?"), begins=True),
    Question("order_on", "past", _("Day of the order"), help=_("Empty: no order was seen.")),
    Question("agreed", "one", _("Does she want to be there?"), Known, begins=True),
    NEXT, OFF_THE_WAY, WORDS,
    states=Custody, line=("at",), due="next_on", within=CASE.key, inside=True, ends=("released",),
    before=lambda values: in_order(values),
)  # fmt: skip


def in_order(values: Mapping[str, Any]) -> None:
    """An order has its day, and none is older than the custody. Raises Faulty."""
    if values.get("state") in {Custody.ORDERED, Custody.LONG_ORDER} and not values.get("order_on"):
        raise Faulty("order_on", "missing")
    if values.get("order_on") and str(values["order_on"]) < str(values.get("since", "")):
        raise Faulty("order_on")


rule(PROTECTION.key)(moves.keep)
rule(CUSTODY.key)(moves.keep)


@rule(LAWYER.key)
def asked_for(book: Book, said: Said, _by: Account, there: Thread | None) -> Mapping[str, Any]:
    """A lawyer of the legal services authority is due in the days that their rules give."""
    whole = moves.belongs(book, said, there)
    by = {**(there.values if there else {}), **said.values}.get("by")
    return moves.next_day(book, said, there, whole) if by == By.DLSA and not said.void else {}


@rule(PAPER.key)
def of_a_case(book: Book, said: Said, _by: Account, there: Thread | None) -> Mapping[str, Any]:
    moves.belongs(book, said, there)
    return {}

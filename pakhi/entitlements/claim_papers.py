"""The papers of a claim: which of them she has, which are being made, and which an office will not give.

The list is made from the catalogue when the claim is opened. A paper that she has for one claim she has for the next.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.steps import Said, after, number_of, rule, threads, write
from pakhi.entitlements import her_version, known
from pakhi.entitlements.claims import Reason
from pakhi.entitlements.rows import Paper, Row
from pakhi.entitlements.stages import HERS
from pakhi.network.models import Account


class Held(TextChoices):
    """Whether a paper is there."""

    WANTED = "wanted", _("Still wanted")
    ASKED = "asked", _("An office was asked for it")
    MADE = "made", _("Being made")
    HAVE = "have", _("She has it")
    REFUSED = "refused", pgettext_lazy("paper", "Refused")


PAPER = kind(
    "claim_paper", _("A paper that is wanted"), "paperclip",
    Question("paper", "listed", _("Which paper"), begins=True, listed=known.papers),
    Question("office", "office", _("Which office gives it")),
    Question("reason", "one", _("If the office will not give it: why"), Reason),
    Question("by", "day", _("By when it should be there")),
    Question("file", "file", _("A picture of it in her record")),
    states=Held, ladder=(Held.REFUSED, Held.WANTED, Held.ASKED, Held.MADE, Held.HAVE), ends=(Held.HAVE,),
    line=("paper",), due="by", within="claim", inside=True,
)  # fmt: skip


@rule("claim_paper")
def refused_with_a_reason(_book: Book, said: Said, _by: Account, thread: Thread | None) -> None:
    """A paper stays the one that it was, and a no has its reason. Raises Faulty."""
    held = thread.values if thread else {}
    if said.values.get("paper", held.get("paper")) != held.get("paper", said.values.get("paper")):
        raise Faulty("paper", gettext("This is about another paper."))
    if said.values.get("state") == Held.REFUSED and not said.values.get("reason"):
        raise Faulty("reason", gettext("Write which reason the office gave; that it gave none is an answer too."))


@after("claim")
def list_papers(step: Step, by: Account) -> None:
    """When a claim is opened, what it asks for is put on its list; what she has already is known."""
    claim = Thread.objects.select_related("book").get(pk=step.thread_id)
    if step.void or not str(step.values.get("stage", "")).startswith(HERS) or of_claim(claim):
        return
    there = have([claim.book])
    for paper in wanted(her_version.row_of(claim)):
        state = Held.HAVE if there & {paper.id, *paper.instead} else Held.WANTED
        number = number_of("claim_paper", claim.number, paper.id)
        said = Said(PAPER.key, {"paper": paper.id, "state": state}, step.day, number, number, claim.number)
        write(claim.book, said, by)


def wanted(row: Row | None) -> list[Paper]:
    """The papers that a version of a right asks for; what is asked for only as a ground is not on the list."""
    papers = known.the().papers
    found = [papers[one] for one in (row.papers if row else ()) if one in papers]
    return [one for one in found if not one.if_any]


def of_claim(claim: Thread) -> list[Thread]:
    """The papers of a claim, in the order of the list."""
    rows = Thread.objects.filter(book=claim.book, kind=PAPER.key, about=claim.number).exclude(state="")
    return list(rows.order_by("pk"))


def have(books: Iterable[Book]) -> set[str]:
    """The papers that she has, by id, as far as any of her claims says."""
    return {str(one.values["paper"]) for one in threads(books, PAPER.key) if one.state == Held.HAVE}


def about(paper: Thread) -> Paper | None:
    """Who gives a paper and how, as the catalogue says."""
    return known.the().papers.get(str(paper.values.get("paper", "")))

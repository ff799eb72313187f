"""One claim: how far it is, whose turn it is and until when, what can be done next, papers, money, and the history."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pakhi.cbr import steps, telling
from pakhi.cbr.asking import NOTHING, StepForm
from pakhi.cbr.kinds import Faulty
from pakhi.cbr.models import Step, Thread
from pakhi.cbr.pages.reader import About, about, me, writes
from pakhi.cbr.pages.shelf import the_one
from pakhi.cbr.steps import Said
from pakhi.entitlements import claim_papers, claims, her_version, known, local, next_steps, stages
from pakhi.entitlements import telling as rights
from pakhi.entitlements.claim_papers import PAPER, Held
from pakhi.entitlements.claims import CLAIM, Into
from pakhi.entitlements.rows import Row
from pakhi.lib.clock import today
from pakhi.lib.history import fold
from pakhi.lib.money import rupees
from pakhi.network.models import Office, Place, Post
from pakhi.network.places import inside
from pakhi.vault.keys import Refused
from pakhi.vault.models import Reveal

ASKED = (
    "stage", "unusual", "office", "office_kind", "post", "asked_on", "due", "reason", "in_writing", "awarded", "paid",
    "paid_on", "into", "receipt", "words",
)  # fmt: skip
NEW = ("unusual", "reason", "in_writing", "paid", "paid_on", "into")  # what a step says of itself, never what held
OFFICES = 300  # that a list shows


class ClaimForm(StepForm):
    """The next step of a claim. What a refusal or a payment says is asked anew each time."""

    def __init__(self, claim: Thread, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        start = {"due": "", **dict.fromkeys(NEW, ""), "stage": "", **(initial or {})}
        super().__init__(CLAIM, claim.book, data, claim, ASKED, start)
        del self.fields["state"]
        series, stage = str(claim.values["series"]), str(claim.values.get("stage", ""))
        lawful = stages.moves(series, stage)
        again = bool(data) and data.get("stage") == stage  # sent a second time, after it was written
        others = [one for one in stages.of_series(series) if one not in lawful and (again or one != stage)]
        self.fields["stage"] = forms.ChoiceField(
            label=_("How far is it now?"), required=False,
            choices=[("", _("As before: %(stage)s") % {"stage": stages.title(stage)}),
                     (_("What the law knows next"), [(one, stages.title(one)) for one in lawful]),
                     (_("Any other"), [(one, stages.title(one)) for one in others])],
        )  # fmt: skip
        if not data or ("unusual" not in data and not self.off_the_way(data, lawful, stage)):
            del self.fields["unusual"]
        self.fields["office"] = forms.ChoiceField(
            label=str(CLAIM.by_name["office"].label), required=False, choices=[NOTHING, *offices(claim)]
        )
        chairs = posts(str(claim.values.get("office", "")))
        if chairs:
            self.fields["post"] = forms.ChoiceField(
                label=str(CLAIM.by_name["post"].label), required=False, choices=[NOTHING, *chairs]
            )
        else:
            del self.fields["post"]

    @staticmethod
    def off_the_way(data: Any, lawful: list[str], stage: str) -> bool:
        """Whether what was typed is a step that the law does not know."""
        return bool(data.get("stage")) and data.get("stage") not in {*lawful, stage}

    def said(self, about: str = "") -> Said:
        """The step; what a step says of itself is said even where it is the same as the last time."""
        made, data = super().said(about), self.cleaned_data
        fresh = {name: plain(data[name]) for name in (*NEW, "stage", "due") if data.get(name)}
        values = {
            name: value for name, value in made.values.items() if value != "" or name not in (*NEW, "stage", "due")
        }
        return Said(made.kind, {**values, **fresh}, made.day, made.thread, made.number, made.about, seen=made.seen,
                    words=made.words)  # fmt: skip


def plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def offices(claim: Thread) -> list[tuple[str, str]]:
    """The offices that may be meant by a claim."""
    blocks = Place.objects.filter(kind=Place.Kind.BLOCK, code=claim.book.block or None).order_by("-valid_from", "pk")
    home = blocks.first()
    chosen = str(claim.values.get("office", ""))
    return near(her_version.row_of(claim), home or claim.book.organisation.place, chosen)


def near(row: Row | None, home: Place | None, chosen: str = "") -> list[tuple[str, str]]:
    """The offices of the district of a place: the chosen one, those of the kind that gives this version of a right, all
    others. Without a place, offices from everywhere.
    """
    kind = known.the().offices.get(row.office) if row else None
    area = home and (home.within(Place.Kind.DISTRICT) or home.within(Place.Kind.STATE))
    rows = Office.objects.current().filter(organisation=None).select_related("place").order_by("kind", "pk")
    rows = rows.filter(inside(area, "place")) if area else rows
    fitting = list(rows.filter(kind__in={kind.id, kind.known} - {""})[:OFFICES]) if kind else []
    others = [one for one in rows[:OFFICES] if one not in fitting]
    held = Office.objects.filter(code=chosen).first()
    found = list(dict.fromkeys([*([held] if held else []), *fitting, *others]))
    return [(one.code, str(one)) for one in found]


def posts(office: str) -> list[tuple[str, str]]:
    """The chairs of an office."""
    rows = Post.objects.filter(office__code=office).order_by("pk") if office else Post.objects.none()
    return [(one.code, str(one)) for one in rows]


def claim(request: HttpRequest, person: str, thread: str) -> HttpResponse:
    """One claim; a POST is its next step."""
    found = about(person)
    row = the_claim(found, thread)
    form = ClaimForm(row, request.POST or None, {"stage": request.GET.get("stage", "")})
    if request.method == "POST":
        if not writes(request, found.person):
            raise Http404
        if form.is_valid():
            try:
                steps.write(row.book, new(form), me(request))
                messages.success(request, _("Written."))
                return redirect("entitlements:claim", found.person.code, row.number)
            except Faulty as fault:
                form.show(fault)
            except Refused as refusal:
                form.add_error(None, str(refusal))
    return page(request, found, row, form, 400 if request.method == "POST" else 200)


def new(form: ClaimForm) -> Said:
    """The step as it was typed. Raises Faulty where it says nothing."""
    said = form.said()
    if not said.values and not said.words:
        raise Faulty("stage", _("Nothing new is in it. Write what has happened."))
    return said


def the_claim(found: About, number: str) -> Thread:
    """One of her claims. Raises Http404."""
    row = the_one(found.books, number)
    if row.kind != CLAIM.key:
        raise Http404
    return row


def page(request: HttpRequest, found: About, row: Thread, form: ClaimForm, status: int) -> HttpResponse:
    rows = list(Step.objects.filter(thread=row).select_related("by"))
    now = fold(steps.history(rows))
    counting = [number for number in now.order if number not in now.replaced]
    series = str(row.values["series"])
    right = her_version.row_of(row)
    running = claims.running(row)
    labels = dict(Into.choices)
    context = {
        "person": found.person, "thread": row, "name": telling.line_of(row), "state": telling.state_of(row),
        "stage": stages.title(str(row.values.get("stage", ""))), "form": form, "right": right,
        "marks": rights.marks(right) if right else [], "local": local.is_local(series),
        "clocks": [(one, rights.clock(one)) for one in running], "overdue": next_steps.overdue(row),
        "again": row.due if not row.values.get("clock") else None, "today": today(),
        "next": [(one, letter_page(found, row, one.letter)) for one in next_steps.of_claim(row)],
        "papers": [paper_line(one) for one in claim_papers.of_claim(row)], "held": Held.choices,
        "payments": [(day, rupees(sum_), labels.get(into, "")) for day, sum_, into in claims.payments(row)],
        "received": rupees(claims.received(row)), "unpaid": claims.unpaid_since(row),
        "awarded": rupees(row.values["awarded"]) if row.values.get("awarded") else "",
        "lines": [pair for pair in telling.lines(CLAIM, row.values, row.book_id) if pair[1] != telling.line_of(row)],
        "told": telling.told(row, rows, counting), "writes": writes(request, found.person),
        "sealed": any(one.words for one in rows), "reasons": Reveal.Reason.choices, "number": steps.new_number(),
        "delivered": next_steps.delivered(row),
    }  # fmt: skip
    return render(request, "entitlements/claim.html", context, status=status)


def letter_page(found: About, row: Thread, letter: str) -> str:
    """Where a letter is written, with what the claim knows; empty where none is wanted."""
    asked = urlencode({"letter": letter, "claim": row.number})
    return f"{reverse('entitlements:letters', args=[found.person.code])}?{asked}" if letter else ""


def paper_line(one: Thread) -> tuple[Thread, str, str, str, str]:
    """(the thread, its name, where it stands, who gives it, how)."""
    made = claim_papers.about(one)
    _name, gives, how = rights.paper(made) if made else ("", "", "")
    return one, telling.line_of(one), telling.state_of(one), gives, how


def paper(request: HttpRequest, person: str, thread: str) -> HttpResponse:
    """Where a paper stands now: one touch; a refusal is written on the paper's own page, with its reason."""
    found = about(person)
    row = the_one(found.books, thread)
    if row.kind != PAPER.key or not writes(request, found.person):
        raise Http404
    state = request.POST.get("state", "")
    if state == Held.REFUSED:
        return redirect("cbr:thread", found.person.code, row.number)
    try:
        sent = request.POST.get("number", "")[:40]
        # One on the page, for all of its buttons, also when it is used again: the steps before make it a new one.
        number = steps.number_of("paper", sent, state, *row.heads) if sent else ""
        if not sent or row.rivals or row.state != state:  # else the same touch came twice
            steps.write(row.book, Said(PAPER.key, {"state": state}, thread=row.number, number=number), me(request))
        messages.success(request, _("Written."))
    except Faulty:
        messages.error(request, _("This answer does not fit. Choose again."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    if not row.about:
        return redirect("cbr:thread", found.person.code, row.number)
    return redirect("entitlements:claim", found.person.code, row.about)

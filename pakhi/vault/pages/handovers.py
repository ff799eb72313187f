"""Pages: offering a person to another organisation, answering an offer, taking it back, and what became of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pakhi.lib.clock import today
from pakhi.network.models import Account, Organisation
from pakhi.vault import assign, handover, merge, outline, private_notes, reveal, scope, standing, takers
from pakhi.vault.doors import opened, the_organisation, the_person
from pakhi.vault.keys import Refused, Unlocked
from pakhi.vault.models import Assignment, Handover, Note, Person, SealedFile, Section
from pakhi.vault.pages.beside import number

State, Reason = Handover.State, Handover.Reason
DECLINING = (Reason.FAR, Reason.FULL, Reason.SAFETY, Reason.SERVICE, Reason.WISH)
TAKING_BACK = (Reason.WISH, Reason.SAFETY, Reason.MISTAKE)
YEAR = dt.timedelta(days=365)


def named(codes: Iterable[str]) -> dict[str, str]:
    """The names of organisations by their codes."""
    return dict(Organisation.objects.filter(code__in=set(codes)).values_list("code", "name"))


def panel(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """An offer that waits, where she went or came from, or the way to offer her."""
    if person.state == Person.State.FORGOTTEN:
        return None
    mine = Handover.objects.filter(person=person, state__in=[State.OFFERED, State.ACCEPTED]).order_by("-id").first()
    came = Handover.objects.filter(arrived=person.code, state=State.ACCEPTED).first()
    names = named({row.to for row in (mine,) if row} | {row.origin for row in (came,) if row})
    return {
        "offer": mine, "to": names.get(mine.to, "") if mine else "", "came": came,
        "origin": names.get(came.origin, "") if came else "",
        "may_offer": person.state == Person.State.HERE and not mine and not shut(request.user, person),  # type: ignore[arg-type]
    }  # fmt: skip


def shut(account: Account, person: Person) -> bool:
    """Whether parts of her are closed to somebody, who then does not decide where she goes."""
    return bool(reveal.closed_to(account, person, reveal.PARTS))


@dataclass(frozen=True)
class Line:
    """A hand-over as one side sees it: the other organisation, and who offered and who answered, by name."""

    row: Handover
    other: str
    offerer: str
    answerer: str

    @property
    def parts(self) -> list[str]:
        """What lies in the parcel, by the names of the parts; nothing of it is open."""
        return [str(reveal.PARTS[part["field"]]) for part in self.row.parcel.get("sections", [])]


def lines(rows: Iterable[Handover], side: str) -> list[Line]:
    """`side`: which of the two is the other organisation, `to` or `origin`."""
    found = list(rows)
    names = named(getattr(row, side) for row in found)
    people = outline.called({row.offered_by for row in found} | {row.answered_by for row in found})
    return [
        Line(row, names.get(getattr(row, side), ""), people.get(row.offered_by, ""), people.get(row.answered_by, ""))
        for row in found
    ]


def handovers(request: HttpRequest, error: str = "") -> HttpResponse:
    """Offered to us, offered by us, and what was answered within a year."""
    kept = {m.organisation.code for m in request.memberships if m.role in standing.KEEPERS}  # type: ignore[attr-defined]
    mine = {m.organisation.code for m in request.memberships}  # type: ignore[attr-defined]
    came = seen_by(request.user, Handover.objects.filter(to__in=kept).exclude(state=State.TAKEN_BACK))  # type: ignore[arg-type]
    taken = lines(came.filter(answered_on__gte=today() - YEAR), "origin")
    went = lines(within_reach(request.user, kept, mine), "to")  # type: ignore[arg-type]
    context = {
        "incoming": lines(came.filter(state=State.OFFERED), "origin"), "taken": taken,
        "outgoing": [line for line in went if line.row.state == State.OFFERED],
        "answered": [line for line in went if line.row.state != State.OFFERED],
        "arrived": next((line.row.arrived for line in taken if line.row.arrived == request.GET.get("arrived")), ""),
        "declining": choices(DECLINING), "taking_back": choices(TAKING_BACK), "error": error, "typed": request.POST,
        "keeper": bool(kept),
    }  # fmt: skip
    return render(request, "vault/handovers.html", context, status=409 if error else 200)


def seen_by(account: Account, rows: QuerySet[Handover]) -> QuerySet[Handover]:
    """Offers to us, without those about who wants to be kept apart from the reader; the newest first."""
    shut = handover.unseen_by(account, rows.filter(Q(state=State.OFFERED) | Q(answered_on__gte=today() - YEAR)))
    return rows.exclude(pk__in=shut).exclude(arrived__in=scope.hidden_codes()).order_by("-id")


def within_reach(account: Account, kept: set[str], mine: set[str]) -> QuerySet[Handover]:
    """Offers of our people, open or of the last year: of all to keepers, to workers of theirs, unless on leave."""
    hers = Assignment.objects.current().filter(account=account.pk).values("person")
    there = {code for code in mine if not assign.away(account, code)}
    allowed = Q(origin__in=kept) | Q(origin__in=there) & (Q(offered_by=account.pk) | Q(person__in=hers))
    rows = Handover.objects.filter(allowed).filter(Q(state=State.OFFERED) | Q(answered_on__gte=today() - YEAR))
    return rows.select_related("person").order_by("-id")


def choices(reasons: Iterable[Handover.Reason]) -> list[tuple[str, str]]:
    return [(reason.value, str(reason.label)) for reason in reasons]


def offer(request: HttpRequest, person: str) -> HttpResponse:
    """Choose an organisation to which she agreed to go, and what goes along."""
    unlocked, found, error = opened(request), the_person(person), ""
    if request.method == "POST":
        try:
            laid = lay(unlocked, found, request)
            said = _("She is offered to %(name)s. Until they answer, nothing changes here.")
            messages.success(request, said % {"name": named([laid.to]).get(laid.to, "")})
            return redirect("vault:handovers")
        except Refused as refusal:
            error = str(refusal)
    others = merge.together(found)[1:]
    notes = list(found.notes.exclude(room=private_notes.ROOM).order_by("id"))
    papers = list(found.files.exclude(kind=SealedFile.Kind.PROOF).order_by("id"))
    writers = outline.called(note.by for note in notes)
    context = {
        "person": found, "takers": takers.takers(found), "parts": outline.parts(found), "others": others,
        "error": error, "notes": [(note, writers.get(note.by, "")) for note in notes], "files": papers,
        "to": request.POST.get("to", ""), "chosen": chosen(request, found, notes, papers),
    }  # fmt: skip
    return render(request, "vault/offer.html", context, status=409 if error else 200)


def chosen(request: HttpRequest, person: Person, notes: list[Note], papers: list[SealedFile]) -> dict[str, set[str]]:
    """What has a tick: as it was sent, and at first everything, as she agreed."""
    if request.method == "POST":
        return {name: set(request.POST.getlist(name)) for name in ("part", "note", "file")}
    return {
        "part": {part.field for part in outline.parts(person)}, "note": {str(note.pk) for note in notes},
        "file": {paper.token for paper in papers},
    }  # fmt: skip


def lay(unlocked: Unlocked, person: Person, request: HttpRequest) -> Handover:
    """Lay her ready, as it was chosen. Raises Refused."""
    to = Organisation.objects.filter(code=request.POST.get("to", "")).first()
    if to is None:
        raise Refused(_("Choose an organisation."))
    parts = [field for field in Section.Field.values if field in request.POST.getlist("part")]
    if not parts:
        raise Refused(_("Choose at least one part: without it nobody there knows who she is."))
    numbers = [number(sent) for sent in request.POST.getlist("note")]
    files = person.files.filter(token__in=request.POST.getlist("file")).exclude(kind=SealedFile.Kind.PROOF)
    return handover.offer(
        unlocked, person, to, unlocked.account, sections=parts, notes=person.notes.filter(pk__in=numbers), files=files
    )


def offer_back(request: HttpRequest, person: str) -> HttpResponse:
    """We, or she, changed our minds before it was answered."""
    found = the_person(person)
    laid = Handover.objects.filter(person__in=merge.together(found), state=State.OFFERED).first()
    if laid is None:  # answered meanwhile, or pressed twice
        return handovers(request, _("This offer is not open any more."))
    if request.POST.get("reason") not in TAKING_BACK:
        return handovers(request, _("Choose a reason."))
    try:
        handover.take_back(laid, request.user, request.POST["reason"])  # type: ignore[arg-type]
    except Refused as refusal:
        return handovers(request, str(refusal))
    messages.success(request, _("The offer is taken back. What was laid ready is destroyed."))
    return redirect("vault:handovers")


def answer(request: HttpRequest, organisation: str) -> HttpResponse:
    """We take her on, or we do not, for a reason."""
    home, by = the_organisation(organisation), request.user
    laid = Handover.objects.filter(to=home.code, pk=number(request.POST.get("offer", ""))).first()
    try:
        if laid is None:
            raise Refused(_("This offer is not open any more."))
        if request.POST.get("action") == "accept":
            arrived = handover.accept(laid, home, by)  # type: ignore[arg-type]
            return redirect(f"{reverse('vault:handovers')}?arrived={arrived.code}")
        handover.decline(laid, home, by, request.POST.get("reason", ""))  # type: ignore[arg-type]
    except Refused as refusal:
        return handovers(request, str(refusal))
    messages.success(request, _("It is declined. What was laid ready is destroyed, and they see the reason."))
    return redirect("vault:handovers")

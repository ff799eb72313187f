"""Two records beside each other, without a name: what is written in each, and what was decided about the two."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakhi.network.models import Account
from pakhi.vault import looking, outline, standing, unlock
from pakhi.vault import merge as merging
from pakhi.vault.access import assigned
from pakhi.vault.doors import the_organisation
from pakhi.vault.duplicates import Pair
from pakhi.vault.evidence import LABELS, Reason
from pakhi.vault.keys import Refused
from pakhi.vault.models import Merge, Person

LIKELY: tuple[tuple[float, str | Promise, str], ...] = (
    (0.95, gettext_lazy("Very likely one person"), "accent"),
    (0.5, gettext_lazy("Probably one person"), ""),
    (0.0, gettext_lazy("Perhaps one person"), "waits"),
)


@dataclass(frozen=True)
class Shown:
    """A pair as it is shown: two codes, why, and how likely, in words."""

    one: str
    other: str
    reasons: tuple[str, ...]
    likely: str
    badge: str


def shown(pair: Pair) -> Shown:
    words, badge = next((words, badge) for least, words, badge in LIKELY if pair.score >= least)
    return Shown(pair.one, pair.other, tuple(str(LABELS[Reason(why)]) for why in pair.reasons), str(words), badge)


def keeps(request: HttpRequest) -> bool:
    """Whether the reader of this page is a supervisor or manager there."""
    return any(m.role in standing.KEEPERS for m in request.memberships)  # type: ignore[attr-defined]


def number(sent: str) -> int:
    """The number of a row that a form sent back; 0, which no row has, if it is none."""
    return int(sent) if sent.isdecimal() and len(sent) < 18 else 0


def beside(person: str, other: str) -> tuple[Person, Person]:
    """The two records of an address. Of the second, the gate has asked nothing: it is of the same organisation."""
    found = {one.code: one for one in Person.objects.filter(code__in={person, other})}
    if len(found) != 2 or found[person].organisation != found[other].organisation:
        raise Http404
    return found[person], found[other]


def decide(act: str, one: Person, two: Person, request: HttpRequest) -> None:
    """What somebody found. Raises Refused."""
    by: Account = request.user  # type: ignore[assignment]
    if act == "propose":
        kept = request.POST.get("kept", "")
        if kept not in {one.code, two.code}:
            raise Refused(_("Choose which of the two records stays in front."))
        merging.propose(*((one, two) if kept == one.code else (two, one)), by)
    elif act == "differ":
        merging.differ(one, two, by)
    elif act == "reconsider":
        merging.reconsider(one, two, by)
    else:
        raise Refused(_("Choose what you found."))


def side_by_side(request: HttpRequest, one: Person, two: Person, error: str = "") -> HttpResponse:
    """The page of two records."""
    merges = Merge.objects.filter(Q(kept=one, merged=two) | Q(kept=two, merged=one)).select_related("kept", "merged")
    last, difference = merges.order_by("-id").first(), merging.different(one, two).first()
    numbers = [last.proposed_by, last.confirmed_by] if last else []
    names = outline.called([*numbers, difference.by if difference else 0])
    by: Account = request.user  # type: ignore[assignment]
    keeper, sides = keeps(request), [outline.outline(one), outline.outline(two)]
    context = {
        "one": one, "two": two, "sides": sides, "keeper": keeper, "error": error, "me": by.pk,
        "doors": [(side.code, keeper or assigned(by, side.code)) for side in (one, two)],
        "kept": request.POST.get("kept") or min((one, two), key=lambda side: (side.since, side.pk)).code,
        "merge": last if last and not last.undone_on else None, "difference": difference,
        "reasons": why(request, one, two),
        "here": one.state == two.state == Person.State.HERE, "organisation": one.organisation,
        "proposer": names.get(last.proposed_by, "") if last else "",
        "confirmer": names.get(last.confirmed_by, "") if last else "",
        "finder": names.get(difference.by, "") if difference else "",
    }  # fmt: skip
    return render(request, "vault/pair.html", context, status=409 if error else 200)


def why(request: HttpRequest, one: Person, two: Person) -> Shown | None:
    """Why the two are shown beside each other, if this reader has looked through everybody just now."""
    key = unlock.unlocked(request)
    look = looking.found(key, the_organisation(one.organisation)) if key else None
    wanted = {one.code, two.code}
    return next((shown(pair) for pair in (look.pairs if look else ()) if {pair.one, pair.other} == wanted), None)

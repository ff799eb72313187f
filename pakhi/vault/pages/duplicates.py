"""Pages: who may have been registered twice, two records beside each other, and putting them together or apart."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakhi.network.models import Organisation
from pakhi.vault import duplicates as looked
from pakhi.vault import looking, outline, unlock
from pakhi.vault import merge as merging
from pakhi.vault.doors import opened, the_organisation
from pakhi.vault.duplicates import Pair
from pakhi.vault.keys import Refused
from pakhi.vault.models import Merge, Person
from pakhi.vault.pages.beside import beside, decide, keeps, number, shown, side_by_side

SHOWN = 50  # pairs on one page; the next ones follow as these are decided
ACTS = {"confirm": merging.confirm, "decline": merging.decline, "undo": merging.undo}
SAID = {
    "propose": gettext_lazy("It is proposed. Another supervisor or manager looks at both and decides."),
    "differ": gettext_lazy("It is kept that these are two people. Nobody is asked about them again."),
    "reconsider": gettext_lazy("These two can be proposed again."),
    "confirm": gettext_lazy("The two records are shown together now. This can be undone."),
    "decline": gettext_lazy("It is kept that these are two people. Nobody is asked about them again."),
    "undo": gettext_lazy("It is undone: there are two records again, as they were."),
}  # fmt: skip


def panel(request: HttpRequest, person: Person) -> dict[str, Any] | None:
    """Records that were merged with hers, and proposals about her."""
    records = merging.together(person)
    holds = merging.HOLDS & Q(merged__state=Person.State.MERGED)
    rows = Merge.objects.filter(merging.WAITS | holds).filter(Q(kept__in=records) | Q(merged__in=records))
    found = list(rows.select_related("kept", "merged").order_by("id"))
    if not found:
        return None
    return {
        "merged": [row for row in found if row.confirmed_on], "open": [row for row in found if not row.confirmed_on],
        "keeper": keeps(request),
    }  # fmt: skip


def duplicates(request: HttpRequest, organisation: str) -> HttpResponse:
    """What waits for a second person, what can be undone, and looking through everybody."""
    home, error = the_organisation(organisation), ""
    if request.method == "POST":
        try:
            looking.begin(opened(request), home)
            return redirect("vault:duplicates", organisation)
        except Refused as refusal:
            error = str(refusal)
    key = unlock.unlocked(request)
    look = looking.found(key, home) if key else None
    left = still_open(home, look.pairs) if look else []
    done = Merge.objects.filter(merging.HOLDS, kept__organisation=home.code, merged__state=Person.State.MERGED)
    merged = list(done.select_related("kept", "merged").order_by("-confirmed_on", "-id"))
    waiting = merging.waiting(home.code)
    names = outline.called(row.proposed_by for row in waiting) | outline.called(row.confirmed_by for row in merged)
    context = {
        "home": home, "error": error, "look": look, "pairs": [shown(pair) for pair in left[:SHOWN]], "left": len(left),
        "more": max(0, len(left) - SHOWN), "me": request.user.pk,
        "waiting": [(row, names.get(row.proposed_by, "")) for row in waiting],
        "merged": [(row, names.get(row.confirmed_by, "")) for row in merged],
    }  # fmt: skip
    return render(request, "vault/duplicates.html", context, status=409 if error else 200)


def still_open(home: Organisation, pairs: tuple[Pair, ...]) -> list[Pair]:
    """The pairs on which nobody has decided since they were found, and whose records are both there."""
    decided = looked.decided(home)
    codes = {code for pair in pairs for code in (pair.one, pair.other)}
    there = set(Person.objects.filter(code__in=codes, state=Person.State.HERE).values_list("code", flat=True))
    apart = [pair for pair in pairs if frozenset((pair.one, pair.other)) not in decided]
    return [pair for pair in apart if {pair.one, pair.other} <= there]


def pair(request: HttpRequest, person: str, other: str) -> HttpResponse:
    """Two records beside each other, without a name; and what somebody found when they looked at both."""
    one, two = beside(person, other)
    if request.method != "POST":
        return side_by_side(request, one, two)
    act = request.POST.get("action", "")
    try:
        decide(act, one, two, request)
    except Refused as refusal:
        return side_by_side(request, one, two, str(refusal))
    messages.success(request, SAID[act])
    return redirect("vault:pair", one.code, two.code)


def merge(request: HttpRequest, person: str) -> HttpResponse:
    """A second person agrees or does not, or undoes it."""
    rows = Merge.objects.filter(Q(kept__code=person) | Q(merged__code=person)).select_related("kept", "merged")
    row, act = rows.filter(pk=number(request.POST.get("merge", ""))).first(), request.POST.get("action", "")
    if row is None or act not in ACTS:
        raise Refused(_("There is no such proposal about this person."))
    try:
        ACTS[act](row, request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        return side_by_side(request, row.kept, row.merged, str(refusal))
    messages.success(request, SAID[act])
    return redirect("vault:pair", row.kept.code, row.merged.code)

"""Lists that phones choose from: how much is in each, and where two phones contradict each other, for a decision."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pakhi.field import entities
from pakhi.field.access import number_of
from pakhi.field.models import Change, Dataset, Entity
from pakhi.field.pages.reader import kept, me
from pakhi.vault.keys import Refused

MOST = 200  # rows of one list


@dataclass(frozen=True)
class Value:
    """A property after a change; `differs`: it is another one after the other changes."""

    name: str
    value: str
    differs: bool


@dataclass(frozen=True)
class Leaf:
    """One of the changes that contradict each other, and the entry as it would be."""

    change: Change
    label: str
    values: tuple[Value, ...]
    newest: bool
    early: bool


def lists(request: HttpRequest) -> HttpResponse:
    """Every list, and what waits in it for somebody."""
    homes = kept(request)
    shut = entities.not_there()
    hers = Q(entities__in=shut)
    here, waits = Q(entities__number__gt=0, entities__gone_on=None) & ~hers, Q(entities__number=0) & ~hers
    counted = Dataset.objects.filter(organisation__in=homes).select_related("organisation").order_by("name", "pk")
    found = Entity.objects.filter(dataset__organisation__in=homes, gone_on=None).exclude(pk__in=shut)
    found = found.select_related("dataset__organisation")
    context = {
        "lists": counted.annotate(here=Count("entities", filter=here), waits=Count("entities", filter=waits)),
        "conflicts": found.filter(conflict=True).order_by("pk")[:MOST], "several": len(homes) > 1,
        "early": found.filter(number=0).order_by("pk")[:MOST],
    }  # fmt: skip
    return render(request, "field/lists.html", context)


def entity(request: HttpRequest, entity: str) -> HttpResponse:
    """One entry. By POST: which change is right, or that it is taken out."""
    one = Entity.objects.select_related("dataset__organisation").get(pk=number_of(entity))
    if request.method != "POST":
        return page(request, one)
    try:
        if request.POST.get("action") == "out":
            entities.take_out(one, me(request))
            messages.success(request, _("It is taken out. Phones lose it the next time they ask."))
            return redirect("field:lists")
        ends = [number_of(each) for each in request.POST.getlist("of")]
        entities.decide(one, number_of(request.POST.get("keep", "")), ends, me(request))
    except Refused as refusal:
        return page(request, one, str(refusal))
    messages.success(request, _("It is decided. Phones get it the next time they ask."))
    return redirect("field:lists")


def page(request: HttpRequest, one: Entity, error: str = "") -> HttpResponse:
    one.refresh_from_db()
    changes = Change.objects.filter(entity=one).select_related("account", "arrival")
    context = {
        "one": one, "leaves": leaves(one), "error": error, "values": sorted(one.values.items()),
        "changes": changes.order_by("-pk")[:MOST],
    }  # fmt: skip
    return render(request, "field/entity.html", context, status=409 if error else 200)


def leaves(entity: Entity) -> list[Leaf]:
    """The changes that contradict each other, the newest first; nothing if none do."""
    tree = entities.tree_of(entity)
    if not entity.conflict or entity.gone_on or len(tree.leaves) < 2:
        return []
    states = {one.number: tree.state(one) for one in tree.leaves}
    rows = Change.objects.select_related("account", "arrival").in_bulk(states)
    names = sorted({name for state in states.values() for name in state.values})
    out = []
    for one in reversed(tree.leaves):
        state = states[one.number]
        differ = {name for name in names if len({each.values.get(name, "") for each in states.values()}) > 1}
        values = tuple(Value(name, state.values.get(name, ""), name in differ) for name in names)
        out.append(Leaf(rows[one.number], state.label, values, one == tree.newest, tree.early(one)))
    return out

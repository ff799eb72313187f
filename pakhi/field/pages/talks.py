"""The study's talks: how many by which tool, and one with its coded answers; its texts only after they are opened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import get_language

from pakhi.field import extras, inbox, publish, reading
from pakhi.field.access import number_of
from pakhi.field.asked import Asked, asked
from pakhi.field.models import Talk, Version
from pakhi.field.pages.reader import held, kept
from pakhi.field.records import Record
from pakhi.network.kinds import families, kinds
from pakhi.network.models import Place
from pakhi.network.places import place_on
from pakhi.vault import doors
from pakhi.vault.keys import Refused

MOST = 200  # rows of the list


@dataclass(frozen=True)
class Row:
    """A talk as it is listed: who spoke and where, in words for the codes."""

    talk: Talk
    who: str
    where: str


@dataclass(frozen=True)
class Said:
    """A question and what was answered: several choices, or a text."""

    question: str
    values: tuple[str, ...]


def talks(request: HttpRequest) -> HttpResponse:
    """Counts by tool, and the newest talks, of one tool if one is chosen."""
    homes = {one.organisation_id for one in held(request)}
    mine = Talk.objects.filter(organisation__in=homes)
    counted = dict(mine.values_list("tool").annotate(Count("pk")))
    tool = request.GET.get("tool", "")
    chosen = mine.filter(tool=tool) if tool in Talk.Tool.values else mine
    context = {
        "figures": [(key, label, counted.get(key, 0)) for key, label in Talk.Tool.choices],
        "all": sum(counted.values()),
        "rows": rows(chosen), "tool": tool, "most": MOST, "several": len(homes) > 1,
    }  # fmt: skip
    return render(request, "field/talks.html", context)


def rows(found: QuerySet[Talk]) -> list[Row]:
    """Talks as they are listed, the newest first."""
    listed = found.select_related("organisation", "arrival", "arrival__account").defer("arrival__sealed")
    spoken: dict[tuple[str, str], Mapping[str, Asked]] = {}
    out = []
    for talk in listed.order_by("-day", "-pk")[:MOST]:
        key = (talk.tool, talk.arrival.version)
        if key not in spoken:
            spoken[key] = words(version_of(talk))
        out.append(row(talk, spoken[key]))
    return out


def row(talk: Talk, questions: Mapping[str, Asked]) -> Row:
    names = {value: text for name in ("role", "who") for value, text in offered(questions, name).items()}
    kind, family = kinds().get(talk.office_kind), families().get(talk.office_family)
    who = kind.name() if kind else family.name() if family else names.get(talk.role, talk.role)
    return Row(talk, who, where(talk))


def offered(questions: Mapping[str, Asked], name: str) -> Mapping[str, str]:
    return questions[name].choices if name in questions else {}


def where(talk: Talk) -> str:
    """The names of the places whose codes stand in it."""
    found = [place_on(Place.Kind.BLOCK, talk.block) or place_on(Place.Kind.TOWN, talk.block)] if talk.block else []
    found += [place_on(Place.Kind.DISTRICT, talk.district)] if talk.district else []
    return ", ".join(place.name() for place in found if place is not None)


def version_of(talk: Talk) -> Version | None:
    return publish.known(talk.organisation, talk.tool, talk.arrival.version)


def words(version: Version | None) -> Mapping[str, Asked]:
    """A form's questions in the reader's language."""
    return asked(bytes(version.xform), get_language() or "en") if version is not None else {}


def talk(request: HttpRequest, talk: str) -> HttpResponse:
    """One talk; by POST with its texts, which are opened with the reader's key."""
    one = Talk.objects.select_related("organisation", "arrival", "arrival__organisation").get(pk=number_of(talk))
    error, texts = "", None
    if request.method == "POST":
        mine = doors.opened(request)
        try:
            texts = written(reading.read(mine, one.arrival), version_of(one), {one.district, one.block})
        except Refused as refusal:
            error = str(refusal)
    version = version_of(one)
    context = {
        "row": row(one, words(version)), "coded": coded(one, version), "texts": texts, "error": error,
        "opens": one.organisation in kept(request),
    }  # fmt: skip
    return render(request, "field/talk.html", context, status=409 if error else 200)


def coded(talk: Talk, version: Version | None) -> list[Said]:
    """The coded answers in the form's order, in words."""
    questions, given = words(version), dict[str, list[str]]()
    for answer in talk.arrival.answers.order_by("place", "pk"):
        given.setdefault(answer.question, []).append(answer.value)
    order = [*(name for name in questions if name in given), *(name for name in given if name not in questions)]
    return [said(name, given[name], questions.get(name)) for name in order]


def said(name: str, values: list[str], question: Asked | None) -> Said:
    """One question and its answers, in words where the form has them."""
    choices = question.choices if question else {}
    return Said(question.label if question else name, tuple(choices.get(one) or shown(one) for one in values))


def shown(value: str) -> str:
    """A day as people write it; anything else as it is."""
    try:
        return date_format(dt.date.fromisoformat(value), "j M Y") if len(value) == len("2026-11-22") else value
    except ValueError:
        return value


def written(record: Record, version: Version | None, known: Iterable[str] = ()) -> list[Said]:
    """What was answered in words, in order; not what is `known` as a code, and stands on the page already."""
    questions = words(version)
    types = {one["name"]: extras.kind_of(one["type"]) for one in version.questions} if version else {}
    other = extras.CODED | inbox.FILES
    texts = [one for one in record.answers if types.get(one.name) not in other and one.name in questions]
    return [Said(questions[one.name].label, (one.value,)) for one in texts if one.value not in set(known)]

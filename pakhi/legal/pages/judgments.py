"""Judgments that help to argue, to be looked up by what they are about."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format

from pakhi.legal import law
from pakhi.legal.words import Matter


def judgments(request: HttpRequest) -> HttpResponse:
    """All of them, or those about something (`about`) or with a word in them (`word`)."""
    about, word = request.GET.get("about", ""), request.GET.get("word", "")[:60].strip()
    rows = [one for one in law.judgments() if about not in Matter.values or about in one.about]
    rows = [one for one in rows if word.casefold() in f"{one.court} {one.name} {one.helps}".casefold()]
    known = law.sources()
    shown = [
        (
            one,
            when(one.day),
            [Matter(key).label for key in one.about],
            [known[key] for key in one.source if key in known],
        )
        for one in rows
    ]
    read_on = law.read("judgments")["checked_on"]
    context = {"rows": shown, "matters": Matter.choices, "about": about, "word": word, "read_on": read_on}
    return render(request, "legal/judgments.html", context)


def when(day: str) -> str:
    """A day, a month or a year, as far as it was found."""
    if len(day) < len("2018-09"):
        return day
    known = dt.date.fromisoformat(day if len(day) > len("2018-09") else f"{day}-01")
    return date_format(known, "j M Y" if len(day) > len("2018-09") else "F Y")

"""The demonstration's criminal cases: one that was refused and went all the way, one that waits, a home without an
order, two states, and wages. All invented; every code is one that pages and phones would write.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from pakhi.cbr import books
from pakhi.cbr.models import Book
from pakhi.network.models import Office
from pakhi.site.demo.cases import Teller
from pakhi.site.demo.network import Demo
from pakhi.vault import merge, scope

RAPE = ["bns143", "bns64"]


class Docket(Teller):
    """Tells one case of police and court."""

    def whole(self, days_ago: int, ahtu: str = "no", kind: str = "court_case", **values: Any) -> str:
        """Begin a case; gives its number."""
        said = {"where": "district-303", "ahtu": ahtu} if kind == "court_case" else values
        return self.say(kind, days_ago, said)

    def track(self, kind: str, whole: str, began: dict[str, Any], *states: tuple[Any, ...]) -> str:
        """A track with its states: (days ago, state, other answers); the first one begins it."""
        first, *rest = [(one[0], one[1], dict(one[2]) if len(one) > 2 else {}) for one in states]
        number = self.say(kind, first[0], {**began, **first[2], "state": first[1]}, about=whole)
        for days, state, more in rest:
            self.say(kind, days, {**more, "state": state}, number)
        return number

    def day_in_court(self, whole: str, days: int, purpose: str, put_off: str = "", **more: Any) -> None:
        """A day so many days from now (before it, if negative); `put_off`: why it came to nothing."""
        said = {"on": self.on(days), "purpose": purpose, "goes": self.by.pk, **more}
        if days >= 0:
            self.say("hearing", 5, {**said, "state": "planned"}, about=whole)
            return
        ended = {"state": "adjourned", "put_off": put_off} if put_off else {"state": "held"}
        self.say("hearing", -days, {**said, **ended}, about=whole)


def fill(demo: Demo) -> int:
    """Write the cases of the first five of CBO One. Gives how many there are."""
    one, chance = demo.areas[0].organisation, random.Random(f"court {demo.seed}")  # noqa: S311 - invented on purpose
    mou, salma = demo.accounts["mou"], demo.accounts["salma"]
    stations = Office.objects.filter(kind="police_oc").order_by("pk")
    courts = Office.objects.filter(kind="trial_court").order_by("pk")
    offices = {"station": next(iter(stations), None), "court": next(iter(courts), None)}
    codes = {name: office.code for name, office in offices.items() if office}
    told = 0
    with scope.bound(one.code):
        rows = Book.objects.filter(kind=Book.Kind.CASE, organisation=one).order_by("pk")[: len(STORIES)]
        for book, story in zip(rows, STORIES, strict=False):
            person = merge.answer(book.person)
            if person is not None:
                by = mou if books.may_write(mou, person) else salma
                story(Docket(book, by, chance), codes)
                told += 1
    return told


def all_the_way(tell: Docket, codes: dict[str, str]) -> None:
    """Refused, the Superintendent, the Magistrate, registered, charge sheet; a trial put off again and again."""
    whole = tell.whole(700)
    station: dict[str, Any] = {name: code for name, code in codes.items() if name == "station"}
    court: dict[str, Any] = {name: code for name, code in codes.items() if name == "court"}
    tell.track(
        "fir", whole, {"side": "home", "under18": "no", "offence_on": tell.on(-720), **station},
        (700, "concern"), (698, "refused", {"refused_why": ["ran", "family"]}), (680, "sp_written"),
        (640, "magistrate"), (600, "registered", {"sections": RAPE, "asked_for": ["bns144"]}), (500, "charge_sheet"),
    )  # fmt: skip
    tell.track("survivor_track", whole, {}, (599, "medical_exam"), (598, "police_statement", {"woman": "yes"}),
               (570, "court_statement"), (90, "summoned"), (30, "part_heard"))  # fmt: skip
    tell.track("accused", whole, {"nth": 1, "part": "took"}, (590, "arrested"), (560, "bail_asked"),
               (550, "bail_granted"), (300, "bail_cancelled"))  # fmt: skip
    tell.track("accused", whole, {"nth": 2, "part": "bought"}, (590, "absconding"))
    tell.track("court_track", whole, court, (480, "cognizance"), (440, "committed"), (400, "charge_hearing"),
               (350, "charge_framed"), (200, "evidence"))  # fmt: skip
    for days, why in ((-180, "judge"), (-120, "police"), (-60, "accused"), (-30, "")):
        tell.day_in_court(whole, days, "she" if days == -30 else "witness", why, **court)
    tell.day_in_court(whole, 6, "she", **court)
    tell.say("victim_right", 480, {"right": "in_camera", "state": "met"}, about=whole)
    tell.say("victim_right", 480, {"right": "interpreter", "state": "missed"}, about=whole)
    tell.say("lawyer", 610, {"role": "hers", "by": "dlsa", "state": "given"}, about=whole)
    tell.say("legal_paper", 600, {"paper": "fir", "state": "have"}, about=whole)
    tell.say("legal_paper", 20, {"paper": "charge_sheet", "state": "asked", "next_on": tell.on(4)}, about=whole)
    tell.say("bail_objection", 555, {"why": ["threat", "near"], "state": "granted"}, about=whole)


def refused(tell: Docket, codes: dict[str, str]) -> None:
    """The police did not write it down; the Superintendent has a letter."""
    whole = tell.whole(40)
    said = {"side": "home", "under18": "unknown", **({"station": codes["station"]} if "station" in codes else {})}
    tell.track("fir", whole, said, (40, "concern"), (39, "refused", {"refused_why": ["place"]}), (25, "sp_written"))


def held(tell: Docket, codes: dict[str, str]) -> None:
    """She is kept in a home, and nobody has seen an order; she is threatened."""
    whole = tell.whole(60, "yes")
    tell.track("fir", whole, {"side": "there", "under18": "no"}, (60, "registered", {"sections": ["bns143"]}))
    tell.say("custody", 14, {"at": "ngo", "law": "itpa", "since": tell.on(-14), "agreed": "no"}, about=whole)
    tell.track("protection", whole, {}, (12, "threat"), (9, "applied"))
    tell.say("lawyer", 3, {"role": "hers", "by": "dlsa", "state": "asked"}, about=whole)


def two_states(tell: Docket, codes: dict[str, str]) -> None:
    """One police case where she was taken to, another one at home; a day in court of which nothing is written."""
    whole = tell.whole(300, "yes")
    tell.track("fir", whole, {"side": "there", "under18": "no"}, (300, "registered", {"sections": ["bns144"]}),
               (280, "transferred"))  # fmt: skip
    tell.track("fir", whole, {"side": "home", "under18": "no"}, (290, "registered", {"sections": ["bns143"]}),
               (200, "charge_sheet"))  # fmt: skip
    tell.track("accused", whole, {"nth": 1, "part": "recruited"}, (270, "arrested"), (240, "bail_asked"))
    tell.track("court_track", whole, {}, (190, "cognizance"))
    tell.say("hearing", 20, {"on": tell.on(-2), "purpose": "bail", "goes": tell.by.pk}, about=whole)


def wages(tell: Docket, codes: dict[str, str]) -> None:
    """Wages of a kiln that were never paid."""
    whole = tell.whole(200, kind="wage_case", asked=48000)
    tell.say("wage_case", 150, {"state": "complaint"}, whole)
    tell.say("wage_case", 60, {"state": "ordered", "ordered": 36000, "next_on": tell.on(10)}, whole)


STORIES: tuple[Callable[[Docket, dict[str, str]], None], ...] = (all_the_way, refused, held, two_states, wages)

"""The demonstration's cases: two years of steps in CBO One, forward and back, and its collective. All invented.

Everything goes through the verbs that pages and phones use. The same seed writes the same steps.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pakhi.cbr import books, collectives, desk_work, house, plans, status, steps
from pakhi.cbr.models import Book
from pakhi.cbr.steps import Said
from pakhi.cbr.vocabulary import ELEMENTS, Component
from pakhi.lib.clock import today
from pakhi.network.models import Account
from pakhi.site.demo.network import Demo
from pakhi.vault import profile, scope
from pakhi.vault.models import Consent, Person

DAY = dt.timedelta(days=1)
WAYS = (  # how a component may go: (months ago, state)
    ((22, "needs"), (20, "begun"), (14, "partly"), (9, "begun"), (6, "partly"), (2, "reached")),
    ((18, "needs"), (16, "begun"), (11, "reached"), (1, "needs")),
    ((12, "needs"), (8, "begun"), (4, "partly")),
    ((20, "begun"), (15, "partly"), (10, "reached"), (4, "holds")),
    ((6, "needs"), (1, "begun")),
)
PROGRAMMES = ("sex_trafficking", "sex_trafficking", "labour_trafficking", "sex_work_exit", "violence")
LIVES = ("family", "family", "community", "institution", "family")
IN_GROUP = {  # place among the cases, no child's -> (days since she joined, what she is in the group)
    0: (590, "leader"), 1: (590, "treasurer"), 2: (560, "member"), 3: (400, "secretary"), 5: (310, "member"),
    6: (250, "member"), 7: (240, "member"),
}  # fmt: skip
LOOKED = {
    "knows": "home", "trafficker": "near", "violence": "no", "agents": "yes", "missing": "no", "debt": "yes",
    "pressure": ["none"], "beside": ["family", "group"], "reasons": ["said", "seen"],
}  # fmt: skip
STRENGTHS = (
    (("mother", "very"), ("friend", "close")), (("sister", "close"), ("collective", "close")),
    (("friend", "very"), ("collective", "close")),
)  # fmt: skip
SEEN = {"how": "home", "is_she": "manages", "there": ["she"]}


@dataclass
class Teller:
    """Writes the story of one book; the numbers of its steps follow from the seed."""

    book: Book
    by: Account
    chance: random.Random
    known: dict[str, str] = field(default_factory=dict)

    def say(
        self, kind: str, days_ago: int, values: dict[str, Any], thread: str = "", about: str = "", **more: Any
    ) -> str:
        """Write a step of so many days ago; gives the number of its thread."""
        number = f"{self.chance.getrandbits(96):024x}"
        who = more.pop("by", self.by)
        said = Said(kind, values, today() - days_ago * DAY, thread, number, about, **more)
        return steps.write(self.book, said, who).thread.number

    def on(self, days: int) -> str:
        """A day so many days from now, as an answer."""
        return (today() + days * DAY).isoformat()


def fill(demo: Demo) -> int:
    """Open a case for everybody of CBO One who agreed to one, and write it. Gives how many cases there are."""
    one, chance = demo.areas[0].organisation, random.Random(f"cases {demo.seed}")  # noqa: S311 - invented on purpose
    mou, salma = demo.accounts["mou"], demo.accounts["salma"]
    with scope.bound(one.code):
        agreed = Consent.objects.filter(purpose=Consent.Purpose.CASE, person__state=Person.State.HERE)
        people = list(Person.objects.filter(consents__in=agreed, organisation=one.code).distinct().order_by("pk"))
        blocks = [block.code for block in demo.areas[0].blocks]
        made = [story(person, salma, mou, chance, place, blocks) for place, person in enumerate(people)]
        house.let_screen(one, mou, salma)
        group(demo, [one for one in made if one], chance)
    return len(made)


def story(
    person: Person, salma: Account, mou: Account, chance: random.Random, place: int, blocks: list[str]
) -> Book:  # fmt: skip
    """Two years of one survivor. A supervisor may write in every case; visits are the field worker's."""
    by = mou if books.may_write(mou, person) else salma
    book = books.open_case(person, by)
    book.opened_on = today() - 730 * DAY
    book.save(update_fields=["opened_on"])
    books.describe(
        book, profile.Profile("woman", chance.choice(("18-24", "25-34")), blocks[place % len(blocks)], today())
    )
    tell = Teller(book, by, chance)
    identify(tell, place)
    chapters: tuple[Callable[[Teller], None], ...] = (mapped, lived, visited, scored)
    for chapter in chapters:
        chapter(tell)
    planned(tell, salma, mou)
    beside(Teller(book, by, random.Random(f"beside {place}")), place)  # noqa: S311 - invented on purpose
    if place == 0:
        pressing(tell, salma)
    return book


def identify(tell: Teller, place: int) -> None:
    """Where she came from, and where she lives now; one came home by way of an institution."""
    known = {"programme": PROGRAMMES[place % 5], "source": "police", "triage": "medium", "wish": "here", "by": "police"}
    tell.say("identified", 730, {**known, "state": "institution"})
    tell.say("identified", 640, {"state": LIVES[place % 5], "moved": "choice"})


def mapped(tell: Teller) -> None:
    """Needs, a threat, stigma and strengths; some of them change."""
    for component in tell.chance.sample(Component.values, 3):
        element = tell.chance.choice(ELEMENTS[component])
        gap = tell.chance.choice(("none", "delivery"))
        values = {"component": component, "element": element, "hers": "1", "workers": "2", "gap": gap}
        tell.known[component] = tell.say("need", tell.chance.randrange(500, 700), values)
    threat = {"who": "recruiter", "what": ["calls"], "near": "block", "severity": "medium", "reported": ["nowhere"]}
    number = tell.say("threat", 600, threat)
    tell.say("threat", 420, {"state": "contained", "reported": ["police"], "why": "talked"}, number)
    stigma = tell.say("stigma", 580, {"source": "neighbours", "shows": ["names", "avoided"], "support": ["join"]})
    tell.say("stigma", 200, {"state": "eased", "change": "better", "why": "stronger"}, stigma)


def lived(tell: Teller) -> None:
    """Where she stood in each component, forward and back."""
    for component in Component.values:
        for months, state in tell.chance.choice(WAYS):
            why = ["money"] if state == "needs" else ["service"]
            number = f"{tell.chance.getrandbits(96):024x}"
            status.step(tell.book, component, state, tell.by, day=today() - months * 30 * DAY, why=why, number=number)


def visited(tell: Teller) -> None:
    """A visit about each month; the next one is planned."""
    for months in range(20, 0, -1):
        days = months * 30 + tell.chance.randrange(10)
        done = tell.chance.sample(("listened", "papers", "health", "work", "rights"), 2)
        tell.say("visit", days, {**SEEN, "did": done, "state": "done"})
    due = tell.chance.randrange(-4, 12)
    tell.say("visit", 20, {"how": "home", "on": tell.on(due), "owner": tell.by.pk, "state": "planned"})


def scored(tell: Teller) -> None:
    """The assessment each half year: most scores go up, one goes down."""
    domains = ("health", "mind", "education", "livelihood", "legal", "social")
    score = {domain: tell.chance.randrange(1, 3) for domain in domains}
    for days in (700, 520, 340, tell.chance.randrange(60, 100)):
        score = {name: min(5, max(1, now + tell.chance.choice((-1, 0, 1, 1)))) for name, now in score.items()}
        said = {name: str(now) for name, now in score.items()}
        tell.say("assessment", days, {**said, "who": ["herself", "worker"]})


def planned(tell: Teller, salma: Account, mou: Account) -> None:
    """Her plan with goals and actions, written by one and approved by another."""
    component, late = next(iter(tell.known)), tell.chance.randrange(-6, 20)
    goal = {"component": component, "element": ELEMENTS[component][0], "term": "short", "hers": "yes"}
    first = tell.say("goal", 300, {**goal, "need": tell.known[component], "state": "working", "by": tell.on(60)})
    tell.say("action", 290, {"what": "papers", "doer": "worker", "owner": tell.by.pk, "by": tell.on(late)}, about=first)
    tell.say("action", 290, {"what": "learn", "doer": "she", "by": tell.on(30)}, about=first)
    agreed = {"agreed": "signature", "agreed_on": today().isoformat(), "tongue": "bn"}
    tell.say("plan", 0, {"horizon": "year", "review": tell.on(40), **agreed})
    plans.decide(tell.book, "waiting", tell.by)
    if tell.by == mou and tell.chance.random() < 0.7:
        plans.decide(tell.book, "approved", salma)


def beside(tell: Teller, place: int) -> None:
    """Who stands by her, the risk at home each quarter, and her safety plan; in every fourth case not yet looked at."""
    for who, close in STRENGTHS[place % 3]:
        tell.say("strength", 500, {"who": who, "close": close, "turns": ["listen", "go_along"]})
    if place % 4 == 3:
        return
    for days, judgement, changed in ((260, "medium", "first"), (170, "medium", "same"), (80, "low", "better")):
        held = "medium" if place % 4 == 1 else judgement
        tell.say("risk", days, {**LOOKED, "judgement": held, "changed": changed if held == judgement else "same"})
    if place % 4 < 2:
        tell.say("safety_plan", 75, {"parts": ["signs", "calls", "place", "way"], "with_her": "yes", "copy": "head"})


def pressing(tell: Teller, salma: Account) -> None:
    """One of them is in danger now, and colleagues have to know."""
    what = {"what": "threat", "who": "recruiter", "severity": "high", "told": ["supervisor"], "done": ["heard", "safe"]}
    tell.say("incident", 1, {**what, "follow_on": tell.on(1)})
    tell.say("flag", 1, {"mark": "no_calls"})
    tell.say("mention", 1, {"who": salma.pk, "by_day": tell.on(0)})
    desk_work.ask(tell.book, ["stands", "plan"], "The hospital asks.", tell.by)


def group(demo: Demo, cases: list[Book], chance: random.Random) -> None:
    """The collective of CBO One: from the first meeting to acting by itself."""
    one, mou = demo.areas[0].organisation, demo.accounts["mou"]
    book = collectives.start(one, {"label": "Morning group", "kind": "collective", "meets": "fortnightly"}, mou)
    book.opened_on = today() - 600 * DAY
    book.save(update_fields=["opened_on"])
    tell = Teller(book, demo.accounts["salma"], chance)
    for days, stage in ((600, "organise"), (420, "educate"), (260, "act"), (150, "educate"), (60, "act")):
        tell.say("stage", days, {"state": stage, "why": ["meetings"], "says": "together"})
    for months in range(18, 0, -2):
        present = chance.randrange(7, 15)
        led = "staff" if months > 10 else "leaders"
        number = tell.say(
            "meeting", months * 30, {"kind": "regular", "present": present, "led": led, "topics": ["schemes"]}
        )
    late = {"what": "office", "by": "leader", "due": tell.on(-2)}
    tell.say("decision", 30, late, about=number)
    tell.say("training", 200, {"topics": ["rights", "officers"], "by": "staff", "present": 12})
    members(tell, [one.person for one in cases])


def members(tell: Teller, people: list[str]) -> None:
    """Who is in the group by code, with her yes; others are only counted. One has left, one is there for a newcomer."""
    tell.say("group", 500, {"others": 7})
    joined = {}
    for place, (days, role) in IN_GROUP.items():
        joined[place] = tell.say("member", days, {"person": people[place], "agreed": "yes", "role": role})
    tell.say("member", 90, {"state": "left", "why": "moved"}, joined[max(joined)])
    beside = {"supporter": joined[0], "person": people[-1], "agreed": "yes", "how": ["visits", "brings"]}
    tell.say("peer_support", 40, {**beside, "next": tell.on(5)})
    for what, days in (("awareness", 120), ("accompany", 50)):
        tell.say("task", days, {"what": what, "state": "together", "why": ["asked"]})

"""`pakhi bench pages`: the pages of the working day, in a database with many survivors.

An empty installation of its own is filled with organisations of a hundred survivors each, by rows that no page would
make so quickly, and one worker's sixty with two years of steps through the folded columns that lists read. What is
measured is the time inside the server: middleware, gate, questions to the databases, template; without a network.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import tempfile
import time
from collections.abc import Iterator
from statistics import quantiles
from typing import TYPE_CHECKING

from pakhi.lib.codes import new_letters

if TYPE_CHECKING:
    from django.test import Client

    from pakhi.cbr.models import Book, Thread
    from pakhi.network.models import Account, Organisation

EACH, MINE, BATCH = 100, 60, 2000
VISITS = 96  # of each of the worker's survivors: one a week for two years, with what it led to
THREADS = ("need", "need", "threat", "strength", "goal", "goal", "action", "visit", "standing", "standing", "standing")
DAY = dt.timedelta(days=1)
Measure = tuple[str, float, str]


def main(people: int) -> list[Measure]:
    """Fill, and ask each page thirty times. Gives name, figure and unit of each measure."""
    home = tempfile.mkdtemp(prefix="pakhi-bench-")
    os.environ["DATA"] = home
    import django

    django.setup()
    from django.conf import settings

    from pakhi.site.commands.migrate import migrate

    settings.ALLOWED_HOSTS = ["testserver"]
    migrate()
    start = time.perf_counter()
    place, worker, code = fill(people)
    filled = time.perf_counter() - start
    from pakhi.cbr.models import Book, Step, Thread
    from pakhi.vault.models import Person
    from pakhi.vault.scope import everywhere

    with everywhere():
        survivors = Person.objects.count()
    browser = signed_in(worker)
    pages = {
        "my day": "/desk/day", "my survivors": "/desk/cases", "a case": f"/desk/people/{code}/case/",
        "a survivor's story": f"/desk/people/{code}/case/story", "today": "/desk/",
        "the team's board": "/desk/board", "the team's counts": "/desk/counts",
    }  # fmt: skip
    out: list[Measure] = [
        ("pages: survivors in the database", survivors, "people"), ("pages: threads", Thread.objects.count(), "rows"),
        ("pages: steps", Step.objects.count(), "rows"),
        ("pages: steps of the worker's survivors", Step.objects.filter(thread__book__in=mine(place)).count(), "rows"),
        ("pages: open cases of the organisation", Book.objects.filter(organisation=place).count(), "cases"),
        ("pages: filled in", filled, "s"),
    ]  # fmt: skip
    for name, address in pages.items():
        out += asked(browser, name, address)
    return out


def asked(browser: Client, name: str, address: str, times: int = 30) -> Iterator[Measure]:
    """One page: half within, and 95 of 100 within, after a first time that loads what is loaded once."""
    took = []
    for number in range(times + 1):
        start = time.perf_counter()
        answer = browser.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}.")
        if number:
            took.append((time.perf_counter() - start) * 1000)
    cuts = quantiles(took, n=20)
    yield f"pages: {name}, half within", cuts[9], "ms"
    yield f"pages: {name}, 95 of 100 within", cuts[18], "ms"


def signed_in(worker: Account) -> Client:
    from django.test import Client

    browser = Client()
    browser.force_login(worker, backend="allauth.account.auth_backends.AuthenticationBackend")
    browser.cookies["desk"]["path"] = "/"
    return browser


def mine(place: Organisation) -> list[Book]:
    """The cases of the worker: the first of their organisation."""
    from pakhi.cbr.models import Book

    return list(Book.objects.filter(organisation=place).order_by("pk")[:MINE])


def fill(people: int) -> tuple[Organisation, Account, str]:
    """Organisations with a hundred survivors each; (the measured one, its worker, the code of one survivor)."""
    from pakhi.cbr.models import Book
    from pakhi.network.models import Account, Membership, Organisation
    from pakhi.vault.models import Assignment, OrganisationKey, Person
    from pakhi.vault.scope import everywhere

    chance = random.Random(1)  # noqa: S311 - the same rows each time, no secret
    homes = [Organisation(kind="cbo", name=f"CBO {number}") for number in range(max(1, people // EACH))]
    Organisation.objects.bulk_create(homes)
    workers = [Account(username=f"worker{number}", name=f"Worker {number}") for number in range(len(homes))]
    Account.objects.bulk_create(workers)
    held = [
        Membership(account=one, organisation=home, role=role, valid_from=dt.date(2024, 1, 1))
        for one, home in zip(workers, homes, strict=True)
        for role in ("worker", "supervisor")
    ]
    Membership.objects.bulk_create(held)
    with everywhere():
        keys = [OrganisationKey(organisation=home.code, generation=1, public=bytes(32)) for home in homes]
        OrganisationKey.objects.bulk_create(keys)
        codes = distinct(len(keys) * EACH)
        rows = [
            Person(code=codes.pop(), organisation=key.organisation, public=bytes(32), sealed=bytes(80), key=key)
            for key in keys
            for _one in range(EACH)
        ]
        Person.objects.bulk_create(rows, batch_size=BATCH)
        Assignment.objects.bulk_create(
            (
                Assignment(
                    person=one, account=workers[at // EACH].pk, kind="main", valid_from=dt.date(2024, 6, 1), by=1
                )
                for at, one in enumerate(rows)
                if at % EACH < MINE
            ),
            batch_size=BATCH,
        )
    codes = distinct(len(rows))
    books = [
        Book(
            code=codes.pop(), organisation=homes[at // EACH], person=one.code, basis="consent",
            opened_by=workers[at // EACH],
        )
        for at, one in enumerate(rows)
    ]  # fmt: skip
    Book.objects.bulk_create(books, batch_size=BATCH)
    write(books, workers, chance)
    return homes[0], workers[0], rows[0].code


def distinct(many: int) -> list[str]:
    """So many codes, no two alike: of 60,000 drawn by chance two are alike in four of ten runs."""
    found: set[str] = set()
    while len(found) < many:
        found.add(new_letters(8))
    return list(found)


def write(books: list[Book], workers: list[Account], chance: random.Random) -> None:
    """Threads with steps: eleven threads of two steps for everybody, two years of them for the worker's sixty."""
    from pakhi.cbr.models import Step, Thread

    threads: list[Thread] = []
    for at, book in enumerate(books):
        kinds = [*THREADS, *(["visit"] * VISITS if at < MINE else [])]
        threads += [thread(book, kind, number, chance) for number, kind in enumerate(kinds)]
    Thread.objects.bulk_create(threads, batch_size=BATCH)
    batch: list[Step] = []
    for one in threads:
        began = one.opened_on or dt.date(2025, 1, 1)
        by = workers[(one.book_id - books[0].pk) // EACH]
        batch += [
            Step(thread=one, number=f"s{turn}", day=began + turn * 20 * DAY, values=one.values, by=by,
                 way="" if turn == 0 else ("back" if chance.random() < 0.2 else "forward"))
            for turn in range(2)
        ]  # fmt: skip
        if len(batch) >= BATCH:
            Step.objects.bulk_create(batch)
            batch = []
    Step.objects.bulk_create(batch)


def thread(book: Book, kind: str, number: int, chance: random.Random) -> Thread:
    """A thread as its steps would fold: every tenth is due within a month, before or after today."""
    from pakhi.cbr.models import Thread
    from pakhi.cbr.vocabulary import Component
    from pakhi.lib.clock import today

    opened = today() - chance.randrange(40, 730) * DAY
    component = Component.values[number % 5] if kind in {"need", "goal", "standing"} else ""
    state = "begun" if kind == "standing" else "open"
    due = today() + chance.randrange(-15, 30) * DAY if chance.random() < 0.1 else None
    values = {"state": state, "component": component} if component else {"state": state}
    return Thread(
        book=book, kind=kind, number=f"{kind}-{number}" if kind != "standing" else f"standing-{component}", state=state,
        component=component, values=values, opened_on=opened, since=opened, due=due, heads=["s1"],
    )  # fmt: skip

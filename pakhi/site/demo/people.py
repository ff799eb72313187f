"""The demonstration's people: two organisations with keys, and a vault in which somebody has worked already.

Everything goes through the verbs that the pages use, so that the log, the counts and the seals are real. The same
seed makes the same people under the same codes; keys are made anew each time.
"""

from __future__ import annotations

import datetime as dt
import io
import random
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from pakhi.lib.clock import today
from pakhi.network.models import Account, Office, Organisation
from pakhi.site.demo.names import Inventor
from pakhi.site.demo.network import Demo
from pakhi.site.demo.planted import SCRIPTS, photo
from pakhi.site.demo.someone import Someone, child, someone, twin
from pakhi.vault import (
    assign,
    consent,
    files,
    forget,
    glass,
    handover,
    keeping,
    keys,
    leave,
    limits,
    merge,
    reveal,
    scope,
    writing,
)
from pakhi.vault.adding import keep_note
from pakhi.vault.keys import Refused, Unlocked
from pakhi.vault.models import Consent, Person, SealedFile
from pakhi.vault.models.person import CODE

DAY = dt.timedelta(days=1)
GRANTED = ("mina", "mou")  # the other workers wait for access: a colleague can give it when they have signed in
# Who registered whom, in this order; a worker is then there for her, a supervisor is not.
IN_ONE = ("mou",) * 8 + ("one-worker2",) * 4 + ("one-worker3",) * 3 + ("salma",) * 2 + ("one-worker2", "mou")
IN_TWO = ("kabir",) * 5
MANY = len(IN_ONE) + len(IN_TWO)
PHOTO, TWICE, CHILD, HERS, NOBODYS, AGAIN, FORGOTTEN = 1, 2, 4, 8, 15, 17, 18  # places in IN_ONE
GIVEN_AWAY = 2  # place in IN_TWO
AGREED = {
    0: ("case", "repository", "share", "link"), PHOTO: ("case", "repository", "photo"), TWICE: ("case", "story"),
    3: ("case", "repository"), CHILD: ("case",), 5: ("case", "export"), 6: ("case",), HERS: ("case", "repository"),
    9: ("case",), 12: ("case", "link"), FORGOTTEN: ("case", "repository"),
}  # fmt: skip
NOTES = {
    0: ("She wants to go on with sewing. Next visit after the harvest.", "Her sister keeps the papers in the tin box."),
    3: ("Asked twice about the bank book. The branch wants her to come herself.",),
    CHILD: ("School begins again in April. Her mother comes along to the office.",),
    HERS: ("Calls only in the morning. Whoever answers hears: it is about the ration card.",),
}
READ = (
    ("mou", 0, ("names", "contacts"), "visit"), ("mou", 3, ("names", "address"), "visit"),
    ("mou", CHILD, ("names", "kin"), "papers"), ("mou", 0, ("names",), "court"),
    ("salma", HERS, ("names",), "supervision"), ("salma", NOBODYS, ("names", "contacts"), "supervision"),
)  # fmt: skip


@dataclass
class Room:
    """One organisation while it is filled: its people in the order in which they came, and open keys by login."""

    organisation: Organisation
    accounts: dict[str, Account]
    open: dict[str, Unlocked] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)

    def set_up(self, password: str, first: str, *others: str) -> list[str]:
        """The organisation's key, its rehearsal, and access for some; gives the recovery shares.

        With the verbs below `keeping`: in CBO Two there is nobody who might use those.
        """
        for login in (first, *others):
            keys.make_worker_key(self.accounts[login], password)
        home, keeper = self.organisation, self.accounts[first]
        shares = keys.set_up(home, keeper)
        keeping.note(home, keeper, "setup")
        keys.rehearse(home, shares[:2])
        keeping.note(home, keeper, "rehearse")
        self.sign_in(first, password)
        for account in (self.accounts[login] for login in others):
            key = keys.give(self.open[first], home, account)
            keeping.note(home, keeper, "give", account=account.pk, key=key.generation)
        return shares

    def sign_in(self, login: str, password: str) -> None:
        self.open[login] = keys.unlock(self.accounts[login], password)

    def register(self, who: Someone, by: str, code: str) -> None:
        arrived = writing.arrive(self.organisation, who.sections, self.accounts[by], code)
        self.people.append(arrived.person)
        self.languages.append(who.language)

    def agree(self, place: int, purpose: str, by: str, recipient: str = "", **more: Any) -> Consent:
        """She hears all of it in her language, and signs; a story needs the paper."""
        person, language, worker = self.people[place], self.languages[place], self.accounts[by]
        parts = ("names", "contacts") if purpose == "share" else ()
        asked = consent.ask(person, purpose, language, more.get("under_18", False), recipient, ",".join(parts))
        paper = (
            files.keep_file(person, io.BytesIO(b"Signed."), "signed.txt", "proof", worker)
            if purpose == "story"
            else None
        )
        answer = consent.Answer(language, "signature", asked.heard, proof=paper.token if paper else "", **more)
        return consent.give(person, purpose, answer, worker, recipient, parts)


def fill(demo: Demo, password: str) -> dict[str, list[str]]:
    """Fill the vaults of CBO One and CBO Two. Gives the recovery shares, by the organisation's name."""
    one, two = (Room(home, demo.accounts) for home in (demo.areas[0].organisation, demo.outside.organisation))
    with scope.bound(one.organisation.code, two.organisation.code):
        shares = {
            one.organisation.name: one.set_up(password, "salma", *GRANTED),
            two.organisation.name: two.set_up(password, "kabir"),
        }
        one.sign_in("mou", password)
        come(one, two, random.Random(f"people {demo.seed}"))  # noqa: S311 - invented on purpose
        agree(one, two, block_office(demo).code)
        share_out(one)
        look(one, two)
        wait(one, two)
    return shares


def come(one: Room, two: Room, rng: random.Random) -> None:
    """People are registered in four scripts, one of them twice; with notes and a photograph."""
    scripts, codes = list(SCRIPTS), Inventor(rng)
    for room, workers in ((one, IN_ONE), (two, IN_TWO)):
        arriving = [someone(rng, scripts[place % len(scripts)]) for place in range(len(workers))]
        if room is one:
            arriving[CHILD] = child(arriving[CHILD])
            arriving[AGAIN] = twin(arriving[TWICE], "beng")
        for who, by in zip(arriving, workers, strict=True):
            room.register(who, by, codes.code(CODE))
    for place, texts in NOTES.items():
        for text in texts:
            keep_note(one.people[place], text, one.accounts["mou"])


def block_office(demo: Demo) -> Office:
    """The block office of the first block where CBO One works."""
    blocks = {place.pk for place in demo.areas[0].blocks}
    return next(office for office in demo.offices if office.kind == "bdo" and office.place_id in blocks)


def agree(one: Room, two: Room, office: str) -> None:
    """Consents of several purposes; one was taken back, one was said no to, one is a child's."""
    to = {"share": office, "link": two.organisation.code}
    for place, purposes in AGREED.items():
        by = IN_ONE[place]
        young = {"under_18": True, "guardian": "given", "assent": True, "turns_18": dt.date(today().year + 3, 6, 30)}
        for purpose in purposes:
            one.agree(place, purpose, by, to.get(purpose, ""), **(young if place == CHILD else {}))
    consent.withdraw(one.agree(6, "repository", "mou"), None)
    consent.decline(one.people[3], "story", one.accounts["mou"])
    two.agree(GIVEN_AWAY, "transfer", "kabir", one.organisation.code)
    picture = io.BytesIO(photo("nowhere"))
    files.keep_file(one.people[PHOTO], picture, "photo.jpg", SealedFile.Kind.PHOTO, one.accounts["mou"])


def share_out(one: Room) -> None:
    """A stand-in, a visit, somebody on leave, and a helpdesk day."""
    salma, second, home = one.accounts["salma"], one.accounts["one-worker2"], one.organisation.code
    assign.stand_in(one.people[0], second, salma, today(), today() + 6 * DAY)
    assign.one_visit(one.people[3], salma, one.accounts["mina"], today() + 2 * DAY)
    leave.on_leave(home, one.accounts["one-worker3"], second, salma, today(), today() + 9 * DAY)
    limits.raise_limit(salma, home, 60, "helpdesk", today() + 3 * DAY)


def look(one: Room, two: Room) -> None:
    """Names that were read, a paper that was printed, and one that was refused; an emergency that nobody has seen."""
    for login, place, parts, reason in READ:
        reveal.reveal(one.open[login], one.people[place], parts, reason)
    reveal.reveal(one.open["mou"], one.people[CHILD], ("names", "birth"), "papers", act="print")
    reveal.reveal(two.open["kabir"], two.people[0], ("names",), "health")
    with suppress(Refused):  # she is nobody's yet: the attempt is a line of the log
        reveal.reveal(one.open["mou"], one.people[NOBODYS], ("names",), "visit")
    glass.break_glass(one.open["mou"], one.people[HERS], "danger")
    reveal.reveal(one.open["mou"], one.people[HERS], ("names", "address"), "emergency")


def wait(one: Room, two: Room) -> None:
    """What waits for a decision: a likely duplicate, an offer. And one who asked to be forgotten."""
    merge.propose(one.people[TWICE], one.people[AGAIN], one.accounts["mou"])
    kabir = two.open["kabir"]
    handover.offer(kabir, two.people[GIVEN_AWAY], one.organisation, kabir.account)
    forget.forget(one.open["salma"], one.people[FORGOTTEN], one.accounts["salma"])

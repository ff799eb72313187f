"""One reader for every role in every organisation, what belongs to each organisation, and what the table promises."""

from __future__ import annotations

import base64
import io
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler

from pakhi.cbr.models import Book, Thread
from pakhi.field import devices, inbox, lines, publish
from pakhi.field.models import (
    Arrival,
    Call,
    Dataset,
    Entity,
    FollowUp,
    Line,
    OfficeReport,
    Recording,
    Talk,
    Turn,
)
from pakhi.field.theirs import OTHERS
from pakhi.legal import joint
from pakhi.legal.models import JointFile, JointPaper
from pakhi.lib.clock import today
from pakhi.network.access import ANYONE, Relation, Row, sheet
from pakhi.network.models import Account, ApiToken, Membership, Organisation
from pakhi.network.models.account import Role
from pakhi.reports.snapshot import take
from pakhi.vault import assign, files, identity, scope
from pakhi.vault import keys as vault_keys
from pakhi.vault.models import Assignment, Person
from pakhi.vault.tests.conftest import share
from pakhi.voice import cards, count, keys
from pakhi.voice.models import Sitting
from pakhi.voice.state import new_pass
from tests.addresses import Route
from tests.village import LONG_AGO, Village

NOBODY = "nobody"
RINGS = "what-a-telephone-company-shows"
HOMES = ("one", "network", "two")
PROGRAMS = ("api/", "openrosa/", "field/api/")
MINE = "mine"  # a person of CBO One to whom everybody there is assigned
RELATIONS = {
    ("one", "one"): Relation.SAME, ("one", "network"): Relation.NETWORK, ("one", "two"): Relation.OTHER,
    ("network", "network"): Relation.SAME, ("network", "one"): Relation.NETWORK, ("network", "two"): Relation.OTHER,
    ("one", MINE): Relation.ASSIGNED,
    ("two", "two"): Relation.SAME, ("two", "one"): Relation.OTHER, ("two", "network"): Relation.OTHER,
}  # fmt: skip
HANDLERS: dict[tuple[str, ...], ClientHandler] = {}
PASSPHRASE = "a long walk by the river"
PAPER = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
FORM = b"| survey |\n| | type | name | label |\n| | text | how | How? |\n| | audio | said | Say it |\n"
NAMELESS = {"names": {"names": [{"text": "Tumtumi Jhirjhira", "script": "latn", "kind": "usual"}]}}


def browser() -> Client:
    """A browser; the middleware behind it is loaded once for all of them, because loading takes most of the time."""
    client = Client(raise_request_exception=False)
    client.handler = HANDLERS.setdefault(tuple(settings.MIDDLEWARE), client.handler)
    return client


def read(response: HttpResponse) -> bytes:
    """All bytes of an answer; a file is read to its end, which closes it."""
    return b"".join(response.streaming_content) if response.streaming else response.content


@dataclass(frozen=True)
class Asked:
    """One request of one reader, and whether the access table lets it through."""

    row: Row
    route: Route
    role: str
    home: str
    owner: str
    expected: bool

    def __str__(self) -> str:
        return f"{self.row.method} {self.row.page}: {self.role} of {self.home}, about {self.owner}"


# Where one thing will not do for all pages: a page about a thread of some kind, or that begins one.
ASKED_ABOUT: dict[str, dict[str, object]] = {
    "cbr:heard": {"thread": "a-migration"}, "cbr:take_out": {"thread": "a-migration"},
    "cbr:keep_back": {"thread": "a-migration"},
    "cbr:group_thread": {"thread": "a-meeting"}, "cbr:group_begin": {"kind": "meeting"},
    "entitlements:claim": {"thread": "a-claim"}, "entitlements:paper": {"thread": "a-claim_paper"},
    "legal:court": {"thread": "a-court_case"}, "legal:step": {"thread": "a-court_case"},
    "legal:add": {"kind": "court_case"}, "legal:offer": {"thread": "a-court_case"},
    "legal:shared_home": {"thread": "a-court_case"},
}  # fmt: skip
SAID: dict[str, dict[str, object]] = {
    "claim": {"series": "legal-aid", "stage": "own-wants"}, "claim_paper": {"paper": "bank_account"},
    "court_case": {"where": "district-303", "ahtu": "no"},
    "group": {"label": "Morning group", "kind": "collective"}, "need": {"component": "health", "element": "body"},
    "tool": {"tool": "who5", "items": 5, "highest": 5, "risky": []}, "meeting": {"present": 9, "led": "leaders"},
}  # fmt: skip


@dataclass
class House:
    """The village with a reader for every role in three organisations, and a stack, a sitting and people of each."""

    village: Village
    readers: dict[tuple[str, str], Account] = field(default_factory=dict)
    study: int = 0
    things: dict[str, dict[str, object]] = field(default_factory=dict)

    def client(self, role: str, home: str) -> Client:
        """A browser of that reader, or of nobody."""
        client = browser()
        if role != NOBODY:
            client.force_login(self.readers[role, home], backend="allauth.account.auth_backends.AuthenticationBackend")
            client.cookies["desk"]["path"] = "/"
        return client

    def request(self, asked: Asked) -> HttpResponse:
        """Really ask: with the session on the staff site, with a token at the JSON, with an empty body by POST."""
        about = ASKED_ABOUT.get(asked.route.page, {})
        address = asked.route.address(self.things[asked.owner] | about | self.of_role(asked))
        headers = self.shown(asked, address)
        client = self.client(NOBODY if headers else asked.role, asked.home)
        return client.generic(asked.row.method, address, headers=headers)

    def of_role(self, asked: Asked) -> dict[str, object]:
        """Who does not work with people has a phone of their own, with the study's forms and no organisation's own."""
        if asked.role not in OTHERS:
            return {}
        if asked.owner == MINE and "device" in asked.route.captured:
            account, home = self.readers[asked.role, asked.home], self.village.organisations[asked.home]
            return {"device": devices.add(account, home)[0].code}
        return {"version": self.study} if asked.row.page.startswith("openrosa:") else {}

    def shown(self, asked: Asked, address: str) -> dict[str, str]:
        """What a program shows instead of a session: a token, or a phone's own password."""
        if address.startswith("/line/"):  # a telephone company's proof; who else is signed in changes nothing
            given = base64.b64encode(f"{address.split('/')[2]}:{RINGS}".encode()).decode()
            return {"Authorization": f"Basic {given}"}
        if asked.role == NOBODY:
            return {}
        account = self.readers[asked.role, asked.home]
        if address.startswith(("/openrosa/", "/field/api/")):
            device, password = devices.add(account, self.village.organisations[asked.home])
            given = base64.b64encode(f"{device.code}:{password}".encode()).decode()
            return {"Authorization": f"Basic {given}"}
        if address.startswith("/api/"):
            token = secrets.token_urlsafe()
            ApiToken.objects.create(account=account, digest=ApiToken.hash(token), valid_to=today())
            return {"Authorization": f"Bearer {token}"}
        return {}

    def fault(self, asked: Asked) -> str:
        """What is wrong with the answer to a request, as a sentence; empty if the table is kept."""
        response = self.request(asked)
        status = response.status_code
        read(response)
        if asked.expected:
            closed = status in {401, 403, 404, 405} or status >= 500 or self.sent_to_login(asked, response)
            return f"{asked}: allowed, but the answer is {status}" if closed else ""
        program = asked.route.pattern.startswith(PROGRAMS)
        if asked.role == NOBODY and asked.row.method == "GET" and not program:
            return "" if self.sent_to_login(asked, response) else f"{asked}: not sent to the login, but {status}"
        signed_out = asked.role == NOBODY and status == 403 and response.templates[:1] and response.templates[0].name
        kept = status == 404 or (status == 401 and program) or signed_out == "site/signed_out.html"
        return "" if kept else f"{asked}: not allowed, but the answer is {status}"

    def sent_to_login(self, asked: Asked, response: HttpResponse) -> bool:
        """Whether a page of ours answered with the way to the login page; allauth's own pages do that by themselves."""
        own = not asked.row.page.startswith(("account_", "mfa_"))
        return own and response.status_code == 302 and "/account/login/" in response["Location"]


def build(village: Village, data: Path) -> House:
    """Readers, and things that belong to each organisation."""
    house = House(village)
    village.key()
    for home in HOMES:
        organisation = village.organisations[home]
        for role in Role.values:
            name = f"{role.title()} of {organisation.name}"
            account = Account.objects.create_user(f"{role}.{home}", PASSPHRASE, name)
            Membership.objects.create(account=account, organisation=organisation, role=role, valid_from=LONG_AGO)
            house.readers[role, home] = account
        house.things[home] = belongings(house, home) | people(house, home)
        house.things[home] |= sent(house, home)
        house.things[home] |= cases(house, home)
    house.things[MINE] = house.things["one"] | everybodys(house)
    for home, away in (("one", "network"), ("network", "two"), ("two", "one")):
        code = shared_case(house, home, away)
        house.things[home]["shared"] = house.things[away]["joint"] = code
    house.things[MINE] |= {"shared": shared_case(house, MINE, "two"), "joint": shared_case(house, "network", "one")}
    JointFile.objects.filter(code=house.things[MINE]["joint"]).update(worker=house.readers["worker", "one"])
    for things in house.things.values():
        things["paper"] = "a-paper"
    house.study = a_talk()
    spoken = data / "prompts" / "en" / "start.mp3"
    spoken.parent.mkdir(parents=True)
    spoken.write_bytes(b"ID3")
    return house


def belongings(house: House, home: str) -> dict[str, object]:
    """What an organisation has: a counting key, a stack, a sitting, a pass; and an office that everybody knows."""
    organisation = house.village.organisations[home]
    leader, coordinator = (house.readers[role, home] for role in ("leader", "coordinator"))
    if home != "network":
        keys.make_key(organisation, {leader: PASSPHRASE}, {coordinator: PASSPHRASE})
    stack, _numbers = cards.print_stack(organisation, house.readers["manager", home], 1)
    sitting = Sitting.objects.create(room=organisation, leader=leader, coordinator=coordinator, state="done")
    return {
        "stack": stack.code, "sitting": sitting.pk, "ratee": house.village.offices["bdo"].code,
        "report": "offices", "format": "csv", "language": "en", "disguise": "notes", "key": "start",
        "note": new_pass("kiosk", leader, organisation),
    }  # fmt: skip


def people(house: House, home: str) -> dict[str, object]:
    """Two people in the vault of an organisation, whose key its supervisor can open; nobody is assigned to them."""
    organisation, keeper = house.village.organisations[home], house.readers["supervisor", home]
    vault_keys.make_worker_key(keeper, PASSPHRASE)
    with scope.bound(organisation.code):
        vault_keys.rehearse(organisation, vault_keys.set_up(organisation, keeper)[:2])
        person, other = (identity.register(organisation, NAMELESS, keeper) for _ in range(2))
        token = files.keep_file(person, io.BytesIO(PAPER), "a paper.pdf", "scan", keeper).token
    return {
        "organisation": organisation.code, "person": person.code, "other": other.code, "token": token,
        "name": "2026-11-warning",
    }  # fmt: skip


def cases(house: House, home: str) -> dict[str, object]:
    """A case of the first person with a thread of several kinds, a collective, and a screen that all may use."""
    keeper, organisation = house.readers["supervisor", home], house.village.organisations[home]
    group = Book.objects.create(organisation=organisation, kind=Book.Kind.GROUP, opened_by=keeper)
    agreed = Book.objects.create(organisation=organisation, kind=Book.Kind.HOUSE, opened_by=keeper)
    case(organisation, str(house.things[home]["person"]), keeper)
    for book, kind, number in (
        (group, "group", "group"),
        (group, "meeting", "a-meeting"),
        (agreed, "tool", "tool-who5"),
    ):
        Thread.objects.create(book=book, kind=kind, number=number, state="open", values=SAID.get(kind, {}))
    for role in Role.values:
        account = house.readers[role, home]
        Thread.objects.create(
            book=agreed, kind="screener", number=f"screener-{account.pk}", state="open", values={"account": account.pk}
        )
    return {"group": group.code, "thread": "a-need", "kind": "todo", "tool": "who5", "series": "legal-aid"}


def shared_case(house: House, home: str, away: str) -> str:
    """The code of a case of the first person of one organisation, which works on it with another one."""
    person, other = str(house.things[home]["person"]), house.village.organisations[away]
    own = "one" if home == MINE else home
    keeper, answers = house.readers["supervisor", own], house.readers["supervisor", away]
    thread = Thread.objects.get(book__person=person, number="a-court_case")
    with scope.bound(house.village.organisations[own].code):
        found = Person.objects.get(code=person)
        share(found, other, keeper)
        made = joint.offer(found, thread, other, keeper)
    with scope.bound(other.code):
        joint.accept(made, answers)
    JointPaper.objects.create(joint=made, number="a-paper", kind="fir", side="home", by=keeper)
    return made.code


def case(organisation: Organisation, person: str, keeper: Account) -> None:
    """A case with a plan, a need and somebody's going away for work."""
    book = Book.objects.create(organisation=organisation, person=person, basis="consent", opened_by=keeper)
    Thread.objects.create(book=book, kind="plan", number="plan", state="writing", values={"horizon": "year"})
    for kind in ("need", "migration", "court_case", "claim", "claim_paper"):
        Thread.objects.create(book=book, kind=kind, number=f"a-{kind}", state="open", values=SAID.get(kind, {}))


def sent(house: House, home: str) -> dict[str, object]:
    """A form of an organisation with a recording, a phone of its supervisor, and what that sent and nobody can read."""
    organisation, keeper = house.village.organisations[home], house.readers["supervisor", home]
    version = publish.upload(FORM, "visit.md", organisation, None)
    publish.add_media(version, "2026-11-warning", b"ID3")
    device, _password = devices.add(keeper, organisation)
    arrival = inbox.receive(device, b"no record", {}).arrival
    made = {"version": publish.go_live(version).pk, "device": device.code, "arrival": arrival.pk if arrival else 0}
    entity = Entity.objects.create(dataset=Dataset.objects.create(organisation=organisation, name="wells"), key="w")
    return made | reported(arrival, keeper) | {"entity": entity.pk} | ringing(organisation, keeper)


def a_talk() -> int:
    """One of the study's forms, in use, with a recording."""
    content = (publish.SHIPPED / "focus_group" / "form.md").read_bytes()
    version = publish.upload(content, "focus_group.md", None, None)
    publish.add_media(version, "2026-11-warning", b"ID3")
    return publish.go_live(version).pk


def ringing(organisation: Organisation, keeper: Account) -> dict[str, object]:
    """A telephone line that is on, with a sound."""
    line = Line.objects.create(
        organisation=organisation, by=keeper, on=True, languages=["bn"], doors=["rights"], secret=lines.digest(RINGS)
    )
    about = {"prompt": "welcome", "language": "bn", "kind": "audio/wav", "content": b"RIFF"}
    return {"line": line.code, "sound": Recording.objects.create(line=line, token=line.code, **about).token}


def reported(arrival: Arrival | None, by: Account) -> dict[str, object]:
    """A talk, and a report about an office, as if that had been one."""
    if arrival is None:
        return {}
    about = {"arrival": arrival, "organisation": arrival.organisation}
    talk = Talk.objects.create(tool=Talk.Tool.KEY_INFORMANT, day=today(), agreed=True, **about)
    report = OfficeReport.objects.create(what="closed", source="visited", by=by, **about)
    call = Call.objects.create(
        organisation=arrival.organisation, instance="uuid:call", day=today(), by=by, caller="unnamed", can_speak="yes",
        danger="no", call_for="self", under_18="no", category=["health"], urgency="week", done=["listened"],
    )  # fmt: skip
    follow_up = FollowUp.objects.create(
        organisation=arrival.organisation, call=call, on=today(), how="she_calls", made_by=by
    )
    turn = Turn.objects.create(
        organisation=arrival.organisation, instance="a-page", desk="helpdesk", number=1, purpose=["ration"], by=by
    )
    return {
        "talk": talk.pk, "office_report": report.pk, "call": call.code, "followup": follow_up.pk, "turn": turn.code,
    }  # fmt: skip


def everybodys(house: House) -> dict[str, object]:
    """One more person of CBO One, with a file, to whom every reader there is assigned; and the worker's own phone."""
    organisation, keeper = house.village.organisations["one"], house.readers["supervisor", "one"]
    with scope.bound(organisation.code):
        person: Person = identity.register(organisation, NAMELESS, keeper)
        for role in Role.values:
            account = house.readers[role, "one"]
            Assignment.objects.create(person=person, account=account.pk, kind=assign.Kind.STAND_IN, by=keeper.pk)
        token = files.keep_file(person, io.BytesIO(PAPER), "a paper.pdf", "scan", keeper).token
    case(organisation, person.code, keeper)
    device, _password = devices.add(house.readers["worker", "one"], organisation)
    return {"person": person.code, "token": token, "device": device.code}


def voices(village: Village, data: Path) -> None:
    """Five survivors of CBO One rate the block office and CBO One's desk; it is counted and comes out."""
    for face, number in enumerate(village.cards(5)):
        village.tell(number, "bdo", face=1 + face % 4)
        village.tell(number, "desk_one", face=1 + face % 4)
    village.age()
    count.count(village.organisations["network"], *village.counters())
    take(data)


def give_second_factors(house: House) -> None:
    """The pages about the second factor are there for those who have one."""
    for account in house.readers.values():
        TOTP.activate(account, generate_totp_secret())
        RecoveryCodes.activate(account)


def owned(route: Route) -> bool:
    """Whether an address names something that belongs to an organisation."""
    return any(name in sheet().owners for name in route.captured)


def owners(route: Route, home: str) -> tuple[str, ...]:
    """Whose things an address is asked about: of every organisation, and what (somebody, a phone) is the reader's."""
    return (*HOMES, MINE) if {"person", "device", "joint"} & set(route.captured) and home == "one" else HOMES


def questions(row: Row, route: Route, homes: tuple[str, ...]) -> Iterator[Asked]:
    """Every role from every organisation, and nobody. What belongs to somebody is asked for in every relation."""
    for home in homes:
        for role in Role.values:
            for owner in owners(route, home) if owned(route) else (home,):
                relation = RELATIONS[home, owner] if owned(route) else None
                yield Asked(row, route, role, home, owner, row.allows(role, relation))
    yield Asked(row, route, NOBODY, NOBODY, "one", row.cells[ANYONE] != "no")

"""Ten thousand bad days of a phone: whatever the network does, what was acknowledged is there, once, and whole.

A day: one to four records, some with pictures, some corrected on the phone, some with a list's entry; the line drops
requests and answers, doubles and reorders them and cuts them in the middle; months pass and the form has a new
version; the password expires while the phone is offline, the clock is years off, the app is installed anew, a record is
changed while it is sent, or is sent again though the phone had forgotten it.
"""

from __future__ import annotations

import os
import random
import sys
import uuid
from collections import Counter
from dataclasses import dataclass, field

import pytest
from django.test import Client

from pakhi.field import devices, publish
from pakhi.field.models import Answer, Arrival, Device, Entity
from pakhi.field.tests.conftest import Phone, organisations, quick_passwords, ready  # noqa: F401 - fixtures
from pakhi.network.models import Organisation
from pakhi.vault import files
from tests.prove.phones import packed
from tests.village import Village

pytestmark = [pytest.mark.prove, pytest.mark.django_db(databases=["default", "vault", "ballots"])]

DAYS = int(os.environ.get("PAKHI_FAULT_DAYS", "10000"))
FORM = """
| survey |
| | type | name | label | save_to |
| | text | who | Who? | |
| | select_one yes_no | came | Did she come? | came |
| | integer | children | How many children? | children |
| | image | picture | A picture | |
| choices |
| | list_name | name | label |
| | yes_no | yes | Yes |
| | yes_no | no | No |
| entities |
| | list_name | label |
| | houses | string(${children}) |
| settings |
| | form_title | form_id | version |
| | Visit | visit | VERSION |
"""
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(300)


@dataclass
class Copy:
    """One version of one record, as it lies in the outbox. `told`: the phone heard that all of it has arrived."""

    instance: str
    version: str
    children: int
    replaces: str = ""
    names: tuple[str, ...] = ()
    entity: str = ""
    clock: int = 2026
    told: bool = False
    refused: bool = False

    @property
    def content(self) -> bytes:
        meta = f"<instanceID>{self.instance}</instanceID>"
        meta += f"<deprecatedID>{self.replaces}</deprecatedID>" if self.replaces else ""
        if self.entity:
            meta += f'<entity dataset="houses" id="{self.entity}" create="1"><label>{self.children}</label></entity>'
        pictures = "".join(f"<picture>{name}</picture>" for name in self.names)
        return (
            f'<data id="visit" version="{self.version}"><start>{self.clock}-01-01T10:00:00</start><who>Somebody</who>'
            f"<came>yes</came><children>{self.children}</children>{pictures}<meta>{meta}</meta></data>"
        ).encode()


@dataclass
class Day:
    """A phone on a bad day, and the server it speaks to."""

    place: Place
    rng: random.Random
    device: Device
    shown: str
    copies: list[Copy] = field(default_factory=list)
    met: Counter[str] = field(default_factory=Counter)

    def write(self) -> None:
        """Fill one to four records; some are corrected, one after the other, before anything is sent."""
        for _record in range(self.rng.randint(1, 4)):
            names = tuple(f"{self.rng.getrandbits(48):x}.png" for _n in range(self.rng.choice([0, 0, 1, 2])))
            entity = str(uuid.UUID(int=self.rng.getrandbits(128), version=4)) if self.rng.random() < 0.3 else ""
            first = Copy(
                self.number(), self.place.version, self.rng.randrange(90), names=names, entity=entity,
                clock=2026 + self.rng.choice([0, 0, -3, 3]),
            )  # fmt: skip
            self.met["a clock that is years off"] += first.clock != 2026
            self.copies.append(first)
            for _edit in range(self.rng.choice([0, 0, 0, 1, 2])):
                last = self.copies[-1]
                self.copies.append(
                    Copy(self.number(), last.version, last.children + 1, last.instance, last.names, last.entity)
                )
                self.met["corrected on the phone"] += 1

    def number(self) -> str:
        return f"uuid:{uuid.UUID(int=self.rng.getrandbits(128), version=4)}"

    def go(self) -> None:
        """Send under faults for a while, then in peace until nothing is left."""
        for _attempt in range(self.rng.randint(2, 12)):
            self.something_happens()
            waiting = [copy for copy in self.copies if not copy.told] or self.copies  # a full outbox, or a repeat
            copy = self.rng.choice(waiting)
            self.met["sent again after it was forgotten"] += copy.told
            self.send(copy, faults=True)
        self.place.admit(self)
        for _round in range(2):
            for copy in self.rng.sample(self.copies, len(self.copies)):
                if not (copy.told or copy.refused):
                    self.send(copy, faults=False)

    def something_happens(self) -> None:
        """Between two attempts: now and then a password ends, an app is new, months pass, a record is changed."""
        chance = self.rng.random()
        if chance < 0.04:
            devices.revoke(self.device)
            self.met["the password had expired"] += 1
        elif chance < 0.10:
            self.place.admit(self)
            self.met["installed anew"] += 1
        elif chance < 0.105:
            self.place.renew()
            self.met["sixty days passed: the form is closed"] += 1
        elif chance < 0.14:
            changed = self.rng.choice(self.copies)
            other = Copy(**{**changed.__dict__, "children": changed.children + 500, "told": False, "refused": False})
            self.copies.append(other)
            self.met["changed while it was sent"] += 1

    def send(self, copy: Copy, faults: bool) -> None:
        """All parts of one copy, each with its own luck."""
        parts = [{name: PICTURE + name.encode()} for name in copy.names] if self.rng.random() < 0.5 else []
        whole = {name: PICTURE + name.encode() for name in copy.names}
        heard = []
        for files_of in parts or [whole]:
            kind, body = packed({"xml_submission_file": copy.content, **files_of})
            heard.append(self.line(kind, body, faults))
        if all(status == 201 for status in heard):
            copy.told = True
        if 409 in heard:
            copy.refused = True

    def line(self, kind: str, body: bytes, faults: bool) -> int:
        """One request over a bad line; 0 if the phone hears nothing."""
        luck = self.rng.random() if faults else 1.0
        if luck < 0.15:
            self.met["the request was lost"] += 1
            return 0
        if luck < 0.30:
            cut = body[: self.rng.randrange(1, len(body))]
            self.met["cut in the middle"] += 1
            status = self.post(kind, cut)
            assert status in {201, 400, 401, 409}
            return status if status != 201 else 0  # the phone has no whole answer to a request it has not ended
        status = self.post(kind, body)
        if luck < 0.45:
            self.met["doubled on the way"] += 1
            assert self.post(kind, body) == status
        if luck < 0.60:
            self.met["the answer was lost"] += 1
            return 0
        return status

    def post(self, kind: str, body: bytes) -> int:
        address = f"/openrosa/{self.place.one.code}/submission"
        return self.place.client.post(address, body, kind, headers={"Authorization": self.shown}).status_code


@dataclass
class Place:
    """CBO One, whose form gets a new version now and then."""

    village: Village
    version: str = ""
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    @property
    def one(self) -> Organisation:
        return self.village.organisations["one"]

    def renew(self) -> None:
        self.version = str(int(self.version or 0) + 1)
        form = FORM.replace("VERSION", self.version)
        publish.go_live(publish.upload(form.encode(), "visit.md", self.one, None))

    def admit(self, day: Day) -> None:
        """The phone gets a password again."""
        device, password = devices.add(self.village.accounts["mou"], self.one)
        day.device, day.shown = device, Phone(device, password, self.one).shown["Authorization"]

    def day(self, rng: random.Random) -> Day:
        device, password = devices.add(self.village.accounts["mou"], self.one)
        return Day(self, rng, device, Phone(device, password, self.one).shown["Authorization"])


def nothing_lost(day: Day) -> int:
    """What lies there of one day. Gives the number of records that are in conflict."""
    numbers = {copy.instance for copy in day.copies}
    rows = list(Arrival.objects.filter(instance__in=numbers).prefetch_related("attachments"))
    sent = {(copy.instance, copy.children): copy for copy in day.copies}
    assert {row.instance for row in rows} == numbers, "a record is missing"
    assert len(rows) == len({(row.instance, bytes(row.digest)) for row in rows}) <= len(sent), "a record is doubled"
    conflicts = [row for row in rows if row.why == "conflict"]
    stands = {row.instance: row for row in rows if row.why != "conflict"}
    assert {row.state for row in stands.values()} <= {"taken", "replaced"}
    for copy in day.copies:
        assert copy.told or copy.refused, "a phone still waits for an answer"
    replaced = {copy.replaces for copy in day.copies if copy.replaces}
    for instance, row in stands.items():
        assert (row.state == "replaced") == (instance in replaced)
        if row.state == "taken":
            said = Answer.objects.get(arrival=row, question="children").value
            assert (instance, int(said)) in sent
        for attachment in row.attachments.all():
            assert attachment.token
            assert (files.folder() / attachment.token).stat().st_size > len(PICTURE)
    made = {copy.entity for copy in day.copies if copy.entity}
    assert set(Entity.objects.filter(key__in=made, number__gt=0).values_list("key", flat=True)) == made
    return len(conflicts)


@pytest.fixture
def place(ready: Village) -> Place:  # noqa: F811 - a fixture
    made = Place(ready)
    made.renew()
    return made


def test_ten_thousand_bad_days(place: Place, capsys) -> None:
    met: Counter[str] = Counter()
    records = conflicts = 0
    for number in range(DAYS):
        day = place.day(random.Random(f"day {number}"))
        day.write()
        day.go()
        conflicts += nothing_lost(day)
        records += len(day.copies)
        met += day.met
    assert len(met) == 11, "some of the faults never happened"
    with capsys.disabled():
        sys.stdout.write(
            f"\n  {DAYS} days, {records} records, {conflicts} conflicts kept for a person; 0 lost, 0 doubled\n"
        )
        for what, times in met.most_common():
            sys.stdout.write(f"    {times:>7} {what}\n")

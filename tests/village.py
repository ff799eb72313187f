"""The cast. Every test knows them:

Asha and Rina are survivors of the same village and leaders of their collective. Mou is the field worker of CBO One
who serves Asha, Salma her supervisor, Mina the programme manager, Ravi does the MIS. Devi coordinates the network,
Noor does research, Finn funds. Kabir works for CBO Two, outside the network: he must see nothing. Gopal sits in the
panchayat, is rated and hostile; Hari is the Block Development Officer, rated and good. Neither has an account.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client

from pakhi.lib.clock import Quarter, this_quarter
from pakhi.network.models import (
    Account,
    Affiliation,
    Holder,
    Membership,
    Office,
    Organisation,
    Place,
    PlaceName,
    Post,
)  # fmt: skip
from pakhi.voice import cards, cast, keys
from pakhi.voice import count as counting
from pakhi.voice.ballots.models import Archive, Ballot, Card, Outgoing, Words
from pakhi.voice.models import CountingKey, Sitting, Stack
from pakhi.voice.opening import read

__all__ = ["Archive", "Ballot", "Card", "Outgoing", "Words"]  # for tests in rooms that may not know ballots

PASSWORD = "neem-leaf-river-7"
PASSPHRASE = {"rina": "tamarind under the moon", "devi": "seven slow ferries"}
LONG_AGO = dt.date(2020, 4, 1)

CAST = {
    "asha": ("Asha", "leader", "one"),
    "rina": ("Rina", "leader", "one"),
    "mou": ("Mou", "worker", "one"),
    "salma": ("Salma", "supervisor", "one"),
    "mina": ("Mina", "manager", "one"),
    "ravi": ("Ravi", "mis", "one"),
    "devi": ("Devi", "coordinator", "network"),
    "noor": ("Noor", "researcher", "research"),
    "finn": ("Finn", "funder", "funder"),
    "kabir": ("Kabir", "worker", "two"),
}


@dataclass
class Village:
    """What was built, by name."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    offices: dict[str, Office] = field(default_factory=dict)
    holders: dict[str, Holder] = field(default_factory=dict)

    def __getattr__(self, name: str) -> object:
        for known in ("accounts", "organisations", "offices", "holders", "places"):
            if name in self.__dict__.get(known, {}):
                return self.__dict__[known][name]
        raise AttributeError(name)

    def client(self, name: str | None = None) -> Client:
        """A browser in which somebody is signed in, or nobody."""
        client = Client()
        if name:
            client.force_login(self.accounts[name], backend="allauth.account.auth_backends.AuthenticationBackend")
            client.cookies["desk"]["path"] = "/"
        return client

    def key(self) -> CountingKey:
        """The network's counting key, held by Rina and Devi; made on first use."""
        network = self.organisations["network"]
        found = CountingKey.objects.filter(room=network).first()
        return found or keys.make_key(
            network,
            {self.accounts["rina"]: PASSPHRASE["rina"]},
            {self.accounts["devi"]: PASSPHRASE["devi"]},
        )

    def counters(self) -> tuple[tuple[Account, str], tuple[Account, str]]:
        """Rina and Devi with their passphrases."""
        return (self.accounts["rina"], PASSPHRASE["rina"]), (self.accounts["devi"], PASSPHRASE["devi"])

    def cards(self, many: int = 1, organisation: str = "one") -> list[str]:
        """Numbers of active cards of a collective, activated by Asha and Rina."""
        stack, numbers = cards.print_stack(self.organisations[organisation], self.accounts["mina"], many)
        cards.activate(stack, self.accounts["asha"], self.accounts["rina"], many)
        return numbers

    def tell(self, number: str, about: str = "bdo", mode: str = "phone", face: int = 3, **more: object) -> None:
        """Cast a ballot with a card about an office (by its name here) or a holder."""
        holder = self.holders.get(about)
        office = holder.post.office if holder else self.offices[about]
        items = more.pop("items", {"respect": face, "listened": face})
        reply = cast.Reply(office.code, holder.code if holder else "", items=items, **more)  # type: ignore[arg-type]
        cast.cast(cards.hold(number), reply, mode)

    def opened(self) -> keys.Opened:
        """The private key that only Rina and Devi together have: for looking under the seal in a test."""
        return keys.open_key(self.key(), *self.counters())

    def count(self, **more: object) -> Sitting:
        """Rina and Devi count."""
        return counting.count(self.organisations["network"], *self.counters(), **more)  # type: ignore[arg-type]

    def age(self, quarters: int = 1) -> None:
        """Let so many quarters pass: what was cast this quarter lies in an earlier one, and is due."""
        key = self.key()
        earlier = str(this_quarter().plus(-quarters))
        private = self.opened().private
        for ballot in Ballot.objects.filter(spent=False, quarter=str(this_quarter())):
            inside = read(private, bytes(ballot.sealed))
            assert inside is not None
            inside["quarter"] = earlier
            ballot.quarter, ballot.sealed = earlier, cast.sealed(key, inside)
            ballot.slot = ballot.slot[::-1]
            ballot.save()


@cache
def hashed(hasher: str) -> str:
    """Everybody's password as a hasher writes it, hashed once: hashing is slow on purpose."""
    return make_password(PASSWORD)


def build() -> Village:
    """Two organisations in one state, one of them outside the network, and everybody of the cast."""
    village, password = Village(), hashed(settings.PASSWORD_HASHERS[0])
    _places(village)
    _organisations(village)
    for name, (shown, role, organisation) in CAST.items():
        account = village.accounts[name] = Account.objects.create(username=name, name=shown, password=password)
        Membership.objects.create(
            account=account, organisation=village.organisations[organisation], role=role, valid_from=LONG_AGO
        )
    _offices(village)
    return village


def _places(village: Village) -> None:
    parent = None
    for key, kind, code, name in (
        ("state", "state", "19", "West Bengal"),
        ("district", "district", "303", "North 24 Parganas"),
        ("block", "block", "2747", "Amdanga"),
        ("panchayat", "panchayat", "p1", "Doyelgram"),
        ("hamlet", "village", "v1", "Shalikpur"),
    ):
        parent = village.places[key] = Place.objects.create(kind=kind, code=code, parent=parent)
        PlaceName.objects.create(place=parent, language="en", text=name)


def build_another_state() -> None:
    """A state with one district, far away."""
    state = Place.objects.create(kind="state", code="27")
    district = Place.objects.create(kind="district", code="490", parent=state)
    for place, name in ((state, "Maharashtra"), (district, "Pune")):
        PlaceName.objects.create(place=place, language="en", text=name)


def _organisations(village: Village) -> None:
    rows = (
        ("network", "network", "Banyan Network"), ("one", "cbo", "CBO One"), ("two", "cbo", "CBO Two"),
        ("funder", "funder", "Friends of Trees Fund"), ("research", "ngo", "Open Window Research"),
    )  # fmt: skip
    for key, kind, name in rows:
        village.organisations[key] = Organisation.objects.create(kind=kind, name=name, place=village.places["district"])
    Affiliation.objects.create(
        member=village.organisations["one"], network=village.organisations["network"], valid_from=LONG_AGO
    )


def _offices(village: Village) -> None:
    rows = (
        ("bdo", "bdo", "block", "Block office, Amdanga", None, "hari", "Block Development Officer", "Hari"),
        ("gp", "gp", "panchayat", "Doyelgram panchayat", None, "gopal", "Member", "Gopal"),
        ("police", "police_oc", "block", "Amdanga police station", None, None, "", ""),
        ("desk_one", "cbo", "block", "CBO One", "one", "mou_seat", "Field worker", "Mou"),
        ("desk_two", "cbo", "block", "CBO Two", "two", "kabir_seat", "Field worker", "Kabir"),
    )
    for key, kind, place, name, organisation, seat, post, holder in rows:
        office = village.offices[key] = Office.objects.create(
            kind=kind, place=village.places[place], names={"en": name}, valid_from=LONG_AGO,
            organisation=village.organisations[organisation] if organisation else None,
        )  # fmt: skip
        if seat:
            chair = Post.objects.create(office=office, names={"en": post})
            village.holders[seat] = Holder.objects.create(
                post=chair, names={"en": holder}, account=village.accounts.get(seat.removesuffix("_seat")),
                valid_from=LONG_AGO,
            )  # fmt: skip


def cards_of(stack: Stack) -> dict[str, int]:
    """How many cards of a stack are in which state."""
    found: dict[str, int] = {}
    for state in Card.objects.filter(stack=stack.code).values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def last_quarter() -> Quarter:
    """The quarter before this one."""
    return this_quarter().plus(-1)

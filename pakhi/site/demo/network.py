"""The demonstration network: the organisations, offices and people that the study's first case describes.

Everything comes from a seed: the same seed and day make the same network, codes and all. Blocks are real;
people, villages and organisations are plainly invented. Nobody here is a survivor to the product: leaders
have accounts, and how many survivors a collective has is only a number.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.db import transaction

from pakhi.lib.clock import Quarter, today
from pakhi.network.kinds import kinds
from pakhi.network.models import (
    Account,
    Affiliation,
    Holder,
    Jurisdiction,
    Membership,
    Office,
    Organisation,
    Place,
    Post,
    Programme,
)
from pakhi.network.models.account import Role
from pakhi.site.demo.ground import District, Spot, lay_ground, shares
from pakhi.site.demo.names import Inventor, Names

FOUNDED = dt.date(2013, 4, 1)
QUARTERS = 8  # two years of voices before the open quarter
IN_BLOCK = ("bdo", "police_oc", "bmoh", "cdpo", "si_school", "bank", "ration_dealer")
IN_PANCHAYAT = ("gp", "asha", "aww")
IN_DISTRICT = (
    "dm", "dlsa", "sp", "ahtu", "cwc", "dcpu", "osc_admin", "trial_court", "hospital_head",
    "shelter_home", "shelter_home",
)  # fmt: skip
POSTS = {
    "bdo": ("officer", "joint_officer"), "police_oc": ("in_charge", "women_desk"),
    "gp": ("gp_member", "gp_member"), "asha": ("asha",), "aww": ("aww",),
}  # fmt: skip
CHANGED = 0.2  # of the posts had a new holder within the two years
SHARED_STATION = 5  # every so many police stations answer for the next block too
CAST_IN_ONE = {"salma": Role.SUPERVISOR, "mina": Role.MANAGER, "ravi": Role.MIS, "mou": Role.WORKER}


@dataclass
class Area:
    """Where one organisation works: its blocks and villages, its desk, and how many survivors it serves."""

    organisation: Organisation
    blocks: list[Place]
    villages: list[Place]
    survivors: int
    desk: Office
    leaders: list[Account] = field(default_factory=list)
    workers: list[Holder] = field(default_factory=list)


@dataclass
class Demo:
    """What was built. `holders` has past ones too; `accounts` are by user name."""

    scale: str
    seed: int
    start: dt.date  # first day of the oldest quarter with voices
    network: Organisation
    outside: Area
    funder: Organisation
    programme: Programme
    areas: list[Area]
    accounts: dict[str, Account]
    offices: list[Office]
    holders: list[Holder]


@transaction.atomic
def build(scale: str = "pat", seed: int = 1, *, password: str, on: dt.date | None = None) -> Demo:
    """Build the network of a scale ("pat" or "state") into empty tables, as of a day (today).

    All accounts have the same password. Raises ValueError on another scale.
    """
    if scale not in {"pat", "state"}:
        raise ValueError("The demonstration has the scales pat and state.")
    return Builder(scale, seed, password, on or today()).build()


class Builder:
    """Collects rows kind by kind, and saves them in bulk."""

    def __init__(self, scale: str, seed: int, password: str, on: dt.date) -> None:
        self.scale, self.seed, self.on = scale, seed, on
        self.start = Quarter.of(on).plus(-QUARTERS).first_day
        self.rng = random.Random(seed)  # noqa: S311  (a demonstration, not a secret)
        self.password = make_password(password)  # once: hashing is slow on purpose
        self.invent = Inventor(self.rng)
        self.waiting = {"officer": "hari", "gp_member": "gopal"}
        self.organisations: list[Organisation] = []
        self.accounts: dict[str, Account] = {}
        self.memberships: list[Membership] = []
        self.offices: list[Office] = []
        self.posts: list[Post] = []
        self.holders: list[Holder] = []
        self.jurisdictions: list[Jurisdiction] = []

    def build(self) -> Demo:
        districts = lay_ground(self.scale, self.rng)
        network = self.organisation("network", "Banyan Network", districts[0].spot)
        funder = self.organisation("funder", "Friends of Trees Fund")
        research = self.organisation("ngo", "Open Window Research")
        areas = self.areas(districts)
        outside_of = districts[0].outside or districts[0].blocks[0]
        outside = self.area("CBO Two", [outside_of], 0)
        for district in districts:
            self.public_offices(district)
        self.people(network, funder, research, areas, outside)
        self.save()
        programme = self.join(network, funder, areas)
        return Demo(
            self.scale, self.seed, self.start, network, outside, funder, programme, areas, self.accounts,
            self.offices, self.holders,
        )  # fmt: skip

    # Organisations

    def organisation(self, kind: str, name: str, spot: Spot | None = None) -> Organisation:
        organisation = Organisation(code=self.invent.code(6), kind=kind, name=name, place=spot.place if spot else None)
        self.organisations.append(organisation)
        return organisation

    def areas(self, districts: list[District]) -> list[Area]:
        """One area an organisation; the first is CBO One's."""
        names = iter(self.invent.organisations())
        made = []
        for district in districts:
            blocks = iter(district.blocks)
            sizes = shares(len(district.blocks), district.organisations)
            for size, survivors in zip(sizes, shares(district.survivors, len(sizes)), strict=True):
                made.append(self.area(next(names), [next(blocks) for _ in range(size)], survivors))
        return made

    def area(self, name: str, blocks: list[Spot], survivors: int) -> Area:
        organisation = self.organisation("cbo", name, blocks[0])
        office = self.office("cbo", blocks[0], self.invent.desk(name))
        office.organisation = organisation
        villages = [v.place for block in blocks for panchayat in block.parts for v in panchayat.parts]
        return Area(organisation, [block.place for block in blocks], villages, survivors, office)

    def join(self, network: Organisation, funder: Organisation, areas: list[Area]) -> Programme:
        Affiliation.objects.bulk_create(
            [Affiliation(member=a.organisation, network=network, valid_from=FOUNDED) for a in areas]
        )
        return Programme.objects.create(organisation=network, funder=funder, name="Shakti", valid_from=self.start)

    # Offices

    def office(self, kind: str, spot: Spot, names: Names | None = None) -> Office:
        """An office called after its kind and place, unless it has names of its own."""
        called = kinds()[kind]
        languages = self.invent.languages
        names = names or {k: f"{called.name(k)}, {spot.names.get(k, spot.names['en'])}" for k in languages}
        office = Office(code=self.invent.code(7), kind=kind, place=spot.place, names=names, valid_from=FOUNDED)
        self.offices.append(office)
        return office

    def public_offices(self, district: District) -> None:
        trees = iter(self.invent.trees(len(IN_DISTRICT)))
        for kind in IN_DISTRICT:
            office = self.office(kind, district.spot)
            if kind == "shelter_home":
                tree = next(trees)
                office.names = {k: f"{tree[k]} – {name}" for k, name in office.names.items()}
        for block in district.blocks:
            for kind in IN_BLOCK:
                self.staffed(kind, block)
            for panchayat in block.parts:
                for kind in IN_PANCHAYAT:
                    self.staffed(kind, panchayat)
        self.police(district)

    def staffed(self, kind: str, spot: Spot) -> None:
        office = self.office(kind, spot)
        for post in POSTS.get(kind, ()):
            self.hold(office, post, self.cast_holder(post))

    def cast_holder(self, post: str) -> Names | None:
        """Hari is the first block officer and Gopal the first panchayat member; the others are nobody's."""
        cast = self.waiting.pop(post, "")
        return self.invent.word("cast", cast) if cast else None

    def hold(self, office: Office, post: str, names: Names | None, account: Account | None = None) -> Holder:
        """Somebody in a post; without a given name anybody, and in one post of five somebody else before."""
        chair = Post(code=self.invent.code(7), office=office, names=self.invent.word("posts", post))
        self.posts.append(chair)
        since = self.start - dt.timedelta(days=self.rng.randint(60, 1500))
        if names is None and self.rng.random() < CHANGED:
            new = self.start + dt.timedelta(days=self.rng.randint(30, (self.on - self.start).days - 30))
            self.holder(chair, self.invent.person(), since, new - dt.timedelta(days=1))
            since = new
        return self.holder(chair, names or self.invent.person(), since, None, account)

    def holder(
        self, post: Post, names: Names, since: dt.date, until: dt.date | None, account: Account | None = None
    ) -> Holder:
        holder = Holder(
            code=self.invent.code(7),
            post=post,
            names=names,
            account=account,
            valid_from=since,
            valid_to=until,
        )
        self.holders.append(holder)
        return holder

    def police(self, district: District) -> None:
        """Stations answer for their block, some for the next one too."""
        stations = {o.place.pk: o for o in self.offices if o.kind == "police_oc"}
        for number, block in enumerate(district.blocks):
            following = district.blocks[number + 1 : number + 2] if number % SHARED_STATION == 0 else []
            for spot in [block, *following]:
                self.jurisdictions.append(
                    Jurisdiction(office=stations[block.place.pk], place=spot.place, valid_from=FOUNDED)
                )

    # People with accounts

    def people(
        self,
        network: Organisation,
        funder: Organisation,
        research: Organisation,
        areas: list[Area],
        outside: Area,
    ) -> None:
        self.cast("devi", network, Role.COORDINATOR)
        self.cast("finn", funder, Role.FUNDER)
        self.cast("noor", research, Role.RESEARCHER)
        one = areas[0]
        for username, role in CAST_IN_ONE.items():
            self.cast(username, one.organisation, role)
        self.member(self.accounts["ravi"], network, Role.MIS)  # keeps the figures of both
        one.leaders = [self.cast(name, one.organisation, Role.LEADER) for name in ("asha", "rina")]
        self.cast("kabir", outside.organisation, Role.WORKER)
        for area, username in ((one, "mou"), (outside, "kabir")):
            names = self.invent.word("cast", username)
            area.workers.append(self.hold(area.desk, "worker", names, self.accounts[username]))
        for area in areas:
            self.staff(area)

    def cast(self, username: str, organisation: Organisation, role: Role) -> Account:
        return self.member(self.account(username, self.invent.word("cast", username)), organisation, role)

    def account(self, username: str, names: Names) -> Account:
        account = Account(username=username, name=names["en"], password=self.password)
        self.accounts[username] = account
        return account

    def member(self, account: Account, organisation: Organisation, role: Role) -> Account:
        self.memberships.append(Membership(account=account, organisation=organisation, role=role, valid_from=FOUNDED))
        return account

    def staff(self, area: Area) -> None:
        """Two leaders and three to five workers, named like kadam-leader1 and kadam-worker1."""
        slug = area.organisation.name.lower().removeprefix("cbo ").split()[0]
        for number in range(len(area.leaders) + 1, 3):
            account = self.account(f"{slug}-leader{number}", self.invent.person())
            area.leaders.append(self.member(account, area.organisation, Role.LEADER))
        for number in range(len(area.workers) + 1, self.rng.randint(3, 5) + 1):
            account = self.account(f"{slug}-worker{number}", {"en": ""})
            holder = self.hold(area.desk, "worker", None, account)
            account.name = holder.names["en"]
            area.workers.append(holder)
            self.member(account, area.organisation, Role.WORKER)

    def save(self) -> None:
        """Everything in bulk, in the order in which rows point to each other."""
        Organisation.objects.bulk_create(self.organisations)
        Account.objects.bulk_create(self.accounts.values())
        Membership.objects.bulk_create(self.memberships)
        Office.objects.bulk_create(self.offices)
        Post.objects.bulk_create(self.posts)
        Holder.objects.bulk_create(self.holders)
        Jurisdiction.objects.bulk_create(self.jurisdictions)

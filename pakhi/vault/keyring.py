"""How it stands with an organisation's key: its set-up, who can open names, who could, and what has to be done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import Enum

from pakhi.lib.clock import today
from pakhi.network.models import Account, Membership, Organisation
from pakhi.vault import keeping, keys, passwords, scope, standing
from pakhi.vault.models import Entry, Erasure, Grant, OrganisationKey, Person, Recovery, WorkerKey


class Need(Enum):
    """What a keeper has to do about the key."""

    MAKE, LOST, REHEARSE, GONE, CHANGING, CHANGE = range(6)


Working = tuple[Account, str]  # an account, and what it is in the organisation, in words


@dataclass(frozen=True)
class Colleague:
    """Somebody with access, or who could have it. `here`: works with people in this organisation today."""

    number: int
    name: str
    roles: str = ""
    here: bool = True
    since: dt.date | None = None
    by: str = ""
    last: bool = False


@dataclass
class Keyring:
    """Everything that the page of keys says about one organisation, to one keeper."""

    organisation: Organisation
    key: OrganisationKey | None = None
    recovery: Recovery | None = None
    ready: bool = False
    changing: bool = False
    idle: bool = False
    people: int = 0
    ended: int = 0
    held: int = 0
    mine: bool = False
    holders: list[Colleague] = field(default_factory=list)
    may: list[Colleague] = field(default_factory=list)
    absent: list[Colleague] = field(default_factory=list)
    forgetful: list[Account] = field(default_factory=list)

    @property
    def days(self) -> int:
        """How old the key is."""
        return (today() - self.key.made_on).days if self.key else 0

    @property
    def months(self) -> int:
        return self.days // 30

    @property
    def openers(self) -> list[Colleague]:
        """Who can open names and works here."""
        return [one for one in self.holders if one.here]

    @property
    def leftovers(self) -> list[Colleague]:
        """Who can still open names and does not work here any more."""
        return [one for one in self.holders if not one.here]

    @property
    def lost(self) -> bool:
        """Nobody who works here can open names any more; recovery is needed."""
        return self.key is not None and not self.openers and not self.idle


@scope.whole()  # it counts, and shows nobody
def keyring(organisation: Organisation, viewer: Account) -> Keyring:
    """Put it together; a handful of questions, and nobody's key."""
    found = Keyring(organisation, keys.current(organisation))
    working = at_work(organisation)
    if found.key is not None:
        found.recovery = Recovery.objects.filter(key=found.key).first()
        found.ready = found.recovery is not None and found.recovery.rehearsed_on is not None
        found.changing, found.idle = keys.changing(organisation), keys.idle(found.key)
        found.people = Person.objects.filter(organisation=organisation.code).exclude(sealed=b"").count()
        found.holders = holders(found.key, working, found.people)
        found.ended = ended(organisation, {one.number for one in found.holders})
        found.held = Erasure.objects.filter(person__organisation=organisation.code, destroyed_on=None).count()
    holding = {one.number for one in found.holders}
    found.mine = viewer.pk in holding
    signed_in = set(WorkerKey.objects.filter(account__in=working).values_list("account", flat=True))
    for number, (account, roles) in working.items():
        if number not in holding:
            (found.may if number in signed_in else found.absent).append(Colleague(number, account.name, roles))
        if found.mine and not passwords.hindrance(viewer, account, organisation):
            found.forgetful.append(account)
    return found


def at_work(organisation: Organisation) -> dict[int, Working]:
    """Workers, supervisors and managers of today, by the number of their account, in the order of their names."""
    held = Membership.objects.current().filter(
        organisation=organisation, role__in=standing.CARERS, account__is_active=True
    )
    found: dict[int, Working] = {}
    for membership in held.select_related("account").order_by("account__name"):
        roles = [found[membership.account_id][1]] if membership.account_id in found else []
        found[membership.account_id] = membership.account, ", ".join([*roles, membership.get_role_display()])
    return found


def holders(key: OrganisationKey, working: dict[int, Working], people: int) -> list[Colleague]:
    """Who holds the newest key, leftovers first. `last`: without them no name opens for anybody who works here."""
    grants = list(Grant.objects.filter(key=key))
    everybody = {number for grant in grants for number in (grant.account, grant.given_by)}
    names = dict(Account.objects.filter(pk__in=everybody).values_list("pk", "name"))
    openers = {grant.account for grant in grants} & set(working)
    found = [
        Colleague(
            grant.account, names.get(grant.account, f"#{grant.account}"),
            working[grant.account][1] if grant.account in working else "", grant.account in working,
            grant.given_on, names.get(grant.given_by, ""), bool(people) and not openers - {grant.account},
        )
        for grant in grants
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.here, one.name))


def ended(organisation: Organisation, holding: set[int]) -> int:
    """How many people lost their access since the key was made or changed, and have not got it again."""
    lines = Entry.objects.filter(organisation=organisation.code, act=Entry.Act.KEY).order_by("-number")
    fresh = lines.filter(detail__step__in=["setup", "begin"]).values_list("number", flat=True).first() or 0
    taken = lines.filter(number__gt=fresh, detail__step="take").values_list("detail__account", flat=True)
    return len(set(taken) - holding)


def need(organisation: Organisation) -> Need | None:
    """The most pressing thing to do about the key. Funders keep no people."""
    key = keys.current(organisation)
    if key is None or keys.idle(key):
        return None if organisation.kind == Organisation.Kind.FUNDER else Need.MAKE
    held, here = keeping.holders(key), keeping.openers(organisation)
    found = {
        Need.LOST: not here, Need.REHEARSE: not keys.ready(organisation), Need.GONE: len(held) > len(here),
        Need.CHANGING: keys.changing(organisation), Need.CHANGE: bool(ended(organisation, held)),
    }  # fmt: skip
    return next((one for one, so in found.items() if so), None)

"""Breaking the glass: in an emergency a worker reads about one person for 24 hours, and others are told at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from pakhi.lib.clock import INDIA, today
from pakhi.network.models import Account, Membership, Organisation
from pakhi.network.models.account import Role
from pakhi.vault import apart, audit, limits, listings, scope, standing
from pakhi.vault.keys import Refused, Unlocked, open_organisation
from pakhi.vault.models import Allowance, Entry, Glass, Person

LASTS = dt.timedelta(hours=24)
SHOWN = dt.timedelta(days=7)  # so long a raised limit stays among the notices


@dataclass(frozen=True)
class Notice:
    """Something a supervisor or coordinator is told. `glass` is 0 where nothing has to be marked as seen.

    `person` is a code; `who` the colleague's name; `until` the end of an emergency, None for a raised limit; `to` for
    whom a limit was raised, empty: for everybody.
    """

    kind: str
    organisation: str
    who: str
    reason: str
    on: dt.date
    person: str = ""
    at: dt.datetime | None = None
    until: dt.datetime | None = None
    glass: int = 0
    more: int = 0
    to: str = ""


def break_glass(unlocked: Unlocked, person: Person, reason: str) -> Glass:
    """Open one person for 24 hours to a worker of the organisation who is not assigned, or has reached the limit.

    The line is written, and supervisor and coordinator are told until they have seen it. A second call while it is
    open changes nothing. Raises Refused (another organisation, no access to names at all, no reason, too many open).
    """
    account = unlocked.account
    standing.need_carer(account, person.organisation)
    if reason not in Glass.Reason.values:
        raise Refused(_("Choose a reason."))
    if person.state != Person.State.HERE:
        raise Refused(_("This record is closed."))
    if apart.kept_apart(account, person):
        raise Refused(_("Your organisation has no record with this code."))  # as for a code that nobody has
    listings.need_person(person)  # before a page tells, by being there or not, whether a place in a list is hers
    open_organisation(unlocked, person.key)
    with audit.locked():
        if found := current(account, person):
            return found
        if open_now(account) >= limits.most("open_emergencies"):
            raise Refused(_("You have as many emergencies open as may be. Call your supervisor: they can look."))
        entry = audit.record(
            Entry.Act.GLASS, actor=account, organisation=person.organisation, person=person.code, step="broken",
            reason=reason,
        )  # fmt: skip
        return Glass.objects.create(
            person=person.code, organisation=person.organisation, account=account.pk, reason=reason, at=entry.at,
            until=entry.at + LASTS, entry=entry.number,
        )  # fmt: skip


def current(account: Account, person: Person) -> Glass | None:
    """The emergency access that is open now, if there is any."""
    now = timezone.now()
    rows = Glass.objects.filter(person=person.code, organisation=person.organisation, account=account.pk)
    return rows.filter(at__lte=now, until__gt=now).order_by("-until").first()


def open_among(account: Account, people: Iterable[Person]) -> set[int]:
    """Which of these records are open to somebody in an emergency now, by their keys."""
    now, records = timezone.now(), {(one.code, one.organisation): one.pk for one in people}
    rows = Glass.objects.filter(account=account.pk, at__lte=now, until__gt=now)
    found = rows.filter(person__in=[code for code, _home in records]).values_list("person", "organisation")
    return {records[one] for one in found if one in records}


def open_now(account: Account) -> int:
    """How many people are open to somebody in an emergency."""
    now = timezone.now()
    return Glass.objects.filter(account=account.pk, at__lte=now, until__gt=now).count()


def notices(account: Account) -> list[Notice]:
    """What a supervisor, manager or coordinator is told: emergencies nobody of their side has seen, raised limits."""
    kept, networks = places(account)
    mine, theirs = Q(organisation__in=kept, supervisor=0), Q(organisation__in=networks, coordinator=0)
    rows = Glass.objects.filter(mine | theirs).exclude(account=account.pk)
    emergencies = list(rows.exclude(person__in=scope.hidden_codes()).order_by("-at"))
    raised = list(Allowance.objects.filter(organisation__in=kept, on__gte=today() - SHOWN).order_by("-on", "-id"))
    told = {row.account for row in emergencies} | {account for row in raised for account in (row.account, row.by)}
    names = names_of(told)
    return [emergency(row, names) for row in emergencies] + [lifted(row, names) for row in raised]


def emergency(row: Glass, names: dict[int, str]) -> Notice:
    """The notice of an emergency access."""
    return Notice(
        "glass", row.organisation, names.get(row.account, ""), row.get_reason_display(),
        row.at.astimezone(INDIA).date(), row.person, row.at, row.until, row.pk,
    )  # fmt: skip


def lifted(row: Allowance, names: dict[int, str]) -> Notice:
    """The notice of a limit that was raised or released."""
    return Notice(
        row.kind, row.organisation, names.get(row.by, ""), row.get_reason_display(), row.on, more=row.more,
        to=names.get(row.account, ""),
    )  # fmt: skip


def seen(account: Account, glass: Glass) -> None:
    """A supervisor or the coordinator, not the one who broke it, has seen an emergency access. Raises Refused."""
    if glass.person in apart.hidden_from(account).values():
        raise Refused(_("There is no such notice here any more."))  # as for a number that nobody has
    kept, networks = places(account)
    side = "coordinator" if glass.organisation in networks else "supervisor"
    if glass.organisation not in kept | networks or glass.account == account.pk:
        raise Refused(_("A supervisor or manager of the organisation decides this."))
    with audit.locked():
        setattr(glass, side, account.pk)
        glass.save(update_fields=[side])
        audit.record(
            Entry.Act.GLASS, actor=account, organisation=glass.organisation, person=glass.person, step="seen", side=side
        )


def places(account: Account) -> tuple[set[str], set[str]]:
    """Codes of the organisations an account keeps, and of those whose network it coordinates."""
    if not account.is_active:
        return set(), set()
    held = Membership.objects.current().filter(account=account)
    kept = held.filter(role__in=standing.KEEPERS).values_list("organisation__code", flat=True)
    networks = Organisation.objects.filter(memberships__in=held.filter(role=Role.COORDINATOR))
    return set(kept), {member.code for network in networks for member in network.members()}


def names_of(accounts: set[int]) -> dict[int, str]:
    """The names of colleagues, by account."""
    return dict(Account.objects.filter(pk__in=accounts).values_list("pk", "name"))

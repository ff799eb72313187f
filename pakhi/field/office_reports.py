"""The form `office_report`: what is wrong with the list of offices, decided by a person who has looked.

The report is kept as codes. What is written into the directory is what the person who decides writes or leaves
standing; the record itself stays sealed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pakhi.field.handlers import Refusal, Sent, Taken, handles
from pakhi.field.models import OfficeReport
from pakhi.field.records import Record
from pakhi.lib.clock import today
from pakhi.lib.codes import BadCode, read_letters
from pakhi.network import changes, offices
from pakhi.network.kinds import families, kinds
from pakhi.network.models import Account, Membership, Office, Organisation, Place, Post
from pakhi.network.models.account import Role
from pakhi.network.offices import Refused

What, Source, State = OfficeReport.What, OfficeReport.Source, OfficeReport.State
OFFICE = 7
DAY = dt.timedelta(days=1)
SHOWN = dt.timedelta(days=14)  # who reported is told of a decision for so long


@handles("office_report")
def report(sent: Sent) -> Taken:
    """Keep the codes of a report; it waits for a decision. The same record again writes the same row."""
    if sent.arrival is None:
        raise Refusal("fault")
    OfficeReport.objects.get_or_create(
        arrival=sent.arrival,
        defaults={"organisation": sent.organisation, "by": sent.by, **in_codes(sent.record)},
    )
    return Taken()


def in_codes(record: Record) -> dict[str, object]:
    """The part of a report that is kept in clear. Raises Refusal. An unknown code of an office is no fault: the one
    who decides sees what was written."""
    kind = record.get("office_kind")
    return {
        "what": one_of(record, "what", What.values), "source": one_of(record, "source", Source.values),
        "since": since(record), "office": office_of(record.get("office")),
        "office_family": family(record), "office_kind": kind if kind in kinds() else "",
    }  # fmt: skip


def one_of(record: Record, question: str, allowed: list[str]) -> str:
    value = record.get(question)
    if value not in allowed:
        raise Refusal("answer" if value else "missing", question)
    return value


def since(record: Record) -> dt.date | None:
    """Since when it is so, where that was said. Raises Refusal."""
    written = record.get("since")
    try:
        day = dt.date.fromisoformat(written[:10]) if written else None
    except ValueError:
        raise Refusal("answer", "since") from None
    if day is not None and day > today():
        raise Refusal("answer", "since")
    return day


def family(record: Record) -> str:
    """The family that was chosen; of an office in the list its own is known already."""
    named = record.get("office_family")
    return named if named in families() else ""


def office_of(written: str) -> Office | None:
    """The office of a code as somebody wrote it; None if there is none."""
    try:
        return Office.objects.filter(code=read_letters(written, OFFICE)).first()
    except BadCode:
        return None


@dataclass(frozen=True)
class Change:
    """What somebody decided to write: only what belongs to the report is looked at. `since`: first day it is so."""

    since: dt.date | None = None
    office: Office | None = None
    kind: str = ""
    names: dict[str, str] = field(default_factory=dict)
    place: Place | None = None
    areas: tuple[Place, ...] = ()
    post: Post | None = None
    post_names: dict[str, str] = field(default_factory=dict)
    holder: dict[str, str] = field(default_factory=dict)
    phone: str = ""
    hours: str = ""


def write(report: OfficeReport, change: Change, by: Account) -> Office:
    """Write it into the directory, for every organisation. Raises Refused with a sentence; then nothing is written."""
    with transaction.atomic():
        now = still_waiting(report)
        office = add(change) if now.what == What.MISSING else WRITTEN[now.what](changed(now, change, by), change)
        settle(now, State.WRITTEN, by, office)
    return office


def set_aside(report: OfficeReport, reason: str, by: Account) -> None:
    """Nothing is written; who reported is told why. Raises Refused."""
    if reason not in OfficeReport.Reason.values:
        raise Refused(_("Say why it is set aside: who reported it reads that."))
    with transaction.atomic():
        settle(still_waiting(report), State.ASIDE, by, reason=reason)


def still_waiting(report: OfficeReport) -> OfficeReport:
    """The report, held for the decision. Raises Refused if somebody else has decided."""
    now = OfficeReport.objects.select_for_update().get(pk=report.pk)
    if now.state != State.WAITING:
        raise Refused(_("A colleague has decided about this report already."))
    return now


def changed(report: OfficeReport, change: Change, by: Account) -> Office:
    """The office that is changed. Raises Refused for none, and for the desk of an organisation that is not theirs."""
    office = report.office or change.office
    if office is None:
        raise Refused(_("Say which office it is: write its code."))
    if office.organisation is not None and not keeps(by, office.organisation):
        raise Refused(_("This is the desk of an organisation. Its own manager or the coordinator changes it."))
    return office


def keeps(account: Account, organisation: Organisation) -> bool:
    """Whether somebody manages an organisation, or coordinates a network that it is in today."""
    homes = [organisation.pk, *organisation.affiliations.current().values_list("network", flat=True)]
    rows = Membership.objects.current().filter(account=account, organisation__in=homes)
    return any(
        held.role == Role.COORDINATOR or (held.role == Role.MANAGER and held.organisation_id == organisation.pk)
        for held in rows
    )


def settle(report: OfficeReport, state: str, by: Account, office: Office | None = None, reason: str = "") -> None:
    report.state, report.reason, report.decided_by, report.decided_on = state, reason, by, today()
    report.office = office or report.office
    report.save(update_fields=["state", "reason", "decided_by", "decided_on", "office"])


def add(change: Change) -> Office:
    """An office that was missing, with whoever sits there."""
    if change.place is None:
        raise Refused(_("Say where the office is."))
    office = offices.open_office(change.kind, change.place, change.names, change.since)
    changes.reached_at(office, change.phone, change.hours)
    if change.areas:
        changes.answers_for(office, change.areas, change.since)
    if any(change.post_names.values()):
        post = changes.add_post(office, change.post_names)
        if any(change.holder.values()):
            offices.seat(post, change.holder, change.since)
    return office


def move(office: Office, change: Change) -> Office:
    if change.place is None:
        raise Refused(_("Say where the office is."))
    return changes.reached_at(changes.move_office(office, change.place), change.phone, change.hours)


def close(office: Office, change: Change) -> Office:
    """Closed since a day: the day before was its last."""
    offices.close_office(office, max(change.since - DAY, office.valid_from) if change.since else today())
    return office


def rename(office: Office, change: Change) -> Office:
    return changes.rename_office(office, change.names)


def seat(office: Office, change: Change) -> Office:
    offices.seat(chair(office, change), change.holder, change.since)
    return office


def vacate(office: Office, change: Change) -> Office:
    changes.vacate(chair(office, change), change.since)
    return office


def chair(office: Office, change: Change) -> Post:
    """The post that was chosen, or a new one. Raises Refused."""
    if change.post is not None and change.post.office_id == office.pk:
        return change.post
    return changes.add_post(office, change.post_names)


def area(office: Office, change: Change) -> Office:
    changes.answers_for(office, change.areas, change.since)
    return office


def hours(office: Office, change: Change) -> Office:
    if not change.phone and not change.hours:
        raise Refused(_("Write the telephone or the hours."))
    return changes.reached_at(office, change.phone, change.hours)


WRITTEN: dict[str, Callable[[Office, Change], Office]] = {  # of an office that is there; what was missing is added
    What.MOVED: move, What.CLOSED: close, What.RENAMED: rename, What.HOLDER_NEW: seat,
    What.VACANT: vacate, What.AREA: area, What.HOURS: hours,
}  # fmt: skip


def to_decide(memberships: Iterable[Membership]) -> QuerySet[OfficeReport]:
    """Reports of the organisations that somebody manages, or of the networks that they coordinate."""
    homes: set[int] = set()
    for held in memberships:
        if held.role == Role.COORDINATOR:
            homes |= set(held.organisation.members().values_list("pk", flat=True))
        elif held.role == Role.MANAGER:
            homes.add(held.organisation_id)
    return OfficeReport.objects.filter(organisation__in=homes)


def told(account: Account) -> QuerySet[OfficeReport]:
    """Somebody's own reports that were decided lately by somebody else."""
    lately = OfficeReport.objects.filter(by=account, decided_on__gt=today() - SHOWN)
    return lately.exclude(decided_by=account)

"""What the field puts on somebody's page of today."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pakhi.field import due_line, entities, office_reports, studio
from pakhi.field.models import Arrival, OfficeReport
from pakhi.network.due import Item
from pakhi.network.models import Membership
from pakhi.vault import scope
from pakhi.vault.standing import CARERS, KEEPERS


def items(memberships: Iterable[Membership]) -> list[Item]:
    """Everything of the field that waits for somebody."""
    mine = list(memberships)
    records = [*in_quarantine(mine), *lists_in_conflict(mine)]
    return [*due_line.items(mine), *records, *offices_to_decide(mine), *offices_decided(mine), *voices(mine)]


def in_quarantine(memberships: list[Membership]) -> list[Item]:
    """Records that could not be taken in, for those who can mend it."""
    kept = {held.organisation_id for held in memberships if held.role in KEEPERS}
    rows = Arrival.objects.filter(organisation__in=kept, state=Arrival.State.QUARANTINE)
    waiting = rows.exclude(person__in=scope.hidden_codes()).count() if kept else 0
    if not waiting:
        return []
    title = ngettext("%(n)s record from a phone waits", "%(n)s records from phones wait", waiting) % {"n": waiting}
    text = _("It could not be taken in. Nothing is lost: look why, and decide.")
    return [Item("field:inbox", title, text, "clipboard-list")]


def lists_in_conflict(memberships: list[Membership]) -> list[Item]:
    """Entries of lists about which two phones say different things."""
    kept = {held.organisation_id for held in memberships if held.role in KEEPERS}
    waiting = entities.conflicts(kept) if kept else 0
    if not waiting:
        return []
    title = ngettext("%(n)s entry of a list waits for you", "%(n)s entries of lists wait for you", waiting)
    text = _("Two phones changed it without hearing of each other. Look which is right.")
    return [Item("field:lists", title % {"n": waiting}, text, "git-merge")]


def offices_to_decide(memberships: list[Membership]) -> list[Item]:
    """Reports that the list of offices is wrong, for those who decide about them."""
    waiting = office_reports.to_decide(memberships).filter(state=OfficeReport.State.WAITING).count()
    if not waiting:
        return []
    title = ngettext("%(n)s report about an office waits", "%(n)s reports about offices wait", waiting)
    text = _("The list of offices may be wrong. Look, and put it right for everybody.")
    return [Item("field:office-reports", title % {"n": waiting}, text, "building")]


def offices_decided(memberships: list[Membership]) -> list[Item]:
    """What became of somebody's own reports, for two weeks."""
    reporters = [held.account for held in memberships if held.role in CARERS]
    decided = office_reports.told(reporters[0]).count() if reporters else 0
    if not decided:
        return []
    title = ngettext(
        "Your report about an office was decided", "%(n)s of your reports about offices were decided", decided
    )
    text = _("Look what became of it, and why.")
    return [Item("field:office-reports", title % {"n": decided}, text, "building")]


def voices(memberships: list[Membership]) -> list[Item]:
    """Recordings that wait for the approval of somebody else than their speaker."""
    waiting = studio.to_decide(memberships)
    if not waiting:
        return []
    title = ngettext("%(n)s recording waits for approval", "%(n)s recordings wait for approval", waiting)
    text = _("Somebody has spoken a question. Listen, and decide whether survivors hear it.")
    return [Item("desk:studio", title % {"n": waiting}, text, "mic")]

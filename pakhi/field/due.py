"""What the field puts on somebody's page of today."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pakhi.field.models import Arrival
from pakhi.network.due import Item
from pakhi.network.models import Membership
from pakhi.vault.standing import KEEPERS


def items(memberships: Iterable[Membership]) -> list[Item]:
    """Records that could not be taken in, for those who can mend it."""
    kept = {held.organisation_id for held in memberships if held.role in KEEPERS}
    waiting = Arrival.objects.filter(organisation__in=kept, state=Arrival.State.QUARANTINE).count() if kept else 0
    if not waiting:
        return []
    title = ngettext("%(n)s record from a phone waits", "%(n)s records from phones wait", waiting) % {"n": waiting}
    text = _("It could not be taken in. Nothing is lost: look why, and decide.")
    return [Item("field:inbox", title, text, "clipboard-list")]

"""What the voice room puts on somebody's page of today."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pakhi.network.due import Item
from pakhi.network.models import Membership, Organisation
from pakhi.voice.count import last_countable, waiting
from pakhi.voice.models import CountingKey, Stack


def items(memberships: Iterable[Membership]) -> list[Item]:
    """Cards to activate, ballots to count, a key to make."""
    organisations = {m.organisation_id: m.organisation for m in memberships}
    rooms = {o.room().pk: o.room() for o in organisations.values()}
    found = [item for room in rooms.values() for item in of_room(room)]
    printed = Stack.objects.filter(organisation__in=list(organisations), state=Stack.State.PRINTED).count()
    if printed:
        text = _("Two leaders make the drawn cards active before the group.")
        title = ngettext("%(n)s stack of cards waits", "%(n)s stacks of cards wait", printed) % {"n": printed}
        found.append(Item("voice:stacks", title, text, "credit-card"))
    return found


def of_room(room: Organisation) -> list[Item]:
    """What a whole room has to do. The running quarter is not told: a live count would say who spoke when."""
    if not CountingKey.objects.filter(room=room).exists():
        return [Item("voice:counting", _("Make the counting key"), _("Without it no ballot can be sealed."), "lock")]
    last = str(last_countable(early=False))
    ready = sum(many for quarter, many in waiting(room).items() if quarter <= last)
    if not ready:
        return []
    title = ngettext("%(n)s ballot is ready to count", "%(n)s ballots are ready to count", ready) % {"n": ready}
    return [Item("voice:counting", title, _("A leader and the coordinator count together."), "lock")]

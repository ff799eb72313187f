"""What an ended phone never sent: kept locked when somebody brings it, and taken in only by a person's decision.

A phone may have been ended because it was stolen, so what it wrote is not believed by itself. A supervisor or manager
who is not its worker may accept it with a reason. It is then taken in as sent by that worker, by the rules of that
day: what falls short waits in the inbox with its own sentence.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakhi.field import inbox, mending
from pakhi.field.mending import ENDED
from pakhi.field.models import Arrival
from pakhi.network.models import Account, Organisation
from pakhi.vault import audit, scope, standing
from pakhi.vault.keys import Refused, Unlocked
from pakhi.vault.models import Entry

State = Arrival.State
MOST = 100  # records in one decision


class Reason(models.TextChoices):
    """Why something from an ended phone is believed all the same."""

    PHONE_LOST = "phone_lost", gettext_lazy("The phone was lost or broke, and the worker says that this is theirs")
    WORKER_LEFT = "worker_left", gettext_lazy("The worker has left, and gave this to us")
    BY_MISTAKE = "by_mistake", gettext_lazy("The phone was ended by mistake")


def waiting(organisations: Iterable[Organisation]) -> models.QuerySet[Arrival]:
    """What ended phones have left, undecided, the oldest first."""
    rows = Arrival.objects.filter(organisation__in=list(organisations), state=State.QUARANTINE, why=ENDED)
    rows = rows.exclude(person__in=scope.hidden_codes())
    return rows.select_related("organisation", "account", "device").defer("sealed", "digest").order_by("pk")


def may_decide(account: Account, arrival: Arrival) -> bool:
    """Whether somebody decides about it: a supervisor or manager who has not written it."""
    return arrival.account_id != account.pk and standing.is_keeper(account, arrival.organisation.code)


def accept(unlocked: Unlocked, arrival: Arrival, reason: str) -> Arrival:
    """Take it in as sent by its worker today; a line in the log says who believed it, and why. Raises Refused.

    Where another record of the same number is here it becomes a conflict, about which somebody decides next.
    """
    if reason not in Reason.values:
        raise Refused(_("Choose why you accept it."))
    if not may_decide(unlocked.account, arrival):
        raise Refused(_("A supervisor or manager decides about it, and never the worker whose phone it was."))
    if arrival.state != State.QUARANTINE or arrival.why != ENDED:
        raise Refused(_("A colleague has decided about it already."))
    audit.record(
        Entry.Act.WRITE, actor=unlocked.account, organisation=arrival.organisation.code, step="ended", why=reason,
        account=arrival.account_id, arrival=arrival.pk,
    )  # fmt: skip
    if mending.beside(arrival):
        inbox.settle(arrival, State.QUARANTINE, why="conflict")
        return arrival
    return mending.take_in(unlocked, arrival)

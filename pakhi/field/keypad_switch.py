"""The switch of rating by keypad: off at first, on by a manager who has read what it costs, off at a press.

It goes off by itself when the menu is turned off, and with every new password or token: another company, or another
contract, is another decision.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakhi.field.models import Line
from pakhi.lib.clock import today
from pakhi.network.models import Account
from pakhi.network.models.account import Role
from pakhi.vault import audit, standing
from pakhi.vault.keys import Refused
from pakhi.vault.models import Entry
from pakhi.voice import cards, cast

READ: dict[str, str | Promise] = {  # what a manager ticks, one by one
    "sees": gettext_lazy(
        "The telephone company sees her telephone number, the day and the minute, the number of her card, whom she "
        "answers about, and each answer."
    ),
    "finds": gettext_lazy(
        "So somebody at the company, or the police with a paper, can find out who rated whom, for as long as the "
        "company keeps its records. What is sealed here does not help against that, and nobody can take it back."
    ),
    "own": gettext_lazy(
        "Whoever of us can sign in at the company, and see the account of this line, may find the same there. Choose "
        "one person for it who works with none of the offices that are rated, and let nobody else know the password."
    ),
    "uses": gettext_lazy(
        "Whoever reads the company's records has the number of her card, and can answer in her place until the card "
        "is void."
    ),
    "safer": gettext_lazy(
        "Her own phone with internet, the group's tablet, paper, and somebody who reads aloud on the telephone are "
        "safer. We offer these first, and tell people so."
    ),
}


def turn_on(line: Line, read: Iterable[str], by: Account) -> None:
    """A manager of the organisation turns it on. Raises Refused."""
    if Role.MANAGER not in standing.roles(by, line.organisation.code):
        raise Refused(_("A manager of the organisation decides this."))
    if not set(READ) <= set(read):
        raise Refused(_("Read each sentence, and tick it. Nothing was turned on."))
    if not line.on:
        raise Refused(_("Turn the menu on first."))
    try:
        cast.room_key(line.organisation)
    except cards.Refused as refusal:
        raise Refused(str(refusal)) from None
    if not line.keypad:
        audit.record(Entry.Act.WRITE, actor=by, organisation=line.organisation.code, step="keypad_on")
        line.keypad_since = today()
        line.save(update_fields=["keypad_since"])


def turn_off(line: Line, by: Account) -> bool:
    """Off, at once, also for calls that are running; whether it was on. Raises Refused."""
    standing.need_keeper(by, line.organisation.code)
    if not line.keypad:
        return False
    line.keypad_since = None
    line.save(update_fields=["keypad_since"])
    audit.record(Entry.Act.WRITE, actor=by, organisation=line.organisation.code, step="keypad_off")
    return True

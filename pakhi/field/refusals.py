"""Why a record could not be taken in, in sentences that a worker understands."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    "xml": _("What arrived is not a record: it was cut off or changed on the way. Send it again from the phone."),
    "large": _("The record is too large to be read."),
    "deep": _("The record is nested deeper than any form."),
    "long": _("An answer is longer than any answer can be."),
    "instance": _("The record does not say which one it is. Update the app on the phone."),
    "form": _("The record does not say to which form it belongs."),
    "unknown_form": _("This form is not known here. Perhaps it was made for another organisation."),
    "unknown_version": _("This version of the form is not known here."),
    "conflict": _("A record of the same number is here already, with other answers. Compare the two and keep one."),
    "entity": _("It is about something that is not in the list here, or belongs to somebody else."),
    "person": _("It is about a person who is not here, or not assigned to the worker who sent it."),
    "answer": _("An answer cannot be right."),
    "missing": _("An answer is missing that is needed."),
    "closed": _("The record of this person is closed."),
    "set_up": _("The organisation's key is not ready, so no name can be taken in yet."),
    "fault": _("It could not be read here, by a fault of ours. It is kept, and can be tried again."),
}

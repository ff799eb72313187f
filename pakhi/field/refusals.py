"""Why a record could not be taken in, in sentences that a worker understands."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pakhi.vault.consent_words import WRONG

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
    "ended": _(
        "It comes from a phone that was ended, or whose worker has left. A supervisor or manager decides whether it is"
        " taken in."
    ),
    "role": _("Forms of this kind are not for the role of whoever sent it."),
    "left": _("Whoever sent it works here no more. Open it, and let who is there for her now write it anew."),
    "entity": _("It is about something that is not in the list here, or belongs to somebody else."),
    "entity_list": _("Its form does not say that it writes this list, or the list is of too many entries at once."),
    "entity_id": _("It does not say which entry of the list it is about."),
    "edited": _(
        "It corrects a record that is written in a room already. Make the correction there, then set this one aside."
    ),
    "no_case": _("She has no case yet, and has not agreed to one. Ask her, open her case, then try again."),
    "code_taken": _(
        "The code that the phone has drawn belongs to somebody else already. Register her at the desk, under a new"
        " code, then set this one aside."
    ),
    "thread_none": _(
        "Nothing of this kind is in her case. Perhaps its own record has not arrived yet: try again then. Otherwise"
        " write the change on its page, and set this one aside."
    ),
    "thread_several": _(
        "Several of this kind are in her case, and the record does not say which. Write the change on the page of the"
        " right one, then set this one aside."
    ),
    "group": _("It is about a group that is not in your organisation, or has ended."),
    "person": _("It is about a person who is not here, or not assigned to the worker who sent it."),
    "answer": _("An answer cannot be right."),
    "missing": _("An answer is missing that is needed."),
    "closed": _("The record of this person is closed."),
    "set_up": _("The organisation's key is not ready, so no name can be taken in yet."),
    "parts": _("It came in parts. All of it is here: press “Try again”, and its files are opened together."),
    "fault": _("It could not be read here, by a fault of ours. It is kept, and can be tried again."),
}
SENTENCES |= {f"c_{fault}": words for fault, words in WRONG.items()}  # the vault's, about a consent
SENTENCES |= {
    "c_witness_unknown": _("Nobody who works here signs in under the name of the witness."),
    "c_file": _("The paper or the recording cannot be kept: it is empty, cut off, or no picture and no recording."),
    "c_adult_now": _("She is 18 by now. Ask her again, as an adult."),
}

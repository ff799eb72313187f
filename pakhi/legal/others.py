"""Cases beside the criminal one: wages not paid, bonded labour, violence at home, and what else is at court."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.legal.more_words import Other, OtherKind, Wage
from pakhi.legal.tracks import NEXT, WORDS

RUPEES = 10**7

WAGES = kind(
    "wage_case", _("Unpaid wages"), "coins",
    Question("office", "office", _("Labour office or court"), help=_("Its name, or its code in the directory.")),
    Question("asked", "number", _("Asked for, in rupees"), money=True, most=RUPEES),
    Question("ordered", "number", _("Ordered, in rupees"), money=True, most=RUPEES, later=True),
    Question("paid", "number", _("Paid until now, in rupees"), money=True, most=RUPEES, later=True),
    NEXT, WORDS,
    states=Wage, line=("office",), due="next_on", ends=("paid", "refused", "closed"), page="legal:court",
    inside=True,
    before=lambda values: with_its_sum(values),
)  # fmt: skip

OTHER = kind(
    "other_case", _("Another case"), "scale",
    Question("what", "one", _("What is it about?"), OtherKind, begins=True),
    Question("court", "office", _("Court or office"), help=_("Its name, or its code in the directory.")),
    NEXT, WORDS,
    states=Other, line=("what",), due="next_on", ends=("carried_out", "refused", "closed"),
    page="legal:court", inside=True,
)  # fmt: skip


def with_its_sum(values: Mapping[str, Any]) -> None:
    """What was ordered or paid has a sum; "ordered" is not "paid". Raises Faulty."""
    for state, question in ((Wage.ORDERED, "ordered"), (Wage.PART_PAID, "paid"), (Wage.PAID, "paid")):
        if values.get("state") == state and not values.get(question):
            raise Faulty(question, "missing")

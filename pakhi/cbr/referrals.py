"""Bringing her to a service: offered, wanted by her, sent, taken or turned down, done. And trainings of hers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.models import Book, Thread
from pakhi.cbr.steps import Said, rule
from pakhi.cbr.tool_words import Course, CourseState, ReferralState, Service, WhyTurned
from pakhi.cbr.vocabulary import OfficeFamily, OfficeKind, YesNo
from pakhi.network.kinds import kinds as office_kinds
from pakhi.network.models import Account
from pakhi.vault.keys import Refused

AWAY = (ReferralState.SENT.value, ReferralState.TAKEN.value, ReferralState.TURNED_DOWN.value, ReferralState.DONE.value)


def to_somebody(said: Mapping[str, Any]) -> None:
    """What is sent goes somewhere; a kind of office is of its family."""
    if said.get("state") in AWAY and not (said.get("office_family") or said.get("office") or said.get("organisation")):
        raise Faulty("office_family", "missing")
    exact = said.get("office_kind")
    if exact and office_kinds()[exact].family != said.get("office_family"):
        raise Faulty("office_kind")
    if said.get("state") == ReferralState.TURNED_DOWN and not said.get("why"):
        raise Faulty("why", "missing")


REFERRAL = kind(
    "referral", gettext_lazy("Referral"), "arrow-right-left",
    Question("service", "one", gettext_lazy("To what service?"), Service, begins=True),
    Question("office_family", "one", gettext_lazy("To which office?"), OfficeFamily),
    Question("office_kind", "one", gettext_lazy("Which one exactly?"), OfficeKind),
    Question("office", "office", gettext_lazy("Which office? Its name or code")),
    Question("organisation", "organisation", gettext_lazy("Which organisation, if it is one?")),
    Question("need", "thread", gettext_lazy("Which need is it about?"), kinds=("need",)),
    Question("by", "to_come", gettext_lazy("By which day do you ask after it?"), begins=True),
    Question("owner", "doer", gettext_lazy("Who asks after it?")),
    Question("why", "one", gettext_lazy("Why was it turned down, or not wanted?"), WhyTurned, later=True),
    Question("words", "words", gettext_lazy("In words")),
    states=ReferralState, ladder=("offered", "wanted", "sent", "taken", "done"), line=("service", "office_family"),
    due="by", owner="owner", ends=("not_wanted", "done", "stopped"), before=to_somebody,
)  # fmt: skip


@rule(REFERRAL.key)
def her_word_first(book: Book, said: Said, by: Account, there: Thread | None) -> None:
    """Nothing is sent before she said that she wants it."""
    if said.values.get("state") not in AWAY:
        return
    wanted = there is not None and any(
        one.values.get("state") == ReferralState.WANTED for one in there.steps.filter(void=False)
    )
    if not wanted or (there is not None and there.state == ReferralState.NOT_WANTED):
        raise Refused(_("Ask her first. When she wants it, write that down; then it can be sent."))


COURSE = kind(
    "course", gettext_lazy("Training"), "graduation-cap",
    Question("what", "one", gettext_lazy("In what?"), Course, begins=True),
    Question("begins", "day", pgettext_lazy("training", "From which day?")),
    Question("until", "day", pgettext_lazy("training", "Until which day?")),
    Question("paid", "one", gettext_lazy("Is she paid for her time there?"), YesNo),
    Question("certificate", "one", gettext_lazy("Did she get a certificate?"), YesNo, later=True),
    Question("goal", "thread", pgettext_lazy("training", "For which goal?"), kinds=("goal",)),
    Question("words", "words", gettext_lazy("In words")),
    states=CourseState, ladder=("wished", "enrolled", "attends", "finished"), line=("what",), due="until",
    ends=("finished", "left"),
)  # fmt: skip

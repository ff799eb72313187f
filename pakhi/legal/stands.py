"""Where a case stands, in one plain sentence for each track: from codes alone, and nothing that is not written.

They are written so that a worker can read them out to her. They promise nothing and name no day that the law gives;
only what was written has a day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakhi.cbr.models import Thread
from pakhi.lib.clock import today

_S = str | Promise
SENTENCES: dict[str, dict[str, _S]] = {
    "fir": {
        "concern": gettext_lazy("The police were told. No case is registered yet."),
        "missing_report": gettext_lazy("The police wrote down that somebody is missing. No case is registered yet."),
        "refused": gettext_lazy("The police did not write the complaint down."),
        "sp_written": gettext_lazy("The police did not write the complaint down. The head of the district police has "
                                   "a letter about it."),
        "magistrate": gettext_lazy("The police did not write the complaint down. A magistrate was asked to order it."),
        "registered": gettext_lazy("The police have registered the case and look into it."),
        "transferred": gettext_lazy("The case was sent to another police station or unit, which looks into it."),
        "charge_sheet": gettext_lazy("The police have finished and sent the case to the court."),
        "supplementary": gettext_lazy("The police have sent the court more than they had at first."),
        "closure_report": gettext_lazy("The police want to end the case. You may say in court that you do not agree."),
        "protest": gettext_lazy("The police want to end the case. The court was told that you do not agree."),
        "closed": gettext_lazy("This police case is over."),
    },
    "survivor_track": {
        "waiting": gettext_lazy("Nobody has asked you for a statement yet."),
        "rescued": gettext_lazy("You were brought out. Nobody has taken your statement yet."),
        "medical_exam": gettext_lazy("A doctor has examined you for the case."),
        "police_statement": gettext_lazy("You have told the police what happened."),
        "court_statement": gettext_lazy("You have told a magistrate what happened."),
        "summoned": gettext_lazy("The court wants to hear you."),
        "part_heard": gettext_lazy("The court has heard you, and wants to hear you again."),
        "testified": gettext_lazy("The court has heard you. That part is done."),
    },
    "accused": {
        "named": gettext_lazy("Accused %(number)s is named in the case and was not arrested."),
        "arrested": gettext_lazy("Accused %(number)s was arrested."),
        "bail_asked": gettext_lazy("Accused %(number)s has asked to be let out until the trial."),
        "bail_granted": gettext_lazy("Accused %(number)s is out until the trial."),
        "bail_refused": gettext_lazy("Accused %(number)s asked to be let out. The court said no."),
        "bail_cancelled": gettext_lazy("Accused %(number)s was out. The court took that back."),
        "absconding": gettext_lazy("Nobody can find accused %(number)s."),
        "discharged": gettext_lazy("The court let accused %(number)s go before the trial."),
        "convicted": gettext_lazy("The court found accused %(number)s guilty."),
        "acquitted": gettext_lazy("The court found accused %(number)s not guilty."),
    },
    "court_track": {
        "waiting": gettext_lazy("The case is not at court yet."),
        "cognizance": gettext_lazy("The court has taken the case up."),
        "committed": gettext_lazy("The case was sent to the higher court that will try it."),
        "charge_hearing": gettext_lazy("The court looks at what the accused are to be tried for."),
        "discharged": gettext_lazy("The court ended the case before the trial. That can be appealed."),
        "charge_framed": gettext_lazy("The court has said what the accused are tried for. The trial can begin."),
        "evidence": gettext_lazy("The court hears witnesses."),
        "her_testimony": gettext_lazy("The court hears you."),
        "accused_said": gettext_lazy("The accused have answered in court."),
        "arguments": gettext_lazy("The lawyers speak last. Then the court decides."),
        "convicted": gettext_lazy("The court decided: guilty."),
        "acquitted": gettext_lazy("The court decided: not guilty. That can be appealed."),
        "sentence": gettext_lazy("The court has given the sentence."),
        "appeal_filed": gettext_lazy("A higher court was asked to look at the decision."),
        "appeal_decided": gettext_lazy("The higher court has decided."),
        "closed": gettext_lazy("The case at court is over."),
    },
    "protection": {
        "threat": gettext_lazy("A threat against you is written down. Protection was not asked for yet."),
        "applied": gettext_lazy("Protection was asked for."),
        "interim": gettext_lazy("You are to be protected for the meantime."),
        "threat_report": gettext_lazy("The police have reported how great the threat is."),
        "order_a": gettext_lazy("Your protection was ordered."),
        "order_b": gettext_lazy("Your protection was ordered."),
        "order_c": gettext_lazy("Your protection was ordered."),
        "refused": gettext_lazy("Protection was refused. It can be asked for again."),
        "review": gettext_lazy("Your protection is looked at again."),
        "ended": gettext_lazy("The protection has ended. It can be asked for again."),
    },
    "custody": {
        "held": gettext_lazy("You are kept in a home. We have seen no order for it."),
        "ordered": gettext_lazy("You are kept in a home while a magistrate looks into it."),
        "long_order": gettext_lazy("A magistrate has ordered that you are kept in a home. That can be appealed."),
        "released": gettext_lazy("You are free to go where you want."),
    },
}  # fmt: skip
ORDER = tuple(SENTENCES)


@dataclass(frozen=True)
class Stands:
    """One track: `sentence` says where it is, `since` the day from which it has been so, as it was written."""

    thread: Thread
    sentence: str
    since: dt.date | None


def sentence(thread: Thread) -> str:
    """Where a track stands; nothing for a thread that is no track, or in no state."""
    found = SENTENCES.get(thread.kind, {}).get(thread.state)
    return str(found) % {"number": thread.values.get("nth", "?")} if found else ""


def stands(parts: Iterable[Thread]) -> list[Stands]:
    """A sentence for each track of a case: police, hers, accused, court, protection, custody."""
    rows = [one for one in parts if sentence(one)]
    rows.sort(key=lambda one: (ORDER.index(one.kind), int(one.values.get("nth") or 0), one.pk or 0))
    return [Stands(one, sentence(one), one.since) for one in rows]


def asks(parts: Iterable[Thread]) -> str:
    """What a survivor may ask about, without a day and without a promise: empty where nothing was missed."""
    rights = [one for one in parts if one.kind == "victim_right"]
    gone = [one for one in rights if one.state == "open" and one.due and one.due < today()]
    late = [*gone, *[one for one in rights if one.state == "missed"]]
    return _("Something that you may be owed in your case has not happened. Ask us about this.") if late else ""

"""The criminal case as parallel tracks: the police, what is asked of her, each accused, the court.

FIR and case numbers and everybody's names are words, sealed in her record. An accused is a number here.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from pakhi.cbr.kinds import Question, kind
from pakhi.cbr.steps import rule
from pakhi.cbr.vocabulary import Known, YesNo, choices_of
from pakhi.legal import law, moves
from pakhi.legal.words import Accused, Court, Fir, Part, RefusedWhy, Side, Survivor, Unusual

Section = choices_of("Section", law.sections(), lambda key: law.sections()[key].label)
SEALED = _("Numbers and names belong here and nowhere else: they are sealed in her record.")
OFF_THE_WAY = Question(
    "unusual", "one", _("Is it off the way that the law knows?"), Unusual, later=True,
    help=_("Only if it was refused above and was so all the same."),
)  # fmt: skip
NEXT = Question("next_on", "day", _("The next day that counts"), help=_("Empty: as the law has it, where it has one."))
WORDS = Question("words", "words", _("In words"), help=SEALED)

CASE = kind(
    "court_case", _("Criminal case"), "scale",
    Question("where", "area", _("In which district is the police station?"), begins=True),
    Question("ahtu", "one", _("Is the anti-trafficking unit on it?"), Known, begins=True),
    WORDS,
    line=("where",), page="legal:court", inside=True,
)  # fmt: skip

FIR = kind(
    "fir", _("Police case"), "siren",
    Question("side", "one", _("Where is the station?"), Side, begins=True),
    Question("station", "office", _("Police station"), help=_("Its name, or its code in the directory.")),
    Question("offence_on", "past", _("On which day, or from when, did it happen?"),
             help=_("The day chooses between the old and the new code.")),
    Question("under18", "one", _("Was she under 18 then?"), Known, begins=True),
    Question("registered_on", "past", _("On which day was the FIR registered?")),
    Question("sections", "many", _("Sections that stand in it"), Section),
    Question("asked_for", "many", _("Sections asked for that do not stand in it"), Section),
    Question("refused_why", "many", _("What was said when it was not written down?"), RefusedWhy, later=True),
    NEXT, OFF_THE_WAY, WORDS,
    states=Fir, line=("side", "station"), due="next_on", within=CASE.key, inside=True, ends=("closed",),
)  # fmt: skip

SURVIVOR = kind(
    "survivor_track", _("What is asked of her"), "person-standing",
    Question("woman", "one", _("Did a woman officer write it down?"), YesNo),
    Question("beside", "one", _("Was somebody whom she trusts beside her?"), YesNo),
    Question("court", "office", _("Court or hospital"), help=_("Its name, or its code in the directory.")),
    NEXT, OFF_THE_WAY, WORDS,
    states=Survivor, due="next_on", within=CASE.key, inside=True, ends=("testified",),
)  # fmt: skip

ACCUSED = kind(
    "accused", _("Accused"), "users",
    Question("nth", "number", _("Which number?"), begins=True, least=1, most=99,
             help=_("1 for the first one, never a name. Who that is stands in words.")),
    Question("part", "one", _("What is he or she said to have done?"), Part, begins=True),
    NEXT, OFF_THE_WAY, WORDS,
    states=Accused, line=("nth", "part"), due="next_on", within=CASE.key, inside=True,
    ends=("discharged", "convicted", "acquitted"),
)  # fmt: skip

COURT = kind(
    "court_track", _("Court"), "scale",
    Question("court", "office", _("Court"), help=_("Its name, or its code in the directory.")),
    Question("closed_court", "one", _("Is it a closed court?"), Known),
    NEXT, OFF_THE_WAY, WORDS,
    states=Court, line=("court",), due="next_on", within=CASE.key, inside=True, ends=("closed",),
)  # fmt: skip

for one in (FIR, SURVIVOR, ACCUSED, COURT):
    rule(one.key)(moves.keep)

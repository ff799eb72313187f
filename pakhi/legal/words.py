"""Words of police and court that are answers: states of tracks, and what is chosen. All codes are kept, no texts."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Fir(TextChoices):
    """Where the police case stands. A state has at most 16 signs."""

    CONCERN = "concern", _("The police were told")
    MISSING_REPORT = "missing_report", _("Written down as missing")
    REFUSED = "refused", _("Not written down: refused")
    SP_WRITTEN = "sp_written", _("Written to the Superintendent")
    MAGISTRATE = "magistrate", _("The Magistrate was asked")
    REGISTERED = "registered", _("FIR registered")
    TRANSFERRED = "transferred", _("Sent to another station or unit")
    CHARGE_SHEET = "charge_sheet", _("Charge sheet filed")
    SUPPLEMENTARY = "supplementary", _("Supplementary charge sheet filed")
    CLOSURE_REPORT = "closure_report", _("The police want to close it")
    PROTEST = "protest", _("Protest petition filed")
    CLOSED = "closed", pgettext_lazy("police case", "Closed")


class Survivor(TextChoices):
    """What the police and the court asked of her."""

    WAITING = "waiting", _("Nothing asked of her yet")
    RESCUED = "rescued", _("Rescued")
    MEDICAL_EXAM = "medical_exam", _("Medical examination made")
    POLICE_STATEMENT = "police_statement", _("Statement to the police")
    COURT_STATEMENT = "court_statement", _("Statement to the Magistrate")
    SUMMONED = "summoned", _("Called to court to testify")
    PART_HEARD = "part_heard", _("Testified in part")
    TESTIFIED = "testified", _("Testified")


class Accused(TextChoices):
    """Where an accused stands."""

    NAMED = "named", _("Accused, not arrested")
    ARRESTED = "arrested", _("Arrested")
    BAIL_ASKED = "bail_asked", _("Has asked for bail")
    BAIL_GRANTED = "bail_granted", _("Out on bail")
    BAIL_REFUSED = "bail_refused", _("Bail refused")
    BAIL_CANCELLED = "bail_cancelled", _("Bail cancelled")
    ABSCONDING = "absconding", _("Cannot be found")
    DISCHARGED = "discharged", _("Let go before the trial")
    CONVICTED = "convicted", pgettext_lazy("accused", "Found guilty")
    ACQUITTED = "acquitted", pgettext_lazy("accused", "Found not guilty")


class Court(TextChoices):
    """How far the court has come."""

    WAITING = "waiting", _("Not at court yet")
    COGNIZANCE = "cognizance", _("The court has taken it up")
    COMMITTED = "committed", _("Sent to the Sessions court")
    CHARGE_HEARING = "charge_hearing", _("Hearing on the charges")
    DISCHARGED = "discharged", _("Ended before the trial: discharged")
    CHARGE_FRAMED = "charge_framed", _("Charges framed")
    EVIDENCE = "evidence", _("Witnesses are heard")
    HER_TESTIMONY = "her_testimony", _("She is heard")
    ACCUSED_SAID = "accused_said", _("The accused were heard")
    ARGUMENTS = "arguments", _("Arguments")
    CONVICTED = "convicted", pgettext_lazy("judgment", "Judgment: guilty")
    ACQUITTED = "acquitted", pgettext_lazy("judgment", "Judgment: not guilty")
    SENTENCE = "sentence", _("Sentence given")
    APPEAL_FILED = "appeal_filed", _("Appeal filed")
    APPEAL_DECIDED = "appeal_decided", _("Appeal decided")
    CLOSED = "closed", pgettext_lazy("court case", "Closed")


class Protection(TextChoices):
    """Protection as a witness."""

    THREAT = "threat", _("A threat was noted")
    APPLIED = "applied", _("Protection was asked for")
    INTERIM = "interim", _("An order for the meantime")
    THREAT_REPORT = "threat_report", _("The threat report is made")
    ORDER_A = "order_a", _("Protection, level A: her life")
    ORDER_B = "order_b", _("Protection, level B: her safety, name or property")
    ORDER_C = "order_c", _("Protection, level C: against being bothered")
    REFUSED = "refused", pgettext_lazy("protection", "Refused")
    REVIEW = "review", _("Is looked at again")
    ENDED = "ended", pgettext_lazy("protection", "Ended")


class Custody(TextChoices):
    """Whether she is held."""

    HELD = "held", _("Held, no order seen")
    ORDERED = "ordered", _("Held by an order, while it is looked into")
    LONG_ORDER = "long_order", _("Held by a final order")
    RELEASED = "released", _("Free to go")


class Unusual(TextChoices):
    """A step off the lawful way: said to be so by its writer, and then noted."""

    SO = "so", _("It was so")
    NOTED = "noted", _("Noted: off the way that the law knows")


class Side(TextChoices):
    """Where the station of an FIR lies on her way."""

    HOME = "home", _("Where she comes from")
    WAY = "way", _("On the way")
    THERE = "there", _("Where she was taken to")


class RefusedWhy(TextChoices):
    """What the station said."""

    PLACE = "place", _("“Not our area”")
    RAN = "ran", _("“She ran away herself”")
    FAMILY = "family", _("“Settle it in the family”")
    LATE = "late", _("“Too late”")
    PAPERS = "papers", _("Papers were asked for")
    MONEY = "money", _("Money was asked for")
    INSULT = "insult", _("She was insulted")
    NONE = "none", _("No reason was said")


class Part(TextChoices):
    """What an accused did, as far as it is said in the papers."""

    RECRUITED = "recruited", _("Recruited her")
    TOOK = "took", _("Took her there")
    BOUGHT = "bought", _("Bought or kept her")
    USED = "used", _("Used her")
    EARNED = "earned", _("Earned from it")
    HELPED = "helped", _("Helped")
    OFFICER = "officer", _("Is a public servant")
    UNKNOWN = "unknown", _("Not known")


class Objection(TextChoices):
    """What was done against bail."""

    ASKED = "asked", _("Bail is asked for")
    TOLD = "told", _("The prosecutor was told what she fears")
    OBJECTED = "objected", _("Objected in court")
    GRANTED = "granted", _("Bail was granted")
    REFUSED = "refused", _("Bail was refused")


class Fear(TextChoices):
    """Why somebody should not be out on bail."""

    THREAT = "threat", _("She or her family were threatened")
    NEAR = "near", _("He lives near her")
    FLEES = "flees", _("He may run away")
    PROOF = "proof", _("He may spoil the proof")
    AGAIN = "again", _("He may take others")


class Hearing(TextChoices):
    """What became of a day in court."""

    PLANNED = "planned", _("To come")
    HELD = "held", pgettext_lazy("hearing", "Held")
    ADJOURNED = "adjourned", _("Put off")
    DROPPED = "dropped", _("Taken off the list")


class Purpose(TextChoices):
    """What a day in court is for."""

    BAIL = "bail", _("Bail")
    CHARGES = "charges", _("Charges")
    WITNESS = "witness", _("Witnesses")
    SHE = "she", _("She is to be heard")
    STATEMENT = "statement", _("Her statement to the Magistrate")
    ARGUMENTS = "arguments", pgettext_lazy("hearing", "Arguments")
    JUDGMENT = "judgment", _("Judgment")
    CUSTODY = "custody", _("Where she stays")
    MONEY = "money", _("Compensation or wages")
    PROTECTION = "protection", pgettext_lazy("hearing", "Protection")
    OTHER = "other", pgettext_lazy("hearing", "Something else")


class PutOff(TextChoices):
    """Why a hearing was put off."""

    JUDGE = "judge", _("The judge was away")
    POLICE = "police", _("The police did not come or had no papers")
    PROSECUTOR = "prosecutor", _("The prosecutor was not ready")
    DEFENCE = "defence", _("The other side asked for it")
    ACCUSED = "accused", _("The accused were not brought")
    WITNESS = "witness", _("A witness did not come")
    SHE = "she", _("She could not come")
    TIME = "time", _("No time was left")
    STRIKE = "strike", _("Strike or holiday")
    NOT_SAID = "not_said", _("No reason was said")


class Right(TextChoices):
    """What she is owed in her case."""

    PROGRESS = "progress", _("The police tell her how the case stands")
    FIR_COPY = "fir_copy", _("A copy of the FIR, free")
    MEDICAL = "medical", _("Medical examination, with her consent")
    MEDICAL_REPORT = "medical_report", _("The medical report is sent")
    COPIES = "copies", _("Copies of the papers of the case")
    LEGAL_AID = "legal_aid", _("A lawyer, free")
    INTERIM_MONEY = "interim_money", _("Interim compensation was asked for")
    IN_CAMERA = "in_camera", _("A closed court")
    SUPPORT_PERSON = "support_person", _("Somebody whom she trusts beside her")
    WOMAN_OFFICER = "woman_officer", _("A woman officer")
    NOT_FACE = "not_face", _("Not to face the accused")
    INTERPRETER = "interpreter", _("Her own language")


class Met(TextChoices):
    """Whether a right was met."""

    OPEN = "open", pgettext_lazy("right", "Not yet")
    MET = "met", pgettext_lazy("right", "Met")
    MISSED = "missed", pgettext_lazy("right", "Not met")
    NOT_WANTED = "not_wanted", _("She does not want it")


class Matter(TextChoices):
    """What a judgment or a petition is about."""

    FIR = "fir", _("Police case")
    TRIAL = "trial", _("Trial")
    CHILD = "child", pgettext_lazy("judgment", "A child")
    MONEY = "money", pgettext_lazy("judgment", "Compensation")
    SECRECY = "secrecy", _("Secrecy of her name")
    PROTECTION = "protection", pgettext_lazy("judgment", "Protection as a witness")
    CUSTODY = "custody", _("Being held in a home")
    PETITION = "petition", _("Petition in the public interest")

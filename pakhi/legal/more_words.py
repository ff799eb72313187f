"""Words of what stands around a case: lawyers, papers, being held, wages, other cases, petitions."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    """Whose lawyer."""

    HERS = "hers", _("Her own lawyer")
    PROSECUTOR = "prosecutor", _("The public prosecutor")
    SPECIAL = "special", _("A special prosecutor")
    VOLUNTEER = "volunteer", _("A paralegal volunteer")


class By(TextChoices):
    """Who gave the lawyer."""

    DLSA = "dlsa", _("The legal services authority")
    OURS = "ours", _("Our organisation")
    OWN = "own", _("She or her family")
    STATE = "state", _("The state")
    OTHER = "other", pgettext_lazy("lawyer", "Somebody else")


class Lawyer(TextChoices):
    """Whether there is a lawyer."""

    ASKED = "asked", pgettext_lazy("lawyer", "Asked for")
    GIVEN = "given", _("There is one")
    REFUSED = "refused", pgettext_lazy("lawyer", "Refused")
    CHANGED = "changed", _("Changed")
    ENDED = "ended", pgettext_lazy("lawyer", "No more")


class PaperKind(TextChoices):
    """Papers of a case."""

    FIR = "fir", _("FIR")
    DIARY = "diary", _("General diary or missing report")
    STATEMENT = "statement", _("Her statement")
    MEDICAL = "medical", _("Medical report")
    CHARGE_SHEET = "charge_sheet", _("Charge sheet")
    CLOSURE = "closure", _("Closure report")
    SUMMONS = "summons", _("Summons")
    BAIL = "bail", _("Bail order")
    CUSTODY = "custody", _("Order about where she stays")
    ORDER = "order", _("Another order")
    JUDGMENT = "judgment", pgettext_lazy("paper", "Judgment")
    LETTER = "letter", _("Letter or petition of ours")
    RECEIPT = "receipt", _("Receipt")
    OTHER = "other", pgettext_lazy("paper", "Another paper")


class Paper(TextChoices):
    """Where a paper is."""

    WANTED = "wanted", _("Not there yet")
    ASKED = "asked", pgettext_lazy("paper", "Asked for")
    HAVE = "have", _("We have it")
    GIVEN = "given", _("She has it")


class HeldAt(TextChoices):
    """Where somebody is held."""

    POLICE = "police", _("At a police station")
    GOVERNMENT = "government", _("In a government home")
    NGO = "ngo", _("In an organisation's home")
    CHILD = "child", _("In a children's home")
    OSC = "osc", _("In a One Stop Centre")
    HOSPITAL = "hospital", _("In a hospital")


class ByLaw(TextChoices):
    """By which law."""

    ITPA = "itpa", _("Immoral Traffic Act")
    JJ = "jj", _("Juvenile Justice Act")
    NONE = "none", _("None was named")
    OTHER = "other", pgettext_lazy("law", "Another one")


class Wage(TextChoices):
    """How far a claim for wages has come."""

    COUNTED = "counted", _("Days and wages are counted")
    DEMANDED = "demanded", _("The employer was asked in writing")
    COMPLAINT = "complaint", _("Complaint to the labour office")
    INQUIRY = "inquiry", _("The labour office looks into it")
    HEARING = "hearing", pgettext_lazy("wages", "Hearing")
    ORDERED = "ordered", _("Payment ordered")
    PART_PAID = "part_paid", _("Paid in part")
    PAID = "paid", pgettext_lazy("wages", "Paid")
    APPEALED = "appealed", pgettext_lazy("wages", "Appeal")
    REFUSED = "refused", pgettext_lazy("wages", "Refused")
    CLOSED = "closed", pgettext_lazy("wages", "Closed")


class OtherKind(TextChoices):
    """Other cases."""

    BONDED = "bonded", _("Bonded labour: prosecution")
    VIOLENCE = "violence", _("Violence at home")
    MAINTENANCE = "maintenance", _("Maintenance")
    MARRIAGE = "marriage", _("Divorce or annulled marriage")
    CHILDREN = "children", _("Who keeps the children")
    HARASSMENT = "harassment", _("Harassment at work")
    PROPERTY = "property", _("Land or house")
    CHILD_LABOUR = "child_labour", _("Child labour")
    PASSPORT = "passport", _("Papers, passport, coming back from abroad")
    AGAINST_HER = "against_her", _("A case against her")
    OTHER = "other", pgettext_lazy("case", "Another case")


class Other(TextChoices):
    """How far another case has come."""

    BEGUN = "begun", _("Being prepared")
    FILED = "filed", pgettext_lazy("case", "Filed")
    HEARING = "hearing", pgettext_lazy("case", "Is heard")
    INTERIM = "interim", pgettext_lazy("case", "Order for the meantime")
    ORDERED = "ordered", pgettext_lazy("case", "Order given")
    CARRIED_OUT = "carried_out", pgettext_lazy("case", "Order carried out")
    REFUSED = "refused", pgettext_lazy("case", "Refused")
    APPEALED = "appealed", pgettext_lazy("case", "Appeal")
    CLOSED = "closed", pgettext_lazy("case", "Closed")


class PetitionKind(TextChoices):
    """What an organisation itself brings."""

    PIL = "pil", _("Public-interest petition")
    WRIT = "writ", _("Writ petition")
    INTERVENES = "intervenes", _("Joins somebody else's petition")
    RIGHTS = "rights", _("Complaint to a human rights commission")
    CHILD = "child", _("Complaint to a child rights commission")
    WOMEN = "women", _("Complaint to a women's commission")


class Petition(TextChoices):
    """How far a petition has come."""

    PLANNED = "planned", pgettext_lazy("petition", "Being prepared")
    FILED = "filed", pgettext_lazy("petition", "Filed")
    ADMITTED = "admitted", _("Admitted")
    HEARD = "heard", pgettext_lazy("petition", "Is heard")
    ORDER = "order", pgettext_lazy("petition", "Order given")
    KEPT = "kept", _("The order is kept")
    NOT_KEPT = "not_kept", _("The order is not kept")
    DISMISSED = "dismissed", _("Dismissed")
    CLOSED = "closed", pgettext_lazy("petition", "Closed")

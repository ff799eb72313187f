"""Words of collectives: what kind of group, how far it has come, who belongs to it, who does which part of the work."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class GroupKind(TextChoices):
    """The groups of the study, chapters 3, 4 and 6."""

    COLLECTIVE = "collective", _("Survivors' collective")
    SHG = "shg", _("Self-help group")
    WOMEN = "women", _("Women's group")
    ADOLESCENT = "adolescent", _("Adolescent club")
    VIGILANCE = "vigilance", _("Vigilance or child protection committee")
    MIGRANT = "migrant", _("Migrant forum")
    UNION = "union", _("Labour union")
    FEDERATION = "federation", _("Federation")
    OTHER = "other", pgettext_lazy("group", "Another group")


class Meets(TextChoices):
    """How often."""

    TWICE_WEEKLY = "twice_weekly", _("Twice a week")
    WEEKLY = "weekly", _("Every week")
    FORTNIGHTLY = "fortnightly", _("Every two weeks")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every three months")
    NEED = "need", _("When there is need")


class Group(TextChoices):
    """Whether a group is there."""

    MEETS = "meets", pgettext_lazy("group", "It meets")
    RESTS = "rests", pgettext_lazy("group", "It does not meet for now")
    ENDED = "ended", pgettext_lazy("group", "It has ended")


class Stage(TextChoices):
    """The four stages of JJ (study, chapter 4)."""

    ORGANISE = "organise", pgettext_lazy("stage of a group", "Organise")
    EDUCATE = "educate", pgettext_lazy("stage of a group", "Educate")
    ACT = "act", pgettext_lazy("stage of a group", "Act")
    SELF_DEPENDENT = "self_dependent", pgettext_lazy("stage of a group", "Self-dependent")


MEANS = {
    Stage.ORGANISE: _("It meets regularly and many come. Field workers call the meetings."),
    Stage.EDUCATE: _("Who comes learns about rights, laws and schemes, and how to use them."),
    Stage.ACT: _("It goes to offices, helps women in distress, and stops what is wrong in the village."),
    Stage.SELF_DEPENDENT: _("It calls its own meetings and decides by itself. No field worker is needed."),
}


class StageWhy(TextChoices):
    """What moved a group forward or back."""

    MEETINGS = "meetings", _("It met regularly")
    TRAINED = "trained", _("It was trained")
    LEADERS = "leaders", _("New leaders came forward")
    ACTED = "acted", _("It won something by acting")
    OFFICES = "offices", _("Offices began to listen")
    FEW = "few", _("Few come to meetings")
    LEFT = "left", _("Leaders left or married away")
    SEASON = "season", _("Migration or season")
    DISPUTE = "dispute", _("A dispute inside the group")
    THREAT = "threat", _("Threats or violence")
    STIGMA = "stigma", _("Stigma, or families forbid it")
    MONEY = "money", _("Money or trust was lost")
    STAFF = "staff", _("Field workers changed or left")
    OTHER = "other", pgettext_lazy("reason", "Something else")


class Says(TextChoices):
    """Who says that a group is where it is."""

    GROUP = "group", _("The group itself")
    TOGETHER = "together", _("Group and field workers together")
    STAFF = "staff", _("Field workers")


class Role(TextChoices):
    MEMBER = "member", pgettext_lazy("in a group", "Member")
    LEADER = "leader", pgettext_lazy("in a group", "Leader")
    TREASURER = "treasurer", pgettext_lazy("in a group", "Treasurer")
    SECRETARY = "secretary", _("Writes the minutes")
    TRAINER = "trainer", _("Trains others")


class Membership(TextChoices):
    IN = "in", pgettext_lazy("group", "In the group")
    LEFT = "left", pgettext_lazy("group", "Has left")


class LeftWhy(TextChoices):
    MOVED = "moved", _("She moved or married away")
    WORK = "work", _("Work or school leaves no time")
    FAMILY = "family", _("The family does not want it")
    FEAR = "fear", _("Afraid of being known")
    QUARREL = "quarrel", _("A quarrel")
    ENOUGH = "enough", _("She does not need it any more")
    NAMED = "named", _("She stands here by her name now, or by code again")
    OTHER = "other", pgettext_lazy("reason", "Something else")
    UNSAID = "unsaid", _("She did not say")


class Task(TextChoices):
    """Parts of the work that pass from the organisation to the collective. Values fit a number of a thread."""

    IDENTIFY = "identify", _("Finding who needs help")
    FOLLOW_UP = "follow_up", _("Follow-up after return")
    ACCOMPANY = "accompany", _("Going along to offices and hospitals")
    AWARENESS = "awareness", _("Awareness in the community")
    NEGOTIATE = "negotiate", _("Negotiating with offices")


class Doer(TextChoices):
    """Who does a part of the work now."""

    NGO = "ngo", _("The organisation")
    TOGETHER = "together", pgettext_lazy("doing work", "Together")
    COLLECTIVE = "collective", _("The collective")


class TaskWhy(TextChoices):
    TRAINED = "trained", _("It was trained for it")
    ASKED = "asked", _("The group asked for it")
    DID = "did", _("It did it by itself")
    OFFICES = "offices", _("Offices accept the group")
    TOO_MUCH = "too_much", _("It was too much for the group")
    REFUSED = "refused", _("Offices refused the group")
    DANGER = "danger", _("It was too dangerous")
    LEADERS = "leaders", _("Leaders left")
    MONEY = "money", _("Travel or money was missing")
    OTHER = "other", pgettext_lazy("reason", "Something else")


class Support(TextChoices):
    """A leader is there for a new survivor."""

    RUNS = "runs", pgettext_lazy("peer support", "She is there for her")
    PAUSED = "paused", pgettext_lazy("peer support", "Paused")
    ENDED = "ended", pgettext_lazy("peer support", "Ended")


class How(TextChoices):
    VISITS = "visits", pgettext_lazy("peer support", "Visits her")
    CALLS = "calls", pgettext_lazy("peer support", "Telephones with her")
    GOES_ALONG = "goes_along", pgettext_lazy("peer support", "Goes along with her")
    BRINGS = "brings", pgettext_lazy("peer support", "Brings her to meetings")
    SHELTER = "shelter", pgettext_lazy("peer support", "Takes her in for some days")


class SupportWhy(TextChoices):
    """Why peer support ended."""

    STANDS = "stands", _("She manages without it")
    MEMBER = "member", _("She is part of the group now")
    HER_WISH = "her_wish", _("She did not want it any more")
    BURDEN = "burden", _("It was too heavy for the leader")
    FAMILY = "family", _("The family does not want it")
    MOVED = "moved", _("One of them moved away")
    OTHER = "other", pgettext_lazy("reason", "Something else")

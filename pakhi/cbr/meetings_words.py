"""Words of meetings, decisions, trainings and awareness."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Happened(TextChoices):
    """Whether what was planned took place."""

    HELD = "held", _("It took place")
    PLANNED = "planned", _("It is planned")
    OFF = "off", _("It was called off")


class Held(TextChoices):
    """A meeting is written once it is over."""

    HELD = "held", _("It took place")


class Awaited(TextChoices):
    AWAITED = "awaited", _("Awaited")


class MeetingKind(TextChoices):
    REGULAR = "regular", _("Regular meeting")
    URGENT = "urgent", _("Called because of something urgent")
    LEADERS = "leaders", _("Meeting of the leaders")
    YEARLY = "yearly", _("Yearly meeting")
    FEDERATION = "federation", _("Meeting of several groups")


class LedBy(TextChoices):
    """Who led: the sign by which one sees that a group stands on its own."""

    LEADERS = "leaders", _("Leaders of the group")
    TOGETHER = "together", _("Leaders and field workers together")
    STAFF = "staff", _("Field workers")


class Topic(TextChoices):
    """What a meeting was about."""

    SCHEMES = "schemes", _("Schemes and papers")
    COMPENSATION = "compensation", _("Compensation")
    POLICE = "police", _("Police and court")
    VIOLENCE = "violence", _("Violence at home")
    NEW_SURVIVOR = "new_survivor", _("A woman who came back")
    THREAT = "threat", _("Threats from traffickers")
    STIGMA = "stigma", _("Stigma")
    MIGRATION = "migration", _("Safe migration")
    MARRIAGE = "marriage", _("Child marriage")
    CHILD_WORK = "child_work", _("Child labour and school")
    WORK = "work", _("Work, wages and livelihood")
    SAVINGS = "savings", pgettext_lazy("of a group", "Savings and loans")
    HEALTH = "health", _("Health and mind")
    OFFICES = "offices", _("How offices treat us")
    AWARENESS = "awareness", _("Planning awareness")
    GROUP = "group", _("Our group itself")
    OTHER = "other", pgettext_lazy("topic", "Something else")


class Deed(TextChoices):
    """What was decided."""

    OFFICE = "office", _("Go to an office together")
    LETTER = "letter", _("Write to an office")
    POLICE = "police", _("Report to the police")
    VISIT = "visit", _("Visit a woman or family")
    ACCOMPANY = "accompany", _("Go along with somebody")
    SUPPORT = "support", _("Stand by a new survivor")
    SHELTER = "shelter", _("A safe place in a member's house")
    MEDIATE = "mediate", _("Talk with a family or neighbours")
    WATCH = "watch", _("Keep watch in the village")
    AWARENESS = "awareness", _("Hold an awareness event")
    TRAINING = "training", _("Ask for a training")
    HEARING = "hearing", _("Bring it to a public hearing")
    MONEY = "money", _("Savings or a loan")
    LEADERS = "leaders", _("Choose leaders")
    HELP = "help", _("Ask the organisation for help")
    OTHER = "other", pgettext_lazy("decision", "Something else")


class DoneBy(TextChoices):
    """Who does what was decided."""

    LEADER = "leader", _("A leader")
    MEMBERS = "members", _("Members together")
    WORKER = "worker", _("A field worker")
    BOTH = "both", _("Leader and field worker together")
    OFFICE = "office", _("An office")


class Decided(TextChoices):
    OPEN = "open", pgettext_lazy("decision", "To be done")
    PARTLY = "partly", pgettext_lazy("decision", "Partly done")
    DONE = "done", pgettext_lazy("decision", "Done")
    DROPPED = "dropped", pgettext_lazy("decision", "Let go")


class Hindered(TextChoices):
    """What stood in the way."""

    TIME = "time", _("No time")
    OFFICE = "office", _("The office was closed or sent us away")
    FEAR = "fear", _("Fear or threats")
    FAMILY = "family", _("Families did not want it")
    MONEY = "money", _("Money or travel was missing")
    DISPUTE = "dispute", _("We did not agree")
    SHE = "she", _("The woman herself did not want it")
    OTHER = "other", pgettext_lazy("reason", "Something else")


class Lesson(TextChoices):
    """Topics of trainings."""

    RIGHTS = "rights", _("Rights and laws")
    SCHEMES = "schemes", _("Schemes and how to claim them")
    LEADING = "leading", _("Leadership and speaking")
    OFFICERS = "officers", _("Talking with officers")
    TRAFFICKING = "trafficking", _("Trafficking and safe migration")
    CASE = "case", _("Police case and compensation")
    STIGMA = "stigma", _("Answering stigma")
    LISTENING = "listening", _("Listening to and supporting others")
    HEALTH = "health", _("Health and mind")
    MONEY = "money", _("Money, savings, a business")
    BOOKS = "books", _("Running meetings, keeping books")
    PHONE = "phone", _("Phone and computer")
    OTHER = "other", pgettext_lazy("topic", "Something else")


class Trainer(TextChoices):
    GROUP = "group", _("Leaders of the group")
    STAFF = "staff", _("Our field workers")
    NGO = "ngo", _("Another organisation")
    LAWYER = "lawyer", _("A lawyer or legal aid")
    OFFICE = "office", _("A government office")
    OTHER = "other", pgettext_lazy("trainer", "Somebody else")


class Speaks(TextChoices):
    """A survivor who tells of her own life."""

    CHOSE = "chose", pgettext_lazy("speaker", "She chose to speak")
    SPOKE = "spoke", pgettext_lazy("speaker", "She spoke")
    WITHDREW = "withdrew", pgettext_lazy("speaker", "She changed her mind")


class Audience(TextChoices):
    """Who was reached."""

    PUPILS = "pupils", _("School children")
    YOUTH = "youth", _("Adolescents and youth")
    WOMEN = "women", pgettext_lazy("audience", "Women")
    MEN = "men", pgettext_lazy("audience", "Men")
    PARENTS = "parents", pgettext_lazy("audience", "Parents")
    VILLAGE = "village", _("The whole village")
    MIGRANTS = "migrants", _("Migrant workers")
    EMPLOYERS = "employers", _("Employers and contractors")
    PANCHAYAT = "panchayat", _("Panchayat members")
    OFFICES = "offices", _("Officers and police")
    RELIGIOUS = "religious", _("Religious leaders")
    PRESS = "press", _("Journalists")


class Venue(TextChoices):
    SCHOOL = "school", _("School or college")
    COURTYARD = "courtyard", _("House or courtyard")
    PANCHAYAT = "panchayat", _("Panchayat or community hall")
    MARKET = "market", _("Market or street")
    TRANSPORT = "transport", _("Bus or railway station")
    WORKPLACE = "workplace", _("Kiln, factory or other workplace")
    OFFICE = "office", _("An office")
    MEDIA = "media", _("Radio, paper or internet")
    OTHER = "other", pgettext_lazy("place", "Somewhere else")

"""Words of the study that several kinds of threads share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pakhi.network.kinds import families, kinds


class Component(TextChoices):
    """The five parts of the CBR matrix (study, chapter 8, after the WHO's)."""

    HEALTH = "health", _("Health")
    EDUCATION = "education", _("Education")
    LIVELIHOOD = "livelihood", _("Livelihood")
    LEGAL = "legal", _("Law and protection")
    SOCIAL = "social", _("Social life and empowerment")


class Element(TextChoices):
    """What a component is made of. The part before the first `_` of the value is not its component: see ELEMENTS."""

    BODY = "body", _("Body and treatment")
    MIND = "mind", _("Mind and sleep")
    FOOD = "food", _("Food")
    MOTHER = "mother", _("Pregnancy, birth, contraception")
    LONG_ILLNESS = "long_illness", _("A long illness or a disability")
    SUBSTANCES = "substances", _("Alcohol and other substances")
    SCHOOL = "school", _("Back to school")
    BRIDGE = "bridge", _("Bridge course")
    STAYING = "staying", _("Staying in school")
    READING = "reading", _("Reading, writing, counting")
    HIGHER = "higher", _("College or another course")
    SKILL = "skill", _("A skill")
    WORK = "work", _("Work for a wage")
    ENTERPRISE = "enterprise", _("A business of her own")
    SAVINGS = "savings", _("Savings and credit")
    LAND = "land", _("Land and house")
    SCHEMES = "schemes", _("Welfare schemes")
    PAPERS = "papers", _("Identity papers")
    POLICE = "police", _("Police case and court")
    COMPENSATION = "compensation", _("Compensation")
    WAGES = "wages", _("Unpaid wages and release certificate")
    SAFETY = "safety", _("Protection from threats")
    FAMILY = "family", _("Family")
    ACCEPTANCE = "acceptance", _("Being accepted, without stigma")
    HOME = "home", _("A safe place to live")
    FRIENDS = "friends", _("Friends and free time")
    GROUP = "group", _("A group of her own")
    LEADING = "leading", _("Speaking up and leading")


C, E = Component, Element
ELEMENTS: dict[str, tuple[Element, ...]] = {
    C.HEALTH: (E.BODY, E.MIND, E.FOOD, E.MOTHER, E.LONG_ILLNESS, E.SUBSTANCES),
    C.EDUCATION: (E.SCHOOL, E.BRIDGE, E.STAYING, E.READING, E.HIGHER),
    C.LIVELIHOOD: (E.SKILL, E.WORK, E.ENTERPRISE, E.SAVINGS, E.LAND, E.SCHEMES),
    C.LEGAL: (E.PAPERS, E.POLICE, E.COMPENSATION, E.WAGES, E.SAFETY),
    C.SOCIAL: (E.FAMILY, E.ACCEPTANCE, E.HOME, E.FRIENDS, E.GROUP, E.LEADING),
}


class Open(TextChoices):
    """Whether a thread still runs."""

    OPEN = "open", pgettext_lazy("thread", "Open")
    CLOSED = "closed", pgettext_lazy("thread", "Closed")


class Severity(TextChoices):
    LOW = "low", pgettext_lazy("severity", "Low")
    MEDIUM = "medium", pgettext_lazy("severity", "Medium")
    HIGH = "high", pgettext_lazy("severity", "High")


class YesNo(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")


class Known(TextChoices):
    """An answer that may be open: not known is never no."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")


def choices_of(name: str, keys: Iterable[str], label: Any) -> type[TextChoices]:
    """Choices that are data; `label`: a function from a key to its words in the reader's language."""
    made: Any = TextChoices
    said = lazy(label, str)
    found: type[TextChoices] = made(name, [(key.replace("-", "_").upper(), (key, said(key))) for key in keys])
    return found


OfficeFamily = choices_of("OfficeFamily", families(), lambda key: families()[key].name())
OfficeKind = choices_of("OfficeKind", kinds(), lambda key: kinds()[key].name())

# Long lists that stand in groups: (name of the group, its choices).
GROUPS: dict[type[TextChoices], list[tuple[Any, tuple[str, ...]]]] = {
    Element: [(component.label, ELEMENTS[component]) for component in Component],
    OfficeKind: [
        (OfficeFamily(key).label, tuple(one.key for one in kinds().values() if one.family == key)) for key in families()
    ],
}

"""The words for what is kept about a person: each code with its label, in the order of the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Promise
else:
    from django.utils.functional import Promise

Said = str | Promise
Words = dict[str, Said]

KINDS: Words = {
    "usual": _("What she is called"),
    "official": _("The name on her papers"),
    "alias": _("Another name"),
}
GENDERS: Words = {
    "woman": _("Woman"),
    "girl": _("Girl"),
    "man": _("Man"),
    "boy": _("Boy"),
    "transgender": _("Transgender"),
    "other": _("Another"),
}
WHOSE: Words = {
    "own": _("Her own"),
    "family": _("Shared in the family"),
    "relative": _("A relative's"),
    "neighbour": _("A neighbour's"),
    "other": _("Somebody else's"),
}
YES_NO: Words = {"yes": _("Yes"), "no": _("No")}
SAFE: Words = {"yes": _("Yes"), "hours": _("Yes, at these hours"), "no": _("No")}
RELATIONS: Words = {
    "mother": _("Mother"),
    "father": _("Father"),
    "sister": _("Sister"),
    "brother": _("Brother"),
    "husband": _("Husband"),
    "partner": _("Partner"),
    "child": _("Child"),
    "grandparent": _("Grandparent"),
    "uncle_aunt": _("Uncle or aunt"),
    "in_law": _("Somebody of the husband's family"),
    "relative": _("Another relative"),
    "friend": _("Friend"),
    "neighbour": _("Neighbour"),
    "other": _("Somebody else"),
}
PAPERS: Words = {
    "aadhaar": _("Aadhaar"),
    "voter": _("Voter card"),
    "ration": _("Ration card"),
    "birth": _("Birth certificate"),
    "school": _("School certificate"),
    "caste": _("Caste certificate"),
    "residence": _("Residence certificate"),
    "income": _("Income certificate"),
    "disability": _("Disability card"),
    "health": _("Health card"),
    "job": _("Job card"),
    "labour": _("Labour card (e-Shram)"),
    "bank": _("Bank passbook"),
    "pan": _("PAN card"),
    "passport": _("Passport"),
    "other": _("Another paper"),
}

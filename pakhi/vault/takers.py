"""Who could take a person over: the organisations here whose keys are ready, and to which of them she agreed to go."""

from __future__ import annotations

from dataclasses import dataclass

from pakhi.network.models import Organisation
from pakhi.vault import consent, scope
from pakhi.vault.consent_rules import wrong
from pakhi.vault.models import Consent, OrganisationKey, Person


@dataclass(frozen=True)
class Taker:
    """An organisation that could take her, and whether her consent to that holds now."""

    organisation: Organisation
    agreed: bool


def takers(person: Person) -> list[Taker]:
    """Every other organisation whose recovery was rehearsed; those to which she agreed come first."""
    funders = Organisation.Kind.FUNDER  # they are told numbers, never anything of hers
    others = list(Organisation.objects.exclude(code=person.organisation).exclude(kind=funders).order_by("name", "code"))
    able, held = ready(others), list(consent.holding(person, Consent.Purpose.TRANSFER))
    found = [
        Taker(other, any(consent.fits(one, other.code, set()) and not wrong(one) for one in held))
        for other in others if other.code in able
    ]  # fmt: skip
    return sorted(found, key=lambda taker: not taker.agreed)


def ready(organisations: list[Organisation]) -> set[str]:
    """The codes of those that could take somebody on. Whether a key is ready is all that is asked of them."""
    if not organisations:
        return set()
    with scope.widened(*(organisation.code for organisation in organisations)):
        keys = OrganisationKey.objects.filter(retired_on=None, recovery__rehearsed_on__isnull=False)
        return set(keys.values_list("organisation", flat=True))

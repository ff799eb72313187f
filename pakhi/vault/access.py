"""Who may open the pages about people. A worker reaches the people assigned to them, keepers those of their place."""

from __future__ import annotations

from collections.abc import Iterable

from pakhi.network.access import table
from pakhi.network.models import Account, Organisation
from pakhi.vault import apart, assign, glass, merge
from pakhi.vault.models import Listed, Person


def owner_of_person(code: str) -> Organisation | None:
    """The organisation of a person; none where it is not bound for this reader, as if there were no such person."""
    found = Person.objects.filter(code=code).first()
    if found is not None and Listed.objects.filter(person=found, of__isnull=False).exists():
        return None  # a name in a list; she has a page of her own, which this must not lead to
    return Organisation.objects.filter(code=found.organisation).first() if found else None


def organisation(code: str) -> Organisation | None:
    return Organisation.objects.filter(code=code).first()


def assigned(account: Account, code: str) -> bool:
    """Whether somebody is there for a person, by assignment to any of her records, or in an emergency."""
    found = Person.objects.filter(code=code).first()
    if found is None or apart.kept_apart(account, found):
        return False
    return any(assign.assigned(account, one) or glass.current(account, one) for one in merge.together(found))


def assigned_among(account: Account, people: Iterable[Person]) -> set[str]:
    """The codes of these people whom somebody is there for, as `assigned`; asked once for all of them."""
    each = merge.together_each(people)
    records = {one.pk: one for found in each.values() for one in found}
    there = assign.assigned_among(account, records.values()) | glass.open_among(account, records.values())
    there -= set(apart.hidden_from(account))
    return {code for code, found in each.items() if any(one.pk in there for one in found)}


OWNERS = {"person": owner_of_person, "organisation": organisation}
ASSIGNED = {"person": assigned}

ROWS = table("""
page               method anyone leader worker   supervisor manager mis  coordinator researcher funder
vault:unlock       POST   no     same   same     same       same    same same        same       same
vault:keys         GET    no     no     no       same       same    no   no          no         no
vault:set_up       POST   no     no     no       same       same    no   no          no         no
vault:rehearse     GET    no     no     no       same       same    no   no          no         no
vault:rehearse     POST   no     no     no       same       same    no   no          no         no
vault:grant        POST   no     no     no       same       same    no   no          no         no
vault:withdraw     POST   no     no     no       same       same    no   no          no         no
vault:reset        POST   no     no     no       same       same    no   no          no         no
vault:print_again  POST   no     no     no       same       same    no   no          no         no
vault:rotation     GET    no     no     no       same       same    no   no          no         no
vault:rotation     POST   no     no     no       same       same    no   no          no         no
vault:recover      GET    no     no     no       same       same    no   no          no         no
vault:recover      POST   no     no     no       same       same    no   no          no         no
vault:caseload     GET    no     no     same     same       same    no   no          no         no
vault:caseload     POST   no     no     same     same       same    no   no          no         no
vault:new          GET    no     no     same     same       same    no   no          no         no
vault:new          POST   no     no     same     same       same    no   no          no         no
vault:register     POST   no     no     same     same       same    no   no          no         no
vault:person       GET    no     no     assigned same       same    no   no          no         no
vault:reveal       POST   no     no     assigned same       same    no   no          no         no
vault:print        POST   no     no     assigned same       same    no   no          no         no
vault:edit         POST   no     no     assigned same       same    no   no          no         no
vault:write        POST   no     no     assigned same       same    no   no          no         no
vault:notes        POST   no     no     assigned same       same    no   no          no         no
vault:note         POST   no     no     assigned same       same    no   no          no         no
vault:file         POST   no     no     assigned same       same    no   no          no         no
vault:open         POST   no     no     assigned same       same    no   no          no         no
vault:consents     GET    no     no     assigned same       same    no   no          no         no
vault:ask          GET    no     no     assigned same       same    no   no          no         no
vault:give         POST   no     no     assigned same       same    no   no          no         no
vault:take_back    POST   no     no     assigned same       same    no   no          no         no
vault:ending       GET    no     no     same     same       same    no   no          no         no
vault:spoken       GET    no     no     same     same       same    no   no          no         no
vault:looked       GET    no     no     assigned same       same    no   no          no         no
vault:assign       POST   no     no     no       same       same    no   no          no         no
vault:apart        POST   no     no     assigned same       same    no   no          no         no
vault:workload     GET    no     no     no       same       same    no   no          no         no
vault:workload     POST   no     no     no       same       same    no   no          no         no
vault:leave        POST   no     no     no       same       same    no   no          no         no
vault:glass        GET    no     no     same     same       same    no   no          no         no
vault:glass        POST   no     no     same     same       same    no   no          no         no
vault:notices      GET    no     no     no       same       same    no   network     no         no
vault:seen         POST   no     no     no       same       same    no   network     no         no
vault:limits       GET    no     no     same     same       same    no   no          no         no
vault:limits       POST   no     no     no       same       same    no   no          no         no
vault:duplicates   GET    no     no     no       same       same    no   no          no         no
vault:duplicates   POST   no     no     no       same       same    no   no          no         no
vault:pair         GET    no     no     assigned same       same    no   no          no         no
vault:pair         POST   no     no     assigned same       same    no   no          no         no
vault:merge        POST   no     no     no       same       same    no   no          no         no
vault:handovers    GET    no     no     same     same       same    no   no          no         no
vault:offer        GET    no     no     assigned same       same    no   no          no         no
vault:offer        POST   no     no     assigned same       same    no   no          no         no
vault:offer_back   POST   no     no     assigned same       same    no   no          no         no
vault:answer       POST   no     no     no       same       same    no   no          no         no
vault:forget       GET    no     no     no       same       same    no   no          no         no
vault:forget       POST   no     no     no       same       same    no   no          no         no
vault:certificate  GET    no     no     no       same       same    no   no          no         no
vault:log          GET    no     no     no       same       same    no   network     no         no
vault:log          POST   no     no     no       same       same    no   network     no         no
vault:duties       GET    no     same   same     same       same    same network     same       same
""")

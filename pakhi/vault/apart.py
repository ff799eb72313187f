"""Never this colleague: whom a survivor wants to be kept apart from, for instance a relative or a neighbour.

For that colleague there is no such person, whatever their role: no page, list, search, phone or emergency leads to her
(scope.py, `hidden`), and each rule of access asks here besides. `wishes.py` writes it down.
"""

from __future__ import annotations

from pakhi.network.models import Account
from pakhi.vault import listings, merge, scope
from pakhi.vault.models import Apart, Person


@scope.whole()
def hidden_from(account: Account) -> dict[int, str]:
    """Row -> code of every record of everybody who wants to be kept apart from a colleague, in what is bound."""
    rows = Apart.objects.current().filter(account=account.pk).select_related("person")
    found = {one.pk: one.code for row in rows for one in merge.together(row.person)}
    return found | listings.hidden_too(found)


def kept_apart(account: Account, person: Person) -> bool:
    """Whether somebody may never open a person's record, by any of her records."""
    return person.pk in hidden_from(account)


@scope.whole()
def around(person: Person) -> list[Apart]:
    """From whom she is kept apart today, by any of her records, in the order in which it was written."""
    rows = Apart.objects.current().filter(person__in=merge.together(person))
    return list(rows.order_by("id"))


def from_whom(person: Person) -> set[int]:
    """The accounts that she is kept apart from today, by any of her records."""
    return {row.account for row in around(person)}

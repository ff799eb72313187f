"""On the staff site, the organisations of whoever is signed in are bound: the vault shows them these, and no other.

Nor anybody who wants to be kept apart from whoever reads (apart.py).
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from pakhi.network.models import Account, Membership
from pakhi.network.models.account import Role
from pakhi.vault import apart, doors, scope, unlock


def reach(account: object) -> frozenset[str]:
    """Codes of the organisations whose rows somebody's pages may touch. What of these they may see, the gate says.

    A network's coordinator also reaches its members, whom they are told about. Raises scope.NotBound for nobody.
    """
    if not isinstance(account, Account) or not account.is_active:
        raise scope.NotBound("Nobody is signed in: no organisation is bound.")
    found: set[str] = set()
    for held in Membership.objects.current().filter(account=account).select_related("organisation"):
        home = held.organisation
        found.add(home.code)
        if held.role == Role.COORDINATOR:
            found |= set(home.members().values_list("code", flat=True))
    return frozenset(found)


class Binding:
    """Middleware, before the gate: nothing is looked up until a page asks the vault, and then once a request."""

    def __init__(self, handle: Callable[[HttpRequest], HttpResponse]) -> None:
        self.handle = handle

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known: list[frozenset[str]] = []
        people: list[scope.Hidden] = []

        def find() -> frozenset[str]:
            if not known:
                known.append(reach(getattr(request, "user", None)))
            return known[0]

        def shut() -> scope.Hidden:
            if not people:
                account = getattr(request, "user", None)
                people.append(apart.hidden_from(account) if isinstance(account, Account) else scope.NONE)
            return people[0]

        with scope.when_asked(find), scope.read_by(shut):
            response = self.handle(request)
        unlock.keep_cookie(request, response)
        return response

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """What a page of the vault may raise gets a sentence."""
        return doors.answer_to(request, problem)

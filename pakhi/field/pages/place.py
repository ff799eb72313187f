"""For which organisation a page about its helpline or desk is read, and whose codes the reader may see."""

from __future__ import annotations

from functools import cached_property

from django.http import HttpRequest

from pakhi.field.pages.reader import held, kept, me
from pakhi.network.models import Organisation
from pakhi.vault import access, scope


def homes(request: HttpRequest) -> list[Organisation]:
    """The organisations by which this page is open to the reader, by name."""
    found = {one.organisation_id: one.organisation for one in held(request)}
    return sorted(found.values(), key=lambda organisation: organisation.name)


def home(request: HttpRequest) -> Organisation:
    """The one that `at` names, else the first."""
    places, asked = homes(request), request.POST.get("at") or request.GET.get("at", "")
    return next((one for one in places if one.code == asked), places[0])


def keeps(request: HttpRequest, organisation: Organisation) -> bool:
    """Whether the reader is supervisor or manager there."""
    return organisation in kept(request)


class Opens:
    """Whether the reader is there for a person, asked once a code: only then a list says whose call it was."""

    def __init__(self, request: HttpRequest) -> None:
        self.account, self.kept, self.known = me(request), {one.pk for one in kept(request)}, dict[str, bool]()

    @cached_property
    def hidden(self) -> set[str]:
        """Codes of those who are kept apart from the reader, whatever their role."""
        return scope.hidden_codes()

    def __call__(self, person: str, organisation: int) -> bool:
        if not person or person in self.hidden:
            return False
        if organisation in self.kept:
            return True
        if person not in self.known:
            self.known[person] = access.assigned(self.account, person)
        return self.known[person]

    def named(self, person: str) -> bool:
        """Whether the reader may know that somebody gave a code: for whom she is kept apart from, she gave none."""
        return bool(person) and person not in self.hidden

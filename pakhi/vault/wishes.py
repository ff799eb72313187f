"""She says which colleague may never open her record or be there for her: written down, and taken back."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from pakhi.lib.clock import today
from pakhi.network.models import Account, Membership
from pakhi.vault import access, apart, assign, audit, identity, merge, standing
from pakhi.vault.keys import Refused
from pakhi.vault.models import Apart, Assignment, Entry, Glass, Person


def keep_apart(person: Person, colleague: Account, by: Account) -> Apart:
    """From now on a colleague has nothing of hers: what they had ends at once. Written twice, it is there once.

    Raises Refused: from who is not there for her; about a supervisor or manager from any but another of them; and
    where nobody who decides about her would be left.
    """
    with identity.held(person), audit.locked():
        need_near(person, by)
        need_possible(person, colleague, by)
        found = next((row for row in apart.around(person) if row.account == colleague.pk), None)
        if found is not None:
            end_access(person, colleague.pk, by)
            if not found.by:  # it came along, and now she has said it here
                found.by = by.pk
                found.save(update_fields=["by"])
                log(person, by, "apart")
            return found
        made = Apart.objects.create(person=person, account=colleague.pk, by=by.pk)
        end_access(person, colleague.pk, by)
        log(person, by, "apart")
    return made


def need_near(person: Person, by: Account) -> None:
    """Raises Refused for whom she could not have told it."""
    if person.state != Person.State.HERE:
        raise Refused(_("This record is closed."))
    near = access.assigned(by, person.code) or standing.is_keeper(by, person.organisation)
    if not near or apart.kept_apart(by, person):
        raise Refused(_("You cannot open this record."))


def need_possible(person: Person, colleague: Account, by: Account) -> None:
    """Raises Refused with the reason why a colleague cannot be kept apart from her by this one."""
    home = person.organisation
    if colleague == by:
        raise Refused(_("This is about yourself: she tells it to somebody else, and they write it down."))
    if not standing.roles(colleague, home) & standing.CARERS:
        raise Refused(_("%(name)s does not work with people in this organisation.") % {"name": colleague.name})
    if standing.is_keeper(colleague, home):
        standing.need_keeper(by, home)
        if not deciders(person) - {colleague.pk}:
            raise Refused(_("Nobody would be left who decides about her. Think of handing her over instead."))


def deciders(person: Person) -> set[int]:
    """The accounts of supervisors and managers who may open her record."""
    return keepers(person.organisation) - apart.from_whom(person)


def keepers(organisation: str) -> set[int]:
    """The accounts of an organisation's supervisors and managers."""
    held = Membership.objects.current().filter(organisation__code=organisation, account__is_active=True)
    return set(held.filter(role__in=standing.KEEPERS).values_list("account", flat=True))


def bring(person: Person, never: Iterable[int]) -> None:
    """What she said where she was before holds here from the first day, about whoever of them works here, now or later.

    No name comes along: nobody here has written it (`by` 0) until somebody has asked her.
    """
    Apart.objects.bulk_create(Apart(person=person, account=one, by=0) for one in sorted(never))


def brought(person: Person) -> list[Apart]:
    """What came along, and nobody here has asked her about."""
    return [row for row in apart.around(person) if not row.by]


def asked(person: Person, by: Account) -> None:
    """Somebody has asked her, and she still wants it, also here. Raises Refused for whom she could not have told it."""
    need_near(person, by)
    if not brought(person):
        raise Refused(_("This has ended already."))
    with audit.locked():
        Apart.objects.filter(pk__in=[row.pk for row in brought(person)]).update(by=by.pk)
        log(person, by, "apart")


def keep_all_apart(person: Person, by: Account) -> None:
    """More records are hers now: by these too, whom she is kept apart from has nothing any more."""
    for colleague in apart.from_whom(person):
        end_access(person, colleague, by)


def end_access(person: Person, colleague: int, by: Account) -> None:
    """Whatever a colleague (account) is for her ends now, also what lies ahead, and an emergency that is open."""
    records = merge.together(person)
    for row in Assignment.objects.filter(assign.later(today()), person__in=records, account=colleague):
        assign.close(row, today())
        assign.log(row, by, "end", row.valid_from, today())
        if row.kind == assign.Kind.MAIN:
            assign.uncover(records, colleague, by, today())
    now = timezone.now()
    open_now = Glass.objects.filter(person__in=[one.code for one in records], account=colleague, until__gt=now)
    open_now.update(until=now)


def let_again(row: Apart, by: Account) -> None:
    """She does not wish it any more. It gives nothing by itself. Raises Refused: a supervisor or manager writes it."""
    standing.need_keeper(by, row.person.organisation)
    if apart.kept_apart(by, row.person):
        raise Refused(_("You cannot open this record."))
    with audit.locked():
        assign.over(row, today())
        log(row.person, by, "apart_over")


def log(person: Person, by: Account, step: str) -> None:
    """One line, which does not say who the colleague is: they may read the log."""
    audit.record(Entry.Act.ASSIGN, actor=by, organisation=person.organisation, person=person.code, step=step)

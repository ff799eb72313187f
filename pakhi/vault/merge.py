"""Two records of one person: proposed by one, confirmed by another, undone if it was wrong.

Nothing is moved and nothing rewritten: sections, notes, files, assignments, consents and marks stay with the record
they were made for, and both records are shown together. What changes is one word, the state of the merged record,
and undoing changes it back. Only this stays ended: what a colleague was for her whom she is kept apart from.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from pakhi.lib.clock import today
from pakhi.network.models import Account
from pakhi.vault import audit, heard, standing
from pakhi.vault.keys import Refused
from pakhi.vault.models import Difference, Entry, Merge, Person

State = Person.State
OPEN = Q(confirmed_on=None, undone_on=None)
WAITS = OPEN & Q(kept__state=State.HERE, merged__state=State.HERE)  # where one is forgotten, nothing is left to decide
HOLDS = Q(confirmed_on__isnull=False, undone_on=None)


def propose(kept: Person, merged: Person, by: Account) -> Merge:
    """One worker thinks that two records are of one person; another has to look. Raises Refused."""
    from pakhi.vault import listings  # which asks here for all of somebody's records

    standing.need_carer(by, kept.organisation)
    for one in (kept, merged):
        listings.need_person(one)
    with audit.locked():
        pair = list(Person.objects.select_for_update().filter(pk__in={kept.pk, merged.pk}))
        if len(pair) != 2 or kept.organisation != merged.organisation:
            raise Refused(_("Choose two records of one organisation."))
        if any(person.state != State.HERE for person in pair):
            raise Refused(_("This record is closed."))
        if Merge.objects.filter(WAITS).filter(Q(kept__in=pair) | Q(merged__in=pair)).exists():
            raise Refused(_("For one of the two, somebody has proposed this already. Decide on that first."))
        if different(kept, merged).exists():
            raise Refused(_("Somebody looked and found that these are two people. Reconsider that first."))
        made = Merge.objects.create(kept=kept, merged=merged, proposed_by=by.pk)
        log(made, by, "propose")
    return made


def confirm(proposal: Merge, by: Account) -> Merge:
    """A supervisor or manager, not the one who proposed, has looked at both and agrees. Raises Refused.

    Whom she is kept apart from by one of the two is nothing for her by the other either, from now on.
    """
    from pakhi.vault import wishes  # which asks here for all of somebody's records

    standing.need_keeper(by, proposal.kept.organisation)
    with audit.locked():
        now = fresh(proposal)
        if now.confirmed_on or now.undone_on:
            raise Refused(_("This was decided already."))
        if now.proposed_by == by.pk:
            raise Refused(_("Somebody else than who proposed it has to confirm it."))
        if now.kept.state != State.HERE or now.merged.state != State.HERE:
            raise Refused(_("This record is closed."))
        now.confirmed_by, now.confirmed_on = by.pk, today()
        now.save(update_fields=["confirmed_by", "confirmed_on"])
        put(now.merged, State.MERGED)
        log(now, by, "confirm")
        wishes.keep_all_apart(now.kept, by)
    tell(now)
    return now


def decline(proposal: Merge, by: Account) -> Merge:
    """They are two people: the proposal ends, and they are not proposed again. Raises Refused."""
    standing.need_keeper(by, proposal.kept.organisation)
    with audit.locked():
        now = fresh(proposal)
        if now.confirmed_on or now.undone_on:
            raise Refused(_("This was decided already."))
        end(now, by, "decline")
        differ(now.kept, now.merged, by)
    return now


def undo(done: Merge, by: Account) -> Merge:
    """It was wrong: the merged record is again what it was, to the byte. Raises Refused."""
    standing.need_keeper(by, done.kept.organisation)
    with audit.locked():
        now = fresh(done)
        if not now.confirmed_on or now.undone_on:
            raise Refused(_("There is nothing to undo."))
        if now.merged.state != State.MERGED:
            raise Refused(_("This record is closed."))
        end(now, by, "undo")
        put(now.merged, State.HERE)
    tell(now)
    return now


def differ(one: Person, other: Person, by: Account) -> None:
    """Somebody looked: these two are not the same. Nobody is asked about them again. Raises Refused."""
    standing.need_carer(by, one.organisation)
    first, second = sorted((one.code, other.code))
    if first == second or one.organisation != other.organisation:
        raise Refused(_("Choose two records of one organisation."))
    with audit.locked():
        _row, made = Difference.objects.get_or_create(one=first, other=second, defaults={"by": by.pk})
        if made:
            audit.record(
                Entry.Act.MERGE, actor=by, organisation=one.organisation, person=first, step="differ", other=second
            )


def reconsider(one: Person, other: Person, by: Account) -> None:
    """They may be the same after all: they can be proposed again. Raises Refused."""
    standing.need_keeper(by, one.organisation)
    with audit.locked():
        if different(one, other).delete()[0]:
            audit.record(
                Entry.Act.MERGE, actor=by, organisation=one.organisation, person=one.code, step="reconsider",
                other=other.code,
            )  # fmt: skip


def different(one: Person, other: Person) -> QuerySet[Difference]:
    """The row that says that two people are not the same, if there is one."""
    first, second = sorted((one.code, other.code))
    return Difference.objects.filter(one=first, other=second)


def waiting(organisation: str) -> list[Merge]:
    """Proposals of an organisation (its code) that wait for a second person, the oldest first."""
    rows = Merge.objects.filter(WAITS, kept__organisation=organisation).select_related("kept", "merged")
    return list(rows.order_by("proposed_on", "id"))


def answers(codes: Iterable[str]) -> dict[str, Person]:
    """Code -> the record that answers for it: its own, or the one that it was merged into."""
    people = {person.code: person for person in Person.objects.filter(code__in=set(codes))}
    while merged := [code for code, person in people.items() if person.state == State.MERGED]:
        rows = Merge.objects.filter(HOLDS, merged__in=[people[code] for code in merged]).select_related("kept")
        kept = {row.merged_id: row.kept for row in rows}
        people |= {code: kept[people[code].pk] for code in merged if people[code].pk in kept}
        if not kept:
            break
    return people


def answer(code: str) -> Person | None:
    """The record that answers for a code."""
    return answers([code]).get(code)


def together(person: Person) -> list[Person]:
    """A person's records, all that were merged into one: the one that answers first, then the others."""
    kept = answers([person.code])[person.code]
    found, newest = [kept], [kept]
    while newest:
        rows = Merge.objects.filter(HOLDS, kept__in=newest, merged__state=State.MERGED).select_related("merged")
        newest = [row.merged for row in rows.order_by("id")]
        found += newest
    return found


def together_each(people: Iterable[Person]) -> dict[str, list[Person]]:
    """Code -> the records of each of these people, as `together`; asked once for all of them."""
    kept = answers({one.code for one in people})
    found = {one.code: [one] for one in kept.values()}
    roots = {one.pk: one.code for one in kept.values()}
    newest = list(kept.values())
    while newest:
        rows = Merge.objects.filter(HOLDS, kept__in=newest, merged__state=State.MERGED).select_related("merged")
        newest = []
        for row in rows.order_by("id"):
            root = roots[row.merged_id] = roots[row.kept_id]
            found[root].append(row.merged)
            newest.append(row.merged)
    return {code: found[one.code] for code, one in kept.items()}


def all_codes(codes: Iterable[str]) -> set[str]:
    """These codes, and those of all records that were merged into theirs."""
    found = set(codes)
    newest = found
    while newest:
        rows = Merge.objects.filter(HOLDS, kept__code__in=newest, merged__state=State.MERGED)
        newest = set(rows.values_list("merged__code", flat=True)) - found
        found = found | newest
    return found


def fresh(merge: Merge) -> Merge:
    """A merge as it is now, held still until the transaction ends."""
    return Merge.objects.select_for_update(of=("self",)).select_related("kept", "merged").get(pk=merge.pk)


def put(person: Person, state: Person.State) -> None:
    person.state = state
    person.save(update_fields=["state"])


def end(merge: Merge, by: Account, step: str) -> None:
    merge.undone_by, merge.undone_on = by.pk, today()
    merge.save(update_fields=["undone_by", "undone_on"])
    log(merge, by, step)


def tell(merge: Merge) -> None:
    """What she agreed to on one record counts for the other now, or no more."""
    for person in (merge.kept, merge.merged):
        heard.told_later(person.code)


def log(merge: Merge, by: Account, step: str) -> None:
    audit.record(
        Entry.Act.MERGE, actor=by, organisation=merge.kept.organisation, person=merge.kept.code, step=step,
        other=merge.merged.code,
    )  # fmt: skip

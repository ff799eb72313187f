"""What the vault puts on somebody's page of today."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pakhi.network.due import Item
from pakhi.network.models import Membership
from pakhi.network.models.account import Role
from pakhi.vault import ending, glass, handover, left, limits
from pakhi.vault import merge as merging
from pakhi.vault.keyring import Need, need
from pakhi.vault.models import Handover
from pakhi.vault.standing import CARERS, KEEPERS


def items(memberships: Iterable[Membership]) -> list[Item]:
    """A key to make, emergencies to look at, who has nobody left; merges and offers; consents that end."""
    held = list(memberships)
    return [
        *locks(held), *emergencies(held), *alone(held), *used_up(held), *consents(held), *merges(held), *offers(held)
    ]  # fmt: skip


def locks(memberships: Iterable[Membership]) -> list[Item]:
    """A key to make, rehearse or change, or access that has to end, for those who keep it."""
    kept = {held.organisation_id: held.organisation for held in memberships if held.role in KEEPERS}
    said = {  # title, text, icon
        Need.MAKE: (_("Make the key"), _("Without it no real person can be written down."), "key-round"),
        Need.LOST: (_("Nobody can open names"), _("Nothing is lost: two shares open them again."), "lock-open"),
        Need.REHEARSE: (_("Rehearse with two shares"), _("Real people are written down only after that."), "key-round"),
        Need.GONE: (_("Somebody who left still has access"), _("Take it away, and change the key."), "user-x"),
        Need.CHANGING: (_("Finish the change of the key"), _("It stopped; nobody is locked out."), "refresh-cw"),
        Need.CHANGE: (_("Change the key"), _("Somebody lost access. What they copied is useless then."), "refresh-cw"),
    }
    needs = dict.fromkeys(found for one in kept.values() if (found := need(one)) is not None)
    return [Item("vault:keys", *said[one]) for one in needs]


def emergencies(memberships: Iterable[Membership]) -> list[Item]:
    """Emergency access that nobody of somebody's side has looked at."""
    account = next((held.account for held in memberships), None)
    waiting = sum(1 for notice in glass.notices(account) if notice.glass) if account else 0
    if not waiting:
        return []
    title = ngettext("%(n)s emergency to look at", "%(n)s emergencies to look at", waiting) % {"n": waiting}
    return [Item("vault:notices", title, _("A colleague opened a record in an emergency. Speak about it."), "siren")]


def alone(memberships: Iterable[Membership]) -> list[Item]:
    """Who keeps somebody apart, and has nobody left who decides, who works with her, or who may open her record."""
    held = list(memberships)
    mine = {one.organisation.code for one in held if one.role in CARERS}
    codes = left.undecided(held[0].account, mine) if mine else []
    found = []
    if codes:
        title = ngettext("Nobody decides about %(n)s person any more", "Nobody decides about %(n)s people any more",
                         len(codes))  # fmt: skip
        text = _("Ask for another supervisor, or offer to hand her over. Your day says about whom.")
        found.append(Item("desk:day", title % {"n": len(codes)}, text, "user-x"))
    if many := len(left.to_ask(held[0].account, mine)) if mine else 0:
        title = ngettext("Ask %(n)s person who came to you", "Ask %(n)s people who came to you", many)
        text = _("She has said before who shall never know of her. Is there anybody here, too?")
        found.append(Item("desk:day", title % {"n": many}, text, "hand-heart"))
    for one in held:
        if one.role in KEEPERS and (waiting := len(left.workerless(one.account, one.organisation.code))):
            title = ngettext("%(n)s person has no worker any more", "%(n)s people have no worker any more", waiting)
            text = _("Choose on her page who is there for her: she does not want everybody.")
            found.append(Item("vault:workload", title % {"n": waiting}, text, "user-x", one.organisation.code))
    if many := sum(number for _home, number in lost(held)):
        title = ngettext("Nobody may open the record of %(n)s person", "Nobody may open the records of %(n)s people",
                         many)  # fmt: skip
        text = _("An organisation of the network needs one more supervisor. Look which.")
        found.append(Item("vault:notices", title % {"n": many}, text, "user-x"))
    return list(dict.fromkeys(found))


def lost(memberships: Iterable[Membership]) -> list[tuple[str, int]]:
    """(name of an organisation, how many there have nobody who may open their record), for a network's coordinator."""
    rows = [(one.account, home) for one in memberships if one.role == Role.COORDINATOR
            for home in one.organisation.members()]  # fmt: skip
    found = {home.code: (home.name, left.nobody(account, home.code)) for account, home in rows}
    return sorted((name, many) for name, many in found.values() if many)


def used_up(memberships: Iterable[Membership]) -> list[Item]:
    """Colleagues who can open no record any more today, for those who can let them go on."""
    kept = [held for held in memberships if held.role in KEEPERS]
    found = {one.pk for held in kept for one in limits.used_up(held.organisation) if one.pk != held.account_id}
    if not found:
        return []
    title = ngettext("%(n)s colleague has used up the day", "%(n)s colleagues have used up the day", len(found))
    text = _("They can open no more records today, unless you let them go on.")
    return [Item("vault:limits", title % {"n": len(found)}, text, "lock-open")]


def consents(memberships: Iterable[Membership]) -> list[Item]:
    """Consents that end within three months: she is asked again before it is over."""
    found = ending.ending([held for held in memberships if held.role in CARERS])
    if not found:
        return []
    title = ngettext("Ask again: %(n)s consent ends soon", "Ask again: %(n)s consents end soon", len(found))
    text = _("What she agreed to stops by itself on that day, unless she says yes again.")
    return [Item("vault:ending", title % {"n": len(found)}, text, "hand-heart")]


def merges(memberships: Iterable[Membership]) -> list[Item]:
    """Records that somebody else proposed to put together: a second person looks."""
    found = []
    for held in (one for one in memberships if one.role in KEEPERS):
        rows = merging.waiting(held.organisation.code)
        waiting = sum(1 for row in rows if row.proposed_by != held.account_id)
        if waiting:
            title = ngettext("One person or two? %(n)s pair waits", "One person or two? %(n)s pairs wait", waiting)
            text = _("A colleague thinks that two records are of one person. You look, and decide.")
            code = held.organisation.code
            found.append(Item("vault:duplicates", title % {"n": waiting}, text, "git-merge", code))
    return list(dict.fromkeys(found))


def offers(memberships: Iterable[Membership]) -> list[Item]:
    """People whom another organisation offers, for those who answer."""
    kept = {held.organisation.code for held in memberships if held.role in KEEPERS}
    account = next((held.account for held in memberships), None)
    rows = list(Handover.objects.filter(to__in=kept, state=Handover.State.OFFERED)) if kept else []
    waiting = len(rows) - len(handover.unseen_by(account, rows)) if account else 0
    if not waiting:
        return []
    title = ngettext("%(n)s person is offered to you", "%(n)s people are offered to you", waiting) % {"n": waiting}
    text = _("Another organisation asks you to take somebody on. Say yes, or no with a reason.")
    return [Item("vault:handovers", title, text, "arrow-right-left")]

"""Who may get something of hers, as a list to choose from: organisations, and offices near by or found by name."""

from __future__ import annotations

from django.utils.translation import gettext as _

from pakhi.network.kinds import kinds
from pakhi.network.models import Office, Organisation
from pakhi.network.offices import offices_near, placed
from pakhi.vault.models import Consent

Choice = tuple[str, str]
Groups = list[tuple[str, list[Choice]]]
TO_ORGANISATIONS = {Consent.Purpose.TRANSFER.value, Consent.Purpose.LINK.value}
MOST = 200  # a list that is longer than this is searched, not read


def groups(home: Organisation, purpose: str, find: str = "") -> Groups:
    """Code and name of everybody a consent may be about, under headings. `find`: a part of an office's name.

    Hand-overs and looking for her go between organisations; a funder is told numbers, never anything of hers. Of a list
    that is too long the first MOST are given; the last heading then says so.
    """
    others = Organisation.objects.exclude(pk=home.pk).exclude(kind=Organisation.Kind.FUNDER).order_by("name")
    found: Groups = [(_("Organisations"), [(one.code, one.name) for one in others])]
    if purpose in TO_ORGANISATIONS:
        return found
    by_kind: dict[str, list[Choice]] = {}
    fitting = offices(home, find)
    for office in fitting[:MOST]:
        kind = kinds()[office.kind].name() if office.kind in kinds() else office.kind
        by_kind.setdefault(kind, []).append((office.code, placed(office)))
    found += [(kind, sorted(rows, key=lambda row: row[1])) for kind, rows in sorted(by_kind.items())]
    if len(fitting) > MOST:
        shown = {"shown": MOST, "all": len(fitting)}
        found.append((_("The first %(shown)s of %(all)s offices stand here. Write more of the name.") % shown, []))
    return found


def offices(home: Organisation, find: str) -> list[Office]:
    """Offices whose name has these letters in it, by name; without letters, those that answer for the organisation's
    place, the nearest first. All of them, however many.
    """
    if find:
        rows = Office.objects.current().filter(organisation=None).select_related("place").order_by("pk")
        found = [(placed(office), office) for office in rows]
        fitting = [one for one in found if find.casefold() in one[0].casefold()]
        return [office for _name, office in sorted(fitting, key=lambda one: (one[0], one[1].pk))]
    return offices_near(home.place, survivors_meet=False) if home.place else []

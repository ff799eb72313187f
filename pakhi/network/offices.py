"""Opening and closing offices, seating who holds a post, and finding the offices that answer for a place."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from pakhi.lib.clock import today
from pakhi.network.kinds import Kind, kinds
from pakhi.network.models import Account, Holder, Jurisdiction, Office, Organisation, Place, Post
from pakhi.network.places import inside, lines, rung


class Refused(ValueError):
    """What was asked cannot be; the message is a sentence for the person who asked."""


def open_office(
    kind: str,
    place: Place,
    names: dict[str, str],
    on: dt.date | None = None,
    organisation: Organisation | None = None,
) -> Office:
    """Open an office of a kind at a place from a day (today). Raises Refused."""
    if kind not in kinds():
        raise Refused(_("There is no kind of office called %(kind)s.") % {"kind": kind})
    if not names.get("en"):
        raise Refused(_("An office needs a name in English."))
    return Office.objects.create(
        kind=kind, place=place, names=names, organisation=organisation, valid_from=on or today()
    )


@transaction.atomic
def close_office(office: Office, on: dt.date | None = None) -> None:
    """Close an office; `on` (today) is its last day, and that of its holders. Raises Refused."""
    last = on or today()
    if last < office.valid_from:
        raise Refused(_("The office opened on %(day)s; it cannot close before.") % {"day": office.valid_from})
    holders = Holder.objects.filter(post__office=office)
    if holders.filter(valid_from__gt=last).exists():
        raise Refused(_("Somebody takes a post in this office after that day."))
    holders.filter(Q(valid_to=None) | Q(valid_to__gt=last)).update(valid_to=last)
    office.valid_to = last
    office.save(update_fields=["valid_to"])


@transaction.atomic
def seat(post: Post, names: dict[str, str], on: dt.date | None = None, account: Account | None = None) -> Holder:
    """Somebody takes a post from a day (today); whoever held it ends the day before. Raises Refused.

    A new holder is a new ratee: what was said of the former one does not follow the chair.
    """
    first = on or today()
    if not names.get("en"):
        raise Refused(_("A holder needs a name in English."))
    _check_open(post.office, first)
    Post.objects.select_for_update().get(pk=post.pk)  # two at once take their turn
    holders = Holder.objects.filter(post=post)
    later = holders.filter(valid_from__gte=first).order_by("valid_from").first()
    if later is not None:
        raise Refused(
            _("%(name)s holds this post from %(day)s; a new holder can only start after that.")
            % {"name": later.name(), "day": later.valid_from}
        )
    holders.filter(Q(valid_to=None) | Q(valid_to__gte=first)).update(valid_to=first - dt.timedelta(days=1))
    return Holder.objects.create(post=post, names=names, account=account, valid_from=first)


def _check_open(office: Office, day: dt.date) -> None:
    if day < office.valid_from or (office.valid_to and day > office.valid_to):
        raise Refused(_("The office is not open on %(day)s.") % {"day": day})


def holder_on(post: Post, day: dt.date | None = None) -> Holder | None:
    """Who sat in a post on a day (today); None if the chair was empty."""
    return Holder.objects.current(day).filter(post=post).order_by("-valid_from").first()


def offices_near(
    place: Place,
    *,
    family: str = "",
    kind: str = "",
    room: Organisation | None = None,
    on: dt.date | None = None,
    survivors_meet: bool = True,
) -> list[Office]:
    """The open offices that a person at a place may have met, the nearest first.

    An office counts if its place is this one, lies in it or contains it, or if a jurisdiction of its does
    (a police station answers for blocks that it does not stand in). The own desks of organisations are given
    only for `room`, the network whose cards are used; a stranger's desk is not shown to anybody.
    """
    above = [p.pk for p in place.above()]
    wanted = [key for key, k in kinds().items() if _suits(k, family, kind, survivors_meet)]
    rows = Office.objects.current(on).filter(kind__in=wanted).filter(_reaches(place, above, on))
    if room is None:
        rows = rows.filter(organisation=None)
    else:
        rows = rows.filter(Q(organisation=None) | Q(organisation__in=room.members()))
    found = list(rows)
    line = lines({office.place_id for office in found})
    for office in found:
        office.place = line[office.place_id][0]
    here = rung(place)
    return sorted(found, key=lambda o: (abs(rung(o.place) - here), o.name(), o.place.name()))


def placed(office: Office) -> str:
    """Its name, and its place unless the name says it: two offices of one name are told apart."""
    name, place = office.name(), office.place.name()
    return name if place in name else f"{name}, {place}"


def _suits(kind: Kind, family: str, key: str, survivors_meet: bool) -> bool:
    """Whether a kind is the one asked for, or of the family asked for."""
    named = (not family or kind.family == family) and (not key or kind.key == key)
    return named and (kind.survivors_meet or not survivors_meet)


def _reaches(place: Place, above: list[int], on: dt.date | None) -> Q:
    """Offices at, in or around the place, by where they stand or by a jurisdiction that holds on the day."""
    answers = Jurisdiction.objects.current(on).filter(Q(place__in=above) | inside(place, "place"))
    stands = Q(place__in=above) | inside(place, "place")
    return stands | Q(pk__in=answers.values("office"))

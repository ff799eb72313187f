"""Putting the directory of offices right: moved, renamed, a chair added or empty, what an office answers for.

Opening, closing and seating are in offices.py. An office keeps its code through all of it, so what was said of it
stays with it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from pakhi.lib.clock import today
from pakhi.network.models import Holder, Jurisdiction, Office, Place, Post
from pakhi.network.offices import Refused

DAY = dt.timedelta(days=1)


def move_office(office: Office, place: Place) -> Office:
    """The office stands somewhere else. The directory knows where an office is, not where it was. Raises Refused."""
    need_open(office)
    office.place = place
    office.save(update_fields=["place"])
    return office


def rename_office(office: Office, names: dict[str, str]) -> Office:
    """The office is called something else in some languages; the other names stay. Raises Refused."""
    need_open(office)
    given = {language: name for language, name in names.items() if name}
    if not given:
        raise Refused(_("Write the name."))
    office.names = {**office.names, **given}
    office.save(update_fields=["names"])
    return office


def reached_at(office: Office, phone: str = "", hours: str = "") -> Office:
    """The office's own telephone (never somebody's private number), and when it is open; what is empty stays."""
    office.phone, office.hours = phone or office.phone, hours or office.hours
    office.save(update_fields=["phone", "hours"])
    return office


def add_post(office: Office, names: dict[str, str]) -> Post:
    """A chair in an office; the one of the same English name, if it is there already. Raises Refused."""
    need_open(office)
    if not names.get("en"):
        raise Refused(_("A chair needs a name in English."))
    called = names["en"].strip().casefold()
    known = next((post for post in office.posts.all() if post.names.get("en", "").casefold() == called), None)
    return known or Post.objects.create(office=office, names={lang: name for lang, name in names.items() if name})


@transaction.atomic
def vacate(post: Post, since: dt.date | None = None) -> Holder:
    """Nobody sits in a post from a day (today) on: whoever did ends the day before. Raises Refused."""
    first = since or today()
    Post.objects.select_for_update().get(pk=post.pk)
    holders = Holder.objects.filter(post=post).filter(Q(valid_to=None) | Q(valid_to__gte=first))
    held: Holder | None = holders.order_by("-valid_from").first()
    if held is None:
        raise Refused(_("Nobody sits in this chair in the list either."))
    if held.valid_from >= first:
        words = {"name": held.name(), "day": held.valid_from}
        raise Refused(_("%(name)s holds this post from %(day)s; it can only be empty after that.") % words)
    held.valid_to = first - DAY
    held.save(update_fields=["valid_to"])
    return held


@transaction.atomic
def answers_for(office: Office, places: Iterable[Place], since: dt.date | None = None) -> list[Jurisdiction]:
    """An office answers for these places from a day (today) on, and for no other. Raises Refused."""
    first, wanted = since or today(), {place.pk: place for place in places}
    need_open(office)
    if not wanted:
        raise Refused(_("Say for which places it answers."))
    open_rows = office.jurisdictions.filter(Q(valid_to=None) | Q(valid_to__gte=first))
    kept = {row.place_id for row in open_rows.filter(place__in=wanted, valid_from__lte=first, valid_to=None)}
    gone = open_rows.exclude(place__in=kept)
    gone.filter(valid_from__gte=first).delete()  # it never came to be
    gone.update(valid_to=first - DAY)
    new = [Jurisdiction(office=office, place=wanted[pk], valid_from=first) for pk in wanted if pk not in kept]
    Jurisdiction.objects.bulk_create(new)
    return list(office.jurisdictions.current(first))


def need_open(office: Office) -> None:
    """Raises Refused for an office that is closed."""
    if office.valid_to is not None and office.valid_to < today():
        raise Refused(_("The office was closed on %(day)s.") % {"day": office.valid_to})

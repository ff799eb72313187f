"""The catalogue as pages and claims use it: read at most every few seconds, with names in the reader's language."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.utils.translation import gettext

from pakhi.entitlements import reading
from pakhi.entitlements.rows import Catalogue, Row, Sort
from pakhi.network.models import Organisation, Place

FRESH = 10.0  # seconds for which the files are not looked at again
CLAIMED = frozenset({Sort.RIGHT, Sort.BENEFIT, Sort.SERVICE, Sort.DUTY, Sort.NAME})
EVERYONE = "everyone"  # the kind of office that is nobody in particular
_kept: list[tuple[float, Catalogue, Path]] = []


def the() -> Catalogue:
    """The catalogue that is shipped, with the rows that an installation adds in the folder `rights` of its data."""
    added = settings.DATA / "rights"
    if not _kept or _kept[0][2] != added or monotonic() - _kept[0][0] > FRESH:
        _kept[:] = [(monotonic(), reading.read([added] if added.is_dir() else []), added)]
    return _kept[0][1]


def row_of(series: str, day: dt.date) -> Row | None:
    """The version of a series on a day; where none holds the last before it, else the first. None: no such series."""
    rows = the().by_series.get(series, ())
    holding = [row for row in rows if row.holds(day)]
    past = [row for row in rows if row.valid_to is not None and row.valid_to < day]
    if holding or past:
        return (holding or past)[-1]
    return rows[0] if rows else None


def can_be_claimed(series: str) -> bool:
    """Whether an office is asked for it: rights, benefits, services and duties that some office has, or to which a
    process leads, and what nobody has researched yet.
    """
    led = is_led(series)
    return any(
        row.sort in CLAIMED and (led or row.sort is Sort.NAME or row.office not in ("", EVERYONE))
        for row in the().by_series.get(series, ())
    )


def is_led(series: str) -> bool:
    """Whether a process of the catalogue leads from asking for it to having it."""
    return any(series in one.series for one in the().processes.values())


def title(series: str) -> str:
    """A series by the name of its newest version; by its code where there is none."""
    rows = the().by_series.get(series, ())
    return gettext(rows[-1].name) if rows else series


def titles() -> dict[str, str]:
    """Series that can be claimed -> the name of its newest version, in the reader's language."""
    found = [(series, title(series)) for series in the().by_series if can_be_claimed(series)]
    return dict(sorted(found, key=lambda pair: pair[1]))


def papers() -> dict[str, str]:
    """Papers by id, in the reader's language."""
    return dict(sorted(((one.id, gettext(one.name)) for one in the().papers.values()), key=lambda pair: pair[1]))


def sources(ids: tuple[str, ...]) -> list[str]:
    """Where facts were seen, as they are cited."""
    listed = the().sources
    return [listed[one].ref for one in ids if one in listed]


def state_of(organisation: Organisation) -> str:
    """The state in which an organisation works, as the catalogue writes it (IN-WB); empty where it is not known."""
    within = organisation.place.within(Place.Kind.STATE) if organisation.place else None
    name = within.name("en") if within else ""
    return next((one.code for one in the().states.values() if one.name.casefold() == name.casefold()), "")


def said(text: str) -> str:
    """A text of the catalogue in the reader's language."""
    return gettext(text) if text else ""

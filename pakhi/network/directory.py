"""Taking the Local Government Directory in, again and again, without losing what places were called before.

How history is kept. A place that changes keeps its row, so that offices and smaller places still point to it:
- a new name: the old name ends the day before, the new one begins that day;
- a new parent: a closed copy of the place, with its old parent and names, stays behind until the day before,
  and the living row moves. `places.place_on` finds either by code and day.

A place that a file does not mention is left as it is, because files of one state are usual. A place found
for the first time has been there always, as far as we know, unless its parent already had places of this kind:
then it begins that day. The files say of a town only its state; where somebody has put it into a district of
that state it stays there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from pakhi.lib.clock import today
from pakhi.network.directory_files import LAYOUTS, Entry, Refusal, read
from pakhi.network.models import Place, PlaceName
from pakhi.network.models.place import BEGINNING

AT_ONCE = 2000


@dataclass
class Report:
    """What an import did: numbers of places, and the lines that were refused."""

    added: int = 0
    renamed: int = 0
    moved: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)

    def __str__(self) -> str:
        return _(
            "%(added)s places added, %(renamed)s renamed, %(moved)s moved, %(unchanged)s unchanged, "
            "%(refused)s lines refused."
        ) % {**vars(self), "refused": len(self.refused)}


@transaction.atomic
def import_directory(paths: Iterable[Path], on: dt.date | None = None) -> Report:
    """Take in the directory's CSV files, in any order, as they stood on a day (today).

    All or nothing in the database; a line that cannot be taken is refused in the report, and
    costs nothing else. Doing it twice changes nothing.
    """
    reading = read(list(paths))
    report = Report(refused=reading.refused)
    levels: dict[str, Level] = {}
    for layout in LAYOUTS:
        entries = [entry for entry in reading.entries if entry.kind == layout.kind]
        level = levels[layout.kind] = Level(layout.kind, on or today(), levels.get(layout.parent_kind))
        for entry in entries:
            level.take(entry, report)
        level.save()
    report.refused.sort(key=lambda refusal: (refusal.file, refusal.line))
    return report


class Level:
    """All living places of one kind, and what is to be written of them."""

    def __init__(self, kind: str, on: dt.date, above: Level | None) -> None:
        self.kind, self.on, self.above = kind, on, above
        living = Place.objects.filter(kind=kind, valid_to=None).select_related("parent")
        self.places = {place.code: place for place in living}
        self.names: dict[str, dict[str, PlaceName]] = {code: {} for code in self.places}
        codes = {place.pk: code for code, place in self.places.items()}
        for name in PlaceName.objects.filter(place__kind=kind, place__valid_to=None, valid_to=None):
            self.names[codes[name.place_id]][name.language] = name
        self.begun = {place.parent_id for place in self.places.values()}
        self.seen: dict[str, Entry] = {}
        self.new_places: list[Place] = []
        self.new_names: list[PlaceName] = []
        self.changed_places: list[Place] = []
        self.changed_names: list[PlaceName] = []

    def take(self, entry: Entry, report: Report) -> None:
        """One line: add, rename, move, leave, or refuse."""
        parent = self.above.places.get(entry.parent) if self.above else None
        place = self.places.get(entry.code)
        trouble = self._trouble(entry, parent, place)
        if trouble:
            report.refused.append(entry.refuse(trouble))
            return
        self.seen[entry.code] = entry
        if place is None:
            self._add(entry, parent)
            report.added += 1
            return
        moved = self._move(place, entry, parent)
        renamed = self._rename(place, entry)
        self._new_version(place, entry)
        report.moved += moved
        report.renamed += renamed
        report.unchanged += not (moved or renamed)

    def _trouble(self, entry: Entry, parent: Place | None, place: Place | None) -> str:
        """Why a line cannot be taken, as a sentence; "" if it can."""
        if entry.code in self.seen:
            first = self.seen[entry.code]
            words = {"code": entry.code, "file": first.file, "line": first.line}
            return _("Code %(code)s stands twice; the one in %(file)s, line %(line)s, is kept.") % words
        if self.above and parent is None:
            words = {"kind": Place.Kind(entry.parent_kind).label, "code": entry.parent}
            return _("It lies in %(kind)s %(code)s, which is not known; import that first.") % words
        if place and entry.version is not None and entry.version < place.version:
            words = {"old": entry.version, "new": place.version}
            return _("This is version %(old)s of the place; version %(new)s is known already.") % words
        if place and self.on < self._known_since(place) and self._differs(place, entry, parent):
            day = self._known_since(place)
            return _("Something newer is known of this place, of %(day)s.") % {"day": day}
        return ""

    def _known_since(self, place: Place) -> dt.date:
        """The newest day of which something is known about a place."""
        return max([place.valid_from, *(name.valid_from for name in self.names[place.code].values())])

    def _differs(self, place: Place, entry: Entry, parent: Place | None) -> bool:
        return self._moves(place, entry, parent) or bool(self._new_texts(place, entry))

    def _add(self, entry: Entry, parent: Place | None) -> None:
        known = parent.pk if parent else None
        start = self.on if known in self.begun else BEGINNING
        place = Place(kind=self.kind, code=entry.code, version=entry.version or 1, parent=parent, valid_from=start)
        self.places[entry.code], self.names[entry.code] = place, {}
        self.new_places.append(place)
        for language, text in {"en": entry.name, **entry.local}.items():
            self._name(place, language, text, start)

    def _name(self, place: Place, language: str, text: str, start: dt.date) -> None:
        name = PlaceName(place=place, language=language, text=text, valid_from=start)
        self.new_names.append(name)
        self.names[place.code][language] = name

    def _new_texts(self, place: Place, entry: Entry) -> dict[str, str]:
        """{language: text} of the names that are not those known; capitals alone make no difference."""
        known = {language: name.text.casefold() for language, name in self.names[place.code].items()}
        told = {"en": entry.name, **entry.local}
        return {language: text for language, text in told.items() if known.get(language) != text.casefold()}

    def _rename(self, place: Place, entry: Entry) -> bool:
        texts = self._new_texts(place, entry)
        for language, text in texts.items():
            old = self.names[place.code].get(language)
            if old and old.valid_from == self.on:  # corrected on the same day
                old.text = text
                self.changed_names.append(old)
                continue
            if old:
                old.valid_to = self.on - dt.timedelta(days=1)
                self.changed_names.append(old)
            self._name(place, language, text, self.on if old else place.valid_from)
        return bool(texts)

    def _moves(self, place: Place, entry: Entry, parent: Place | None) -> bool:
        if parent is None or place.parent_id == parent.pk:
            return False
        return not (entry.kind == Place.Kind.TOWN and parent in place.above())

    def _move(self, place: Place, entry: Entry, parent: Place | None) -> bool:
        if not self._moves(place, entry, parent):
            return False
        if place.valid_from < self.on:
            self._leave_behind(place)
            place.valid_from = self.on
        place.parent = parent
        self.changed_places.append(place)
        return True

    def _leave_behind(self, place: Place) -> None:
        """A closed copy of a place as it was until the day before."""
        last = self.on - dt.timedelta(days=1)
        past = Place(
            kind=place.kind, worksite=place.worksite, code=place.code, version=place.version,
            parent_id=place.parent_id, valid_from=place.valid_from, valid_to=last,
        )  # fmt: skip
        self.new_places.append(past)
        for name in self.names[place.code].values():
            start = name.valid_from
            copy = PlaceName(place=past, language=name.language, text=name.text, valid_from=start, valid_to=last)
            self.new_names.append(copy)

    def _new_version(self, place: Place, entry: Entry) -> None:
        if entry.version is not None and entry.version != place.version:
            place.version = entry.version
            self.changed_places.append(place)

    def save(self) -> None:
        """Write everything in bulk; the living rows first, so that a closed copy never meets its original."""
        changed = {place.pk: place for place in self.changed_places}
        Place.objects.bulk_update(changed.values(), ["parent", "version", "valid_from"], batch_size=AT_ONCE)
        PlaceName.objects.bulk_update(self.changed_names, ["text", "valid_to"], batch_size=AT_ONCE)
        Place.objects.bulk_create(self.new_places, batch_size=AT_ONCE)
        PlaceName.objects.bulk_create(self.new_names, batch_size=AT_ONCE)
        if connection.vendor == "postgresql":  # it believes the tables empty until it has looked, and joins badly
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE network_place, network_placename")

"""Lists as phones get them: a CSV file each, streamed, with the hash of exactly its bytes.

Columns as ODK Collect wants them: `name` (the entry's number, or a person's code), `label`, `__version`, and what the
forms write. Rows about a person go to the phones of those who are there for her, and to nobody else.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from django.db.models import TextField
from django.db.models.functions import Cast

from pakhi.cbr import collectives_list
from pakhi.field import caseload, declared
from pakhi.field.declared import BUILT_IN, DISTRICTS, GROUPS, PEOPLE, Property
from pakhi.field.models import Dataset, Device, Entity, Version
from pakhi.network.models import Organisation
from pakhi.network.models.place import Place, PlaceName

HEAD = ("name", "label", "__version")
BATCH = 2000
ABOVE = (Property("above", (), "one"),)
SCAN = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # its types leave it out


@dataclass(frozen=True)
class List:
    """One list for one phone. `dataset` is None for the built-in ones, and for a list in which nothing is yet."""

    name: str
    device: Device
    properties: tuple[Property, ...] = ()
    dataset: Dataset | None = None

    @cached_property
    def people(self) -> frozenset[str]:
        return frozenset(caseload.of(self.device.account, self.device.organisation))

    @cached_property
    def groups(self) -> dict[str, str]:
        """Code -> label of the collectives that are there; to somebody who is on leave, too."""
        return collectives_list.labels(self.device.organisation)

    @cached_property
    def districts(self) -> dict[str, tuple[str, str]]:
        """Code as the case keeps it (`district-303`) -> its name in English, and the code of its state."""
        rows = Place.objects.filter(kind=Place.Kind.DISTRICT, valid_to=None, parent__kind=Place.Kind.STATE)
        names = PlaceName.objects.filter(place__in=rows, language="en", valid_to=None)
        called = dict(names.values_list("place", "text"))
        found = rows.values_list("pk", "code", "parent__code")
        return {f"district-{code}": (called.get(pk, code), state) for pk, code, state in found}

    @property
    def columns(self) -> list[str]:
        return [one.name for one in self.properties]

    @property
    def about(self) -> list[str]:
        """The properties that are a person's code."""
        return [one.name for one in self.properties if one.person]

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The entries, in the order in which they were made."""
        if self.name == PEOPLE:
            yield from ((code, code, 1) for code in sorted(self.people))
        elif self.name == GROUPS:
            yield from ((code, label, 1) for code, label in sorted(self.groups.items(), key=lambda one: one[::-1]))
        elif self.name == DISTRICTS:
            for code, (label, state) in sorted(self.districts.items(), key=lambda one: (one[1][::-1], one[0])):
                yield (code, label, 1, state)
        elif self.dataset is not None:
            columns, about = self.columns, self.about
            for key, label, number, values in entries(self.dataset):
                if not about or all(values.get(name, "") in {"", *self.people} for name in about):
                    yield (key, label or key[:8], number, *[values.get(name, "") for name in columns])

    def chunks(self) -> Iterator[bytes]:
        """The file, some thousand rows at a time."""
        held = io.StringIO()
        write = csv.writer(held, lineterminator="\n")
        write.writerow((*HEAD, *self.columns))
        rows = self.rows()
        while batch := list(islice(rows, BATCH)):
            write.writerows(batch)
            yield held.getvalue().encode()
            held.seek(0)
            held.truncate()
        if held.getvalue():  # nothing but the head
            yield held.getvalue().encode()

    @cached_property
    def md5(self) -> str:
        """The hash of the file's bytes. For a list that is the same for all phones it is counted once a revision."""
        if self.dataset is None or self.about:
            return md5(self.chunks())
        as_of = f"{self.dataset.revision}:{md5([','.join(self.columns).encode()])}"
        if self.dataset.md5_of != as_of:
            self.dataset.md5, self.dataset.md5_of = md5(self.chunks()), as_of
            Dataset.objects.filter(pk=self.dataset.pk).update(md5=self.dataset.md5, md5_of=as_of)
        return self.dataset.md5

    def gone(self, keys: Iterable[str]) -> dict[str, bool]:
        """Of these entries: whether a phone has to lose them. What has not arrived here yet is not spoken of."""
        asked = list(keys)
        if self.name == PEOPLE:
            return {key: key not in self.people for key in asked}
        if self.name == GROUPS:
            return {key: key not in self.groups for key in asked}
        if self.name == DISTRICTS:
            return {key: key not in self.districts for key in asked}
        found = Entity.objects.filter(dataset=self.dataset, key__in=[key.lower() for key in asked], number__gt=0)
        out = {}
        for key, gone_on, values in found.values_list("key", "gone_on", "values"):
            out[key] = gone_on is not None or any(values.get(name, "") not in {"", *self.people} for name in self.about)
        return out


def entries(dataset: Dataset) -> Iterator[tuple[str, str, int, dict[str, str]]]:
    """Key, label, version and values of what is in a list."""
    rows = Entity.objects.filter(dataset=dataset, number__gt=0, gone_on=None).order_by("pk")
    text = rows.annotate(text=Cast("values", TextField())).values_list("key", "label", "number", "text")
    for key, label, number, values in text.iterator(chunk_size=BATCH):  # read here, which is twice as quick
        yield key, label, number, SCAN(values, 0)[0]


def md5(chunks: Iterable[bytes]) -> str:
    """The hash by which phones know a file (OpenRosa)."""
    hashed = hashlib.md5(usedforsecurity=False)
    for chunk in chunks:
        hashed.update(chunk)
    return hashed.hexdigest()


def of_version(device: Device, version: Version) -> list[List]:
    """The lists that a form chooses from, for one phone: the built-in ones, and those that their forms write."""
    uses = declared.of(version).uses
    known = declared.lists(device.organisation) if uses else {}
    return [made(device, name, known.get(name, [])) for name in uses if name in BUILT_IN or name in known]


def one(device: Device, version: Version, name: str) -> List | None:
    """One of them, by its name without `.csv`."""
    return next((each for each in of_version(device, version) if each.name == name), None)


def made(device: Device, name: str, properties: Iterable[Property]) -> List:
    held = None if name in BUILT_IN else dataset(device.organisation, name)
    ours = ABOVE if name == DISTRICTS else ()
    return List(name, device, ours if name in BUILT_IN else tuple(properties), held)


def dataset(organisation: Organisation, name: str) -> Dataset | None:
    return Dataset.objects.filter(organisation=organisation, name=name).first()


def pressed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same as gzip, as it comes: a list of 100,000 rows travels in less than half."""
    press = zlib.compressobj(level=4, wbits=31)
    yield from filter(None, map(press.compress, chunks))
    yield press.flush()

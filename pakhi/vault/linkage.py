"""Record linkage over many people with splink on DuckDB: in memory, without a disk, without the network.

Splink finds the pairs that are worth comparing, gives each the weights of `evidence`, and corrects the weight of an
equal name by how common it is here. The tables hold folded names and marks, no name; they go with the connection.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import duckdb
import pyarrow as pa
import splink.comparison_level_library as levels
from django.utils.translation import gettext as _
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.comparison_library import CustomComparison
from splink.internals.exceptions import SplinkException

from pakhi.vault import evidence, fold
from pakhi.vault.alike import CLOSE, SAME, alike, word_alike
from pakhi.vault.evidence import LEVELS, VERY, Known, Level
from pakhi.vault.fold import Folded
from pakhi.vault.keys import Refused
from pakhi.vault.search import Progress, shortened, silent

Found = tuple[int, int, float, tuple[str, ...]]
MEMORY, STEP = "1GB", 500
NO_DISK: dict[str, Any] = {
    "temp_directory": "",
    "max_temp_directory_size": "0GB",
    "memory_limit": MEMORY,
    "threads": "2",
}
ROW = pa.schema([
    ("unique_id", pa.string()), ("person", pa.int64()), ("key", pa.string()), ("sound", pa.string()),
    ("blocks", pa.list_(pa.string())), ("words", pa.list_(pa.string())), ("year", pa.int64()), ("village", pa.string()),
    ("phones", pa.list_(pa.binary())), ("papers", pa.list_(pa.binary())),
])  # fmt: skip
CONDITIONS = {
    "name": ("key_l = key_r", *(f"alike(sound_l, sound_r) >= {least}" for least in (VERY, SAME, CLOSE))),
    "year": ("year_l = year_r", "abs(year_l - year_r) <= 2", f"abs(year_l - year_r) <= {evidence.APART}"),
    "village": (f"village_l = village_r OR alike(village_l, village_r) >= {SAME}",),
    "phone": ("len(list_intersect(phones_l, phones_r)) > 0",),
    "paper": ("len(list_intersect(papers_l, papers_r)) > 0",),
}
MISSING = {
    "name": "key_l IS NULL OR key_r IS NULL", "year": "year_l IS NULL OR year_r IS NULL",
    "village": "village_l IS NULL OR village_r IS NULL", "phone": "len(phones_l) = 0 OR len(phones_r) = 0",
    "paper": "len(papers_l) = 0 OR len(papers_r) = 0",
}  # fmt: skip


def connect() -> duckdb.DuckDBPyConnection:
    """A database in memory that can reach neither disk nor network, and whose settings cannot be changed back."""
    connection = duckdb.connect(":memory:", config=NO_DISK)
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def link(known: list[Known], least: float, progress: Progress = silent) -> list[Found]:
    """(place of one, place of the other, score, reasons) of the pairs that score at least `least`.

    `progress("compare", done, total)` is called for every 500 people. Raises Refused when memory does not suffice:
    nothing is written to a disk instead.
    """
    best: dict[tuple[int, int], Found] = {}
    with closing(connect()) as connection:
        likeness = Likeness()
        connection.create_function("alike", likeness.__call__, ["VARCHAR", "VARCHAR"], "DOUBLE")
        try:
            for row in predicted(connection, known, least, progress):
                pair = tuple(sorted((int(row["person_l"]), int(row["person_r"]))))
                score = float(row["match_probability"])
                if pair[0] != pair[1] and (pair not in best or best[pair][2] < score):
                    best[pair] = (pair[0], pair[1], score, reasons(row))  # type: ignore[index]
        except (duckdb.Error, SplinkException) as problem:
            if isinstance(problem.__cause__ or problem, duckdb.OutOfMemoryException):
                raise Refused(_("There is not enough memory to compare so many people at once.")) from None
            raise RuntimeError("The linkage failed.") from None  # the message of the database may hold a value
        finally:
            connection.remove_function("alike")
            likeness.seen.clear()
            likeness.parts.clear()
    return list(best.values())


class Likeness:
    """How alike two names in the table are; each pair of names, and of words, is compared once."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, str], float] = {}
        self.parts: dict[tuple[str, str], float] = {}

    def __call__(self, one: str, other: str) -> float:
        pair = (one, other) if one <= other else (other, one)
        if pair not in self.seen:
            self.seen[pair] = alike(heard(one), heard(other), self.words)
        return self.seen[pair]

    def words(self, one: str, other: str) -> float:
        pair = (one, other) if one <= other else (other, one)
        if pair not in self.parts:
            self.parts[pair] = word_alike(*pair)
        return self.parts[pair]


def sound(name: Folded) -> str:
    """A folded name as one text of the table."""
    return " ".join((name.whole, *name.words))


def heard(text: str) -> Folded:
    whole, *words = text.split(" ")
    return Folded(tuple(words), whole)


def predicted(
    connection: duckdb.DuckDBPyConnection, known: list[Known], least: float, progress: Progress
) -> Iterator[dict[str, Any]]:
    """Splink's rows, one for each pair of names of two people, some people at a time."""
    backend = DuckDBAPI(connection)
    table = pa.Table.from_pylist([row for place, one in enumerate(known) for row in rows(place, one)], schema=ROW)
    logging.getLogger("splink").setLevel(logging.ERROR)
    linker = Linker(backend.register(table), settings(known), log_level=None)
    steps = 1 + len(known) // STEP
    for step in range(1, steps + 1):
        some = linker.inference.predict_chunk((step, steps), (1, 1), least, warning_mode="never")
        yield from some.as_record_list()
        some.drop_table_from_database_and_remove_from_cache()
        progress("compare", len(known) * step // steps, len(known))


def rows(place: int, one: Known) -> Iterator[dict[str, Any]]:
    """A row for each name of a person; one without a name still has a telephone or a paper."""
    marks = {"phones": sorted(one.phones), "papers": sorted(one.papers)}
    village = sound(one.village) if one.village.words else None
    for number, name in enumerate(one.names or [None]):
        yield {
            "unique_id": f"{place}.{number}", "person": place, "key": fold.key(name) if name else None,
            "sound": sound(name) if name else None, "blocks": sorted(shortened(name)) if name else [],
            "words": sorted({fold.skeleton(word) for word in name.words}) if name else [],
            "year": one.year, "village": village, **marks,
        }  # fmt: skip


def settings(known: list[Known]) -> SettingsCreator:
    """The weights of `evidence`, and which pairs are looked at: nearly the same consonants, or a word and more."""
    return SettingsCreator(
        link_type="dedupe_only",
        probability_two_random_records_match=evidence.chance(evidence.before_looking(len(known))),
        comparisons=[comparison(kind, found) for kind, found in evidence.levels_for(known).items()],
        blocking_rules_to_generate_predictions=[
            block_on("blocks", arrays_to_explode=["blocks"]),
            block_on("words", "year", arrays_to_explode=["words"]),
            block_on("words", "village", arrays_to_explode=["words"]),
            block_on("phones", arrays_to_explode=["phones"]),
            block_on("papers", arrays_to_explode=["papers"]),
        ],
        additional_columns_to_retain=["person"],
        retain_intermediate_calculation_columns=True,
    )


def comparison(kind: str, found: tuple[Level, ...]) -> CustomComparison:
    """A kind of evidence as splink's comparison, with fixed weights."""
    made: list[Any] = [levels.CustomLevel(MISSING[kind], "missing").configure(is_null_level=True)]
    for level, condition in zip(found, (*CONDITIONS[kind], "ELSE"), strict=True):
        common: Any = {"tf_adjustment_column": "key"} if (kind, level.name) == ("name", "equal") else {}
        made.append(
            levels.CustomLevel(condition, level.name).configure(
                m_probability=level.same, u_probability=level.chance, **common
            )
        )
    return CustomComparison(output_column_name=kind, comparison_levels=made)


def reasons(row: dict[str, Any]) -> tuple[str, ...]:
    """Why a pair was found: splink counts levels from the last, and -1 is missing."""
    found = [LEVELS[kind][-1 - int(row[f"gamma_{kind}"])] for kind in LEVELS if int(row[f"gamma_{kind}"]) >= 0]
    return tuple(level.reason for level in found if level.reason)

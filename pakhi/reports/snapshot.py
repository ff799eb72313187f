"""A snapshot: the nameless facts of every room at one moment, as Parquet files that every report reads.

    DATA/snapshots/20261104T101500-123456/voice_estimate.parquet
    DATA/snapshots/current                  (holds the name of the newest folder)

A snapshot is written aside, moved into place and then named in `current`, so a reader sees the old one or the new
one and never a half. The last few are kept, because somebody may be reading one. The numbers
that join its tables are drawn for it (`pakhi.lib.drawn`), so that no row is found by its number in another one.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from django.apps import apps

from pakhi.lib.drawn import Draw

KEPT = 3
COMPILED = 512  # queries whose SQL is kept: one for each report, sight and filter
Expression = Any  # ibis carries no types of its own


class Tables(dict[str, Any]):
    """The tables of one snapshot by name, as Ibis tables, and the connection that reads them."""

    def __init__(self, base: Any, tables: dict[str, Any]) -> None:
        super().__init__(tables)
        self.base = base


class Offer(Protocol):
    """A room's `facts` module: the columns of its tables, and the rows that fill them."""

    SCHEMAS: dict[str, pa.Schema]

    def rows(self) -> dict[str, list[dict[str, Any]]]: ...


def offers() -> list[Any]:
    """The facts modules of the rooms that are installed."""
    names = [f"{config.name}.facts" for config in apps.get_app_configs() if config.name.startswith("pakhi.")]
    return [import_module(name) for name in names if find_spec(name)]


def schemas(rooms: Iterable[Offer]) -> dict[str, pa.Schema]:
    """All tables that the rooms offer. Raises ValueError if two rooms offer one of the same name."""
    found: dict[str, pa.Schema] = {}
    for room in rooms:
        if twice := found.keys() & room.SCHEMAS.keys():
            raise ValueError(f"Two rooms offer the facts {', '.join(sorted(twice))}.")
        found.update(room.SCHEMAS)
    return found


def take(data: Path, rooms: Iterable[Offer] | None = None) -> Path:
    """Write the facts of all rooms (or of those given) and make them the current snapshot. Returns its folder."""
    rooms = list(offers() if rooms is None else rooms)
    schemas(rooms)
    draw = Draw()
    home = data / "snapshots"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S-%f")
    aside = home / f".{name}"
    aside.mkdir(mode=0o700)
    for room in rooms:
        rows = room.rows()
        for table, schema in room.SCHEMAS.items():
            facts = pa.Table.from_pylist(draw.rows(rows.get(table, []), schema), schema=schema)
            pq.write_table(facts, aside / f"{table}.parquet")
    aside.rename(home / name)
    point(home, name)
    forget_old(home)
    return home / name


def point(home: Path, name: str) -> None:
    """Name the newest folder in `current`, in one step that a crash cannot halve."""
    draft = home / f".current-{name}"
    with draft.open("w") as file:
        file.write(name)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(home / "current")


def forget_old(home: Path) -> None:
    """Remove all but the last few snapshots, and what an interrupted one left aside long ago."""
    folders = sorted(path for path in home.iterdir() if path.is_dir() and not path.name.startswith("."))
    aside = sorted(path for path in home.iterdir() if path.is_dir() and path.name.startswith("."))
    for path in [*folders[:-KEPT], *aside[:-KEPT]]:
        shutil.rmtree(path, ignore_errors=True)


def current(data: Path) -> Path | None:
    """The folder of the current snapshot; None if there is none yet."""
    file = data / "snapshots" / "current"
    if not file.exists():
        return None
    folder = file.parent / file.read_text().strip()
    return folder if folder.is_dir() else None


_open = threading.local()


def tables(data: Path, rooms: Iterable[Offer] | None = None) -> Tables:
    """The tables of the current snapshot by name, empty where there is none yet.

    One DuckDB connection a thread is kept while the snapshot is the same (a connection may not be shared).
    """
    folder = current(data)
    known: dict[Path | None, Tables] = getattr(_open, "known", {})
    if folder is None or folder not in known:
        wanted = schemas(offers() if rooms is None else rooms)
        known = {folder: connect(folder, wanted)}
        _open.known = known if folder else {}
    return known[folder]


def connect(folder: Path | None, wanted: dict[str, pa.Schema]) -> Tables:
    """Open a folder of Parquet files in DuckDB."""
    base = engine(folder)
    return Tables(base, {name: table(base, folder, name, schema) for name, schema in wanted.items()})


def engine(folder: Path | None = None) -> Any:
    """DuckDB in memory, which may read one folder (or none) and nothing else, not even the net."""
    base = ibis.duckdb.connect(threads=2)
    run = base.con.execute
    run("SET autoinstall_known_extensions = false")
    run("SET autoload_known_extensions = false")
    if folder:
        run(f"SET allowed_directories = [{quoted(folder)}]")
    run("SET enable_external_access = false")
    run("SET lock_configuration = true")
    return base


def table(base: Any, folder: Path | None, name: str, schema: pa.Schema) -> Any:
    """One table as its schema says; a column that an older snapshot lacks is empty."""
    shape = ibis.Schema.from_pyarrow(schema)
    file = folder / f"{name}.parquet" if folder else None
    if file is None or not file.exists():
        return base.create_table(name, schema=shape)
    base.create_table(f"{name}_shape", schema=shape)
    columns = ", ".join(f'"{column}"' for column in schema.names)
    parts = f'FROM "{name}_shape" UNION ALL BY NAME FROM read_parquet({quoted(file)})'
    base.con.execute(f'CREATE VIEW "{name}" AS SELECT {columns} FROM ({parts})')  # noqa: S608 - our own names
    return base.table(name)


def quoted(path: Path) -> str:
    """A path as SQL text."""
    return "'" + str(path).replace("'", "''") + "'"


Query = tuple[str, pa.Schema]
_queries: OrderedDict[tuple[Any, ...], Query] = OrderedDict()


def rows(t: Tables, build: Callable[..., Expression], *asked: Hashable) -> list[dict[str, Any]]:
    """Run the Ibis expression that `build(t, *asked)` makes, and return its rows.

    Turning an expression into SQL costs more than running it, and the SQL depends on what was asked and not on the
    facts; so it is kept. Words that were asked for (a code, a kind) go in as marks and are bound when it runs.
    """
    marks = {f"¤{place}¤": word for place, word in enumerate(asked) if isinstance(word, str) and word}
    shape = tuple(f"¤{place}¤" if f"¤{place}¤" in marks else word for place, word in enumerate(asked))
    sql, schema = query(t, build, shape)
    bound = {f"p{mark.strip('¤')}": word for mark, word in marks.items()}
    found = t.base.con.sql(sql, params=bound).to_arrow_table()
    listed: list[dict[str, Any]] = found.cast(schema).to_pylist()
    return listed


def query(t: Tables, build: Callable[..., Expression], asked: tuple[Hashable, ...]) -> Query:
    """The SQL of an expression with a parameter at each mark, and the columns it returns; kept by what was asked."""
    key = (build, *asked)
    if key not in _queries:
        expression = build(t, *asked)
        sql = re.sub(r"'¤(\d+)¤'", r"$p\1", str(ibis.to_sql(expression, dialect="duckdb")))
        _queries[key] = (sql, expression.schema().to_pyarrow())
        while len(_queries) > COMPILED:
            _queries.popitem(last=False)
    return _queries[key]

"""A snapshot is whole or not there, is named in one step, and DuckDB may read nothing else."""

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pakhi.reports import snapshot
from pakhi.reports.tests.made_up import SCHEMAS


def test_every_table_of_every_room_comes_back_as_it_went_in(tables, facts):
    assert set(tables) == set(SCHEMAS)
    for name, rows in facts.rows.items():
        assert tables[name].count().to_pyarrow().as_py() == len(rows)
        assert tables[name].columns == tuple(SCHEMAS[name].names)


def test_without_a_snapshot_the_tables_are_there_and_empty(tmp_path, facts):
    tables = snapshot.tables(tmp_path, facts.offers())
    assert set(tables) == set(SCHEMAS)
    assert all(table.count().to_pyarrow().as_py() == 0 for table in tables.values())


def test_a_new_snapshot_is_read_at_once_and_only_the_last_few_are_kept(tmp_path, facts):
    taken = [snapshot.take(tmp_path, facts.offers()) for _ in range(snapshot.KEPT + 2)]
    assert snapshot.current(tmp_path) == taken[-1]
    kept = sorted(path for path in (tmp_path / "snapshots").iterdir() if path.is_dir())
    assert kept == taken[-snapshot.KEPT :]
    assert (tmp_path / "snapshots").stat().st_mode & 0o077 == 0


def test_a_broken_attempt_leaves_the_current_snapshot_alone(tmp_path, facts):
    before = snapshot.take(tmp_path, facts.offers())

    class Broken:
        SCHEMAS = {"broken": pa.schema([("n", pa.int64())])}

        def rows(self):
            return {"broken": [{"n": "not a number"}]}

    with pytest.raises(pa.ArrowInvalid):
        snapshot.take(tmp_path, [*facts.offers(), Broken()])
    assert snapshot.current(tmp_path) == before


def test_two_rooms_may_not_offer_the_same_table(tmp_path, facts):
    with pytest.raises(ValueError, match="Two rooms"):
        snapshot.take(tmp_path, [*facts.offers(), facts.offers()[0]])


def test_a_column_that_an_older_snapshot_lacks_is_empty(tmp_path, facts):
    folder = snapshot.take(tmp_path, facts.offers())
    counts = pq.read_table(folder / "voice_count.parquet").drop_columns(["refused"])
    pq.write_table(counts, folder / "voice_count.parquet")
    tables = snapshot.connect(folder, SCHEMAS)
    assert tables["voice_count"].columns == tuple(SCHEMAS["voice_count"].names)
    assert tables["voice_count"].refused.notnull().any().to_pyarrow().as_py() is False


def test_duckdb_may_read_the_snapshot_and_nothing_else(tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    engine = snapshot.engine(tmp_path / "snapshots")
    with pytest.raises(duckdb.PermissionException):
        engine.con.execute(f"SELECT * FROM read_csv('{secret}')")
    with pytest.raises(duckdb.Error):
        engine.con.execute("SET enable_external_access = true")

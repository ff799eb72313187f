"""How long lists take: `pytest -m bench -s pakhi/field/tests/test_entities_speed.py` prints the figures."""

from __future__ import annotations

import gzip
import sys
import time
import tracemalloc
import uuid

import pytest

from pakhi.field import publish
from pakhi.field.models import Dataset, Entity
from pakhi.field.tests.test_openrosa_entities import WELLS, fetch, sent
from pakhi.vault import assign, identity
from tests.readers import read

pytestmark = pytest.mark.bench
NAMELESS = {"names": {"names": [{"text": "X", "script": "latn", "kind": "usual"}]}}


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def timed(what: str, act) -> object:
    start, worked = time.perf_counter(), time.process_time()
    out = act()
    took, worked = time.perf_counter() - start, time.process_time() - worked
    say(f"{what}: {1000 * took:.0f} ms, of them {1000 * worked:.0f} ms of work")
    return out


def test_a_list_of_100_000_and_one_of_60(ready, phone) -> None:
    one, salma = phone.organisation, ready.accounts["salma"]
    version = publish.go_live(publish.upload(WELLS.encode(), "wells.md", one, None))
    wells = Dataset.objects.create(organisation=one, name="wells")
    Entity.objects.bulk_create((
        Entity(dataset=wells, key=str(uuid.uuid4()), number=1, label=f"Well {n}", shown=[n],
               values={"depth": str(n % 40), "dry": ("yes", "no")[n % 2]})
        for n in range(100_000)
    ), batch_size=5000)  # fmt: skip
    for _n in range(60):
        assign.assign(identity.register(one, NAMELESS, salma), ready.accounts["mou"], salma)
    phone.get("formList")  # the first request loads the program
    manifest = f"forms/{version.pk}/manifest"
    for what in ("manifest after a change", "manifest again"):
        timed(what, lambda: phone.get(manifest))
    for name in ("wells.csv", "people.csv"):
        address = f"/openrosa/{one.code}/forms/{version.pk}/media/{name}"
        plain = timed(f"{name} plain", lambda address=address: read(fetch(phone, address)))
        pressed = timed(
            f"{name} gzip", lambda address=address: read(fetch(phone, address, **{"Accept-Encoding": "gzip"}))
        )
        say(f"{name}: {len(plain.splitlines()) - 1} rows, {len(plain)} bytes, {len(pressed)} compressed")
        assert gzip.decompress(pressed) == plain
    answer = fetch(phone, f"/openrosa/{one.code}/forms/{version.pk}/media/wells.csv")
    again = timed("wells.csv not changed", lambda: fetch(phone, answer.request["PATH_INFO"],
                                                          **{"If-None-Match": answer["ETag"]}))  # fmt: skip
    assert again.status_code == 304
    read(answer)
    timed("a change", lambda: phone.send(sent(make=True, depth="4")))
    tracemalloc.start()
    for chunk in fetch(phone, f"/openrosa/{one.code}/forms/{version.pk}/media/wells.csv").streaming_content:
        assert chunk
    say(f"memory while it is sent: at most {tracemalloc.get_traced_memory()[1] / 1e6:.1f} MB")
    tracemalloc.stop()

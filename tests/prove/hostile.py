"""Requests that nobody's phone sends: attacks on whoever reads XML, and what is left of a record after an accident.

Each is (name, content type, body); what stands for it are bytes, so that the same seed sends the same things.
"""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Callable, Iterator

from tests.prove.phones import packed

Sent = tuple[str, bytes]
META = "<meta><instanceID>{}</instanceID></meta>"


def number(rng: random.Random) -> str:
    return f"uuid:{rng.getrandbits(128):032x}"


def record(rng: random.Random, inside: str = "<came>yes</came>", head: str = "", root: str = "data") -> bytes:
    meta = META.format(number(rng))
    return f'{head}<{root} id="visit" version="1">{inside}{meta}</{root}>'.encode()


def alone(content: bytes) -> Sent:
    return packed({"xml_submission_file": content})


def outside_entity(rng: random.Random) -> Sent:
    target = rng.choice(["file:///etc/passwd", "http://127.0.0.1:9/", "php://filter", "file:///proc/self/environ"])
    return alone(record(rng, "<who>&x;</who>", f'<!DOCTYPE d [<!ENTITY x SYSTEM "{target}">]>'))


def parameter_entity(rng: random.Random) -> Sent:
    return alone(record(rng, head='<!DOCTYPE d [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>'))


def bomb(rng: random.Random) -> Sent:
    depth = rng.randint(6, 12)
    lines = [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, depth)]
    return alone(record(rng, f"<who>&a{depth - 1};</who>", f'<!DOCTYPE d [<!ENTITY a0 "lol">{"".join(lines)}]>'))


def quadratic(rng: random.Random) -> Sent:
    return alone(record(rng, "<who>" + "&x;" * 5000 + "</who>", f'<!DOCTYPE d [<!ENTITY x "{"x" * 50_000}">]>'))


def deep(rng: random.Random) -> Sent:
    depth = rng.choice([100, 5_000, 100_000])
    return alone(record(rng, "<a>" * depth + "1" + "</a>" * depth))


def wide(rng: random.Random) -> Sent:
    return alone(record(rng, "<came>yes</came>" * rng.choice([2_000, 60_000])))


def attributes(rng: random.Random) -> Sent:
    return alone(record(rng, "<who " + " ".join(f'a{n}="1"' for n in range(20_000)) + ">x</who>"))


def long_text(rng: random.Random) -> Sent:
    return alone(record(rng, f"<who>{'ক' * rng.choice([70_000, 1_000_000])}</who>"))


def long_names(rng: random.Random) -> Sent:
    name = "n" * rng.choice([500, 100_000])
    return alone(record(rng, f"<{name}>1</{name}>"))


def charset(rng: random.Random) -> Sent:
    text = record(rng, "<who>ঝিঙে</who>").decode()
    written = rng.choice(["utf-16", "utf-16-le", "utf-32", "utf-7", "utf-8-sig"])
    claimed = rng.choice(["UTF-8", "ISO-8859-1", "UTF-16", "EBCDIC-CP-US", "x-nonsense", "UTF-7"])
    return alone(f'<?xml version="1.0" encoding="{claimed}"?>{text}'.encode(written))


def broken_text(rng: random.Random) -> Sent:
    content = bytearray(record(rng, "<who>ঝিঙেফুল টুংটাং</who>"))
    for _n in range(rng.randint(1, 6)):
        content[rng.randrange(len(content))] = rng.randrange(256)
    return alone(bytes(content))


def zipped(rng: random.Random) -> Sent:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/workbook.xml", b"0" * 8_000_000)
    return packed({"xml_submission_file": rng.choice([held.getvalue(), gzip.compress(b"0" * 5_000_000)])})


def picture_bomb(rng: random.Random) -> Sent:
    name = f"{rng.getrandbits(40):x}.png"
    return packed(
        {"xml_submission_file": record(rng, f"<picture>{name}</picture>"), name: gzip.compress(b"0" * 9_000_000)}
    )


def file_names(rng: random.Random) -> Sent:
    name = rng.choice(
        [
            "../../../etc/cron.d/x",
            "..\\..\\x",
            "/etc/passwd",
            "a" * 5_000,
            "con.png",
            ".",
            "x\x00.png",
            "ঝিঙে.png",
            "%2e%2e/x",
        ]
    )
    return packed({"xml_submission_file": record(rng, "<picture>x.png</picture>"), name: b"\x89PNG"})


def many_parts(rng: random.Random) -> Sent:
    parts = {f"f{n}.png": b"1" for n in range(rng.choice([300, 399, 3_000]))}
    return packed({"xml_submission_file": record(rng), **parts})


def cut(rng: random.Random) -> Sent:
    kind, body = alone(record(rng, "<who>Somebody with much to say</who>" * 20))
    return kind, body[: rng.randrange(len(body))]


def no_record(rng: random.Random) -> Sent:
    return packed({rng.choice(["record", "xml_submission", "file"]): record(rng)})


def not_multipart(rng: random.Random) -> Sent:
    kind = rng.choice(
        ["text/xml", "application/json", "", "multipart/form-data", "multipart/form-data; boundary=" + "x" * 300]
    )
    return kind, record(rng)


def noise(rng: random.Random) -> Sent:
    return alone(rng.randbytes(rng.choice([0, 1, 100, 200_000])))


def wrong_number(rng: random.Random) -> Sent:
    odd = rng.choice(["", " ", "x" * 5_000, "uuid:'; DROP TABLE field_arrival;--", "uuid:\u202e\u0000", "../x", "<b>"])
    content = f'<data id="visit" version="1"><came>yes</came><meta><instanceID>{odd}</instanceID></meta></data>'
    return alone(content.encode())


def wrong_form(rng: random.Random) -> Sent:
    odd = rng.choice(["", "nobody", "x" * 3_000, "ফর্ম", "person", "visit'--"])
    content = f'<data id="{odd}" version="{rng.choice(["", "9", "x" * 900])}">{META.format(number(rng))}</data>'
    return alone(content.encode())


def wrong_answers(rng: random.Random) -> Sent:
    odd = rng.choice(
        ["NaN", "1e999", "-0", "९९", "𝟗", "yes no", "=cmd|' /C calc'!A0", "\u200b", "9" * 400, "2026-02-31"]
    )
    return alone(record(rng, f"<came>{odd}</came><children>{odd}</children><next>{odd}</next>"))


def entities(rng: random.Random) -> Sent:
    odd = rng.choice(["", "not-a-uuid", "x" * 2_000, "00000000-0000-0000-0000-000000000000"])
    said = (
        f'<entity dataset="{rng.choice(["people", "nobody", ""])}" id="{odd}" create="1" update="1" baseVersion="-9"/>'
    )
    meta = f"<meta><instanceID>{number(rng)}</instanceID>{said * rng.choice([1, 3_000])}</meta>"
    return alone(f'<data id="visit" version="1"><came>yes</came>{meta}</data>'.encode())


def instructions(rng: random.Random) -> Sent:
    return alone(
        record(rng, "<?php system('x') ?><!-- --><![CDATA[<x>]]>", '<?xml-stylesheet href="http://127.0.0.1:9/"?>')
    )


KINDS: tuple[Callable[[random.Random], Sent], ...] = (
    outside_entity, parameter_entity, bomb, quadratic, deep, wide, attributes, long_text, long_names, charset,
    broken_text, zipped, picture_bomb, file_names, many_parts, cut, no_record, not_multipart, noise, wrong_number,
    wrong_form, wrong_answers, entities, instructions,
)  # fmt: skip


def every(count: int, seed: int = 20261122) -> Iterator[tuple[str, str, bytes]]:
    """(what it is, content type, body) of so many, of every kind in turn."""
    for place in range(count):
        make = KINDS[place % len(KINDS)]
        yield make.__name__, *make(random.Random(f"{seed} {place}"))

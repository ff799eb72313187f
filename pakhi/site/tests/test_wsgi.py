"""What a phone sends in chunks reaches Django whole; everything else is left alone."""

from __future__ import annotations

import io
from typing import Any

import pytest

from pakhi.site import wsgi


def passed(path: str, **environ: Any) -> dict[str, Any]:
    """What the product gets to see of a request."""
    seen: list[dict[str, Any]] = []

    def app(given: dict[str, Any], _start: object) -> list[bytes]:
        seen.append(given)
        return []

    wsgi.whole(app)({"PATH_INFO": path, "wsgi.input": io.BytesIO(b"x" * 100), **environ}, lambda *_: None)
    return seen[0]


CHUNKED = {"HTTP_TRANSFER_ENCODING": "Chunked", "wsgi.input_terminated": True}


def test_a_body_in_chunks_gets_its_length() -> None:
    got = passed("/openrosa/A2BC3D/submission", **CHUNKED)
    assert got["CONTENT_LENGTH"] == "100"
    assert got["wsgi.input"].read() == b"x" * 100


def test_a_body_without_an_end_is_read_so_far_and_no_farther(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wsgi, "MOST", 40)
    assert passed("/openrosa/A2BC3D/submission", **CHUNKED)["CONTENT_LENGTH"] == "41"


@pytest.mark.parametrize(
    ("path", "more"),
    [("/desk/", CHUNKED), ("/openrosa/A2BC3D/submission", {}), ("/openrosa/x", {"HTTP_TRANSFER_ENCODING": "chunked"})],
)
def test_everything_else_is_left_alone(path: str, more: dict[str, Any]) -> None:
    assert "CONTENT_LENGTH" not in passed(path, **more)

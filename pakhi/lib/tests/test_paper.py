"""A page becomes a PDF in a process of its own; it reads our fonts and nothing else."""

from __future__ import annotations

import io

import pypdf
import pytest

from pakhi.lib import fonts, press
from pakhi.lib.paper import FontsOnly, on_paper

built = pytest.mark.skipif(not fonts.files(400), reason="the front end has not been built")
PAGE = "<!doctype html><html><head><title>x</title></head><body><p>Block office ব্লক</p></body></html>"


def words(content: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


@built
def test_paper_reads_fonts_and_nothing_else(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("x")
    fetch = FontsOnly()
    for address in (secret.as_uri(), "file:///etc/passwd", "http://127.0.0.1/", "font:../../x", "data:text/plain,x"):
        with pytest.raises(ValueError, match="nothing else"):
            fetch.fetch(address)
    assert fetch.fetch("font:noto-sans-latin-400").read(4) == b"\x00\x01\x00\x00"


@built
def test_only_the_fonts_that_a_page_needs_are_read() -> None:
    assert [path.name.split("-")[2] for path in fonts.needed("Block ব্লক", 400)] == ["latin", "bengali"]


@pytest.mark.slow
def test_a_page_is_pressed_in_a_process_of_its_own_as_it_is_here() -> None:
    assert words(press.press(PAGE)) == words(on_paper(PAGE))
    assert "Block office" in words(on_paper(PAGE))


def test_a_press_that_fails_says_nothing_of_what_stood_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "WAIT", 0.01)
    with pytest.raises(press.Failed) as failed:
        press.press(PAGE)
    assert str(failed.value) == ""
    assert failed.value.__suppress_context__


@built
@pytest.mark.parametrize("words", ["নিবন্ধন বন্ধুয়া প্রাপ্তবয়স্ক", "పేర్లు, వయస్సు", "144 के, जाएँ;"])
def test_no_move_between_letters_stands_beside_an_empty_string(words: str) -> None:
    """Chrome forgets such a move, and what comes next lies on what was before."""
    pages = pypdf.PdfReader(io.BytesIO(on_paper(f"<p>{words}</p>"))).pages
    shown = [line for page in pages for line in page.get_contents().get_data().splitlines() if line.endswith(b"TJ")]
    assert any(b"<" in line for line in shown)
    assert [line for line in shown if b"<>" in line] == []

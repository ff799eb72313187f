"""What the app's one file about the forms' engine promises (web/field/engine.js), asked of the built file in a browser.

The engine is pinned; when it is changed these are the sentences that must still hold.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from pakhi.field import xlsform
from tests.browser.field_app import LIST, MIXED
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser
ENGINE = next(name for name in json.loads(LIST.read_text())["files"] if name.startswith("engine-"))
BEGIN = """
async ([engine, xml]) => {
  const e = (window.e = await import(engine))
  window.list = () => e.screens(window.root)
  window.at = (name) => list().find((one) => one.at.endsWith(name))
  window.kin = () => shown().filter((one) => /kin/.test(one))
  window.broken = []
  addEventListener("securitypolicyviolation", (e) => broken.push(e.violatedDirective))
  window.shown = () => list().map(({ at, kind }) => `${at.replace("/data/", "")} ${kind}`)
  window.xml = async (data) => (data ?? (await e.prepared(root)).data).get("xml_submission_file").text()
  window.form = await e.open(xml, async () => null)
  window.root = e.begin(form, "DEVICE22")
  return shown()
}
"""


@pytest.fixture(scope="module")
def page(everybody: Visitors) -> Iterator[Page]:
    """A tab with the form begun anew for each test by `begin`."""
    context = everybody.browser.new_context(base_url=everybody.product.address)
    tab = context.new_page()
    tab.goto("/field/")
    tab.wait_for_selector("h1")
    yield tab
    context.close()


def begin(page: Page) -> list[str]:
    xml = xlsform.read(MIXED.encode(), "mixed.md").xform.decode()
    shown: list[str] = page.evaluate(BEGIN, [f"/static/built/field/{ENGINE}", xml])
    return shown


def ask(page: Page, expression: str) -> Any:
    return page.evaluate(f"async () => {{ const q = (name) => window.at(name); return {expression} }}")


def test_it_gives_the_questions_that_apply_in_order_with_their_kinds(page: Page) -> None:
    assert begin(page) == [
        "welcome note", "person text", "came one", "helped many", "children whole", "weight number", "seen date",
        "since month", "where place", "picture photo", "said voice", "kin[1]/called text", "kin more more",
        "remark long",
    ]  # fmt: skip


def test_relevance_follows_the_answers(page: Page) -> None:
    begin(page)
    assert ask(page, "q('/came').answer(['no']) && shown().some((one) => one.startsWith('why'))") is True
    assert ask(page, "q('/came').answer(['yes']) && shown().some((one) => one.startsWith('why'))") is False
    assert ask(page, "q('/came').answer([]) && q('/came').value.length") == 0


def test_a_whole_number_is_one_in_any_digits_and_nothing_else(page: Page) -> None:
    begin(page)
    for written, kept in (("7", "7"), (" 12 ", "12"), ("৩", "3"), ("१४", "14"), ("౨౫", "25"), ("", "")):
        assert ask(page, f"[q('/children').answer({written!r}), q('/children').value]") == [True, kept]
    for written in ("1.5", "two", "12a", "1 2"):
        assert ask(page, f"[q('/children').answer({written!r}), q('/children').value]") == [False, ""]
    assert ask(page, "[q('/weight').answer('4,5'), q('/weight').value, q('/weight').answer('x')]") == [
        True,
        "4.5",
        False,
    ]


def test_a_limit_and_a_need_have_their_sentences(page: Page) -> None:
    begin(page)
    assert ask(page, "q('/came').problem.kind") == "required"
    assert ask(page, "q('/children').answer('31') && q('/children').problem") == {
        "kind": "constraint", "text": "That is too many."
    }  # fmt: skip
    assert ask(page, "q('/children').answer('3') && q('/children').problem") is None
    assert ask(page, "e.wrong(root)") == ["/data/came"]


def test_repeats_grow_and_shrink(page: Page) -> None:
    begin(page)
    assert ask(page, "(q('kin more').add(), q('kin[2]/called').answer('b'), kin())") == [
        "kin[1]/called text", "kin[2]/called text", "kin more more",
    ]  # fmt: skip
    assert ask(page, "(q('kin[1]/called').leaveOut(), q('kin[1]/called').value)") == "b"
    assert ask(page, "(q('kin more').removeLast(), [q('kin more').count, kin()])") == [
        0, ["kin more more"],
    ]  # fmt: skip


def test_it_speaks_its_languages(page: Page) -> None:
    begin(page)
    assert ask(page, "e.languages(root).map(({ code }) => code)") == ["en", "bn", "te"]
    for place, label in enumerate(["Did she come?", "উনি এসেছিলেন?", "ఆమె వచ్చారా?"]):
        assert ask(page, f"(e.languages(root)[{place}].speak(), q('/came').label)") == label


def test_what_it_prepared_it_goes_on_with_files_and_number_and_all(page: Page) -> None:
    begin(page)
    ask(page, "q('/came').answer(['yes']) && q('/seen').answer('2026-11-03') && q('/since').answer('2026-02-01')")
    ask(page, "q('/said').answer(new File([new Uint8Array([1, 2, 3])], 'v.webm', { type: 'audio/webm' }))")
    before = ask(page, "xml()")
    again = ask(page, "(window.root = await e.goOn(form, 'DEVICE22', (await e.prepared(root)).data), xml())")
    assert again == before
    assert "<came>yes</came>" in before
    assert "<seen>2026-11-03</seen>" in before
    assert "instanceID>uuid:" in before
    assert ask(page, "[q('/said').value.size, q('/seen').value]") == [3, "2026-11-03"]
    assert ask(page, "(await e.prepared(root)).ready") is True


def test_it_leaves_nothing_in_the_browser_and_breaks_no_policy(page: Page) -> None:
    begin(page)
    ask(page, "xml()")
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert page.evaluate("window.broken") == []


def test_the_engine_is_pinned_exactly() -> None:
    wanted = json.loads((Path(__file__).parents[2] / "web" / "package.json").read_text())["dependencies"]
    assert wanted["@getodk/xforms-engine"] == "0.22.0"

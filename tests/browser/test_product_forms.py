"""The product's newer forms in the app's own engine: each opens, asks its questions, and can be made ready to send."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from pakhi.field import xlsform
from pakhi.field.publish import SHIPPED
from pakhi.lib.codes import read_letters
from tests.browser.field_app import LIST
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser
ENGINE = next(name for name in json.loads(LIST.read_text())["files"] if name.startswith("engine-"))
FORMS = ("identification", "missing_person", "rescue", "changes", "support", "referral", "safety_plan")
OPEN = """
async ([engine, xml]) => {
  const e = (window.e = await import(engine))
  const rows = ["name,label,__version,above", "district-303,North,1,19", "district-490,Pune,1,27", ""]
  const csv = new TextEncoder().encode(rows.join("\\n"))
  window.form = await e.open(xml, async (name) => name.endsWith(".csv") ? csv : null)
  window.root = e.begin(form, "DEVICE22")
  window.list = () => e.screens(root)
  window.at = (name) => list().find((one) => one.at.endsWith("/" + name))
  window.shown = () => list().map(({ at }) => at.split("/").pop())
  window.sent = async () => (await e.prepared(root)).data.get("xml_submission_file").text()
  return shown()
}
"""


@pytest.fixture(scope="module")
def page(everybody: Visitors) -> Iterator[Page]:
    context = everybody.browser.new_context(base_url=everybody.product.address)
    tab = context.new_page()
    tab.goto("/field/")
    tab.wait_for_selector("h1")
    yield tab
    context.close()


def opened(page: Page, name: str) -> list[str]:
    source = (Path(SHIPPED) / name / "form.md").read_bytes()
    xml = xlsform.read(source, "form.md").xform.decode()
    shown: list[str] = page.evaluate(OPEN, [f"/static/built/field/{ENGINE}", xml])
    return shown


@pytest.mark.parametrize("name", FORMS)
def test_it_opens_and_asks_for_her_code_first(page: Page, name: str) -> None:
    shown = opened(page, name)
    assert shown[:2] == ["person", "day"]
    assert page.evaluate("async () => (await sent()).includes('<day>')")


def test_what_happened_to_her_is_asked_only_if_she_wants_to_tell(page: Page) -> None:
    assert "recruited" not in opened(page, "identification")
    page.evaluate("() => at('tells').answer(['yes'])")
    assert "recruited" in page.evaluate("() => shown()")


def test_the_districts_of_the_state_that_was_chosen_are_offered(page: Page) -> None:
    opened(page, "identification")
    page.evaluate("() => { at('tells').answer(['yes']); at('to_state').answer(['27']) }")
    assert page.evaluate("() => at('to_place').options.map((one) => one.value)") == ["district-490"]
    page.evaluate("() => at('to_state').answer(['np'])")
    assert "to_place" not in page.evaluate("() => shown()")


@pytest.mark.parametrize("which", ["need", "threat", "stigma", "strength", "action", "referral"])
def test_a_change_asks_only_for_what_belongs_to_its_kind(page: Page, which: str) -> None:
    opened(page, "changes")
    page.evaluate("(which) => at('which').answer([which])", which)
    shown = page.evaluate("() => shown()")
    assert [name for name in shown if name.endswith("_now")] == [f"{which}_now"]


def test_the_form_of_registration_draws_a_right_code_each_time(page: Page) -> None:
    codes = set()
    for _time in range(20):
        opened(page, "person")
        xml: str = page.evaluate("() => sent()")
        codes.add(read_letters(xml.partition("<her_code>")[2].partition("</her_code>")[0], 8))
    assert len(codes) == 20

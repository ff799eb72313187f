"""The whole way: cards are printed and drawn, survivors answer in three ways, two people count, a report opens."""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.desk import activate, count, new_pass, print_cards
from tests.browser.survivor import (
    answer_all,
    choose,
    give_card,
    go_to_questions,
    screen,
    send,
    wait_for,
    walk_questions,
)
from tests.browser.test_phone import LEFT_BEHIND, NOTHING
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser
WORDS = "They gave me a chair and water."
SETTLE = 500  # ms in which a page that is gone has been fetched anew
LONGEST_COUNT = 180_000  # ms


@pytest.fixture(scope="module")
def drawn(everybody: Visitors, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Numbers of cards that survivors drew: Rina printed eight, two were left over, Asha witnessed."""
    rina = everybody.staff("rina")
    stack, numbers = print_cards(rina, 8, Path(tmp_path_factory.mktemp("sheet")), "autumn round")
    assert len(set(numbers)) == 8
    left = [numbers[6], numbers[7].translate({48 + digit: 0x9E6 + digit for digit in range(10)})]  # one in Bengali

    activate(rina, stack, 8, left, "asha", everybody.product.password)
    assert re.search(r"8.* 2 .*6.*8", rina.locator("[role=alert] p").inner_text())
    assert rina.input_value("#leftovers").splitlines() == left
    activate(rina, stack, 6, left, "asha", "not her password")
    expect(rina.locator("[role=alert]")).to_be_visible()

    activate(rina, stack, 6, left, "asha", everybody.product.password)
    expect(rina.locator(".messages .success")).to_be_visible()
    assert rina.locator(".figure dd").all_inner_texts() == ["8", "6", "2"]
    rina.context.close()
    return numbers


def test_a_card_that_nobody_drew_opens_nothing(visitors: Visitors, drawn: list[str]) -> None:
    page = visitors.page("phone")
    page.goto("/v/")
    give_card(page, drawn[6])
    page.wait_for_selector(".sorry")
    assert screen(page) == "start"


def test_a_survivor_answers_on_her_own_phone_without_javascript(visitors: Visitors, drawn: list[str]) -> None:
    page = visitors.page("phone", "bn", java_script_enabled=False)
    page.goto("/v/")
    give_card(page, drawn[0])
    go_to_questions(page, "police")
    answer_all(page, "4")
    assert WORDS in page.locator(".said").inner_text()

    page.click("[name=to][value=back]")
    wait_for(page, "tell")
    expect(page.locator(".screens :checked")).to_have_count(14)
    for _key in walk_questions(page):
        pass
    page.click("#words .steps button.go")
    wait_for(page, "check")
    send(page)
    assert page.context.cookies() == []
    page.click("[name=next][value=office]")
    go_to_questions(page, "hospital")


def test_a_shared_tablet_keeps_nothing_of_the_one_before(visitors: Visitors, drawn: list[str]) -> None:
    tablet = visitors.page("phone")
    address = new_pass(visitors.staff("rina"), "kiosk")
    tablet.goto("/healthz")
    tablet.goto(address)
    give_card(tablet, drawn[1])
    about = go_to_questions(tablet, "police")
    answer_all(tablet, "2")
    send(tablet)

    tablet.click("[name=next][value=person]")
    wait_for(tablet, "start")
    nothing_left(tablet, about, drawn[1])
    for move in (*[tablet.go_back] * 3, *[tablet.go_forward] * 3):
        move()
        tablet.wait_for_timeout(SETTLE)
        nothing_left(tablet, about, drawn[1])
    tablet.goto(address)

    give_card(tablet, drawn[2])
    go_to_questions(tablet, "police")
    answer_all(tablet, "4")
    send(tablet)


def nothing_left(tablet: Page, about: str, number: str) -> None:
    """The card, the office and the words of the one before are nowhere: not shown, not stored."""
    shown = tablet.content()
    fields = tablet.locator("input:not([type=hidden]), textarea").evaluate_all(
        "all => all.map((one) => one.value).join()"
    )
    for secret in (about, number, number.replace(" ", ""), WORDS):
        assert secret not in shown
        assert secret not in fields
    assert tablet.evaluate(LEFT_BEHIND) == NOTHING
    assert tablet.context.cookies() == []


def test_a_survivor_answers_with_a_peer_beside_her(visitors: Visitors, drawn: list[str]) -> None:
    phone = visitors.page("phone", "hi")
    phone.goto(new_pass(visitors.staff("rina"), "assist"))
    expect(phone.locator(".offer").first).to_be_visible()
    give_card(phone, drawn[3])
    go_to_questions(phone, "police")
    answer_all(phone, "3")
    send(phone)


def test_a_worker_cannot_help_with_answers_about_her_own_organisation(visitors: Visitors, drawn: list[str]) -> None:
    phone = visitors.page("phone")
    phone.goto(new_pass(visitors.staff("mou"), "assist"))
    give_card(phone, drawn[4])
    wait_for(phone, "whom")
    choose(phone, "family", "ngo")
    wait_for(phone, "where")
    phone.locator("[name=place]", has_text="Habra-I").first.click()
    wait_for(phone, "which")
    phone.locator("[name=office]", has_text="CBO One").click()
    phone.wait_for_selector(":is([name=screen][value=who], .sorry)", state="attached")
    if screen(phone) == "who":
        choose(phone, "holder", 0)
    phone.wait_for_selector(".sorry")
    assert screen(phone) in {"which", "who"}


def test_two_people_count_and_the_report_opens(
    visitors: Visitors, drawn: list[str], tmp_path: Path, say: Callable[[str], None]
) -> None:
    rina = visitors.staff("rina")
    word = visitors.product.password
    count(rina, ("rina", word), ("devi", "not her passphrase"))
    assert rina.locator("[role=alert] p").inner_text()
    waiting = int(rina.locator("section.card").first.locator("tbody td.num").inner_text())

    began = time.monotonic()
    count(rina, ("rina", word), ("devi", word))
    rina.wait_for_url("**/counting/sitting/*")
    rina.wait_for_selector("#progress:not([data-poll])", timeout=LONGEST_COUNT)
    say(f"{waiting} ballots counted and estimated in {time.monotonic() - began:.0f} s")
    assert f"{waiting}" in rina.locator("#progress h2").inner_text()

    rina.click("#progress .button.primary")
    rina.wait_for_url("**/desk/reports/")
    rina.wait_for_selector("figure[data-drawn=yes]")
    files = {form: download(rina, form, tmp_path) for form in ("pdf", "xlsx", "csv")}
    assert len(PdfReader(files["pdf"]).pages) >= 1
    assert load_workbook(files["xlsx"], read_only=True).sheetnames
    with files["csv"].open(encoding="utf-8-sig", newline="") as table:
        assert len(list(csv.reader(table))) > 5


def download(page: Page, form: str, folder: Path) -> Path:
    """The report on a page as a file."""
    with page.expect_download() as coming:
        page.click(f".page-head a[href*='/{form}']")
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path

"""What staff do at the desk, and where its pages are."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page
from pypdf import PdfReader

NUMBER = re.compile(r"\d{4} \d{4} \d{4} \d{4}")


def print_cards(page: Page, many: int, folder: Path, label: str = "") -> tuple[str, list[str]]:
    """Print a sheet of cards. Gives the stack's code and the numbers that can be read on the paper."""
    page.goto("/desk/cards/")
    page.locator("summary", has=page.locator("strong")).click()
    page.fill("#many", str(many))
    page.fill("#label", label)
    with page.expect_download() as printing:
        page.click("form:has(#many) [type=submit]")
    paper = folder / printing.value.suggested_filename
    printing.value.save_as(paper)
    text = "\n".join(sheet.extract_text() for sheet in PdfReader(paper).pages)
    return paper.stem.removeprefix("cards-"), NUMBER.findall(text)


def activate(page: Page, stack: str, counted: int | str, leftovers: list[str], other: str, password: str) -> None:
    """A leader, signed in, makes a stack active with a second one."""
    page.goto(f"/desk/cards/{stack}/")
    page.fill("#witnessed", str(counted))
    page.fill("#leftovers", "\n".join(leftovers))
    page.fill("#other", other)
    page.fill("#password", password)
    page.click("form:has(#witnessed) [type=submit]")


def new_pass(page: Page, mode: str) -> str:
    """The address that turns a tablet into a kiosk, or lets somebody be helped."""
    page.goto("/desk/rounds/")
    page.click(f"button[value={mode}]")
    return str(page.locator("main a.primary").get_attribute("href"))


def count(page: Page, leader: tuple[str, str], coordinator: tuple[str, str], early: bool = True) -> None:
    """Two people give name and passphrase on the counting page."""
    page.goto("/desk/counting/")
    form = page.locator("form:has([name=early])")
    form.locator("[name=leader]").select_option(leader[0])
    form.locator("[name=leader_passphrase]").fill(leader[1])
    form.locator("[name=coordinator]").select_option(coordinator[0])
    form.locator("[name=coordinator_passphrase]").fill(coordinator[1])
    form.locator("[name=early]").set_checked(early)
    form.locator("[type=submit]").click()


def first_link(page: Page, address: str, selector: str = "tbody th a", place: int = 0) -> str:
    """Where a list on a page leads."""
    page.goto(address)
    return str(page.locator(selector).nth(place).get_attribute("href"))


def pages_of_a_leader(page: Page) -> dict[str, str]:
    """Every page that a leader can open, by a name for it."""
    office = first_link(page, "/desk/reports/offices/")
    return {
        "today": "/desk/",
        "cards": "/desk/cards/",
        "a stack that waits": first_link(page, "/desk/cards/"),
        "a stack in use": first_link(page, "/desk/cards/", place=1),
        "voice round": "/desk/rounds/",
        "counting": "/desk/counting/",
        "a counting": first_link(page, "/desk/counting/", "a[href*=sitting]"),
        "own words": "/desk/words/",
        "who is who": "/desk/people",
        "overview": "/desk/reports/",
        "offices": "/desk/reports/offices/",
        "an office": office,
        "a worker": first_link(page, "/desk/reports/team/", "a[href*='reports/offices/']"),
        "flags": "/desk/reports/flags/",
        "team": "/desk/reports/team/",
        "password": "/desk/account/password/",
        "second step": "/desk/account/second/",
        "sign out": "/desk/account/logout/",
        "nothing here": "/desk/nowhere",
    }

"""The pages about people: where they are, how one comes to those that open by a form, and what a vault holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.desk import first_link

PEOPLE = {
    "busiest": """select person.code from vault_note note join vault_person person on person.id = note.person_id
        where person.state = 'here' group by person.code order by count(*) desc, person.id limit 1""",
    "may be printed": """select person.code from vault_consent consent join vault_person person
        on person.id = consent.person_id where consent.purpose = 'export' and person.state = 'here' limit 1""",
    "looked at in an emergency": "select person from vault_glass order by id limit 1",
}


def the_people(data: Path) -> dict[str, str]:
    """Codes of people by what is special about their records, as they lie on the disk: codes are not sealed."""
    with closing(sqlite3.connect(f"file:{data / 'vault.sqlite3'}?mode=ro", uri=True)) as vault:
        return {name: vault.execute(question).fetchone()[0] for name, question in PEOPLE.items()}


def pages_about_people(page: Page, codes: dict[str, str]) -> dict[str, str]:
    """Every page about people that a supervisor opens by its address, by a name for it."""
    new = first_link(page, "/desk/caseload", "a[href$='/new']")
    home, person = new.removesuffix("/new"), f"/desk/person/{codes['busiest']}"
    return {
        "people": "/desk/caseload",
        "people with nobody": "/desk/caseload?who=nobody",
        "a new person": new,
        "a person": f"{person}/",
        "a person in an emergency": f"/desk/person/{codes['looked at in an emergency']}/",
        "consents": f"{person}/consents",
        "ask: what": f"{person}/ask",
        "ask: how": f"{person}/ask?purpose=share",
        "ask: the words": f"{person}/ask?purpose=case&under_18=1&language=bn",
        "who looked": f"{person}/looked",
        "keys": "/desk/keys",
        "workload": f"{home}/workload",
        "move people": f"{home}/workload?of=0",
        "registered twice": f"{home}/duplicates",
        "one person or two": first_link(page, f"{home}/duplicates", "main a[href*='/beside/']"),
        "hand-overs": "/desk/hand-overs",
        "hand her over": f"{person}/offer",
        "forget her": f"{person}/forget",
        "the log": "/desk/log?verify=1",
        "duties": "/desk/duties",
        "notices": "/desk/notices",
        "what a day allows": "/desk/limits",
        "emergency access": f"/desk/emergency?person={codes['busiest']}",
        "consents that end": "/desk/consents/ending",
    }


def every_page_about_people(page: Page, codes: dict[str, str]) -> Iterator[str]:
    """All of them one after another, by name; then those that open by a form alone, and a form with mistakes."""
    every = pages_about_people(page, codes)
    for name, address in every.items():
        page.goto(address)
        yield name
    page.goto(every["a new person"])
    press(page, "/new")
    page.wait_for_selector(".error-summary")
    yield "a new person: mistakes"
    reveal(page, codes["busiest"])
    name = page.locator("[aria-labelledby=shown-names] .told").first.inner_text()
    yield "revealed"
    page.goto(every["a person"])
    with page.expect_navigation():
        page.click("[formaction$='/edit']")
    yield "correct something"
    read_notes(page, codes["busiest"])
    yield "notes"
    page.goto(f"/desk/person/{codes['may be printed']}/")
    page.select_option("#reason", "papers")
    with page.expect_navigation():
        page.click("[formaction$='/print']")
    yield "papers"
    page.goto(every["a new person"])
    page.fill("#id_names-0-text", name)
    press(page, "/new")
    page.wait_for_selector(".matches")
    yield "is she here already"


def press(page: Page, form: str) -> None:
    """The main button of the form that sends to an address with this end."""
    page.click(f"form[action$='{form}'] button.primary")


def reveal(page: Page, code: str, *parts: str, reason: str = "visit") -> None:
    """Her name, and the other parts that were asked for, on the screen."""
    page.goto(f"/desk/person/{code}/")
    for part in parts:
        page.check(f"[name=part][value={part}]")
    page.select_option("#reason", reason)
    press(page, "/reveal")
    page.wait_for_selector("[data-hide]")


def read_notes(page: Page, code: str, reason: str = "visit") -> None:
    """The notes of a person who has some, on the screen."""
    page.goto(f"/desk/person/{code}/")
    page.click("details:has(form[action$='/notes']) > summary")
    page.select_option("#notes-reason", reason)
    page.click("form[action$='/notes'] [type=submit]")
    page.wait_for_selector(".kept-note")


def a_long_day(page: Page, records: int = 150) -> None:
    """A manager lets everybody else open more names today than on other days, as for a camp."""
    page.goto("/desk/limits")
    page.fill("[name=to]", str(records))
    page.locator("form:has([value=raise]) [name=reason]").select_option("helpdesk")
    page.click("form:has([value=raise]) button.primary")
    page.wait_for_url("**/desk/limits")

"""How a survivor goes through the rating pages: one small step for each screen, by touching what is shown."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page

QUESTIONS = (
    "respect", "no_blame", "listened", "explained", "waiting", "did_job", "private", "safe",
    "money", "turned_away", "told_others", "go_again", "themes", "words",
)  # fmt: skip
FACES, YES_NO = QUESTIONS[:8], QUESTIONS[8:12]


def screen(page: Page) -> str:
    """Which screen is shown: the name that its form carries."""
    return str(page.locator("#journey [name=screen]").get_attribute("value"))


def wait_for(page: Page, name: str) -> None:
    """Until that screen is shown."""
    page.wait_for_selector(f"#journey [name=screen][value={name}]", state="attached")


def give_card(page: Page, number: str) -> None:
    page.fill("#card", number)
    page.click("form .go")


def choose(page: Page, name: str, value: str | int = 0) -> None:
    """Touch a choice by its value, or by its place in the list."""
    picked = f"[name={name}][value='{value}']" if isinstance(value, str) else f"[name={name}] >> nth={value}"
    page.locator(picked).click()


def go_to_questions(page: Page, family: str = "police", person: str | int = "") -> str:
    """From the kinds of office to the first question. Gives the words above the questions: whom it is about."""
    wait_for(page, "whom")
    choose(page, "family", family)
    wait_for(page, "where")
    choose(page, "place", 0)
    wait_for(page, "which")
    choose(page, "office", 0)
    page.wait_for_selector(":is(#journey [name=screen][value=who], .screens)", state="attached")
    if screen(page) == "who":
        choose(page, "holder", person)
    wait_for(page, "tell")
    return page.locator("h1.about").inner_text()


def walk_questions(page: Page) -> Iterator[str]:
    """One question after another, from the first; the caller answers what is shown."""
    for key in QUESTIONS:
        page.wait_for_selector(f"#{key}", state="visible")
        yield key
        if key != QUESTIONS[-1]:
            page.click(f"#{key} .steps a.go")


def answer(page: Page, key: str, face: str = "3") -> None:
    """Touch an answer of the question that is shown; themes get two, own words a sentence."""
    if key in FACES:
        page.locator(f"#{key} .tile:has([value='{face}'])").click()
    elif key in YES_NO:
        page.locator(f"#{key} .tile:has([value='no'])").click()
    elif key == "themes":
        page.locator("#themes .tile").nth(0).click()
        page.locator("#themes .tile").nth(7).click()
    else:
        page.fill("#own-words", "They gave me a chair and water.")


def answer_all(page: Page, face: str = "3") -> None:
    """Every question, then on to the page where she looks at her answers."""
    for key in walk_questions(page):
        answer(page, key, face)
    page.click("#words .steps button.go")
    wait_for(page, "check")


def send(page: Page) -> None:
    page.click("form > .go")
    wait_for(page, "done")


def every_screen(page: Page, card: str, language: str) -> Iterator[str]:
    """Every screen that a survivor can see, by its name; ends at the calendar."""
    page.goto(f"/v/?l={language}")
    yield "first page"
    give_card(page, "1234 5678 9012 3456")
    page.wait_for_selector(".sorry")
    yield "a wrong card"
    give_card(page, card)
    wait_for(page, "whom")
    yield "kinds of office"
    choose(page, "family", "block-office")
    wait_for(page, "where")
    yield "places"
    choose(page, "place", "districts")
    page.wait_for_selector("[name=place][value=districts]", state="detached")
    yield "districts"
    choose(page, "place", 0)
    page.wait_for_selector("[name=place][value=districts]")
    choose(page, "place", 0)
    wait_for(page, "which")
    yield "offices"
    choose(page, "office", 0)
    wait_for(page, "who")
    yield "people"
    choose(page, "holder", 0)
    wait_for(page, "tell")
    for key in walk_questions(page):
        if key == "told_others":
            page.locator("#told_others .tile:has([value=yes])").click()
        else:
            answer(page, key)
        yield key
    page.click("#words .steps button.go")
    wait_for(page, "check")
    yield "her answers"
    page.click(".need-help")
    page.wait_for_selector("#help", state="visible")
    yield "help"
    page.click("#help .quiet")
    page.wait_for_selector("#help", state="hidden")
    send(page)
    yield "thank you"
    page.goto(f"/v/void?l={language}")
    yield "make my card void"
    page.fill("#card", "12")
    page.click("form .go")
    page.wait_for_selector(".sorry")
    yield "void refused"
    page.goto(f"/v/nowhere?l={language}")
    yield "nothing here"
    page.goto("/")
    yield "calendar"

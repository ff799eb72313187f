"""The second driver of the study's journeys: the same acts on a phone's screen, in the words of the pages."""

from __future__ import annotations

import base64
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page

from tests.browser.axe import outline, violations
from tests.browser.visitors import Visitors
from tests.browser.watch import Watch
from tests.journeys.client import record, wrong
from tests.journeys.forms import FIELDS, Form, Node, Unanswerable, chosen, form_with, link, read, says
from tests.journeys.told import EVERY, Answer, Cannot, Join, Journey, Look, Names, Send, Write
from tests.journeys.walking import Walking, kept

OPEN = """(one) => {
  for (let box = one.closest("details"); box; box = box.parentElement.closest("details"))
    if (!box.open && one !== box.firstElementChild) box.querySelector("summary").click()
}"""
CONTROLS = ", ".join(sorted(FIELDS))
REFUSED = {400, 403, 409}
IN_USE = """select version from field_version join field_form on field_form.id = field_version.form_id
    where field_form.form_id = ? and state = 'live' order by field_version.id desc limit 1"""
ARRIVED = "select state, what, person from field_arrival order by id desc limit 1"


def problems(journey: Journey, visitors: Visitors) -> list[str]:
    """Walk a journey; gives what was out of place on its pages. Raises AssertionError where it cannot go on."""
    walker = Walker(visitors)
    walker.walk(journey)
    return walker.problems


@dataclass
class Walker(Walking):
    """Walks a journey with one tab for everybody in it; what is out of place is noted in `problems`."""

    visitors: Visitors
    names: Names = field(default_factory=Names)
    tabs: dict[str, Page] = field(default_factory=dict)
    watches: list[Watch] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    line: BrowserContext | None = None

    @property
    def homes(self) -> dict[str, str]:
        return {name: self.shown[name] for name in ("home", "two")}

    @property
    def shown(self) -> dict[str, Any]:
        """What the installation showed when it was made."""
        made: dict[str, Any] = json.loads((self.visitors.product.data / "demonstration").read_text())
        return made

    @property
    def problems(self) -> list[str]:
        return self.noted + [problem for watch in self.watches for problem in watch.problems]

    def tab(self, who: str) -> Page:
        if who not in self.tabs:
            self.tabs[who] = self.visitors.staff(who, "phone")
            self.watches.append(Watch(self.tabs[who], self.visitors.product.address))
        return self.tabs[who]

    def go(self, who: str, page: str) -> int:
        """Open a page, and follow a link on it. Gives the status."""
        tab = self.tab(who)
        if not page:
            return 200
        address, _, follow = self.names.fill(page).partition(" > ")
        answered = tab.goto("/desk/" + address)
        status = answered.status if answered else 0
        if not follow:
            return status
        here = read(tab.content())
        assert link(here, follow)
        found = next(one for one in here.every("a") if one.text().startswith(follow))
        where = next(number for number, one in enumerate(here.every("a")) if one is found)
        return self.press(tab, tab.locator("a").nth(where))

    def press(self, tab: Page, button: Locator) -> int:
        """A touch that leads to another page. Gives its status."""
        button.evaluate(OPEN)
        with tab.expect_navigation() as leads:
            button.click()
        response = leads.value
        return response.status if response is not None else 200

    def look(self, act: Look) -> None:
        if act.shut:
            answered = self.tab(act.who).context.request.get("/desk/" + self.names.fill(act.page))
            assert answered.status == 404, f"the page answered {answered.status}"
            return
        status = self.go(act.who, act.page)
        assert status == 200, f"the page answered {status}"
        self.seen(act)
        self.keep(act)
        if act.axe:
            tab, where = self.tab(act.who), act.page
            self.noted += [f"{where}: {found}" for found in [*violations(tab), *outline(tab)]]
            self.watches[list(self.tabs).index(act.who)].look(where)

    def seen(self, act: Write | Look) -> None:
        text = says(read(self.tab(act.who).content()))
        for one in act.sees:
            assert self.names.fill(one) in text, f"not seen: {one!r} in {text}"
        for one in act.unseen:
            assert self.names.fill(one) not in text, f"seen: {one!r} in {text}"

    def keep(self, act: Write | Look) -> None:
        if act.keep:
            self.names[act.keep] = kept(self.tab(act.who).url)

    def cannot(self, act: Cannot) -> None:
        assert self.go(act.who, act.page) == 200
        tab = self.tab(act.who)
        try:
            form = form_with(read(tab.content()), act.press, {})
            found = form.find(act.question) if act.question else []
            if not act.question:
                button = form.button(act.press)
                assert button is None or button.has("disabled"), "the button can be pressed"
                return
            form.answer(act.question, act.answer)
        except Unanswerable:
            return
        raise AssertionError(f"it can be chosen: {found}")

    def write(self, act: Write) -> None:
        status, tab = self.go(act.who, act.page), self.tab(act.who)
        assert status == 200, f"the page answered {status}"
        page = read(tab.content())
        form = form_with(page, act.press, act.said)
        number = next(at for at, one in enumerate(page.every("form")) if one is form.node)
        drawn = tab.locator("form").nth(number)
        for question, answer in act.said.items():
            self.answer(form, drawn, question, self.names.filled(answer))
        button = form.button(act.press)
        where = next(at for at, one in enumerate(form.node.every("button")) if one is button)
        status = self.press(tab, drawn.locator("button").nth(where))
        shown = wrong(read(tab.content()))
        assert (status in REFUSED) if act.refused else (status == 200), f"answered {status}: {shown}"
        self.seen(act)
        self.keep(act)

    def answer(self, form: Form, drawn: Locator, question: str, answer: Answer) -> None:
        """Answer one question as with a thumb: what cannot be seen cannot be answered."""
        if answer == EVERY:  # a box may open only when the one before it is ticked
            boxes = drawn.get_by_label(question, exact=True)
            for place in range(boxes.count()):
                boxes.nth(place).check()
            return
        every, (_name, values) = list(form.node.every(*FIELDS)), form.answer(question, answer)
        found = form.find(question)
        here = [drawn.locator(CONTROLS).nth(next(at for at, one in enumerate(every) if one is each)) for each in found]
        here[0].evaluate(OPEN)
        if found[0].tag == "select":
            here[0].select_option(values)
        elif chosen(found[0]):
            self.choose(found, here, values)
        else:
            here[0].fill(values[0])

    def choose(self, found: list[Node], here: list[Locator], values: list[str]) -> None:
        several = found[0].get("type") == "checkbox"
        for one, place in zip(found, here, strict=True):
            wanted = (one.get("value") if one.has("value") else "on") in values
            if wanted or several:
                place.set_checked(wanted)

    def send(self, act: Send) -> None:
        """A phone sends a record to the real address."""
        device, password = self.shown["phones"][act.who]
        given = base64.b64encode(f"{device}:{password}".encode()).decode()
        self.line = self.line or self.visitors.context()
        asks, headers = self.line.request, {"Authorization": f"Basic {given}"}
        at = f"/openrosa/{self.names['home']}/submission"
        [version] = self.ask(IN_USE, act.form)
        file: Any = {"name": "record.xml", "mimeType": "text/xml", "buffer": record(act, self.names, version).encode()}
        answered = asks.post(at, headers=headers, multipart={"xml_submission_file": file})
        state, what, person = self.ask(ARRIVED)
        expected = ("quarantine" if act.waits else "taken", act.waits)
        assert (answered.status, state, what) == (201, *expected), (answered.status, state, what)
        if act.keep:
            self.names[act.keep] = person

    def ask(self, question: str, *words: str) -> tuple[str, ...]:
        """One row of the records as they lie on the disk."""
        records = self.visitors.product.data / "records.sqlite3"
        with closing(sqlite3.connect(f"file:{records}?mode=ro", uri=True)) as rows:
            found: tuple[str, ...] = rows.execute(question, words).fetchone()
        return found

    def join(self, act: Join) -> None:
        product = self.visitors.product
        program = str(Path(sys.executable).with_name("pakhi"))
        said = [
            "account",
            "add",
            act.login,
            "--name",
            act.name,
            "--role",
            act.role,
            "--organisation",
            self.names[act.at],
        ]
        environment = os.environ | {"DATA": str(product.data)}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        typed = f"{product.password}\n" * 2
        done = subprocess.run(
            [program, *said], env=environment, input=typed, capture_output=True, text=True, check=False,
            start_new_session=True,  # without a terminal, so that the password is read from what is typed here
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        self.tab(act.login)  # her first sign-in makes her key

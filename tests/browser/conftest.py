"""One product and one browser for each process of the run; a fresh, empty browser window for everybody who comes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.browser.field_app import Handset
from tests.browser.people import a_long_day
from tests.browser.product import Product, served
from tests.browser.visitors import FLAGS, PHONE, Visitors, launch

SAID = "said"
expect.set_options(timeout=20_000)  # as long as any other step may take
FAKES = ("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is counted cannot be answered again in its quarter: the journey that counts comes last."""
    items.sort(key=lambda item: item.path.name == "test_journey.py")


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The running product."""
    with served(Path(tmp_path_factory.mktemp("browser")) / "data") as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser: one for each process, for a process can drive no second one."""
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def everybody(product: Product, chromium: Browser) -> Visitors:
    """The sessions of those who signed in once."""
    return Visitors(chromium, product)


@pytest.fixture(scope="session")
def long_day(everybody: Visitors) -> None:
    """The walks open more names than a day allows: Mina has raised today's limit for the others of CBO One."""
    a_long_day(everybody.staff("mina"))
    everybody.leave()


@pytest.fixture
def say(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Keeps a measured figure, to be shown below the results."""
    return partial(record_property, SAID)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The figures that were measured, of all browsers that ran beside each other."""
    for report in terminalreporter.getreports("passed"):
        for name, figure in report.user_properties if report.when == "call" else ():
            if name == SAID:
                terminalreporter.write_line(f"  {figure}")


@pytest.fixture
def visitors(everybody: Visitors) -> Iterator[Visitors]:
    """People who open windows, and close them at the end of a test."""
    yield everybody
    everybody.leave()


@pytest.fixture
def handset(visitors: Visitors, tmp_path: Path) -> Iterator[Callable[[str], Handset]]:
    """Phones whose storage stays, each by a name."""
    made: list[Handset] = []
    program = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name)))

    def launch(profile: Path, **more: object) -> BrowserContext:
        options = {**PHONE, "base_url": visitors.product.address, "locale": "en-IN", "accept_downloads": True, **more}
        kind = visitors.browser.browser_type
        context = kind.launch_persistent_context(profile, executable_path=program, args=[*FLAGS, *FAKES], **options)
        context.set_default_timeout(20_000)
        return context

    def one(name: str) -> Handset:
        made.append(Handset(tmp_path / name, launch))
        return made[-1]

    yield one
    for phone in made:
        phone.off()

"""People at their devices: a cheap phone, a laptop, with or without JavaScript, in a language; staff sign in."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, BrowserType, Page

from tests.browser.product import Product

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
LAPTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
SIZES = {"phone": PHONE, "laptop": LAPTOP}
LANGUAGES = ("en", "bn", "hi", "te")


def launch(chromium: BrowserType, **more: Any) -> Browser:
    """The machine's own Chromium where there is one, else the one that Playwright brings."""
    known = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in known if (path := shutil.which(name))), None)
    return chromium.launch(executable_path=found, args=list(FLAGS), **more)


@dataclass
class Visitors:
    """Opens browsers for people; a signed-in person keeps one session for all of them."""

    browser: Browser
    product: Product
    sessions: dict[str, Any] = field(default_factory=dict)
    open: list[BrowserContext] = field(default_factory=list)

    def context(self, size: str = "phone", language: str = "en", **more: Any) -> BrowserContext:
        """A fresh browser, with nothing in it."""
        options = {**SIZES[size], "base_url": self.product.address, "locale": f"{language}-IN", **more}
        context = self.browser.new_context(**options)
        context.set_default_timeout(15_000)
        self.open.append(context)
        return context

    def page(self, size: str = "phone", language: str = "en", **more: Any) -> Page:
        """A tab in a fresh browser."""
        return self.context(size, language, **more).new_page()

    def staff(self, name: str, size: str = "laptop", language: str = "en", **more: Any) -> Page:
        """A tab in which somebody of the staff is signed in."""
        if name not in self.sessions:
            page = self.page("laptop")
            self.sign_in(page, name)
            self.sessions[name] = page.context.storage_state()
            page.context.close()
        return self.page(size, language, storage_state=self.sessions[name], **more)

    def sign_in(self, page: Page, name: str) -> None:
        """By the form, as everybody does."""
        page.goto("/desk/")
        page.fill("[name=login]", name)
        page.fill("[name=password]", self.product.password)
        page.click("main [type=submit]")
        page.wait_for_url("**/desk/")

    def leave(self) -> None:
        """Close every browser that was opened."""
        for context in self.open:
            context.close()
        self.open.clear()

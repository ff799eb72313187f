"""A phone without JavaScript: it opens pages, fills in the form that stands there, and presses one button.

Every page that it is given is looked at: what no survivor's page may do fails at once, whatever is being tested.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from django.test import Client

OWN_ADDRESS = re.compile(r"^(/(?!/)|#|\?|tel:|data:image/)")


class Page(HTMLParser):
    """The form of a page with what is filled in, its buttons, the texts of alerts, and every address on it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.action = self.language = self.title = ""
        self.fields: dict[str, list[str]] = {}
        self.buttons: list[tuple[str, str]] = []
        self.alerts: list[str] = []
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self.open: list[tuple[str, dict[str, str]]] = []
        self.form = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.addresses += [given[name] for name in ("href", "src", "action", "data-poll", "poster") if name in given]
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        self.inline += ["script"] if tag == "script" and "src" not in given else []
        self.inline += ["style"] if tag == "style" else []
        if tag == "html":
            self.language = given.get("lang", "")
        if tag == "form" and given.get("id") == "journey":
            self.form, self.action = True, given["action"]
        if self.form or given.get("form") == "journey":
            self._field(tag, given)
        if tag not in {"input", "img", "link", "meta", "br", "use", "path", "circle"}:
            self.open.append((tag, given))

    def _field(self, tag: str, given: dict[str, str]) -> None:
        kind, name = given.get("type", "text"), given.get("name", "")
        if tag == "input" and name and (kind not in {"radio", "checkbox"} or "checked" in given):
            self.fields.setdefault(name, []).append(given.get("value", ""))
        if tag == "button" and "disabled" not in given:
            self.buttons.append((name, given.get("value", "")))
        if tag == "textarea":
            self.fields[name] = [""]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = False
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1][0] == "textarea":
            self.fields[self.open[-1][1]["name"]][0] += data
        if self.open and self.open[-1][0] == "title":
            self.title += data
        if any(given.get("role") == "alert" for _tag, given in self.open) and data.strip():
            self.alerts.append(data.strip())


class Phone:
    """Somebody's phone: `page` is what it shows, `status` how the last request was answered."""

    def __init__(self, language: str = "") -> None:
        self.client = Client(raise_request_exception=True)
        self.status = 0
        self.page = Page("")
        self.get(f"/v/?l={language}" if language else "/v/")

    def get(self, address: str) -> Page:
        return self._look(self.client.get(address))

    def post(self, address: str, data: Any = None, **more: Any) -> Page:
        """Send something that no form would."""
        return self._look(self.client.post(address, data, **more))

    def send(self, body: bytes, kind: str, address: str = "/v/go") -> Page:
        """Send bytes as they are."""
        return self._look(self.client.generic("POST", address, body, kind))

    def press(self, name: str = "", value: str = "", **filled: str | list[str]) -> Page:
        """Fill in the form and press a button that stands there; nothing else can be pressed."""
        assert (name, value) in self.page.buttons, f"no button {name}={value} among {self.page.buttons}"
        fields = self.page.fields | filled | ({name: value} if name else {})
        return self.post(self.page.action, fields)

    def choose(self, name: str, value: object) -> Page:
        return self.press(name, str(value))

    @property
    def screen(self) -> str:
        return self.page.fields.get("screen", [""])[0]

    def _look(self, response: Any) -> Page:
        self.status, self.response = response.status_code, response
        assert not response.cookies
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        assert response["Content-Type"].startswith("text/html")
        self.page = Page(response.content.decode())
        assert [address for address in self.page.addresses if not OWN_ADDRESS.match(address)] == []
        assert self.page.inline == []
        return self.page

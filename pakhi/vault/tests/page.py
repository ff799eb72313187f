"""An answer as somebody reads it: its words, its links, and its forms with what stands in them."""

from __future__ import annotations

from html.parser import HTMLParser


class Page(HTMLParser):
    """`words`: the text. `links`: addresses. `forms`: action -> fields as a browser sends them, without buttons."""

    def __init__(self, response) -> None:
        super().__init__()
        self.status, self.html = response.status_code, response.content.decode()
        self.text: list[str] = []
        self.links: list[str] = []
        self.forms: dict[str, dict[str, str | list[str]]] = {}
        self.form: dict[str, str | list[str]] | None = None
        self.select = self.area = ""
        self.feed(self.html)

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())

    def put(self, name: str, value: str) -> None:
        if self.form is not None and name and name != "csrfmiddlewaretoken":
            held = self.form.get(name)
            self.form[name] = value if held is None else [*(held if isinstance(held, list) else [held]), value]

    def handle_starttag(self, tag, attrs) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(told.get("href", ""))
        elif tag == "form":
            self.form = self.forms.setdefault(told.get("action", ""), {})
        elif tag == "input" and (told.get("type") not in {"checkbox", "radio"} or "checked" in told):
            self.put(told.get("name", ""), told.get("value", ""))
        elif tag == "select":
            self.select = told.get("name", "")
        elif tag == "option" and self.select and self.form is not None:
            if "selected" in told:
                self.form[self.select] = told.get("value", "")
            else:
                self.form.setdefault(self.select, told.get("value", ""))
        elif tag == "textarea":
            self.area = told.get("name", "")
            self.put(self.area, "")

    def handle_endtag(self, tag) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""

    def handle_data(self, data) -> None:
        if self.area and self.form is not None:
            self.form[self.area] = str(self.form.get(self.area, "")) + data.removeprefix("\n")
        else:
            self.text.append(data)

    def sent(self, ending: str, **changed: str) -> dict[str, str | list[str]]:
        """What a browser sends of the form whose action ends so, with some fields changed (`__` is a dash)."""
        fields = next(fields for action, fields in self.forms.items() if action.endswith(ending))
        return {**fields, **{name.replace("__", "-"): value for name, value in changed.items()}}

"""A page of HTML as PDF: our own fonts inside, and nothing is fetched."""

from __future__ import annotations

from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from pakhi.lib import fonts

WEIGHTS = (400, 700)


class FontsOnly(URLFetcher):  # type: ignore[misc]  # a library without types
    """Gives WeasyPrint the site's own fonts (font:noto-sans-latin-400) and refuses everything else, files too."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        known = {f"font:{path.stem}": path for weight in WEIGHTS for path in fonts.files(weight)}
        if url not in known:
            raise ValueError(f"Paper reads its fonts and nothing else, not {url}.")
        return URLFetcherResponse(url, fonts.plain(known[url]), {"Content-Type": "font/ttf"})


def font_rules(page: str) -> str:
    """The style rules that bring the fonts which a page needs."""
    rules, families = [], []
    for weight in WEIGHTS:
        for path in fonts.needed(page, weight):
            family = path.stem.rpartition("-")[0]
            families.append(f'"{family}"')
            rules.append(f'@font-face{{font-family:"{family}";font-weight:{weight};src:url("font:{path.stem}")}}')
    rules.append(f"html{{font-family:{', '.join([*dict.fromkeys(families), 'sans-serif'])}}}")
    return "".join(rules)


def on_paper(page: str) -> bytes:
    """The PDF of a page. Raises ValueError for a page that wants anything but the fonts."""
    fetch, configuration = FontsOnly(), FontConfiguration()
    style = weasyprint.CSS(string=font_rules(page), font_config=configuration, url_fetcher=fetch)
    html = weasyprint.HTML(string=page, url_fetcher=fetch)
    return bytes(html.write_pdf(stylesheets=[style], font_config=configuration, finisher=without_empty) or b"")


def without_empty(_document: object, pdf: Any) -> None:
    """Take empty strings out of what is shown, and leave the moves beside them.

    Chrome forgets moves that stand beside an empty string: letters with a sign above or below then lie on top of each
    other, or on the comma after them, in Bengali and Telugu more than anywhere.
    """
    for one in pdf.objects:
        if isinstance(getattr(one, "stream", None), list):
            one.stream = [told(part) for part in one.stream]


def told(part: object) -> object:
    """One line of a page; a font or a picture as it is."""
    if isinstance(part, str | bytes):
        line = part if isinstance(part, bytes) else part.encode()
        if line.startswith(b"[") and line.endswith(b"] TJ"):
            return line.replace(b"<>", b" ")
    return part

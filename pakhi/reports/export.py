"""A report as a file: PDF to print, XLSX to work with, CSV for everything else, HTML for a report that stands alone.

All are made from the same Report, so they hold what the page holds and nothing more.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import weasyprint
import xlsxwriter
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from pakhi.lib.clock import today
from pakhi.lib.sheets import STARTS, text
from pakhi.reports import charts, letters
from pakhi.reports.paper import Report, Table

WEIGHTS = (400, 700)
PRINTED = 300
WIDE = 8  # a table of more columns is printed across
HTML = "html"


class FontsOnly(URLFetcher):  # type: ignore[misc]  # a library without types
    """Gives WeasyPrint the site's own fonts (font:noto-sans-latin-400) and refuses everything else, files too."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        known = {f"font:{path.stem}": path for weight in WEIGHTS for path in letters.files(weight)}
        if url not in known:
            raise ValueError(f"A report reads its fonts and nothing else, not {url}.")
        return URLFetcherResponse(url, letters.plain(known[url]), {"Content-Type": "font/ttf"})


def font_rules(page: str) -> str:
    """The style rules that bring the fonts which a page needs."""
    rules, families = [], []
    for weight in WEIGHTS:
        for path in letters.needed(page, weight):
            family = path.stem.rpartition("-")[0]
            families.append(f'"{family}"')
            rules.append(f'@font-face{{font-family:"{family}";font-weight:{weight};src:url("font:{path.stem}")}}')
    rules.append(f"html{{font-family:{', '.join([*dict.fromkeys(families), 'sans-serif'])}}}")
    return "".join(rules)


def printed(table: Table) -> Table:
    """A table as it is printed: so long that a person still reads it, and a sentence about the rest."""
    if len(table.rows) <= PRINTED:
        return table
    said = _("The first %(shown)s of %(all)s lines. The spreadsheet holds all of them.")
    note = said % {"shown": PRINTED, "all": len(table.rows)}
    return replace(table, rows=table.rows[:PRINTED], note=" ".join(filter(None, [str(table.note), note])))


def rendered(report: Report) -> str:
    """The report as an HTML page that asks for nothing."""
    report = replace(report, tables=[printed(table) for table in report.tables])
    context = {
        "report": report, "language": get_language() or "en", "direction": "rtl" if get_language_bidi() else "ltr",
        "printed": date_format(today(), "DATE_FORMAT"),
        "drawn": {chart.table: charts.svg(chart.spec) for chart in report.charts},
        "wide": any(len(table.columns) > WIDE for table in report.tables),
        "demonstration": getattr(settings, "DEMONSTRATION", False),
    }  # fmt: skip
    return render_to_string("reports/print.html", context)


def html(report: Report) -> bytes:
    """The report as one HTML file that asks for nothing else."""
    return rendered(report).encode()


def pdf(report: Report) -> bytes:
    """The report as PDF in the language of the moment, its fonts inside."""
    return on_paper(rendered(report))


def on_paper(page: str) -> bytes:
    """A page of HTML as PDF: the site's fonts inside, and nothing is fetched."""
    fetch, fonts = FontsOnly(), FontConfiguration()
    style = weasyprint.CSS(string=font_rules(page), font_config=fonts, url_fetcher=fetch)
    made = weasyprint.HTML(string=page, url_fetcher=fetch).write_pdf(stylesheets=[style], font_config=fonts)
    return bytes(made or b"")


def comma(report: Report) -> bytes:
    """The report as CSV (UTF-8 with its mark, so that spreadsheets read Indian scripts). Tables follow each other."""
    out = io.StringIO(newline="")
    write = csv.writer(out)
    for place, table in enumerate(report.tables):
        heads, rows = table.flat()
        if len(report.tables) > 1:
            write.writerows([[]] * (place > 0) + [[text(str(said)) for said in (table.title, table.note) if said]])
        write.writerow([text(head) for head in heads])
        write.writerows([text(v) if isinstance(v, str) else v for v in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def sheets(report: Report) -> bytes:
    """The report as XLSX: a sheet for each table, and one that says what every number means. No cell is a formula."""
    out = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {**plain, "in_memory": True, "default_date_format": "yyyy-mm-dd"})
    for place, table in enumerate(report.tables):
        heads, rows = table.flat()
        fill(book, sheet_name(place, str(table.title)), heads, rows)
    meaning = [[str(title), str(said)] for title, said in report.definitions().values()]
    about = [[str(name), str(value)] for name, value in report.scope] + [[_("Note"), str(n)] for n in report.notes]
    about += [[str(table.title), str(table.note)] for table in report.tables if table.note]
    fill(book, _("Definitions")[:31], [_("Number"), _("What it means")], about + meaning)
    book.close()
    return out.getvalue()


def sheet_name(place: int, title: str) -> str:
    """A name that a spreadsheet takes: 31 characters, none of []:*?/\\, and told apart by a number."""
    clean = "".join(" " if character in "[]:*?/\\'" else character for character in title)
    return f"{place + 1} {clean}"[:31].strip()


def fill(book: Any, name: str, heads: list[str], rows: list[list[Any]]) -> None:
    """One sheet with a bold head; text that starts like a formula is marked as text for good."""
    sheet = book.add_worksheet(name)
    bold, quoted = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"quote_prefix": True})
    sheet.freeze_panes(1, 0)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
        sheet.set_column(column, column, min(60, max([len(head), *(len(str(row[column])) for row in rows)]) + 2))
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(line, column, value, quoted if value.startswith(STARTS) else None)
            else:
                sheet.write_number(line, column, value)


MAKERS: dict[str, Callable[[Report], bytes]] = {"pdf": pdf, "xlsx": sheets, "csv": comma, HTML: html}
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}

"""The report pages of the staff site. The gate has run: `request.memberships` are those that may open the page."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pakhi.network.happened import exported
from pakhi.reports import desk
from pakhi.reports import export as files
from pakhi.reports import offices as compared
from pakhi.reports.charts import vega
from pakhi.reports.paper import Report, Table
from pakhi.reports.sight import Sight, sight

ROWS = 100


def seen_by(request: HttpRequest, page: str) -> Sight:
    """What the person who asks may see on a page."""
    return sight(getattr(request, "memberships", []), f"reports:{page}")


def found(request: HttpRequest, name: str, asked: dict[str, str]) -> Report:
    """The report asked for. Raises Http404 where there is none for this person."""
    made = desk.report(name, seen_by(request, name), asked)
    if made is None:
        raise Http404
    return made


def show(request: HttpRequest, name: str, asked: dict[str, str], **more: Any) -> HttpResponse:
    """A page of a report with its charts compiled and the addresses of its files."""
    made = more.pop("report", None) or found(request, name, asked)
    parts = [(table, made.chart(table.key)) for table in made.tables]
    context = {
        "report": made,
        "asked": asked,
        "parts": [(table, chart, vega(chart.spec) if chart else None) for table, chart in parts],
        "files": links(name, asked) if name in desk.EXPORTED and not made.empty else [],
        **more,
    }
    return render(request, f"reports/{name}.html", context)


def links(name: str, asked: dict[str, str]) -> list[tuple[str, str]]:
    """The addresses of a report's files, by format."""
    query = urlencode({key: value for key, value in asked.items() if value})
    return [
        (form, reverse("reports:export", args=[name, form]) + (f"?{query}" if query else "")) for form in files.TYPES
    ]


def overview(request: HttpRequest) -> HttpResponse:
    """How many voices, from where, in which mode, and what may be shown to whom."""
    return show(request, "overview", {})


def offices(request: HttpRequest) -> HttpResponse:
    """Offices compared inside their peer groups, by kind and district."""
    asked = {key: request.GET.get(key, "")[:60] for key in ("kind", "district")}
    made = found(request, "offices", asked)
    page = Paginator(made.table("offices").rows, ROWS).get_page(request.GET.get("page"))
    choices = compared.choices(desk.facts(), seen_by(request, "offices"))
    query = urlencode({key: value for key, value in asked.items() if value})
    more = {"groups": grouped(made.table("offices"), page), "page": page, "choices": choices}
    return show(request, "offices", asked, report=made, query=query, **more)


def grouped(table: Table, page: Page[dict[str, Any]]) -> list[tuple[str, str, Table]]:
    """The rows of one page by peer group: kind, district and the table without these two columns."""
    columns = tuple(column for column in table.columns if column.key not in {"kind", "district"})
    groups = groupby(page.object_list, key=lambda row: (row["kind"], row["district"]))
    return [(kind, district, Table(table.key, "", columns, list(rows))) for (kind, district), rows in groups]


def office(request: HttpRequest, ratee: str) -> HttpResponse:
    """One office: questions, yes or no, quarters, what people said."""
    return show(request, "office", {"ratee": ratee})


def flags(request: HttpRequest) -> HttpResponse:
    """What the figures say clearly enough to look into."""
    return show(request, "flags", {})


def team(request: HttpRequest) -> HttpResponse:
    """An organisation's own workers, for those who may see them."""
    return show(request, "team", {})


def export(request: HttpRequest, report: str, format: str) -> HttpResponse:
    """A report as a file: the same query, the same circle, the row of its own page in the access table.

    Who takes it out is written down first, or it does not go out.
    """
    if report not in desk.EXPORTED or format not in files.TYPES:
        raise Http404
    asked = {key: request.GET.get(key, "")[:60] for key in ("kind", "district", "ratee")}
    reader = seen_by(request, report)
    made = desk.report(report, reader, asked) if reader.views else None
    if made is None:
        raise Http404
    content, home = files.MAKERS[format](made), request.memberships[0].organisation.code  # type: ignore[attr-defined]
    exported.send(sender=None, account=request.user, organisation=home, what=report, form=format)
    response = HttpResponse(content, content_type=files.TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="pakhi-{report}.{format}"'
    return response

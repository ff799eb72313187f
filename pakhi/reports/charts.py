"""Charts as Vega-Lite specifications, made once: drawn by Vega on the page, and as an SVG with shaped letters in PDF.

What is drawn is what may be shown: rows come with their figures already through the circles.
"""

from __future__ import annotations

import copy
import functools
import json
from collections import Counter
from typing import Any

import vl_convert
from django.utils.translation import gettext as _

from pakhi.reports import letters, wording

Spec = dict[str, Any]
Rows = list[dict[str, Any]]
ACCENT = "#3b4fa0"
INK, MUTED, LINE = "#1b2430", "#55606e", "#dadfe6"
CATEGORIES = [ACCENT, "#c07a2c", "#2f8f83", "#9a4f7d", "#6b7785"]
FACES = ["#c8894f", "#ebcfa0", "#b5dad3", "#5fb0a5"]  # no to fully, as docs/look.md has them
WIDTH = 640
SCORE = {"domain": [0, 100]}
PRINT = {
    "axis": {
        "labelColor": MUTED, "titleColor": MUTED, "gridColor": LINE, "domainColor": "#7c8796", "tickColor": "#7c8796",
        "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelLimit": 0,
    },
    "legend": {"labelColor": MUTED, "titleColor": MUTED, "labelFontSize": 12, "labelLimit": 0},
    "range": {"category": CATEGORIES},
    "view": {"stroke": None},
}  # fmt: skip


def spec(rows: Rows, layers: list[Spec], **rest: Any) -> Spec:
    """A specification over rows, as wide as the page lets it be."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "data": {"values": rows}, "width": "container",
        "autosize": {"type": "fit-x", "contains": "padding"}, "layer": layers, **rest,
    }  # fmt: skip


def number(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def labelled(rows: Rows, *keys: str) -> list[str]:
    """One label a row, of one or two lines; rows of the same name are told apart by a number."""
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        label = "\n".join(dict.fromkeys(str(row[key]) for key in keys if row.get(key)))
        seen[label] += 1
        found.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return found


def names(title: str | None = None) -> Spec:
    """The axis of names: two lines where there are two, never cut."""
    axis = {"labelExpr": "split(datum.label, '\\n')", "domain": False, "ticks": False, "labelPadding": 8}
    return {"field": "name", "type": "nominal", "sort": None, "title": title, "axis": axis}


def dots(rows: Rows, *keys: str) -> Spec:
    """Dot and whisker: one line a row, its interval and its estimate, in the order of the rows."""
    data = [
        {"name": name, "estimate": number(row["estimate"].value), "low": number(row["estimate"].low),
         "high": number(row["estimate"].high)}
        for name, row in zip(labelled(rows, *keys), rows, strict=True)
    ]  # fmt: skip
    lines = max((str(row["name"]).count("\n") for row in data), default=0)
    x = {"field": "low", "type": "quantitative", "scale": SCORE, "title": _("Score, with its range")}
    rule = {
        "mark": {"type": "rule", "size": 3, "opacity": 0.55, "color": ACCENT},
        "encoding": {"x": x, "x2": {"field": "high"}},
    }
    dot = {
        "mark": {"type": "circle", "size": 90, "opacity": 1, "color": ACCENT},
        "encoding": {"x": {**x, "field": "estimate"}},
    }
    return spec(data, [rule, dot], height={"step": 22 + 16 * lines}, encoding={"y": names()})


def line(rows: Rows) -> Spec:
    """A score by quarter with its band."""
    data = [
        {"quarter": row["quarter"], "estimate": number(row["estimate"].value), "low": number(row["estimate"].low),
         "high": number(row["estimate"].high)}
        for row in rows
    ]  # fmt: skip
    y = {"type": "quantitative", "scale": SCORE, "title": _("Score, with its range")}
    area = {
        "mark": {"type": "area", "opacity": 0.25, "color": ACCENT},
        "encoding": {"y": {**y, "field": "low"}, "y2": {"field": "high"}},
    }
    mark = {"type": "line", "strokeWidth": 3, "color": ACCENT, "point": {"size": 80, "color": ACCENT, "opacity": 1}}
    middle = {"mark": mark, "encoding": {"y": {**y, "field": "estimate"}}}
    axis = {"labelAngle": 0, "labelOverlap": True}
    x = {"field": "quarter", "type": "ordinal", "title": None, "axis": axis}
    return spec(data, [area, middle], height=220, encoding={"x": x})


def faces(rows: Rows, keys: tuple[str, ...]) -> Spec:
    """Stacked faces: of those who answered a question, which share chose each face."""
    said = [str(wording.face(number)) for number in range(1, len(keys) + 1)]
    data = [
        {"name": name, "face": said[place], "place": place, "people": row[key]}
        for name, row in zip(labelled(rows, "question"), rows, strict=True)
        for place, key in enumerate(keys)
    ]
    x = {
        "field": "people",
        "type": "quantitative",
        "stack": "normalize",
        "title": _("Share of answers"),
        "axis": {"format": "%"},
    }
    colour = {"field": "face", "type": "nominal", "scale": {"domain": said, "range": FACES}, "legend": top()}
    mark = {"type": "bar", "height": 16, "yOffset": 16}
    bar = {"mark": mark, "encoding": {"x": x, "color": colour, "order": {"field": "place"}}}
    return spec(data, [bar], height={"step": 64}, encoding={"y": above()})


def above() -> Spec:
    """The axis of questions: a sentence stands above its bar, folded behind its middle where the page is narrow."""
    half = "^(.{' + floor(length(datum.label) / 2) + '}\\\\S*) "
    lines = f"split(replace(datum.label, regexp('{half}'), '$1\\n'), '\\n')"
    place = {"labelAlign": "left", "labelPadding": 0, "labelBaseline": "bottom", "labelOffset": -12}
    fold = f"width < 420 && length(datum.label) > 36 ? {lines} : datum.label"
    return names() | {"axis": {"domain": False, "ticks": False, **place, "labelExpr": fold}}


def top() -> Spec:
    """A legend above the drawing, so that it takes no width; one below the other where the page is narrow."""
    return {"orient": "top", "title": None, "columns": {"expr": "width < 420 ? 1 : 4"}}


def modes(rows: Rows, keys: tuple[str, ...]) -> Spec:
    """Voices by quarter, stacked by how they were given. Modes that nobody used are left out."""
    used = [key for key in keys if any(row[f"mode_{key}"] for row in rows)]
    said = [str(wording.MODES[key]) for key in used]
    data = [
        {"quarter": row["quarter"], "mode": said[place], "place": place, "voices": row[f"mode_{key}"] or 0}
        for row in rows
        for place, key in enumerate(used)
    ]
    y = {"field": "voices", "type": "quantitative", "title": _("Voices"), "axis": {"tickMinStep": 1}}
    colour = {"field": "mode", "type": "nominal", "scale": {"domain": said}, "legend": top()}
    bar = {"mark": {"type": "bar"}, "encoding": {"y": y, "color": colour, "order": {"field": "place"}}}
    x = {"field": "quarter", "type": "ordinal", "title": None, "axis": {"labelAngle": 0, "labelOverlap": True}}
    return spec(data, [bar], height=240, encoding={"x": x})


def bars(rows: Rows, key: str, value: str) -> Spec:
    """One bar a row: voices by district."""
    data = [{"name": name, "voices": row[value]} for name, row in zip(labelled(rows, key), rows, strict=True)]
    x = {"field": "voices", "type": "quantitative", "title": _("Voices"), "axis": {"tickMinStep": 1}}
    bar = {"mark": {"type": "bar", "height": 16, "color": ACCENT}, "encoding": {"x": x}}
    return spec(data, [bar], height={"step": 32}, encoding={"y": names()})


def funnel(rows: Rows, lines: Rows, middle: float) -> Spec:
    """Dots by number of people, between lines that draw together: `lines` has people, low, high, far_low, far_high."""
    x = {
        "field": "people",
        "type": "quantitative",
        "title": _("People"),
        "scale": {"zero": False, "nice": False, "padding": 12},
    }
    x["axis"] = {"tickMinStep": 1, "format": "d"}
    y = {"type": "quantitative", "scale": SCORE, "title": _("Mean of what people said")}
    data = {"values": [{key: number(value) for key, value in row.items()} for row in lines]}
    named = zip(labelled(rows, "office", "place"), rows, strict=True)
    dots = [{"name": name, "people": row["people"], "plain": number(row["plain"])} for name, row in named]

    def band(low: str, high: str, opacity: float) -> Spec:
        mark = {"type": "area", "opacity": opacity, "color": "#6b7785"}
        return {"data": data, "mark": mark, "encoding": {"x": x, "y": {**y, "field": low}, "y2": {"field": high}}}

    rule = {
        "data": {"values": [{"middle": number(middle)}]},
        "mark": {"type": "rule", "color": MUTED, "strokeDash": [4, 4]},
        "encoding": {"y": {**y, "field": "middle"}},
    }
    said = [
        {"field": "name", "title": " "},
        {"field": "plain", "title": y["title"]},
        {"field": "people", "title": x["title"]},
    ]
    dot = {
        "mark": {"type": "circle", "size": 90, "opacity": 1, "color": ACCENT},
        "encoding": {"x": x, "y": {**y, "field": "plain"}, "tooltip": said},
    }
    layers = [band("far_low", "far_high", 0.15), band("low", "high", 0.25), rule, dot]
    return spec(dots, layers, height=260)


@functools.lru_cache(maxsize=128)
def _vega(written: str) -> str:
    return json.dumps(vl_convert.vegalite_to_vega(json.loads(written)))


def vega(chart: Spec) -> Spec:
    """The Vega specification that the page draws; in the dark the page swaps the colours of the light palette."""
    found: Spec = json.loads(_vega(json.dumps(chart, sort_keys=True)))
    return found


def svg(chart: Spec, width: int = WIDTH) -> str:
    """The same chart as SVG, its text as shaped outlines, because PDF renderers do not shape text inside SVG."""
    fixed = copy.deepcopy(chart)
    fixed["width"] = width
    fixed["config"] = {**PRINT, "font": letters.FAMILY}
    drawn = vl_convert.vegalite_to_svg(fixed, allowed_base_urls=[])
    return letters.outline(str(drawn))

"""Text in an SVG as shaped outlines: HarfBuzz joins letters as Bengali, Hindi or Telugu demand, and draws them.

The fonts are those of the site (lib/fonts.py). Where they have not been built, the SVG keeps its text.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import uharfbuzz as hb

from pakhi.lib.fonts import best, files, plain

SVG = "http://www.w3.org/2000/svg"
FAMILY = "Noto Sans, Noto Sans Bengali, Noto Sans Devanagari, Noto Sans Telugu, sans-serif"
BOLD = {"bold", "600", "700", "800"}
KEPT = ("transform", "fill", "opacity", "fill-opacity")


@cache
def font(path: Path) -> hb.Font:
    """A font ready to shape."""
    return hb.Font(hb.Face(plain(path)))


def runs(text: str, paths: list[Path]) -> Iterator[tuple[hb.Font, str]]:
    """The text in pieces of one font each."""
    current, piece = paths[0], ""
    for character in text:
        path = best(character, paths, current)
        if path != current and piece:
            yield font(current), piece
            piece = ""
        current, piece = path, piece + character
    if piece:
        yield font(current), piece


class Pen:
    """Collects outlines as SVG path data, y downwards, at a scale and an offset."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.x = self.y = 0.0
        self.scale = 1.0
        draw = hb.DrawFuncs()
        draw.set_move_to_func(lambda x, y, _: self.add("M", x, y))
        draw.set_line_to_func(lambda x, y, _: self.add("L", x, y))
        draw.set_quadratic_to_func(lambda a, b, x, y, _: self.add("Q", a, b, x, y))
        draw.set_cubic_to_func(lambda a, b, c, d, x, y, _: self.add("C", a, b, c, d, x, y))
        draw.set_close_path_func(lambda _: self.parts.append("Z"))
        self.funcs = draw

    def add(self, command: str, *points: float) -> None:
        moved = [
            self.x + value * self.scale if place % 2 == 0 else self.y - value * self.scale
            for place, value in enumerate(points)
        ]
        self.parts.append(command + " ".join(f"{value:.2f}" for value in moved))


def shape(text: str, size: float, bold: bool = False) -> tuple[str, float]:
    """(path data of the shaped text from the origin of its baseline, its width), in the units of `size`."""
    pen, at = Pen(), 0.0
    for letters, piece in runs(text, files(700 if bold else 400)):
        buffer = hb.Buffer()
        buffer.add_str(piece)
        buffer.guess_segment_properties()
        hb.shape(letters, buffer)
        pen.scale = size / letters.face.upem
        for glyph, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            pen.x, pen.y = at + place.x_offset * pen.scale, -place.y_offset * pen.scale
            letters.draw_glyph(glyph.codepoint, pen.funcs)
            at += place.x_advance * pen.scale
    return "".join(pen.parts), at


def outline(svg: str) -> str:
    """The SVG with every text as outlines, and wide enough for what its maker measured too narrow."""
    if not files(400):
        return svg
    root = ET.fromstring(svg)  # noqa: S314 - our own chart compiler wrote it
    room = Room()
    replace(root, 0.0, room)
    room.widen(root)
    return unprefixed(root)


def unprefixed(root: ET.Element) -> str:
    """The drawing as HTML takes it: tags without a prefix, whatever prefixes other libraries have registered."""
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    root.set("xmlns", SVG)
    return ET.tostring(root, encoding="unicode")


class Room:
    """How far to the left and right the letters reach."""

    def __init__(self) -> None:
        self.left, self.right = 0.0, 0.0

    def take(self, left: float, right: float) -> None:
        self.left, self.right = min(self.left, left), max(self.right, right)

    def widen(self, root: ET.Element) -> None:
        x, y, width, height = (float(part) for part in root.attrib["viewBox"].split())
        left, right = min(x, self.left), max(x + width, self.right)
        root.set("viewBox", f"{left:.1f} {y:.1f} {right - left:.1f} {height:.1f}")
        root.set("width", f"{right - left:.1f}")


def moved(element: ET.Element) -> float:
    """How far to the right an element's own transform moves it."""
    found = re.match(r"translate\(\s*([-\d.]+)", element.get("transform", ""))
    return float(found[1]) if found else 0.0


def replace(parent: ET.Element, x: float, room: Room) -> None:
    """Replace each text below an element whose origin lies at x."""
    for place, child in enumerate(list(parent)):
        at = x + moved(child)
        if child.tag == f"{{{SVG}}}text":
            parent[place] = drawn(child, at, room)
        else:
            replace(child, at, room)


def drawn(text: ET.Element, x: float, room: Room) -> ET.Element:
    """One text, of one or more lines, as a group of outlines that says its text to screen readers."""
    group = ET.Element(f"{{{SVG}}}g", {k: v for k, v in text.attrib.items() if k in KEPT})
    group.set("aria-label", " ".join(text.itertext()))
    size = float(re.match(r"[\d.]+", text.get("font-size", "11"))[0])  # type: ignore[index]
    lies = "rotate" not in text.get("transform", "")
    for said, down in lines(text):
        path, width = shape(said, size, text.get("font-weight", "") in BOLD)
        start = {"middle": -width / 2, "end": -width}.get(text.get("text-anchor", ""), 0.0)
        ET.SubElement(group, f"{{{SVG}}}path", {"d": path, "transform": f"translate({start:.2f},{down:.2f})"})
        if lies:
            room.take(x + start, x + start + width)
    return group


def lines(text: ET.Element) -> Iterator[tuple[str, float]]:
    """Each line of a text, and how far down it lies."""
    if text.text:
        yield text.text, 0.0
    down = 0.0
    for span in text:
        down += float(span.get("dy", "0"))
        yield span.text or "", down

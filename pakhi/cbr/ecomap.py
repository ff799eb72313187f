"""The geometry of the ecomap: she in the middle, rings of closeness, what stands around her in four sectors.

Pure: nodes in, places out. Every label has a strip of its own in the column of its side, so that no two of them can
meet, whatever their number; the rings are as high as the strips need. Units are those of the drawing, 360 wide.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from pakhi.lib.lettering import width, wrap

WIDTH, SIZE, LINE, GAP = 360.0, 14.0, 19.0, 7.0
COLUMN, EDGE, RADIUS, HER, START = 104.0, 2.0, 8.0, 17.0, 18.0
RINGS = ((30.0, 54.0), (48.0, 84.0), (66.0, 114.0))  # half the width of a ring, and the least half of its height
LEAST = 14.0  # as near to the middle line a node may stand, once it is beyond the end of the ring inside its own
CAP = 0.6  # as far into the round end of a ring a node may stand, as a share of half its width
HEAD = 2 * LINE + 8
KEPT = 24  # arrangements that are looked at further
MUCH = 12.0  # a line that passes a node at this distance is clear of it
SECTORS = {"people": (-1, -1), "offices": (1, -1), "stigma": (-1, 1), "threats": (1, 1)}  # side, half: -1 is up
STRONG, SUPPORT, STRESS, BROKEN = "strong", "support", "stress", "broken"


@dataclass(frozen=True)
class Node:
    """What is drawn. `ring`: 1 (near) to 3; `tie`: one of the four above; `note`: a second word below the label."""

    key: str
    sector: str
    ring: int
    tie: str
    label: str
    note: str = ""
    loud: bool = False


@dataclass(frozen=True)
class Box:
    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        across = self.x < other.x + other.width and other.x < self.x + self.width
        return across and self.y < other.y + other.height and other.y < self.y + self.height


@dataclass(frozen=True)
class Text:
    """A line of a label: where it begins or ends (`anchor`), on which base line."""

    text: str
    x: float
    y: float
    anchor: str
    note: bool = False


@dataclass(frozen=True)
class Spot:
    """A node with its place, its label (`box` is what that covers), the line from her, and the one to the label."""

    node: Node
    x: float
    y: float
    lines: tuple[Text, ...]
    box: Box
    tie: str
    bars: str
    lead: str
    shape: str


@dataclass(frozen=True)
class Drawing:
    """All that is drawn. `rings`: paths, the outermost first; `heads`: the names of the sectors."""

    height: float
    x: float
    y: float
    rings: tuple[str, ...]
    spots: tuple[Spot, ...]
    heads: tuple[Text, ...]
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Strip:
    """A node with its lines, and how far from the middle its strip lies."""

    node: Node
    lines: tuple[str, ...]
    notes: int
    distance: float
    height: float


def draw(nodes: Iterable[Node], heads: dict[str, str]) -> Drawing:
    """Place everything; `heads`: sector -> its name."""
    rows = list(nodes)
    strips = {sector: stack([one for one in rows if one.sector == sector]) for sector in SECTORS}
    high = {half: rings_of([strips[s] for s in SECTORS if SECTORS[s][1] == half]) for half in (-1, 1)}
    reach = {half: half_of([strips[s] for s in SECTORS if SECTORS[s][1] == half], high[half]) for half in (-1, 1)}
    middle = reach[-1]
    height = reach[-1] + reach[1]
    named = [head(heads.get(sector, ""), sector, height) for sector in SECTORS]
    return Drawing(
        height, WIDTH / 2, middle, tuple(ring(at, middle, high) for at in (2, 1, 0)),
        tuple(
            spot(one, out, sector, middle) for sector, (_side, half) in SECTORS.items()
            for one, out in zip(strips[sector], aside(strips[sector], high[half]), strict=True)
        ),
        tuple(line for lines, _box in named for line in lines), tuple(box for lines, box in named if lines),
    )  # fmt: skip


def stack(nodes: list[Node]) -> list[Strip]:
    """The nodes of a sector, the nearest first, each a strip farther from the middle than the one before."""
    out, far = list[Strip](), START
    for node in sorted(nodes, key=lambda one: one.ring):
        label, note = wrap(node.label, SIZE, COLUMN, 4), wrap(node.note, SIZE, COLUMN, 2)
        lines = (*label, *note) or ("",)
        tall = len(lines) * LINE + GAP
        out.append(Strip(node, lines, len(note), far + tall / 2, tall))
        far += tall
    return out


def rings_of(sectors: list[list[Strip]]) -> list[float]:
    """Half the height of each ring, on one half of the drawing."""
    out, least = list[float](), 0.0
    for at, (across, base) in enumerate(RINGS, start=1):
        far = max((one.distance for strips in sectors for one in strips if one.node.ring <= at), default=0.0)
        least = max(base, far + across * (1 - CAP), least + 20)
        out.append(least)
    return out


def half_of(sectors: list[list[Strip]], high: list[float]) -> float:
    """The height of one half: the outer ring, the strips, and the names of the sectors beyond them."""
    far = max((one.distance + one.height / 2 for strips in sectors for one in strips), default=0.0)
    return max(high[-1] + 6, far + HEAD)


def ring(at: int, middle: float, high: dict[int, list[float]]) -> str:
    """A ring as a path: straight sides and round ends; its two halves may differ in height."""
    across, left, right = RINGS[at][0], WIDTH / 2 - RINGS[at][0], WIDTH / 2 + RINGS[at][0]
    up, down = middle - high[-1][at] + across, middle + high[1][at] - across
    round_ = f"A{across:.1f} {across:.1f} 0 0 1"
    return f"M{left:.1f} {up:.1f}{round_} {right:.1f} {up:.1f}V{down:.1f}{round_} {left:.1f} {down:.1f}Z"


def aside(strips: list[Strip], high: list[float]) -> list[float]:
    """How far from the middle line each node of a sector stands: so that the lines to all pass the nearer ones by.

    The best of some arrangements is kept, node by node from the middle outward.
    """
    found: list[tuple[float, tuple[float, ...]]] = [(MUCH, ())]
    for place, one in enumerate(strips):
        further = [
            (min(least, clear(x, one.distance, strips, out)), (*out, x))
            for least, out in found
            for x in places(one, high)
        ]
        kept = sorted(further, key=lambda held: (held[0], sum(held[1])), reverse=True)
        found = kept[: KEPT if place < 12 else 1]
    return list(found[0][1])


def places(one: Strip, high: list[float]) -> list[float]:
    """Where a node may stand: inside its ring, and outside the one before it."""
    at = one.node.ring - 1
    broad = RINGS[at][0]
    into = max(0.0, one.distance - (high[at] - broad))
    most = math.sqrt(broad**2 - min(into, CAP * broad) ** 2) - 2
    beyond = at == 0 or one.distance > high[at - 1] + RADIUS
    least = min(LEAST if beyond else RINGS[at - 1][0] + 4, most)
    return [least + (most - least) * step / 6 for step in range(7)]


def clear(x: float, far: float, strips: list[Strip], out: tuple[float, ...]) -> float:
    """How near the line to a node comes to the nodes that lie between."""
    between = zip(strips, out, strict=False)
    return min((abs(other - x * strip.distance / far) for strip, other in between), default=MUCH)


def spot(one: Strip, out: float, sector: str, middle: float) -> Spot:
    """A strip as it is drawn, so far aside from the middle line."""
    side, half = SECTORS[sector]
    x, y = WIDTH / 2 + side * out, middle + half * one.distance
    edge = COLUMN + EDGE if side < 0 else WIDTH - COLUMN - EDGE
    broad = max(width(line, SIZE) for line in one.lines)
    top = y - len(one.lines) * LINE / 2
    lines = tuple(
        Text(text, edge, top + number * LINE + 0.74 * LINE, "end" if side < 0 else "start",
             number >= len(one.lines) - one.notes)
        for number, text in enumerate(one.lines)
    )  # fmt: skip
    box = Box(edge - broad if side < 0 else edge, top, broad, len(one.lines) * LINE)
    tie, bars = line_to(x, y, middle, one.node.tie)
    lead = f"M{x + side * RADIUS:.1f} {y:.1f}H{edge - side * 3:.1f}"
    return Spot(one.node, x, y, lines, box, tie, bars, lead, shape(sector, x, y))


def head(name: str, sector: str, height: float) -> tuple[tuple[Text, ...], Box]:
    """The name of a sector, in its corner."""
    side, half = SECTORS[sector]
    lines = wrap(name, SIZE, COLUMN, 2)
    top = 2.0 if half < 0 else height - 2 - len(lines) * LINE
    edge = EDGE if side < 0 else WIDTH - EDGE
    broad = max((width(line, SIZE) for line in lines), default=0.0)
    told = tuple(
        Text(text, edge, top + number * LINE + 0.74 * LINE, "start" if side < 0 else "end")
        for number, text in enumerate(lines)
    )
    return told, Box(edge if side < 0 else edge - broad, top, broad, len(lines) * LINE)


def line_to(x: float, y: float, middle: float, tie: str) -> tuple[str, str]:
    """(the line from her to a node, the two strokes that say it is broken)."""
    from_x, from_y = WIDTH / 2, middle
    long = math.dist((from_x, from_y), (x, y))
    along = ((x - from_x) / long, (y - from_y) / long)
    begins, ends = HER, max(HER + 1, long - RADIUS)

    def at(far: float, aside: float = 0.0) -> str:
        return f"{from_x + along[0] * far - along[1] * aside:.1f} {from_y + along[1] * far + along[0] * aside:.1f}"

    if tie == STRESS:
        teeth = max(2, round((ends - begins) / 6))
        far = [begins + (ends - begins) * number / teeth for number in range(1, teeth)]
        zigzag = "".join(f"L{at(one, 3.5 if number % 2 else -3.5)}" for number, one in enumerate(far))
        return f"M{at(begins)}{zigzag}L{at(ends)}", ""
    if tie == BROKEN:
        half = begins + 0.7 * (ends - begins)
        bars = "".join(f"M{at(half + off, -5)}L{at(half + off, 5)}" for off in (-2.5, 2.5))
        return f"M{at(begins)}L{at(half - 2.5)}M{at(half + 2.5)}L{at(ends)}", bars
    return f"M{at(begins)}L{at(ends)}", ""


def shape(sector: str, x: float, y: float) -> str:
    """The mark of a node: a circle, a square, a diamond or a triangle, as a path."""
    r = RADIUS
    if sector == "offices":
        return f"M{x - 7:.1f} {y - 7:.1f}h14v14h-14Z"
    if sector == "stigma":
        return f"M{x:.1f} {y - r:.1f}L{x + r:.1f} {y:.1f}L{x:.1f} {y + r:.1f}L{x - r:.1f} {y:.1f}Z"
    if sector == "threats":
        return f"M{x:.1f} {y - r:.1f}L{x + r:.1f} {y + 6.5:.1f}H{x - r:.1f}Z"
    return f"M{x - 7:.1f} {y:.1f}a7 7 0 1 0 14 0a7 7 0 1 0 -14 0Z"

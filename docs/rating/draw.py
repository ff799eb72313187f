"""Draw the plots of docs/rating.md again: `.venv/bin/python docs/rating/draw.py`."""

from pathlib import Path

import numpy as np
import vl_convert

from pakhi.rating import Fit, fit
from pakhi.rating.baselines import plain_mean
from pakhi.rating.measure import pairs
from pakhi.rating.scenarios import SMALL, StateTruth, make

HERE = Path(__file__).parent
INK, ACCENT, PALE = "#26323a", "#1f6f78", "#c46a2b"
CONFIG = {"font": "Noto Sans, sans-serif", "view": {"stroke": None}, "axis": {"gridColor": "#e6e6e6"}}


def main() -> None:
    """Write the two drawings beside this file."""
    write("peers.svg", peers(*fitted(1)))
    write("calibration.svg", calibration([fitted(seed) for seed in range(1, 13)]))


def fitted(seed: int) -> tuple[Fit, StateTruth]:
    """One small simulated network and its fit."""
    ratings, truth = make(4_700, seed, SMALL)
    return fit(ratings, seed=seed), truth


def peers(found: Fit, truth: StateTruth) -> dict[str, object]:
    """One peer group: interval, estimate, plain mean and the truth."""
    rows = found.estimates()
    groups = [row.group for row in rows]
    largest = max(sorted(set(groups)), key=groups.count)
    plain = plain_mean(found.ratings).estimate
    data = [
        {
            "ratee": f"{row.ratee} ({row.raters})",
            "rank": row.rank,
            "low": row.low,
            "high": row.high,
            "estimate": row.estimate,
            "plain": float(plain[k]),
            "truth": float(truth.now[k]),
        }
        for k, row in enumerate(rows)
        if row.group == largest
    ]
    y = {"field": "ratee", "type": "nominal", "sort": {"field": "rank"}, "title": "ratee (distinct raters)"}
    x = {"type": "quantitative", "title": "score, 0-100", "scale": {"zero": False}}
    marks = [
        ("estimate", "point", {"filled": True, "size": 70, "color": ACCENT}, "estimate, 90 % interval"),
        ("truth", "tick", {"thickness": 3, "color": INK, "size": 16}, "truth"),
        ("plain", "point", {"shape": "cross", "color": PALE, "size": 60}, "plain mean"),
    ]
    scale = {"domain": [name for *_, name in marks], "range": [ACCENT, INK, PALE]}
    layers: list[dict[str, object]] = [
        {
            "mark": {"type": "rule", "color": ACCENT, "strokeWidth": 2},
            "encoding": {"x": x | {"field": "low"}, "x2": {"field": "high"}, "y": y},
        }
    ]
    for field, mark, style, name in marks:
        colour = {"datum": name, "type": "nominal", "scale": scale, "title": None}
        layers.append(
            {"mark": {"type": mark, **style}, "encoding": {"x": x | {"field": field}, "y": y, "color": colour}}
        )
    return {"width": 520, "height": {"step": 26}, "data": {"values": data}, "layer": layers, "config": CONFIG}


def calibration(fits: list[tuple[Fit, StateTruth]]) -> dict[str, object]:
    """How often a claim "A is better than B" is right, by how sure the estimator was."""
    claimed, right = (
        np.concatenate(parts) for parts in zip(*(pairs(found, truth.now) for found, truth in fits), strict=True)
    )
    edges = np.linspace(0.5, 1.0, 11)
    place = np.clip(np.digitize(claimed, edges) - 1, 0, 9)
    data = [
        {
            "claimed": float(claimed[place == k].mean()),
            "right": float(right[place == k].mean()),
            "pairs": int((place == k).sum()),
        }
        for k in range(10)
        if (place == k).any()
    ]
    x = {"field": "claimed", "type": "quantitative", "scale": {"domain": [0.5, 1]}, "title": "claimed probability"}
    y = {"field": "right", "type": "quantitative", "scale": {"domain": [0.4, 1]}, "title": "share that was right"}
    line = {"mark": {"type": "line", "color": INK, "strokeDash": [4, 4]}, "encoding": {"x": x, "y": y}}
    dots = {
        "mark": {"type": "point", "filled": True, "color": ACCENT},
        "encoding": {"x": x, "y": y, "size": {"field": "pairs", "type": "quantitative", "title": "pairs"}},
    }
    ends = [{"claimed": 0.5, "right": 0.5}, {"claimed": 1, "right": 1}]
    layers = [line | {"data": {"values": ends}}, dots | {"data": {"values": data}}]
    return {"width": 360, "height": 360, "layer": layers, "config": CONFIG}


def write(name: str, spec: dict[str, object]) -> None:
    """Draw a Vega-Lite specification."""
    (HERE / name).write_text(vl_convert.vegalite_to_svg(spec), encoding="utf-8")


if __name__ == "__main__":
    main()

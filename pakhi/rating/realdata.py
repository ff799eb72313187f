"""Three public sets of real ratings: `python -m pakhi.rating.realdata FOLDER` prints the table of the docs."""

import csv
import sys
import time
from pathlib import Path

import numpy as np

from .csvfile import read
from .outcome import Fit, fit

SETS = {
    "soup": ("rd_soup.csv", {"rater": "RESP", "ratee": "PRODID", "score": "SURENESS"}),
    "wine": ("rd_wine.csv", {"rater": "judge", "ratee": "bottle", "score": "rating"}),
    "VerbAgg": ("verbagg.csv", {"rater": "id", "ratee": "item", "score": "resp"}),
}
JUDGES = "ref_wine_clmm_judges.csv"


def estimate(folder: Path, name: str) -> Fit:
    """Fit one of the sets, read from its CSV file in `folder`."""
    file, columns = SETS[name]
    return fit(read(folder / file, **columns))


def judges_agree(found: Fit, reference: Path) -> float:
    """Correlation of the judges' severities with those of a reference fit (columns judge, ranef)."""
    with reference.open(encoding="utf-8") as file:
        other = {row["judge"]: float(row["ranef"]) for row in csv.DictReader(file)}
    ours = dict(zip(found.ratings.raters, found.mode.u, strict=True))
    return float(np.corrcoef([ours[judge] for judge in other], list(other.values()))[0, 1])


def table(folder: Path) -> list[str]:
    """Lines of a Markdown table: what was measured on each set."""
    lines = [
        "| set | ratings | raters | ratees | CPU s | best (90 % interval, ranks) | worst (90 % interval, ranks) "
        "| reliability | severity sd (points) |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines_after: list[str] = []
    for name in SETS:
        start = time.process_time()
        found = estimate(folder, name)
        rows = sorted(found.estimates(), key=lambda row: row.rank or 0)
        taken = time.process_time() - start
        best, worst = (
            f"{r.ratee}: {r.estimate:.1f} ({r.low:.1f} to {r.high:.1f}, {r.rank_low} to {r.rank_high})"
            for r in (rows[0], rows[-1])
        )
        reliable = f"{min(r.reliability for r in rows):.2f} to {max(r.reliability for r in rows):.2f}"
        lines.append(
            f"| {name} | {len(found.ratings):,} | {len(found.ratings.raters)} | {len(rows)} | {taken:.2f} "
            f"| {best} | {worst} | {reliable} | {found.raters_summary().points:.1f} |"
        )
        if name == "wine" and (folder / JUDGES).exists():
            lines_after = [
                "",
                f"Wine judges against a reference fit: correlation {judges_agree(found, folder / JUDGES):.4f}.",
            ]
    return [*lines, *lines_after]


if __name__ == "__main__":
    sys.stdout.write("\n".join(table(Path(sys.argv[1]))) + "\n")

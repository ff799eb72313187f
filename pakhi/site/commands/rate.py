"""`pakhi rate`: honest ratings from any file of ratings, without a database."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pakhi.rating.foretell import read_rows, write_explanations, write_predictions
from pakhi.rating.rate import Columns, rate
from pakhi.rating.scores import BadRatings
from pakhi.rating.write import place_for

ENDINGS = (".pdf", ".html")


def arguments(parser: argparse.ArgumentParser) -> None:
    """The file, what its columns mean, and where the results go."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a CSV file, one rating a row")
    for name, line in (("rater", "who rated"), ("ratee", "who or what was rated"), ("score", "the rating")):
        parser.add_argument(f"--{name}", required=True, metavar="COLUMN", help=line)
    for name, line in (
        ("item", "which question"), ("group", "peer group: only inside it things are compared"),
        ("mode", "how it was asked"), ("period", "when: a quarter, a year"),
        ("office", "where those who are rated work together"),
        ("organisation", "whose people asked: some ask more strictly than others"),
    ):  # fmt: skip
        parser.add_argument(f"--{name}", metavar="COLUMN", help=line)
    parser.add_argument("--order", metavar="WORDS", help="the words of the scale, lowest first, with commas")
    parser.add_argument("--reference", metavar="MODE", help="the mode that the others are compared to")
    parser.add_argument("--out", type=Path, required=True, metavar="OUT.csv")
    parser.add_argument("--format", choices=("csv", "parquet"), default="csv", help="of OUT and of the predictions")
    parser.add_argument("--draws", type=int, default=400, metavar="N", help="draws from which intervals are read")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="the same seed gives the same file")
    parser.add_argument("--predict", type=Path, metavar="FILE", help="rows to predict: the same columns, no score")
    parser.add_argument("--predictions", type=Path, metavar="OUT", help="p1..pK and mean for every row of --predict")
    parser.add_argument("--explain", type=Path, metavar="OUT.csv", help="why each number is what it is, in counts")
    parser.add_argument("--report", type=Path, metavar="OUT.pdf|OUT.html", help="the report, as the product makes it")
    parser.add_argument("--language", default="en", help="language of the report: en, bn, hi, te")


def run(options: argparse.Namespace) -> int:
    """Estimate and write. Every fault of the file is one sentence, and exit status 1."""
    if options.report and options.report.suffix.lower() not in ENDINGS:
        print(f"The report is written as {' or '.join(ENDINGS)}, not as {options.report.name}.", file=sys.stderr)
        return 1
    if options.report and not options.report.absolute().parent.is_dir():
        print(f"{options.report} cannot be written: its folder does not exist.", file=sys.stderr)
        return 1
    if bool(options.predict) != bool(options.predictions):
        print("--predict FILE and --predictions OUT belong together.", file=sys.stderr)
        return 1
    columns = Columns(
        options.rater, options.ratee, options.score, options.item, options.group, options.mode, options.period,
        options.office, [word.strip() for word in options.order.split(",")] if options.order else None,
        options.reference, options.organisation,
    )  # fmt: skip
    try:
        for target in (options.predictions, options.explain):
            if target:
                place_for(target)
        fit = rate(
            options.file, options.out, columns, draws=options.draws, seed=options.seed, form=options.format,
        )  # fmt: skip
        if options.predict:
            write_predictions(fit, read_rows(options.predict, columns, fit), options.predictions, options.format)
        if options.explain:
            write_explanations([fit.explain(ratee) for ratee in fit.ratings.ratees], options.explain)
    except BadRatings as problem:
        print(problem, file=sys.stderr)
        return 1
    for note in fit.notes:
        print(note, file=sys.stderr)
    print(f"Written to {options.out}.")
    if options.report:
        import django

        django.setup()
        from pakhi.reports.ratings_file import report_for_file

        report_for_file(fit.estimates(), fit.items() if options.item else None, options.file.stem, options.report,
                        options.language)  # fmt: skip
        print(f"Report written to {options.report}.")
    return 0

"""The catalogue's words that people read, collected so that they are translated as every other text.

`texts.txt` beside this file holds them for `ops/messages`. Written anew by `python -m pakhi.entitlements.texts`; a test
fails when it is not what the catalogue says now. A page shows them with `{% translate row.name %}`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pakhi.entitlements.reading import read
from pakhi.entitlements.rows import Catalogue

PLACE = Path(__file__).with_name("texts.txt")


def words(catalogue: Catalogue) -> list[str]:
    """All of them, each once, in the order of the catalogue."""
    return list(dict.fromkeys(text for text in found(catalogue) if text.strip(" -")))


def found(catalogue: Catalogue) -> Iterator[str]:
    for row in catalogue.rows:
        yield from (row.name, row.gives, row.apply_to, row.appeal_to, row.note, row.gap, row.checked_by)
        for amount in row.amounts:
            yield from (amount.per, amount.note)
        yield from (clock.basis for clock in row.clocks)
    for fact in catalogue.facts.values():
        yield from (fact.asks, fact.care, *fact.labels.values())
    for office in catalogue.offices.values():
        yield from (office.title, office.level, office.department, office.duties)
    for paper in catalogue.papers.values():
        yield from (paper.name, paper.how, "" if paper.from_office in catalogue.offices else paper.from_office)
    for process in catalogue.processes.values():
        yield from (process.name, process.note, *process.titles.values())
        yield from (clock.basis for clock in process.clocks)
    for letter in catalogue.letters.values():
        yield from (letter.name, *letter.fields, letter.note)
    yield from catalogue.events.values()
    for actor in catalogue.actors.values():
        yield actor.title
    for state in catalogue.states.values():
        yield from (state.name, state.note)


def listed(texts: list[str]) -> str:
    """As a template that does nothing but name them. Raises ValueError for a text that a template cannot hold as it is:
    with both kinds of quotes, or a per cent sign.
    """
    lines = []
    for text in texts:
        quote = "'" if '"' in text else '"'
        if quote in text or "\n" in text or "%" in text:
            raise ValueError(text)
        lines.append(f"{{% translate {quote}{text}{quote} %}}")
    return "{% load i18n %}\n" + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PLACE.write_text(listed(words(read())), encoding="utf-8")

"""Sentences with places for values: English here, and the key under which a page finds the other languages.

A page writes `gettext(said.text) % said.in_words(gettext)`; the command prints `str(said)`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Said:
    """A sentence: `text` with places like %(day)s, and what stands in them. A value may be a sentence of its own."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def in_words(self, gettext: Callable[[str], str] = str) -> dict[str, object]:
        """The values, each sentence among them written out in the language that `gettext` gives."""
        return {
            name: value.written(gettext) if isinstance(value, Said) else value for name, value in self.values.items()
        }

    def written(self, gettext: Callable[[str], str] = str) -> str:
        """The whole sentence in that language."""
        return gettext(self.text) % self.in_words(gettext) if self.values else gettext(self.text)

    def __str__(self) -> str:
        return self.written()


def _(text: str) -> str:
    """Marks a sentence for translation. Nothing here knows Django: whoever shows it brings the languages."""
    return text


YES, NO = Said(_("yes")), Said(_("no"))
NOT_AS_WANTED = _("“%(question)s” The rule wants: %(wanted)s. The answer is: %(answer)s.")
NONE_HOLDS = _("Not one of the grounds holds that this is given on.")
NEVER_TOGETHER = _("Whatever the open answers are, the conditions do not hold together.")
EVERYONE = _("It holds for everyone; nothing has to be shown.")
CONDITIONS_HOLD = _("What is known meets every condition of the rule.")
STILL_OPEN = _("Some answers are still open.")
DAY_OPEN = _("Which version of the rule counts hangs on a day that is not known yet (%(day)s).")
VERSIONS = _("It may be one of: %(rows)s.")
PAPERS_WANTED = _("The conditions hold; papers are still wanted.")
ENDED = _("It ended on %(end)s; the day that counts (%(basis)s) is %(day)s.")
BEGINS = _("It begins on %(begin)s; the day that counts (%(basis)s) is %(day)s.")
NO_VERSION = _("No version of it holds on the day that counts (%(basis)s, %(day)s).")
NOT_DELIVERED = _("The right is in force, but the office does not give it in %(state)s since %(begin)s: %(words)s.")
NOT_DELIVERED_ALWAYS = _("The right is in force, but the office does not give it in %(state)s: %(words)s.")
APPLY_ANYWAY = _("Apply all the same, and keep the receipt: the date on it counts.")
NOT_RESEARCHED = _(
    "Not researched yet: only its name is known here. Ask the office, and tell the keeper of the catalogue."
)
STATE_NOT_RESEARCHED = _("%(state)s has no rows of its own: not researched yet. Rows for the whole of India are shown.")
NO_STATE = _("No state was given, so rows of states are left out, and whether offices deliver is not known.")
ASK_DAY = {
    "offence_date": _("On which day did it happen, or begin, as far as the papers say?"),
    "fir_date": _("Did the police record an FIR, and on which day?"),
    "application_date": _("On which day was the application handed in?"),
    "award_date": _("On which day was the order for payment made?"),
    "release_date": _("Which day is on the release certificate?"),
    "rescue_date": _("On which day was the person brought out?"),
}
ASK_ABOUT = _("Ask about this.")
BETWEEN, OR_MORE = _("from %(least)s to %(most)s"), _("%(least)s or more")
ONE_OF, NONE_OF = _("one of %(choices)s"), _("none of these")

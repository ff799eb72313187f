"""Which texts are spoken, and how far each is: missing, machine, waiting for approval, approved.

The texts are the rooms' (each offers its own), the recordings are the field's. The rooms that offer may not know each
other, so they meet here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pakhi.field import spoken as forms
from pakhi.field import studio
from pakhi.field.models import PromptVoice
from pakhi.network.models import Membership
from pakhi.network.prompts import Prompt
from pakhi.vault import spoken as consent
from pakhi.voice import sounds as rating


class State(StrEnum):
    """How far a text is in a language."""

    MISSING = "missing"
    MACHINE = "machine"
    WAITING = "waiting"
    APPROVED = "approved"


STATES: dict[State, str | Promise] = {
    State.MISSING: pgettext_lazy("voices", "Missing"),
    State.MACHINE: _("Machine voice"),
    State.WAITING: _("Waits for approval"),
    State.APPROVED: _("Approved"),
}


@dataclass(frozen=True)
class Text:
    """A text with its recordings. `changed`: a recording was approved for other words than today's."""

    prompt: Prompt
    approved: PromptVoice | None = None
    waiting: tuple[PromptVoice, ...] = ()
    changed: PromptVoice | None = None

    @property
    def by_hand(self) -> bool:
        """A file that somebody put on the server, without approval here, is what is heard."""
        return self.approved is None and self.prompt.by_hand is not None

    @property
    def state(self) -> State:
        """What is still to do goes first."""
        if self.waiting:
            return State.WAITING
        if self.approved or self.by_hand:
            return State.APPROVED
        return State.MACHINE if self.prompt.machine else State.MISSING

    @property
    def said(self) -> str | Promise:
        return STATES[self.state]


def offered(held: Iterable[Membership]) -> list[Prompt]:
    """Every text that this reader may see, by source: the product's, and their own organisations' forms."""
    homes = {one.organisation_id: one.organisation for one in held}
    return [*rating.offered(), *consent.offered(), *forms.offered(homes.values())]


def texts(held: list[Membership], prompts: list[Prompt]) -> list[Text]:
    """These texts with what is known of them."""
    rows = PromptVoice.objects.exclude(state=PromptVoice.State.ENDED).defer("content").select_related("recorded_in")
    about = defaultdict[tuple[str, str, str], list[PromptVoice]](list)
    for row in rows.filter(source__in={one.source for one in prompts}).order_by("pk"):
        about[row.source, row.key, row.language].append(row)
    return [text(one, about.get((one.source, one.key, one.language), []), held) for one in prompts]


def text(prompt: Prompt, rows: list[PromptVoice], held: list[Membership]) -> Text:
    """One text. What waits is shown to those who may hear it."""
    approved = next((row for row in rows if row.state == PromptVoice.State.APPROVED), None)
    waiting = [row for row in rows if row.state == PromptVoice.State.WAITING and studio.may_hear(held, row)]
    current = approved if approved and approved.mark == prompt.mark else None
    return Text(prompt, current, tuple(waiting), approved if approved and not current else None)


def one(held: list[Membership], source: str, key: str, language: str) -> Text | None:
    """The text of an address, if this reader may see it."""
    wanted = [
        prompt for prompt in offered(held) if (prompt.source, prompt.key, prompt.language) == (source, key, language)
    ]
    return texts(held, wanted[:1])[0] if wanted else None


def counted(found: Iterable[Text]) -> dict[State, int]:
    """How many texts are how far."""
    many = Counter(one.state for one in found)
    return {state: many[state] for state in State}

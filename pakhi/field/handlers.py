"""Who takes a form's answers in: one function for each of the product's forms, in the room that owns them.

A handler turns a record into typed rows, may be called again for the same record, and says no with `Refusal`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pakhi.field.models import Arrival
from pakhi.field.records import Record
from pakhi.network.models import Account, Organisation


class Refusal(Exception):
    """The record cannot be taken in. `why` is a key of refusals.SENTENCES; `what` names a question, never an answer."""

    def __init__(self, why: str, what: str = "") -> None:
        super().__init__(why)
        self.why, self.what = why, what


@dataclass(frozen=True)
class Sent:
    """A record with who sent it, its files by name, and the row that keeps it sealed; in memory only."""

    record: Record
    organisation: Organisation
    by: Account
    files: Mapping[str, bytes] = field(default_factory=dict)
    arrival: Arrival | None = None


@dataclass(frozen=True)
class Taken:
    """What came of it: the code of the person it is about, if it is about one."""

    person: str = ""


Handler = Callable[[Sent], Taken]
HANDLERS: dict[str, Handler] = {}


def handles(form_id: str) -> Callable[[Handler], Handler]:
    """Names a function as the one that takes in a form of the product."""

    def named(function: Handler) -> Handler:
        HANDLERS[form_id] = function
        return function

    return named

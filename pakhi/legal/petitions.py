"""What an organisation itself brings to a court or a commission, in its own book: about no survivor, in no words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from pakhi.cbr import house, steps
from pakhi.cbr.kinds import Question, kind
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.steps import Said, rule
from pakhi.legal.more_words import Petition, PetitionKind
from pakhi.legal.words import Matter
from pakhi.network.models import Account, Organisation
from pakhi.vault import standing

PETITION = kind(
    "petition", _("Petition"), "megaphone",
    Question("label", "label", _("How do you call it?"), begins=True, help=_("Never a person or a village.")),
    Question("what", "one", _("What is it?"), PetitionKind, begins=True),
    Question("matters", "many", _("What is it about?"), Matter, begins=True),
    Question("court", "office", _("Court or commission"), help=_("Its name, or its code in the directory.")),
    Question("next_on", "day", _("The next day that counts")),
    of="house", states=Petition, line=("label",), ends=("kept", "dismissed", "closed"),
)  # fmt: skip


def petitions(home: Organisation) -> list[Thread]:
    """All of an organisation, the newest first."""
    book = house.book_of(home)
    return steps.threads([book], PETITION.key) if book else []


def write(home: Organisation, said: Said, by: Account) -> Step:
    """Begin one, or write how it stands. Raises Faulty, and Refused for who does not decide."""
    standing.need_keeper(by, home.code)
    return steps.write(house.house(home, by), said, by)


@rule(PETITION.key)
def by_keepers(book: Book, _said: Said, by: Account, _there: Thread | None) -> None:
    """Who decides what the organisation brings. Raises Refused."""
    standing.need_keeper(by, book.organisation.code)

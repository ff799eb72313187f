"""Voices on paper: two leaders enter a pile of sheets, one after the other; what both read alike becomes a ballot.

The first entry is kept as marks alone: a mark of each answer, made with the card's own secret and a salt of this
sitting. Whoever finds the marks cannot try out answers without the card's number, and that stands on the sheet. The
ballot is made from the second entry, when all its marks are the same. Marks lie in the session of the leader who is
signed in, locked with a key that her browser alone has, in the order of their own random letters. They go with the
sitting, or after a few hours; nothing of them is kept.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from pakhi.lib import seal
from pakhi.lib.codes import BadCode, read_letters
from pakhi.network.models import Account, Holder, Office, Organisation
from pakhi.voice import cards, cast
from pakhi.voice.questions import questionnaire

MARK = 7  # letters of an office's or a holder's code, as a sheet shows it
MOST = 120  # sheets in one sitting
HOURS = 4  # a sitting that nobody ends is over then


class Differs(cards.Refused):
    """The two entries of a sheet are not alike; `questions` names where."""

    def __init__(self, questions: list[str]) -> None:
        super().__init__(_("The two entries differ. Look at the paper together, where it is marked below."))
        self.questions = questions


@dataclass(frozen=True)
class Sitting:
    """Two leaders at one screen. `turn` is 1 or 2; `first` holds the marks of sheets that were entered once."""

    organisation: str
    one: int
    two: int
    salt: str = field(default_factory=lambda: secrets.token_hex(16))
    turn: int = 1
    about: str = ""
    first: dict[str, dict[str, str]] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)
    aside: int = 0
    until: float = field(default_factory=lambda: time.time() + HOURS * 3600)

    def pack(self) -> dict[str, Any]:
        """For the session: nothing in it stands in the order in which it came."""
        return asdict(replace(self, first=dict(sorted(self.first.items())), done=sorted(self.done)))

    def tellers(self) -> tuple[cast.Assistant, cast.Assistant]:
        """Both leaders, looked at again. Raises Refused if one leads here no more."""
        organisation = Organisation.objects.filter(code=self.organisation).first()
        accounts = [Account.objects.filter(pk=pk, is_active=True).first() for pk in (self.one, self.two)]
        if organisation is None or accounts[0] == accounts[1]:
            raise cards.Refused(_("Two different leaders enter the sheets."))
        found = []
        for account in accounts:
            if account is None or not cards.leads(account, organisation):
                name = account.name if account else ""
                raise cards.Refused(_("%(name)s is not a survivor leader here, or also works here.") % {"name": name})
            found.append(cast.Assistant(account, organisation))
        return found[0], found[1]


def begin(organisation: Organisation, one: Account, two: Account) -> Sitting:
    """A sitting of two leaders. Raises Refused."""
    sitting = Sitting(organisation.code, one.pk, two.pk)
    sitting.tellers()
    return sitting


def pile(sitting: Sitting, written: str) -> Sitting:
    """The sheets that come now are about whom their mark says. Raises Refused."""
    try:
        mark = read_letters(written, MARK)
    except BadCode:
        raise cards.Refused(_("This mark is not right. Look at the corner of the sheet: it has 7 signs.")) from None
    office, holder = ratee(mark)
    cast.in_list(office, Organisation.objects.get(code=sitting.organisation))
    for teller in sitting.tellers():
        cast.may_assist(teller, office, holder, "paper")
    return replace(sitting, about=mark)


def ratee(mark: str) -> tuple[Office, Holder | None]:
    """The office, or the holder with the office, whose mark a sheet carries. Raises Refused."""
    holder = Holder.objects.current().select_related("post__office").filter(code=mark).first()
    return cast.ratee(holder.post.office.code, mark) if holder else cast.ratee(mark)


def reply(mark: str, said: Mapping[str, Any]) -> cast.Reply:
    """The reply that a sheet holds: `said` has items, yesno and themes. Sheets have no place for words."""
    office, holder = ratee(mark)
    return cast.Reply(office.code, holder.code if holder else "", said["items"], said["yesno"], tuple(said["themes"]))


def answers(told: cast.Reply) -> dict[str, str]:
    """One spelling of every answer, by question; a skipped one is the empty word."""
    asked = questionnaire()
    found = {q.key: str(told.items.get(q.key, "")) for q in asked.items}
    found |= {q.key: {True: "yes", False: "no"}.get(told.yesno.get(q.key), "") for q in asked.yesno}  # type: ignore[arg-type]  # a missing answer has no word
    return found | {q.key: "ticked" if q.key in told.themes else "" for q in asked.themes}


def sheet_of(sitting: Sitting, held: cards.Held) -> str:
    """What stands for one sheet in this sitting: a card and whom it is about."""
    return seal.derive(held.root, f"sheet {sitting.salt} {sitting.about}").hex()[:32]


def marks(sitting: Sitting, held: cards.Held, told: cast.Reply) -> dict[str, str]:
    """The marks of one entry, by question."""
    about = f"{sitting.salt} {sitting.about}"
    return {
        key: seal.derive(held.root, f"paper {about} {key} {answer}").hex()[:20] for key, answer in answers(told).items()
    }


def enter(sitting: Sitting, number: str, said: Mapping[str, Any]) -> Sitting:
    """Take one sheet in, as the teller whose turn it is. Raises Refused or Differs; nothing changes then."""
    if not sitting.about:
        raise cards.Refused(_("First write the mark that stands in the corner of the sheets."))
    tellers = sitting.tellers()
    held = cards.hold(number)
    if held.organisation != sitting.organisation:
        raise cards.Refused(_("This card is of another group. Its leaders enter the sheet."))
    told = reply(sitting.about, said)
    told.check()
    sheet, made = sheet_of(sitting, held), marks(sitting, held, told)
    if sheet in sitting.done:
        raise cards.Refused(_("This sheet is entered twice already, and its ballot is sealed."))
    if sitting.turn == 1:
        return _first(sitting, sheet, made)
    return _second(sitting, sheet, made, (held, told, tellers))


def _first(sitting: Sitting, sheet: str, made: dict[str, str]) -> Sitting:
    if len(sitting.first) + len(sitting.done) >= MOST and sheet not in sitting.first:
        raise cards.Refused(_("That is enough for one sitting. Let the second teller go on, and begin again after."))
    return replace(sitting, first={**sitting.first, sheet: made})


def _second(
    sitting: Sitting, sheet: str, made: dict[str, str],
    whole: tuple[cards.Held, cast.Reply, tuple[cast.Assistant, cast.Assistant]],
) -> Sitting:  # fmt: skip
    before = sitting.first.get(sheet)
    if before is None:
        raise cards.Refused(
            _(
                "The first teller has not entered a sheet with this card in this pile. "
                "Look at the 16 digits together; if they are right, put the sheet aside for the first teller."
            )
        )
    differing = [key for key in made if before.get(key) != made[key]]
    if differing:
        raise Differs(differing)
    held, told, (one, two) = whole
    cast.cast(held, told, "paper", one, two)
    rest = {key: value for key, value in sitting.first.items() if key != sheet}
    return replace(sitting, first=rest, done=[*sitting.done, sheet])


def put_aside(sitting: Sitting, number: str) -> Sitting:
    """The second teller puts a sheet aside: its first entry was wrong, and is forgotten. Raises Refused."""
    held = cards.hold(number)
    sheet = sheet_of(sitting, held)
    rest = {key: value for key, value in sitting.first.items() if key != sheet}
    return replace(sitting, first=rest, aside=sitting.aside + (len(rest) < len(sitting.first)))


def hand_over(sitting: Sitting) -> Sitting:
    """The other teller's turn; a fresh pile is chosen, and what was put aside waits for the first."""
    return replace(sitting, turn=3 - sitting.turn, about="", aside=0 if sitting.turn == 2 else sitting.aside)

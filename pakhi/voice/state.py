"""What one journey through the rating pages carries: a sealed note in the page itself, nothing on the server.

No cookie and no session: the browser tab that closes takes everything with it.
"""

from __future__ import annotations

import base64
import binascii
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from pakhi.lib import seal
from pakhi.network.models import Account, Organisation
from pakhi.voice.cards import Held, Refused
from pakhi.voice.cast import HELPERS, Assistant, Reply

JOURNEY = 3 * 3600
PASS = 14 * 3600


@dataclass(frozen=True)
class Journey:
    """Where somebody is in the rating pages. `root` is hexadecimal; empty before the card is known."""

    root: str = ""
    organisation: str = ""
    mode: str = "phone"
    helper: int = 0
    helper_organisation: str = ""
    language: str = ""
    languages: list[str] = field(default_factory=list)  # that a shared tablet offers; empty: all
    first: str = ""  # in which it begins for each person; empty: in the one before her chose
    family: str = ""
    district: int = 0
    place: int = 0
    office: str = ""
    holder: str = ""
    items: dict[str, int] = field(default_factory=dict)
    yesno: dict[str, bool] = field(default_factory=dict)
    themes: list[str] = field(default_factory=list)
    words: str = ""
    until: float = 0

    @property
    def held(self) -> Held:
        return Held(bytes.fromhex(self.root), self.organisation)

    @property
    def reply(self) -> Reply:
        return Reply(self.office, self.holder, self.items, self.yesno, tuple(self.themes), self.words)

    def assistant(self) -> Assistant | None:
        """Who helps at the screen, if anybody does."""
        if HELPERS.get(self.mode) != 1:
            return None
        account = Account.objects.filter(pk=self.helper, is_active=True).first()
        organisation = Organisation.objects.filter(code=self.helper_organisation).first()
        if account is None or organisation is None:
            raise Refused(_("Please start again."))
        return Assistant(account, organisation)

    def fresh(self, *, keep_card: bool) -> Journey:
        """The same card (or the same shared tablet) at the beginning."""
        kept = Journey(
            mode=self.mode, helper=self.helper, helper_organisation=self.helper_organisation,
            language=self.language, languages=self.languages, first=self.first, until=self.until,
        )  # fmt: skip
        if keep_card:
            return replace(kept, root=self.root, organisation=self.organisation)
        return replace(kept, language=self.first or self.language)

    def pack(self) -> str:
        """The sealed note. It lasts three hours, a tablet's pass until it ends."""
        until = self.until or time.time() + JOURNEY
        content = seal.pad(json.dumps(asdict(replace(self, until=until)), ensure_ascii=False).encode(), 512)
        return base64.urlsafe_b64encode(seal.wrap(_key(), content)).decode()


def _key() -> bytes:
    return seal.derive(settings.SECRET_KEY.encode(), "journey")


def unpack(note: str) -> Journey:
    """Read a sealed note again. Raises Refused when it is too old, or not ours."""
    try:
        content: dict[str, Any] = json.loads(seal.unpad(seal.unwrap(_key(), base64.urlsafe_b64decode(note))))
        journey = Journey(**content)
    except (seal.CannotOpen, ValueError, binascii.Error, TypeError):  # TypeError: a note of an older version
        raise Refused(_("Please start again.")) from None
    if journey.until < time.time():
        raise Refused(_("This page was open for a long time. Please start again."))
    return journey


def new_pass(
    mode: str, account: Account, organisation: Organisation, languages: Sequence[str] = (), first: str = ""
) -> str:
    """The address part that turns a tablet into a kiosk, or lets somebody assist, for one day.

    `languages` are codes of those that a tablet offers (all, if it is empty), `first` is the one that it begins in.
    """
    made = Journey(mode=mode, helper=account.pk, helper_organisation=organisation.code, until=time.time() + PASS)
    return replace(made, languages=list(languages), first=first).pack()

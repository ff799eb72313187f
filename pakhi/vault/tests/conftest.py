"""CBO One with its key: recovery rehearsed, Salma, Mou and Mina can open it, and invented people to put into it.

Every name here is invented and nowhere else: a test that looks for what must not leave the vault looks for these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from django.test import Client

from pakhi.network.models import Account, Organisation
from pakhi.vault import consent, identity, keys, scope
from pakhi.vault.models import Consent, Person
from tests.laid import laid
from tests.village import PASSWORD, Village

INVENTED = (
    ("Quillabeth Zorntree", "latn"),
    ("ঝিঙেফুল টুংটাংবালা", "beng"),
    ("झुनझुनिया पतंगवाली", "deva"),
    ("ఝుంఝుమ్మ గాలిపటాల", "telu"),
)


@dataclass
class Keepers:
    """Workers whose keys are open, by name, and how an invented person comes into the vault."""

    village: Village
    open: dict[str, keys.Unlocked] = field(default_factory=dict)
    shares: dict[str, list[str]] = field(default_factory=dict)
    number: count[int] = field(default_factory=count)

    def __getattr__(self, name: str) -> keys.Unlocked:
        if name in self.__dict__.get("open", {}):
            return self.__dict__["open"][name]
        raise AttributeError(name)

    def sign_in(self, name: str) -> keys.Unlocked:
        """Somebody of the cast signs in: their key is made and open."""
        account = self.village.accounts[name]
        keys.make_worker_key(account, PASSWORD)
        self.open[name] = keys.unlock(account, PASSWORD)
        return self.open[name]

    def set_up(self, organisation: str, first: str, *others: str) -> None:
        """An organisation gets its key and a rehearsal; the others can open it too."""
        owner = self.village.organisations[organisation]
        self.shares[organisation] = keys.set_up(owner, self.sign_in(first).account)
        keys.rehearse(owner, self.shares[organisation][:2])
        for other in others:
            keys.grant(self.open[first], keys.current(owner), self.sign_in(other).account)

    def browser(self, name: str) -> Client:
        """Somebody of the cast, signed in at the real page: their key is open in this session."""
        client = Client()
        done = client.post("/desk/account/login/", {"login": name, "password": PASSWORD})
        assert done.status_code == 302, "the sign-in failed"
        return client

    def register(self, organisation: str = "one", by: str = "mou", **sections: Mapping[str, Any]) -> Person:
        """An invented person: a name in one of four scripts, a telephone, an address; or what is given."""
        name, script = INVENTED[next(self.number) % len(INVENTED)]
        written = {
            "names": {"names": [{"text": name, "script": script, "kind": "usual"}]},
            "contacts": {"contacts": [{"number": "99999 00417", "safe_to_call": False}]},
            "address": {"village": "Ghughudanga-Nowhere", "how_to_find": "behind the seven-coloured pond"},
        }
        account = self.village.accounts[by]
        return identity.register(self.village.organisations[organisation], {**written, **sections}, account)


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """The cast's passwords are no secret; a slow hash at every sign-in would take most of a test's time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def organisations() -> Iterator[None]:
    """Every organisation of a test is bound, looked up when the vault is asked. A test about scope binds its own."""
    with scope.when_asked(lambda: frozenset(Organisation.objects.values_list("code", flat=True))):
        yield


@pytest.fixture
def keepers(village: Village) -> Keepers:
    """CBO One: Salma, Mou and Mina have access to names; CBO Two: Kabir has."""

    def build() -> Keepers:
        made = Keepers(village)
        made.set_up("one", "salma", "mou", "mina")
        made.set_up("two", "kabir")
        return made

    return laid("keepers", build, on=village)


def agree(person: Person, by: Account, purpose: str, recipient: str = "") -> Consent:
    """She signs that this may happen, after everything was read to her."""
    heard = consent.ask(person, purpose, "bn", under_18=False, recipient=recipient).heard
    return consent.give(person, purpose, consent.Answer("bn", "signature", heard), by, recipient=recipient)


def share(person: Person, to: Organisation, by: Account, parts: tuple[str, ...] = ("court",)) -> Consent:
    """She signs that another organisation is shown these parts, after everything was read to her."""
    scope = ",".join(parts)
    heard = consent.ask(person, "share", "bn", under_18=False, recipient=to.code, scope=scope).heard
    return consent.give(person, "share", consent.Answer("bn", "signature", heard), by, to.code, parts)

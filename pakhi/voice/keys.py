"""The counting key: ballots are sealed to it, and a leader and a coordinator together open it.

The private half is locked with a key that is the exclusive-or of two halves. Each leader holds the leaders' half
and each coordinator the coordinators' half, locked with their own counting passphrase; one half alone says nothing.
A second key, for free words, is held by the leaders and one editor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from pakhi.lib import seal
from pakhi.network.models import Account, Organisation
from pakhi.voice.models import CountingKey, KeyShare

SHORTEST = 12
OTHER = {
    KeyShare.Half.LEADERS.value: KeyShare.Half.COORDINATORS.value,
    KeyShare.Half.COORDINATORS.value: KeyShare.Half.LEADERS.value,
}


class WrongPassphrase(Exception):
    """A passphrase opens nothing; the message is a sentence for the screen."""


@dataclass(frozen=True)
class Opened:
    """The private keys of one sitting; they live in memory only."""

    private: bytes
    box: str


def fingerprint(public: bytes) -> str:
    return seal.derive(public, "box").hex()[:16]


def check_passphrase(passphrase: str) -> None:
    """Raises WrongPassphrase when a new passphrase is too short to protect anybody."""
    if len(passphrase.strip()) < SHORTEST:
        raise WrongPassphrase(_("A counting passphrase has at least %(n)s characters.") % {"n": SHORTEST})


def make_key(
    room: Organisation,
    leaders: Mapping[Account, str],
    coordinators: Mapping[Account, str],
    editor: tuple[Account, str] | None = None,
) -> CountingKey:
    """Make a room's counting key for its leaders and coordinators (account -> passphrase).

    Raises WrongPassphrase for a short passphrase, or when either side is missing or somebody is on both.
    """
    if not leaders or not coordinators or set(leaders) & set(coordinators):
        raise WrongPassphrase(_("Counting needs a survivor leader and a coordinator: two different people."))
    for passphrase in [*leaders.values(), *coordinators.values(), *([editor[1]] if editor else [])]:
        check_passphrase(passphrase)
    halves = {KeyShare.Half.LEADERS: seal.new_key(), KeyShare.Half.COORDINATORS: seal.new_key()}
    words_lock, ballots, words = seal.new_key(), seal.new_pair(), seal.new_pair()
    key = CountingKey(
        room=room,
        public=ballots.public,
        wrapped=seal.wrap(seal.both(*halves.values()), ballots.private),
        words_public=words.public,
        words_wrapped=seal.wrap(words_lock, words.private),
        box=fingerprint(ballots.public),
    )
    with transaction.atomic():
        if CountingKey.objects.filter(room=room).exists():
            raise WrongPassphrase(_("There is a counting key already."))
        key.save()
        for account, passphrase in leaders.items():
            both: dict[str, bytes] = {
                KeyShare.Half.LEADERS: halves[KeyShare.Half.LEADERS],
                KeyShare.Half.WORDS: words_lock,
            }
            give(key, account, passphrase, both)
        for account, passphrase in coordinators.items():
            give(key, account, passphrase, {KeyShare.Half.COORDINATORS: halves[KeyShare.Half.COORDINATORS]})
        if editor:
            give(key, editor[0], editor[1], {KeyShare.Half.WORDS: words_lock})
    return key


def give(key: CountingKey, account: Account, passphrase: str, halves: Mapping[str, bytes]) -> None:
    """Lock shares with somebody's passphrase and keep them."""
    salt = seal.new_salt()
    lock = seal.passphrase_key(passphrase, salt)
    for half, content in halves.items():
        KeyShare.objects.update_or_create(
            key=key, account=account, half=half, defaults={"salt": salt, "wrapped": seal.wrap(lock, content)}
        )


def share(key: CountingKey, account: Account, half: str, passphrase: str) -> bytes:
    """Open one person's share. Raises WrongPassphrase; it does not say whether the person or the words are wrong."""
    held = KeyShare.objects.filter(key=key, account=account, half=half).first()
    salt = bytes(held.salt) if held else b"\0" * 16
    lock = seal.passphrase_key(passphrase, salt)
    try:
        return seal.unwrap(lock, bytes(held.wrapped) if held else b"")
    except seal.CannotOpen:
        raise WrongPassphrase(_("The counting passphrase of %(name)s is not right.") % {"name": account.name}) from None


def open_key(key: CountingKey, leader: tuple[Account, str], coordinator: tuple[Account, str]) -> Opened:
    """Open the counting key with two people's passphrases. Raises WrongPassphrase."""
    if leader[0] == coordinator[0]:
        raise WrongPassphrase(_("Counting needs a survivor leader and a coordinator: two different people."))
    one = share(key, leader[0], KeyShare.Half.LEADERS, leader[1])
    other = share(key, coordinator[0], KeyShare.Half.COORDINATORS, coordinator[1])
    return Opened(seal.unwrap(seal.both(one, other), bytes(key.wrapped)), key.box)


def open_words_key(key: CountingKey, reader: Account, passphrase: str) -> bytes:
    """The private key to free words, for a leader or the editor. Raises WrongPassphrase."""
    return seal.unwrap(share(key, reader, KeyShare.Half.WORDS, passphrase), bytes(key.words_wrapped))


def editor_of(key: CountingKey) -> Account | None:
    """The one who reads free words without being a leader."""
    leaders = KeyShare.objects.filter(key=key, half=KeyShare.Half.LEADERS).values("account")
    found = KeyShare.objects.filter(key=key, half=KeyShare.Half.WORDS).exclude(account__in=leaders)
    share = found.select_related("account").first()
    return share.account if share else None


def change_passphrase(key: CountingKey, account: Account, old: str, new: str) -> None:
    """Lock somebody's shares with a new passphrase. Raises WrongPassphrase; nothing changes then."""
    check_passphrase(new)
    halves = list(KeyShare.objects.filter(key=key, account=account).values_list("half", flat=True))
    if not halves:
        raise WrongPassphrase(_("You hold no share of the counting key."))
    contents = {half: share(key, account, half, old) for half in halves}
    with transaction.atomic():
        give(key, account, new, contents)


def add_holder(
    key: CountingKey, by: tuple[Account, str], newcomer: tuple[Account, str], *, editor: bool = False
) -> None:
    """A holder lets a newcomer hold the same shares; an editor gets the key to free words alone, and there is one.

    Raises WrongPassphrase. Nobody ever holds both halves.
    """
    check_passphrase(newcomer[1])
    if editor and editor_of(key) is not None:
        raise WrongPassphrase(_("There is an editor already."))
    held = KeyShare.objects.filter(key=key, account=by[0])
    if editor:
        held = held.filter(half=KeyShare.Half.WORDS)
    halves = list(held.values_list("half", flat=True))
    others = [OTHER[half] for half in halves if half in OTHER]
    if KeyShare.objects.filter(key=key, account=newcomer[0], half__in=others).exists():
        raise WrongPassphrase(_("Counting needs a survivor leader and a coordinator: two different people."))
    contents = {half: share(key, by[0], half, by[1]) for half in halves}
    if not contents:
        raise WrongPassphrase(_("You hold no share of the counting key."))
    with transaction.atomic():
        give(key, newcomer[0], newcomer[1], contents)

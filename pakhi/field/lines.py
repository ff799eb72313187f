"""A telephone line of an organisation: set up, turned on and off, its sounds, its serial, and the tallies."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from pakhi.field import call_state, keypad_switch, menu, menu_text
from pakhi.field.models import Counted, Episode, Line, Recording, Tally
from pakhi.lib import seal
from pakhi.lib.circles import INSIDE, Circle, show, whole_may
from pakhi.lib.clock import INDIA
from pakhi.network.models import Account, Organisation
from pakhi.vault import index, keys, sniff, standing
from pakhi.vault.keys import Refused

MOST = 5 * 1024 * 1024  # bytes of one sound: some ten minutes of speech
GROUP = re.compile(r"\s*([0-9]{2,6})\s+(\S.{0,59}?)\s*")
GROUPS, TOKEN = 300, re.compile(r"[!-~]{16,128}")


def digest(secret: str) -> str:
    """What is kept of a line's password. It has 160 random bits, so one fast hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def set_up(organisation: Organisation, by: Account) -> tuple[Line, str]:
    """A line that is off, and its password, which is shown once. Raises Refused."""
    standing.need_keeper(by, organisation.code)
    secret = secrets.token_hex(20)
    with transaction.atomic():
        line, new = Line.objects.get_or_create(
            organisation=organisation,
            defaults={"by": by, "languages": list(menu.DIGIT_OF), "doors": ["rights"], "secret": digest(secret)},
        )
    if not new:
        raise Refused(_("This organisation has its line already."))
    return line, secret


def new_secret(line: Line, by: Account) -> str:
    """Another password; the old one opens nothing from now on, and rating by keypad ends. Raises Refused."""
    standing.need_keeper(by, line.organisation.code)
    keypad_switch.turn_off(line, by)
    secret = secrets.token_hex(20)
    line.secret = digest(secret)
    line.save(update_fields=["secret"])
    return secret


def lock(line: Line) -> bytes:
    """The key of a line's token: in DATA/secrets, outside every database."""
    return seal.derive(index.root(), f"line token|{line.code}")


def sign_with(line: Line, token: str, by: Account) -> None:
    """Keep the company's signing token, locked; an empty one ends signing. Rating by keypad ends. Raises Refused."""
    standing.need_keeper(by, line.organisation.code)
    if token and not TOKEN.fullmatch(token):
        raise Refused(_("This is no signing token: 16 to 128 letters, figures and signs without a space."))
    keypad_switch.turn_off(line, by)
    line.token = seal.wrap(lock(line), token.encode()) if token else None
    line.save(update_fields=["token"])


def switch(line: Line, on: bool, by: Account) -> None:
    """On or off, at once. Raises Refused."""
    standing.need_keeper(by, line.organisation.code)
    if on and {"back", "message"} & set(line.doors) and not keys.ready(line.organisation):
        raise Refused(_("The organisation's key is not ready, so nothing that a caller leaves could be kept."))
    if not on:
        keypad_switch.turn_off(line, by)
    line.on, line.by = on, by
    line.save(update_fields=["on", "by"])


def settle(line: Line, languages: Iterable[str], doors: Iterable[str], groups: str, by: Account) -> None:
    """The languages, what the menu offers, and the village groups, one a line: code and name. Raises Refused."""
    standing.need_keeper(by, line.organisation.code)
    line.languages = [code for code in menu.DIGIT_OF if code in set(languages)]
    line.doors = [door for door in call_state.DOORS.values() if door in set(doors)]
    line.groups = groups_of(groups)
    if not line.languages or not line.doors:
        raise Refused(_("Choose at least one language, and at least one thing that the menu offers."))
    if line.on and {"back", "message"} & set(line.doors) and not keys.ready(line.organisation):
        raise Refused(_("The organisation's key is not ready, so nothing that a caller leaves could be kept."))
    line.save(update_fields=["languages", "doors", "groups"])


def groups_of(written: str) -> dict[str, str]:
    """Code -> name. Raises Refused with the line that cannot be read."""
    found: dict[str, str] = {}
    for number, row in enumerate(written.splitlines(), 1):
        if not row.strip():
            continue
        read = GROUP.fullmatch(row)
        if read is None or read[1] in found or len(found) >= GROUPS:
            raise Refused(
                _("Line %(n)s of the groups: a code of two to six figures (each once), a space, a name.")
                % {"n": number}
            )
        found[read[1]] = read[2]
    return found


def add_episode(line: Line, title: str, asked: dict[str, str], choices: list[str], by: Account) -> Episode:
    """One more episode; it is heard when it is opened. Raises Refused."""
    standing.need_keeper(by, line.organisation.code)
    if not title or not 2 <= len(choices) <= menu.CHOICES:
        raise Refused(_("An episode has a name, and its question two to six answers."))
    if any(len(text) > 600 for text in asked.values()) or any(len(text) > 120 for text in (title, *choices)):
        raise Refused(_("A question has 600 signs at most, an answer 120."))
    with transaction.atomic():
        Line.objects.select_for_update().get(pk=line.pk)
        last = line.episodes.order_by("-number").first()
        return Episode.objects.create(
            line=line, number=last.number + 1 if last else 1, title=title[:80], asked=asked, choices=choices
        )


def open_episode(episode: Episode, is_open: bool, by: Account) -> None:
    """Whether it is heard. Its tallies stay. Raises Refused."""
    standing.need_keeper(by, episode.line.organisation.code)
    if is_open and not spoken_in(episode, recorded(episode.line)):
        raise Refused(_("Upload the story in one language first, and its question there as text or recording."))
    episode.open = is_open
    episode.save(update_fields=["open"])


def sound_kind(content: bytes) -> str:
    """MP3 or WAV, by its own bytes: what telephone companies play. Raises Refused."""
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE" and len(content) > 44:
        return "audio/wav"
    try:
        found = sniff.sniff(content)
    except Refused:
        found = ""
    if found != "audio/mpeg":
        raise Refused(_("A telephone plays MP3 or WAV. Save the recording as one of these."))
    return found


def keep_sound(line: Line, prompt: str, language: str, content: bytes, machine: bool, by: Account) -> Recording:
    """What is played for a prompt in a language; the one before goes. Raises Refused."""
    standing.need_keeper(by, line.organisation.code)
    if prompt not in menu_text.words(line) or menu_text.language_of(prompt, language) not in menu.DIGIT_OF:
        raise Refused(_("Choose what is said, and in which language."))
    if len(content) > MOST:
        raise Refused(_("The recording is too large: 5 MB are the most."))
    kind = sound_kind(content)
    fresh = {"content": content, "kind": kind, "machine": machine, "token": secrets.token_hex(16)}
    spoken = menu_text.language_of(prompt, language)
    return Recording.objects.update_or_create(line=line, prompt=prompt, language=spoken, defaults=fresh)[0]


def recorded(line: Line) -> dict[tuple[str, str], Recording]:
    """The sounds of a line by prompt and language, without their bytes."""
    return {(one.prompt, one.language): one for one in line.recordings.defer("content")}


def spoken_in(episode: Episode, sounds: dict[tuple[str, str], Recording]) -> frozenset[str]:
    """The languages in which an episode is whole: its story recorded, its question recorded or written."""
    story, question = f"episode.{episode.number}", f"question.{episode.number}"
    there = {code for code in menu.DIGIT_OF if (story, code) in sounds}
    return frozenset(code for code in there if (question, code) in sounds or episode.asked.get(code))


def offer(line: Line) -> call_state.Offer:
    """What a call to this line finds."""
    sounds = recorded(line)
    episodes = tuple(
        call_state.Episode(one.number, len(one.choices), spoken_in(one, sounds))
        for one in line.episodes.filter(open=True).order_by("-number")
    )
    return call_state.Offer(
        tuple(line.languages), frozenset(line.doors), tuple(one.key for one in menu_text.rights()), episodes,
        frozenset(line.groups), line.keypad,
    )  # fmt: skip


def call_of(line: Line, named: str) -> str:
    """What stands for a running call: a keyed hash (32 signs) of the company's name for it."""
    root = seal.derive(index.root(), "line calls")
    return hmac.new(root, f"{line.code}|{named}".encode(), hashlib.sha256).hexdigest()[:32]


def mark_of(call: str, what: str) -> bytes:
    """What stands for it that a running call has done something: answered an episode, or left something."""
    return hmac.new(seal.derive(index.root(), "line answers"), f"{call}|{what}".encode(), hashlib.sha256).digest()


def forget_calls() -> None:
    """Marks of another day go, an hour after midnight: so long may a call, or a request that comes again, last."""
    since = dt.datetime.now(INDIA) - dt.timedelta(hours=1)
    Counted.objects.filter(on__lt=since.date()).delete()


def count(line: Line, call: str, act: call_state.Count) -> bool:
    """Count an answer, once a call and episode; whether it is counted, now or before."""
    episode = line.episodes.filter(number=act.number).first()
    if episode is None or not 1 <= act.choice <= len(episode.choices):
        return False
    forget_calls()
    with transaction.atomic():
        if not Counted.objects.get_or_create(mark=mark_of(call, str(episode.pk)))[1]:
            return True
        row, _new = Tally.objects.get_or_create(episode=episode, group=act.group, choice=act.choice)
        Tally.objects.filter(pk=row.pk).update(count=F("count") + 1)
    return True


@dataclass(frozen=True)
class Row:
    """The answers of a group. `counts` is None where there are too few to be shown."""

    group: str
    total: str
    counts: tuple[int, ...] | None
    bars: tuple[tuple[str, int, int], ...] = ()


def tallies(episode: Episode) -> list[Row]:
    """Group by group, and all together at the end where that does not give a small group away."""
    held: dict[str, dict[int, int]] = {}
    for row in episode.tallies.order_by("group", "choice"):
        held.setdefault(row.group, {})[row.choice] = row.count
    rows = [told(episode, episode.line.groups.get(code, "") or code, counts) for code, counts in held.items()]
    shown = [sum(counts.values()) for counts in held.values() if sum(counts.values()) >= INSIDE]
    whole = sum(sum(counts.values()) for counts in held.values())
    if len(rows) > 1 and whole_may(whole, shown, least=INSIDE):
        every = {n: sum(counts.get(n, 0) for counts in held.values()) for n in range(1, len(episode.choices) + 1)}
        rows.append(told(episode, "", every))
    return rows


def told(episode: Episode, name: str, counts: dict[int, int]) -> Row:
    """One row as the inside circle may see it."""
    total = sum(counts.values())
    shown = show(Circle.INSIDE, total)
    if shown.waits:
        return Row(name, shown.count, None)
    each = tuple(counts.get(n, 0) for n in range(1, len(episode.choices) + 1))
    bars = tuple((text, n, round(100 * n / total)) for text, n in zip(episode.choices, each, strict=True))
    return Row(name, shown.count, each, bars)

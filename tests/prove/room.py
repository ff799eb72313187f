"""What a process of its own does in a proof: `python -m tests.prove.room VERB …` with DATA in the environment.

It is the product itself on real files; only passphrases cost less than outside of tests.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django

ABOUT = ("bdo", "gp", "police", "desk_one")
SMALL = (1, 8192)


def say(line: str) -> None:
    """One line to whoever started this process, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def cast(cards: str) -> None:
    """Build the village; every card tells about four offices in the last quarter, and five cards about one now."""
    from tests.village import build

    village = build()
    village.key()
    numbers = village.cards(int(cards))
    for place, number in enumerate(numbers):
        for about in ABOUT:
            words = {"words": f"Said by nobody, {place}."} if about == "bdo" and place % 5 == 0 else {}
            village.tell(number, about, face=1 + place % 4, **words)
    village.age()
    for number in numbers[:5]:
        village.tell(number, "bdo")


def prepare(cards: str) -> None:
    """Build the village and print as many good cards; their numbers come out."""
    from tests.village import build

    village = build()
    village.key()
    held = {"numbers": village.cards(int(cards)), "place": village.places["block"].pk}
    say(json.dumps(held | {name: village.offices[name].code for name in ABOUT}))


def count() -> None:
    """Rina and Devi count, saying each step aloud."""
    from pakhi.network.models import Account, Organisation
    from pakhi.voice import count as counting
    from tests.village import PASSPHRASE

    def step(name: str, done: int, total: int) -> None:
        say(name)

    room = Organisation.objects.get(kind="network")
    rina, devi = ((Account.objects.get(username=name), PASSPHRASE[name]) for name in ("rina", "devi"))
    say("begin")
    sitting = counting.count(room, rina, devi, progress=step)
    say(f"done {sitting.counted} {json.dumps(sitting.refused)}")


def look() -> None:
    """What lies there now: ballots that wait, counted rows, words, and the newest figures."""
    from pakhi.network.models import Account, Organisation
    from pakhi.voice import count as counting
    from pakhi.voice import facts, keys
    from pakhi.voice.models import CountingKey, Sitting
    from tests.village import PASSPHRASE, Ballot, Words

    rina, devi = ((Account.objects.get(username=name), PASSPHRASE[name]) for name in ("rina", "devi"))
    opened = keys.open_key(CountingKey.objects.get(), rina, devi)
    _number, rows, _raters = counting.archive(opened)
    found = facts.rows()
    seen: dict[str, Any] = {
        "waiting": counting.waiting(Organisation.objects.get(kind="network")), "ballots": Ballot.objects.count(),
        "rows": len(rows), "different": len({counting.about(row) for row in rows}), "words": Words.objects.count(),
        "in_batches": sum(row["ballots"] for row in found["voice_batch"]),
        "in_counts": sum(row["ballots"] for row in found["voice_count"]),
        "running": Sitting.objects.filter(state="running").count(),
        "done": Sitting.objects.filter(state="done").count(),
    }  # fmt: skip
    say(json.dumps(seen))


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "pakhi.site.settings"
    django.setup()
    from pakhi.lib import seal

    seal.EFFORT["people"] = SMALL
    verb, *words = sys.argv[1:]
    {"cast": cast, "prepare": prepare, "count": count, "look": look}[verb](*words)

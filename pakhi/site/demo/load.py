"""Loads the demonstration: network, vaults with people, cards, two years of counted voices with a known truth."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable

from django.conf import settings

from pakhi.lib.clock import this_quarter
from pakhi.network.models import Account
from pakhi.site.demo import cases, claims, court, desk_day, helpline, network, people, voices
from pakhi.vault import audit
from pakhi.voice import cards, count, keys
from pakhi.voice.models import CountingKey

PASSWORD = "banyan-tree-1"  # noqa: S105 - printed at every start of a demonstration, for invented people only
TRIED = 5
LOGINS = (
    ("devi", "network coordinator: reports, counting"), ("rina", "survivor leader: cards, voice rounds, counting"),
    ("asha", "survivor leader"), ("ravi", "MIS staff: reports"),
    ("mina", "programme manager: people, cards, pooled team"),
    ("salma", "supervisor: people, keys, decisions"), ("mou", "field worker: people, helping somebody answer"),
    ("kabir", "field worker of CBO Two, outside the network: sees nothing of CBO One"),
    ("noor", "researcher"), ("finn", "funder"),
)  # fmt: skip


def load(scale: str, seed: int, say: Callable[[str], object] = lambda line: None) -> network.Demo:
    """Build everything from a seed into empty databases. Passwords and passphrases are all the same one."""
    settings.DEMONSTRATION = True
    forget_the_old()
    demo = network.build(scale, seed, password=PASSWORD)
    say(f"{len(demo.offices)} offices, {len(demo.holders)} holders, {len(demo.accounts)} accounts")
    shares = people.fill(demo, PASSWORD)
    say(f"{people.MANY} invented people in the vaults of {' and '.join(shares)}")
    say(f"{cases.fill(demo)} cases with two years of steps, and a collective")
    say(f"{claims.fill(demo)} claims at offices")
    say(f"{court.fill(demo)} of the cases with police and court")
    say(f"{desk_day.fill(demo)} turns at today's helpdesk")
    say(f"{helpline.fill(demo)} calls to the helpline")
    key = make_key(demo)
    numbers = current_cards(demo)
    made = voices.make(demo, key, seed)
    say(f"{made.cast} ballots sealed, {made.open} of them in the open quarter {this_quarter()}")
    leader, coordinator = demo.accounts["rina"], demo.accounts["devi"]
    sitting = count.count(demo.network, (leader, PASSWORD), (coordinator, PASSWORD))
    say(f"{sitting.counted} ballots counted by two, figures given out")
    write(demo, made.truth, numbers, shares)
    return demo


def forget_the_old() -> None:
    """What an emptied demonstration's vault had outside the databases: the log's head, halves of keys, files."""
    if (settings.DATA / "demonstration").exists():
        audit.begin_again()
        for folder in ("secrets/people", "files", "looking"):
            shutil.rmtree(settings.DATA / folder, ignore_errors=True)


def make_key(demo: network.Demo) -> CountingKey:
    """The network's counting key: leaders of every CBO on one side, the coordinator on the other."""
    leaders: dict[Account, str] = {a: PASSWORD for area in demo.areas for a in area.leaders[:1]}
    leaders |= {demo.accounts[name]: PASSWORD for name in ("asha", "rina")}
    return keys.make_key(demo.network, leaders, {demo.accounts["devi"]: PASSWORD}, (demo.accounts["mina"], PASSWORD))


def current_cards(demo: network.Demo) -> list[str]:
    """A stack of real cards for each collective of this year; some numbers to try things out with."""
    tried: list[str] = []
    for area in demo.areas[:8]:
        one, two = (area.leaders * 2)[:2] if area.organisation.name != "CBO One" else (
            demo.accounts["asha"], demo.accounts["rina"]
        )  # fmt: skip
        many = TRIED if area is demo.areas[0] else 1
        if one == two:
            continue
        stack, numbers = cards.print_stack(area.organisation, one, many)
        cards.activate(stack, one, two, many)
        tried += numbers if area is demo.areas[0] else []
    cards.print_stack(demo.areas[0].organisation, demo.accounts["rina"], 12, "not drawn yet")
    return [" ".join(number[i : i + 4] for i in range(0, 16, 4)) for number in tried]


def write(demo: network.Demo, truth: dict[str, object], numbers: list[str], shares: dict[str, list[str]]) -> None:
    """What is shown at the start, with what a real installation keeps on paper alone; the truth aside, for tests."""
    shown = {
        "password": PASSWORD, "logins": LOGINS, "cards": numbers, "shares": shares, "scale": demo.scale,
        "seed": demo.seed,
    }  # fmt: skip
    (settings.DATA / "demonstration").write_text(json.dumps(shown, indent=1))
    (settings.DATA / "demonstration-truth.json").write_text(json.dumps(truth))

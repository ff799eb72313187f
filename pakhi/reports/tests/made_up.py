"""Invented facts that fit the schemas: two networks, public offices, own desks with workers, two years of quarters.

The same seed gives the same facts. `Facts.rows` are plain dicts, so that a test can count them again by hand.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from types import SimpleNamespace

from pakhi.network import facts as network
from pakhi.voice import facts as voice
from pakhi.voice.questions import questionnaire

ROOM, OTHER = "NETAAA", "NETBBB"
ONE, TWO, LONE = "ORGONE", "ORGTWO", "ORGLON"  # CBOs of ROOM; LONE's desk has a single worker
KINDS = {"bdo": "block-office", "police_oc": "police", "bank": "bank"}
DISTRICTS = {"315": ("Nadia", "নদিয়া"), "316": ("Murshidabad", "মুর্শিদাবাদ")}
QUARTERS = [f"{year}-{(year + 1) % 100} Q{number}" for year in (2024, 2025) for number in (1, 2, 3, 4)]
NASTY = ('=HYPERLINK("http://example.org")', "+91 office", "-1 office", "@office", 'A, "B" office')
SCHEMAS = {**network.SCHEMAS, **voice.SCHEMAS}


def text(english: str, bengali: str = "") -> str:
    return json.dumps({"en": english, "bn": bengali} if bengali else {"en": english}, ensure_ascii=False)


@dataclass
class Facts:
    """Rows by table, and the offers that `take` wants."""

    rows: dict[str, list[dict]] = field(default_factory=lambda: {name: [] for name in SCHEMAS})

    def offers(self):
        return [
            SimpleNamespace(SCHEMAS=room.SCHEMAS, rows=lambda room=room: {n: self.rows[n] for n in room.SCHEMAS})
            for room in (network, voice)
        ]

    def find(self, table, **wanted):
        return [row for row in self.rows[table] if all(row[key] == value for key, value in wanted.items())]


def made_up(seed=1, offices_each=6):
    """Facts of two networks. Every number of people from 0 to 40 occurs somewhere."""
    facts, dice = Facts(), random.Random(seed)
    for room in (ROOM, OTHER):
        for kind in KINDS:
            for district in DISTRICTS:
                for number in range(offices_each):
                    add_office(facts, dice, room, kind, district, number)
    for organisation, workers in ((ONE, 3), (TWO, 2), (LONE, 1)):
        add_desk(facts, dice, organisation, workers)
    for room in (ROOM, OTHER):
        add_counts(facts, dice, room)
        add_groups(facts, room)
    return facts


def add_office(facts, dice, room, kind, district, number):
    """A public office (room "" in the network's facts) with one holder, rated in one room only."""
    code = f"{room[-1]}{kind[:2]}{district[-1]}{number}"
    name = NASTY[number] if kind == "bank" and number < len(NASTY) else f"{kind} {room[-1]}{number}"
    office = network_row(code, "office", code, "", kind, district, text(name, f"অফিস {number}"), number == 0)
    person = {"ratee": f"H{code}", "level": "holder", "names": text(f"Holder {code}"), "single_holder": True}
    facts.rows["network_office"] += [office, {**office, **person}]
    raters = (number * 7 + len(facts.rows["voice_estimate"])) % 41
    if raters:
        add_voices(facts, dice, room, office, raters)
        add_voices(facts, dice, room, facts.rows["network_office"][-1], max(1, raters // 2))


def add_desk(facts, dice, organisation, workers):
    """The own desk of an organisation, and its workers."""
    code = f"DESK{organisation[3:]}"
    kind, place = "cbo", "315"
    desk = network_row(code, "office", code, organisation, kind, place, text(f"Desk of {organisation}"), workers == 1)
    facts.rows["network_office"].append({**desk, "room": ROOM})
    add_voices(facts, dice, ROOM, facts.rows["network_office"][-1], 12)
    for number in range(workers):
        worker = {**desk, "room": ROOM, "ratee": f"W{organisation[3:]}{number}", "level": "holder"}
        facts.rows["network_office"].append(
            {**worker, "names": text(f"Worker {organisation} {number}"), "single_holder": True}
        )
        add_voices(facts, dice, ROOM, facts.rows["network_office"][-1], 4 + 3 * number)


def network_row(ratee, level, office, organisation, kind, district, names, single):
    return {
        "room": "", "ratee": ratee, "level": level, "office": office, "organisation": organisation, "kind": kind,
        "family": KINDS.get(kind, "ngo"), "names": names, "place": text("Debgram", "দেবগ্রাম"), "block": text("Kaliganj"),
        "district": district, "district_names": text(*DISTRICTS[district]), "state": "19", "single_holder": single,
    }  # fmt: skip


def add_voices(facts, dice, room, office, raters):
    """Everything that the voice room says about one office, holder or worker."""
    about = {"room": room, "counted": QUARTERS[-1], "ratee": office["ratee"]}
    for period, people in [
        ("", raters),
        *((quarter, min(raters, number)) for number, quarter in enumerate(QUARTERS, 1)),
    ]:
        facts.rows["voice_estimate"].append({**about, **estimate(dice, office, people), "period": period})
    for item in questionnaire().items:
        faces = {f"face{number}": people for number, people in enumerate(split(dice, raters, 4), 1)}
        line = {**about, "item": item.key, "n": raters, "raters": raters, **faces, **interval(dice)}
        facts.rows["voice_item"].append({**line, "top": dice.random()})
    for question in questionnaire().yesno:
        yes = dice.randint(0, raters)
        rate = {"rate": yes / raters, "low": yes / raters / 2, "high": min(1.0, yes / raters + 0.2)}
        facts.rows["voice_yesno"].append(
            {**about, "question": question.key, "n": raters, "raters": raters, "yes": yes, **rate}
        )
    for theme in questionnaire().themes[:3]:
        facts.rows["voice_theme"].append({**about, "theme": theme.key, "raters": dice.randint(0, raters)})
    batch = {"room": room, "quarter": QUARTERS[-1], "ratee": office["ratee"], "raters": raters}
    facts.rows["voice_batch"].append({**batch, "ballots": raters, "score": 50.0})
    if raters > 20:
        numbers = json.dumps({"bottom": 0.93, "raters": 21.0, "state": "first", "items": ["respect"]})
        facts.rows["voice_flag"].append(
            {**about, "flag": "needs_support", "item": "respect", "numbers": numbers, "wrong": 0.07}
        )


def split(dice, people, parts):
    """People over parts, at random."""
    cuts = sorted(dice.randint(0, people) for _ in range(parts - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, people], strict=True)]


def interval(dice):
    middle = dice.uniform(20, 90)
    return {"estimate": middle, "low": middle - dice.uniform(2, 15), "high": middle + dice.uniform(2, 10)}


def estimate(dice, office, raters):
    low = dice.randint(1, 6)
    return {
        "level": office["level"], "kind": office["kind"], "district": office["district"],
        "organisation": office["organisation"], "n": raters * 2, "raters": raters, **interval(dice), "rank": low,
        "rank_low": low, "rank_high": dice.randint(low, 6), "peers": 6, "reliability": dice.uniform(0.5, 0.95),
        "top": dice.random(), "bottom": dice.random(), "improved": dice.random(), "change": dice.uniform(-9, 9),
        "change_low": -10.0, "change_high": 10.0, "assisted": dice.random(), "component": 0,
        **dict.fromkeys(("plain", "spread", "scored", "rest")),
        **({"plain": 30.0 + raters, "scored": raters} if raters >= 5 and office["level"] == "office" else {}),
    }  # fmt: skip


def add_counts(facts, dice, room):
    for number, quarter in enumerate(QUARTERS):
        modes = dict(zip(("phone", "kiosk", "peer", "worker"), split(dice, 10 * number + 3, 4), strict=True))
        modes |= {"paper": modes["phone"] // 3, "helpline": modes["worker"] // 2, "keypad": modes["kiosk"] // 3}
        modes |= {"phone": modes["phone"] - modes["paper"], "worker": modes["worker"] - modes["helpline"]}
        modes |= {"kiosk": modes["kiosk"] - modes["keypad"]}
        head = {"room": room, "counted": QUARTERS[-1], "quarter": quarter, "refused": number}
        voices = {"ballots": 10 * number + 3, "raters": 3 + number, **modes}
        cards = {"printed": 100, "activated": 80, "void": 10, "used": 50}
        facts.rows["voice_count"].append({**head, **voices, **cards})


def add_groups(facts, room):
    """The rows of peer groups and kinds, added up from the offices."""
    for level, keys in (("group", ("kind", "district")), ("kind", ("kind",))):
        sums = {}
        for row in facts.find("voice_estimate", room=room, level="office", period=""):
            name = tuple(row[key] for key in keys)
            sums.setdefault(name, []).append(row)
        for name, rows in sums.items():
            new = {
                **rows[0],
                "level": level,
                "ratee": ":".join(name),
                "organisation": "",
                "n": sum(r["n"] for r in rows),
            }
            new |= {"raters": max(r["raters"] for r in rows), "district": name[1] if level == "group" else ""}
            new |= dict.fromkeys(("plain", "spread", "scored", "rest"))
            if level == "group":
                rest = sum(r["raters"] for r in rows if r["raters"] < 5)
                new |= {"plain": 50.0, "spread": 20.0, "rest": rest}
            facts.rows["voice_estimate"].append(new)

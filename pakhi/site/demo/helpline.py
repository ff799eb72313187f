"""The demonstration's helpline at CBO One: calls, who is on call, notes between shifts, a telephone menu that is off,
and a report of an office that has moved. All invented.

Calls come in as a phone's records, so that each has its sealed words like a real one.
"""

from __future__ import annotations

import datetime as dt
import uuid
from xml.etree.ElementTree import Element, SubElement, tostring

from pakhi.field import devices, inbox, lines, passing, publish, roster
from pakhi.field.models import Device
from pakhi.lib.clock import today
from pakhi.network.models import Account, Organisation
from pakhi.site.demo.network import Demo
from pakhi.vault import assign, scope

DAY = dt.timedelta(days=1)
OPENS, NOON, CLOSES = 9, 13, 18
GAP = 5  # on this day of the week nobody is on call in the afternoon
WORD = "kokil"
Said = dict[str, str]
UNNAMED = {"caller": "unnamed", "can_speak": "yes", "danger": "no", "call_for": "self", "under_18": "no"}
CALLS: tuple[tuple[int, int, Said], ...] = (  # days ago, days from then to the follow-up (0: none), what was said
    (41, 0, UNNAMED | {"category": "information", "urgency": "later", "done": "informed"}),
    (33, 0, UNNAMED | {"call_for": "other", "category": "child_marriage", "urgency": "week",
                       "done": "informed referred", "referred_family": "child-protection", "referred_kind": "dcpu",
                       "referred_how": "called", "referred_agreed": "yes"}),
    (24, 0, UNNAMED | {"category": "silent", "can_speak": "unknown", "urgency": "later", "done": "listened"}),
    (16, 9, UNNAMED | {"category": "violence_home", "danger": "soon", "urgency": "week", "word": WORD,
                       "done": "listened safety_plan", "follow_up_how": "she_calls",
                       "note": "She will call again when the house is empty. No call to this number."}),
    (9, 4, {"caller": "known", "can_speak": "yes", "danger": "no", "call_for": "self", "under_18": "no",
            "category": "police_court", "urgency": "week", "done": "informed", "follow_up_how": "visit",
            "note": "The hearing was put off. She asked who comes along."}),
    (6, 0, UNNAMED | {"category": "stigma mind", "urgency": "week", "word": WORD, "done": "listened appointment",
                      "note": "The same caller as ten days ago. Better; she wants to come on a market day."}),
    (3, 0, UNNAMED | {"call_for": "family", "category": "being_sent", "danger": "now", "urgency": "now",
                      "done": "police informed"}),
    (1, 3, UNNAMED | {"category": "entitlement", "urgency": "week", "done": "informed", "follow_up_how": "centre"}),
)  # fmt: skip
NOTES = (
    ("salma", "The caller with the word of a bird may call after four. Do not ring back: the telephone is shared."),
    ("mou", "Two calls for the block office went well. One follow-up of this week still waits; it is in the list."),
)
EPISODE = {
    "en": "The contractor offers Rupa twice the wage if she leaves tonight. What would you do?",
    "bn": "ঠিকাদার রূপাকে বলল, আজ রাতেই রওনা হলে দ্বিগুণ মজুরি। আপনি হলে কী করতেন?",
    "hi": "ठेकेदार रूपा से कहता है, आज रात ही चलो तो दुगनी मज़दूरी। आप होतीं तो क्या करतीं?",
    "te": "ఈ రాత్రే బయలుదేరితే రెట్టింపు కూలి అని కాంట్రాక్టర్ రూపతో అన్నాడు. మీరైతే ఏం చేసేవారు?",
}
MOVED = {"what": "moved", "source": "visited", "village": "Beside the new bus stand"}


def fill(demo: Demo) -> int:
    """The helpline of CBO One. Gives how many calls."""
    one, mou, salma = demo.areas[0].organisation, demo.accounts["mou"], demo.accounts["salma"]
    publish.ship()
    with scope.bound(one.code):
        phone, _password = devices.add(mou, one, "At the helpline")
        hers = next((held.code for held in assign.caseload(mou)), "")
        for ago, later, said in CALLS:
            if said["caller"] != "known" or hers:
                call(phone, today() - ago * DAY, later, said | ({"person": hers} if said["caller"] == "known" else {}))
        office = next(office for office in demo.offices if office.kind == "ration_dealer")
        send(phone, "office_report", MOVED | {"office": office.code, "since": str(today() - 20 * DAY)})
        for name, text in NOTES:
            passing.write(one, text, demo.accounts[name])
        duty(one, mou, salma)
        menu(one, salma)
    return len(CALLS)


def call(phone: Device, day: dt.date, later: int, said: Said) -> None:
    """One call, with the day on which somebody comes back to her."""
    again = {"follow_up": "yes", "follow_up_on": str(day + later * DAY)} if later else {"follow_up": "no"}
    send(phone, "helpline_call", {"day": str(day)} | said | again)


def send(phone: Device, form: str, said: Said) -> None:
    """A record as a phone sends it. Raises RuntimeError where it is not taken in."""
    version = publish.offered(phone.organisation).get(form__form_id=form)
    top = Element("data", id=form, version=version.version)
    for name, value in said.items():
        SubElement(top, name).text = value
    SubElement(SubElement(top, "meta"), "instanceID").text = f"uuid:{uuid.uuid4()}"
    kept = inbox.receive(phone, tostring(top), {}).arrival
    if kept is None or kept.state != inbox.State.TAKEN:
        raise RuntimeError(f"The demonstration's {form} was not taken in: {kept and (kept.why, kept.what)}")


def duty(one: Organisation, mou: Account, salma: Account) -> None:
    """Who is on call this week and the next; one afternoon has nobody."""
    roster.set_hours(one, OPENS, CLOSES, salma)
    first = roster.monday(today())
    for number in range(14):
        day = first + number * DAY
        roster.put(one, mou, roster.at(day, OPENS), roster.at(day, NOON), salma)
        if number % 7 != GAP:
            roster.put(one, salma, roster.at(day, NOON), roster.at(day, CLOSES), salma)


def menu(one: Organisation, salma: Account) -> None:
    """A telephone menu as it is before a company is connected: off."""
    line, _secret = lines.set_up(one, salma)
    lines.add_episode(line, "Rupa and the contractor", EPISODE, ["Go", "Ask at the collective first", "Stay"], salma)

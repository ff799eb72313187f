"""Chapter 4 of the study: programmes with survivors of labour trafficking and bondage."""

from __future__ import annotations

from tests.journeys.told import (
    Act,
    Day,
    Words,
    agrees,
    arrives,
    asked,
    case,
    comes,
    group,
    journey,
    only_ours,
    reads,
    refused,
    sealed_from,
    sees,
    sends,
    shut,
    writes,
)

SECRET = Words("She told of the locked spinning room, and wept.")

RE = journey(
    "RE", "A call for help becomes a case; counselling that only the counsellor reads; legal help by telephone",
    sends(
        "mou", "helpline_call", {
            "can_speak": "yes", "danger": "no", "caller": "new", "call_for": "self", "under_18": "no",
            "category": "threat police_court", "urgency": "week", "done": "listened informed", "follow_up": "no",
            "note": Words("Behind her one hears looms."),
        },
        ("contacts", {"number": Words("99999 00618"), "whose": "own", "safe_to_call": "yes"}),
        ("names", {"text": Words("Pattampoochi Kilukiluppai")}),
        ("address", {"block": "Amdanga"}),
        keep="her",
    ),
    sees("mou", case(), "Ask her before anything is written."),
    agrees(),
    writes("mou", case("how-found"), {
        "For which programme": "Labour trafficking and bondage", "From where you heard of her": "Helpline",
        "How quickly somebody has to act": "Medium: a caseworker", "Where she is now": "With family",
        "Which work, if it was work": "Factory, mill or workshop", "Into what": ["Forced or bonded labour"],
    }, sees="With family"),
    # What she tells her counsellor, nobody else can ever read.
    writes("mou", case("visit"), {
        "What kind of visit?": "Counselling", "How is she?": "Low, worried or not sleeping",
        "What did you do?": ["Listened"], "What to remember": SECRET,
    }, unseen=SECRET),
    sees("mou", case(" > Counselling"), "With words, sealed.", unseen=SECRET, keep="talk"),
    reads("mou", case("{talk}"), SECRET),
    sealed_from("salma", case("{talk}")),
    sealed_from("mina", case("{talk}")),
    sees("salma", case("story"), "Counselling", unseen=SECRET),
    # Legal help by telephone: a threat is reported, and a lawyer is found.
    writes("mou", case("visit"), {
        "What kind of visit?": "By telephone", "How is she?": "Afraid",
        "What did you do?": ["Police case or court", "Told her about rights and schemes"],
        "On which day is the next visit?": Day(10), "What to remember": Words("Call at noon, let it ring twice."),
    }),
    sees("mou", case(" > By telephone"), "By telephone", keep="call"),
    writes("mou", case("new/threat"), {
        "Who is it, seen from her?": "Brothel keeper or employer",
        "What is threatened, or done?": ["Money is demanded"], "How near are they?": "Only by phone or internet",
        "How bad?": "Medium", "Where was it reported?": ["Police"],
    }, keep="threat"),
    writes("mou", case("new/referral"), {
        "To what service?": "Legal help", "By which day do you ask after it?": Day(7),
    }, keep="referral"),
    refused("mou", case("{referral}"), {
        "Where it stands": "Sent to the service", "To which office?": "Legal help",
    }, "Ask her first."),
    writes("mou", case("{referral}"), {"Where it stands": "She wants it"}),
    writes("mou", case("{referral}"), {"Where it stands": "Sent to the service", "To which office?": "Legal help"}),
    writes("mou", case("{referral}"), {"Where it stands": "The service has taken it"}, sees="moved forward"),
    writes("mou", case("visit?visit={call}"), {"How is she?": "She manages",
        "What did you do?": ["Police case or court"]}),
    writes("mou", case("{threat}"), {"Where it stands": "Contained"}, sees="moved forward"),
    sees("mou", case("mapping"), "Contained"),
    # A federation of women, which decides by itself.
    writes("salma", "groups/new", {"What it calls itself": "Vennila", "What kind of group": "Federation"},
           press="Begin the group", keep="federation"),
    writes("salma", "groups/new", {
        "What it calls itself": "Thamarai", "What kind of group": "Women's group",
        "It belongs to the federation": "Vennila", "Does it save together?": "Yes",
    }, press="Begin the group", keep="group"),
    writes("mou", group("new/member"), {
        "Her code": "{her}", "She agrees that the group's book has her code": "Yes",
        "What she is in the group": "Member",
    }),
    writes("rina", group("new/meeting"), {
        "How many were there": "17", "Who led it": "Leaders of the group",
        "What it was about": ["Child labour and school"],
        "Put together for savings, in rupees": "850",
    }, keep="meeting"),
    writes("rina", group("new/decision?about={meeting}"), {
        "What was decided": "Keep watch in the village", "Who does it": "Members together",
    }),
    sees("salma", group(), "Keep watch in the village", "Vennila"),
    only_ours(case(), case("{talk}"), case("{referral}")),
    shut("kabir", group(), group(of="federation")),
)  # fmt: skip


def survey(number: int, away: int = 0) -> Act:
    """One household of the village, by its number."""
    return sends("mou", "vulnerability_survey", {
        "village": "v1", "household": str(number), "state": "asked", "members": "5", "children": "2", "dropouts": "0",
        "working": "0", "away": str(away), "debt": "advance" if away else "none", "recruiter": "no", "marriage": "no",
        "violence": "not_asked", "ration": "yes",
    })  # fmt: skip


def stage(state: str, why: str, days: int, says: str = "Group and field workers together", **more: str) -> Act:
    """Where a group stands, since so many days ago."""
    page = group("stage") if more else group("new/stage")
    said = {"Where it stands": state, "What moved it": [why], "Who says so": says, "On which day?": Day(days)}
    return writes("mou", page, said, sees=more.get("sees", state))


def met(many: int, led: str, days: int) -> Act:
    return sends("mou", "meeting", {
        "group": "{group}", "kind": "regular", "present": str(many), "led": led, "topics": "work",
    }, day=days)  # fmt: skip


def does(task: str, doer: str, why: str, of: str = "", way: str = "") -> Act:
    """Who does a part of the work now. `of`: the thread, where it has been said before."""
    said = {"Where it stands": doer, "What moved it": [why]} | ({} if of else {"Which part of the work": task})
    return writes("mou", group(of or "new/task"), said, sees=way or doer)


BACK, FORWARD = "moved back", "moved forward"

JJ = journey(
    "JJ", "A union of brick workers through its four stages, once backwards, until it does the work itself",
    tuple(survey(number, away=1 if number % 2 else 0) for number in range(1, 12)),
    sees("salma", "villages/", "Shalikpur", "Somebody went away for work"),
    writes("mou", "groups/new", {
        "What it calls itself": "Eent Bhai", "What kind of group": "Labour union", "How often it meets": "Every month",
        "Members without a code here": "38",
    }, press="Begin the group", sees="Nobody has said yet how far it has come.", keep="group"),
    met(12, "staff", -500),
    stage("Organise", "It met regularly", -490),
    met(19, "staff", -420),
    writes("mou", group("new/training"), {"What was learnt": ["Rights and laws"], "Who taught": "Our field workers",
                                          "On which day?": Day(-400)}),
    stage("Educate", "It was trained", -390, sees=FORWARD),
    met(25, "together", -300),
    stage("Act", "It won something by acting", -290, sees=FORWARD),
    does("Finding who needs help", "The organisation", "It was trained for it"),
    sees("mou", group(" > Change: Finding who needs help"), "The organisation", keep="identify"),
    does("", "Together", "The group asked for it", "{identify}", FORWARD),
    # A season of migration takes its leaders away.
    met(6, "staff", -200),
    stage("Educate", "Migration or season", -190, sees=BACK),
    sees("salma", group(), "Educate", BACK, axe=True),
    does("", "The organisation", "Leaders left", "{identify}", BACK),
    met(21, "leaders", -100),
    stage("Act", "New leaders came forward", -90, sees=FORWARD),
    does("", "The collective", "It did it by itself", "{identify}", FORWARD),
    does("Negotiating with offices", "The collective", "Offices accept the group"),
    met(33, "leaders", -20),
    stage("Self-dependent", "It won something by acting", -10, says="The group itself", sees=FORWARD),
    # No field worker is needed any more: a leader writes the meeting and what it decided.
    writes("rina", group("new/meeting"), {
        "How many were there": "36", "Who led it": "Leaders of the group",
        "What it was about": ["Work, wages and livelihood"],
        "When it meets again": Day(30),
    }, keep="meeting"),
    writes("rina", group("new/decision?about={meeting}"), {
        "What was decided": "Bring it to a public hearing", "Who does it": "Members together", "By when": Day(12),
    }),
    sees("rina", group(), "Bring it to a public hearing", "Self-dependent"),
    shut("rina", group("new/stage")),
    sees("mou", group(), "Finding who needs help", "The collective", "Quarter by quarter"),
    sees("salma", "groups/", "Does 2 of 5 parts of the work itself"),
    sees("devi", group(), "Self-dependent"),
    shut("kabir", group(), group("{meeting}")),
)  # fmt: skip


REGISTER = {
    "person": "{her}", "agreed": "yes", "to_state": "8", "leaves_on": Day(-30), "check_in": Day(-2), "how": "contact",
    "contact": "yes", "if_silent": "call ngo", "note": Words("Ask Munni of the tea stall, 99999 00733"),
}  # fmt: skip

CD = journey(
    "CD", "A register that helps to go safely, and a release certificate that is asked for until it is issued",
    arrives("Chunmun Tamatarwa"),
    writes("mou", case("how-found"), {
        "For which programme": "Labour trafficking and bondage", "From where you heard of her": "Survey of villages",
        "How quickly somebody has to act": "Low: action in her community", "Where she is now": "With family",
    }),
    # She goes to Rajasthan for work, and says herself what is kept of that.
    sends("mou", "migration_register", {**REGISTER, "parts": "check_in"}, waits="to_state"),
    sends("mou", "migration_register", {**REGISTER, "parts": "where check_in"}, day=-31),
    sees("mou", case(), "Away for work", "Her contact person asks first: nobody else, before that."),
    sees("mou", "day", "Going away for work"),
    sees("mou", case(" > Rajasthan"), "Rajasthan", unseen="99999 00733", keep="going"),
    reads("mou", case("{going}"), "Munni of the tea stall"),
    refused("mou", case("{going}"), {"Wages promised, in rupees": "9000"}, "She has not agreed that this is kept."),
    writes("mou", case("{going}"), {"Where it stands": "Not heard of: her contact person asks"}),
    writes("mou", case(), {"The next day she chooses": Day(14)}, press="She is well"),
    sees("mou", case(), "She lets you know on", unseen="Her contact person asks first"),
    # Trafficked after all: missing, brought out, and the paper without which nothing is paid.
    writes("mou", case("new/missing"), {
        "Missing since": Day(-60), "Where it was reported": ["Police", "Helpline 1098 or 181"],
        "Reported on": Day(-58), "What the police wrote down": "A diary entry (GD) only",
        "By when to ask again": Day(2),
        "Number of the entry or case, and other words": Words("GD 4471 of the sleepy thana"),
    }, keep="missing", unseen="4471"),
    writes("mou", case("{missing}"), {"Where it stands": "Rescued", "Traced or back on": Day(-40)}, sees=FORWARD),
    writes("mou", case("{missing}"), {"Where it stands": "Missing"}, sees=BACK),
    writes("mou", case("{missing}"), {"Where it stands": "Returned"}),
    writes("mou", case("new/rescue"), {
        "Rescued on": Day(-40), "By whom": ["Magistrate or labour officer", "An organisation"],
        "How many were rescued together": "9", "In which state or country": "Rajasthan",
        "By when to ask for it (again)": Day(3),
    }, sees="Release certificate not asked for yet", keep="rescue"),
    refused("mou", case("{rescue}"), {
        "Where it stands": "Release certificate asked for", "Release certificate asked for on": Day(-50),
    }, "This is before the day that stands above it."),
    writes("mou", case("{rescue}"), {
        "Where it stands": "Release certificate asked for", "Release certificate asked for on": Day(-30),
    }, sees=FORWARD),
    writes("mou", case("{rescue}"), {"Where it stands": "Release certificate refused"}),
    sees("mou", case(), "Release certificate refused"),
    writes("mou", case("{rescue}"), {
        "Where it stands": "Release certificate issued", "Release certificate issued on": Day(-1),
        "Number of the case or certificate, and other words": Words("RC 77 of Jaipur, with a red ribbon"),
    }, sees="Release certificate issued", unseen="red ribbon"),
    # She wants the register deleted: then no page has it.
    writes("mou", case(), press="Take it out", sees="It is taken out."),
    sees("mou", case(), unseen="Away for work"),
    sees("salma", case("story"), "Release certificate issued", unseen="Rajasthan, "),
    shut("mou", case("{going}")),
    # A vigilance committee that watches over the village, not over her.
    writes("mou", "groups/new", {"What it calls itself": "Vijayta", "What kind of group": "Adolescent club",
                                 "How often it meets": "Every month"}, press="Begin the group", keep="group"),
    sends("mou", "meeting", {
        "group": "{group}", "kind": "urgent", "present": "23", "led": "together", "topics": "migration threat",
    }, ("decision", {"deed": "police", "done_by": "both", "by_when": Day(1)})),
    sees("rina", group(), "Report to the police"),
    only_ours(case(), case("{rescue}"), case("{missing}")),
)  # fmt: skip


SF = journey(
    "SF", "The Child Welfare Committee refers a girl at once; groups follow up, and school holds her",
    comes("Jhingur Mahuatoli", age="13"),
    asked("case", under_18=True),
    writes("mou", case(), press="Open her case"),
    writes("mou", case("how-found"), {
        "For which programme": "Labour trafficking and bondage",
        "From where you heard of her": "Child Welfare Committee",
        "How quickly somebody has to act": "Severe: the lawful duty bearer, at once",
        "Where she is now": "In an institution", "Which work, if it was work": "Work in a household",
        "Where she wants to live": "With her parents or brothers and sisters",
    }, sees=("Referral at once", "To be referred today")),
    sees("mou", "day", "Referral at once"),
    writes("mou", case(" > Write what was done"), {
        "Where it stands": "Referred, not acted yet", "To whom": ["Child Welfare Committee"],
    }, sees=FORWARD),
    writes("mou", case(" > Write what was done"), {"Where it stands": "The office has acted"},
        sees="The office has acted"),
    sees("mou", case(), unseen="To be referred today"),
    writes("mou", case("how-found"), {"Where she is now": "With family", "Why she is where she is now":
                                      "By order of a court or committee"}),
    # Her family is helped to have her back.
    writes("mou", case("new/family_work"), {
        "What is it?": "How to be there for her at home", "By which day?": Day(20),
    }, keep="work"),
    writes("mou", case("{work}"), {"Where it stands": "Under way"}),
    writes("mou", case("{work}"), {"Where it stands": "It did not help"}, sees=BACK),
    # Follow-up through a self-help group.
    writes("mou", "groups/new", {
        "What it calls itself": "Sarhul", "What kind of group": "Self-help group", "Does it save together?": "Yes",
        "Members without a code here": "11",
    }, press="Begin the group", keep="group"),
    does("Follow-up after return", "Together", "The group asked for it"),
    sends("mou", "meeting", {
        "group": "{group}", "kind": "regular", "present": "9", "led": "together", "topics": "new_survivor child_work",
        "saved": "450",
    }, ("decision", {"deed": "visit", "done_by": "members", "by_when": Day(5)})),
    sees("salma", group(), "Visit a woman or family", "Follow-up after return"),
    # What a group sees: how neighbours speak. And the school that keeps her from being sold again.
    sends(
        "mou", "mapping", {"person": "{her}", "parts": "stigmas strengths"},
        ("stigmas", {"source": "neighbours", "shows": "names left_out",
                     "stigma_words": Words("They say city air sticks to the hair.")}),
        ("strengths", {"strength_who": "shg", "close": "close", "turns": "speak_up protect"}),
    ),
    sees("mou", case("mapping > Neighbours and village"), "Names and gossip", keep="stigma"),
    writes("mou", case("{stigma}"), {
        "With the community": ["Awareness meetings"], "With a support group": ["The group talks about what people say"],
        "What did it change?": "Better", "Where it stands": "Less than before",
    }, sees=FORWARD),
    writes("mou", case("new/education"), {
        "Which class or school?": "Class 6 to 8", "On which day do you ask after it?": Day(30),
        "Where it stands": "Bridge course", "Does she get a scholarship or sponsorship?": "Yes",
        "On which day?": Day(-80),
    }, keep="school"),
    writes("mou", case("{school}"), {"Where it stands": "Goes and stays", "On which day?": Day(-40)}, sees=FORWARD),
    writes("mou", case("{school}"), {"Where it stands": "Enrolled",
        "What moved it": ["Migration or season"]}, sees=BACK),
    sees("mou", case("{school}"), axe=True),
    only_ours(case(), case("{school}"), case("{stigma}")),
)  # fmt: skip

"""Chapter 3 of the study: programmes with survivors of sex trafficking."""

from __future__ import annotations

from pakhi.cbr import scales
from tests.journeys.told import (
    Answer,
    Day,
    Words,
    arrives,
    asked,
    cannot,
    case,
    comes,
    group,
    journey,
    only_ours,
    refused,
    sees,
    sends,
    writes,
)

PLAN, VISIT = case("care-plan"), case("visit")

PAT = journey(
    "PAT", "A survivor who comes home: home investigation, plan, hospital, stigma in an office, collective",
    arrives("Tintinabula Kochupata"),
    # The police ask for a home investigation before she comes home.
    writes("mou", case("how-found"), {
        "For which programme": "Sex trafficking", "From where you heard of her": "Police",
        "How quickly somebody has to act": "Medium: a caseworker", "Where she is now": "In an institution",
        "Where she wants to live": "With her parents or brothers and sisters",
    }, sees="In an institution"),
    writes("mou", case("new/home_report"), {
        "Who asked for it": "Police", "By when to make it, or to look again": Day(3),
    }, sees="Asked for, not made yet", keep="report"),
    sees("mou", "day", "Home investigation", axe=True),
    sends("mou", "home_investigation", {
        "person": "{her}", "asked_by": "police", "spoken_to": "herself mother asha", "her_wish": "now", "alone": "yes",
        "near": "village", "hold": "money police", "family_violence": "none", "community_violence": "before",
        "works": "health school", "lacking": "police", "willing": "terms", "able": "help", "quiet": "uniform alone",
        "attention": "no", "conclusion": "conditions", "conditions": "visits group", "review": Day(60),
        "note": Words("Her aunt counts the brass pots aloud."),
    }),
    sees("mou", case("{report}"), "Safe only with conditions", "In the same village or lane"),
    sees("mou", case(), "What speaks against it", "In the same village or lane"),
    writes("mou", case("how-found"), {"Where she is now": "With family", "Why she is where she is now": "Rescued"}),
    sees("mou", case("identified"), "With family", "moved forward"),
    # At home: what she needs, fears, meets and has, told to a phone.
    sends(
        "mou", "mapping", {"person": "{her}", "parts": "needs threats strengths"},
        ("needs", {"component": "health", "element": "body", "hers": "1", "workers": "2", "gap": "delivery",
                   "need_family": "hospital", "need_words": Words("My back hurts like wet bamboo.")}),
        ("needs", {"component": "legal", "element": "papers", "hers": "2", "gap": "none"}),
        ("threats", {"threat_who": "trafficker", "threat_what": "case calls", "near": "village", "severity": "medium",
                     "reported": "nowhere"}),
        ("strengths", {"strength_who": "mother", "close": "very", "turns": "listen food"}),
    ),
    sees("mou", case("mapping"), "Body and treatment", "Who sold or took her", "Mother", axe=True),
    # A plan, made with her; somebody else approves it.
    writes("mou", PLAN, {"For how long?": "One year", "On which day do you look at it again?": Day(90)}),
    writes("mou", PLAN, {
        "What exactly?": "Body and treatment", "Soon, or a long way?": "Soon: weeks or months",
        "Did she choose it herself?": "Yes", "By which day?": Day(40),
        "In her own words": Words("I want to lift my brother again."),
    }, press="Add the goal", sees="Body and treatment"),
    writes("mou", PLAN, {
        "What is to be done?": "Go along to an office", "Who does it?": "A colleague", "Which colleague?": "Mou",
        "By which day?": Day(5),
    }, press="Add the action", sees=("Go along to an office", "She has not agreed to the plan as it now is")),
    writes("mou", PLAN, press="Ask for approval", sees="Waits for approval"),
    sees("mou", PLAN, "A supervisor or manager who did not change it last decides."),
    sees("salma", "board", "Care plan", axe=True),
    refused("salma", PLAN, {}, "Read the plan to her as it now is", press="Approve"),
    writes("mou", PLAN, {
        "How did she agree to it?": "Thumb mark", "On which day did she agree?": Day(0),
        "In which language was it read to her?": "Bengali",
    }, sees="She agreed to the plan as it now is."),
    writes("salma", PLAN, press="Approve", sees="Approved"),
    sees("mou", PLAN, "Approved", axe=True),
    # Going along to the hospital; there she is shamed.
    writes("mou", VISIT, {
        "What kind of visit?": "Going along to an office", "How is she?": "Ill or hurt", "To which office?": "Hospital",
        "What came of it?": "Told to come again", "Was she shamed or blamed there?": "Yes",
        "What did you do?": ["At an office with her", "Doctor or hospital"], "Who was there?": ["She"],
        "On which day is the next visit?": Day(7), "What to remember": Words("The nurse asked three times, aloud."),
    }, sees="She was shamed there: write it down"),
    writes("mou", case("new/stigma"), {
        "Where does it come from?": "An office that has a duty to her",
        "How does it show?": ["She has to tell her story again and again", "She is blamed"],
        "Which office is it about?": "Hospital",
    }, sees="It shows", keep="stigma"),
    writes("mou", case("{stigma}"), {
        "With the institution": ["Training for its people"], "With a support group": ["The group speaks up for her"],
    }, sees="Training for its people"),
    refused("mou", case("{stigma}"), {
        "With the community": ["She meets people face to face, once she is ready"],
    }, "She is not ready to stand before people yet."),
    # Health goes forward, and back.
    writes("mou", case("new/standing?component=health"), {
        "Where it stands": "Partly reached", "What moved it": ["Something she did"], "On which day?": Day(-20),
    }),
    writes("mou", case("standing-health"), {
        "Where it stands": "Work has begun", "What moved it": ["An office refused or delayed"],
    }, sees="moved back"),
    sees("mou", case(), "Work has begun", "moved back", axe=True),
    sees("salma", case("story?way=back"), "moved back"),
    # The collective meets twice a week; she is ready when she says so.
    writes("salma", "groups/new", {
        "What it calls itself": "Shiuli", "What kind of group": "Survivors' collective",
        "How often it meets": "Twice a week", "Members without a code here": "14",
    }, press="Begin the group", keep="group"),
    writes("mou", group("new/member"), {
        "Her code": "{her}", "She agrees that the group's book has her code": "Yes",
        "What she is in the group": "Member",
    }, keep="member"),
    writes("mou", group("new/training"), {
        "What was learnt": ["Leadership and speaking", "Talking with officers"], "Who taught": "Leaders of the group",
    }),
    writes("rina", group("new/meeting"), {
        "How many were there": "11", "Who led it": "Leaders of the group",
        "What it was about": ["How offices treat us"],
        "When it meets again": Day(3),
    }, keep="meeting"),
    writes("rina", group("new/decision?about={meeting}"), {
        "What was decided": "Go to an office together", "Who does it": "Leader and field worker together",
        "By when": Day(6),
    }, keep="decision"),
    sees("rina", group(), "Go to an office together", "Leaders of the group", axe=True),
    sees("mou", case(), "Shiuli"),
    refused("mou", case("new/readiness"), {
        "Where it stands": "Ready", "Before whom?": ["Offices and officials"],
        "What would she tell?": "Some of her story, without name and face",
    }, "Nobody is ready who has not said yes herself."),
    writes("mou", case("new/readiness"), {
        "Where it stands": "Ready", "Before whom?": ["Offices and officials"],
        "What would she tell?": "Some of her story, without name and face",
        "Did she say yes herself, with nobody pressing her?": "Yes", "When was it practised with her?": Day(-1),
    }, sees="Ready"),
    writes("mou", case("{stigma}"), {
        "With the community": ["She meets people face to face, once she is ready"],
        "What did it change?": "Better", "Where it stands": "Less than before",
    }, sees="moved forward"),
    writes("mou", case("{stigma}"), {"Where it stands": "It shows", "What did it change?": "Worse"}, sees="moved back"),
    writes("rina", group("{decision}"), {"Where it stands": "Done"}, sees="moved forward"),
    sees("salma", case("around"), "Mother"),
    only_ours(case(), PLAN, case("mapping"), case("story"), case("{stigma}")),
)  # fmt: skip


def scores(**said: int) -> dict[str, Answer]:
    """Scores of the assessment as the sentences that stand on its page."""
    sentences: dict[str, Answer] = {one.ask["en"]: one.scores[said[key]]["en"] for key, one in scales.domains().items()}
    return {**sentences, "Who took part?": ["She herself", "Her worker"]}


ASSESSED, CLOSING = case("assessment"), case("closing")
LOW, HALF = dict.fromkeys(scales.domains(), 2), dict.fromkeys(scales.domains(), 4) | {"livelihood": 3}
REACHED = dict.fromkeys(scales.domains(), 4) | {"education": 5}
ASKED_TO_CLOSE = writes("mou", CLOSING, {
    "Why is it closed?": "The scores that we agreed on hold", "Was it talked over with her?": "Yes",
    "In words": Words("She laughed and said the ladder holds."),
}, press="Ask somebody else to decide", sees="You asked for it, so somebody else decides.")  # fmt: skip

IM = journey(
    "IM", "Six parts of life are scored until a case may be closed; a hostel in the place of a family",
    arrives("Bumbulina Tantanani"),
    writes("mou", case("how-found"), {
        "For which programme": "Sex trafficking", "From where you heard of her": "Child Welfare Committee",
        "How quickly somebody has to act": "Medium: a caseworker", "Where she is now": "In an institution",
        "Where she wants to live": "Hostel or group home",
    }),
    # The first scores come from a phone, in the home where she lives.
    sends("mou", "assessment", {
        "person": "{her}", **{key: str(one) for key, one in LOW.items()}, "who": "herself counsellor",
        "words": Words("I count the window bars at night."),
    }, day=-270),
    sees("mou", case(), "Overdue since", "She has seen a doctor, but the treatment does not go on"),
    cannot("mou", CLOSING, "Ask somebody else to decide", "Why is it closed?", "The scores that we agreed on hold"),
    # Her family is not ready; she chooses a hostel, and is supported with money.
    writes("mou", case("new/family"), {
        "Where it stands": "Not fit: she is not safe there", "Why is it not fit?": ["They do not want her back"],
    }),
    sees("mou", case(), "Her family is not fit, and no other place is written down."),
    refused("mou", case("new/living"), {
        "What kind of place?": "Hostel or paying guest", "Did she choose it herself?": "Yes",
        "Where it stands": "She lives there",
    }, "This has to be answered."),
    writes("mou", case("new/living"), {
        "What kind of place?": "Hostel or paying guest", "Did she choose it herself?": "Yes",
        "Where it stands": "She lives there", "On which day do you ask her how it is there?": Day(30),
        "Who hosts her, and where": Words("Hostel of the seven mango steps, third bunk"),
    }, unseen="seven mango steps"),
    writes("mou", case("how-found"), {"Where she is now": "In a community of her choice"}),
    writes("mou", case("ledger"), {
        "Money or things?": "Money", "How many rupees?": "1800", "What for?": "Hostel or rent",
        "Handed or paid to whom?": "A hostel or house owner", "What paper is there?": "A receipt or bill",
    }, sees="1,800"),
    sees("mou", case(), "Direct support: ₹ 1,800 this year", unseen="no other place is written down"),
    # Round after round; what goes down is said as plainly as what goes up.
    writes("mou", ASSESSED, {**scores(**HALF), "On which day?": Day(-180)}, sees="The assessment is written down"),
    writes("mou", ASSESSED, {**scores(**(HALF | {"mind": 3})), "On which day?": Day(-92)}),
    sees("salma", case(), "lower than before", "Hard days come"),
    cannot("mou", CLOSING, "Ask somebody else to decide", "Why is it closed?", "The scores that we agreed on hold"),
    writes("mou", ASSESSED, scores(**REACHED)),
    sees("mou", case(), "higher than before", "Next by", unseen="Overdue since"),
    sees("mou", ASSESSED, axe=True),
    # Closing is asked for by one and decided by another.
    ASKED_TO_CLOSE,
    sees("salma", "board", "Closing the case"),
    sees("mou", case(), "Closing was asked for: somebody else decides"),
    writes("salma", CLOSING, {"Why does it stay open?": "It is too early"}, press="Keep it open"),
    ASKED_TO_CLOSE,
    writes("salma", CLOSING, press="Close the case", sees="Everything can still be read."),
    sees("mou", case(), "This case is closed."),
    sees("mou", "cases", "1 closed case"),
    writes("mou", CLOSING, {"Why is it opened again?": "Something that was reached is lost again"},
           press="Open the case again", sees="Opened again"),
    writes("mou", ASSESSED, scores(**(REACHED | {"livelihood": 2}))),
    sees("mou", case(), "lower than before", unseen="This case is closed."),
    sees("mou", "cases", "{her:said}"),
    only_ours(case(), ASSESSED, CLOSING, case("ledger")),
)  # fmt: skip


WM = journey(
    "WM", "The risk at home every quarter, a threat that is reported, and a supervisor who acts",
    arrives("Gudgudiya Mirmiri"),
    writes("mou", case("how-found"), {
        "For which programme": "Sex trafficking", "From where you heard of her": "Her family",
        "How quickly somebody has to act": "Medium: a caseworker", "Where she is now": "With family",
    }),
    sends("mou", "risk", {
        "person": "{her}", "knows": "home", "trafficker": "near", "violence": "no", "agents": "yes", "missing": "no",
        "debt": "yes", "pressure": "none", "beside": "family group", "judgement": "medium", "reasons": "said seen",
        "changed": "first", "words": Words("The blue motorbike again, without a number."),
    }, day=-100),
    sees("mou", case(), "Risk: medium", "overdue since"),
    sees("mou", "day", "Risk at home and in the place"),
    sends("mou", "risk", {
        "person": "{her}", "knows": "home", "trafficker": "threatens", "violence": "unknown", "agents": "yes",
        "missing": "no", "debt": "yes", "pressure": "case", "beside": "group", "judgement": "high",
        "reasons": "trafficker pressure", "changed": "worse",
    }),
    sees("mou", case(), "Risk: high", "A supervisor looks at it", "What to do now"),
    sees("salma", "board", "{her:said}"),
    sees("salma", "day", "A supervisor looks at it"),
    refused("mou", case(" > A supervisor looks at it"), {
        "What was decided?": ["Somebody goes there"], "Where it stands": "Closed",
    }, "A supervisor or manager of the organisation decides this."),
    writes("salma", case(" > A supervisor looks at it"), {
        "What was decided?": ["Somebody goes there"], "Where it stands": "Closed",
    }, sees="Somebody goes there"),
    writes("mou", case("now > Write it down"), {
        "Where it stands": "Closed", "What was done?": ["Somebody stayed with her or on the line"],
    }),
    sees("mou", case(), "Risk: high", unseen="What to do now"),
    # The threat, and where it was reported.
    writes("mou", case("new/threat"), {
        "Who is it, seen from her?": "Who sold or took her",
        "What is threatened, or done?": ["To make her drop the case", "Calls and messages"],
        "How near are they?": "In the village or the lane", "How bad?": "High",
        "In her own words": Words("He said the river is deep this year."),
    }, keep="threat"),
    refused("mou", case("new/incident"), {
        "What happened?": "A threat", "Who was it, seen from her?": "Who sold or took her", "How grave?": "High",
        "Who was told?": ["Our supervisor", "Police, or 112"], "What was done?": ["A complaint was written with her"],
        "Look again on": Day(2),
    }, "This has to be answered."),
    writes("mou", case("new/incident"), {
        "What happened?": "A threat", "Who was it, seen from her?": "Who sold or took her", "How grave?": "High",
        "Who was told?": ["Our supervisor", "Police, or 112"], "On what ground were others told?": "She said yes",
        "What was done?": ["A complaint was written with her"], "Look again on": Day(2),
    }, keep="incident"),
    writes("mou", case("{threat}"), {"Where was it reported?": ["Police", "AHTU"]}, sees="Police, AHTU"),
    # Safety comes before everything; the supervisor acts.
    sees("mou", case("now"), "112", "Safety now", "There is none yet", axe=True),
    writes("mou", case("new/safety_plan"), {
        "What has it a part about?": ["Whom she calls, and what she says", "A safe place to go to"],
        "Was it made with her?": "Yes", "Where is it kept for her?": "In her head",
        "The plan in her words": Words("To Pishi with the green gate, word: jackfruit"),
    }, unseen="jackfruit"),
    refused("mou", case("now > Write it down"), {"Where it stands": "Closed"}, "This has to be answered."),
    writes("mou", case("now > Write it down"), {
        "Where it stands": "Closed", "What was done?":
        ["Her safety plan was gone through", "112 or the police were called"],
    }),
    writes("salma", case(" > A supervisor looks at it"), {
        "What was decided?": ["Police, child welfare committee or another office"], "Where it stands": "Closed",
    }),
    sees("mou", case(), "Grave", unseen="What to do now"),
    writes("mou", case("{incident}"), {"Where it stands": "Closed", "Why is it closed?": "An office has taken it on"}),
    writes("mou", case("{threat}"), {"Where it stands": "Contained"}, sees="moved forward"),
    writes("mou", case("{threat}/close"), {"Why is it over?": "Police or court protect her"}, press="Close it"),
    writes("mou", case("{threat}"), {"Where it stands": "Open", "How bad?": "Medium"}, sees="moved back"),
    sees("mou", case("mapping"), "Who sold or took her"),
    # Skills, in a place of the community.
    writes("mou", case("new/course"), {"In what?": "A trade", "Is she paid for her time there?": "Yes",
                                       "Where it stands": "She goes there"}, sees="A trade"),
    writes("mou", case("risk"), {
        "How do you know?": "At her home", "Those who trafficked her": "They live near or are seen",
        "Is there violence at home?": "No", "Do agents look for girls and women here?": "Yes",
        "Has anybody of the family or next door gone missing since last time?": "No",
        "Is the family in debt that presses?": "No", "Is she pressed to something?": ["Nothing"],
        "Who would stand by her tonight?": ["The group"], "Your judgement of the risk": "Medium",
        "What does it rest on?": ["It has become better"], "What has changed?": "Safer than last time",
    }, sees="The round is written down"),
    sees("salma", case(), "Risk: medium", "next by"),
    only_ours(case(), case("risk"), case("now"), case("{threat}")),
)  # fmt: skip


SCHEME = {"To what service?": "A welfare scheme", "By which day do you ask after it?": Day(14)}

HELP = journey(
    "HELP", "Leaving sex work: leaders link her to schemes, and her child has another way",
    arrives("Chimchimi Jhalarbai"),
    comes("Poddopata Ghungurani", of="leader"),
    writes("mou", case("how-found"), {
        "For which programme": "Leaving sex work", "From where you heard of her": "A survivors’ or women’s group",
        "How quickly somebody has to act": "Low: action in her community",
        "Where she is now": "In a community of her choice", "Where she wants to live": "Where she is now",
    }),
    writes("mou", "groups/new", {"What it calls itself": "Mukti", "What kind of group": "Survivors' collective"},
           press="Begin the group", keep="group"),
    writes("mou", group("new/member"), {
        "Her code": "{leader}", "She agrees that the group's book has her code": "Yes",
        "What she is in the group": "Leader",
    }, keep="member"),
    refused("mou", group("new/peer_support"), {
        "Who is there for her": "{leader:said}", "Code of the new survivor": "{her}",
        "The new survivor said yes to this": "No",
    }, "Nobody is sent to her without her yes."),
    writes("mou", group("new/peer_support"), {
        "Who is there for her": "{leader:said}", "Code of the new survivor": "{her}",
        "The new survivor said yes to this": "Yes", "How she is there for her": ["Goes along with her"],
        "When somebody asks both how it goes": Day(20),
    }, sees="She is there for her"),
    sees("mou", case(), "Mukti", "{leader:said}"),
    # The leaders go to the block office with her.
    writes("rina", group("new/meeting"), {
        "How many were there": "20", "Who led it": "Leaders of the group", "What it was about": ["Schemes and papers"],
    }, keep="meeting"),
    writes("rina", group("new/decision?about={meeting}"), {
        "What was decided": "Go to an office together", "Who does it": "A leader", "By when": Day(4),
    }, keep="decision"),
    writes("mou", case("new/referral"), SCHEME, sees="Offered to her", keep="referral"),
    refused("mou", case("{referral}"), {
        "Where it stands": "Sent to the service", "To which office?": "Block or town office",
    }, "Ask her first."),
    writes("mou", case("{referral}"), {"Where it stands": "She wants it"}),
    writes("mou", case("{referral}"), {
        "Where it stands": "Sent to the service", "To which office?": "Block or town office",
    }),
    writes("mou", case("{referral}"), {
        "Where it stands": "The service turned it down",
        "Why was it turned down, or not wanted?": "A paper is missing",
    }),
    writes("mou", case("{referral}"), {"Where it stands": "She was helped"}, sees="She was helped"),
    writes("rina", group("{decision}"), {"Where it stands": "Done"}),
    # A livelihood takes years, and goes back as well.
    writes("mou", case("new/livelihood"), {
        "What would she like to do?": "Sewing", "On which day do you look at it again?": Day(60),
        "On which day?": Day(-400),
    }, keep="path"),
    writes("mou", case("{path}"), {
        "Where it stands": "Earns every month", "Work or business?": "A business with her group",
        "What she earns in a month, in rupees": "4200", "On which day?": Day(-100),
    }, sees="moved forward"),
    writes("mou", case("{path}"), {
        "Where it stands": "Finding who buys or hires", "What moved it": ["Migration or season"],
    }, sees="moved back"),
    # Her child.
    comes("Jhumjhumi Jhalarbai-Khukumoni", of="child", age="12"),
    asked("case", of="child", under_18=True),
    writes("mou", case(of="child"), press="Open her case"),
    writes("mou", case("how-found", of="child"), {
        "For which programme": "Children of women in sex work", "From where you heard of her": "Her family",
        "How quickly somebody has to act": "Low: action in her community", "Where she is now": "With family",
    }),
    writes("mou", case("new/education", of="child"), {
        "Which class or school?": "Class 6 to 8", "On which day do you ask after it?": Day(30),
        "Where it stands": "Goes and stays", "On which day?": Day(-30),
    }, keep="school"),
    writes("mou", case("{school}", of="child"), {
        "Where it stands": "Bridge course", "What moved it": ["Stigma"],
    }, sees="moved back"),
    refused("mou", case("new/readiness", of="child"), {
        "Where it stands": "She thinks about it", "What would she tell?": "Her story, with name or face",
    }, "The law forbids showing the name or the face of a child."),
    only_ours(case(), case(of="child"), case("{referral}"), case("{path}")),
)  # fmt: skip

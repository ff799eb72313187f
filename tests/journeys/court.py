"""Ways through police and court: after a refusal, with police cases in two states, and of two organisations."""

from __future__ import annotations

from tests.journeys.told import Act, Answer, Day, Join, Words, arrives, asked, journey, refused, sees, shut, writes

WHERE, STANDS, NEXT = "In which district is the police station?", "Where it stands", "The next day in court"


def court(rest: str = "", of: str = "court") -> str:
    """A page of her case at court."""
    return f"people/{{her}}/court/{{{of}}}{rest}"


def begins(district: str, words: str) -> Act:
    said: dict[str, Answer] = {
        WHERE: district, "Is the anti-trafficking unit on it?": "Not known", "In words": Words(words),
    }  # fmt: skip
    return writes("mou", "people/{her}/court/new/court_case", said, sees="No track is begun yet", keep="court")


def stands(state: str, sees: str | tuple[str, ...], **more: Answer) -> Act:
    """The next step of the only track."""
    return writes("mou", court(" > Next step"), {STANDS: state, **more}, sees=sees)


REFUSED = journey(
    "REFUSED", "The police do not write it down: Superintendent, Magistrate, FIR",
    arrives("Jhumjhumi Kochupata"),
    begins("North 24 Parganas", "She was shouted at beside the yellow jeep."),
    writes("mou", court(" > Police case"), {
        "Where is the station?": "Where she comes from", "Police station": "Amdanga police station",
        "Was she under 18 then?": "No", STANDS: "Not written down: refused",
    }, sees=("The police did not write the complaint down.", "Write to the Superintendent of Police",
             "An officer who does not write down")),
    refused("mou", court(" > Next step"), {STANDS: "The Magistrate was asked"},
            "After “Not written down: refused” the law knows: Written to the Superintendent"),
    stands("Written to the Superintendent", "Ask the Magistrate to order"),
    stands("The Magistrate was asked", "Ask at the court on which day it decides"),
    writes("mou", court(" > Next step"), {
        STANDS: "FIR registered", "Sections that stand in it": ["BNS 143", "BNS 64"],
        "In words": Words("The number is seven of the blue book."),
    }, sees=("The police have registered the case", "A copy of the FIR, free", "BNSS 193(3)(ii)"),
        unseen="What comes next"),
    sees("salma", "people/{her}/case/", "Police and court", "The police have registered the case", axe=True),
    writes("salma", court(), press="Met", sees="Met"),
    shut("kabir", court(), "people/{her}/court/new/fir"),
    shut("finn", court()),
)  # fmt: skip

TWO_STATES = journey(
    "TWO_STATES", "A police case where she was taken to and one at home; held in a home; a day in court put off",
    arrives("Titlikali Kochupata"),
    begins("Pune", "A lane with a green gate."),
    writes("mou", court(" > Police case"), {
        "Where is the station?": "Where she was taken to", "Was she under 18 then?": "No", STANDS: "FIR registered",
        "On which day was the FIR registered?": Day(-20),
    }, sees="The police have registered the case"),
    writes("mou", court(" > Police case"), {
        "Where is the station?": "Where she comes from", "Was she under 18 then?": "No", STANDS: "The police were told",
    }, sees=("The police were told. No case is registered yet.", "The police have registered the case")),
    writes("mou", court(" > Held in a home"), {
        "Where?": "In a government home", "By which law?": "Immoral Traffic Act", "Since which day?": Day(-15),
        "Does she want to be there?": "No",
    }, sees=("Held for more than 10 days.", "We have seen no order for it.")),
    writes("mou", court(" > A day in court"), {
        "On which day?": Day(), "What is it for?": "Where she stays", "Who goes with her?": "Mou",
    }, sees="Where she stays"),
    sees("salma", "hearings", "Held for more than 10 days.", "Where she stays", "Mou", axe=True),
    writes("mou", court(" > Write it down"), {
        "What became of it?": "Put off", NEXT: Day(12),
        "Why was it put off?": "The police did not come or had no papers",
    }, sees="The police did not come or had no papers"),
    sees("mou", "hearings", "Where she stays", "Week of"),
    shut("kabir", court(), "people/{her}/court/new/hearing"),
)  # fmt: skip

DONE, SHARED = "Both work on it", court("/shared/{joint}")
TOGETHER = journey(
    "TOGETHER", "Two organisations work on her case, at home and where she was taken to, until she takes back her yes",
    Join("farida", "Farida", "supervisor", at="two"),
    arrives("Jhilimili Kochupata"),
    begins("Pune", "The house behind the cinema of seven lamps."),
    sees("mou", court(), "Another organisation on this case", "Nobody else works on it"),
    sees("mou", court("/share"), "Ask her first", "Ask her whether something may be shared", axe=True),
    asked("share", said={"Who gets it?": "CBO Two", "Which parts?": ["court and police papers"]}),
    writes("mou", court("/share"), {"Which organisation?": "CBO Two She agreed"}, press="Ask them",
           sees=("They are asked.", "Not answered yet"), keep="joint"),
    sees("farida", "shared", "From other organisations", "CBO One", "Not answered yet"),
    writes("farida", "shared/{joint}", press="We work on it", sees=(DONE, "Pune, Maharashtra"),
           unseen=("{her}", "{her:said}", "Mou")),
    writes("farida", "", {"Of your organisation, besides supervisors and managers": "Kabir"}, press="Keep it so",
           sees="Written."),
    writes("mou", SHARED, {
        "What is to be done?": "Get a certified copy", "Who does it?": "CBO Two", "By which day?": Day(3),
    }, sees=("Get a certified copy", "Written. Both see it.")),
    writes("kabir", "shared/{joint}", {
        "What is to be done?": "Ask that the FIR is sent to the right station", "Who does it?": "CBO One",
        "By which day?": Day(10),
    }, sees=("Get a certified copy", "Ask that the FIR is sent to the right station"), unseen=("{her:said}", "Mou")),
    sees("kabir", "shared", "1 thing for us to do", axe=True),
    writes("kabir", "shared/{joint}", press="Done", sees="Written. Both see it."),
    sees("mou", SHARED, "Done", "Ask that the FIR is sent to the right station", axe=True),
    sees("kabir", "shared/{joint}", "No paper went yet.", axe=True),
    shut("kabir", court(), SHARED, "people/{her}/case/", "person/{her}/"),
    shut("finn", "shared/{joint}", "shared"),
    shut("mou", "shared/{joint}"),
    writes("mou", "person/{her}/consents", press="She takes it back"),
    sees("kabir", "shared", unseen="Get a certified copy"),
    shut("kabir", "shared/{joint}"),
    sees("farida", "shared/{joint}", "This case is not shared any more", unseen=("certified", "Pune", "Criminal case")),
    sees("mou", SHARED, "What she agreed to does not hold any more"),
)  # fmt: skip

JOURNEYS = (REFUSED, TWO_STATES, TOGETHER)

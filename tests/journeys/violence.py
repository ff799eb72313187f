"""Chapter 6 of the study: programmes of women's organisations, with survivors of violence."""

from __future__ import annotations

from tests.journeys.told import (
    Act,
    Day,
    Join,
    Words,
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

HOST = Words("Kaki Motiben, third lane behind the salt pans, blue goat at the gate")


def begins(label: str, kind: str, **more: str) -> Act:
    """A group of CBO One."""
    said = {"What it calls itself": label, "What kind of group": kind, **more}
    return writes("mou", "groups/new", said, press="Begin the group", keep="group")


def found(programme: str = "Women survivors of violence", source: str = "A survivors’ or women’s group") -> Act:
    """How she was found, and that a caseworker is there for her."""
    return writes("mou", case("how-found"), {
        "For which programme": programme, "From where you heard of her": source,
        "How quickly somebody has to act": "Medium: a caseworker", "Where she is now": "With family",
        "Was she trafficked?": "No; another kind of violence",
    })  # fmt: skip


def joins(login: str, name: str) -> tuple[Act, ...]:
    """Somebody gets an account and signs in; the supervisor gives access to names."""
    return Join(login, name, "worker"), writes("salma", "keys", press=f"Give access · {name}", sees=name)


def given_to(name: str, of: str) -> Act:
    """The supervisor decides who is there for somebody."""
    return writes("salma", f"person/{{{of}}}/", {"Who": name, "As what": "Main worker, from the first day on"},
                  press="Write it down", sees=name)  # fmt: skip


AN = journey(
    "AN", "A woman in distress: the collective acts, and a member takes her in; nobody reads where",
    begins("Mahila Manch", "Women's group"),
    comes("Thumakthumak Rangolibai"),
    comes("Dhamdham Ghantiben", of="leader"),
    writes("mou", group("new/member"), {
        "Her code": "{leader}", "She agrees that the group's book has her code": "Yes",
        "What she is in the group": "Leader",
    }),
    # In the night there is no time to ask everything: her life comes first, and she is asked afterwards.
    writes("mou", case(), {"Why not?": "A life was in danger"}, press="Open the case without asking",
           sees="Her case was opened without asking her."),
    sees("mou", "cases", "{her:said}"),
    writes("mou", case("new/incident"), {
        "What happened?": "Violence", "Who was it, seen from her?": "Husband or partner", "How grave?": "High",
        "Who was told?": ["Her group", "Our supervisor"],
        "On what ground were others told?": "A life was in danger and she could not be asked",
        "What was done?": ["She was brought to a safe place", "The group acted"], "Look again on": Day(1),
    }, keep="incident"),
    sees("mou", case(), "What to do now", "A grave incident"),
    writes("rina", group("new/meeting"), {
        "What kind of meeting": "Called because of something urgent", "How many were there": "8",
        "Who led it": "Leaders of the group", "What it was about": ["Violence at home"],
    }, keep="meeting"),
    writes("rina", group("new/decision?about={meeting}"), {
        "What was decided": "A safe place in a member's house", "Who does it": "Members together", "By when": Day(0),
    }, keep="decision"),
    writes("mou", case("new/living"), {
        "What kind of place?": "A safe house in the community", "Did she choose it herself?": "Yes",
        "Where it stands": "She lives there", "On which day do you ask her how it is there?": Day(3),
        "Until when can she stay?": Day(21), "Who hosts her, and where": HOST,
    }, unseen=HOST, keep="living"),
    sees("mou", case("{living}"), "With words, sealed.", unseen=("Motiben", "salt pans")),
    reads("mou", case("{living}"), HOST),
    sees("rina", group(), "A safe place in a member's house", unseen="Motiben"),
    writes("rina", group("{decision}"), {"Where it stands": "Done"}),
    asked("case"),
    sees("mou", case(), unseen="Her case was opened without asking her."),
    # Her husband's family asks for a talk: where there was violence, nothing is mediated.
    writes("mou", case("new/mediation"), {
        "With whom?": "Her husband", "Has anybody of them hit, forced or threatened her, ever?": "Yes",
        "Is she afraid to say before them what she wants?": "Not known",
        "Do they hold her money, papers or house, so that she cannot say no?": "Yes",
        "Are children in danger, or used to press her?": "No", "Does she want it herself?": "Yes",
    }, sees="Not safe: not held", keep="mediation"),
    refused("mou", case("{mediation}"), {
        "Where it stands": "Held", "Has anybody of them hit, forced or threatened her, ever?": "No",
        "Is she afraid to say before them what she wants?": "No",
        "Do they hold her money, papers or house, so that she cannot say no?": "No",
    }, "There was violence."),
    writes("mou", case("new/need"), {
        "Part of life": "Law and protection", "What exactly?": "Identity papers",
        "How important is it to her?": "1: first of all",
    }, keep="need"),
    sends("mou", "helpdesk_day", {
        "desk": "helpdesk", "has_code": "yes", "person": "{her}", "first_visit": "yes", "purpose": "ration",
        "office_visited": "no", "outcome": "talked", "note": Words("Her thumb is bandaged; sign later."),
    }),
    writes("mou", case("{living}"), {"Where it stands": "She left"}),
    only_ours(case(), case("{living}"), case("{incident}")),
)  # fmt: skip


POLICE = {
    "Who gets it?": "Amdanga police station", "Which parts?": ["names", "case record"],
}  # fmt: skip

KM = journey(
    "KM", "A safety centre that shares with the police, by memorandum and with her yes",
    sends("mou", "helpdesk_day", {
        "desk": "helpdesk", "has_code": "no", "first_visit": "yes", "purpose": "ration", "office_visited": "no",
        "outcome": "talked",
    }),
    arrives("Khankhan Bangdiwali"),
    found(source="She came herself"),
    writes("mou", case("visit"), {
        "What kind of visit?": "At the centre", "How is she?": "Afraid", "What did you do?": ["Listened", "Safety"],
    }),
    writes("mou", case("new/referral"), {
        "To what service?": "Police or AHTU", "By which day do you ask after it?": Day(3),
    }, keep="referral"),
    refused("mou", case("{referral}"), {
        "Where it stands": "Sent to the service", "To which office?": "Police",
    }, "Ask her first."),
    refused("mou", case("new/incident"), {
        "What happened?": "Violence", "Who was it, seen from her?": "In-laws", "How grave?": "Medium",
        "Who was told?": ["Police, or 112"], "What was done?": ["A complaint was written with her"],
        "Look again on": Day(2),
    }, "This has to be answered."),
    # Read to her line by line: to whom, and which parts. Then the memorandum works.
    asked("share", said=POLICE),
    sees("mou", "person/{her}/consents", "Amdanga police station"),
    writes("mou", case("{referral}"), {"Where it stands": "She wants it"}),
    writes("mou", case("{referral}"), {
        "Where it stands": "Sent to the service", "To which office?": "Police",
    }, sees="moved forward"),
    writes("mou", case("new/incident"), {
        "What happened?": "Violence", "Who was it, seen from her?": "In-laws", "How grave?": "Medium",
        "Who was told?": ["Police, or 112"], "On what ground were others told?": "She said yes",
        "What was done?": ["A complaint was written with her"], "Look again on": Day(2),
        "In words": Words("The ladle, twice, and the shut door."),
    }, keep="incident"),
    writes("mou", case("{referral}"), {"Where it stands": "The service has taken it"}, sees="moved forward"),
    # Mediation is offered where nobody was hit, and only if she wants it; she does not.
    writes("mou", case("new/mediation"), {
        "With whom?": "Neighbours", "Has anybody of them hit, forced or threatened her, ever?": "No",
        "Is she afraid to say before them what she wants?": "No",
        "Do they hold her money, papers or house, so that she cannot say no?": "No",
        "Are children in danger, or used to press her?": "No", "Does she want it herself?": "No",
    }, sees="Stopped"),
    # She takes her yes back, at any time and without a reason.
    writes("mou", "person/{her}/consents", press="She takes it back"),
    sees("salma", "person/{her}/consents", "1 that does not hold"),
    only_ours(case(), case("{referral}"), case("{incident}"), "person/{her}/consents"),
)  # fmt: skip


TALK = Words("She said the well is quieter than the house.")

IFC = journey(
    "IFC", "A woman of the village learns for a year to be a para-counsellor, and then counsels",
    arrives("Gejjegala Mallige", of="learner"),
    writes("mou", case("how-found", of="learner"), {
        "For which programme": "Women survivors of violence", "From where you heard of her": "She came herself",
        "How quickly somebody has to act": "Low: action in her community", "Where she is now": "With family",
    }),
    writes("mou", case("new/course", of="learner"), {
        "In what?": "Para-counsellor", "From which day?": Day(-365), "Until which day?": Day(-1),
        "Where it stands": "Enrolled", "On which day?": Day(-365),
    }, keep="course"),
    sees("mou", "day", "Training"),
    writes("mou", case("{course}", of="learner"), {"Where it stands": "She goes there", "On which day?": Day(-200)}),
    writes("mou", case("{course}", of="learner"), {
        "Where it stands": "Finished", "Did she get a certificate?": "Yes",
    }, sees="moved forward"),
    # From now on she has an account of her own, and somebody to be there for.
    joins("gejje", "Gejje"),
    arrives("Tunturu Honnamma"),
    found(),
    shut("gejje", case(), case("visit"), case(of="learner")),
    given_to("Gejje", "her"),
    writes("gejje", case("visit"), {
        "What kind of visit?": "Counselling", "How is she?": "Low, worried or not sleeping",
        "What did you do?": ["Listened"], "What to remember": TALK,
    }),
    sees("gejje", case(" > Counselling"), "With words, sealed.", keep="talk"),
    reads("gejje", case("{talk}"), TALK),
    sealed_from("salma", case("{talk}")),
    shut("mou", case(), case("{talk}")),
    shut("gejje", case(of="learner"), "board", "groups/{her}/"),
    # The women talk about it in the village.
    begins("Mallige", "Women's group"),
    writes("mou", group("new/awareness"), {
        "Who was reached": ["Adolescents and youth"], "Where": "School or college",
        "Did survivors tell of their own life?": "No", "How many were there": "40",
    }),
    only_ours(case(), case("{talk}"), case(of="learner")),
)  # fmt: skip


# Nothing joins an account to a record in the vault, and nothing should: it would say of a colleague that she is a
# survivor. So a supervisor who chose her as her own worker could not be stopped by the product; nobody else can do it,
# and what is walked here is that her account opens nothing of hers.
SH = journey(
    "SH", "A survivor becomes a fieldworker: for others, never for herself",
    arrives("Chandni Jhumkewali", of="herself"),
    writes("mou", case("how-found", of="herself"), {
        "For which programme": "Women survivors of violence", "From where you heard of her": "Another office",
        "How quickly somebody has to act": "Medium: a caseworker", "Where she is now": "With family",
    }),
    writes("mou", case("new/livelihood", of="herself"), {
        "What would she like to do?": "Social work", "On which day do you look at it again?": Day(60),
        "On which day?": Day(-300),
    }, keep="path"),
    writes("mou", case("{path}", of="herself"), {
        "Where it stands": "Earns every month", "Work or business?": "Work for a wage",
        "Does she decide about the money herself?": "Yes",
    }, sees="moved forward"),
    joins("chandni", "Chandni"),
    # A new worker reaches nobody by herself, least of all her own record.
    shut("chandni", case(of="herself"), case("story", of="herself"), case("{path}", of="herself"), "person/{herself}/"),
    sees("chandni", "cases", "0 open cases"),
    refused("chandni", "cases", {"Open a case by its code, or by her name": "{herself}"},
            "Nobody whom you are there for has this code.", press="Open"),
    arrives("Rimjhim Surmedani"),
    given_to("Chandni", "her"),
    writes("chandni", case("how-found"), {
        "For which programme": "Women survivors of violence", "From where you heard of her": "She came herself",
        "How quickly somebody has to act": "Medium: a caseworker", "Where she is now": "With family",
    }),
    writes("chandni", case("visit"), {"What kind of visit?": "At the centre", "How is she?": "She manages",
                                      "On which day is the next visit?": Day(4)}),
    sees("chandni", "cases", "{her:said}", unseen="{herself:said}"),
    sees("chandni", "day", "Visit", unseen="{herself:said}"),
    shut("mou", case()),
    shut("chandni", case(of="herself")),
    # She helps others as a leader of her group, too; there it is her own choice to be known by her code.
    begins("Noor Basti", "Survivors' collective"),
    writes("mou", group("new/member"), {
        "Her code": "{herself}", "She agrees that the group's book has her code": "Yes",
        "What she is in the group": "Trains others",
    }),
    sees("salma", group(), "Trains others"),
    only_ours(case(), case(of="herself")),
)  # fmt: skip


AA = journey(
    "AA", "A paralegal organisation: papers, a referral, legal aid, and a network of survivors that takes over",
    arrives("Bindiya Kajrauti"),
    found(source="Another organisation"),
    writes("mou", case("new/course"), {"In what?": "Paralegal", "How it ended": "Finished",
                                       "On which day?": Day(-20)}, sees="Paralegal"),
    writes("mou", case("new/need"), {
        "Part of life": "Law and protection", "What exactly?": "Identity papers",
        "How important is it to her?": "1: first of all", "Can it be had?": "Delivery gap: it exists and is not given",
    }, keep="need"),
    refused("mou", case("{need}/close"), {"Where it stands": "Met"}, "This field is required.", press="Close it"),
    writes("mou", case("ledger"), {
        "Money or things?": "Money", "How many rupees?": "150", "What for?": "Papers and stamps",
        "Handed or paid to whom?": "A lawyer or an office",
    }, sees="150"),
    writes("mou", case("{need}"), {"Where it stands": "Being met"}, sees="moved forward"),
    writes("mou", case("new/referral"), {
        "To what service?": "Legal help", "By which day do you ask after it?": Day(5),
        "Which organisation, if it is one?": "CBO Two", "Which need is it about?": "Identity papers",
    }, keep="referral"),
    writes("mou", case("{referral}"), {"Where it stands": "She wants it"}),
    writes("mou", case("{referral}"), {"Where it stands": "Sent to the service"}),
    writes("mou", case("{referral}"), {
        "Where it stands": "The service turned it down", "Why was it turned down, or not wanted?": "No room or no time",
    }),
    shut("kabir", case(), case("{referral}")),
    writes("mou", case("{referral}"), {
        "Where it stands": "Sent to the service", "To which office?": "Legal help",
    }),
    writes("mou", case("{referral}"), {"Where it stands": "She was helped"}, sees="She was helped"),
    writes("mou", case("{need}"), {"Where it stands": "Met", "Why does it close, or open again?": "An office gave it"}),
    writes("mou", case("{need}"), {
        "Where it stands": "Not met any more", "Why does it close, or open again?": "What she was given stopped",
    }, sees="moved back"),
    # Threat and stigma drive her out: a shelter home for now, and a place where nobody knows her.
    writes("mou", case("new/living"), {
        "What kind of place?": "Shelter home", "Did she choose it herself?": "No", "Where it stands": "She lives there",
        "On which day do you ask her how it is there?": Day(7), "Who hosts her, and where": Words("Swadhar, bed nine"),
    }, keep="living"),
    writes("mou", case("{living}"), {"Where it stands": "She left"}),
    writes("mou", case("new/living"), {
        "What kind of place?": "A new community that she chose", "Did she choose it herself?": "Yes",
        "On which day do you ask her how it is there?": Day(14),
    }, sees="Talked about"),
    # The network of survivors is trained, and takes the work over.
    begins("Umang", "Survivors' collective"),
    writes("mou", group("new/member"), {
        "Her code": "{her}", "She agrees that the group's book has her code": "Yes",
        "What she is in the group": "Leader",
    }),
    writes("mou", group("new/training"), {
        "What was learnt": ["Police case and compensation", "Rights and laws"], "Who taught": "A lawyer or legal aid",
    }),
    writes("mou", group("new/task"), {
        "Which part of the work": "Follow-up after return", "Where it stands": "Together",
        "What moved it": ["It was trained for it"],
    }),
    sees("salma", case(), "Umang"),
    only_ours(case(), case("{referral}"), case("ledger")),
)  # fmt: skip

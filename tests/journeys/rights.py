"""Rights with clocks: four ways through offices, told as the journeys of the study are."""

from __future__ import annotations

from tests.journeys.told import Act, Answer, Day, Words, arrives, journey, only_ours, refused, sees, writes

RECEIPT = Words("Receipt 4417 of the front desk, from the tall clerk.")


def rights(rest: str = "") -> str:
    """The page of what she may ask for."""
    return f"people/{{her}}/rights{rest}"


def claim(named: str = "claim") -> str:
    """The page of a claim."""
    return f"people/{{her}}/claims/{{{named}}}"


def wants(name: str, seen: str = "The claim is open", keep: str = "claim") -> Act:
    """She wants a right that the page shows."""
    return writes("mou", rights(), press=f"She wants this: {name}", sees=seen, keep=keep)


def goes(stage: str, days: int, *seen: str, keep: str = "claim", **said: Answer) -> Act:
    """The claim comes into a stage, so many days ago. `said`: by the first word of the question."""
    more = {question(name): value for name, value in said.items()}
    return writes("mou", claim(keep), {"How far is it now?": stage, "On which day?": Day(-days), **more}, sees=seen)


QUESTIONS = {
    "office": "Which office", "reason": "If it said no: why", "awarded": "Sum that was awarded, in rupees",
    "paid": "Sum that was paid now, in rupees", "into": "Into whose account",
    "words": "In words: receipt number, who said what",
}  # fmt: skip


def question(name: str) -> str:
    return QUESTIONS[name]


COMPENSATION = journey(
    "compensation", "A claim for compensation from the FIR to part payment, with an appeal",
    arrives("Jhinuk Torongo"),
    writes("mou", rights("?all=yes"), {
        "Did the police record an FIR, and on which day?": Day(-500),
        "Did somebody bring you or keep you somewhere, to make money from you?": "Yes",
    }, sees="Written."),
    sees("mou", rights(), "Victim compensation scheme of West Bengal, 2017", "No lawyer has signed this yet", axe=True),
    wants("Victim compensation scheme of West Bengal, 2017"),
    sees("mou", claim(), "Papers", "Bank account", "Still wanted"),
    goes("The application is handed in", 400, "had until", office="Block office, Amdanga", words=RECEIPT),
    goes("The office enquires", 380),
    refused("mou", claim(), {"How far is it now?": "The claim is rejected", "On which day?": Day(-300)},
            "Write which reason the office gave"),
    goes("The claim is rejected", 300, "Appeal to the state's legal services authority",
         reason="First the court has to decide, it says"),
    goes("Appeal to the SLSA", 280),
    goes("The SLSA decided", 160, "Awarded is not paid", awarded="300000"),
    goes("Waiting for funds", 150, "Awarded is not paid"),
    refused("mou", claim(), {"How far is it now?": "Paid in part", "On which day?": Day(-20)}, "Write how much came"),
    goes("Paid in part", 20, "₹ 1,00,000", paid="100000", into="Her own"),
    sees("mou", "people/{her}/case/", "Rights and claims", "Paid in part"),
    only_ours(rights(), claim()),
)  # fmt: skip

BONDED = journey(
    "bonded", "A bonded labourer from the release certificate to the money at once, and the proposal for the rest",
    arrives("Mukto Doriya"),
    writes("mou", rights("?all=yes"), {
        "Did an officer give you a release certificate that says you were in bonded labour?": "Yes",
        "Which day is on the release certificate?": Day(-300),
    }, sees="Written."),
    wants("Money for released bonded labourers"),
    goes("The release certificate is given", 300, "Ask for the money at once"),
    goes("The money at once is paid", 250, "₹ 20,000", paid="20000", into="Her own"),
    goes("The proposal for money is sent", 200),
    goes("The money is sanctioned", 60, "Awarded is not paid", awarded="200000"),
    goes("The money is paid", 10, "₹ 1,20,000", paid="100000", into="One with somebody else"),
    only_ours(claim()),
)  # fmt: skip

WORK = journey(
    "work", "A demand for work, fifteen days without it, and the unemployment allowance",
    arrives("Kodal Jhuri"),
    writes("mou", rights("?all=yes"), {
        "Do you live in a village, in a big city, or in another town?": "A village",
        "Are you 18 or older, and do you live in this household?": "Yes",
    }, sees="Written."),
    wants("Rural work, 125 days"),
    goes("Work was asked for", 17, "That is 2 days ago.", "ask for the unemployment allowance",
         office="Block office, Amdanga"),
    goes("The receipt is given", 16, "That is 2 days ago."),
    sees("mou", "day", "Rural work, 125 days"),
    refused("mou", claim(), {"How far is it now?": "The allowance is paid",
                             "Sum that was paid now, in rupees": "900", "Into whose account": "Her own"},
            "If it was so all the same, say so below"),
    goes("No work is given", 1, "Ask for the unemployment allowance."),
    goes("The allowance was asked for", 0),
    goes("The allowance is paid", 0, "₹ 900", paid="900", into="Her own"),
    only_ours(claim()),
)  # fmt: skip

NOT_DELIVERED = journey(
    "not delivered", "A right that is in force and is not given in this state: asked for all the same",
    arrives("Bondho Dorja"),
    writes("mou", rights("?all=yes"), {
        "Do you live in a village, in a big city, or in another town?": "A village",
        "Are you 18 or older, and do you live in this household?": "Yes",
    }, sees="Written."),
    sees("mou", rights(), "the office does not give it in West Bengal", "Apply all the same, and keep the receipt"),
    wants("Rural work, 125 days"),
    sees("mou", claim(), "The right is in force, but it is not given here now"),
    goes("Work was asked for", 17, "That is 2 days ago.", "it is not given here now", words=RECEIPT),
    sees("salma", "rights/gaps", "1 overdue, up to 2 days"),
    only_ours(rights(), claim()),
)  # fmt: skip

RIGHTS = (COMPENSATION, BONDED, WORK)

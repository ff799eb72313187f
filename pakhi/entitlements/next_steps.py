"""What can lawfully be done next with a claim, in plain words, and with which letter. Nobody is urged."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pakhi.cbr.books import hers
from pakhi.cbr.models import Thread
from pakhi.entitlements import answers, claim_clocks, claims, eligibility, known, stages
from pakhi.entitlements.letter_words import wordings
from pakhi.entitlements.rows import Row
from pakhi.entitlements.stages import State
from pakhi.lib.clock import today

PUBLIC = _("Ask for the file's course under the Right to Information Act; whoever asks is a worker, never she.")


@dataclass(frozen=True)
class Step:
    """Something that can be done. `letter`: id of a letter, or empty; `stage`: what is written when it was done."""

    text: str | Promise
    letter: str = ""
    stage: str = ""


Known = tuple[str, Promise, str, str]  # stage, what the law knows there, the letter for it, the stage after it
AT: tuple[Known, ...] = (
    ("victim_compensation-ready_to_apply", _("Hand in the application, and keep the receipt."),
     "compensation_form_1", "application_filed"),
    ("victim_compensation-defect_notice", _("Mend what the office asks for, and hand it in again."),
     "", "application_filed"),
    ("victim_compensation-order_rejected", _("Appeal to the state's legal services authority. The days for it run."),
     "", "appeal_slsa"),
    ("victim_compensation-order_awarded",
     _("Read the award with her lawyer: she may appeal if it is too little, or if it asks for a deposit."),
     "", "appeal_slsa"),
    ("victim_compensation-funds_awaited",
     _("Remind the authority in writing that awarded is not paid; a lawyer can ask the High Court."),
     "reminder", "writ_hc"),
    ("job_card-registration_refused", _("Complain to the Programme Officer."), "", "complaint_po"),
    ("job_card-receipt_refused", _("Complain to the Programme Officer: a dated receipt is her right."),
     "", "complaint_po"),
    ("job_card-work_not_given", _("Ask for the unemployment allowance."),
     "unemployment_allowance", "allowance_claimed"),
    ("job_card-wages_late", _("Complain to the Programme Officer about the wages."), "", "complaint_po"),
    ("job_card-complaint_po", _("Go to the district or to the Ombudsperson."), "", "complaint_dpc_ombud"),
    ("bonded_labour-release_certificate_refused", _("Complain to the Human Rights Commission."),
     "", "complaint_nhrc"),
    ("bonded_labour-release_certificate_refused", _("A lawyer can ask the High Court."), "", "writ_hc"),
    ("bonded_labour-release_certificate_issued", _("Ask for the money at once, and for the proposal of the rest."),
     "", "immediate_assistance_paid"),
    ("legal_aid-refused", _("Appeal to the chairperson of the state's authority."), "", "appeal"),
    ("health_card-hospital_refused", _("Complain to the district's grievance committee."), "", "grievance"),
    ("health_card-not_on_list", _("Complain, or use the state's own scheme."), "", "grievance"),
    ("rti_request-no_reply", _("First appeal; the days for it run."), "rti_first_appeal", "first_appeal"),
    ("rti_request-refused", _("First appeal; the days for it run."), "rti_first_appeal", "first_appeal"),
    ("rti_request-reply_partial", _("First appeal about what was left out."), "rti_first_appeal", "first_appeal"),
    ("rti_request-faa_silent", _("Second appeal to the Commission."), "rti_second_appeal", "second_appeal"),
    ("witness_protection-refused", _("Ask again, with what is new."), "witness_protection", "application"),
    ("plain-refused", _("Ask for the no in writing, and appeal to the office above."), "", "appealed"),
    ("plain-no_answer", _("Complain to the office above."), "", "appealed"),
)  # fmt: skip
OVERDUE: tuple[Known, ...] = (  # what is done when the office's limit has run out
    ("job_card-work_demanded", _("Write that no work was given, and ask for the unemployment allowance."),
     "unemployment_allowance", "work_not_given"),
    ("job_card-receipt_given", _("Write that no work was given, and ask for the unemployment allowance."),
     "unemployment_allowance", "work_not_given"),
    ("job_card-registration_applied", _("Complain to the Programme Officer: fifteen days are over."),
     "", "complaint_po"),
    ("rti_request-received_date_known", _("No reply counts as a refusal: first appeal."),
     "rti_first_appeal", "no_reply"),
    ("rti_request-first_appeal", _("Second appeal to the Commission."), "rti_second_appeal", "faa_silent"),
)  # fmt: skip
FIRST = {  # series or process -> the letter with which an office is asked
    "victim_compensation": "compensation_form_1", "legal_aid": "legal_aid", "job_card": "work_demand",
    "bonded_labour": "release_certificate_request", "rti_request": "rti_application", "sponsorship": "sponsorship",
    "witness_protection": "witness_protection",
}  # fmt: skip


def overdue(claim: Thread) -> claim_clocks.Running | None:
    """The office's clock that has run out; None if none has."""
    main = claim_clocks.sets(claims.running(claim))
    late = main is not None and not main.hers and main.last is not None and main.last < today()
    return main if late else None


def at(table: tuple[Known, ...], stage: str) -> list[Step]:
    """What a table knows at a stage."""
    process = stages.split(stage)[0]
    return [Step(text, letter, f"{process}-{after}") for where, text, letter, after in table if where == stage]


def of_claim(claim: Thread) -> list[Step]:
    """What can be done next, the nearest first. Letters that the catalogue does not have are left out."""
    stage, state = str(claim.values.get("stage", "")), claim.state
    series = str(claim.values.get("series", ""))
    process = stages.process_of(series).id
    found = at(AT, stage)
    if state in (State.WANTS, State.PAPERS, State.READY) and not found:
        found.append(Step(_("When the papers are there, hand it in, and keep the receipt."), FIRST.get(process, "")))
    if overdue(claim) is not None:
        found += [*at(OVERDUE, stage), Step(_("Remind the office in writing that its time is over."), "reminder"),
                  Step(PUBLIC, "rti_application")]  # fmt: skip
    elif state in stages.AWARDED and claim.due and claim.due < today():
        found.append(Step(PUBLIC, "rti_application"))
    return [one if one.letter in wordings() else Step(one.text, "", one.stage) for one in found]


def delivered(claim: Thread) -> Row | None:
    """The row that says that the right stands and is not given in this state now; None where it is given."""
    state = known.state_of(claim.book.organisation)
    made, she = eligibility.ready(known.the()), answers.person(hers(claim.book))
    found = made.status_of(str(claim.values.get("series", "")), she, today(), state)
    return found if found is not None and not found.delivers else None

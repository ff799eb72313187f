"""How far a claim is: the stages of each process, and which of a few states each of them is.

The processes of the catalogue have their own stages, a criminal case apart, which `legal` keeps. So that claims of all
kinds can be counted together, each stage stands for one state of `State`. A stage that a new process brings along and
that is not listed here counts as `WORKING` until somebody lists it; nothing breaks.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pakhi.entitlements import known
from pakhi.entitlements.rows import Process


class State(TextChoices):
    """From "wants it" to "has it"."""

    WANTS = "wants", _("She wants it")
    PAPERS = "papers", _("Papers are being made")
    READY = "ready", _("Papers are ready")
    SUBMITTED = "submitted", _("Handed in")
    ACKNOWLEDGED = "acknowledged", _("The office gave a receipt")
    QUERY = "query", _("The office asks for more")
    WORKING = "working", _("The office is working on it")
    LATE = "late", _("The office let the time pass")
    REFUSED = "refused", pgettext_lazy("claim", "Refused")
    APPEALED = "appealed", _("Appeal or complaint")
    SANCTIONED = "sanctioned", _("Granted, not given yet")
    ORDERED = "ordered", _("Ordered on appeal")
    FUNDS = "funds_awaited", _("Waiting for funds")
    PART_PAID = "part_paid", _("Paid in part")
    PAID = "paid", pgettext_lazy("claim", "Paid")
    GIVEN = "given", _("She has it")
    STOPPED = "stopped", pgettext_lazy("claim", "Stopped")


S = State
LADDER = (
    S.WANTS, S.PAPERS, S.READY, S.REFUSED, S.QUERY, S.SUBMITTED, S.ACKNOWLEDGED, S.WORKING, S.SANCTIONED, S.ORDERED,
    S.FUNDS, S.PART_PAID, S.PAID, S.GIVEN,
)  # fmt: skip
ENDS = (S.PAID, S.GIVEN, S.STOPPED)
WITH_OFFICE = (S.SUBMITTED, S.ACKNOWLEDGED, S.WORKING)  # in which a clock of the office runs on
AWARDED = (S.SANCTIONED, S.ORDERED, S.FUNDS)  # granted, and nothing is in her hand
OWING = (*AWARDED, S.PART_PAID)  # granted, and not all of it is in her hand
AS_AWARDED = frozenset(
    {"victim_compensation-interim_paid", "sponsorship-paid_monthly"}
)  # a part, and no more is due now
HERS = "own"  # the stages before an office is asked, and stopping
PLAIN = "plain"  # the way of what has no process in the catalogue
OF_A_COURT = frozenset({"criminal_case"})

OWN_TITLES = {"wants": S.WANTS, "papers": S.PAPERS, "ready": S.READY, "stopped": S.STOPPED}
PLAIN_TITLES = {
    "submitted": S.SUBMITTED, "acknowledged": S.ACKNOWLEDGED, "query": S.QUERY, "working": S.WORKING,
    "no_answer": S.LATE, "sanctioned": S.SANCTIONED, "refused": S.REFUSED, "appealed": S.APPEALED,
    "ordered": S.ORDERED, "funds_awaited": S.FUNDS, "part_paid": S.PART_PAID, "paid": S.PAID, "given": S.GIVEN,
}  # fmt: skip
DECIDED = ("sanctioned", "refused", "paid", "given")
PLAIN_MOVES = {
    "submitted": ("acknowledged", "query", "working", "no_answer", *DECIDED),
    "acknowledged": ("query", "working", "no_answer", *DECIDED),
    "query": ("submitted", "acknowledged", "refused"),
    "working": ("query", "no_answer", *DECIDED),
    "no_answer": ("appealed", "submitted", "working", *DECIDED),
    "refused": ("appealed", "submitted"),
    "appealed": ("ordered", "refused", "no_answer", "sanctioned"),
    "sanctioned": ("funds_awaited", "part_paid", "paid", "given", "appealed"),
    "ordered": ("funds_awaited", "part_paid", "paid", "given", "no_answer"),
    "funds_awaited": ("part_paid", "paid", "appealed"),
    "part_paid": ("paid", "appealed"),
}
PLAIN_PROCESS = Process(
    PLAIN, "Asking an office", tuple(PLAIN_TITLES), tuple((a, b) for a, to in PLAIN_MOVES.items() for b in to), ()
)
# What each stage of a process of the catalogue is.
STATES: dict[str, dict[str, State]] = {
    HERS: OWN_TITLES,
    PLAIN: PLAIN_TITLES,
    "bonded_labour": {
        "complaint_to_dm": S.SUBMITTED, "rescue": S.WORKING, "statement_recorded": S.WORKING,
        "inquiry_report": S.WORKING, "release_certificate_issued": S.SANCTIONED,
        "release_certificate_refused": S.REFUSED, "immediate_assistance_paid": S.PART_PAID, "fir_blsa": S.WORKING,
        "sent_home_with_escort": S.WORKING, "home_district_informed": S.WORKING, "rehab_proposal_sent": S.WORKING,
        "rehab_sanctioned": S.SANCTIONED, "rehab_paid": S.PART_PAID, "non_cash_given": S.GIVEN,
        "summary_trial": S.WORKING, "conviction": S.FUNDS, "final_payment": S.PAID, "complaint_nhrc": S.APPEALED,
        "writ_hc": S.APPEALED, "closed": S.GIVEN,
    },
    "health_card": {
        "need_noted": S.WANTS, "list_checked": S.WORKING, "not_on_list": S.REFUSED, "kyc_done": S.WORKING,
        "card_issued": S.GIVEN, "card_used": S.GIVEN, "hospital_refused": S.REFUSED, "grievance": S.APPEALED,
        "resolved": S.ORDERED, "state_scheme_used": S.GIVEN,
    },
    "job_card": {
        "registration_applied": S.SUBMITTED, "job_card_issued": S.GIVEN, "registration_refused": S.REFUSED,
        "work_demanded": S.SUBMITTED, "receipt_given": S.ACKNOWLEDGED, "receipt_refused": S.REFUSED,
        "work_given": S.GIVEN, "work_not_given": S.LATE, "allowance_claimed": S.SUBMITTED, "allowance_paid": S.PAID,
        "wages_due": S.FUNDS, "wages_paid": S.PAID, "wages_late": S.LATE, "complaint_po": S.APPEALED,
        "complaint_dpc_ombud": S.APPEALED, "resolved": S.GIVEN,
    },
    "legal_aid": {
        "applied": S.SUBMITTED, "granted": S.SANCTIONED, "refused": S.REFUSED, "lawyer_assigned": S.GIVEN,
        "lawyer_changed": S.WORKING, "appeal": S.APPEALED, "closed": S.GIVEN,
    },
    "rti_request": {
        "drafted": S.READY, "filed": S.SUBMITTED, "received_date_known": S.ACKNOWLEDGED, "transferred": S.WORKING,
        "fee_demand": S.QUERY, "fee_paid": S.ACKNOWLEDGED, "reply_full": S.GIVEN, "reply_partial": S.REFUSED,
        "refused": S.REFUSED, "no_reply": S.LATE, "first_appeal": S.APPEALED, "faa_order": S.ORDERED,
        "faa_silent": S.LATE, "second_appeal": S.APPEALED, "complaint_s18": S.APPEALED,
        "commission_hearing": S.APPEALED, "commission_order": S.ORDERED, "complied": S.GIVEN, "closed": S.GIVEN,
    },
    "school": {
        "out_of_school": S.WANTS, "visit_school": S.SUBMITTED, "admission_refused": S.REFUSED,
        "admitted_age_class": S.SANCTIONED, "special_training": S.SANCTIONED, "mainstreamed": S.SANCTIONED,
        "attending": S.GIVEN, "irregular": S.WORKING, "dropped_out": S.WANTS, "open_school": S.SANCTIONED,
        "completed": S.GIVEN,
    },
    "sponsorship": {
        "identified": S.WANTS, "form_filled": S.SUBMITTED, "home_study": S.WORKING, "cwc_recommended": S.WORKING,
        "cwc_refused": S.REFUSED, "sfcac_approved": S.SANCTIONED, "sfcac_refused": S.REFUSED, "bank_ready": S.FUNDS,
        "paid_monthly": S.PART_PAID, "review": S.WORKING, "suspended": S.REFUSED, "resumed": S.SANCTIONED,
        "ended": S.STOPPED,
    },
    "victim_compensation": {
        "ready_to_apply": S.READY, "application_filed": S.SUBMITTED, "defect_notice": S.QUERY,
        "interim_cash": S.PART_PAID, "interim_order": S.SANCTIONED, "interim_paid": S.PART_PAID,
        "enquiry": S.WORKING, "order_awarded": S.SANCTIONED, "order_rejected": S.REFUSED,
        "deposit_condition": S.SANCTIONED, "appeal_slsa": S.APPEALED, "slsa_order": S.ORDERED,
        "writ_hc": S.APPEALED, "hc_order": S.ORDERED, "funds_awaited": S.FUNDS, "part_paid": S.PART_PAID,
        "paid": S.PAID, "recovered_from_offender": S.PAID, "withdrawn": S.STOPPED,
    },
    "witness_protection": {
        "threat_noted": S.WANTS, "application": S.SUBMITTED, "interim_order": S.WORKING, "threat_report": S.WORKING,
        "order_A": S.GIVEN, "order_B": S.GIVEN, "order_C": S.GIVEN, "refused": S.REFUSED, "review": S.WORKING,
        "ended": S.STOPPED,
    },
}  # fmt: skip
# Where else a claim may lawfully begin: she has the card, the certificate or the order from before.
BEGINS: dict[str, tuple[str, ...]] = {
    "job_card": ("job_card_issued", "work_demanded"), "bonded_labour": ("rescue", "release_certificate_issued"),
    "health_card": ("card_issued",), "legal_aid": ("granted",),
}  # fmt: skip


def process_of(series: str) -> Process:
    """The process of a series; the plain way where the catalogue has none."""
    found = (one for one in known.the().processes.values() if series in one.series and one.id not in OF_A_COURT)
    return next(found, PLAIN_PROCESS)


def split(stage: str) -> tuple[str, str]:
    """`process-stage` in its two parts."""
    process, _dash, name = stage.partition("-")
    return process, name


def state_of(stage: str) -> State:
    """The state that a stage is."""
    process, name = split(stage)
    return STATES.get(process, {}).get(name, State.WORKING)


def title(stage: str) -> str:
    """A stage in plain words."""
    process, name = split(stage)
    there = known.the().processes.get(process)
    if there is not None and there.titles.get(name):
        return gettext(there.titles[name])
    return str(state_of(stage).label)


def titles() -> Mapping[str, str]:
    """Every stage that a claim may be in."""
    found = {f"{HERS}-{name}": str(state.label) for name, state in OWN_TITLES.items()}
    found |= {f"{PLAIN}-{name}": str(state.label) for name, state in PLAIN_TITLES.items()}
    for process in known.the().processes.values():
        if process.id not in OF_A_COURT:
            found |= {f"{process.id}-{name}": gettext(process.titles.get(name, name)) for name in process.states}
    return found


def of_series(series: str) -> list[str]:
    """The stages of a claim of a series: her own first, stopping last."""
    process = process_of(series)
    mine = [f"{HERS}-{name}" for name in OWN_TITLES]
    return [*mine[:-1], *(f"{process.id}-{name}" for name in process.states), mine[-1]]


def entries(process: Process) -> list[str]:
    """The stages in which an office is asked for the first time."""
    first = process.states[0]
    found = [first, *BEGINS.get(process.id, ())]
    if state_of(f"{process.id}-{first}") in (State.WANTS, State.PAPERS, State.READY):
        found += [to for come, to in process.moves if come == first]
    return [f"{process.id}-{name}" for name in dict.fromkeys(found)]


def moves(series: str, stage: str) -> list[str]:
    """The stages to which a claim may go on lawfully; stopping is always her right."""
    process, (of, name) = process_of(series), split(stage)
    stop = f"{HERS}-stopped"
    if of == HERS:
        mine = list(OWN_TITLES)
        later = mine[mine.index(name) + 1 : -1] if name != "stopped" else mine[:-1]
        found = [*(f"{HERS}-{one}" for one in later), *entries(process)]
    else:
        found = [f"{process.id}-{to}" for come, to in process.moves if come == name]
    return list(dict.fromkeys([one for one in found if one != stage] + ([stop] if stage != stop else [])))

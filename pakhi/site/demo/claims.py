"""The demonstration's claims in CBO One: asked for, overdue, refused, awarded and unpaid, paid in part. All invented.

Everything goes through the verbs that pages use. The same seed writes the same steps.
"""

from __future__ import annotations

import random
from typing import Any

from pakhi.cbr import work
from pakhi.cbr.models import Book, Thread
from pakhi.entitlements import claim_papers, local
from pakhi.network.models import Office
from pakhi.site.demo.cases import Teller
from pakhi.site.demo.network import Demo
from pakhi.vault import scope

VC, JOB, BONDED, AID = "victim_compensation-", "job_card-", "bonded_labour-", "legal_aid-"
Way = tuple[tuple[int, str, dict[str, Any]], ...]  # (days ago, stage, what was said with it)
WAYS: tuple[tuple[str, int, Way], ...] = (  # (series, days ago, stages)
    ("wb-vcs", 420, (  # awarded after an appeal, and unpaid for five months
        (400, VC + "application_filed", {}), (380, VC + "enquiry", {}), (300, VC + "order_rejected",
         {"reason": "case_first", "in_writing": "yes"}), (280, VC + "appeal_slsa", {}),
        (160, VC + "slsa_order", {"awarded": 300_000}), (150, VC + "funds_awaited", {}))),
    ("rural-work", 50, ((48, JOB + "registration_applied", {}), (35, JOB + "job_card_issued", {}),
                        (24, JOB + "work_demanded", {}), (24, JOB + "receipt_given", {}))),  # nine days over the limit
    ("bl-cash", 200, ((190, BONDED + "release_certificate_issued", {}),
                      (160, BONDED + "immediate_assistance_paid", {"paid": 20_000, "into": "own"}))),
    ("legal-aid", 30, ((28, AID + "applied", {}), (20, AID + "granted", {}), (18, AID + "lawyer_assigned", {}))),
    ("pmjay", 16, ()),
    ("wb-vcs", 90, ((80, VC + "application_filed", {}), (70, VC + "defect_notice", {}))),
    ("wb-vcs", 600, ((590, VC + "application_filed", {}), (560, VC + "enquiry", {}), (500, VC + "order_awarded",
                      {"awarded": 200_000}), (490, VC + "funds_awaited", {}),
                     (200, VC + "part_paid", {"paid": 50_000, "into": "own"}))),
)  # fmt: skip
OFFICES = {"wb-vcs": "dlsa", "rural-work": "gp", "bl-cash": "sdm", "legal-aid": "dlsa"}  # kinds of the directory
SAID: tuple[dict[str, Any], ...] = (
    {"trafficked": "yes", "sex": "female", "birth_year": 2001, "residence": "rural", "household_adult": "yes"},
    {"released_bonded_labourer": "yes", "sex": "female", "residence": "rural", "household_adult": "yes", "bpl": "yes"},
    {"trafficked": "yes", "birth_year": 1998, "disabled": "unknown", "needs_rehabilitation": "yes"},
)


def fill(demo: Demo) -> int:
    """Claims for the first cases of CBO One, her answers, and a local scheme. Gives how many claims there are."""
    one, chance = demo.areas[0].organisation, random.Random(f"claims {demo.seed}")  # noqa: S311 - invented on purpose
    mou, salma = demo.accounts["mou"], demo.accounts["salma"]
    with scope.bound(one.code):
        cases = list(Book.objects.filter(organisation=one, kind=Book.Kind.CASE).order_by("pk"))
        mine = {book.pk for book in work.books_of(mou)}
        for place, (series, begun, way) in enumerate(WAYS if cases else ()):
            book = cases[place % len(cases)]
            tell = Teller(book, mou if book.pk in mine else salma, chance)
            asked(tell, series, begun, way)
        for book, said in zip(cases, SAID, strict=False):
            Teller(book, mou if book.pk in mine else salma, chance).say("answers", 10, said)
        local.add(one, salma, {"label": "Stipend of the block", "component": "education"})
    return len(WAYS) if cases else 0


def asked(tell: Teller, series: str, begun: int, way: Way) -> None:
    """One claim, from wanting it as far as it came."""
    office = Office.objects.filter(kind=OFFICES.get(series, "-")).order_by("pk").first()
    said = {"office": office.code} if office else {"office_kind": OFFICES.get(series, "bdo")}
    number = tell.say("claim", begun, {"series": series, **said})
    claim = Thread.objects.get(book=tell.book, number=number)
    for paper in claim_papers.of_claim(claim)[:2]:
        tell.say(claim_papers.PAPER.key, begun - 5, {"state": "have"}, paper.number)
    for days, stage, more in way:
        tell.say("claim", days, {"stage": stage, **more}, number)

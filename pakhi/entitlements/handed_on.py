"""Findings as they are handed on: for programs, and for a table in the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pakhi.entitlements.eligibility import Finding
from pakhi.entitlements.rows import Catalogue

NOT_SIGNED = "not signed by a lawyer"
FIRST = ("may_claim", "papers_missing", "not_delivered_here", "ask", "not_eligible", "not_in_force")


def as_object(finding: Finding, catalogue: Catalogue) -> dict[str, Any]:
    """A finding with the keys that programs read; days as 2026-11-22."""
    row = finding.row
    office = catalogue.offices.get(row.office)
    return {
        "id": row.id,
        "series": row.series,
        "outcome": finding.outcome.value,
        "name": row.name,
        "gives": row.gives,
        "reasons": [str(one) for one in finding.reasons],
        "missing_papers": [
            {"id": one.id, "name": one.name, "from_office": one.from_office, "how": one.how}
            for one in finding.missing_papers
        ],
        "questions": [{"fact": one.fact, "asks": one.asks} for one in finding.questions],
        "amounts": [
            {"key": one.key, "least": one.least, "most": one.most, "per": one.per, "note": one.note}
            for one in finding.amounts
        ],
        "office": {"kind": row.office, "title": office.title if office else row.office, "apply_to": row.apply_to},
        "appeal": row.appeal_to,
        "clocks": [
            {
                "id": one.clock.id, "who": one.clock.who, "since": one.clock.since, "limit": one.clock.limit,
                "unit": one.clock.unit, "basis": one.clock.basis, "verified": one.clock.verified,
                "began": one.began.isoformat() if one.began else None,
                "due": one.due.last.isoformat() if one.due else None,
            }
            for one in finding.clocks
        ],
        "status": finding.status.id if finding.status else None,
        "jurisdiction": row.jurisdiction,
        "valid_from": row.valid_from.isoformat() if row.valid_from else None,
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        "basis": str(row.basis),
        "source": [
            {"id": one, "ref": catalogue.sources[one].ref, "kind": catalogue.sources[one].kind}
            for one in row.sources
            if one in catalogue.sources
        ],
        "verified": row.verified,
        "unverified": list(row.unverified),
        "signed": {"by": row.signed.by, "on": row.signed.on.isoformat()} if row.signed else None,
        "mark": "" if row.signed else NOT_SIGNED,
        "note": row.note,
    }  # fmt: skip


def as_table(findings: Iterable[Finding]) -> list[str]:
    """Lines for the terminal: what can be done comes first; a star marks what no lawyer has signed."""
    lines = []
    for one in sorted(findings, key=lambda one: FIRST.index(one.outcome)):
        lines.append(f"{' ' if one.signed else '*'} {one.id:<28} {one.outcome.value:<20} {one.row.name}")
        if one.questions:
            lines += [f"      ask: {question.asks}" for question in one.questions]
        else:
            lines += [f"      {reason}" for reason in one.reasons]
        if one.missing_papers:
            lines.append(f"      papers: {'; '.join(paper.name for paper in one.missing_papers)}")
        for running in one.clocks:
            if running.due:
                clock, last = running.clock, running.due.last
                lines.append(f"      by {last}: {clock.who}, {clock.id.replace('_', ' ')} ({clock.basis})")
    return lines

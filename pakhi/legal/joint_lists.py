"""Shared cases by who works on them: of others, of our own people; what waits for an answer, and what is to be done."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q, QuerySet

from pakhi.legal import joint, sittings
from pakhi.legal.joint_words import Answer, JointState, Side
from pakhi.legal.models import JointFile, JointTask
from pakhi.lib.clock import today
from pakhi.network.models import Account, Membership
from pakhi.vault import assign
from pakhi.vault.standing import CARERS, KEEPERS

SOON = dt.timedelta(days=7)


def theirs(account: Account) -> QuerySet[JointFile]:
    """Of other organisations: all to who keeps the people of the one that was asked, to others those they work on."""
    held = list(Membership.objects.current().filter(account=account, role__in=CARERS).select_related("organisation"))
    kept = {one.organisation_id for one in held if one.role in KEEPERS}
    there = {one.organisation_id for one in held if not assign.away(account, one.organisation.code)}
    rows = JointFile.objects.filter(Q(away__in=kept) | Q(away__in=there, worker=account))
    shut = joint.shut_at(set(rows.values_list("home__code", flat=True)), account)
    return whole(rows.exclude(thread__book__person__in=shut))


def ours(account: Account) -> QuerySet[JointFile]:
    """Of the cases of somebody's own people, or of all of an organisation whose people they keep."""
    return whole(JointFile.objects.filter(thread__book__in=sittings.books_of(account)))


def whole(rows: QuerySet[JointFile]) -> QuerySet[JointFile]:
    """With everything that is asked of each, the newest first."""
    return rows.select_related("thread__book__organisation", "home", "away").order_by("-pk")


def waiting(account: Account) -> list[JointFile]:
    """Offers that somebody may answer, of whom she still agrees."""
    return [one for one in theirs(account).filter(state=JointState.OFFERED) if joint.alive(one)]


def to_do(account: Account) -> list[JointTask]:
    """What is to be done within a week, or is overdue, on a side on which somebody works; the first day first."""
    found: list[JointTask] = []
    for side, rows in ((Side.HOME, ours(account)), (Side.AWAY, theirs(account))):
        files = [one.pk for one in rows.filter(state=JointState.ACCEPTED) if joint.alive(one)]
        found += JointTask.objects.filter(joint__in=files, doer=side, state=Answer.OPEN, due__lte=today() + SOON)
    return sorted(found, key=lambda one: (one.due, one.pk))

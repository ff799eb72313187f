"""Collectives: what group it is, how far it has come, who belongs to it, what it has taken over from the organisation.

Members stand here by a code, where they agree; the others are only counted. Who wants her name in the list has a code
made for this list alone, which says nothing of who she is (named.py). A group's label is chosen by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pakhi.cbr import collectives_words as words
from pakhi.cbr import steps, unseen
from pakhi.cbr.books import may_write
from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.vocabulary import YesNo
from pakhi.network.models import Account, Organisation
from pakhi.network.models.account import Role
from pakhi.vault import listed, listings, merge, standing
from pakhi.vault.keys import Refused
from pakhi.vault.models import Listed, Person

LEADERS_WRITE = frozenset({"meeting", "next_meeting", "decision", "training", "awareness", "peer_support"})

GROUP = kind(
    "group", pgettext_lazy("people", "Group"), "users-round",
    Question("label", "label", _("What it calls itself"), begins=True,
             help=_("Chosen by the group. No name of a person or a village: this stands open on phones.")),
    Question("kind", "one", _("What kind of group"), words.GroupKind, begins=True),
    Question("block", "place", _("Block or town"), kinds=("block", "town")),
    Question("meets", "one", _("How often it meets"), words.Meets),
    Question("others", "number", _("Members without a code here"), most=5000,
             help=_("They are only counted. Whoever wants to be known by code is registered first.")),
    Question("savings", "one", _("Does it save together?"), YesNo),
    Question("federation", "group", _("It belongs to the federation")),
    of="group", states=words.Group, ends=(words.Group.ENDED.value,), line=("label",), once=True, quiet=True,
)  # fmt: skip

STAGE = kind(
    "stage", pgettext_lazy("of a group", "Stage"), "trending-up",
    Question("why", "many", _("What moved it"), words.StageWhy),
    Question("says", "one", _("Who says so"), words.Says),
    of="group", states=words.Stage, ladder=tuple(words.Stage.values), once=True, ends=(),
)  # fmt: skip

MEMBER = kind(
    "member", pgettext_lazy("of a group", "Member"), "user-plus",
    Question("person", "person", _("Her code"), begins=True),
    Question("agreed", "one", _("She agrees that the group's book has her code"), YesNo, begins=True),
    Question("role", "one", _("What she is in the group"), words.Role, begins=True),
    Question("named", "one", _("Her name stands in the group's list"), YesNo, later=True,
             help=_("She may take this back on any day. Then the name is destroyed at once.")),
    Question("why", "one", _("If she left: why"), words.LeftWhy, later=True),
    of="group", states=words.Membership, ends=(words.Membership.LEFT.value,), line=("person", "role"),
)  # fmt: skip

TASK = kind(
    "task", _("Taken over by the group"), "arrow-right-left",
    Question("what", "one", _("Which part of the work"), words.Task, begins=True),
    Question("why", "many", _("What moved it"), words.TaskWhy),
    of="group", states=words.Doer, ladder=tuple(words.Doer.values), line=("what",), once=True, each="what", ends=(),
)  # fmt: skip

PEER_SUPPORT = kind(
    "peer_support", _("Peer support"), "hand-heart",
    Question("supporter", "thread", _("Who is there for her"), begins=True, kinds=("member",)),
    Question("person", "person", _("Code of the new survivor"), begins=True),
    Question("agreed", "one", _("The new survivor said yes to this"), YesNo, begins=True),
    Question("how", "many", _("How she is there for her"), words.How),
    Question("next", "to_come", _("When somebody asks both how it goes")),
    Question("why", "one", _("If it ended: why"), words.SupportWhy, later=True),
    of="group", states=words.Support, ends=(words.Support.ENDED.value,), line=("supporter", "person"), due="next",
)  # fmt: skip


def need_writer(book: Book, by: Account, key: str) -> None:
    """Raises Refused: leaders write of meetings and of the support they give, the rest is the organisation's."""
    roles = standing.roles(by, book.organisation.code)
    if not roles & standing.CARERS and not (Role.LEADER.value in roles and key in LEADERS_WRITE):
        raise Refused(gettext("Workers, supervisors and managers of the organisation do this."))


def whole(said: steps.Said, thread: Thread | None) -> dict[str, Any]:
    """What would hold with a step."""
    return {**(thread.values if thread else {}), **said.values}


def known(book: Book, code: str) -> Person:
    """The open record of the group's organisation that answers for a code. Raises Faulty."""
    person = merge.answer(code)
    if person is None or person.organisation != book.organisation.code or person.state != Person.State.HERE:
        raise Faulty("person", gettext("Nobody of your organisation has this code."))
    return person


def same_person(said: steps.Said, thread: Thread | None) -> None:
    """A thread stays about whom it began with. Raises Faulty."""
    held = thread.values.get("person") if thread else None
    if held and said.values.get("person", held) != held:
        raise Faulty("person", gettext("This is about somebody else. Close it, and begin another."))


@steps.rule("group")
def group_rule(book: Book, said: steps.Said, by: Account, thread: Thread | None) -> None:
    """Labels are told apart within an organisation, and a federation is a group of kind federation."""
    need_writer(book, by, "group")
    values = whole(said, thread)
    if said.values.get("kind") == words.GroupKind.ADOLESCENT and names_stand(book):
        raise Faulty("kind", gettext("Names stand in its list, and children stand in none. Take them back first."))
    others = Thread.objects.filter(kind="group", book__organisation=book.organisation).exclude(book=book)
    if values.get("label") and others.filter(values__label=values["label"]).exists():
        raise Faulty("label", gettext("Another group of yours has this label already."))
    if values.get("federation"):
        found = others.filter(book__code=values["federation"]).first()
        if found is None or found.values.get("kind") != words.GroupKind.FEDERATION:
            raise Faulty("federation", gettext("This group is no federation of yours."))


def names_stand(book: Book) -> bool:
    """Whether somebody stands in the group's list by her name, as far as the reader may know of her."""
    rows = Thread.objects.filter(book=book, kind="member", state=words.Membership.IN, values__named=YesNo.YES)
    return bool(unseen.seen(rows))


@steps.after("group")
def closes(step: Step, by: Account) -> None:
    """The book of a group that has ended is closed; what was due in it is due no more."""
    thread = Thread.objects.select_related("book").get(pk=step.thread_id)
    ended = thread.state == words.Group.ENDED
    thread.book.state = Book.State.CLOSED if ended else Book.State.OPEN
    thread.book.save(update_fields=["state"])
    if ended or thread.values.get("kind") == words.GroupKind.ADOLESCENT:  # also whom its writer may not know of
        members = Thread.objects.filter(book=thread.book, kind="member", values__named=YesNo.YES)
        names_end(members.values_list("values__person", flat=True), by)


@steps.after("member")
def name_ends(step: Step, by: Account) -> None:
    """Whoever left, or took back that her name stands in the list, stands there no more."""
    thread = Thread.objects.get(pk=step.thread_id)
    said = Step.objects.filter(thread=thread, values__named=YesNo.YES).values_list("values__person", flat=True)
    if thread.state != words.Membership.IN or thread.values.get("named") != YesNo.YES:
        names_end(said, by)


def names_end(codes: Iterable[str | None], by: Account) -> None:
    """Destroy the names that these codes stand for, once the step is kept."""
    mine = [code for code in codes if code]
    if mine:
        transaction.on_commit(lambda: listed.end(mine, by), robust=True)  # what this misses, the night does (named.py)


@steps.rule("stage")
@steps.rule("task")
def staff_rule(book: Book, said: steps.Said, by: Account, thread: Thread | None) -> None:
    need_writer(book, by, said.kind)


@steps.rule("member")
def member_rule(book: Book, said: steps.Said, by: Account, thread: Thread | None) -> None:
    """By code only with her yes, by somebody who is there for her, and once in each group."""
    need_writer(book, by, "member")
    same_person(said, thread)
    values, stood = whole(said, thread), thread.state if thread else ""
    if said.void or (stood and values.get("state") == words.Membership.LEFT):
        return
    if values.get("agreed") != YesNo.YES:
        raise Faulty("agreed", gettext("Without her yes she is counted only, among the members without a code."))
    person = known(book, values.get("person", ""))
    listing = listings.of_code(person.code)
    need_named(book, values, listing, thread)
    if stood == words.Membership.IN:  # she may take back her name also where two records turned out to be hers
        return
    if not (listing.by == by.pk if listing else may_write(by, person)):
        raise Faulty("person", gettext("Only who is there for her writes her into a group."))
    codes = listings.everything(person.code)
    others = Thread.objects.filter(book=book, kind="member", state=words.Membership.IN, values__person__in=codes)
    if (others.exclude(pk=thread.pk) if thread else others).exists():
        raise Faulty("person", gettext("She is in this group already."))


def need_named(book: Book, values: Mapping[str, Any], listing: Listed | None, thread: Thread | None) -> None:
    """A code that stands for a name is of this group, and begins with her yes; what was destroyed does not come back.

    Raises Faulty.
    """
    named = values.get("named")
    if listing is None:
        if named:
            raise Faulty("named", gettext("She stands here by her code. A name is written from the group's page."))
        return
    if listing.group != book.code or (thread is None and named != YesNo.YES):
        raise Faulty("person", gettext("Nobody of your organisation has this code."))
    if named == YesNo.YES and listing.ended_on is not None:
        raise Faulty("named", gettext("The name was destroyed. If she wants it there again, write it anew."))


@steps.rule("peer_support")
def support_rule(book: Book, said: steps.Said, by: Account, thread: Thread | None) -> None:
    """A member who is in the group is there for another survivor, who said yes."""
    need_writer(book, by, "peer_support")
    same_person(said, thread)
    values = whole(said, thread)
    if said.void or (thread and thread.state and values.get("state") == words.Support.ENDED):
        return
    if values.get("agreed") != YesNo.YES:
        raise Faulty("agreed", gettext("Ask the new survivor first. Nobody is sent to her without her yes."))
    person, member = known(book, values.get("person", "")), the_member(book, values.get("supporter", ""))
    if listings.of_code(person.code) is not None:
        raise Faulty("person", gettext("This code stands for a name in a list. Write the code of her own record."))
    if member.values.get("person") in known_to_be_hers(person, by):
        raise Faulty("person", gettext("She cannot be her own supporter."))


def known_to_be_hers(person: Person, by: Account) -> set[str]:
    """The codes of her records, and of her places in lists only for who is there for her: a refusal must not tell
    anybody else which place is hers, member by member.
    """
    records = merge.together(person)
    hers = {one.code for one in records}
    return hers | listings.codes_of(records) if may_write(by, person) else hers


def the_member(book: Book, number: str) -> Thread:
    """Somebody who is in the group now. Raises Faulty."""
    found = Thread.objects.filter(book=book, kind="member", number=number, state=words.Membership.IN).first()
    if found is None:
        raise Faulty("supporter", gettext("Choose somebody who is in the group."))
    return found


def start(organisation: Organisation, values: Mapping[str, Any], by: Account, **more: Any) -> Book:
    """Begin the book of a group. `more` as in Said. Raises Faulty and Refused; then there is no book."""
    with transaction.atomic():
        book = Book.objects.create(organisation=organisation, kind=Book.Kind.GROUP, opened_by=by)
        steps.write(book, steps.Said("group", dict(values), **more), by)
    return book


def books_of(organisations: Iterable[Organisation]) -> list[Book]:
    """The books of groups of some organisations, open ones first, in the order in which they began."""
    rows = Book.objects.filter(kind=Book.Kind.GROUP, organisation__in=list(organisations))
    return list(rows.select_related("organisation").order_by("-state", "opened_on", "id"))

"""What a collective does: meetings with their decisions, trainings, awareness in the community."""

from __future__ import annotations

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pakhi.cbr import mapping, steps
from pakhi.cbr import meetings_words as words
from pakhi.cbr.books import cases_of
from pakhi.cbr.collectives import known, need_writer, the_member, whole
from pakhi.cbr.kinds import Faulty, Question, kind
from pakhi.cbr.mapping_words import Audience as Before
from pakhi.cbr.models import Book, Step, Thread
from pakhi.cbr.vocabulary import YesNo
from pakhi.network.models import Account
from pakhi.vault import listings

PLANNED = (words.Happened.HELD.value, words.Happened.OFF.value)
MANY = 5000  # people at one event

MEETING = kind(
    "meeting", pgettext_lazy("of a group", "Meeting"), "messages-square",
    Question("kind", "one", _("What kind of meeting"), words.MeetingKind),
    Question("present", "number", _("How many were there"), begins=True, most=MANY),
    Question("led", "one", _("Who led it"), words.LedBy, begins=True),
    Question("topics", "many", _("What it was about"), words.Topic),
    Question("saved", "number", _("Put together for savings, in rupees"), money=True, most=10_000_000,
             help=_("The sum of the meeting. What each one gave stays in the group's own book.")),
    Question("lent", "number", _("Given out as loans, in rupees"), money=True, most=10_000_000),
    Question("next", "to_come", _("When it meets again")),
    of="group", line=("kind", "present"), states=words.Held, ends=(words.Held.HELD.value,),
)  # fmt: skip

NEXT_MEETING = kind(
    "next_meeting", _("Next meeting"), "calendar-days",
    Question("on", "to_come", _("On which day")),
    Question("agenda", "many", _("What it is to be about"), words.Topic),
    of="group", states=words.Awaited, ends=(), once=True, quiet=True, due="on", line=("on",),
)  # fmt: skip

DECISION = kind(
    "decision", _("Decision"), "vote",
    Question("what", "one", _("What was decided"), words.Deed, begins=True),
    Question("by", "one", _("Who does it"), words.DoneBy, begins=True),
    Question("member", "thread", _("Which member"), kinds=("member",)),
    Question("worker", "doer", _("Which field worker")),
    Question("due", "to_come", _("By when")),
    Question("hindered", "many", _("What stood in the way"), words.Hindered, later=True),
    of="group", states=words.Decided, ladder=("open", "partly", "done"), ends=("done", "dropped"), due="due",
    owner="worker", line=("what", "by"), within="meeting",
)  # fmt: skip

TRAINING = kind(
    "training", _("Training of the group"), "graduation-cap",
    Question("topics", "many", _("What was learnt"), words.Lesson, begins=True),
    Question("by", "one", _("Who taught"), words.Trainer),
    Question("present", "number", _("How many were there"), most=MANY),
    Question("planned", "to_come", _("If planned: for which day")),
    of="group", states=words.Happened, ends=PLANNED, line=("topics",), due="planned",
)  # fmt: skip

AWARENESS = kind(
    "awareness", _("Awareness in the community"), "megaphone",
    Question("audience", "many", _("Who was reached"), words.Audience, begins=True),
    Question("place", "one", _("Where"), words.Venue, begins=True),
    Question("present", "number", _("How many were there"), most=MANY),
    Question("spoke", "one", _("Did survivors tell of their own life?"), YesNo, begins=True),
    Question("ready", "one", _("Each of them rehearsed it and chose it herself"), YesNo,
             help=_("Also on the day itself: whoever changes her mind does not speak.")),
    Question("planned", "to_come", _("If planned: for which day")),
    of="group", states=words.Happened, ends=PLANNED, line=("audience", "place"), due="planned",
)  # fmt: skip


SPEAKER = kind(
    "speaker", _("Who tells of her own life"), "mic",
    Question("member", "thread", _("Which member"), begins=True, kinds=("member",)),
    Question("ready", "one", _("She rehearsed it and chose it herself"), YesNo, begins=True),
    of="group", states=words.Speaks, ends=("spoke", "withdrew"), line=("member",), within="awareness",
)  # fmt: skip
BEFORE_WHOM = {  # where -> what her mapping has to say that she is ready for
    words.Venue.SCHOOL: Before.SCHOOL, words.Venue.PANCHAYAT: Before.VILLAGE, words.Venue.MARKET: Before.VILLAGE,
    words.Venue.OFFICE: Before.OFFICES, words.Venue.MEDIA: Before.PRESS,
}  # fmt: skip


@steps.rule("meeting")
def meeting_rule(book: Book, said: steps.Said, by: Account, thread: Thread | None) -> None:
    """Sums only where the group saves; the next meeting is not before this one."""
    need_writer(book, by, "meeting")
    values = whole(said, thread)
    if values.get("saved") or values.get("lent"):
        held = Thread.objects.filter(book=book, kind="group").first()
        if held is None or held.values.get("savings") != YesNo.YES:
            raise Faulty("saved", gettext("This group does not save together. Say so on its page first."))
    on = (thread.since if thread else None) or said.day
    if values.get("next") and on and values["next"] < on.isoformat():
        raise Faulty("next", gettext("This is before the meeting. Look at the day again."))


@steps.after("meeting")
def then_the_next(step: Step, by: Account) -> None:
    """When it meets again is due until the next meeting is written. The latest meeting says it."""
    if "next" in step.values or step.values.get("state"):
        values = {"on": step.values.get("next", ""), "agenda": []}  # what the last one was to be about is over
        number = steps.number_of(step.number, "next")
        thread = Thread.objects.select_related("book").get(pk=step.thread_id)
        steps.write(thread.book, steps.Said("next_meeting", values, step.day, number=number, record=step.record), by)


@steps.rule("next_meeting")
@steps.rule("training")
def group_work_rule(book: Book, said: steps.Said, by: Account, thread: Thread | None) -> None:
    need_writer(book, by, said.kind)


@steps.rule("decision")
def decision_rule(book: Book, said: steps.Said, by: Account, thread: Thread | None) -> None:
    """A decision belongs to a meeting of this group, and its member is one of the group."""
    need_writer(book, by, "decision")
    about = thread.about if thread else said.about
    if not Thread.objects.filter(book=book, kind="meeting", number=about).exists():
        raise Faulty("what", gettext("A decision is written from the page of the meeting that made it."))
    member = said.values.get("member")
    if member and not Thread.objects.filter(book=book, kind="member", number=member).exists():
        raise Faulty("member", gettext("Choose somebody who is in the group."))


@steps.rule("awareness")
def awareness_rule(book: Book, said: steps.Said, by: Account, thread: Thread | None) -> None:
    """Nobody is planned as a speaker who has not rehearsed and chosen it; of what took place, the truth is kept."""
    need_writer(book, by, "awareness")
    values = whole(said, thread)
    if values.get("spoke") != YesNo.YES:
        return
    if not values.get("ready"):
        raise Faulty("ready", "missing")
    if values["ready"] != YesNo.YES and values.get("state") == words.Happened.PLANNED:
        raise Faulty("ready", gettext("Then nobody tells of her own life there. Plan it without, or rehearse first."))


@steps.rule("speaker")
def speaker_rule(book: Book, said: steps.Said, by: Account, thread: Thread | None) -> None:
    """Whoever is to speak is ready for it: by her own word, and by her mapping where she has a case.

    Leaders do not write this, since it is answered out of her case. Once she has spoken, it is kept as it was.
    """
    need_writer(book, by, "speaker")
    event = Thread.objects.filter(book=book, kind="awareness", number=thread.about if thread else said.about).first()
    if event is None:
        raise Faulty("member", gettext("A speaker is written from the page of the event."))
    values = whole(said, thread)
    if said.void or values.get("state") == words.Speaks.WITHDREW:
        return
    try:
        person = known(book, the_member(book, values.get("member", "")).values["person"])
    except Faulty as fault:
        raise Faulty("member", fault.why) from None
    if listings.of_code(person.code) is not None:
        raise Faulty("member", gettext("Her name stands in the group's list. With this, it would say what she lived."))
    if event.state != words.Happened.PLANNED:
        return
    cases, before = cases_of(person), BEFORE_WHOM.get(event.values.get("place", ""), "")
    if values.get("ready") != YesNo.YES or (cases and not mapping.ready_for_audience(cases, before)):
        raise Faulty("ready", gettext("She is not ready to tell of her life there. Talk about it with her first."))

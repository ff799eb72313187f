"""What every number means, in one place: key -> (title, text). The key is the key of the column that shows it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

DEFINITIONS: dict[str, tuple[Words, Words]] = {
    # where and who
    "office": (_("Office"), _("The office that people rated.")),
    "kind": (_("Kind of office"), _("Offices are only compared with offices of the same kind.")),
    "place": (_("Place"), _("The nearest place that the office serves, and its block or town.")),
    "district": (_("District"), _("The district that the office lies in.")),
    "holder": (_("Who sits there"), _("The person in the post. When somebody new comes, their figure starts again.")),
    "worker": (_("Worker"), _("Somebody who works for the organisation.")),
    "team": (_("Team"), _("All workers of the organisation's own desk, put together.")),
    "quarter": (
        _("Quarter"),
        _("Three months of the year from April to March: Q1 is April to June. Nothing finer than that is kept."),
    ),
    # estimates
    "estimate": (
        _("Score"),
        _(
            "From 0 (all faces “no”) to 100 (all faces “fully”): what a typical person who answered alone would "
            "say. It "
            "is corrected for how strict each person is and for how they answered, and leans on offices of the same "
            "kind where voices are few. The line shows the range in which the true value lies in 9 of 10 cases."
        ),
    ),
    "raters": (_("People"), _("Different people who rated. Below five, no figure is shown to anybody.")),
    "voices": (_("Voices"), _("Ballots counted. One person may give one for each office in a quarter.")),
    "standing": (
        _("Place in its peer group"),
        _(
            "Where it stands among offices of the same kind in the same district; 1 is the best. It is a range. "
            "Nothing is "
            "said where the range covers half of the group or more, or where reliability is below 0.7."
        ),
    ),
    "reliability": (
        _("Reliability"),
        _(
            "How much of the difference between offices is real and not chance: 0 is all chance, 1 is none. From "
            "0.7 we compare."
        ),
    ),
    "assisted": (
        _("Answered with help"),
        _(
            "The share of voices given with somebody's help. People are kinder when somebody listens; the score "
            "allows for it."
        ),
    ),
    "change": (
        _("Change in a year"),
        _(
            "Points won or lost against four quarters ago, with the range in which the true change lies in 9 of "
            "10 cases."
        ),
    ),
    "silence": (
        _("If those who stayed silent fared worse, or better"),
        _(
            "Not everybody who holds an active card has spoken. If they fared 15 points worse than those who did, the "
            "score of all would lie at the lower end of this range; if 15 points better, at the upper end."
        ),
    ),
    "plain": (
        _("Mean of what people said"),
        _("From 0 to 100, each person once, not corrected for anything. For the score, see there."),
    ),
    "expected": (
        _("By chance alone"),
        _(
            "Where the mean of so many people lies in 9 of 10 cases if the office is like its whole peer group. The "
            "more people, the narrower."
        ),
    ),
    "funnel": (
        _("More than chance?"),
        _(
            "Whether what people said lies further from the peer group's mean than the luck of who came explains. It "
            "says nothing about why."
        ),
    ),
    # questions
    "question": (_("Question"), _("What people were asked about this visit.")),
    "face1": (_("No"), _("How many answered with the face for “no”.")),
    "face2": (_("A little"), _("How many answered with the face for “a little”.")),
    "face3": (_("Mostly"), _("How many answered with the face for “mostly”.")),
    "face4": (_("Fully"), _("How many answered with the face for “fully”.")),
    "yesno": (_("Question"), _("Asked with yes, no, or “do not want to say”. These stay outside the score.")),
    "answers": (
        _("Answers"),
        _(
            "How many answered this question. Skipped ones and “do not want to say” are left out."
        ),
    ),
    "yes": (_("Yes"), _("How many answered yes.")),
    "rate": (
        _("Rate of yes"),
        _("Of 100 people who answered, how many say yes, with the range in which the true rate lies in 9 of 10 cases."),
    ),
    "theme": (_("What people said"), _("Words that people chose. One is shown when five or more people chose it.")),
    # overview
    "people": (_("People"), _("Different people who gave a voice in this quarter.")),
    "mode_phone": (_("Own phone"), _("Voices given alone, on the person's own phone.")),
    "mode_kiosk": (_("Shared tablet"), _("Voices given alone, on the tablet of the collective.")),
    "mode_paper": (_("On paper"), _("Voices given on a sheet with pictures, entered by two survivor leaders.")),
    "mode_peer": (_("With a leader's help"), _("Voices given while a survivor leader helped.")),
    "mode_worker": (
        _("With a worker's help"),
        _(
            "Voices given while a worker helped, never about that worker's own organisation."
        ),
    ),
    "mode_helpline": (
        _("By telephone"),
        _("Voices given on the telephone to somebody who read aloud, never about their own organisation."),
    ),
    "mode_keypad": (
        _("By keypad"),
        _("Voices given with the keys of a telephone. The telephone company could see card and answers."),
    ),
    "refused": (
        _("Not counted"),
        _(
            "Ballots that could not be counted: a void card, a second ballot, or one that cannot be read."
        ),
    ),
    "printed": (_("Cards printed"), _("Voice cards on printed sheets.")),
    "activated": (_("Cards made active"), _("Cards that two leaders made active before the group.")),
    "void": (_("Cards made void"), _("Cards left over, or made void by the person who held them.")),
    "used": (
        _("Cards used"),
        _(
            "Cards with which at least one voice was given. There are never more than active ones."
        ),
    ),
    "circle": (
        _("Who may see"),
        _(
            "Inside: leaders, coordinator and staff of the network. Outside: the office itself, the public, "
            "funders."
        ),
    ),
    "heard": (_("Offices with a voice"), _("Offices about which at least one person has spoken.")),
    "may_show": (
        _("May be shown"),
        _(
            "Offices with enough people: inside five; outside ten in one quarter, or twenty where one person sits"
            " there."
        ),
    ),
    "share_shown": (_("Share"), _("Of the offices with a voice, the part that may be shown.")),
    "wait_few": (_("Wait: too few people"), _("Offices that wait until more people have spoken.")),
    "wait_person": (
        _("Wait: one person sits there"),
        _("Offices with a single person in them. A figure about them is about somebody, so it needs twenty people."),
    ),
    # flags
    "about": (_("About"), _("The office, person or group of offices that the flag is about.")),
    "numbers": (_("Figures behind it"), _("The figures that made the flag.")),
    "wrong": (
        _("Expected share of wrong ones"),
        _("Of flags like this one, the part that will be wrong by chance. A flag is a reason to look, never a proof."),
    ),
    # a ratings file
    "ratee": (_("Rated"), _("What was rated, as the file names it.")),
    "group": (_("Peer group"), _("Compared are only those of the same group.")),
    "answers_all": (_("Answers"), _("All answers in the file about this one.")),
    "item": (_("Question"), _("The question, as the file names it.")),
}  # fmt: skip

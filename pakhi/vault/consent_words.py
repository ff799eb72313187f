"""The words of asking for consent, as they are read to her. Which are read, and in what order: consents.yaml."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

# By version of the script: a version that somebody has heard is never changed, a new one is added.
SCRIPTS: dict[str, dict[str, Words]] = {
    "2026-11": {
        "warning": _(
            "First, one thing you must know before you tell us anything. You are not yet 18. If somebody has touched "
            "you or used you in a sexual way, the law says that we must tell the police or the child protection "
            "officers. That is the one thing we cannot keep to ourselves. You choose how much you tell us."
        ),
        "guardian": _(
            "Because you are not yet 18, we also ask your mother, your father or whoever looks after you. If you are "
            "not safe with them, say so. Then we do not ask them: we ask the Child Welfare Committee."
        ),
        "your_word": _("They cannot say yes for you. Without your own yes it does not happen."),
        "who": _("We are workers of %(organisation)s. What you tell us is locked. Few people have the key."),
        "what_case": _("We ask: may we write down what happened and what you need, so that we can work with you?"),
        "what_share": _("We ask: may we show %(recipient)s these things about you: %(scope)s? Nothing else."),
        "what_transfer": _("We ask: may %(recipient)s take over your case, with everything that is written in it?"),
        "what_export": _("We ask: may we take papers about you out of here, for %(recipient)s: %(scope)s?"),
        "what_story": _(
            "We ask: may we tell your story to others, in writing, without your name and without anything by which "
            "somebody could know you?"
        ),
        "what_repository": _("We ask: may we count you among others? A number, without name, village or story."),
        "what_photo": _("We ask: may we keep a photograph of you? It is locked like your name."),
        "what_link": _(
            "We ask: may we look whether you are known to %(recipient)s already? They do not learn your name."
        ),
        "no_price": _("You can say no. Nothing is taken from you then. We go on helping you in the same way."),
        "take_back": _("You can take your yes back on any day, without a reason. Tell any of us, once is enough."),
        "look": _("You can ask at any time who has looked at your name, when and why."),
        "ask": _("Is there anything you want to ask? Do you say yes, or do you say no?"),
    },
}

# What one consent lets happen, for its page and for print. What is left out does not happen.
HAPPENS: dict[str, Words] = {
    "case": _("Workers who are there for you may write down your case and read it."),
    "share": _("%(recipient)s may be shown: %(scope)s."),
    "transfer": _("%(recipient)s may take over your case with everything that is written in it."),
    "export": _("Papers may leave here for %(recipient)s: %(scope)s."),
    "story": _("Your story may be told in writing, without anything by which somebody could know you."),
    "repository": _("You are counted among others in the networks' numbers, without name, village or story."),
    "photo": _("A photograph of you is kept, locked like your name."),
    "link": _("We may look whether you are known to %(recipient)s; your name is not told."),
}
# What does not happen while no consent to it holds, for the same pages.
HAPPENS_NOT: dict[str, Words] = {
    "case": _("Your case is not written down."),
    "share": _("Nothing about you is shown to another office or organisation."),
    "transfer": _("Nobody else takes over your case."),
    "export": _("No papers about you leave here."),
    "story": _("Your story is not told."),
    "repository": _("You are not counted in the networks' numbers."),
    "photo": _("No photograph of you is kept."),
    "link": _("We do not look whether others know you."),
}
ENDS: dict[str, Words] = {
    "open": _("It holds until you take it back."),
    "until": _("It holds until %(day)s."),
    "later": _("It holds from %(day)s on."),
    "over": _("It was over on %(day)s: nothing of this happens any more."),
    "withdrawn": _("You took it back on %(day)s: nothing of this happens any more."),
    "closed": _("Your record here is closed: nothing of this happens any more."),
    "wrong": _("Something is missing in it, so nothing of this happens: %(why)s"),
}
ANYBODY: Words = _("those who need it for this")
EVERYTHING: Words = _("what is needed for this")
SCOPES: dict[str, Words] = {
    "names": _("names"),
    "contacts": _("telephone"),
    "address": _("address"),
    "kin": _("family"),
    "papers": _("identity papers"),
    "case": _("case record"),
    "health": _("health papers"),
    "court": _("court and police papers"),
    "money": _("bank and claims"),
    "photo": _("photograph"),
}

# Why a consent cannot be: sentences for the worker's screen.
WRONG: dict[str, Words] = {
    "recipient_must": _("Say who gets it."),
    "recipient_never": _("This goes to nobody: leave the recipient out."),
    "recipient_unknown": _("There is no such organisation or office."),
    "scope_must": _("Say which parts it is about."),
    "scope_never": _("This is about the whole: leave the parts out."),
    "scope_unknown": _("There is no such part."),
    "given": _("For this she signs or puts her thumb mark."),
    "proof_must": _("Keep the paper or the recording with it."),
    "proof_unknown": _("This file is not among hers."),
    "witness_must": _("Name the witness: somebody else than you."),
    "under_18_never": _("Not under 18: the law lets neither child nor parent agree to this."),
    "guardian": _("Say about the guardian: agreed, unsafe, or none."),
    "warned_must": _("Under 18 the warning comes first: read it to her before anything else."),
    "assent_must": _("Her own yes is missing."),
    "cwc_must": _("Without a safe guardian the Child Welfare Committee decides: keep its permission with it."),
    "adult": _("She is an adult and decides alone: nobody agrees for her."),
    "heard": _("Not everything was read to her, in its order, in the newest words."),
    "turns_18_must": _("Say when she turns 18: then she is asked again."),
    "days": _("The last day comes before the first."),
    "closed": _("This record is closed."),
}

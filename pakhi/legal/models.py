"""What two organisations share of one case: a file with a code of its own, tasks and papers. No word, no name.

Everything else of a case stands in her book (decision 0050), which the other organisation never sees (decision 0051).
"""

from __future__ import annotations

from django.db import models

from pakhi.cbr.models import Thread
from pakhi.legal.joint_words import Answer, Cannot, Ended, Goes, JointState, Side, What
from pakhi.lib.clock import today
from pakhi.lib.codes import new_letters
from pakhi.network.models import Account, Organisation

RUNNING = (JointState.OFFERED, JointState.ACCEPTED)


def joint_code() -> str:
    return new_letters(8)


class JointFile(models.Model):
    """`thread` is the case in her book, at `home`; the organisation `away` knows `code`, and never the book.

    `worker`: who of the other organisation works on it, besides those who keep its people.
    """

    code = models.CharField(max_length=8, unique=True, default=joint_code)
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="joint_files")
    home = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    away = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=JointState.choices, default=JointState.OFFERED)
    reason = models.CharField(max_length=12, blank=True, help_text="Why it was declined, or ended.")
    worker = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    offered_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    offered_on = models.DateField(default=today)
    answered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True)
    ended_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thread", "away"], condition=models.Q(state__in=["offered", "accepted"]), name="one_joint_file"
            ),
            models.CheckConstraint(condition=~models.Q(home=models.F("away")), name="a_joint_file_is_of_two"),
        ]
        indexes = [
            models.Index(fields=["away", "state"], name="joint_files_away"),
            models.Index(fields=["home", "state"], name="joint_files_home"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def running(self) -> bool:
        """Offered or accepted, as far as this row knows; whether she still agrees is asked by joint.holds."""
        return self.state in RUNNING

    @property
    def ended_because(self) -> str:
        """For her home alone."""
        return str(Ended(self.reason).label) if self.reason in Ended.values else ""


class JointTask(models.Model):
    """Something that one of the two does, by a day. What it is and why it cannot be are chosen, never written."""

    joint = models.ForeignKey(JointFile, on_delete=models.CASCADE, related_name="tasks")
    number = models.CharField(max_length=40)
    what = models.CharField(max_length=12, choices=What.choices)
    doer = models.CharField(max_length=4, choices=Side.choices)
    due = models.DateField()
    state = models.CharField(max_length=8, choices=Answer.choices, default=Answer.OPEN)
    why = models.CharField(max_length=12, choices=Cannot.choices, blank=True)
    asked = models.CharField(max_length=4, choices=Side.choices, help_text="Which of the two wrote it.")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField(default=today)
    answered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["joint", "number"], name="joint_task_once")]
        indexes = [models.Index(fields=["state", "due"], name="joint_tasks_due")]

    def __str__(self) -> str:
        return f"{self.joint}: {self.what}"

    @property
    def late(self) -> int:
        """Days by which it is over."""
        return max(0, (today() - self.due).days) if self.state == Answer.OPEN else 0


class JointPaper(models.Model):
    """That a paper went from one to the other. Its content lies sealed in the vault: a copy for the other organisation
    under this number, or, of what they sent, in her record alone.
    """

    joint = models.ForeignKey(JointFile, on_delete=models.CASCADE, related_name="papers")
    number = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=Goes.choices)
    side = models.CharField(max_length=4, choices=Side.choices, help_text="Which of the two gave it.")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(default=today)
    taken_back = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["joint", "number"], name="joint_paper_once")]

    def __str__(self) -> str:
        return f"{self.joint}: {self.kind}"

"""The only names of the product, sealed; and the record of who read them."""

from pakhi.vault.models.audit import Entry, SealedBatch
from pakhi.vault.models.consent import Consent, Withdrawal
from pakhi.vault.models.joint import JointCopy, JointKey
from pakhi.vault.models.keys import Grant, OrganisationKey, Recovery, WorkerKey
from pakhi.vault.models.listed import Listed
from pakhi.vault.models.people import Apart, Assignment, Difference, Erasure, Handover, Leave, Merge
from pakhi.vault.models.person import BlindIndex, Note, Person, SealedFile, Section
from pakhi.vault.models.reveal import Allowance, Glass, Reveal

__all__ = [
    "Allowance", "Apart", "Assignment", "BlindIndex", "Consent", "Difference", "Entry", "Erasure", "Glass", "Grant",
    "Handover", "JointCopy", "JointKey", "Leave", "Listed", "Merge", "Note", "OrganisationKey", "Person", "Recovery",
    "Reveal", "SealedBatch", "SealedFile", "Section", "Withdrawal", "WorkerKey",
]  # fmt: skip

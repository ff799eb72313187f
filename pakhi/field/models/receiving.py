"""What phones seal records to on their way here, and which organisations let names lie in clear on phones."""

from __future__ import annotations

from django.db import models

from pakhi.lib.clock import today
from pakhi.lib.codes import new_letters
from pakhi.network.models import Account, Organisation


def receiving_code() -> str:
    return new_letters(8)


class ReceivingKey(models.Model):
    """The public half of a key of this server. The private half is a file in DATA/receiving, in no database."""

    code = models.CharField(max_length=8, unique=True, default=receiving_code)
    public = models.BinaryField(max_length=65)
    made_on = models.DateField(default=today)

    def __str__(self) -> str:
        return self.code


class ClearNames(models.Model):
    """An organisation has decided that ODK Collect, which locks nothing, gets forms that ask who somebody is."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="clear_names")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(default=today)

    def __str__(self) -> str:
        return str(self.organisation)

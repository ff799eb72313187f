"""Accounts of people who work with survivors, and what each may be in which organisation."""

from __future__ import annotations

import hashlib
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from pakhi.lib.clock import today
from pakhi.network.models.organisation import DatedQuerySet, Organisation


class Role(models.TextChoices):
    """The people of the product who have an account. A survivor and a duty bearer have none."""

    LEADER = "leader", _("Survivor leader")
    WORKER = "worker", _("Field worker")
    SUPERVISOR = "supervisor", _("Supervisor")
    MANAGER = "manager", _("Programme manager")
    MIS = "mis", _("MIS staff")
    COORDINATOR = "coordinator", _("Network coordinator")
    RESEARCHER = "researcher", _("Researcher")
    FUNDER = "funder", _("Funder")


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; a password is always hashed."""

    def create_user(self, username: str, password: str | None = None, name: str = "") -> Account:
        account = self.model(username=username, name=name or username)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=username)


class Account(AbstractBaseUser):
    """Somebody who logs in on the staff site."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    language = models.CharField(max_length=8, blank=True)
    is_active = models.BooleanField(default=True)
    temporary = models.BooleanField(default=False, help_text="Somebody else chose the password: a new one comes first.")
    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = ""

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """An account is something in an organisation, from-to. Several at once are normal in a small CBO."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices)
    valid_from = models.DateField(default=today)
    valid_to = models.DateField(null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.account}: {self.get_role_display()}, {self.organisation}"


class ApiToken(models.Model):
    """A token for a program that reads JSON on an account's behalf; only its hash is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    valid_to = models.DateField()

    def __str__(self) -> str:
        return f"{self.account} until {self.valid_to}"

    @staticmethod
    def hash(token: str) -> str:
        """What is kept of a token."""
        return hashlib.sha256(token.encode()).hexdigest()

"""What a process of its own does in the vault's proofs: `python -m tests.prove.vault_room VERB …` with DATA set.

It is the product itself on real files, with passphrases as slow as in earnest.
"""

from __future__ import annotations

import json
import os
import sys
import time

import django

PASSPHRASES = {"salma": "rain on a tin roof 31", "mou": "three slow boats at noon"}


def say(line: object) -> None:
    """One line to whoever started this process, at once."""
    sys.stdout.write(f"{line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)}\n")
    sys.stdout.flush()


def begin() -> None:
    """CBO One with Salma and Mou, its key and a rehearsed recovery; the shares come out, as a printer has them."""
    from pakhi.network.models import Account, Membership, Organisation
    from pakhi.site.commands.migrate import migrate
    from pakhi.vault import keys, scope

    migrate()
    one = Organisation.objects.create(kind="cbo", name="CBO One")
    with scope.bound(one.code):
        for name, role in (("salma", "supervisor"), ("mou", "worker")):
            account = Account.objects.create_user(name, PASSPHRASES[name], name.title())
            Membership.objects.create(account=account, organisation=one, role=role)
            keys.make_worker_key(account, PASSPHRASES[name])
        salma, mou = Account.objects.get(username="salma"), Account.objects.get(username="mou")
        shares = keys.set_up(one, salma)
        keys.rehearse(one, shares[:2])
        key = keys.current(one)
        assert key is not None
        keys.grant(keys.unlock(salma, PASSPHRASES["salma"]), key, mou)
    say({"organisation": one.code, "shares": shares})


def fill(count: str) -> None:
    """Register so many people, each with a name, and give their codes."""
    from django.db import transaction

    from pakhi.network.models import Account, Organisation
    from pakhi.vault import identity, scope

    one, mou = Organisation.objects.get(), Account.objects.get(username="mou")
    with scope.bound(one.code), transaction.atomic(using="vault"):
        for number in range(int(count)):
            identity.register(one, {"names": {"names": [{"text": f"Zib {number}"}]}}, mou)
    say("filled")


def rotate(name: str) -> None:
    """Change the organisation's key in somebody's session, saying the progress; goes on where it was stopped."""
    from pakhi.network.models import Organisation
    from pakhi.vault import rotation, scope
    from pakhi.vault.models import OrganisationKey

    one = Organisation.objects.get()
    with scope.bound(one.code):
        who = opened(name)
        if OrganisationKey.objects.count() == 1:
            rotation.begin(who, one)
        say("begin")
        start = time.perf_counter()
        moved = rotation.rotate(who, one, progress=lambda done, total: say(f"{done}/{total}"))
    say({"moved": moved, "seconds": round(time.perf_counter() - start, 2)})


def opened(name: str):
    """A worker with their key open."""
    from pakhi.network.models import Account
    from pakhi.vault import keys

    return keys.unlock(Account.objects.get(username=name), PASSPHRASES[name])


def recover(name: str, *typed: str) -> None:
    """Nobody can open the key any more: printed shares are typed in."""
    from pakhi.network.models import Account, Organisation
    from pakhi.vault import keys, scope

    one = Organisation.objects.get()
    with scope.bound(one.code):
        try:
            keys.recover(one, typed, Account.objects.get(username=name))
        except keys.Refused:
            say("refused")
        else:
            say("recovered")


def look(name: str, rounds: str) -> None:
    """Read random people until told to stop (or so many rounds), and say how many could be read and how many not."""
    import random

    from pakhi.network.models import Organisation
    from pakhi.vault import identity, keys, scope
    from pakhi.vault.models import OrganisationKey, Person

    one, read, refused = Organisation.objects.get(), 0, []
    with scope.bound(one.code):
        who, numbers = opened(name), list(Person.objects.values_list("pk", flat=True))
        say("begin")
        for _round in range(int(rounds)):
            person = Person.objects.select_related("key").get(pk=random.choice(numbers))
            try:
                read += bool(identity.read(who, person, ["names"]))
            except keys.Refused as why:
                refused.append(str(why))
        newest = OrganisationKey.objects.order_by("-generation").first()
        left = Person.objects.exclude(key=newest).count()
    say({"read": read, "refused": refused[:3], "left": left, "keys": OrganisationKey._base_manager.count()})


def read(name: str) -> None:
    """Everything about everybody, with one worker's passphrase and what lies in DATA: one line for each person."""
    from pakhi.network.models import Organisation
    from pakhi.vault import files, identity, keys, scope
    from pakhi.vault.models import Person, Section

    with scope.bound(Organisation.objects.get().code):
        who = opened(name)
        for person in Person.objects.select_related("key").order_by("pk"):
            try:
                said: list[object] = [identity.read(who, person, Section.Field.values)]
                said += [words for _note, words in identity.read_notes(who, person, "cbr")]
                for row in person.files.order_by("pk"):
                    content = b"".join(files.open_file(who, row))
                    said += [files.file_name(who, row), content.decode("utf-8", "replace")]
            except keys.Refused as why:
                said = [f"refused: {why}"]
            say({"code": person.code, "said": said})


def forget(code: str) -> None:
    """Somebody asks to be forgotten."""
    from pakhi.vault import forget as room
    from pakhi.vault import scope
    from pakhi.vault.models import Person

    who = opened("salma")
    with scope.everywhere():
        home = Person.objects.get(code=code).organisation
    with scope.bound(home):
        say(str(room.forget(who, Person.objects.get(code=code), who.account)))


def destroy() -> None:
    """A night after every retention is over."""
    import datetime as dt

    from pakhi.lib.clock import today
    from pakhi.vault import forget as room

    say(len(room.destroy_due(today() + dt.timedelta(days=800))))


def held(code: str, *shares: str) -> None:
    """What two printed shares open of somebody forgotten."""
    from pakhi.vault import forget as room
    from pakhi.vault import keys, scope
    from pakhi.vault.models import Erasure

    with scope.everywhere():
        try:
            erasure = Erasure.objects.get(person__code=code)
            say(room.read_held(erasure, list(shares), ["names"], opened("mou").account))
        except (keys.Refused, Erasure.DoesNotExist) as why:
            say(f"refused: {type(why).__name__}")


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "pakhi.site.settings"
    django.setup()
    verb, *words = sys.argv[1:]
    globals()[verb](*words)

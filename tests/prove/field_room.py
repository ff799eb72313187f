"""What a process of its own does in the proofs about phones: `python -m tests.prove.field_room VERB …`, DATA set.

`serve` is the product's own door behind a plain threaded server, loaded once: each line on its input starts it anew in
a fresh process, in milliseconds, so that it can be killed hundreds of times.
"""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django

from tests.prove.vault_room import PASSPHRASES, say
from tests.sheets import sheet

VISIT = sheet(
    "visit", "text | who | Who?", "select_one yes_no | came | Did she come?", "integer | children | How many children?",
    "image | picture | A picture",
)  # fmt: skip


def prepare() -> None:
    """CBO One with its key, a form of its own, the product's forms, and Mou's phone."""
    from pakhi.field import devices, publish
    from pakhi.network.models import Account, Membership, Organisation
    from pakhi.vault import keys, scope

    one = Organisation.objects.create(kind="cbo", name="CBO One")
    with scope.bound(one.code):
        for name, role in (("salma", "supervisor"), ("mou", "worker")):
            account = Account.objects.create_user(name, PASSPHRASES[name], name.title())
            Membership.objects.create(account=account, organisation=one, role=role)
        salma, mou = Account.objects.get(username="salma"), Account.objects.get(username="mou")
        keys.make_worker_key(salma, PASSPHRASES["salma"])
        keys.rehearse(one, keys.set_up(one, salma)[:2])
        publish.go_live(publish.upload(VISIT.encode(), "visit.md", one, None))
        (person,) = (version for version in publish.ship() if version.form.form_id == "person")
        made, password = devices.add(mou, one)
    say({"organisation": one.code, "code": made.code, "password": password, "version": person.version})


class Quiet(WSGIRequestHandler):
    """Says nothing about requests."""

    def log_message(self, *_words: object) -> None:
        return


class Threaded(ThreadingMixIn, WSGIServer):
    """One thread a request, like the product's own server."""

    daemon_threads, allow_reuse_address = True, True


def serve(port: str) -> None:
    """For each line `start [BYTES]`: a new process that serves; BYTES: no file may grow beyond, as on a full disk."""
    from django.db import connections
    from django.urls import get_resolver

    from pakhi.site.wsgi import application

    get_resolver().url_patterns  # noqa: B018 - loads every page, so that a new process answers at once
    connections.close_all()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        _start, *limit = line.split()
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            sys.dont_write_bytecode = True  # a disk that is full here must not cut off the checkout's own files
            if limit:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit[0]), resource.RLIM_INFINITY))
            with make_server("127.0.0.1", int(port), application, Threaded, Quiet) as server:
                say(str(os.getpid()))
                server.serve_forever(poll_interval=0.05)


def look() -> None:
    """What lies on the disk: each record with its state, her code and its files; people and their notes by code."""
    from pakhi.field.models import Arrival
    from pakhi.vault import files, scope
    from pakhi.vault.models import Note, Person

    rows = []
    for one in Arrival.objects.prefetch_related("attachments", "answers"):
        kept = {
            row.name: row.size for row in one.attachments.all() if row.token and (files.folder() / row.token).exists()
        }
        rows.append([one.instance, one.state, one.why, one.person, kept, one.answers.count()])
    with scope.everywhere():
        people = {person.code: Note.objects.filter(person=person).count() for person in Person.objects.all()}
    say({"rows": rows, "people": people, "whole": whole()})


def whole() -> list[str]:
    """What SQLite says of each of the three files."""
    out = []
    for path in sorted(Path(os.environ["DATA"]).glob("*.sqlite3")):
        with closing(sqlite3.connect(path)) as file:
            out.append(str(file.execute("PRAGMA integrity_check").fetchone()[0]))
    return out


VERBS = {"prepare": prepare, "serve": serve, "look": look}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pakhi.site.settings")
    django.setup()
    VERBS[sys.argv[1]](*sys.argv[2:])

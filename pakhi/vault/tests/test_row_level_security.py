"""PostgreSQL holds to the binding by itself, also against whoever owns nothing, and against the owner of the tables.

Runs where the vault is on PostgreSQL: `ops/with-postgres .venv/bin/python -m pytest pakhi/vault/tests`.
"""

from __future__ import annotations

import secrets
from importlib import import_module

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, ProgrammingError, connections, transaction

from pakhi.vault import files, handover, identity, keys, listed, scope
from pakhi.vault.models import JointCopy, JointKey, Note, Person
from pakhi.vault.models.person import person_code
from pakhi.vault.tests.conftest import agree
from pakhi.vault.tests.test_scope import both, owner, scoped  # noqa: F401 - a fixture

MIGRATION = import_module("pakhi.vault.migrations.0002_row_level_security")
JOINT = import_module("pakhi.vault.migrations.0005_joint_files")
APART = import_module("pakhi.vault.migrations.0006_never_this_colleague")
LISTED = import_module("pakhi.vault.migrations.0007_names_in_lists_of_groups")
WHY = "The vault is on SQLite here; row-level security is PostgreSQL's. `ops/with-postgres` runs these."
pytestmark = pytest.mark.skipif("postgresql" not in settings.DATABASES["vault"]["ENGINE"], reason=WHY)


def ask(sql: str, *params: object) -> list[tuple]:
    with connections["vault"].cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


@pytest.fixture(scope="session")
def stranger_name():
    """A role that owns nothing, may read and write every row by right, and that the vault's role may become."""
    name = f"stranger_{secrets.token_hex(4)}"
    place = settings.DATABASES["vault"]
    where = {"host": place["HOST"], "port": place["PORT"], "dbname": "postgres", "user": "postgres"}
    with psycopg.connect(**where, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {name} LOGIN NOBYPASSRLS")
        admin.execute(f"GRANT {name} TO {place['USER']}")
        yield name
        admin.execute(f"DROP ROLE {name}")


@pytest.fixture
def stranger(both, stranger_name):  # noqa: F811
    """From here on the connection is the stranger's, until the test is rolled back."""
    ask(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {stranger_name}")
    ask(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {stranger_name}")
    ask(f"SET LOCAL ROLE {stranger_name}")
    assert ask("SELECT current_user, usesuper, usebypassrls FROM pg_user WHERE usename = current_user") == [
        (stranger_name, False, False)
    ]
    return stranger_name


def tables() -> set[str]:
    return {model._meta.db_table for model in apps.get_app_config("vault").get_models()}


def test_every_table_of_the_vault_is_locked_or_named_in_the_migration(village):
    locked = {name for (name,) in ask(
        "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid"
        " WHERE c.relrowsecurity AND c.relforcerowsecurity"
    )}  # fmt: skip
    assert locked == tables() - {f"vault_{name}" for name in MIGRATION.WITHOUT}


@pytest.mark.parametrize("home", ["one", "two"])
@pytest.mark.parametrize("role", ["stranger", "owner"])
def test_without_the_applications_filter_only_the_own_rows_show(request, village, both, home, role):  # noqa: F811
    """The base managers have no filter: what keeps the rows apart here is PostgreSQL alone."""
    if role == "stranger":
        request.getfixturevalue("stranger")
    mine, seen = village.organisations[home].code, 0
    with scope.bound(mine):
        for model in scoped():
            if type(model._meta.default_manager).within is scope.Scoped.within:
                rows = list(model._base_manager.all())
                seen += len(rows)
                assert {owner(row, model._meta.default_manager.path) for row in rows} <= {mine}, model
    assert seen >= 10


def test_with_nothing_bound_nothing_shows(stranger):
    with scope.when_asked(lambda: frozenset()):
        for name in sorted(tables() - {f"vault_{name}" for name in MIGRATION.WITHOUT}):
            assert ask(f"SELECT count(*) FROM {name}") == [(0,)], name
    with scope.everywhere():
        assert ask("SELECT count(*) FROM vault_person") == [(2,)]


def test_rows_of_another_organisation_are_neither_changed_nor_taken_away_nor_made(village, both, stranger):  # noqa: F811
    asha = both["one"]
    with scope.bound(village.organisations["two"].code):
        for sql in (
            "UPDATE vault_person SET state = 'moved' WHERE code = %s RETURNING 1",
            "DELETE FROM vault_note USING vault_person p WHERE p.id = person_id AND p.code = %s RETURNING 1",
        ):
            assert ask(sql, asha.code) == []
        for make in (
            lambda: Note._base_manager.create(person=asha, room="cbr", sealed=b"x", by=1),
            lambda: Person._base_manager.filter(code=both["two"].code).update(organisation=asha.organisation),
            lambda: Person._base_manager.bulk_create([Person(
                organisation=asha.organisation, public=asha.public, sealed=b"x", key=asha.key)]),
        ):  # fmt: skip
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic(using="vault"):
                make()


def test_a_view_looks_with_the_eyes_of_who_asks(village, both, stranger_name):  # noqa: F811
    """A view shows what its owner sees unless it says security_invoker; FORCE holds the owner to the policy, too."""
    counted = "SELECT organisation, count(*) FROM vault_person GROUP BY 1"
    ask(f"CREATE VIEW counted WITH (security_invoker = true) AS {counted}")
    ask(f"GRANT SELECT ON counted, vault_person TO {stranger_name}")
    ask(f"SET LOCAL ROLE {stranger_name}")
    for home in ("one", "two"):
        with scope.bound(village.organisations[home].code):
            assert ask("SELECT * FROM counted") == [(village.organisations[home].code, 1)]


def test_every_view_in_the_vault_asks_with_the_readers_eyes(village):
    assert ask(
        "SELECT relname FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace"
        " AND NOT coalesce(reloptions::text LIKE '%%security_invoker=true%%', false)"
    ) == []  # fmt: skip


def test_a_roll_back_does_not_leave_another_binding_behind(village, both, stranger):  # noqa: F811
    one, two = (village.organisations[home].code for home in ("one", "two"))
    count = "SELECT min(organisation), count(*) FROM vault_person"

    def fail() -> None:
        with transaction.atomic(using="vault"), scope.bound(two):
            assert ask(count) == [(two, 1)]
            ask("INSERT INTO vault_person SELECT * FROM vault_person")

    with scope.bound(one):
        assert ask(count) == [(one, 1)]
        with pytest.raises(IntegrityError):
            fail()
        assert ask(count) == [(one, 1)]
    with scope.bound(two):
        assert ask(count) == [(two, 1)]


def test_a_server_side_cursor_is_held_to_it_too(village, both, stranger):  # noqa: F811
    with scope.bound(village.organisations["two"].code):
        assert [person.code for person in Person._base_manager.iterator(chunk_size=1)] == [both["two"].code]


def test_a_hand_over_passes_between_the_two(village, keepers, both):  # noqa: F811
    from pakhi.network.models import Membership
    from tests.village import LONG_AGO

    one, two = (village.organisations[home] for home in ("one", "two"))
    salma, kabir = keepers.open["salma"], keepers.open["kabir"]
    Membership.objects.create(account=kabir.account, organisation=two, role="supervisor", valid_from=LONG_AGO)
    with scope.bound(one.code):
        names = identity.read(salma, both["one"], ["names"])
        agree(both["one"], salma.account, "transfer", two.code)
        handover.offer(salma, both["one"], two, salma.account)
    with scope.bound(two.code):
        (offer,) = two_sides()
        arrived = handover.accept(offer, two, kabir.account)
        assert identity.read(kabir, arrived, ["names"]) == names
    with scope.bound(one.code), pytest.raises(keys.Refused, match="handed to another"):
        identity.read(salma, Person.objects.get(code=both["one"].code), ["names"])


def two_sides():
    from pakhi.vault.models import Handover

    return list(Handover.objects.all())


def test_the_lock_can_be_taken_off_and_put_on_again(village, both):  # noqa: F811
    """The migrations backwards and forwards."""
    ask("SET CONSTRAINTS ALL IMMEDIATE")
    with connections["vault"].schema_editor() as editor:
        LISTED.unlock(apps, editor)
        APART.unlock(apps, editor)
        JOINT.unlock(apps, editor)
        MIGRATION.unlock(apps, editor)
        assert ask("SELECT count(*) FROM pg_policy") == [(0,)]
        with scope.bound(village.organisations["two"].code):
            assert ask("SELECT count(*) FROM vault_person") == [(2,)]  # so the test sees it when the lock is missing
        MIGRATION.lock(apps, editor)
        JOINT.lock(apps, editor)
        APART.lock(apps, editor)
        LISTED.lock(apps, editor)
        with scope.bound(village.organisations["two"].code):
            assert ask("SELECT count(*) FROM vault_person") == [(1,)]


def test_a_name_in_a_list_shows_to_the_groups_organisation_alone(village, both, keepers, stranger_name):  # noqa: F811
    one, two = village.organisations["one"], village.organisations["two"]
    with scope.bound(one.code):
        made = listed.put(one, "GR2UP345", "Pipilika Zorntree", keepers.salma.account, person_code(), both["one"])
    ask(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {stranger_name}")
    ask(f"SET LOCAL ROLE {stranger_name}")
    for home, many in ((one, 1), (two, 0)):
        with scope.bound(home.code):
            assert ask("SELECT count(*) FROM vault_listed") == [(many,)]
    with scope.bound(two.code):
        assert ask("UPDATE vault_listed SET sealed = '' WHERE id = %s RETURNING 1", made.pk) == []


def test_what_two_organisations_share_shows_to_the_two_and_to_no_third(village, both, keepers, stranger):  # noqa: F811
    """The base managers have no filter: what keeps a third out here is PostgreSQL alone."""
    one, two, third = (village.organisations[home].code for home in ("one", "two", "network"))
    with scope.bound(one, two):
        made = JointKey(code="AAAA2222", person=both["one"], origin=one, to=two, public=b"x", sealed=b"x", key=1, by=1)
        made.save()
        paper = files.store(both["one"], b"x", "", "court", "text/plain", keepers.village.accounts["salma"])
        JointCopy.objects.create(
            joint=made, paper=paper, number="n1", token="t", type="text/plain", size=1, head=b"x", by=1
        )
    for home, seen in ((one, 1), (two, 1), (third, 0)):
        with scope.bound(home):
            assert [model._base_manager.count() for model in (JointKey, JointCopy)] == [seen, seen], home

"""The second lock, on PostgreSQL: each row of the vault shows itself to the organisation it belongs to, and to no other.

`pakhi.organisation` says which organisations are bound (codes with commas, `*` for all; pakhi/vault/scope.py sets it).
Unset, nothing shows. FORCE: the owner of the tables is held to it, too. On SQLite there is nothing to do.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION pakhi_bound(code text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(current_setting('pakhi.organisation', true), '') = '*'
      OR code = ANY (string_to_array(current_setting('pakhi.organisation', true), ','))
$$
"""
OWN = "pakhi_bound(organisation)"
PERSON = "EXISTS (SELECT 1 FROM vault_person p WHERE p.id = {} AND pakhi_bound(p.organisation))"
KEY = "EXISTS (SELECT 1 FROM vault_organisationkey k WHERE k.id = key_id AND pakhi_bound(k.organisation))"
POLICIES = {
    "person": OWN,
    "organisationkey": OWN,
    "blindindex": OWN,
    "reveal": OWN,
    "allowance": OWN,
    "glass": OWN,
    "leave": OWN,
    "section": PERSON.format("person_id"),
    "note": PERSON.format("person_id"),
    "sealedfile": PERSON.format("person_id"),
    "assignment": PERSON.format("person_id"),
    "consent": PERSON.format("person_id"),
    "erasure": PERSON.format("person_id"),
    "merge": PERSON.format("kept_id"),
    "difference": "EXISTS (SELECT 1 FROM vault_person p WHERE p.code = one AND pakhi_bound(p.organisation))",
    "withdrawal": (
        "EXISTS (SELECT 1 FROM vault_consent c JOIN vault_person p ON p.id = c.person_id"
        " WHERE c.id = consent_id AND pakhi_bound(p.organisation))"
    ),
    "grant": KEY,
    "recovery": KEY,
    "handover": '(pakhi_bound(origin) OR pakhi_bound("to"))',
}
# A worker's key belongs to a person who may work in several organisations, and is locked with their passphrase. The
# log runs over all organisations: its numbers and roots are counted through, and it holds codes only.
WITHOUT = ("workerkey", "entry", "sealedbatch")


def lock(apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    editor.execute(FUNCTION)
    for name, row in POLICIES.items():
        editor.execute(f"ALTER TABLE vault_{name} ENABLE ROW LEVEL SECURITY")
        editor.execute(f"ALTER TABLE vault_{name} FORCE ROW LEVEL SECURITY")
        editor.execute(f"CREATE POLICY of_organisation ON vault_{name} USING ({row}) WITH CHECK ({row})")


def unlock(apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    for name in POLICIES:
        editor.execute(f"DROP POLICY of_organisation ON vault_{name}")
        editor.execute(f"ALTER TABLE vault_{name} NO FORCE ROW LEVEL SECURITY")
        editor.execute(f"ALTER TABLE vault_{name} DISABLE ROW LEVEL SECURITY")
    editor.execute("DROP FUNCTION pakhi_bound(text)")


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_the_vault")]
    operations = [migrations.RunPython(lock, unlock)]

"""A name may stand in the list of a group. PostgreSQL shows the row to the group's organisation, and to no other."""

import django.db.models.deletion
from django.db import migrations, models

import pakhi.lib.clock

ROW = "EXISTS (SELECT 1 FROM vault_person p WHERE p.id = person_id AND pakhi_bound(p.organisation))"


def lock(apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    editor.execute("ALTER TABLE vault_listed ENABLE ROW LEVEL SECURITY")
    editor.execute("ALTER TABLE vault_listed FORCE ROW LEVEL SECURITY")
    editor.execute(f"CREATE POLICY of_organisation ON vault_listed USING ({ROW}) WITH CHECK ({ROW})")


def unlock(apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    editor.execute("DROP POLICY of_organisation ON vault_listed")
    editor.execute("ALTER TABLE vault_listed NO FORCE ROW LEVEL SECURITY")
    editor.execute("ALTER TABLE vault_listed DISABLE ROW LEVEL SECURITY")


class Migration(migrations.Migration):
    dependencies = [("vault", "0006_never_this_colleague")]
    operations = [
        migrations.CreateModel(
            name="Listed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("group", models.CharField(db_index=True, max_length=8)),
                ("sealed", models.BinaryField(default=b"")),
                ("by", models.PositiveBigIntegerField()),
                ("on", models.DateField(default=pakhi.lib.clock.today)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("destroy_after", models.DateField(blank=True, null=True)),
                (
                    "of",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="listings",
                        to="vault.person",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="listed", to="vault.person"
                    ),
                ),
            ],
        ),
        migrations.RunPython(lock, unlock),
    ]

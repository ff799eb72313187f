"""A survivor may be kept apart from a colleague. PostgreSQL shows the row to her organisation, and to no other."""

import django.db.models.deletion
from django.db import migrations, models

import pakhi.lib.clock

ROW = "EXISTS (SELECT 1 FROM vault_person p WHERE p.id = person_id AND pakhi_bound(p.organisation))"


def lock(apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    editor.execute("ALTER TABLE vault_apart ENABLE ROW LEVEL SECURITY")
    editor.execute("ALTER TABLE vault_apart FORCE ROW LEVEL SECURITY")
    editor.execute(f"CREATE POLICY of_organisation ON vault_apart USING ({ROW}) WITH CHECK ({ROW})")


def unlock(apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    editor.execute("DROP POLICY of_organisation ON vault_apart")
    editor.execute("ALTER TABLE vault_apart NO FORCE ROW LEVEL SECURITY")
    editor.execute("ALTER TABLE vault_apart DISABLE ROW LEVEL SECURITY")


class Migration(migrations.Migration):
    dependencies = [("vault", "0005_joint_files")]
    operations = [
        migrations.CreateModel(
            name="Apart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("account", models.PositiveBigIntegerField(db_index=True)),
                ("valid_from", models.DateField(default=pakhi.lib.clock.today)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("by", models.PositiveBigIntegerField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="apart", to="vault.person"
                    ),
                ),
            ],
        ),
        migrations.RunPython(lock, unlock),
    ]

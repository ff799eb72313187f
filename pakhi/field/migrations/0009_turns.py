"""Turns in the queue of a helpdesk day."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import pakhi.field.models.call
import pakhi.lib.clock


class Migration(migrations.Migration):
    dependencies = [
        ("field", "0008_names_for_a_visit"),
        ("network", "0003_how_an_office_is_reached"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Turn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=pakhi.field.models.call.row_code, max_length=8, unique=True)),
                ("instance", models.CharField(max_length=36)),
                ("day", models.DateField(default=pakhi.lib.clock.today)),
                ("desk", models.CharField(max_length=20)),
                ("number", models.PositiveIntegerField()),
                ("purpose", models.JSONField(default=list)),
                ("person", models.CharField(blank=True, db_index=True, max_length=8)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("at_desk", "At the desk"),
                            ("done", "Done"),
                            ("left", "Left without being helped"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="turns", to="network.organisation"
                    ),
                ),
                (
                    "visit",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="turn",
                        to="field.deskvisit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "day", "desk", "number"), name="turn_number_once"
                    ),
                    models.UniqueConstraint(fields=("organisation", "instance"), name="turn_once"),
                ],
            },
        ),
    ]

"""Telephone lines with a menu: settings, sounds, episodes, and how often each answer was given."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import pakhi.field.models.call
import pakhi.lib.clock


class Migration(migrations.Migration):
    dependencies = [("field", "0006_studio"), ("network", "0003_how_an_office_is_reached")]
    operations = [
        migrations.CreateModel(
            name="Counted",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.BinaryField(max_length=32, unique=True)),
                ("on", models.DateField(default=pakhi.lib.clock.today)),
            ],
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=pakhi.field.models.call.row_code, max_length=8, unique=True)),
                ("on", models.BooleanField(default=False)),
                ("languages", models.JSONField(default=list)),
                ("doors", models.JSONField(default=list)),
                ("groups", models.JSONField(default=dict)),
                ("secret", models.CharField(max_length=64)),
                ("token", models.BinaryField(null=True)),
                ("made_on", models.DateField(default=pakhi.lib.clock.today)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="line", to="network.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Episode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=80)),
                ("asked", models.JSONField(default=dict)),
                ("choices", models.JSONField(default=list)),
                ("open", models.BooleanField(default=False)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="episodes", to="field.line"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Recording",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("prompt", models.CharField(max_length=40)),
                ("language", models.CharField(max_length=2)),
                ("machine", models.BooleanField(default=False)),
                ("kind", models.CharField(max_length=20)),
                ("content", models.BinaryField()),
                ("token", models.CharField(max_length=40, unique=True)),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="recordings", to="field.line"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("group", models.CharField(max_length=6)),
                ("choice", models.PositiveSmallIntegerField()),
                ("count", models.PositiveIntegerField(default=0)),
                (
                    "episode",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tallies", to="field.episode"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="episode",
            constraint=models.UniqueConstraint(fields=("line", "number"), name="episode_once"),
        ),
        migrations.AddConstraint(
            model_name="recording",
            constraint=models.UniqueConstraint(fields=("line", "prompt", "language"), name="recording_once"),
        ),
        migrations.AddConstraint(
            model_name="tally",
            constraint=models.UniqueConstraint(fields=("episode", "group", "choice"), name="tally_once"),
        ),
    ]

"""Calls to the helpline, follow-ups, who is on call, notes between shifts, visits to the desk."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import pakhi.field.models.call
import pakhi.lib.clock


class Migration(migrations.Migration):
    dependencies = [("field", "0002_talks")]
    operations = [
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=pakhi.field.models.call.row_code, max_length=8, unique=True)),
                ("instance", models.CharField(max_length=120)),
                ("day", models.DateField(db_index=True)),
                ("caller", models.CharField(max_length=20)),
                ("person", models.CharField(blank=True, db_index=True, max_length=8)),
                ("can_speak", models.CharField(max_length=20)),
                ("danger", models.CharField(max_length=20)),
                ("call_for", models.CharField(max_length=20)),
                ("under_18", models.CharField(max_length=20)),
                ("category", models.JSONField(default=list)),
                ("urgency", models.CharField(max_length=20)),
                ("done", models.JSONField(default=list)),
                ("word", models.BinaryField(max_length=32, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="calls", to="network.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DeskVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=pakhi.field.models.call.row_code, max_length=8, unique=True)),
                ("instance", models.CharField(max_length=120)),
                ("day", models.DateField(db_index=True)),
                ("desk", models.CharField(max_length=20)),
                ("person", models.CharField(blank=True, db_index=True, max_length=8)),
                ("first", models.BooleanField()),
                ("purpose", models.JSONField(default=list)),
                ("office_family", models.CharField(blank=True, max_length=20)),
                ("office_kind", models.CharField(blank=True, max_length=30)),
                ("went_along", models.CharField(blank=True, max_length=20)),
                ("outcome", models.CharField(max_length=20)),
                ("receipt", models.BooleanField(help_text="Asked only where a paper was handed in.", null=True)),
                ("papers", models.JSONField(default=list)),
                ("next_day", models.DateField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="desk_visits",
                        to="network.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(blank=True, db_index=True, max_length=8)),
                ("on", models.DateField()),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("we_call", "We call her"),
                            ("she_calls", "She calls us"),
                            ("visit", "A worker visits her"),
                            ("centre", "She comes to us"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("done", "Done"),
                            ("moved", "Moved to another day"),
                            ("ended", "Ended"),
                        ],
                        default="open",
                        max_length=6,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True, help_text="How it was done, or why it was moved or ended.", max_length=20
                    ),
                ),
                ("made_on", models.DateField(default=pakhi.lib.clock.today)),
                ("closed_on", models.DateField(null=True)),
                (
                    "before",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="then", to="field.followup"
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_ups",
                        to="field.call",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="network.organisation",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_ups",
                        to="field.deskvisit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HandOverNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(default=pakhi.field.models.call.row_code, max_length=8, unique=True)),
                ("on", models.DateField(default=pakhi.lib.clock.today)),
                ("sealed", models.BinaryField()),
                ("key", models.PositiveIntegerField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_over_notes",
                        to="network.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LineHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("opens", models.PositiveSmallIntegerField(default=0)),
                ("closes", models.PositiveSmallIntegerField(default=24)),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="line_hours",
                        to="network.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("family", models.CharField(max_length=20)),
                ("kind", models.CharField(blank=True, max_length=30)),
                ("how", models.CharField(max_length=20)),
                (
                    "agreed",
                    models.CharField(
                        choices=[
                            ("she", "She herself"),
                            ("guardian", "She and her guardian"),
                            ("nobody", "Nobody: the law asks for it, or a life was in danger"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField(default=pakhi.lib.clock.today)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="referrals", to="field.call"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Shift",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts", models.DateTimeField()),
                ("ends", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="shifts", to=settings.AUTH_USER_MODEL
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="shifts", to="network.organisation"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="call", index=models.Index(fields=["organisation", "word"], name="calls_by_word")
        ),
        migrations.AddConstraint(
            model_name="call", constraint=models.UniqueConstraint(fields=("organisation", "instance"), name="call_once")
        ),
        migrations.AddConstraint(
            model_name="deskvisit",
            constraint=models.UniqueConstraint(fields=("organisation", "instance"), name="desk_visit_once"),
        ),
        migrations.AddIndex(
            model_name="followup", index=models.Index(fields=["organisation", "state", "on"], name="follow_ups_due")
        ),
        migrations.AddIndex(
            model_name="shift", index=models.Index(fields=["organisation", "starts"], name="shifts_by_start")
        ),
        migrations.AddConstraint(
            model_name="shift",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gt", models.F("starts"))), name="shift_ends_later"
            ),
        ),
        migrations.AddConstraint(
            model_name="shift", constraint=models.UniqueConstraint(fields=("account", "starts"), name="shift_once")
        ),
    ]

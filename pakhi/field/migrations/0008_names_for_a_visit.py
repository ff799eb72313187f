"""A public key of the app on a phone, and names that are sealed to it for a visit."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("field", "0007_menu")]
    operations = [
        migrations.AddField(
            model_name="device",
            name="public",
            field=models.BinaryField(
                help_text="What is sealed to the app on this phone; the app keeps the other half.",
                max_length=65,
                null=True,
            ),
        ),
        migrations.CreateModel(
            name="VisitName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(max_length=8)),
                ("sealed", models.BinaryField()),
                ("until", models.DateField(db_index=True)),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="visit_names", to="field.device"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="visitname",
            constraint=models.UniqueConstraint(fields=("device", "person"), name="visit_name_once"),
        ),
    ]

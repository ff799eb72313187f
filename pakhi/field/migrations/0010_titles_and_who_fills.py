"""What a form is called in other languages, and who besides workers fills a form of an organisation's own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("field", "0009_turns")]
    operations = [
        migrations.AddField(
            model_name="form",
            name="others",
            field=models.JSONField(
                blank=True, default=list, help_text="Who fills it besides workers (theirs.py): roles."
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="titles",
            field=models.JSONField(
                blank=True, default=dict, help_text="Code of a language -> the title in it."
            ),
        ),
    ]

"""Since when a line lets offices be rated by keypad; a line that is there does not."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("field", "0010_titles_and_who_fills")]
    operations = [
        migrations.AddField(
            model_name="line", name="keypad_since", field=models.DateField(blank=True, null=True)
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("vault", "0003_former_wrapping")]
    operations = [
        migrations.AddField(
            model_name="section",
            name="added",
            field=models.BooleanField(default=False, help_text="It holds only rows that come to the version before."),
        ),
    ]

"""Two indexes of arrivals begin with the organisation; a third of it alone was written with every record, and read by none."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("field", "0011_rating_by_keypad")]
    operations = [
        migrations.AlterField(
            model_name="arrival",
            name="organisation",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="arrivals",
                to="network.organisation",
            ),
        ),
    ]

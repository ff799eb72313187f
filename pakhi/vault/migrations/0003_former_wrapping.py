from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('vault', '0002_row_level_security'),
    ]

    operations = [
        migrations.AddField(
            model_name='workerkey',
            name='former_salt',
            field=models.BinaryField(max_length=16, null=True),
        ),
        migrations.AddField(
            model_name='workerkey',
            name='former_wrapped',
            field=models.BinaryField(null=True),
        ),
    ]

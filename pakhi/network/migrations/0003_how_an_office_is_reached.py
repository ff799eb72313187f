from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0002_a_password_for_one_sign_in'),
    ]

    operations = [
        migrations.AddField(
            model_name='office',
            name='hours',
            field=models.CharField(blank=True, help_text='Days and hours when it is open.', max_length=200),
        ),
        migrations.AddField(
            model_name='office',
            name='phone',
            field=models.CharField(blank=True, help_text="The office's own; nobody's private number.", max_length=30),
        ),
    ]

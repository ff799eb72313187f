import django.db.models.deletion
import pakhi.field.models.receiving
import pakhi.lib.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("field", "0004_entities"),
        ("network", "0002_a_password_for_one_sign_in"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name='ReceivingKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(default=pakhi.field.models.receiving.receiving_code, max_length=8, unique=True)),
                ('public', models.BinaryField(max_length=65)),
                ('made_on', models.DateField(default=pakhi.lib.clock.today)),
            ],
        ),
        migrations.AddField(
            model_name='device',
            name='app_since',
            field=models.DateField(blank=True, help_text='Since when it is our own app and not ODK Collect.', null=True),
        ),
        migrations.CreateModel(
            name='ClearNames',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(default=pakhi.lib.clock.today)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='clear_names', to='network.organisation')),
            ],
        ),
    ]

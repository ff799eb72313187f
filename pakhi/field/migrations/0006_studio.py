import django.db.models.deletion
import pakhi.lib.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('field', '0005_app'),
        ('network', '0002_a_password_for_one_sign_in'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PromptVoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=255)),
                ('language', models.CharField(max_length=8)),
                ('text', models.TextField()),
                ('mark', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('type', models.CharField(max_length=12)),
                ('seconds', models.FloatField()),
                ('state', models.CharField(choices=[('waiting', 'Waits for approval'), ('approved', 'Approved'), ('ended', 'Not heard any more')], default='waiting', max_length=8)),
                ('end', models.CharField(blank=True, choices=[('replaced', 'Recorded again'), ('refused', 'Not approved'), ('taken_back', 'Taken back')], max_length=10)),
                ('recorded_as', models.CharField(choices=[('leader', 'Survivor leader'), ('worker', 'Field worker'), ('supervisor', 'Supervisor'), ('manager', 'Programme manager'), ('mis', 'MIS staff'), ('coordinator', 'Network coordinator'), ('researcher', 'Researcher'), ('funder', 'Funder')], max_length=12)),
                ('recorded_on', models.DateField(default=pakhi.lib.clock.today)),
                ('approved_as', models.CharField(blank=True, choices=[('leader', 'Survivor leader'), ('worker', 'Field worker'), ('supervisor', 'Supervisor'), ('manager', 'Programme manager'), ('mis', 'MIS staff'), ('coordinator', 'Network coordinator'), ('researcher', 'Researcher'), ('funder', 'Funder')], max_length=12)),
                ('approved_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(help_text="Whose text; none: the product's", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_in', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
            ],
        ),
        migrations.AddConstraint(
            model_name='promptvoice',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'approved')), fields=('source', 'key', 'language'), name='one_voice_is_heard'),
        ),
        migrations.AddConstraint(
            model_name='promptvoice',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('source', 'key', 'language', 'recorded_in'), name='one_voice_waits'),
        ),
    ]

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('field', '0001_the_field'),
        ('network', '0003_how_an_office_is_reached'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OfficeReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('missing', 'The office is not in the list'), ('moved', 'The office has moved'), ('closed', 'The office is closed for good'), ('renamed', 'The name is wrong or new'), ('holder_new', 'Somebody else sits there now'), ('vacant', 'Nobody sits there'), ('area', 'It answers for other villages'), ('hours', 'The telephone or hours are wrong')], max_length=12)),
                ('source', models.CharField(choices=[('visited', 'They were there'), ('survivors', 'Survivors told them'), ('office', 'The office told them'), ('written', 'An order, letter or website')], max_length=12)),
                ('since', models.DateField(blank=True, null=True)),
                ('office_family', models.CharField(blank=True, max_length=30)),
                ('office_kind', models.CharField(blank=True, max_length=30)),
                ('state', models.CharField(choices=[('waiting', 'Waits for a decision'), ('written', 'Written into the list'), ('aside', 'Set aside')], default='waiting', max_length=8)),
                ('reason', models.CharField(blank=True, choices=[('twice', 'Somebody reported it before'), ('right', 'The list is right as it is'), ('unsure', 'Nobody could confirm it'), ('unclear', 'It does not say enough'), ('mistake', 'Sent by mistake')], max_length=8)),
                ('decided_on', models.DateField(blank=True, null=True)),
                ('arrival', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='office_report', to='field.arrival')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='network.office')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='office_reports', to='network.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'state'], name='office_reports_by_state')],
            },
        ),
        migrations.CreateModel(
            name='Talk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tool', models.CharField(choices=[('key_informant', 'Telephone talk with somebody who knows'), ('programme_staff', 'Talk with somebody who runs a programme'), ('duty_bearer', 'Talk with somebody in an office'), ('focus_group', 'Talk in a group')], max_length=20)),
                ('day', models.DateField()),
                ('agreed', models.BooleanField()),
                ('role', models.CharField(blank=True, help_text='What they are: a role, or who sat in the group.', max_length=30)),
                ('office_family', models.CharField(blank=True, max_length=30)),
                ('office_kind', models.CharField(blank=True, max_length=30)),
                ('district', models.CharField(blank=True, max_length=20)),
                ('block', models.CharField(blank=True, max_length=20)),
                ('arrival', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='talk', to='field.arrival')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='talks', to='network.organisation')),
            ],
            options={
                'indexes': [models.Index(fields=['organisation', 'tool'], name='talks_by_tool')],
            },
        ),
    ]

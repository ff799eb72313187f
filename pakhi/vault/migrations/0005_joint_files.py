"""Two organisations on one case: what one may open of the other's. PostgreSQL shows it to the two, and to no other."""

import django.db.models.deletion
import pakhi.lib.clock
from django.db import migrations, models


BOTH = '(pakhi_bound({0}origin) OR pakhi_bound({0}"to"))'
POLICIES = {
    "jointkey": BOTH.format(""),
    "jointcopy": f"EXISTS (SELECT 1 FROM vault_jointkey j WHERE j.id = joint_id AND {BOTH.format('j.')})",
}


def lock(apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    for name, row in POLICIES.items():
        editor.execute(f"ALTER TABLE vault_{name} ENABLE ROW LEVEL SECURITY")
        editor.execute(f"ALTER TABLE vault_{name} FORCE ROW LEVEL SECURITY")
        editor.execute(f"CREATE POLICY of_organisation ON vault_{name} USING ({row}) WITH CHECK ({row})")


def unlock(apps, editor):
    if editor.connection.vendor != "postgresql":
        return
    for name in POLICIES:
        editor.execute(f"DROP POLICY of_organisation ON vault_{name}")
        editor.execute(f"ALTER TABLE vault_{name} NO FORCE ROW LEVEL SECURITY")
        editor.execute(f"ALTER TABLE vault_{name} DISABLE ROW LEVEL SECURITY")


class Migration(migrations.Migration):

    dependencies = [
        ('vault', '0004_rows_that_were_added'),
    ]

    operations = [
        migrations.AlterField(
            model_name='entry',
            name='act',
            field=models.CharField(choices=[('reveal', 'Name revealed'), ('print', 'Papers printed'), ('export', 'Exported'), ('write', 'Written'), ('consent', 'Consent'), ('role', 'Role changed'), ('login', 'Signed in'), ('key', 'Key given or taken'), ('merge', 'Records merged'), ('move', 'Handed over'), ('share', 'Shared with another organisation'), ('forget', 'Forgotten'), ('glass', 'Emergency access'), ('limit', 'Daily limit raised or released'), ('assign', 'Assigned'), ('refused', 'Refused')], max_length=8),
        ),
        migrations.CreateModel(
            name='JointKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=8, unique=True)),
                ('origin', models.CharField(db_index=True, max_length=8)),
                ('to', models.CharField(db_index=True, max_length=8)),
                ('public', models.BinaryField(max_length=32)),
                ('sealed', models.BinaryField()),
                ('key', models.PositiveIntegerField(help_text="Generation of the other organisation's key.")),
                ('by', models.PositiveBigIntegerField()),
                ('on', models.DateField(default=pakhi.lib.clock.today)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='joints', to='vault.person')),
            ],
        ),
        migrations.CreateModel(
            name='JointCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40)),
                ('token', models.CharField(max_length=40, unique=True)),
                ('type', models.CharField(max_length=40)),
                ('size', models.PositiveBigIntegerField()),
                ('head', models.BinaryField()),
                ('by', models.PositiveBigIntegerField()),
                ('on', models.DateField(default=pakhi.lib.clock.today)),
                ('joint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='vault.jointkey')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='vault.sealedfile')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('joint', 'number'), name='joint_copy_once')],
            },
        ),
        migrations.RunPython(lock, unlock),
    ]

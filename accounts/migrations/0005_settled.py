from django.db import migrations, models
from django.db.models import Exists, OuterRef


def settle(apps, schema_editor):
    """Whoever has spoken of a step since it took over an older one is taken at their word, as before."""
    rows = apps.get_model("accounts", "StepProgress").objects.using(schema_editor.connection.alias)
    merged = {"step__predecessor_links__old": OuterRef("step"), "step__predecessor_links__kind": "same"}
    since = rows.filter(user=OuterRef("user"), changed_at__date__gte=OuterRef("step__retired_on"), **merged)
    rows.filter(Exists(since)).update(settled=True)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_indexes_that_sqlite_uses'),
        ('guide', '0004_replaced_criteria'),
    ]

    operations = [
        migrations.AddField(
            model_name='stepprogress',
            name='settled',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.RunPython(settle, migrations.RunPython.noop),
    ]

"""What retired from a list or by the loader was withdrawn too, so its page was lost to those who had begun it."""

from django.db import migrations
from django.db.models import F


def publish_again(apps, schema_editor):
    for name in ("Step", "Course"):
        withdrawn = apps.get_model("guide", name).objects.filter(published=False).exclude(retired_on=None)
        withdrawn.update(published=True, version=F("version") + 1)


class Migration(migrations.Migration):
    dependencies = [("guide", "0004_replaced_criteria")]
    operations = [migrations.RunPython(publish_again, migrations.RunPython.noop)]

from django.db import migrations


def forget_former_names_of_pages(apps, schema_editor):
    """A page of ours was put between others, and each of those behind it was taken for renamed."""
    apps.get_model("guide", "FormerName").objects.filter(kind="page").delete()


class Migration(migrations.Migration):
    dependencies = [("guide", "0033_who_made_a_revision")]
    operations = [
        migrations.RunPython(forget_former_names_of_pages, migrations.RunPython.noop)
    ]

from django.db import migrations, models

from guide.models.content import pinyin_key


def fill_pinyin(apps, schema_editor):
    """Sources that were loaded before have no pinyin yet; a load writes it only for rows that change."""
    model = apps.get_model("guide", "Source")
    for row in model.objects.only("pk", "publisher"):
        model.objects.filter(pk=row.pk).update(sort_zh=pinyin_key(row.publisher))


class Migration(migrations.Migration):
    dependencies = [("guide", "0010_titles_by_pinyin")]
    operations = [
        migrations.AddField(
            "source",
            "publisher_zh",
            models.CharField(
                blank=True,
                default="",
                help_text="Where Chinese readers know it by a Chinese name.",
                max_length=400,
                verbose_name="publisher (Chinese)",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "source",
            "sort_zh",
            models.CharField(
                blank=True,
                db_index=True,
                default="",
                editable=False,
                max_length=400,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fill_pinyin, migrations.RunPython.noop),
    ]

from django.db import migrations, models

from guide.models.content import pinyin_key


def fill_pinyin(apps, schema_editor):
    """Rows that were loaded before have no pinyin yet; a load writes it only for rows that change."""
    for name, texts in (
        ("Course", ["title"]),
        ("Fact", ["subject_zh", "subject_en"]),
    ):
        model = apps.get_model("guide", name)
        for row in model.objects.only("pk", *texts):
            text = next(filter(None, (getattr(row, text) for text in texts)), "")
            model.objects.filter(pk=row.pk).update(sort_zh=pinyin_key(text))


class Migration(migrations.Migration):
    dependencies = [("guide", "0009_backgrounds")]
    operations = [
        *(
            migrations.AddField(
                model,
                "sort_zh",
                models.CharField(
                    blank=True,
                    db_index=True,
                    default="",
                    editable=False,
                    max_length=400,
                ),
                preserve_default=False,
            )
            for model in ("course", "fact")
        ),
        migrations.RunPython(fill_pinyin, migrations.RunPython.noop),
    ]

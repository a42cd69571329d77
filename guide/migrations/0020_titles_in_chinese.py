import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("article", "career guide"),
    ("official", "official statistics"),
    ("dataset", "open data"),
    ("survey", "survey with a sample size"),
    ("site", "salary or job site"),
    ("catalogue", "course page or catalog"),
    ("publication", "publication"),
    ("editorial", "our own estimate"),
]


class Migration(migrations.Migration):
    dependencies = [("guide", "0019_chapter_pictures_of_tables")]
    operations = [
        migrations.AddField(
            "source",
            "title_zh",
            models.CharField(
                blank=True,
                default="",
                help_text="What it is called, for Chinese readers.",
                max_length=300,
                verbose_name="title (Chinese)",
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            "source",
            "publisher_zh",
            models.CharField(
                blank=True,
                help_text="The name that Chinese readers know; often the same letters.",
                max_length=400,
                verbose_name="publisher (Chinese)",
            ),
        ),
        migrations.AlterField(
            "source",
            "kind",
            models.CharField(
                choices=KINDS,
                default="publication",
                max_length=20,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            "reading",
            "source",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="readings",
                to="guide.source",
                verbose_name="source that names it",
            ),
        ),
    ]

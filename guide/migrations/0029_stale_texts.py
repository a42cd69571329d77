from django.db import migrations, models


class Migration(migrations.Migration):
    """Without rows: what is there counts as current in both languages."""

    dependencies = [
        ("guide", "0028_review_and_schedule"),
    ]

    operations = [
        migrations.CreateModel(
            name="StaleText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("model", models.CharField(max_length=40, verbose_name="kind")),
                ("row", models.PositiveBigIntegerField()),
                ("part", models.CharField(max_length=40)),
                ("part_key", models.CharField(blank=True, max_length=400)),
                ("field", models.CharField(max_length=60, verbose_name="text")),
                ("language", models.CharField(max_length=2, verbose_name="language")),
                ("seen", models.TextField()),
                ("since", models.DateTimeField(db_index=True, verbose_name="since")),
                (
                    "by",
                    models.CharField(blank=True, max_length=254, verbose_name="by"),
                ),
            ],
            options={
                "verbose_name": "text older than its other language",
                "verbose_name_plural": "texts older than their other language",
                "ordering": ["since", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("model", "row", "part", "part_key", "field"),
                        name="stale_text_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["en", "zh"])),
                        name="stale_text_language_known",
                    ),
                ],
            },
        ),
    ]

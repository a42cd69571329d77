"""What an editor adds is a draft until it is published. Defaults live in Python, so no table changes."""

from django.db import migrations, models

KINDS = [
    "belief", "category", "chapter", "course", "employer", "fact", "industry", "occupation", "provider", "question",
    "reading", "roadmap", "role", "salary", "skill", "source", "step", "term", "track",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("guide", "0006_main_subject")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    kind,
                    "published",
                    models.BooleanField(
                        db_index=True, default=False, verbose_name="published"
                    ),
                )
                for kind in KINDS
            ]
        )
    ]

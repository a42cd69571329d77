from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guide", "0025_revisions")]
    operations = [
        migrations.AlterField(
            "salary",
            "period",
            models.CharField(
                choices=[
                    ("year", "a year"),
                    ("month", "a month"),
                    ("week", "a week"),
                    ("day", "a day"),
                    ("hour", "an hour"),
                ],
                default="year",
                max_length=5,
                verbose_name="period",
            ),
        )
    ]

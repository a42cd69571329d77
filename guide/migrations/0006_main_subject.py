from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guide", "0005_retired_stays_published")]
    operations = [
        migrations.AddField(
            "courseskill",
            "main",
            models.BooleanField(
                default=False,
                help_text="What the course is about, not what it touches on the way: such courses lead on the pages of steps.",
                verbose_name="main subject",
            ),
        ),
    ]

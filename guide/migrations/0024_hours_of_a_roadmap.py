from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guide", "0023_employers_of_2026")]
    operations = [
        migrations.AddField(
            "roadmap",
            "hours_a_week",
            models.PositiveSmallIntegerField(
                blank=True,
                help_text="Of who takes this roadmap as it is meant. Empty: as usual.",
                null=True,
                validators=[MinValueValidator(1), MaxValueValidator(80)],
                verbose_name="hours a week",
            ),
        )
    ]

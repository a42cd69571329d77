from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("guide", "0032_site_pages"),
    ]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="person",
            field=models.PositiveBigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="draftnote",
            name="document",
            field=models.BinaryField(null=True),
        ),
    ]

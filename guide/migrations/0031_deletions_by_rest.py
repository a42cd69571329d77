from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('guide', '0030_reports'),
    ]

    operations = [
        migrations.AlterField(
            model_name='searchdeletion',
            name='word',
            field=models.CharField(max_length=40),
        ),
    ]

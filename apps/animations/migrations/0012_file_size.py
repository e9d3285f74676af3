"""GIFs of the time before keep the size they have; new ones are made to fit 1 MB unless told otherwise."""

from django.db import migrations, models

CHOICES = [("1mb", "Up to 1 MB, pastes anywhere"), ("2mb", "Up to 2 MB, for Slack"), ("full", "Full quality, any size")]


class Migration(migrations.Migration):
    dependencies = [("animations", "0011_choose_when_ready")]

    operations = [
        migrations.AddField(
            model_name="animation",
            name="file_size",
            field=models.CharField(choices=CHOICES, default="full", max_length=8),
        ),
        migrations.AlterField(
            model_name="animation",
            name="file_size",
            field=models.CharField(choices=CHOICES, default="1mb", max_length=8),
        ),
        migrations.AddField(
            model_name="export",
            name="file_size",
            field=models.CharField(choices=CHOICES, default="full", max_length=8),
        ),
        migrations.AddField(model_name="export", name="was_reduced", field=models.BooleanField(default=False)),
    ]

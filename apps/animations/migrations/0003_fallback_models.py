from typing import Any

from django.db import migrations, models
from django.utils import timezone


def copy_pauses(apps: Any, schema_editor: Any) -> None:
    """What held before was about engines as a whole; a pause that only an operator can end must outlive this."""
    before, after = apps.get_model("animations", "EnginePauseBefore"), apps.get_model("animations", "EnginePause")
    fields = ("engine", "until", "reason", "began_at", "strikes", "pause_seconds")
    after.objects.bulk_create(after(**row) for row in before.objects.values(*fields))


def copy_pauses_back(apps: Any, schema_editor: Any) -> None:
    before, after = apps.get_model("animations", "EnginePauseBefore"), apps.get_model("animations", "EnginePause")
    fields = ("engine", "until", "reason", "began_at", "strikes", "pause_seconds")
    before.objects.bulk_create(before(**row) for row in after.objects.filter(part="").values(*fields))


class Migration(migrations.Migration):
    dependencies = [
        ("animations", "0002_reviews_and_meters"),
    ]

    operations = [
        migrations.AddField(
            model_name="animation",
            name="fallback_cost_mills",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="animation",
            name="fallback_credits_per_frame",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="animation",
            name="fallback_model",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="animation",
            name="fallback_price_id",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddConstraint(
            model_name="animation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("fallback_credits_per_frame", 0), ("fallback_model", "")),
                    ("state", "draft"),
                    models.Q(
                        models.Q(("fallback_model", ""), _negated=True),
                        models.Q(("fallback_model", models.F("model")), _negated=True),
                        ("fallback_credits_per_frame__lt", models.F("credits_per_frame")),
                    ),
                    _connector="OR",
                ),
                name="fallback_is_another_model_and_cheaper",
            ),
        ),
        # A primary key of one column cannot become two rows per engine: a new table takes over.
        migrations.RenameModel("EnginePause", "EnginePauseBefore"),
        migrations.CreateModel(
            name="EnginePause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("engine", models.CharField(max_length=20)),
                ("part", models.CharField(blank=True, default="", max_length=40)),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("reason", models.CharField(max_length=200)),
                ("began_at", models.DateTimeField(default=timezone.now)),
                ("strikes", models.PositiveIntegerField(default=0)),
                ("pause_seconds", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["engine", "part"],
                "constraints": [
                    models.UniqueConstraint(fields=("engine", "part"), name="one_pause_per_engine_and_part")
                ],
            },
        ),
        migrations.RunPython(copy_pauses, copy_pauses_back),
        migrations.DeleteModel("EnginePauseBefore"),
    ]

from django.db import migrations

from apps.credits import rules


def install(apps, schema_editor):
    rules.install(schema_editor.connection)


def remove(apps, schema_editor):
    rules.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("credits", "0001_initial")]
    operations = [migrations.RunPython(install, remove)]

import datetime as dt

from django.db import migrations

SINCE = dt.date(2026, 11, 1)
# Smaller packs are eaten by the card's fixed fee: of 1 dollar a third, of 5 an eleventh.
PACKS = (("Small", 500, 500), ("Medium", 1050, 1000), ("Large", 2200, 2000))
CURRENCIES = ("usd", "eur", "gbp")


def sell(apps, schema_editor):
    pack = apps.get_model("payments", "Pack")
    for currency in CURRENCIES:
        for label, credits, amount_minor in PACKS:
            pack.objects.create(label=label, credits=credits, currency=currency, amount_minor=amount_minor, since=SINCE)


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial")]
    operations = [migrations.RunPython(sell, migrations.RunPython.noop)]

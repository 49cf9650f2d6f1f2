"""From which sum on form 1099 is filed: $600, for payments from 2026 on $2,000."""

from decimal import Decimal

from django.db import migrations

FIRST = {2016: Decimal(600), 2026: Decimal(2000)}


def load(apps, schema_editor):
    thresholds = apps.get_model("workshops", "TaxThreshold").objects
    for from_year, amount in FIRST.items():
        thresholds.create(from_year=from_year, amount=amount)


class Migration(migrations.Migration):
    dependencies = [("workshops", "0010_money")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

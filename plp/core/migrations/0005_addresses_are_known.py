"""Let allauth know the address of everybody who has an account already."""

from django.db import migrations


def know_addresses(apps, schema_editor):
    EmailAddress = apps.get_model("account", "EmailAddress")
    known = EmailAddress.objects.values("user")
    people = apps.get_model("core", "User").objects.exclude(pk__in=known)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True)
        for person in people
    )


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_keep_history"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(know_addresses, migrations.RunPython.noop)]

"""Gives each application that staff entered before there were drafts one of its own."""

from django.db import migrations

from plp.core.codes import new_code


def make_drafts(apps, schema_editor):
    Application = apps.get_model("applications", "Application")
    Draft = apps.get_model("applications", "Draft")
    for application in Application.objects.filter(draft=None).select_related("pin"):
        application.draft = Draft.objects.create(
            code=new_code(),
            program_id=application.pin.program_id,
            pin=application.pin,
            email=application.contact_email.lower(),
        )
        application.save(update_fields=["draft"])


class Migration(migrations.Migration):
    dependencies = [("applications", "0002_drafts_and_what_is_sent")]

    operations = [migrations.RunPython(make_drafts, migrations.RunPython.noop)]

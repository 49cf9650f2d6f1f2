"""Note what partners were reminded of, and say of each item for which workshops it is."""

import django.db.models.deletion
from django.db import migrations, models

MEETING_LINK = "Try the meeting link"


def sort_out(apps, schema_editor):
    """Ask for what was asked for of all, and for the link where people meet online only."""
    items = apps.get_model("workshops", "ChecklistItem").objects
    items.filter(in_person_only=False).update(mode="")
    items.filter(in_person_only=False, what=MEETING_LINK).update(mode="virtual")


def ask_for_supplies(apps, schema_editor):
    apps.get_model("workshops", "ChecklistItem").objects.create(
        what="Ask for supplies",
        help="On the page about the place: say what you need, and by when.",
        days_before=40,
        mode="in_person",
    )


class Migration(migrations.Migration):
    dependencies = [("workshops", "0004_first_lists_of_workshops")]

    operations = [
        migrations.CreateModel(
            name="ChecklistReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "first_day",
                    models.DateField(help_text="Of the workshop; another day is another occasion."),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshops.checklistitem",
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="workshops.workshop",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workshop", "item", "first_day"), name="checklistreminder_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="checklistitem",
            name="mode",
            field=models.CharField(
                verbose_name="for which workshops",
                max_length=10,
                choices=[("", "All"), ("in_person", "In person"), ("virtual", "Virtual")],
                default="in_person",
                blank=True,
                help_text="A room is booked for those in person only, a link is tried for virtual ones.",
            ),
        ),
        migrations.AddField(
            model_name="historicalchecklistitem",
            name="mode",
            field=models.CharField(
                verbose_name="for which workshops",
                max_length=10,
                choices=[("", "All"), ("in_person", "In person"), ("virtual", "Virtual")],
                default="in_person",
                blank=True,
                help_text="A room is booked for those in person only, a link is tried for virtual ones.",
            ),
        ),
        migrations.RunPython(sort_out, migrations.RunPython.noop),
        migrations.RemoveField("checklistitem", "in_person_only"),
        migrations.RemoveField("historicalchecklistitem", "in_person_only"),
        migrations.RunPython(ask_for_supplies, migrations.RunPython.noop),
    ]

"""Give staff a first venue checklist and first questions for feedback, which they may change."""

from django.db import migrations

# What, help, days before, only where people come together
CHECKLIST = [
    ("Book the room", "Tables for groups, power at each, and a projector.", 60, True),
    ("Say where supplies are sent", "With the name of somebody who is there to take them.", 45, True),
    ("Try the wifi with a school laptop", "Ask that no filter closes studio.code.org.", 30, True),
    ("Arrange food and drinks", "Teachers say when signing up what they do not eat.", 14, True),
    ("Tell the facilitators how to get in", "Fill in the page about the place.", 10, True),
    ("Try the meeting link", "With whoever leads, from where they will be.", 7, False),
    ("Print the sign-in sheet", "Also where teachers check in by phone.", 2, True),
]

# Text, kind, what 1 and 5 mean
QUESTIONS = [
    ("How ready do you feel to teach what was covered?", "scale", "Not at all", "Fully"),
    ("How well did the facilitators lead the day?", "scale", "Poorly", "Very well"),
    ("How useful was the time with other teachers?", "scale", "Not useful", "Very useful"),
    ("How well did the place and the organization work?", "scale", "Poorly", "Very well"),
    ("What will you use in your class first?", "text", "", ""),
    ("What should be done differently next time?", "text", "", ""),
]


def load(apps, schema_editor):
    items = apps.get_model("workshops", "ChecklistItem").objects
    for what, words, days_before, in_person_only in CHECKLIST:
        items.create(
            what=what, help=words, days_before=days_before, in_person_only=in_person_only
        )
    questions = apps.get_model("workshops", "FeedbackQuestion").objects
    for position, (text, kind, low, high) in enumerate(QUESTIONS, 1):
        questions.create(text=text, kind=kind, low=low, high=high, position=position)


class Migration(migrations.Migration):
    dependencies = [("workshops", "0003_nobody_leads_two_at_once")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]

"""Give partners a first text of contracts, so that they can offer one from the first day."""

from datetime import UTC, datetime

from django.db import migrations

NAME = "Leading workshops"
TEXT = """\
This contract, number {number}, is between {partner} (the partner) and {facilitator} (the \
facilitator). It covers the school year {school_year}, from {first_day} to {last_day}.

## What the facilitator does

The facilitator leads workshops for teachers in these courses: {courses}. Both agree on the days of \
each workshop beforehand, in writing. The facilitator prepares each day, leads it as the \
accreditation for the course asks, and helps to note who was present.

## What the partner does

The partner provides the place and its equipment, invites the teachers, and names somebody who is \
there to help on each day.

## Pay

The facilitator is engaged as {engagement}. {pay}

Travel: {travel}. Where the partner cancels late: {late_cancel}.

## Children and privacy

Workshops are for teachers. The facilitator takes no names or pictures of students, and uses what \
teachers tell only to lead the workshops.

## What else is agreed

{terms}

## Changes and end

A change holds once both have signed an amendment. Either side can end this contract with a reason, \
told in writing; what was led until then is paid.

The last day to sign is {answer_by}.
"""


def add(apps, schema_editor):
    templates = apps.get_model("facilitators", "ContractTemplate").objects
    if not templates.exists():
        templates.create(name=NAME, text=TEXT, published_at=datetime(2016, 1, 4, 20, tzinfo=UTC))


class Migration(migrations.Migration):
    dependencies = [("facilitators", "0002_accreditations_never_overlap")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

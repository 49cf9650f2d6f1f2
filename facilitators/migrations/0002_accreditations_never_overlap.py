"""On PostgreSQL, the database itself refuses two accreditations for one person, course and day.

What holds is the days from the first one until it is revoked, or until the day after the last one.
"""

from django.db import DatabaseError, migrations

WHAT_TO_DO = (
    "This migration needs PostgreSQL's extension btree_gist, and this user may not create it. Ask "
    "whoever runs the database to run, in this database: CREATE EXTENSION btree_gist; then migrate "
    "again. It comes with PostgreSQL's own contrib package."
)

ADD = """\
ALTER TABLE facilitators_accreditation ADD CONSTRAINT accreditation_never_overlaps
EXCLUDE USING gist (
    facilitator_id WITH =,
    course_id WITH =,
    daterange(first_day, COALESCE(revoked_from, last_day + 1)) WITH &&
)"""
DROP = (
    "ALTER TABLE facilitators_accreditation "
    "DROP CONSTRAINT IF EXISTS accreditation_never_overlaps"
)


def add(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    except DatabaseError as refusal:
        raise DatabaseError(WHAT_TO_DO) from refusal
    schema_editor.execute(ADD)


def drop(apps, schema_editor):
    """The extension stays: something else may need it."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("facilitators", "0001_people_and_contracts")]

    operations = [migrations.RunPython(add, drop)]

"""On PostgreSQL, the database itself refuses two bookings of one facilitator that overlap."""

from django.db import migrations

ADD = """\
ALTER TABLE workshops_booking ADD CONSTRAINT booking_never_overlaps
EXCLUDE USING gist (facilitator_id WITH =, tstzrange(begins_at, ends_at) WITH &&)"""
DROP = "ALTER TABLE workshops_booking DROP CONSTRAINT IF EXISTS booking_never_overlaps"


def run(sql):
    def on_postgresql(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(sql)

    return on_postgresql


class Migration(migrations.Migration):
    # The one of facilitators brings the extension btree_gist.
    dependencies = [
        ("facilitators", "0002_accreditations_never_overlap"),
        ("workshops", "0002_workshops"),
    ]

    operations = [migrations.RunPython(run(ADD), run(DROP))]

"""Migrations applied together make what Django's own would."""

import re

import pytest
from django.db import ConnectionHandler, migrations, models
from django.db.migrations.state import ProjectState

from plp.core import migrating

pytestmark = pytest.mark.django_db


def beside():
    """Return an empty database beside that of the tests; it goes with the connection."""
    backend = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
    return ConnectionHandler({"default": backend})["default"]


def key(**options):
    return models.ForeignKey("core.school", models.CASCADE, null=True, **options)


def operations(seen):
    """Two tables that point at each other, with all that can be said of tables and words."""

    def look(apps, schema_editor):
        said = apps.get_model("core", "Pupil")._meta
        seen.append(sorted(field.name for field in [*said.fields, *said.many_to_many]))

    number = ("id", models.BigAutoField(primary_key=True))
    title = models.CharField(max_length=20)
    not_empty = models.CheckConstraint(condition=~models.Q(title=""), name="school_has_a_title")
    return [
        migrations.CreateModel("School", [number, ("title", title)]),
        migrations.CreateModel("Pupil", [number, ("school", key())]),
        migrations.AddField("school", "first", models.ForeignKey("core.pupil", models.CASCADE)),
        migrations.AddField("pupil", "schools", models.ManyToManyField("core.school")),
        migrations.AddConstraint("school", not_empty),
        migrations.AddIndex("pupil", models.Index(fields=["school"], name="pupil_of_a_school")),
        migrations.AlterField("pupil", "school", key(help_text="Where they learn.")),
        migrations.AlterModelOptions("school", {"ordering": ["title"]}),
        migrations.RunPython(look),
        migrations.AlterField("school", "title", models.CharField(max_length=40)),
        migrations.AddField("pupil", "age", models.IntegerField(default=1)),
        migrations.RunPython(look),
    ]


def applied(base, database):
    """Return what the database says of its tables then, in whatever order their columns are; the
    state that a migration leaves; and what its code has seen."""
    seen = []
    migration = base("0001_first", "core")
    migration.operations = operations(seen)
    with database.schema_editor() as editor:
        state = migration.apply(ProjectState(), editor)
    with database.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        tables = sorted(sorted(re.split(r", | \(|\)", sql)) for [sql] in cursor.fetchall())
    return tables, state, seen


def test_makes_the_same_tables_and_shows_code_the_same_models():
    ours = applied(migrating.Migration, beside())

    assert ours == applied(migrations.Migration, beside())
    assert ours[-1] == [["id", "school", "schools"], ["age", "id", "school", "schools"]]


def test_asks_nothing_of_the_database_where_only_words_change():
    number = ("id", models.BigAutoField(primary_key=True))
    state = ProjectState()
    migrations.CreateModel("School", [number, ("n", models.IntegerField())]).state_forwards(
        "core", state
    )
    migration = migrating.Migration("0002_words", "core")
    migration.operations = [
        migrations.AlterField("school", "n", models.IntegerField(help_text="How many.")),
    ]

    # There is no such table: whoever asked for it would be refused.
    with beside().schema_editor() as editor:
        state = migration.apply(state, editor)

    assert state.models["core", "school"].fields["n"].help_text == "How many."


@pytest.mark.parametrize(
    "field", [models.IntegerField(db_column="number"), models.IntegerField(null=True)]
)
def test_a_column_that_changes_is_changed(field):
    database = beside()
    number = ("id", models.BigAutoField(primary_key=True))
    migration = migrating.Migration("0001_first", "core")
    migration.operations = [
        migrations.CreateModel("School", [number, ("n", models.IntegerField())]),
        migrations.AlterField("school", "n", field),
    ]

    with database.schema_editor() as editor:
        migration.apply(ProjectState(), editor)

    with database.cursor() as cursor:
        [_, column] = database.introspection.get_table_description(cursor, "core_school")
    assert column.name == (field.db_column or "n")
    assert column.null_ok == field.null


def test_can_be_read_as_sql():
    migration = migrating.Migration("0001_first", "core")
    migration.operations = operations([])

    with beside().schema_editor(collect_sql=True) as editor:
        migration.apply(ProjectState(), editor, collect_sql=True)

    assert any("CREATE TABLE" in line for line in editor.collected_sql)

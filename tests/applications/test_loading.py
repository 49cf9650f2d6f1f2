"""Loading a program from files: all or nothing, every bad row named, safe to run again."""

import shutil
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from applications.loading import load_program
from applications.loading.program import IN_USE
from applications.models import AttendingState, County, Pin, Program, Region
from plp.core import pages
from plp.core.tables import LoadError
from tests.conftest import FIRST_PROGRAM
from tests.make import make_partner, the_program
from tests.workshops.make_money import make_reimbursement

# What a file may hold is decided in Python: in CI on SQLite only.
pytestmark = [pytest.mark.django_db, pytest.mark.looks]

FEW_ZIPS = 40


@pytest.fixture
def folder(tmp_path):
    """The first program's files, to spoil."""
    return shutil.copytree(FIRST_PROGRAM, tmp_path / "program")


@pytest.fixture
def small_folder(folder, db):
    """The same with few ZIP codes, as in the database then: reading all of them takes a second."""
    lines = (folder / "zips.csv").read_bytes().splitlines(keepends=True)[: FEW_ZIPS + 1]
    (folder / "zips.csv").write_bytes(b"".join(lines))
    with connection.cursor() as cursor:
        last = lines[-1][:5].decode()
        cursor.execute("DELETE FROM applications_zipcode WHERE code > %s", [last])
    return folder


def change(folder, name, old, new):
    """Replace the first of some words in a file; return the line on which they begin."""
    text = (folder / name).read_text()
    (folder / name).write_text(text.replace(old, new, 1))
    return text.count("\n", 0, text.index(old)) + 1


def everything():
    """Every row of every table, as the database has it."""
    return {
        model._meta.label: list(model.objects.order_by("pk").values())
        for app in ("applications", "core")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    }


def refusal(folder):
    """Load what must be refused, see that nothing changed, and return the reasons."""
    before = everything()

    with pytest.raises(LoadError) as refused:
        load_program(folder)

    assert everything() == before
    return refused.value.lines()


def test_changes_nothing_when_loaded_again(folder, django_capture_on_commit_callbacks):
    before = everything()

    with django_capture_on_commit_callbacks() as after_commit:
        loaded = load_program(folder)

    assert everything() == before
    assert after_commit == []
    assert [line for line in loaded.lines if " 0 new" not in line] == []
    assert [line for line in loaded.lines if ", " in line and " 0 changed" not in line] == []


def test_says_what_it_would_do_and_does_nothing(small_folder):
    change(small_folder, "regions.csv", "4858979", "4858980")
    change(small_folder, "program.toml", "Be the home base", "Be a home base")
    before = everything()
    said = StringIO()

    call_command("load_program", small_folder, dry_run=True, stdout=said)

    assert everything() == before
    assert "regions: 0 new, 1 changed, 0 removed, 36 as they were" in said.getvalue()
    assert said.getvalue().endswith(
        "Would load Professional Learning Partner Program (plp-2016).\n"
    )


def test_changes_what_the_files_change(small_folder, django_capture_on_commit_callbacks):
    change(small_folder, "regions.csv", "4858979", "4858980")
    change(small_folder, "program.toml", "Be the home base", "Be a home base")

    with django_capture_on_commit_callbacks(execute=True):
        before = pages.edition()
        load_program(small_folder)

    assert Region.objects.get(slug="birmingham-al").population_served == 4_858_980
    assert the_program().headline.startswith("Be a home base")
    assert pages.edition() != before


def test_reads_a_file_that_excel_saved_with_a_byte_order_mark(folder):
    before = everything()
    for name in ("regions.csv", "region_counties.csv", "zips.csv", "program.toml"):
        (folder / name).write_bytes(b"\xef\xbb\xbf" + (folder / name).read_bytes())

    load_program(folder)

    assert everything() == before


def test_drops_a_county_that_left_the_file(small_folder):
    change(
        small_folder, "region_counties.csv", "01001,Autauga County,AL,birmingham-al,statewide\n", ""
    )

    load_program(small_folder)

    assert not County.objects.filter(fips="01001").exists()
    assert County.objects.count() == 900


def test_keeps_what_staff_wrote_in_columns_that_the_files_do_not_name(small_folder):
    region = Region.objects.get(slug="oakland-ca")
    region.contact_email = "ask@example.org"
    region.save()
    Pin.objects.filter(region=region).update(note="Two offices share this city.")

    load_program(small_folder)

    region.refresh_from_db()
    assert region.contact_email == "ask@example.org"
    assert region.pins.get().note == "Two offices share this city."


def test_keeps_a_region_that_left_the_file(small_folder):
    for name, its in [("regions.csv", "savannah-ga,"), ("region_counties.csv", ",savannah-ga,")]:
        lines = (small_folder / name).read_text().splitlines(keepends=True)
        (small_folder / name).write_text("".join(line for line in lines if its not in line))

    load_program(small_folder)

    assert not Region.objects.get(slug="savannah-ga").counties.exists()


def test_seeks_no_partner_where_there_is_one(small_folder):
    region = Region.objects.get(slug="savannah-ga")
    region.pins.all().delete()
    make_partner(region=region)

    load_program(small_folder)

    assert not region.pins.exists()


def test_leaves_the_current_program_current(small_folder):
    change(small_folder, "program.toml", 'slug = "plp-2016"', 'slug = "plp-2017"')

    load_program(small_folder)

    assert Program.objects.current().get().slug == "plp-2016"
    assert Program.objects.get(slug="plp-2017").pins.count() == 37


def test_does_nothing_if_asked_for_a_first_program_where_there_is_one(small_folder):
    change(small_folder, "program.toml", "Be the home base", "Be a home base")
    before = everything()

    call_command("load_program", small_folder, first=True, stdout=StringIO())

    assert everything() == before


ROW = "birmingham-al,Alabama,Birmingham,AL,33.5207,-86.8025,America/Chicago,4858979"

SPOILED = {
    "missing column": (
        ("regions.csv", "slug,name,city", "slug,name,town"),
        "regions.csv, line 1: column “city” is missing",
    ),
    "unknown state": (
        ("regions.csv", ROW, ROW.replace(",AL,", ",ZZ,")),
        "regions.csv, line 2: state: “ZZ” is not known",
    ),
    "ZIP without its zero": (
        ("zips.csv", "00601,PR", "601,PR"),
        "zips.csv, line 2: zip: “601” has lost its leading zero; make the column text",
    ),
    "county without its zero": (
        ("region_counties.csv", "01003,", "1003,"),
        "region_counties.csv, line 3: county_fips: “1003” has lost its leading zero; make the "
        "column text",
    ),
    "county of no region": (
        ("region_counties.csv", "AL,birmingham-al", "AL,gotham-nj"),
        "region_counties.csv, line 2: “gotham-nj” is no region here; load it first",
    ),
    "latitude that is none": (
        ("regions.csv", "33.5207", "133.5207"),
        "regions.csv, line 2: latitude: 133.5207 is outside the United States (-15 to 72)",
    ),
    "latitude out of the country": (
        ("regions.csv", "33.5207", "53.5207"),
        "regions.csv, line 2: longitude: 53.5207, -86.8025 is outside the United States. West is "
        "negative, such as -118.2437. (“-86.8025”)",
    ),
    "latitude that is no number": (
        ("regions.csv", "33.5207", "NaN"),
        "regions.csv, line 2: latitude: “NaN” is not a number of degrees, such as 34.0522",
    ),
    "duplicate slug": (
        ("regions.csv", "phoenix-az", "birmingham-al"),
        "regions.csv, line 3: “birmingham-al” is already on line 2",
    ),
    "wrong number of cells": (
        ("regions.csv", "Birmingham,AL", "Birmingham, the city,AL"),
        "regions.csv, line 2: has 14 cells where the header has 13",
    ),
    "unclosed quote": (
        ("zips.csv", "00601,PR", '"00601,PR'),
        f"zips.csv, line {FEW_ZIPS + 1}: cannot be read: unexpected end of data",
    ),
    "NUL byte": (
        ("region_counties.csv", "Baldwin", "Bald\0win"),
        "region_counties.csv, line 3: holds a NUL byte; this is not a text file",
    ),
    "no program": (
        ("program.toml", "[program]", "[[faq]]"),
        "program.toml, line 1: the table [program] is missing",
    ),
    "overlapping summer states": (
        ("program.toml", '["IL", "MA"', '["WA", "MA"'),
        "program.toml, line {line}: Washington already attends this year’s session in Salt Lake "
        "City, UT. Take it off there first, or leave it out here.",
    ),
    "unknown summer state": (
        ("program.toml", '["IL", "MA"', '["ZZ", "MA"'),
        "program.toml, line {line}: “ZZ” is not a state",
    ),
    "states that are no list": (
        ("program.toml", '["IL", "MA", "MI", "NJ", "NY"]', '"IL"'),
        'program.toml, line {line}: states: write a list of texts, such as ["a", "b"]',
    ),
    "list for a value": (
        ("program.toml", "opens_on = 2016-01-04", "opens_on = [2016-01-04]"),
        "program.toml, line {line}: opens_on: write one value, not several",
    ),
    "syntax error": (
        ("program.toml", 'place = ""', "place ="),
        "program.toml, line {line}: not valid TOML: Invalid value (at line {line}, column 8)",
    ),
    "unknown key": (
        ("program.toml", 'place = ""', 'venue = ""'),
        "program.toml, line {line}: “venue” is not known here; known are program_year, slug, kind, "
        "place, first_day, last_day, states",
    ),
    "unknown table": (
        ("program.toml", "[[faq]]", "[[question_and_answer]]"),
        "program.toml, line {line}: “question_and_answer” is not a table of a program",
    ),
    "bad date": (
        ("program.toml", "opens_on = 2016-01-04", 'opens_on = "soon"'),
        "program.toml, line {line}: opens_on: Enter a valid date.",
    ),
    "bad date in a key": (
        ("program.toml", "from_day = 2016", 'from_day = "soon" # 2016'),
        "program.toml, line {line}: from_day: Enter a valid date.",
    ),
    "yes for a date": (
        ("program.toml", "published_on = 2016-01-04", "published_on = true"),
        "program.toml, line {line}: published_on: Enter a valid date.",
    ),
    "period that closes before it opens": (
        (
            "program.toml",
            '[[application_period]]\nname = "First application period"\n',
            '[[application_period]]\nname = "First"\ncloses_on = 2016-01-03\n',
        ),
        "program.toml, line {line}: The last day is before the first.",
    ),
    "requirement of an unknown commitment": (
        ("program.toml", 'commitment = "summit"', 'commitment = "sumit"'),
        "program.toml, line {line}: commitment: There is no such commitment above it in this file.",
    ),
    "infinite year": (
        ("program.toml", "number = 1\nschool_year", "number = inf\nschool_year"),
        "program.toml, line {line}: number: Enter a whole number.",
    ),
}


@pytest.mark.parametrize(("spoiling", "said"), SPOILED.values(), ids=SPOILED)
def test_refuses_a_file_with(small_folder, spoiling, said):
    line = change(small_folder, *spoiling)

    assert refusal(small_folder) == [said.format(line=line)]


def test_refuses_a_file_that_is_not_utf_8(small_folder):
    change(small_folder, "regions.csv", "Birmingham", "Bïrmingham")
    file = small_folder / "regions.csv"
    file.write_bytes(file.read_text().encode("latin-1"))

    assert refusal(small_folder) == [
        "regions.csv, line 2: byte 0xef is not UTF-8; save the file as UTF-8 (in Excel: "
        "“CSV UTF-8”)"
    ]


def test_refuses_what_excel_saves_with_semicolons(small_folder):
    file = small_folder / "regions.csv"
    file.write_text("\ufeff" + file.read_text().replace(",", ";"))

    assert refusal(small_folder) == [
        "regions.csv, line 1: cells are separated by semicolons; save it with commas between"
    ]


@pytest.mark.parametrize(
    ("name", "at_most"),
    [("regions.csv", 3_000), ("region_counties.csv", 4_000), ("zips.csv", 60_000)],
)
def test_refuses_a_file_of_100_000_rows(small_folder, name, at_most):
    header, row, *_ = (small_folder / name).read_text().splitlines(keepends=True)
    (small_folder / name).write_text(header + row * 100_000)

    [said] = refusal(small_folder)

    assert said.startswith(f"{name}, line {at_most + 2}: there are more than {at_most:,} rows")


@pytest.mark.parametrize("name", ["program.toml", "regions.csv", "region_counties.csv", "zips.csv"])
def test_refuses_a_folder_without(small_folder, name):
    (small_folder / name).unlink()

    assert refusal(small_folder) == [f"{name}, line 1: cannot be read: No such file or directory"]


def test_names_every_bad_row_of_every_file_of_places_at_once(small_folder):
    change(small_folder, "region_counties.csv", "01003,", "1003,")
    change(small_folder, "region_counties.csv", "01005,", "1005,")
    change(small_folder, "zips.csv", "00601,PR", "601,PR")

    assert [line.split(":")[0] for line in refusal(small_folder)] == [
        "region_counties.csv, line 3",
        "region_counties.csv, line 4",
        "zips.csv, line 2",
    ]


def test_changes_nothing_in_places_when_the_program_is_bad(small_folder):
    change(small_folder, "regions.csv", "4858979", "1")
    line = change(small_folder, "program.toml", 'kind = "summit"', 'kind = "picnic"')

    [said] = refusal(small_folder)

    assert said.startswith(f"program.toml, line {line}: kind: Select a valid choice. picnic is not")


def test_the_command_says_so_and_fails(small_folder):
    change(small_folder, "zips.csv", "00601,PR", "601,PR")

    with pytest.raises(CommandError) as failed:
        call_command("load_program", small_folder)

    assert str(failed.value) == (
        "Nothing was changed.\n"
        "zips.csv, line 2: zip: “601” has lost its leading zero; make the column text"
    )


def test_a_state_moves_to_a_session_earlier_in_the_file(small_folder):
    change(small_folder, "program.toml", '["AL", "FL"', '["IL", "AL", "FL"')
    change(small_folder, "program.toml", '["IL", "MA"', '["MA"')

    load_program(small_folder)

    attending = AttendingState.objects.get(state="IL", program_year__program=the_program())
    assert attending.event.slug == "atlanta"
    assert load_program(small_folder).lines[8] == "event: 0 new, 0 changed, 4 as they were"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('["IL", "MA"', '["IL", "IL", "MA"', "IL is there twice"),
        ('place = ""', 'place = ""\nstates = ["OR"]', "A summit is for every state"),
        ("first_day = 2016-05-20", "first_day = 1016-05-20", "a year between 2000 and 2099"),
        ("opens_on = 2016-01-04", 'opens_on = "02/01/2016"', "write a day such as 2016-01-31"),
        ("is_required = false", 'is_required = "no"', "write true or false"),
        ('slug = "community"', 'slug = "community"\nparent = "community"', "part of itself"),
        ('number = 2\nschool_year = "2017-18"', 'number = 2\nschool_year = "2016-17"', "once"),
        ('place = "Chicago, IL"', 'place = "Chi\\u0000cago"', "NUL"),
        ("smallest_cohort = 5", "smallest_cohort = " + "5" * 5000, "not valid TOML"),
        ("smallest_cohort = 5", "smallest_cohort = " + "[" * 3000, "not valid TOML"),
    ],
)
def test_refuses_a_slip_in_words(small_folder, old, new, reason):
    change(small_folder, "program.toml", old, new)
    before = everything()

    with pytest.raises(LoadError, match=reason):
        load_program(small_folder)

    assert everything() == before


def test_terms_by_which_something_was_asked_for_stay_as_they_are(small_folder):
    terms = the_program().funding_terms.get()
    line = {"position": 1, "kind": "correction", "text": "Correction", "amount": 5}
    make_reimbursement(status="sent").lines.create(terms=terms, **line)
    load_program(small_folder)
    file = small_folder / "program.toml"
    file.write_text(file.read_text().replace("per_teacher = 160", "per_teacher = 170"))

    with pytest.raises(LoadError) as refused:
        load_program(small_folder)

    [problem] = refused.value.problems
    assert problem.reason == IN_USE
    terms.refresh_from_db()
    assert terms.per_teacher == 160

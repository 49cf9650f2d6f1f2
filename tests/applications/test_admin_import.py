"""Importing regions and counties: a preview, then all or nothing."""

from html import unescape
from pathlib import Path

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.admin.importing import LARGEST_FILE
from applications.models import County, Pin, Region
from plp.core import pages
from plp.core.admin_importing import MOST_LISTED
from tests.make import make_user

pytestmark = pytest.mark.django_db

FOLDER = Path("applications/data/program-2016")
IMPORT = "/admin/applications/region/import/"

REGIONS = (
    "slug,name,city,state,latitude,longitude,zone,"
    "population_served,population_within_80km,population_as_of\n"
)
BEND = (
    "bend-or,High Desert,Bend,OR,44.0582,-121.3153,America/Los_Angeles,250000,200000,2015-07-01\n"
)
PHOENIX = "phoenix-az,Arizona,Phoenix,AZ,33.4484,-112.0740,America/Phoenix,1,2,2015-07-01\n"
NEEDED = ["add_region", "change_region", "add_county", "change_county", "delete_county"]

COUNTIES = "county_fips,county_name,state,region_slug,assigned_by\n"


def upload(client, **files):
    """Send files as a browser does; a text or bytes each."""
    sent = {
        name: SimpleUploadedFile(f"{name}.csv", data if isinstance(data, bytes) else data.encode())
        for name, data in files.items()
    }
    return client.post(IMPORT, sent)


def said(page):
    return " ".join(unescape(page.content.decode()).split())


def confirm(client, page, **changed):
    """Press “Import” on a preview, with every newline of the texts as browsers send it."""
    context = page.context_data
    texts = {k: v.replace("\n", "\r\n") for k, v in context["texts"].items()}
    return client.post(IMPORT, {"seen": context["seen"]} | texts | changed)


def everything():
    return list(Region.objects.order_by("pk").values()), list(
        County.objects.order_by("pk").values()
    )


def test_the_list_of_regions_leads_to_it(staff):
    page = staff.get(reverse("admin:applications_region_changelist"))

    assert f'<a href="{IMPORT}">Import…</a>' in said(page)


def test_a_preview_says_what_is_new_and_changes_nothing(staff):
    before = everything()

    page = upload(staff, regions=REGIONS + BEND)

    assert "Regions: 1 new, 0 changed, 0 removed, 0 as they were" in said(page)
    assert "<li>Bend, OR</li>" in said(page)
    assert "New regions are not on the map yet." in said(page)
    assert everything() == before


def test_a_preview_says_what_changes_column_by_column(staff):
    page = upload(staff, regions=REGIONS + PHOENIX)

    assert "<li>population served: 6828065 → 1</li>" in said(page)
    assert "<li>people within 80 km (50 miles): 4574531 → 2</li>" in said(page)


def test_a_preview_cuts_long_lists_with_a_count(staff):
    page = upload(staff, counties=COUNTIES + "04013,Maricopa County,AZ,phoenix-az,stated\n")

    removed = County.objects.count() - 1
    assert f"{removed:,} removed, " in said(page)
    assert f"… and {removed - MOST_LISTED:,} more" in said(page)


def test_confirming_imports_both_files(staff, django_capture_on_commit_callbacks):
    county = "41017,Deschutes County,OR,bend-or,stated\n"
    counties = (FOLDER / "region_counties.csv").read_text() + county
    preview = upload(staff, regions=REGIONS + BEND + PHOENIX, counties=counties)
    before = pages.edition()

    with django_capture_on_commit_callbacks(execute=True):
        done = confirm(staff, preview)

    assert done.url == reverse("admin:applications_region_changelist")
    bend = Region.objects.get(slug="bend-or")
    assert [county.fips for county in bend.counties.all()] == ["41017"]
    assert Region.objects.get(slug="phoenix-az").population_served == 1
    assert not Pin.objects.filter(region=bend).exists()
    assert County.objects.count() == 902
    assert pages.edition() != before


def test_what_was_imported_stands_in_the_history_of_each_record(staff, administrator):
    kept, renamed, *_ = County.objects.order_by("fips").select_related("region")
    rows = [
        f"{county.fips},{name},{county.state},{county.region.slug},{county.assigned_by}\n"
        for county, name in [(kept, kept.name), (renamed, "Mill County")]
    ]
    gone = County.objects.count() - 2
    preview = upload(staff, regions=REGIONS + BEND + PHOENIX, counties=COUNTIES + "".join(rows))

    confirm(staff, preview)

    said_of = {
        entry.object_repr: (entry.action_flag, entry.change_message)
        for entry in LogEntry.objects.filter(user=administrator).exclude(action_flag=DELETION)
    }
    assert said_of == {
        "Bend, OR": (ADDITION, "Imported."),
        "Phoenix, AZ": (CHANGE, "Imported: population served, people within 80 km (50 miles)."),
        f"Mill County, {renamed.state}": (CHANGE, "Imported: name."),
    }
    assert LogEntry.objects.filter(action_flag=DELETION).count() == gone


def test_a_preview_holds_up_nobody_who_writes(staff):
    with CaptureQueriesContext(connection) as asked:
        upload(staff, regions=REGIONS + BEND)

    assert [query["sql"] for query in asked if "SAVEPOINT" in query["sql"]] == []
    assert not LogEntry.objects.exists()


def test_confirming_a_second_time_finds_nothing_to_do(staff):
    preview = upload(staff, regions=REGIONS + BEND)
    confirm(staff, preview)

    again = confirm(staff, preview)

    assert "Something changed since you saw the preview." in said(again)
    assert "There is nothing to import: everything is as the files say." in said(again)
    assert Region.objects.filter(slug="bend-or").count() == 1


def test_shows_the_preview_again_if_something_changed_meanwhile(staff):
    preview = upload(staff, regions=REGIONS + PHOENIX)
    Region.objects.filter(slug="phoenix-az").update(population_served=5)

    again = confirm(staff, preview)

    assert "Something changed since you saw the preview." in said(again)
    assert "<li>population served: 5 → 1</li>" in said(again)
    assert Region.objects.get(slug="phoenix-az").population_served == 5


def test_the_files_of_the_first_program_change_nothing(staff):
    page = upload(
        staff,
        regions=(FOLDER / "regions.csv").read_bytes(),
        counties=(FOLDER / "region_counties.csv").read_bytes(),
    )

    assert "There is nothing to import" in said(page)
    assert 'value="Import"' not in said(page)


@pytest.mark.parametrize(
    ("files", "file", "line", "reason"),
    [
        ({"regions": "slug,name\n"}, "regions.csv", 1, "column “city” is missing"),
        ({"regions": ""}, "regions", 0, "The submitted file is empty."),
        ({"regions": REGIONS}, "regions.csv", 1, "there is a header, but no row below it"),
        ({"regions": b"slug\n\xff\n"}, "regions.csv", 2, "byte 0xff is not UTF-8"),
        ({"regions": "slug\0\n"}, "regions.csv", 1, "holds a NUL byte"),
        ({"regions": REGIONS.replace(",", ";")}, "regions.csv", 1, "separated by semicolons"),
        ({"regions": REGIONS + BEND + BEND}, "regions.csv", 3, "“bend-or” is already on line 2"),
        (
            {"regions": REGIONS + BEND.replace(",OR,", ",XX,")},
            "regions.csv",
            2,
            "“XX” is not known",
        ),
        (
            {"regions": REGIONS + BEND.replace("44.0", "84.0")},
            "regions.csv",
            2,
            "outside the United",
        ),
        ({"regions": REGIONS + "<b>,x\n"}, "regions.csv", 2, "has 2 cells where the header has 10"),
        (
            {"counties": COUNTIES + "1017,D,OR,x,\n"},
            "region_counties.csv",
            2,
            "“x” is no region here",
        ),
        (
            {"counties": COUNTIES + "1017,D,OR,phoenix-az,\n"},
            "region_counties.csv",
            2,
            "“1017” has lost its leading zero",
        ),
        (
            {"regions": REGIONS + BEND, "counties": COUNTIES + "41017,,OR,bend-or,\n"},
            "region_counties.csv",
            2,
            "county_name is empty",
        ),
    ],
)
def test_a_bad_file_is_named_with_line_and_reason(staff, files, file, line, reason):
    before = everything()

    page = upload(staff, **files)

    assert page.status_code == 200
    assert reason in said(page)
    assert not line or f'<td>{file}</td> <td class="num">{line}</td>' in said(page)
    assert everything() == before


def test_a_file_that_is_too_large_is_refused_beside_its_field(staff):
    page = upload(staff, regions=b"x" * (LARGEST_FILE + 1))

    [reason] = page.context_data["form"].errors["regions"]
    assert reason == (
        "This file has 1,000,001 bytes; at most 1,000,000 are read. "
        "Save it with only the columns named here."
    )


def test_no_file_at_all_is_refused_in_words(staff):
    assert "Choose regions.csv, region_counties.csv, or both." in said(upload(staff))


def test_a_text_that_was_tampered_with_is_checked_like_any_other(staff):
    preview = upload(staff, regions=REGIONS + BEND)

    page = confirm(staff, preview, regions=REGIONS + BEND.replace(",OR,", ",XX,"))

    assert "“XX” is not known" in said(page)
    assert not Region.objects.filter(slug="bend-or").exists()


def test_a_text_in_a_file_is_never_markup(staff):
    page = upload(staff, regions=REGIONS + BEND.replace("Bend", "<b>Bend</b></textarea>"))

    assert "<b>Bend" not in page.content.decode()


def make_importer(*, lacking=None):
    person = make_user(is_staff=True)
    codes = {"view_region", *NEEDED} - {lacking}
    person.user_permissions.set(Permission.objects.filter(codename__in=codes))
    return person


def test_who_has_all_that_it_takes_may_import(client):
    client.force_login(make_importer())

    assert upload(client, regions=REGIONS + BEND).status_code == 200

    assert "Import…" in said(client.get(reverse("admin:applications_region_changelist")))


@pytest.mark.parametrize("lacking", NEEDED)
def test_who_lacks_one_permission_may_not_import(client, lacking):
    client.force_login(make_importer(lacking=lacking))

    assert upload(client, regions=REGIONS + BEND).status_code == 403

    assert client.get(IMPORT).status_code == 403
    assert "Import…" not in said(client.get(reverse("admin:applications_region_changelist")))


def test_a_stranger_is_sent_to_sign_in(client, stranger):
    client.force_login(stranger)

    assert client.get(IMPORT).url.startswith(reverse("admin:login"))

"""Lists of the admin: filtered, searched and sorted in the database, and downloaded as they are."""

import csv
import io
from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from applications import links
from applications.models import Application, Draft, Interest, Offer, Partner
from tests.make import (
    make_application,
    make_draft,
    make_offer,
    make_partner,
    make_pin,
    make_program,
    make_question,
    make_region,
    make_round,
    make_sent,
    make_user,
    the_pin,
    the_program,
)

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12


def make_interest():
    n = Interest.objects.count()
    return Interest.objects.create(
        organization=f"Mill {n}", email=f"mill{n}@example.org", zip="97701", region=make_region()
    )


def make_received():
    """An application with something in each column."""
    at = make_pin()
    made = make_application(
        pin=at, type="nonprofit", round=make_round(program=at.program, name=f"Period {at.pk}")
    )
    question = make_question(program=at.program)
    made.answers.create(question=question, asked=question.text, text="Every other Thursday.")
    made.references.create(position=1, name="Ines", organization="Mill", email="i@example.org")
    made.districts.create(position=1, name="Bend")
    return made


MAKE = {
    Application: make_received,
    Draft: lambda: make_draft(pin=the_pin(), entered_by=make_user()),
    Interest: make_interest,
    Offer: make_offer,
    Partner: make_partner,
}
every_list = pytest.mark.parametrize("model", MAKE, ids=lambda model: model.__name__)
every_kind = pytest.mark.parametrize("kind", ["csv", "xlsx"])


@pytest.fixture
def person(client):
    """Return a function that signs somebody in who has a few permissions."""

    def sign_in(*codenames):
        user = make_user(is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
        client.force_login(user)
        return client

    return sign_in


def address(model, page="changelist"):
    return reverse(f"admin:applications_{model._meta.model_name}_{page}")


def listed(client, model=Application, **query):
    return [str(row) for row in client.get(address(model), query).context_data["cl"].queryset]


def export(client, model=Application, kind="csv", **query):
    """Download a list; return its rows as dictionaries of texts."""
    answer = client.get(address(model, f"export_{kind}"), query)
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    if kind == "csv":
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    sheet = load_workbook(io.BytesIO(content)).active
    heading, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


# Searching and filtering


def make_three():
    bend = make_application(
        organization="Juniper",
        type="district",
        signatory_email="sign@juniper.example",
        round=make_round(name="Early"),
        status="in_review",
    )
    oakland = make_application(organization="Foghorn", pin=the_pin(), type="nonprofit")
    other = make_application(organization="Velvet", pin=make_pin(program=make_program()))
    return bend, oakland, other


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "foghorn"}, ["Foghorn for Oakland, CA"]),
        ({"q": "SIGN@juniper"}, ["Juniper for Bend, OR"]),
        ({"q": "oakland"}, ["Foghorn for Oakland, CA"]),
        ({"status__exact": "in_review"}, ["Juniper for Bend, OR"]),
        ({"type__exact": "district"}, ["Juniper for Bend, OR"]),
        ({"pin__region__state": "CA"}, ["Foghorn for Oakland, CA"]),
        ({"queue": "in-review"}, ["Juniper for Bend, OR"]),
    ],
)
def test_applications_are_found_by(staff, query, found):
    make_three()

    assert listed(staff, **query) == found


def test_applications_are_found_by_period_program_region_and_code(staff):
    bend, oakland, other = make_three()

    assert listed(staff, round__id__exact=bend.round_id) == [str(bend)]
    assert listed(staff, pin__program__id__exact=other.pin.program_id) == [str(other)]
    assert listed(staff, pin__region__id__exact=oakland.pin.region_id) == [str(oakland)]
    assert listed(staff, q=oakland.code) == [str(oakland)]


def test_programs_are_offered_the_current_one_first(staff):
    make_program(name="Older")

    page = staff.get(address(Application)).context_data["cl"]

    [program] = [spec for spec in page.filter_specs if spec.title == "program"]
    assert program.lookup_choices[0][0] == the_program().pk


def test_a_region_is_chosen_from_a_select_that_keeps_the_other_filters(staff):
    bend, _, _ = make_three()
    region = bend.pin.region_id

    query = {"status__exact": "in_review", "q": "juniper", "pin__region__id__exact": region}
    page = staff.get(address(Application), query).content.decode()

    assert f'<option value="{region}" selected>Bend, OR</option>' in page
    assert '<input type="hidden" name="status__exact" value="in_review">' in page
    assert '<input type="hidden" name="q" value="juniper">' in page


def test_all_regions_can_be_chosen_again(staff):
    make_three()

    page = staff.get(address(Application), {"pin__region__id__exact": ""})

    assert page.status_code == 200
    assert page.context_data["cl"].queryset.count() == 3


@every_list
def test_every_column_is_sorted_by_the_database_in_both_directions(staff, model):
    for _ in range(3):
        MAKE[model]()
    page = staff.get(address(model)).context_data["cl"]
    sortable = [n for n, name in enumerate(page.list_display) if _is_sorted(page, name)]

    assert len(sortable) >= len(page.list_display) - 2  # the boxes, and one that only reads
    for n in sortable:
        up, down = listed(staff, model, o=n), listed(staff, model, o=f"-{n}")
        assert sorted(up) == sorted(down)


def _is_sorted(page, name):
    return name != "action_checkbox" and page.get_ordering_field(name) is not None


def test_statuses_are_sorted_as_they_come(staff):
    for status in ("declined", "submitted", "offered", "in_review"):
        make_application(status=status, organization=status)
    page = staff.get(address(Application)).context_data["cl"]
    column = page.list_display.index("status_in_color")

    found = [name.split(" for ")[0] for name in listed(staff, o=column)]

    assert found == ["submitted", "in_review", "offered", "declined"]


def test_a_queue_lists_who_waits_longest_first(staff):
    for n in range(3):
        make_application(organization=f"Office {n}")

    found = [name.split(" for ")[0] for name in listed(staff, queue="new")]

    assert found == ["Office 0", "Office 1", "Office 2"]


@every_list
def test_a_list_asks_equally_often_at_one_row_and_at_three(staff, model):
    MAKE[model]()
    queries_of(staff, address(model))
    with_one = queries_of(staff, address(model))
    MAKE[model]()
    MAKE[model]()

    assert queries_of(staff, address(model)) == with_one <= MOST_QUERIES


def queries_of(client, url):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(url)
        _ = b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code == 200
    return len(asked)


# Downloading


@every_list
@every_kind
def test_a_download_asks_equally_often_at_one_row_and_at_three(staff, model, kind):
    url = address(model, f"export_{kind}")
    MAKE[model]()
    queries_of(staff, url)
    with_one = queries_of(staff, url)
    MAKE[model]()
    MAKE[model]()

    assert queries_of(staff, url) == with_one


@every_kind
def test_a_download_has_every_answer_beside_its_question(staff, kind):
    made = make_sent()

    [row] = export(staff, kind=kind)

    assert (row["Organization"], row["Code"]) == (made.organization, made.code)
    assert row["Status"] == "Submitted"
    for answer in made.answers.all():
        assert (row[answer.asked] or "") == answer.text
    assert row["Acknowledged"].splitlines()[0] == made.acknowledgements.first().title
    assert made.references.first().email in row["References"]


def test_a_question_that_programs_share_has_one_column(staff):
    for program in (make_program(), make_program()):
        made = make_application(pin=make_pin(program=program))
        question = make_question(program=program, slug="chalk", text="Do you like chalk?")
        made.answers.create(question=question, asked=question.text, text=program.name)

    rows = export(staff)

    assert [row["Do you like chalk?"] for row in rows] == [
        row["Program"].replace("program-", "Program ") for row in rows
    ]


@pytest.mark.parametrize(("may_read", "is_there"), [(True, True), (False, False)])
def test_a_private_answer_is_downloaded_only_by_who_may_read_it(person, may_read, is_there):
    made = make_application(pin=make_pin(program=make_program()))
    question = make_question(program=made.pin.program, text="Owed?", reviewers_may_see=False)
    made.answers.create(question=question, asked=question.text, text="SECRET SUM")
    codes = ["view_application", "export_application"]
    client = person(*codes, *(["read_private_application"] if may_read else []))

    [row] = export(client)

    assert ("Owed?" in row) == is_there
    assert ("SECRET SUM" in row.values()) == is_there


@every_kind
def test_a_download_keeps_search_filters_and_order(staff, kind):
    for n, status in enumerate(["submitted", "in_review", "in_review", "in_review"]):
        make_application(organization=f"Office {n}", status=status)
    make_application(organization="Other", status="in_review")

    rows = export(staff, kind=kind, q="office", status__exact="in_review", o="-1", p="1")

    assert [row["Organization"] for row in rows] == ["Office 3", "Office 2", "Office 1"]


def test_the_list_leads_to_the_download_of_what_it_shows(staff):
    make_application(status="in_review")

    query = "?q=Foundry&status__exact=in_review"
    page = staff.get(address(Application) + query).content.decode()

    assert f'{address(Application, "export_csv")}?q=Foundry&amp;status__exact=in_review"' in page
    assert f'{address(Application, "export_xlsx")}?q=Foundry&amp;status__exact=in_review"' in page


def test_a_filter_that_nobody_knows_leads_back_to_the_list(staff):
    answer = staff.get(address(Application, "export_csv"), {"no_such": "1"})

    assert answer.url == address(Application)


@every_list
@every_kind
def test_only_who_may_download_a_list_does(person, model, kind):
    name = model._meta.model_name
    MAKE[model]()
    url = address(model, f"export_{kind}")

    viewer = person(f"view_{name}")
    assert viewer.get(url).status_code == 403
    assert "Download what is listed" not in viewer.get(address(model)).content.decode()
    assert person(f"export_{name}").get(url).status_code == 403
    assert person(f"view_{name}", f"export_{name}").get(url).status_code == 200


@every_kind
def test_a_stranger_downloads_nothing(client, stranger, kind):
    client.force_login(stranger)

    answer = client.get(address(Application, f"export_{kind}"))

    assert answer.url.startswith(reverse("admin:login"))


def test_drafts_are_downloaded_without_their_links(staff):
    draft = make_draft(pin=the_pin())

    [row] = export(staff, Draft)

    assert (row["Code"], row["City"], row["Sent"]) == (draft.code, "Oakland", "no")
    for purpose in links.Purpose:
        assert links.secret(draft, purpose) not in str(row)


def test_what_somebody_typed_runs_in_no_spreadsheet(staff):
    make_application(organization="=HYPERLINK(1)")

    assert export(staff)[0]["Organization"] == "'=HYPERLINK(1)"
    assert export(staff, kind="xlsx")[0]["Organization"] == "=HYPERLINK(1)"


def test_days_are_true_days_in_a_workbook(staff):
    make_offer(reply_by=date(2016, 4, 22))

    assert export(staff, Offer)[0]["Last day to reply"] == "2016-04-22"
    assert export(staff, Offer, "xlsx")[0]["Last day to reply"].date() == date(2016, 4, 22)


def test_offers_are_filtered_by_their_answer(staff):
    waiting = make_offer()
    said = make_offer(answer="yes", answered_at=timezone.now())

    assert listed(staff, Offer, answer="waiting") == [str(waiting)]
    assert listed(staff, Offer, answer="yes") == [str(said)]


@every_list
def test_an_empty_list_says_what_will_stand_there(staff, model):
    page = staff.get(address(model))

    assert page.context_data["cl"].model_admin.when_empty in page.content.decode()
    assert "Download what is listed" not in page.content.decode()


def test_a_search_that_finds_nothing_says_so(staff):
    make_application()

    page = staff.get(address(Application), {"q": "no such words"})

    assert "Nothing fits." in page.content.decode()


def test_a_file_is_named_for_its_list_and_day(staff):
    for kind in ("csv", "xlsx"):
        answer = staff.get(address(Interest, f"export_{kind}"))

        assert 'filename="interest-list-2' in answer["Content-Disposition"]
        assert "no-store" in answer["Cache-Control"]

"""Preview of edits that are not saved, and of programs that are not public: nothing stays."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications.actions import clone_program
from applications.models import (
    SHOWN,
    AttendingState,
    Commitment,
    Course,
    FaqEntry,
    FundingTerms,
    Pin,
    Program,
    ProgramEvent,
    ProgramYear,
    Question,
    Region,
    Requirement,
    Round,
    SchoolYear,
    Terms,
)
from plp.core import pages
from plp.core.days import pacific_today
from plp.core.models import Message, PageVersion
from tests.addresses import PROGRAM
from tests.browsing import Fields, form_data, said
from tests.make import (
    make_commitment,
    make_pin,
    make_program,
    make_region,
    make_terms,
    make_user,
    the_pin,
    the_program,
)

# A preview is drawn in Python: in CI on SQLite only.
pytestmark = [pytest.mark.django_db, pytest.mark.looks]

NOT_SAVED = "Preview: not saved, not public."


@pytest.fixture
def draft(db):
    return clone_program(the_program(), name="Next", slug="next", first_school_year="2026-27")


def address(record, page="change"):
    meta = record._meta
    args = [record.pk] if page == "change" else []
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)


def preview(client, record, page="", **fields):
    url = address(record)
    return client.post(url, form_data(client, url) | {"_preview": page or "Preview…"} | fields)


def everything():
    """Every record that pages show, and what a preview might leave behind."""
    rows = {model: list(model.objects.order_by("pk").values()) for model in SHOWN}
    rest = [LogEntry, Message, PageVersion]
    return rows | {model: list(model.objects.order_by("pk").values()) for model in rest}


def first(model, **which):
    return model.objects.filter(**which).order_by("pk").first()


# Of what kind, which one, what is typed into it, and what the page then says.
EDITS = {
    "program": (lambda: the_program(), {"headline": "Teach chalk"}, "Teach chalk"),
    "period": (lambda: first(Round), {"closes_on": "2098-03-01"}, "1 March 2098"),
    "commitment": (lambda: first(Commitment), {"title": "Sing often"}, "Sing often"),
    "requirement": (
        lambda: first(Requirement, kind="meetups"),
        {"number": "17"},
        "17 meetups",
    ),
    "event": (lambda: first(ProgramEvent, slug="atlanta"), {"place": "Macon, GA"}, "Macon, GA"),
    "states": (lambda: first(ProgramEvent, slug="atlanta"), {"states": ["TX"]}, "Atlanta, GA"),
    "funding": (lambda: first(FundingTerms), {"per_teacher": "171"}, "$171"),
    "faq": (lambda: first(FaqEntry), {"question": "Why chalk?"}, "Why chalk?"),
    "question": (lambda: first(Question), {"text": "How much chalk?"}, "How much chalk?"),
    "region": (lambda: the_pin().region, {"name": "Chalk Valley"}, "Chalk Valley"),
    "city": (lambda: the_pin(), {"note": "Chalk is **dear** here."}, "<strong>dear</strong>"),
    "course": (lambda: first(Course), {"full_name": "Chalk Principles"}, "Chalk Principles"),
    "school-year": (lambda: first(SchoolYear), {"first_day": "2016-07-09"}, "9 July"),
    "year": (
        lambda: first(ProgramYear, program=the_program()),
        {"manager_fte": "0.5"},
        "½ of full time",
    ),
}


@pytest.mark.parametrize("kind", EDITS)
def test_an_edit_is_shown_and_nothing_stays(staff, client, kind, commit):
    record, fields, words = EDITS[kind]
    record = record()
    before = everything()

    with commit():
        page = preview(staff, record, **fields)

    assert page.status_code == 200
    assert NOT_SAVED in said(page)
    assert words in said(page)
    assert everything() == before


@pytest.mark.parametrize("kind", EDITS)
def test_the_form_has_the_button(staff, kind):
    page = staff.get(address(EDITS[kind][0]())).content.decode()

    assert 'name="_preview" value="Preview…" formtarget="_blank"' in page


def test_what_is_previewed_is_never_kept_for_visitors(staff, client, commit):
    before = said(client.get(PROGRAM))

    with commit():
        page = preview(staff, the_program(), headline="Teach chalk")

    assert "Teach chalk" in said(page)
    assert said(client.get(PROGRAM)) == before
    pages.forget()
    assert said(client.get(PROGRAM)) == before


def test_a_preview_reads_nothing_that_was_kept_before(staff, client):
    client.get(PROGRAM)

    assert "Sing often" in said(preview(staff, first(Commitment), title="Sing often"))


def test_a_new_record_can_be_previewed_before_it_is_saved(staff):
    url = address(Commitment, "add")
    data = form_data(staff, url) | {"title": "Sing", "text": "Loudly.", "slug": "sing"}

    page = staff.post(url, data | {"_preview": "program"})

    assert "Loudly." in said(page)
    assert not Commitment.objects.filter(slug="sing").exists()


def test_an_edit_that_is_wrong_comes_back_with_what_was_form_data(staff):
    page = preview(staff, first(Commitment), title="", text="Kept words.")

    assert page.context_data["adminform"].form.errors == {"title": ["This field is required."]}
    assert "Kept words." in said(page)


def test_the_other_pages_get_the_same_edit(staff):
    page = preview(staff, first(Commitment), "form", title="Sing often")
    hidden = Fields(page.content.decode()).values

    again = staff.post(address(first(Commitment)), hidden | {"_preview": "questions"})

    assert hidden["title"] == "Sing often"
    assert "Sing often" in said(again)
    assert "All questions of the form" in said(again)


def test_a_record_of_a_draft_program_is_shown_on_the_pages_of_that_program(staff, draft):
    commitment = draft.commitments.first()

    page = said(preview(staff, commitment, title="Sing often"))

    assert "Sing often" in page
    assert "20–22 May 2026" in page
    assert list(Program.objects.current()) == [the_program()]


@pytest.mark.parametrize(
    ("day", "words"), [("", "published on"), ("2098-05-01", "published on 1 May 2098")]
)
def test_terms_are_shown_as_if_published(staff, day, words):
    terms = make_terms(program=the_program(), version=2)

    page = said(preview(staff, terms, text="No **chalk**.", published_on=day))

    assert "No <strong>chalk</strong>." in page
    assert f"Version 2, {words}" in page
    terms.refresh_from_db()
    assert (terms.text, terms.published_on) == ("Text.", None)


def test_funding_terms_to_come_are_shown_from_their_day(staff):
    terms = first(FundingTerms)

    page = said(preview(staff, terms, from_day="2098-05-01", per_teacher="171"))

    assert "As it would be on Thursday, 1 May 2098." in page


def test_a_session_is_shown_on_the_page_of_a_region_that_goes_there(staff):
    event = ProgramEvent.objects.get(slug="atlanta")

    page = said(preview(staff, event, "region", place="Macon, GA"))

    assert "Macon, GA, together with teachers from" in page
    assert AttendingState.objects.filter(event=event).exists()


def test_whoever_may_only_look_has_no_button_and_no_preview(client):
    person = make_user(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="view_commitment"))
    client.force_login(person)
    url = address(first(Commitment))

    assert "_preview" not in client.get(url).content.decode()
    assert client.post(url, {"_preview": "program", "title": "X"}).status_code == 403


# A whole program


def walk(client, program, at=""):
    return client.get(reverse("admin:applications_program_preview", args=[program.pk]) + at)


WALK = {
    "": "Be the home base",
    "educate/plc/plp": "20–22 May 2026",
    "educate/plc/plp?region=oakland-ca": "Oakland, California",
    "educate/plc/plp-application": "How to apply",
    "educate/plc/plp-application/questions/": "All questions of the form",
    "form": "Preview of the form",
    "faq/": "Questions we are asked",
    "terms/": "Terms for applicants",
    "privacy": "privacy",
    "regions/oakland-ca/": "July 2026",
    "partners/": "Partners",
    "zip/?zip=94612": "Oakland",
}


@pytest.mark.parametrize("at", WALK)
def test_every_page_of_a_draft_can_be_looked_at(staff, draft, at, commit):
    before = everything()

    with commit():
        page = walk(staff, draft, at)

    assert page.status_code == 200
    assert "Preview: not public." in said(page)
    assert WALK[at] in said(page)
    assert everything() == before


def test_links_stay_in_the_preview_where_they_can(staff, draft):
    here = reverse("admin:applications_program_preview", args=[draft.pk])

    page = walk(staff, draft, "educate/plc/plp").content.decode()

    assert f'href="{here}educate/plc/plp?region=oakland-ca#region"' in page
    assert f'href="{here}terms/"' in page
    assert 'href="/static/' in page
    assert f"{here}static" not in page
    assert f"{here}tell-me" not in page


def test_a_search_by_zip_code_stays_in_the_preview(staff, draft):
    answer = walk(staff, draft, "educate/plc/plp?q=94612")

    assert answer.url == (
        reverse("admin:applications_program_preview", args=[draft.pk]) + "zip/?zip=94612"
    )


def test_the_terms_of_a_draft_are_shown_before_their_day(staff, draft):
    assert "Version 1, published on" in said(walk(staff, draft, "terms/"))

    assert draft.terms.get().published_on is None


@pytest.mark.parametrize(
    "at", ["sitemap.xml", "admin/", "tell-me/", "no-such-page", "pins.geojson"]
)
def test_other_pages_have_no_preview(staff, draft, at):
    assert walk(staff, draft, at).status_code == 404


def test_a_preview_of_a_program_is_for_staff_who_may_see_it(client, stranger, draft):
    client.force_login(stranger)
    assert walk(client, draft).status_code == 302

    client.force_login(make_user(is_staff=True))
    assert walk(client, draft).status_code == 403


def test_a_preview_of_a_program_changes_nothing_when_posted_to(staff, draft):
    url = reverse("admin:applications_program_preview", args=[draft.pk])

    assert staff.post(url).status_code == 403


# How often the database is asked


def queries(do):
    with CaptureQueriesContext(connection) as asked:
        assert do().status_code == 200
    return len(asked)


def more_of(program):
    """Make three more of what the pages list."""
    for _ in range(3):
        make_commitment(program=program)
        make_pin(program=program, region=make_region(state="CA"))


PREVIEWED_AT_MOST = 40


@pytest.mark.parametrize("name", ["program", "form", "questions"])
def test_a_preview_asks_equally_often_however_large_the_program_is(staff, name):
    program = make_program()
    commitment = make_commitment(program=program)
    data = form_data(staff, address(commitment)) | {"_preview": name}

    def look():
        return staff.post(address(commitment), data)

    queries(look)
    small = queries(look)
    more_of(program)

    assert queries(look) == small
    assert small <= PREVIEWED_AT_MOST


@pytest.mark.parametrize("at", ["", "educate/plc/plp", "form", "terms/"])
def test_a_walk_asks_equally_often_however_large_the_program_is(staff, draft, at):
    queries(lambda: walk(staff, draft, at))
    small = queries(lambda: walk(staff, draft, at))
    more_of(draft)

    assert queries(lambda: walk(staff, draft, at)) == small
    assert small <= PREVIEWED_AT_MOST


def test_the_pages_of_a_region_come_from_the_program_that_seeks_a_partner_there(staff, draft):
    pin = make_pin(program=draft, region=make_region(city="Bend"))

    page = said(preview(staff, pin, note="Ask **soon**."))

    assert "<strong>soon</strong>" in page
    assert Pin.objects.get(pk=pin.pk).note == ""
    assert Region.objects.filter(city="Bend").count() == 1


def test_published_terms_stay_out_of_reach(staff):
    terms = Terms.objects.filter(published_on__lte=pacific_today()).first()

    assert staff.post(address(terms), {"_preview": "terms", "text": "X"}).status_code == 403


def test_terms_lead_to_their_page_once_it_is_public(staff):
    draft = make_terms(program=the_program(), version=2)

    assert "View on site" not in said(staff.get(address(draft)))
    assert "View on site" in said(staff.get(address(the_program().terms.get(version=1))))

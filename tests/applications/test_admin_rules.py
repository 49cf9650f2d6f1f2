"""Each rule of the program's content that a form can break, and what the form says beside it."""

import pytest
from django.urls import reverse

from applications.models import (
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
from tests.browsing import form_data
from tests.make import (
    make_program,
    make_terms,
    the_pin,
    the_program,
)

pytestmark = pytest.mark.django_db


def address(model, page, *args):
    return reverse(f"admin:applications_{model._meta.model_name}_{page}", args=args)


def change(client, record, **fields):
    url = address(type(record), "change", record.pk)
    return client.post(url, form_data(client, url) | fields)


def errors(page):
    assert page.status_code == 200
    return {name: list(said) for name, said in page.context_data["adminform"].form.errors.items()}


def a(model, **which):
    return model.objects.filter(**which).order_by("pk").first()


def meetups():
    return a(Requirement, kind="meetups")


BACKWARDS = "The last day is before the first."
# What is edited, what is typed, beside which field something is said, and what.
BROKEN = {
    "period that closes before it opens": (
        lambda: a(Round),
        {"closes_on": "2016-01-03"},
        "closes_on",
        BACKWARDS,
    ),
    "day that is a slip of the keyboard": (
        lambda: a(Round),
        {"closes_on": "0216-01-03"},
        "closes_on",
        "Write a year between 2000 and 2099.",
    ),
    "position of another commitment": (
        lambda: a(Commitment, slug="summit"),
        {"position": "1"},
        "position",
        "“Program manager” stands at 1. The next free number is 10.",
    ),
    "short name of another commitment": (
        lambda: a(Commitment, slug="summit"),
        {"slug": "funding"},
        "slug",
        "There is one with this name in its address already. Choose another.",
    ),
    "share with a number": (
        lambda: a(Requirement, kind="facilitated"),
        {"number": "3"},
        "number",
        "Nothing is counted for this kind, so leave the number empty.",
    ),
    "standing condition with a number": (
        lambda: a(Requirement, kind="privacy"),
        {"number": "1"},
        "number",
        "Nothing is counted for this kind, so leave the number empty.",
    ),
    "number kind without one": (
        meetups,
        {"number": ""},
        "number",
        "This kind is counted, so it needs a number.",
    ),
    "half a meetup": (
        meetups,
        {"number": "2.5"},
        "number",
        "Write a whole number: only days come in halves.",
    ),
    "third of a day": (
        lambda: a(Requirement, kind="workshop_days"),
        {"number": "3.3"},
        "number",
        "Write whole or half days.",
    ),
    "meetups of a course": (
        meetups,
        {"course": lambda: a(Course, code="intro").pk},
        "course",
        "Workshop days need a course, and only they have one.",
    ),
    "workshop days without a course": (
        lambda: a(Requirement, kind="workshop_days"),
        {"course": ""},
        "course",
        "Workshop days need a course, and only they have one.",
    ),
    "second requirement of a kind": (
        lambda: a(Requirement, kind="meetups"),
        {"kind": "hour_of_code"},
        "kind",
        "This year already has this kind of requirement.",
    ),
    "window that ends before it begins": (
        meetups,
        {"window_until": "2016-01-01"},
        "window_until",
        BACKWARDS,
    ),
    "half a window": (
        meetups,
        {"window_until": ""},
        "window_until",
        "Give both days of the window, or neither.",
    ),
    "ten years of lead": (
        meetups,
        {"lead_days": "3660"},
        "lead_days",
        "Ensure this value is less than or equal to 366.",
    ),
    "summit that ends before it begins": (
        lambda: a(ProgramEvent, kind="summit"),
        {"last_day": "2016-05-01"},
        "last_day",
        BACKWARDS,
    ),
    "event of another's short name": (
        lambda: a(ProgramEvent, slug="atlanta"),
        {"slug": "chicago"},
        "slug",
        "There is one with this short name already. Choose another.",
    ),
    "two years of one number": (
        lambda: a(ProgramYear, program=the_program(), number=2),
        {"number": "1"},
        "number",
        "There is one with this number of the year already. Choose another.",
    ),
    "more than full time": (
        lambda: a(ProgramYear, program=the_program()),
        {"manager_fte": "1.5"},
        "manager_fte",
        "Ensure this value is less than or equal to 1.",
    ),
    "school year backwards": (
        lambda: a(SchoolYear),
        {"last_day": "2016-06-30"},
        "last_day",
        "The last day is not after the first.",
    ),
    "school year of two years": (
        lambda: a(SchoolYear),
        {"last_day": "2018-06-30"},
        "last_day",
        "A school year is not longer than a year.",
    ),
    "uplift beyond the whole": (
        lambda: a(FundingTerms),
        {"urban_uplift_percent": "101"},
        "urban_uplift_percent",
        "Ensure this value is less than or equal to 100.",
    ),
    "negative amount": (
        lambda: a(FundingTerms),
        {"per_teacher": "-1"},
        "per_teacher",
        "Ensure this value is greater than or equal to 0.",
    ),
    "small group below the smallest": (
        lambda: a(FundingTerms),
        {"small_cohort_up_to": "4"},
        "small_cohort_up_to",
        "Groups begin at 5: write that or more.",
    ),
    "FAQ at a position that is taken": (
        lambda: a(FaqEntry, position=2),
        {"position": "4"},
        "position",
        "“Who leads the workshops?” stands at 4. The next free number is 7.",
    ),
    "FAQ of another's address": (
        lambda: a(FaqEntry, position=2),
        {"slug": "who-leads"},
        "slug",
        "There is one with this name in its address already. Choose another.",
    ),
    "choices for a line": (
        lambda: a(Question, kind="long"),
        {"choices": "A\nB"},
        "choices",
        "“One of several” and “any of several” need choices, others none.",
    ),
    "question in a section that asks none": (
        lambda: a(Question, kind="long"),
        {"section": "review"},
        "section",
        "This section asks no questions of the program.",
    ),
    "region in the sea": (
        lambda: the_pin().region,
        {"longitude": "118.2437"},
        "longitude",
        "37.8044, 118.2437 is outside the United States. West is negative, such as -118.2437.",
    ),
    "zone that is none": (
        lambda: the_pin().region,
        {"zone": "Pacific"},
        "zone",
        "“Pacific” is not a time zone, such as America/Chicago.",
    ),
    "region of another's address": (
        lambda: the_pin().region,
        {"slug": "los-angeles-ca"},
        "slug",
        "Region with this Name in its address already exists.",
    ),
    "program of another's short name": (
        lambda: make_program(),
        {"slug": "plp-2016"},
        "slug",
        "Program with this Short name already exists.",
    ),
    "terms of another's version": (
        lambda: make_terms(program=the_program(), version=2),
        {"version": "1"},
        "version",
        "There is one with this version already. Choose another.",
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_form_refuses(staff, what):
    record, fields, field, message = BROKEN[what]
    record = record()
    before = type(record).objects.filter(pk=record.pk).values().get()
    fields = {name: value() if callable(value) else value for name, value in fields.items()}

    assert errors(change(staff, record, **fields)) == {field: [message]}

    assert type(record).objects.filter(pk=record.pk).values().get() == before


EDITED = [
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
]


@pytest.mark.parametrize("model", EDITED)
def test_every_record_that_was_loaded_can_be_saved_as_it_is(staff, model):
    for record in model.objects.order_by("pk")[:2]:
        before = model.objects.filter(pk=record.pk).values().get()

        assert change(staff, record).status_code == 302

        assert model.objects.filter(pk=record.pk).values().get() == before


WITHOUT_HELP = {
    # What says all by its label.
    (Commitment, "program"),
    (Commitment, "title"),
    (FaqEntry, "program"),
    (FaqEntry, "question"),
    (FundingTerms, "program"),
    (FundingTerms, "small_cohort"),
    (FundingTerms, "large_cohort"),
    (FundingTerms, "per_teacher"),
    (Pin, "program"),
    (Pin, "region"),
    (Program, "name"),
    (ProgramEvent, "program_year"),
    (ProgramEvent, "kind"),
    (ProgramEvent, "first_day"),
    (ProgramYear, "program"),
    (Question, "program"),
    (Question, "text"),
    (Region, "state"),
    (Round, "program"),
    (Terms, "program"),
}


@pytest.mark.parametrize("model", [*EDITED, Terms])
def test_a_field_says_what_it_does(staff, model):
    form = staff.get(address(model, "add")).context_data["adminform"].form

    silent = {name for name, f in form.fields.items() if not f.help_text and name != "as_shown"}

    assert silent == {name for of, name in WITHOUT_HELP if of is model}


def test_several_things_wrong_are_each_said_beside_their_field(staff):
    page = change(staff, meetups(), number="", window_until="2016-01-01")

    assert errors(page) == {
        "number": ["This kind is counted, so it needs a number."],
        "window_until": [BACKWARDS],
    }

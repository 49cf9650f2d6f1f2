"""Workshops from a CSV file: shown first, then planned; what is wrong is named, line by line."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.browsing import said
from tests.workshops.planning.make import fit, page, send, typed_of
from workshops.models import Workshop

pytestmark = pytest.mark.django_db

HEAD = "workshop,day,from,to,worth,venue,address,zip,lead"


def read(client, partner, *lines, head=HEAD, **fields):
    course = partner.years.get().program_year.courses.get()
    content = "\n".join([head, *lines]).encode()
    data = {"of": f"{partner.years.get().pk}-{course.pk}"} | fields
    file = SimpleUploadedFile("workshops.csv", content)
    return client.post(page(partner, "import"), {"file": file} | data)


def test_shows_a_file_and_plans_what_it_says(manager, partner, jonas):
    answer = read(
        manager,
        partner,
        "b,11/12/2016,9:00,12:15,0.5,The mill,1 Mill Street,60601-1234,jonas  tinderbox",
        "b,11/19/2016,9:00,12:15,½,,,,",
        ",2016-10-08,9 a.m.,3:30 PM,,,,,",
    )
    assert "In your file: 2 workshops" in said(answer)
    assert not Workshop.objects.exists()

    send(manager, partner, typed_of(answer), "import")

    first, second = Workshop.objects.order_by("number")
    assert (first.sessions.get().day, first.sessions.get().ends) == (
        date(2016, 10, 8),
        time(15, 30),
    )
    assert [(s.day, s.worth) for s in second.sessions.all()] == [
        (date(2016, 11, 12), Decimal("0.5")),
        (date(2016, 11, 19), Decimal("0.5")),
    ]
    assert (second.venue, second.zip_code) == ("The mill", "60601")
    assert second.assignments.get().facilitator == jonas


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        (",tomorrow,9:00,15:00,,,,,", "line 2: column “day”: “tomorrow” is no day"),
        (",0016-10-08,9:00,15:00,,,,,", "line 2: column “day”: “0016-10-08” is no day"),
        (",2016-10-08,soon,15:00,,,,,", "line 2: column “from”: “soon” is no time"),
        (",2016-10-08,9:00,,,,,,", "line 2: column “to”: “” is no time"),
        (",2016-10-08,9:00,15:00,2,,,,", "line 2: column “worth”: write 1 for a day"),
        (",2016-10-08,9:00,15:00,,,,12,", "line 2: column “zip”: “12” is no ZIP code"),
        (",2016-10-08,9:00,15:00,,,,,Nobody", "line 2: column “lead”: nobody accredited"),
        (f",2016-10-08,9:00,15:00,,{'x' * 201},,,", "line 2: column “venue” is longer than 200"),
        (",2016-10-08,9:00", "line 2: has 3 cells where the header has 9"),
    ],
)
def test_names_what_is_wrong_in_a_file(manager, partner, line, wrong):
    answer = read(manager, partner, line)

    assert wrong in said(answer)
    assert answer.context["series"] is None


def test_asks_whom_it_means_of_two_with_one_name(manager, partner, course, jonas):
    fit(partner, course, name="Jonas Tinderbox")

    assert "2 people are called" in said(
        read(manager, partner, ",2016-10-08,9:00,15:00,,,,,Jonas Tinderbox")
    )


def test_names_a_column_that_is_missing_and_a_file_without_rows(manager, partner):
    assert "column “to” is missing" in said(read(manager, partner, head="day,from"))
    assert "no row follows the header" in said(read(manager, partner))


def test_bounds_how_many_are_read_at_once(manager, partner):
    many = [f",2016-10-{n % 28 + 1:02},9:00,15:00,,,,," for n in range(41)]
    long = [f"a,2016-10-{n:02},9:00,15:00,,,,," for n in range(1, 7)]

    assert "these are 41 workshops; send 40 at once" in said(read(manager, partner, *many))
    assert "line 7: a workshop has 5 days at most" in said(read(manager, partner, *long))


def test_asks_for_a_file(manager, partner):
    assert "Choose a CSV file." in said(manager.post(page(partner, "import"), {"of": "1-1"}))

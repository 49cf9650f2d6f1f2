"""What requirements ask, in the words of the program page."""

from datetime import date
from decimal import Decimal

import pytest

from applications.models import Course, ProgramEvent, ProgramYear, Requirement
from applications.promises import Promise, promise, share_of_full_time
from applications.yearline import WIDTH, year_line
from tests.make import the_program

YEAR = ProgramYear(pk=1, number=1)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"kind": "calls"}, Promise("Calls as agreed")),
        ({"kind": "calls", "number": Decimal(1)}, Promise("1 call", 1)),
        ({"kind": "meetups", "number": Decimal("4.0")}, Promise("4 meetups", 4)),
        ({"kind": "fair"}, Promise("A CS fair")),
        ({"kind": "fair", "window_from": date(2018, 3, 1)}, Promise("A CS fair in spring")),
        ({"kind": "fair", "window_from": date(2018, 12, 1)}, Promise("A CS fair in winter")),
        ({"kind": "privacy", "note": "each year"}, Promise("Confirmed", 0, "each year")),
        ({"kind": "summit"}, Promise("Days to be announced")),
        (
            {"kind": "workshop_days", "number": Decimal("2.5"), "course": Course(name="CSP")},
            Promise("2.5 days, CSP", 2),
        ),
    ],
)
def test_says_what_is_asked(asked, said):
    assert promise(Requirement(**asked), YEAR, []) == said


@pytest.mark.parametrize("kind", Requirement.Kind)
def test_has_words_for_every_kind(kind):
    asked = Requirement(kind=kind, number=Decimal(1), course=Course(name="CSP"))

    assert promise(asked, YEAR, []).words


def test_counts_the_days_of_an_event_of_the_same_year():
    days = {"first_day": date(2016, 5, 20), "last_day": date(2016, 5, 22)}
    events = [
        ProgramEvent(kind="summit", program_year_id=pk, place=place, **days)
        for pk, place in [(2, "Elsewhere"), (1, "Reno, NV")]
    ]

    assert promise(Requirement(kind="summit"), YEAR, events) == (
        Promise("20–22 May 2016", 3, "Reno, NV")
    )


@pytest.mark.parametrize(
    ("fte", "words"),
    [
        ("0.25", "¼ of full time"),
        ("0.50", "½ of full time"),
        ("1.00", "Full time"),
        ("0.33", "0.33 of full time"),
        (None, "Grows with time; we set the number"),
    ],
)
def test_says_a_share_of_full_time_as_people_do(fte, words):
    assert share_of_full_time(ProgramYear(manager_fte=fte and Decimal(fte))) == words


@pytest.mark.django_db
def test_the_year_line_holds_all_of_the_first_year_in_order():
    year = ProgramYear.objects.get(program=the_program(), number=1)

    line = year_line(
        year, list(year.requirements.select_related("program_year")), list(year.events.all())
    )

    names = [mark.name for mark in line.marks]
    assert names.count("Meetup") == 4
    assert {"Summit", "Summer session", "Workshop 4", "Hour of Code"} <= set(names)
    assert [tick.name for tick in line.ticks][:3] == ["May", "Jun", "Jul"]
    assert all(0 <= left <= WIDTH for mark in line.marks for left in mark.boxes)

"""Application periods of a program do not overlap, wherever they are typed."""

from datetime import date

import pytest

from applications.models import (
    Round,
)
from tests.applications.test_admin_rules import address, change, errors
from tests.browsing import form_data, said
from tests.make import (
    make_program,
    make_round,
    the_program,
)

pytestmark = pytest.mark.django_db


def test_periods_of_a_program_do_not_overlap(staff):
    data = form_data(staff, address(Round, "add")) | {"name": "Second", "opens_on": "2098-01-01"}

    page = staff.post(address(Round, "add"), data)

    assert errors(page) == {
        "opens_on": [
            "“First application period” has no last day, so both would be open at once. "
            "Let one end before the other begins."
        ]
    }


def rounds(program, *periods):
    """Return the rows of periods as the program's page sends them."""
    saved = list(program.rounds.order_by("opens_on"))
    data = {"rounds-TOTAL_FORMS": len(periods), "rounds-INITIAL_FORMS": len(saved)}
    for n, (name, first, last) in enumerate(periods):
        data |= {
            f"rounds-{n}-id": saved[n].pk if n < len(saved) else "",
            f"rounds-{n}-program": program.pk,
            f"rounds-{n}-name": name,
            f"rounds-{n}-opens_on": first,
            f"rounds-{n}-closes_on": last,
        }
    return data


def test_periods_typed_below_the_program_do_not_overlap(staff):
    program = the_program()
    rows = [("First", "2016-01-04", "2016-03-01"), ("Second", "2016-03-01", "")]

    page = change(staff, program, **rounds(program, *rows))

    assert "“First” ends on 2016-03-01, so both would be open at once." in said(page)
    assert program.rounds.count() == 1


def test_two_periods_can_move_at_once(staff):
    program = make_program()
    for name, day in [("First", date(2016, 1, 1)), ("Second", date(2016, 2, 1))]:
        make_round(program=program, name=name, opens_on=day, closes_on=day.replace(day=20))
    rows = [("First", "2016-02-05", "2016-02-25"), ("Second", "2016-03-01", "2016-03-25")]

    assert change(staff, program, **rounds(program, *rows)).status_code == 302

    assert program.rounds.filter(opens_on=date(2016, 3, 1)).exists()

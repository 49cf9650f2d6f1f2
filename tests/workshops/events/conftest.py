"""A partner that goes to a summit and a summer session, with its program manager."""

from datetime import date
from typing import NamedTuple

import pytest
import time_machine

from applications.models import Partner, PartnerYear, ProgramEvent
from plp.core.models import User
from tests.make import (
    make_course,
    make_event,
    make_member,
    make_partner,
    make_partner_year,
    make_program_year,
    make_region,
    make_requirement,
    make_school_year,
    make_user,
)


class Cast(NamedTuple):
    """Larkspur in Oregon, Dana who manages it, and where they go in July 2031."""

    partner: Partner
    year: PartnerYear
    dana: User
    summit: ProgramEvent
    session: ProgramEvent


def make_cast(**fields):
    program_year = make_program_year(school_year=make_school_year(fields.pop("start", 2031)))
    program_year.courses.add(make_course(name="CS Principles"))
    for kind in ["summit", "summer_session"]:
        make_requirement(program_year=program_year, kind=kind, number=1)
    first = program_year.school_year.first_day
    days = {"first_day": first.replace(day=18), "last_day": first.replace(day=22)}
    summit = make_event(program_year=program_year, kind="summit", **days)
    session = make_event(program_year=program_year, states=["OR"], **days)
    return join(program_year, summit, session, **fields)


def join(program_year, summit, session, **fields):
    """Make one more partner that goes to these events."""
    fields = {"organization": "Larkspur Office", "region": make_region()} | fields
    partner = make_partner(**fields)
    year = make_partner_year(partner=partner, program_year=program_year)
    year.move("confirmed", by=None)
    dana = make_member(partner, user=make_user(name="Dana Whitlock")).user
    return Cast(partner, year, dana, summit, session)


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel("2031-07-02 12:00-07:00", tick=False):
        yield


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def manager(client, cast):
    client.force_login(cast.dana)
    return client


TODAY = date(2031, 7, 2)
TYPED = {
    "name": "Ines Paperboat",
    "email": "ines@mill.example",
    "school": "Mill School",
    "district": "Upper Marzipan Unified",
    "state": "OR",
}

"""A workshop in Chicago on the morning of its day, its manager, and two teachers with a seat."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from applications.models import Partner
from plp.core.models import User
from tests.make import make_member, make_partner, make_partner_year, make_teacher, make_user
from tests.workshops.make import make_enrollment, make_workshop
from workshops.actions import running
from workshops.models import Enrollment, Session, Teacher, Workshop

NOW = datetime(2016, 10, 8, 13, 50, tzinfo=UTC)  # ten minutes before it begins
MINUTE = timedelta(minutes=1)


class Cast(NamedTuple):
    """Larkspur, Dana who manages it, its workshop on one day, and who is enrolled."""

    partner: Partner
    dana: User
    workshop: Workshop
    session: Session
    ines: Enrollment
    marcus: Enrollment

    def started(self):
        running.start(self.workshop, by=self.dana, now=NOW)
        self.session.refresh_from_db()
        return self

    def address(self, name, *more):
        keys = [self.partner.pk, self.workshop.pk]
        return reverse(f"workshops:{name}", args=[*keys, *more])

    def day(self, name="day", *more):
        return self.address(name, self.session.pk, *more)


def make_cast(*days):
    partner = make_partner(organization="Larkspur Office")
    dana = make_member(partner, user=make_user(name="Dana Whitlock")).user
    workshop = make_workshop(
        *days, partner_year=make_partner_year(partner=partner), title="Loops", status="open"
    )
    seats = [make_enrollment(workshop, _teacher(name)) for name in ["Ines", "Marcus"]]
    session = workshop.sessions.first()
    session.workshop = workshop
    return Cast(partner, dana, workshop, session, *seats)


def _teacher(name):
    email = f"{name.lower()}@mill.example"
    return Teacher.objects.filter(email=email).first() or make_teacher(name=name, email=email)


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def manager(cast):
    client = Client()
    client.force_login(cast.dana)
    return client

"""A status changes only by a move, and every move leaves a record."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import product
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from applications.models import Application, ApplicationStatusChange
from plp.core.workflow import TransitionError
from tests.make import make_application, make_pin, make_program, make_user

Status = Application.Status

ALLOWED = [(old, new) for old, moves in Application.MOVES.items() for new in sorted(moves)]
REFUSED = [pair for pair in product(Status, Status) if pair not in ALLOWED]


def log(application):
    return list(application.changes.values_list("old", "new", "by__email", "note"))


@pytest.mark.django_db
def test_a_move_changes_the_status_and_says_who_and_why(administrator):
    application = make_application()

    application.move(Status.IN_REVIEW, by=administrator, note="Complete.")

    assert application.status == Status.IN_REVIEW
    application.refresh_from_db()
    assert application.status == Status.IN_REVIEW
    assert log(application) == [
        ("submitted", "in_review", "administrator@example.org", "Complete.")
    ]


@pytest.mark.django_db
def test_saving_what_was_read_before_a_move_does_not_take_it_back():
    application = make_application(organization="Foundry")
    Application.objects.get(pk=application.pk).move(Status.WITHDRAWN, by=None)

    application.organization = "Foundry Learning"
    application.save()

    application.refresh_from_db()
    assert (application.status, application.organization) == ("withdrawn", "Foundry Learning")


@pytest.mark.django_db
def test_moves_are_logged_in_their_order(administrator):
    application = make_application()

    for status in [Status.IN_REVIEW, Status.CHANGES_REQUESTED, Status.IN_REVIEW]:
        application.move(status, by=administrator)

    assert [str(change) for change in application.changes.all()] == [
        "submitted → in_review",
        "in_review → changes_requested",
        "changes_requested → in_review",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), ALLOWED)
def test_makes_every_move_of_the_table(old, new):
    application = make_application(status=old)
    fields = {"waiting_until": date(2016, 9, 1)} if new == Status.WAITLISTED else {}

    application.move(new, by=None, **fields)

    assert log(application) == [(old, new, None, "")]


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), REFUSED)
def test_refuses_every_other_move(old, new):
    application = make_application(status=old)

    with pytest.raises(TransitionError, match=f"^{old.label} cannot become {new.label}.$"):
        application.move(new, by=None)

    application.refresh_from_db()
    assert (application.status, log(application)) == (old, [])


@pytest.mark.django_db
def test_refuses_the_second_of_two_who_decide(administrator):
    mine = make_application(status=Status.IN_REVIEW)
    theirs = Application.objects.get(pk=mine.pk)
    theirs.move(Status.DECLINED, by=administrator)

    with pytest.raises(TransitionError, match="Someone else"):
        mine.move(Status.OFFERED, by=administrator)

    mine.refresh_from_db()
    assert mine.status == Status.DECLINED
    assert len(log(mine)) == 1


@pytest.mark.django_db
def test_refuses_a_status_that_does_not_exist():
    with pytest.raises(ValueError, match="held"):
        make_application().move("held", by=None)


@pytest.mark.django_db
def test_a_form_that_leaves_the_status_out_still_checks_rules_that_name_it():
    first = make_application(organization="Foundry Learning, Inc.")
    second = Application(
        organization="The Foundry Learning", pin=first.pin, contact_email="a@example.org"
    )

    with pytest.raises(ValidationError, match="already applied for this city"):
        second.full_clean(exclude=["status"])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round", range(3))
def test_of_two_at_once_exactly_one_decides(round):
    pin = make_pin(program=make_program())
    application = make_application(pin=pin, status=Status.IN_REVIEW)
    people = [make_user("ann@example.org"), make_user("bea@example.org")]
    start = Barrier(2)

    def decide(person, status):
        mine = Application.objects.get(pk=application.pk)
        start.wait()
        try:
            mine.move(status, by=person)
        except TransitionError as error:
            return str(error)
        finally:
            connection.close()
        return status

    with ThreadPoolExecutor(2) as threads:
        told = list(threads.map(decide, people, [Status.OFFERED, Status.DECLINED]))

    [change] = ApplicationStatusChange.objects.filter(application=application)
    application.refresh_from_db()
    assert change.new == application.status
    assert sorted(told) == sorted(
        [application.status, "Someone else has just changed this; reload it."]
    )

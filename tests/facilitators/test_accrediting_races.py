"""Two of staff at once, on PostgreSQL: a day is covered once, also past the actions."""

from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from facilitators import actions
from facilitators.models import Accreditation
from plp.core.workflow import TransitionError
from tests.applications.test_races import at_once, three_rounds
from tests.facilitators.make import make_accreditation, make_facilitator
from tests.make import make_course

pytestmark = pytest.mark.postgres
racing = pytest.mark.django_db(transaction=True)

[file] = Path("facilitators/migrations").glob("*_accreditations_never_overlap.py")
migration = import_module(f"facilitators.migrations.{file.stem}")


def told(step, *args, **more):
    """Take a step; return what a person reads where it is refused."""

    def take():
        try:
            step(*args, by=None, **more)
        except TransitionError as refusal:
            return str(refusal)
        return ""

    return take


@racing
@three_rounds
def test_of_two_who_accredit_at_once_one_is_told(round):
    facilitator, course = make_facilitator(), make_course()

    def accredit(first, last):
        days = {"first_day": first, "last_day": last}
        return told(actions.accredit, facilitator, course, **days)

    said = at_once(
        accredit(date(2016, 7, 1), date(2018, 6, 30)),
        accredit(date(2017, 7, 1), date(2019, 6, 30)),
    )

    assert sorted(said)[0] == ""
    assert "There is an accreditation" in sorted(said)[1]
    assert Accreditation.objects.filter(facilitator=facilitator).count() == 1


@racing
@three_rounds
def test_of_two_who_renew_and_revoke_at_once_one_is_told_or_comes_first(round):
    known = make_accreditation()

    said = at_once(
        told(actions.renew, known, last_day=date(2020, 6, 30)),
        told(actions.revoke, known, from_day=date(2017, 5, 2), reason="Moved."),
    )

    known.refresh_from_db()
    assert said[1] == ""
    assert known.revoked_from == date(2017, 5, 2)
    assert (known.last_day == date(2020, 6, 30)) == (said[0] == "")


@pytest.mark.django_db
def test_the_database_itself_refuses_days_that_are_covered():
    known = make_accreditation(revoked_from=date(2017, 5, 2), revoke_reason="Moved.")
    of_both = {"facilitator": known.facilitator, "course": known.course}

    make_accreditation(**of_both, first_day=date(2017, 5, 2))
    with pytest.raises(IntegrityError, match="accreditation_never_overlaps"), transaction.atomic():
        make_accreditation(**of_both, first_day=date(2016, 1, 1), last_day=date(2016, 7, 1))


@pytest.mark.django_db
def test_the_constraint_can_be_taken_off_and_put_back():
    with connection.schema_editor(atomic=False) as editor:
        migration.drop(None, editor)
        migration.drop(None, editor)
        migration.add(None, editor)
    known = make_accreditation()

    with pytest.raises(IntegrityError), transaction.atomic():
        make_accreditation(facilitator=known.facilitator, course=known.course)


class Refusing:
    """A database whose user may not create extensions."""

    connection = connection

    def execute(self, sql):
        raise DatabaseError('permission denied to create extension "btree_gist"')


def test_says_what_to_do_where_the_extension_may_not_be_created():
    with pytest.raises(DatabaseError, match="run, in this database: CREATE EXTENSION btree_gist;"):
        migration.add(None, Refusing())

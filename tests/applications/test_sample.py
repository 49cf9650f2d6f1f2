"""A large sample of fictional records."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from applications.models import (
    Application,
    Criterion,
    Decision,
    Interview,
    Partner,
    Program,
    Recusal,
    ReferenceRequest,
    Review,
    ReviewAssignment,
    Score,
)
from plp.core.models import Message
from tests.make import make_application

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 23)


def load_sample(applications=120, partners=40):
    sizes = {"applications": applications, "partners": partners, "workshops": 0}
    call_command("load_sample", **sizes, on=ON, verbosity=0)


def test_has_all_that_staff_make_of_applications():
    load_sample()

    assert (Application.objects.count(), Review.objects.count()) == (120, 360)
    assert Score.objects.count() == 360 * Criterion.objects.in_force().count()
    assert ReviewAssignment.objects.count() == 360 + Recusal.objects.count()
    assert 0 < Review.objects.done().count() == Review.objects.counted().count() < 360
    assert (Partner.objects.active().count(), Partner.objects.count()) == (39, 40)
    kinds = set(Decision.objects.ready().values_list("kind", flat=True))
    assert kinds == set(Decision.Kind)
    assert all(model.objects.exists() for model in (Recusal, Interview, ReferenceRequest))


def test_writes_to_nobody_and_has_only_addresses_that_lead_nowhere():
    load_sample()

    addresses = Application.objects.values_list("contact_email", "signatory_email")
    assert {a.rpartition(".")[2] for pair in addresses for a in pair} == {"example"}
    assert not Message.objects.exists()


def test_is_the_same_each_time():
    assert loaded() == loaded()


def loaded():
    """Load a sample, and return what it says, leaving nothing behind."""
    with transaction.atomic():
        load_sample(applications=10, partners=0)
        rows = Application.objects.values_list("organization", "status", "submitted_at")
        scores = Score.objects.order_by("pk").values_list("value", "review__comment")
        found = [*rows], [*scores]
        transaction.set_rollback(True)
    return found


def test_every_record_is_valid():
    load_sample(applications=20, partners=0)

    for model in (Application, Review, Score, Decision, ReferenceRequest, Interview):
        for record in model.objects.all():
            record.full_clean()


def test_refuses_where_applications_are():
    make_application()

    with pytest.raises(CommandError, match="already"):
        load_sample()

    assert Application.objects.count() == 1


def test_asks_for_a_program_first():
    Program.objects.all().delete()

    with pytest.raises(CommandError, match="load_program"):
        load_sample()


@pytest.mark.parametrize("number", [0, 10_241])
def test_refuses_more_than_there_are_names_for(number):
    with pytest.raises(CommandError, match="1 to 10,240"):
        load_sample(applications=number)

"""What stands beside an application on its page: others, steps, and its neighbors in a list."""

import pytest
from django.urls import reverse

from tests.applications.test_admin_dossier import READER, address, dossier
from tests.browsing import said
from tests.make import (
    make_application,
    make_pin,
    make_program,
    make_region,
    the_pin,
)

pytestmark = pytest.mark.django_db


def names(others):
    return [str(row) for row in others.shown]


def test_others_of_the_same_organization_and_region_stand_beside_it(staff):
    made = make_application(organization="The Foundry, Inc.", pin=the_pin())
    earlier = make_application(
        organization="foundry", pin=make_pin(program=make_program()), status="declined"
    )
    rival = make_application(organization="Rival", pin=the_pin())
    other_cycle = make_application(
        organization="Past rival",
        pin=make_pin(program=make_program(), region=the_pin().region),
        status="withdrawn",
    )
    make_application(organization="Nobody near")

    context = dossier(staff, made).context_data

    assert names(context["same_organization"]) == [str(earlier)]
    assert names(context["same_region"]) == [str(other_cycle), str(rival)]


def test_many_others_are_cut_and_lead_to_their_list(staff):
    region = make_region()
    made = make_application(pin=make_pin(region=region))
    for _ in range(12):
        make_application(pin=made.pin)

    page = dossier(staff, made)

    others = page.context_data["same_region"]
    assert len(others.shown) == 10
    listed = staff.get(others.address).context_data["cl"]
    assert listed.queryset.count() == 13


def test_the_steps_one_may_take_stand_at_the_top(staff, person):
    made = make_application(status="in_review")
    step = reverse("admin:applications_application_step", args=["decline"], query={"ids": made.pk})

    assert step in said(dossier(staff, made))
    assert step not in said(dossier(person(*READER), made))


def test_neighbors_are_those_of_the_list_one_came_from(staff):
    made = [make_application(organization=f"Office {n}", status="in_review") for n in range(3)]
    make_application(organization="Office between")
    filters = "status__exact=in_review&q=office&o=1"

    near = dossier(staff, made[1], _changelist_filters=filters).context_data["near"]

    kept = {"_changelist_filters": filters}
    assert (near.before, near.after) == (address(made[0], **kept), address(made[2], **kept))
    assert (near.number, near.total) == (2, 3)
    assert near.list == f"{reverse('admin:applications_application_changelist')}?{filters}"


def test_the_first_and_the_last_have_one_neighbor(staff):
    last, first = make_application(), make_application()

    ends = [dossier(staff, made).context_data["near"] for made in (first, last)]

    assert (ends[0].before, ends[0].after) == ("", address(last))
    assert (ends[1].before, ends[1].after) == (address(first), "")


@pytest.mark.parametrize("filters", ["status__exact=declined", "no_such=1", "o=99", "p=7"])
def test_a_list_that_does_not_hold_it_has_no_neighbors(staff, filters):
    made = make_application()

    near = dossier(staff, made, _changelist_filters=filters).context_data["near"]

    assert near is None or (near.number, near.total) == (1, 1)


def test_the_list_leads_to_pages_that_know_it(staff):
    made = make_application()

    page = staff.get(reverse("admin:applications_application_changelist"), {"queue": "new"})

    assert address(made, _changelist_filters="queue=new") in page.content.decode()

"""Two people who change who manages at once, on PostgreSQL: somebody always manages."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from applications import actions
from applications.models import OnboardingDone
from plp.core.workflow import TransitionError
from tests.applications.test_races import at_once, sign_in, three_rounds
from tests.browsing import form_data
from tests.make import make_member, make_onboarding_item, make_partner, make_program, make_user

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ON = date(2016, 9, 1)


def take(step, member, **more):
    def answer():
        try:
            step(member, by=None, **more)
        except TransitionError as refusal:
            return str(refusal)

    return answer


@three_rounds
def test_of_two_managers_who_leave_at_once_one_stays(round):
    partner = make_partner()
    members = [make_member(partner), make_member(partner)]

    said = at_once(
        take(actions.remove_member, members[0], on=ON),
        take(actions.change_member, members[1], rights=[]),
    )

    assert sum(answer is None for answer in said) == 1
    assert "never without a program manager" in str(said)
    assert partner.memberships.managers().count() == 1


@three_rounds
def test_of_staff_and_a_manager_who_take_the_last_two_off_one_is_refused(round):
    partner = make_partner()
    dana, ruth = make_member(partner), make_member(partner)
    staff, url = sign_in(), reverse("admin:applications_partner_change", args=[partner.pk])
    data = form_data(staff, url)
    [row] = [n for n in range(2) if data[f"memberships-{n}-id"] == dana.pk]
    manager = Client()
    manager.force_login(dana.user)
    remove = reverse("applications:person-remove", args=[partner.pk, ruth.pk])

    at_once(
        lambda: staff.post(url, data | {f"memberships-{row}-DELETE": "on"}),
        lambda: manager.post(remove),
    )

    assert partner.memberships.managers().count() == 1


@three_rounds
def test_of_two_who_remove_the_same_member_one_is_told(round):
    member = make_member(may_manage=False)

    said = at_once(*[take(actions.remove_member, member, on=ON)] * 2)

    assert sorted(map(str, said)) == ["None", "Somebody has just removed this member."]
    assert not member.partner.memberships.exists()  # a browser's test may have left others


@three_rounds
def test_an_item_done_twice_at_once_is_done_once(round):
    item, user = make_onboarding_item(program=make_program()), make_user()

    at_once(*[lambda: actions.finish_item(item, user)] * 2)

    assert OnboardingDone.objects.get().user == user

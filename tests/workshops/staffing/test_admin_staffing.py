"""Staff let a workshop count, and read who leads what."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from applications.measures import rows_behind
from tests.browsing import said
from tests.make import make_user
from tests.workshops.staffing.cast import DAY, TODAY
from workshops.models import CountedAnyway, Workshop

pytestmark = pytest.mark.django_db

STEP = "admin:workshops_workshop_step"


@pytest.fixture
def admin(client):
    client.force_login(make_user(is_staff=True, is_superuser=True, name="Pat Ledger"))
    return client


def step(slug, workshop):
    return reverse(STEP, args=[slug], query={"ids": workshop.pk})


def take(client, slug, workshop, **said):
    """Fill in the page of a step, look at what it shows, and do it."""
    page = client.post(step(slug, workshop), said)
    seen = {"do": "1", "seen": page.context_data["seen"]}
    return page, client.post(step(slug, workshop), said | seen, follow=True)


def days_of(staff):
    row = staff.days.of_partners.get(partner_year__partner=staff.partner)
    return rows_behind(row, TODAY)


def test_lets_it_count_with_a_reason_and_takes_it_back(admin, staff):
    Workshop.objects.update(status="completed")
    assert [row.is_done for row in days_of(staff)] == [False]

    shown, page = take(admin, "count-anyway", staff.workshop, reason="The snow.")

    assert "Counts, as staff let it" in said(shown)
    assert "Pat Ledger let it count: The snow." in said(page)
    assert [row.is_done for row in days_of(staff)] == [True]
    take(admin, "count-by-itself", staff.workshop)
    assert not CountedAnyway.objects.exists()
    assert [row.is_done for row in days_of(staff)] == [False]
    assert CountedAnyway.history.filter(history_type="-").count() == 1


def test_needs_a_reason(admin, staff):
    page = admin.post(step("count-anyway", staff.workshop), {"reason": " ", "do": "1"})

    assert page.context_data["form"].errors["reason"]
    assert not CountedAnyway.objects.exists()


def test_what_is_cancelled_never_counts(admin, staff):
    Workshop.objects.update(status="cancelled")

    page = admin.post(step("count-anyway", staff.workshop), {"reason": "Snow."})

    assert "what was cancelled never counts" in said(page)
    assert not CountedAnyway.objects.exists()


def test_who_may_only_change_workshops_may_not(client, staff):
    person = make_user(is_staff=True)
    names = ["view_workshop", "change_workshop"]
    person.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(person)

    assert client.post(step("count-anyway", staff.workshop), {"reason": "No."}).status_code == 403


def test_who_leads_is_read_with_what_happened(admin, staff):
    found = staff.confirms()

    page = admin.get(reverse("admin:workshops_assignment_change", args=[found.pk]))

    text = said(page)
    for words in ["Jonas Tinderbox", "Asked", "Confirmed", str(staff.workshop), "Larkspur Office"]:
        assert words in text
    assert 'name="_save"' not in text


def test_workshops_without_a_facilitator_wait_for_staff_as_they_come_near(admin, staff):
    led, late = staff.plans(title="Led"), staff.plans(DAY.replace(year=2032))
    staff.confirms(staff.ines, led)
    staff.asks()
    listed = reverse(
        "admin:workshops_workshop_changelist", query={"queue": "workshops-without-facilitator"}
    )

    page = admin.get(listed)

    found = [row.pk for row in page.context_data["cl"].result_list]
    assert found == [staff.workshop.pk]
    assert late.pk not in found
    home = said(admin.get(reverse("admin:index")))
    assert "Workshops without a facilitator" in home
    assert "11 October 2031" in home or "39 days" in home

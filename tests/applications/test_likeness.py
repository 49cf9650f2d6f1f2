"""Which applications are likely of the same organization, and keeping two apart."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import actions, jobs, likeness
from applications.models import Application, MatchKey, NotTheSame
from applications.models.likeness import likely
from plp.core import queues
from plp.core.privacy.person import Person, erase
from tests.applications.test_admin_dossier import dossier
from tests.browsing import said
from tests.make import make_application, make_pin, make_program, make_user

pytestmark = pytest.mark.django_db

LIST = reverse("admin:applications_application_changelist")
READER = ["view_application", "view_notthesame"]


def two(**fields):
    """Two applications that share nothing but what is said."""
    names = ["Foundry Learning", "Harbor Teachers"]
    return [
        make_application(organization=name, contact_email=f"a@{n}.example", **fields)
        for n, name in enumerate(names)
    ]


def compare(one, other):
    return reverse("admin:applications_application_like", args=[one.pk, other.pk])


@pytest.mark.parametrize(
    "fields",
    [
        {"organization": "The Foundry, Inc."},
        {"website": "https://www.foundry.example/about"},
        {"contact_phone": "+15105550100"},
        {"street": "12 North Main Street, Suite 4", "zip": "97701"},
    ],
)
def test_any_key_that_two_share_makes_them_likely(fields):
    one, other = two()
    said_of_one = {
        "organization": "Foundry",
        "website": "http://foundry.example",
        "fiscal_phone": "510-555-0100",
        "street": "12 N. Main St.",
        "zip": "97701",
    }
    for application, columns in [(one, said_of_one), (other, fields)]:
        for name, value in columns.items():
            setattr(application, name, value)
        application.save()

    assert {*likely(Application.objects.all())} == {one, other}


@pytest.mark.parametrize(
    ("street", "key"),
    [
        ("12 North Main Street, Suite 4", "12 n main st 97701"),
        ("12 N. MAIN ST #4", "12 n main st 97701"),
        ("12 n main st., Ste. 400", "12 n main st 97701"),
        ("", ""),
    ],
)
def test_an_address_is_compared_without_how_it_is_written(street, key):
    assert likeness.address_key(street, "97701") == key


def test_free_mail_and_short_numbers_say_nothing():
    made = make_application(contact_email="foundry@gmail.com", contact_phone="555")

    assert [*made.match_keys.values_list("kind", flat=True)] == ["name"]


def test_keys_follow_what_is_changed():
    made = make_application(organization="Foundry")
    made.organization = "Mill"
    made.save()

    names = made.match_keys.filter(kind="name")
    assert [key.value for key in names] == ["mill"]


def test_no_key_of_an_erased_person_stays(administrator):
    made = make_application(
        contact_email="bo@harbor.example", signatory_email="zelda@quill.example", website=""
    )

    erase(Person("zelda@quill.example"), by=administrator, names=[])

    assert [*made.match_keys.filter(kind="domain").values_list("value", flat=True)] == [
        "harbor.example"
    ]


def test_what_has_no_keys_yet_gets_them():
    made = make_application(organization="Foundry")
    MatchKey.objects.all().delete()

    jobs.compare_applications(None)

    assert made.match_keys.filter(kind="name", value="foundry").exists()


def test_another_program_is_no_duplicate_but_has_applied_before(staff):
    one, other = two()
    other.organization = one.organization
    other.pin = make_pin(program=make_program())
    other.save()

    assert not likely(Application.objects.all()).exists()
    assert "Has applied before" in said(dossier(staff, one))


def test_the_page_says_why(staff):
    one, other = two()
    other.contact_email = "b@0.example"
    other.save()

    page = said(dossier(staff, one))

    assert "Likely the same organization" in page
    assert "Same domain 0.example." in page


def test_two_are_kept_apart_and_that_is_undone(staff):
    one, other = two(website="https://foundry.example")

    staff.post(compare(other, one), {"apart": "1"})

    assert not likely(Application.objects.all()).exists()
    assert "Known not to be the same" in said(dossier(staff, one))

    staff.post(compare(one, other), {"likely": "1"})

    assert likely(Application.objects.all()).count() == 2
    assert not NotTheSame.objects.exists()


def test_a_third_one_stays_likely_where_two_are_kept_apart():
    one, other = two(website="https://foundry.example")
    third = make_application(website="https://foundry.example")

    actions.tell_apart(one, other, by=make_user())

    assert {*likely(Application.objects.all())} == {one, other, third}


def test_both_are_shown_side_by_side(staff):
    one, other = two(website="https://foundry.example")

    page = said(staff.get(compare(one, other)))

    assert "Foundry Learning" in page
    assert "Harbor Teachers" in page


def test_the_list_and_the_queue_show_the_same(staff, administrator):
    one, other = two(website="https://foundry.example")
    make_application()

    listed = staff.get(LIST, {"likeness": "yes"}).context_data["cl"].queryset
    [shown] = [
        q for q in queues.seen_by(administrator, on=None) if q.queue.slug == "likely-duplicates"
    ]

    assert {*listed} == {one, other}
    assert shown.total == 2


def test_who_decides_is_needed_to_keep_apart(person):
    one, other = two(website="https://foundry.example")
    reader = person(*READER)

    assert reader.get(compare(one, other)).status_code == 200
    assert reader.post(compare(one, other), {"apart": "1"}).status_code == 403
    assert not NotTheSame.objects.exists()


def test_reviewers_see_nothing_of_it(person):
    one, other = two(website="https://foundry.example")
    reader = person("view_application")

    assert "Likely the same" not in said(dossier(reader, one))
    assert reader.get(compare(one, other)).status_code == 403


def test_who_stepped_aside_from_one_sees_nothing_of_it(staff, administrator):
    one, other = two(website="https://foundry.example")
    user = type(administrator).objects.get(pk=staff.session["_auth_user_id"])
    other.recusals.create(reviewer=user, reason="My brother works there.")

    page = dossier(staff, one).content.decode()

    assert other.organization not in page
    assert staff.get(compare(one, other)).status_code == 404


@pytest.mark.parametrize("number", [1, 5])
def test_the_page_asks_as_often_however_many_are_alike(staff, number):
    one, _ = two(website="https://foundry.example")
    for _ in range(number):
        make_application(website="https://foundry.example")
    dossier(staff, one)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        dossier(staff, one)

    assert len(asked) <= 25

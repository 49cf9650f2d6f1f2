"""Districts as people typed them: matched, made, or kept."""

import pytest
from django.contrib.auth.models import Group

from applications.models import District
from plp.core.workflow import TransitionError
from tests.browsing import said
from tests.make import make_application, make_pin, make_region, make_teacher, make_user
from workshops.actions.districts import keep_name, make_district, match, typed_names
from workshops.models import KeptDistrictName

pytestmark = pytest.mark.django_db

PAGE = "/admin/workshops/teacher/districts/"


def applied(*names, state="OR"):
    application = make_application(pin=make_pin(region=make_region(state=state)))
    for position, name in enumerate(names):
        application.districts.create(position=position, name=name)
    return application


def taught(name, **fields):
    return make_teacher(district_name=name, **fields)


def names():
    return [tuple(each) for each in typed_names()]


def post(client, do, name="Upper Marzipan", **data):
    return client.post(PAGE, {"do": do, "name": name, "state": "OR"} | data, follow=True)


def test_lists_each_name_once_with_where_it_stands():
    known = District.objects.create(name="Known", state="OR")
    applied("Upper Marzipan", "Pinwheel")
    applied("upper  marzipan", state="WA")
    taught("UPPER MARZIPAN")
    taught("", district=known)

    assert names() == [
        ("Pinwheel", "OR", 1, 0),
        ("Upper Marzipan", "OR", 1, 1),
        ("upper  marzipan", "WA", 1, 0),
    ]


def test_a_match_holds_wherever_the_name_stands(staff):
    district = District.objects.create(name="Upper Marzipan Unified", state="OR")
    application, teacher = applied("upper marzipan"), taught("Upper  Marzipan")
    other = taught("Upper Marzipan", state="WA")

    page = post(staff, "match", district=district.pk)

    assert "is Upper Marzipan Unified, OR now, in 2 places" in said(page)
    assert application.districts.get().district == district
    teacher.refresh_from_db()
    assert (teacher.district, teacher.district_name) == (district, "")
    other.refresh_from_db()
    assert other.district is None


def test_a_district_is_made_of_a_name(staff):
    taught("Upper Marzipan")

    post(staff, "make")

    assert District.objects.get().teachers.count() == 1
    assert names() == []


def test_a_name_is_kept_once(staff):
    taught("Upper Marzipan")

    post(staff, "keep")
    keep_name("upper marzipan", "OR", by=None)

    assert KeptDistrictName.objects.count() == 1
    assert names() == []


def test_what_makes_no_sense_is_refused_in_words(staff):
    elsewhere = District.objects.create(name="Upper Marzipan", state="WA")
    taught("Upper Marzipan")

    assert "lies in another state" in said(post(staff, "match", district=elsewhere.pk))
    assert "Choose the district" in said(post(staff, "match"))
    assert "Choose one of the names" in said(post(staff, "match", state="XX"))
    with pytest.raises(TransitionError, match="matched it already"):
        match("Nowhere", "WA", elsewhere, by=None)
    with pytest.raises(TransitionError):
        make_district("Upper Marzipan", "WA", by=None)
    assert len(names()) == 1


def test_only_who_keeps_districts_sees_it(client):
    viewer = make_user(is_staff=True)
    viewer.groups.add(Group.objects.get(name="Viewer"))
    client.force_login(viewer)

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"do": "keep", "name": "A", "state": "OR"}).status_code == 403


def test_it_is_found_from_the_first_page_and_the_list(staff):
    for address in ["/admin/", "/admin/applications/district/"]:
        assert PAGE in staff.get(address).content.decode()


def test_asks_the_same_for_one_name_and_for_three(
    staff, django_assert_max_num_queries, django_assert_num_queries
):
    District.objects.create(name="Known", state="OR")
    taught("One")
    applied("Two")
    staff.get(PAGE)
    with django_assert_max_num_queries(12) as asked:
        staff.get(PAGE)
    taught("Three")
    applied("Four", "Five")
    with django_assert_num_queries(len(asked)):
        staff.get(PAGE)

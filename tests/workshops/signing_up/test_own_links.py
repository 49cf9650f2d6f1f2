"""A teacher's secret links: what each opens, for whom, and until when."""

import pytest
from django.test import Client

from tests.make import make_teacher
from tests.workshops.make import make_enrollment
from workshops import own_links

pytestmark = pytest.mark.django_db
SEAT = "workshops:seat-open"


def path(enrollment):
    return own_links.of_enrollment(enrollment).path


def opened(address):
    client = Client()
    page = client.get(address.removeprefix("http://testserver"))
    return client, page


def local(link, url_name=SEAT):
    address = link.address(url_name)
    return address[address.index("/my-workshops/") :]


def test_a_link_opens_its_seat_and_leaves_the_address_bar():
    enrollment = make_enrollment()
    client, page = opened(local(own_links.of_enrollment(enrollment)))

    assert page.status_code == 302
    assert page.url == path(enrollment)
    assert client.get(page.url).status_code == 200


def test_its_cookie_goes_to_the_pages_of_this_seat_only():
    enrollment = make_enrollment()
    client, _ = opened(local(own_links.of_enrollment(enrollment)))

    [cookie] = client.cookies.values()

    assert (cookie["path"], cookie["httponly"]) == (path(enrollment), True)


def test_a_link_opens_no_other_seat():
    mine, other = make_enrollment(), make_enrollment()
    secret = own_links.of_enrollment(mine).secret
    client, _ = opened(local(own_links.of_enrollment(mine)))

    assert client.get(path(other)).status_code == 404
    assert client.get(f"{path(other)}open/{secret}/").status_code == 404


def test_a_link_ends_when_the_teachers_address_changes():
    enrollment = make_enrollment()
    before = local(own_links.of_enrollment(enrollment))
    client, _ = opened(before)
    enrollment.teacher.email = "other@mill.example"
    enrollment.teacher.save()

    assert client.get(path(enrollment)).status_code == 404
    assert client.get(before).status_code == 404
    enrollment.refresh_from_db()
    assert Client().get(local(own_links.of_enrollment(enrollment))).status_code == 302


def test_without_a_link_nobody_learns_whether_there_is_a_seat():
    enrollment = make_enrollment()

    there, nowhere = Client().get(path(enrollment)), Client().get("/my-workshops/seat/0/")

    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content


def test_a_teachers_own_link_opens_all_their_seats_and_nobody_elses(rf):
    teacher = make_teacher()
    mine, other = make_enrollment(teacher=teacher), make_enrollment()
    link = own_links.of_teacher(teacher)
    request = rf.get(path(mine))
    request.COOKIES[link.cookie] = link.secret

    assert own_links.may_open(request, mine)
    assert not own_links.may_open(request, other)
    assert link.secret != own_links.of_enrollment(mine).secret

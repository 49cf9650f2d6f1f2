"""A teacher's own page: the link by mail, their workshops, what they change, take along, erase."""

from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from plp.core import calendars
from plp.core.models import ErasureRequest, Message
from plp.core.privacy.person import Person, erase
from tests.make import make_teacher
from tests.workshops.make import make_attendance, make_enrollment, make_session, make_workshop
from workshops import own_links
from workshops.actions.finishing import settle_certificates
from workshops.calendars import teacher_address
from workshops.models import Feedback

pytestmark = pytest.mark.django_db

ASK = "/my-workshops/"
LATER, BEFORE = date(2099, 10, 8), date(2016, 10, 8)


@pytest.fixture
def ines(client):
    """She has opened her link."""
    teacher = make_teacher(name="Ines Paperboat", email="ines@mill.example")
    link = own_links.of_teacher(teacher)
    page = client.get(reverse("workshops:mine-open", args=[teacher.pk, link.secret]))
    assert page.url == address(teacher)
    return teacher


def address(teacher, page="mine"):
    return reverse(f"workshops:{page}", args=[teacher.pk])


def seat_page(enrollment):
    return reverse("workshops:seat-change", args=[enrollment.pk])


def text(page):
    return page.content.decode()


def was_at(teacher, **fields):
    enrollment = make_enrollment(make_workshop(BEFORE, status="completed"), teacher, **fields)
    make_attendance(enrollment)
    settle_certificates(enrollment.workshop)
    return enrollment


# The link


def test_the_link_goes_by_mail_to_who_is_known(client):
    teacher = make_teacher(email="ines@mill.example")

    page = client.post(ASK, {"email": "Ines@mill.example"})

    assert page.url == "/my-workshops/sent/"
    [mail] = Message.objects.all()
    assert (mail.to, mail.what) == ("ines@mill.example", "my-workshops")
    assert mail.secret == own_links.of_teacher(teacher).secret
    assert mail.secret in mail.text


def test_the_answer_is_alike_for_any_address(client):
    make_teacher(email="ines@mill.example")

    known, unknown = (
        client.post(ASK, {"email": email}) for email in ("ines@mill.example", "nobody@mill.example")
    )

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert text(client.get(known.url)) == text(client.get(unknown.url))
    assert Message.objects.count() == 1


def test_asking_is_limited_for_an_address(client):
    cache.clear()
    codes = [client.post(ASK, {"email": "ines@mill.example"}).status_code for _ in range(4)]

    assert codes == [302, 302, 302, 429]
    cache.clear()


def test_what_is_no_address_is_an_error_beside_the_field(client):
    assert "Write an e-mail address, such as" in text(client.post(ASK, {"email": "ines"}))


@pytest.mark.parametrize("page", ["mine", "mine-data", "mine-erase"])
def test_nobody_sees_the_pages_of_another(ines, client, page):
    other = make_teacher()

    assert client.get(address(other, page)).status_code == 404
    assert client.get(address(ines, page)).status_code == 200


def test_a_link_with_another_secret_opens_nothing(client):
    teacher, other = make_teacher(), make_teacher()
    wrong = own_links.of_teacher(other).secret

    page = client.get(reverse("workshops:mine-open", args=[teacher.pk, wrong]))

    assert page.status_code == 404
    assert client.get(address(teacher)).status_code == 404


def test_a_link_to_one_seat_does_not_open_all_that_is_a_teachers(client):
    enrollment = make_enrollment()
    link = own_links.of_enrollment(enrollment)
    client.get(reverse("workshops:seat-open", args=[enrollment.pk, link.secret]))

    assert client.get(address(enrollment.teacher)).status_code == 404


# The page


def test_it_shows_what_is_to_come_and_what_is_left_to_do_of_the_past(ines, client):
    make_enrollment(make_workshop(LATER, status="open", title="Loops"), ines)
    past = was_at(ines)
    make_enrollment(make_workshop(LATER, status="open", title="Of another"))

    page = text(client.get(address(ines)))

    to_come, _, after = page.partition('id="past"')
    assert "Loops" in to_come
    assert "Change what you typed" in to_come
    assert reverse("workshops:certificate", args=[past.pk]) in after
    assert reverse("workshops:feedback", args=[past.pk]) in after
    assert "Of another" not in page


def test_who_has_answered_is_not_asked_again_and_who_was_away_gets_nothing(ines, client):
    answered = was_at(ines)
    Feedback.objects.create(enrollment=answered)
    away = make_enrollment(make_workshop(BEFORE, status="completed"), ines)

    page = text(client.get(address(ines)))

    assert reverse("workshops:feedback", args=[answered.pk]) not in page
    assert reverse("workshops:certificate", args=[answered.pk]) in page
    assert reverse("workshops:certificate", args=[away.pk]) not in page
    assert reverse("workshops:feedback", args=[away.pk]) not in page


def test_one_workshop_or_three_take_as_many_queries(ines, client, django_assert_num_queries):
    was_at(ines)
    client.get(address(ines))
    with django_assert_num_queries(4):
        client.get(address(ines))
    was_at(ines)
    make_session(make_enrollment(make_workshop(LATER, status="open"), ines).workshop)

    with django_assert_num_queries(4):
        client.get(address(ines))


def test_it_gives_calendars_of_one_workshop_and_of_all(ines, client):
    row = make_enrollment(make_workshop(LATER, status="open", title="Loops"), ines)
    other = make_enrollment(make_workshop(LATER, status="open"))

    assert teacher_address(ines) in text(client.get(address(ines)))
    file = client.get(reverse("workshops:seat-calendar", args=[row.pk]))
    assert file["Content-Type"] == calendars.TYPE
    assert "SUMMARY:Loops" in text(file)
    assert client.get(reverse("workshops:seat-calendar", args=[other.pk])).status_code == 404


# What they change

TYPED = {
    "name": "Inés Paperboat",
    "school": "Old Mill School",
    "district_name": "Mill District",
    "state": "IL",
    "diet": "No nuts",
    "access_needs": "",
}


def test_what_they_typed_changes_for_one_workshop_alone(ines, client):
    one, other = (make_enrollment(make_workshop(LATER, status="open"), ines) for _ in range(2))

    page = client.post(seat_page(one), TYPED)

    assert page.url == reverse("workshops:seat", args=[one.pk])
    one.refresh_from_db()
    other.refresh_from_db()
    ines.refresh_from_db()
    assert (one.name, one.school, one.diet) == ("Inés Paperboat", "Old Mill School", "No nuts")
    assert (other.name, ines.name, ines.school) == ("Ines Paperboat", "Ines Paperboat", "")


def test_a_name_is_needed_and_nothing_typed_is_lost(ines, client):
    row = make_enrollment(make_workshop(LATER, status="open"), ines)

    page = text(client.post(seat_page(row), TYPED | {"name": " "}))

    assert "Write your name." in page
    assert "Old Mill School" in page
    row.refresh_from_db()
    assert row.school == ""


@pytest.mark.parametrize(
    ("workshop", "row"),
    [("completed", "enrolled"), ("cancelled", "enrolled"), ("open", "cancelled")],
)
def test_nothing_changes_once_it_is_over_or_given_back(ines, client, workshop, row):
    enrollment = make_enrollment(make_workshop(LATER, status=workshop), ines, status=row)

    page = client.post(seat_page(enrollment), TYPED)

    assert page.status_code == 200
    enrollment.refresh_from_db()
    assert (enrollment.school, enrollment.diet) == ("", "")


def test_nobody_changes_what_another_typed(ines, client):
    other = make_enrollment(make_workshop(LATER, status="open"))

    assert client.post(seat_page(other), TYPED).status_code == 404
    other.refresh_from_db()
    assert other.school == ""


# What is held of them


def test_they_take_along_what_is_held_of_them(ines, client):
    was_at(ines, name="Ines Paperboat", school="Mill School")
    was_at(make_teacher(), school="Other School")

    page = client.get(address(ines, "mine-data"))

    assert "attachment" in page["Content-Disposition"]
    held = page.json()["held"]
    assert held["Workshops"][0]["School"] == "Mill School"
    assert held["Teachers"][0]["E-mail"] == "ines@mill.example"
    assert held["Certificates"][0]["Number"]
    assert "Other School" not in text(page)


def test_asking_to_be_erased_waits_for_staff_once(ines, client):
    assert "Ask to be erased" in text(client.get(address(ines, "mine-erase")))

    for _ in range(2):
        assert client.post(address(ines, "mine-erase")).url == address(ines)

    assert ErasureRequest.objects.get().email == "ines@mill.example"
    assert "You asked us on" in text(client.get(address(ines)))


def test_a_request_stands_on_the_first_page_of_staff_and_goes_with_the_person(
    ines, client, administrator, commit
):
    client.post(address(ines, "mine-erase"))
    client.force_login(administrator)
    assert "ines@mill.example" in text(client.get("/admin/"))
    row = ErasureRequest.objects.get()
    shown = text(client.get(reverse("admin:core_erasurerequest_change", args=[row.pk])))
    assert reverse("admin:core_erasure_person") in shown

    with commit():
        erase(Person("ines@mill.example"), by=administrator, names=[])

    assert not ErasureRequest.objects.exists()
    assert "ines@mill.example" not in text(client.get("/admin/"))

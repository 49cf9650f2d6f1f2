"""The teachers of a workshop on its partner's pages: taken in, taken off, moved."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plp.core.models import Message
from tests.browsing import said
from tests.make import make_cohort, make_member, make_teacher
from tests.workshops.make import make_attendance, make_enrollment, make_workshop
from workshops.models import Enrollment, Teacher

TYPED = {
    "name": "Ada Paperboat",
    "email": "Ada@school.example",
    "school": "Lake High",
    "district": "Lake Unified",
    "state": "IL",
    "reason": "Called us",
}


def page(cast, name="workshop", *keys, workshop=None):
    workshop = workshop or cast.workshop
    return reverse(f"workshops:{name}", args=[cast.partner.pk, workshop.pk, *keys])


def file_of(text):
    return {"file": SimpleUploadedFile("t.csv", text.encode()), "reason": "From the district"}


def status_of(enrollment):
    return Enrollment.objects.get(pk=enrollment.pk).status


def whats(**about):
    return list(Message.objects.filter(**about).order_by("pk").values_list("what", flat=True))


def test_lists_who_is_enrolled_and_who_waits_in_their_order(cast):
    make_enrollment(cast.workshop, make_teacher(name="Zoe", email="zoe@school.example"))
    for name in ["First", "Second"]:
        make_enrollment(cast.workshop, make_teacher(name=name), status="waitlisted")
    make_enrollment(cast.workshop, make_teacher(name="Gone"), status="cancelled")

    text = said(cast.manager.get(page(cast)))

    assert "1 of 4 seats taken, 2 waiting." in text
    assert "zoe@school.example" in text
    assert text.index("First") < text.index("Second") < text.index("Gone")


def test_says_how_it_begins_where_nobody_is_on_it(cast):
    assert "Nobody is on it yet." in said(cast.manager.get(page(cast)))


def test_costs_the_same_however_many_come(cast):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert cast.manager.get(page(cast)).status_code == 200
        return len(found)

    make_enrollment(cast.workshop)
    one = queries()
    for status in ["enrolled", "waitlisted", "cancelled"]:
        make_enrollment(cast.workshop, status=status)

    assert queries() == one
    assert one <= 15


def test_adds_a_teacher_by_hand_with_a_reason(cast):
    cast.manager.post(page(cast, "roster-add"), TYPED)

    row = Enrollment.objects.get()
    assert (row.teacher.email, row.name, row.how) == ("ada@school.example", "Ada Paperboat", "hand")
    assert (row.status, row.reason, row.district_name) == ("enrolled", "Called us", "Lake Unified")
    assert whats(to="ada@school.example") == ["workshop-enrolled"]


def test_wants_a_reason_and_keeps_what_was_typed(cast):
    shown = said(cast.manager.post(page(cast, "roster-add"), TYPED | {"reason": ""}))

    assert "Write why they are added by hand." in shown
    assert 'value="Lake High"' in shown
    assert not Enrollment.objects.exists()


def test_says_who_is_on_it_already(cast):
    cast.manager.post(page(cast, "roster-add"), TYPED)

    shown = said(cast.manager.post(page(cast, "roster-add"), TYPED))

    assert "Ada Paperboat is enrolled or waits already." in shown
    assert Enrollment.objects.count() == 1


def test_leaves_a_teacher_as_another_partner_knows_them(cast):
    make_teacher(name="Ada Lake", email="ada@school.example", school="Elsewhere High")

    cast.manager.post(page(cast, "roster-add"), TYPED)

    assert Teacher.objects.get().school == "Elsewhere High"
    assert Enrollment.objects.get().school == "Lake High"


def test_puts_on_the_list_whom_no_seat_is_left_for(cast):
    for _ in range(4):
        make_enrollment(cast.workshop)

    cast.manager.post(page(cast, "roster-add"), TYPED)

    assert Enrollment.objects.get(name="Ada Paperboat").status == "waitlisted"
    assert whats(to="ada@school.example") == ["workshop-waiting"]


def test_enrolls_the_group_in_the_whole_series(cast):
    year = cast.year.program_year.school_year
    teachers = [make_teacher() for _ in range(3)]
    make_cohort(*teachers, partner=cast.partner, course=cast.course, school_year=year)
    make_enrollment(cast.workshop, teachers[0], status="cancelled")
    elsewhere = make_workshop(partner_year=cast.year, status="open")  # of another course

    assert "2 of your teacher group are not on it yet" in said(cast.manager.get(page(cast)))
    for _ in range(2):
        cast.manager.post(page(cast, "roster-group"), {"which": "series"})

    assert cast.workshop.enrollments.filter(status="enrolled").count() == 2
    assert cast.other.enrollments.filter(status="enrolled").count() == 3
    assert not elsewhere.enrollments.exists()
    assert len(whats(what="workshop-enrolled")) == 5


def test_enrolls_the_group_in_one_workshop(cast):
    year = cast.year.program_year.school_year
    make_cohort(make_teacher(), partner=cast.partner, course=cast.course, school_year=year)

    cast.manager.post(page(cast, "roster-group"), {"which": "one"})

    assert [cast.workshop.enrollments.count(), cast.other.enrollments.count()] == [1, 0]


def test_shows_what_a_file_would_do_and_then_does_it(cast):
    make_enrollment(cast.workshop, make_teacher(name="Bo", email="bo@school.example"))
    text = "name,email,state\nBo,BO@school.example,PR\nCy 😀,cy@school.example,pr\n"
    text += "".join(f"T{n},t{n}@school.example,\n" for n in range(3))

    shown = said(cast.manager.post(page(cast, "roster-list"), file_of(text)))
    assert "4 teachers would be added" in shown
    assert "1 of them would be on the waiting list" in shown
    assert "Already on it: Bo." in shown
    assert Enrollment.objects.count() == 1

    answer = {"people": text, "reason": "From the district"}
    for _ in range(2):  # a double click adds nobody twice
        cast.manager.post(page(cast, "roster-list"), answer)

    assert Enrollment.objects.filter(how="list", status="enrolled").count() == 3
    assert Enrollment.objects.filter(how="list", status="waitlisted").count() == 1
    assert Enrollment.objects.get(name="Cy 😀").state == "PR"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Choose a CSV file"),
        ("name\nAda", "column “email” is missing"),
        ("name,email\nAda,ada", "“ada” is no e-mail address"),
        ("name,email\n,ada@school.example", "the name is missing"),
        ("name,email\nA,a@x.example\nB,A@x.example", "is in line 2 already"),
        ("name,email,state\nA,a@x.example,ZZ", "“ZZ” is no state"),
        ("name,email\n", "there is nobody below the header"),
        ("name,email\n" + "x" * 130 + ",a@x.example", "longer than 120 letters"),
    ],
)
def test_names_each_problem_of_a_file_and_adds_nobody(cast, text, problem):
    sent = file_of(text) if text else {"reason": "From the district"}

    shown = said(cast.manager.post(page(cast, "roster-list"), sent))

    assert problem in shown
    assert "From the district" in shown
    assert not Enrollment.objects.exists()


def test_takes_somebody_off_and_gives_the_seat_to_the_first_who_waits(cast):
    rows = [make_enrollment(cast.workshop) for _ in range(4)]
    waits = make_enrollment(cast.workshop, status="waitlisted")

    cast.manager.post(page(cast, "roster-off", rows[0].pk), {"more": "The bus is full."})

    assert [status_of(rows[0]), status_of(waits)] == ["cancelled", "enrolled"]
    assert whats(to=waits.teacher.email) == ["seat-given"]
    assert "The bus is full." in Message.objects.get(to=rows[0].teacher.email).text


def test_keeps_the_seat_of_who_was_present(cast):
    row = make_enrollment(cast.workshop)
    make_attendance(row)

    shown = said(cast.manager.post(page(cast, "roster-off", row.pk), {"more": "Sorry"}))

    assert "was present, so their seat stays" in shown
    assert "Sorry" in shown
    assert status_of(row) == "enrolled"


def test_moves_a_teacher_within_the_series_who_stays_where_they_were_present(cast):
    row = make_enrollment(cast.workshop, diet="No nuts")
    present = make_attendance(row)

    cast.manager.post(page(cast, "roster-move", row.pk), {"to": cast.other.pk})

    present.refresh_from_db()
    new = cast.other.enrollments.get()
    assert (new.teacher, new.status, new.diet) == (row.teacher, "enrolled", "No nuts")
    assert (status_of(row), present.is_present) == ("enrolled", True)
    assert whats() == ["workshop-enrolled"]


def test_moves_nobody_to_a_full_workshop_or_one_of_another_series(cast):
    row = make_enrollment(cast.workshop)
    for _ in range(4):
        make_enrollment(cast.other)
    elsewhere = make_workshop(date(2016, 12, 1), partner_year=cast.year, status="open")

    full = said(cast.manager.post(page(cast, "roster-move", row.pk), {"to": cast.other.pk}))
    other = said(cast.manager.post(page(cast, "roster-move", row.pk), {"to": elsewhere.pk}))

    assert "No seat is free in" in full
    assert "Choose one of these workshops." in other
    assert status_of(row) == "enrolled"


def test_shows_what_a_teacher_needs_to_managers_alone(cast, browse):
    row = make_enrollment(cast.workshop, access_needs="A ramp")

    assert "A ramp" in said(cast.manager.get(page(cast, "roster-teacher", row.pk)))
    assert "A ramp" not in said(browse().get(page(cast, "roster-teacher", row.pk)))


def test_nobody_else_takes_in_or_off(cast, browse, client):
    row = make_enrollment(cast.workshop)
    client.force_login(make_member().user)
    for browser, code in [(browse(), 403), (client, 404)]:
        for name, keys in [("roster-add", []), ("roster-off", [row.pk]), ("roster-group", [])]:
            assert browser.post(page(cast, name, *keys), TYPED).status_code == code
    mine = page(cast, "roster-off", make_enrollment(make_workshop()).pk)

    assert cast.manager.post(mine).status_code == 404
    assert status_of(row) == "enrolled"

"""Importing facilitators: a preview, then all or nothing."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import Course
from facilitators.admin.importing import LARGEST_FILE
from facilitators.loading import MOST, plan_people
from facilitators.models import Facilitator
from plp.core.models import Message
from plp.core.tables import LoadError
from tests.browsing import said
from tests.facilitators.make import make_facilitator
from tests.make import make_user

pytestmark = pytest.mark.django_db

IMPORT = "/admin/facilitators/facilitator/import/"
HEADER = "name,email,phone,extension,home_zip,courses,bio,travels_up_to\n"
ADA = "Ada Vale,ADA@example.org,503-555-0123,12,97701,csp,Leads our meetups.,250\n"


def upload(client, data):
    data = data if isinstance(data, bytes) else data.encode()
    return client.post(IMPORT, {"people": SimpleUploadedFile("people.csv", data)})


def confirm(client, page, **changed):
    """Press “Import” on a preview, with every newline as browsers send it."""
    text = page.context_data["text"].replace("\n", "\r\n")
    return client.post(IMPORT, {"seen": page.context_data["seen"], "people": text} | changed)


def test_the_directory_leads_to_it(staff):
    page = said(staff.get("/admin/facilitators/facilitator/"))

    assert f'<a href="{IMPORT}">Import…</a>' in page


def test_a_preview_says_who_is_new_and_adds_nobody(staff):
    page = upload(staff, HEADER + ADA)

    assert "Facilitators: 1 new, 0 changed, 0 removed, 0 as they were" in said(page)
    assert "<li>Ada Vale (ada@example.org)</li>" in said(page)
    assert not Facilitator.objects.exists()


def test_confirming_adds_them_and_writes_to_nobody(staff):
    answer = confirm(staff, upload(staff, HEADER + ADA))

    assert answer.url == "/admin/facilitators/facilitator/"
    ada = Facilitator.objects.get()
    assert (ada.email, ada.home_zip, ada.travels_up_to) == ("ada@example.org", "97701", 250)
    assert (str(ada.phone), ada.extension) == ("(503) 555-0123", "12")
    assert [course.code for course in ada.courses.all()] == ["csp"]
    assert ada.name_key == "ada vale"
    assert not Message.objects.exists()


def test_what_was_imported_stands_in_the_history_with_its_courses(staff, administrator):
    confirm(staff, upload(staff, HEADER + ADA))

    row = Facilitator.history.get()
    assert (row.history_user, row.history_change_reason) == (
        administrator,
        "Imported from a file.",
    )
    assert [pair.course.code for pair in row.courses.all()] == ["csp"]
    assert LogEntry.objects.get().change_message == "Imported."


def test_who_is_known_by_their_address_is_changed_and_an_empty_cell_leaves_what_is_there(staff):
    known = make_facilitator(name="Ada Vale", email="ada@example.org", bio="Teaches.")
    csp = Course.objects.get(code="csp")
    known.courses.add(csp)

    page = upload(staff, HEADER + "Ada Vale-Sun,ada@example.org,,,97701,,,\n")

    assert "<li>name: Ada Vale → Ada Vale-Sun</li>" in said(page)
    assert "<li>home ZIP code: empty → 97701</li>" in said(page)
    confirm(staff, page)
    known.refresh_from_db()
    assert (known.name, known.home_zip, known.bio) == ("Ada Vale-Sun", "97701", "Teaches.")
    assert [*known.courses.all()] == [csp]


def test_courses_are_shown_as_changes_and_replaced(staff):
    other = Course.objects.exclude(code="csp").first()
    known = make_facilitator(name="Ada Vale", email="ada@example.org")
    known.courses.add(other)

    page = upload(staff, f"name,email,courses\nAda Vale,ada@example.org,CSP; {other.code}\n")

    both = sorted([Course.objects.get(code="csp"), other], key=lambda course: course.code)
    names = ", ".join(course.name for course in both)
    assert f"<li>courses: {other.name} → {names}</li>" in said(page)
    confirm(staff, page)
    assert known.courses.count() == 2


def test_the_same_file_again_changes_nothing(staff):
    confirm(staff, upload(staff, HEADER + ADA))

    page = upload(staff, HEADER + ADA)

    assert "There is nothing to import" in said(page)
    assert 'value="Import"' not in said(page)


def test_who_may_be_known_under_another_address_is_named(staff):
    make_facilitator(name="Vale, Ada", email="ada@school.example.org")

    page = upload(staff, HEADER + ADA + "A. D. Vale,ada+csp@example.org,,,,,,\n")

    assert "Ada Vale (ada@example.org) may be Vale, Ada (ada@school.example.org)." in said(page)
    assert "A. D. Vale (ada+csp@example.org) may be Ada Vale (ada@example.org)." in said(page)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",a@b.org,,,,,,", "name: This field cannot be blank."),
        ("Ada,,,,,,,", "email: This field cannot be blank."),
        ("Ada,ada at example,,,,,,", "email: Enter a valid email address. (“ada at example”)"),
        ("Ada,a@b.org,12,,,,,", "phone: "),
        ("Ada,a@b.org,,,1001,,,", "home_zip: “1001” has lost its leading zero"),
        ("Ada,a@b.org,,,abcde,,,", "home_zip: Write 5 digits"),
        ("Ada,a@b.org,,,,csx,,", "courses: “csx” is no course here"),
        ("Ada,a@b.org,,,,,,-1", "travels_up_to: "),
        ("Ada,a@b.org,,,,,,99999", "travels_up_to: "),
        ("Ada,a@b.org,,,,,,far", "travels_up_to: “far” value must be an integer."),
        ("Ada,a@b.org,,,,,", "has 7 cells where the header has 8"),
        (f"{'x' * 121},a@b.org,,,,,,", "name: Ensure this value has at most 120 characters"),
        (f"Ada,a@b.org,,,,,{'x' * 4001},", "bio: "),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_imported(staff, row, reason):
    page = upload(staff, f"{HEADER}{ADA}{row}\n")

    assert "Nothing was changed." in said(page)
    assert reason in said(page)
    assert [problem.line for problem in page.context_data["problems"]] == [3]
    assert not Facilitator.objects.exists()


def test_an_address_twice_is_named_with_its_first_line(staff):
    page = upload(staff, HEADER + ADA + ADA)

    assert "“ada@example.org” is already on line 2" in said(page)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "This file is empty."),
        (b"\n\n", "the file is empty"),
        (HEADER, "there is a header, but no row below it"),
        ("name;email\nAda;a@b.org\n", "save it with commas between"),
        ("Name,E-mail\nAda,a@b.org\n", "column “email” is missing"),
        ("name,email,bio,bio\nAda,a@b.org,x,y\n", "column “bio” is there twice"),
        ("name,email\nJosé,a@b.org\n".encode("latin-1"), "is not UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is not UTF-8"),
        (b"name,email\n\0,a@b.org\n", "holds a NUL byte"),
        ('name,email\n"Ada,a@b.org\n', "cannot be read"),
    ],
)
def test_rubbish_is_refused_in_words(staff, data, reason):
    assert reason in said(upload(staff, data))


def test_no_file_is_asked_for(staff):
    assert "Choose a CSV file." in said(staff.post(IMPORT))


def test_too_large_a_file_is_refused(staff):
    assert "bytes; at most 5,000,000 are read" in said(upload(staff, b"x" * (LARGEST_FILE + 1)))


def test_a_byte_order_mark_and_other_columns_are_no_hindrance(staff):
    page = upload(staff, "\ufeffname,email,zip\nAda Vale,a@b.org,97701\n")

    assert "1 new" in said(page)
    assert "Columns that are not read: zip." in said(page)


def test_what_changed_since_the_preview_is_shown_again(staff):
    page = upload(staff, HEADER + ADA)
    make_facilitator(email="ada@example.org")

    again = confirm(staff, page)

    assert "Something changed since you saw the preview." in said(again)
    assert "1 changed" in said(again)


def test_ten_thousand_rows_take_few_queries(staff, django_assert_max_num_queries):
    rows = "".join(f"Person {n},p{n}@example.org,,,97701,csp,,\n" for n in range(MOST))

    page = upload(staff, HEADER + rows)
    with django_assert_max_num_queries(600):
        confirm(staff, page)

    assert Facilitator.objects.count() == MOST
    assert Facilitator.history.count() == MOST


def test_more_rows_are_refused(staff):
    rows = "".join(f"Person {n},p{n}@example.org\n" for n in range(MOST + 1))

    assert "there are more than 10,000 rows" in said(upload(staff, "name,email\n" + rows))


def test_who_may_not_change_them_is_refused(client):
    client.force_login(make_user(is_staff=True))

    assert client.get(IMPORT).status_code == 403
    assert upload(client, HEADER + ADA).status_code == 403


def test_a_name_is_one_line_with_letters_in_it():
    plan = plan_people("people.csv", b'name,email\n"Ann\n Lee",ann@example.org\n')

    assert [person.name for person in plan.new] == ["Ann Lee"]
    with pytest.raises(LoadError, match="has no letter"):
        plan_people("people.csv", "name,email\n\u200b,ann@example.org\n".encode())

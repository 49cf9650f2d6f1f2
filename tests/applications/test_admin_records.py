"""What the admin lets people change, and what it refuses in words."""

from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from applications import links
from applications.models import (
    Application,
    Attachment,
    AttendingState,
    Commitment,
    Draft,
    Interest,
    Partner,
    Program,
    ProgramEvent,
    Requirement,
    Terms,
)
from plp.core.models import Message
from tests.browsing import link, said, section_url
from tests.make import (
    make_application,
    make_attachment,
    make_commitment,
    make_draft,
    make_event,
    make_offer,
    make_partner,
    make_pin,
    make_program,
    make_program_year,
    make_question,
    make_region,
    make_school_year,
    make_sent,
    make_terms,
    make_user,
    the_pin,
    the_program,
)

pytestmark = pytest.mark.django_db


def post(client, model, page, *args, **data):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    return client.post(reverse(name, args=args), data)


def errors(page):
    """What a refused form says, field by field."""
    assert page.status_code == 200
    return {field: list(said) for field, said in page.context_data["adminform"].form.errors.items()}


def event_data(event=None, **fields):
    year = the_program().years.get(number=1)
    data = {
        "program_year": year.pk,
        "kind": "summer_session",
        "slug": "omaha",
        "place": "Omaha, NE",
    }
    return data | {"first_day": "2016-07-01", "last_day": "2016-07-05"} | fields


# Events


def test_a_new_session_has_the_states_that_were_ticked(staff):
    post(staff, ProgramEvent, "add", **event_data(states=["NE", "IA"]))

    event = ProgramEvent.objects.get(slug="omaha")
    assert [row.state for row in event.attending.all()] == ["IA", "NE"]


def test_a_state_that_was_unticked_no_longer_attends(staff):
    year = the_program().years.get(number=1)
    event = make_event(program_year=year, slug="omaha", states=["NE", "IA"])

    post(staff, ProgramEvent, "change", event.pk, **event_data(states=["NE", "OR"]))

    assert [row.state for row in event.attending.all()] == ["NE", "OR"]


def test_a_state_attends_one_session_a_year(staff):
    page = post(staff, ProgramEvent, "add", **event_data(states=["NE", "TX"]))

    assert errors(page) == {
        "states": [
            "Texas already attends this year’s session in Atlanta, GA. "
            "Take it off there first, or leave it out here."
        ]
    }
    assert not ProgramEvent.objects.filter(slug="omaha").exists()


def test_a_summit_is_for_every_state(staff):
    page = post(staff, ProgramEvent, "add", **event_data(kind="summit", states=["NE"]))

    assert errors(page) == {"states": ["A summit is for every state, so none is named."]}


def test_a_session_without_a_year_is_refused_in_words(staff):
    page = post(staff, ProgramEvent, "add", **event_data(program_year="", states=["TX"]))

    assert errors(page) == {"program_year": ["This field is required."]}


def test_states_move_with_their_session_to_another_year(staff):
    event = ProgramEvent.objects.get(slug="atlanta")
    year = the_program().years.get(number=2)
    data = event_data(slug="atlanta", program_year=year.pk, states=["TX"])

    post(staff, ProgramEvent, "change", event.pk, **data)

    assert AttendingState.objects.get(state="TX").program_year == year


# Commitments and requirements


def test_a_requirement_is_of_one_program(staff):
    commitment = make_commitment()
    year = make_program_year(school_year=make_school_year())

    page = post(
        staff,
        Requirement,
        "add",
        commitment=commitment.pk,
        program_year=year.pk,
        kind="meetups",
        number="4",
        lead_days="60",
    )

    assert errors(page) == {"program_year": ["Choose a year of the commitment’s own program."]}


@pytest.mark.parametrize("above", [0, 1])
def test_a_commitment_is_not_part_of_itself(staff, above):
    program = make_program()
    whole = make_commitment(program=program)
    chain = [whole, make_commitment(program=program, parent=whole)]

    page = post(
        staff,
        Commitment,
        "change",
        whole.pk,
        program=program.pk,
        slug="whole",
        position="1",
        title="Whole",
        text="Text.",
        parent=chain[above].pk,
    )

    assert errors(page) == {"parent": ["A commitment cannot be part of itself."]}


# Terms and programs


def test_a_draft_of_the_terms_can_be_published(staff):
    terms = make_terms()

    data = {"program": terms.program_id, "version": 1, "text": "T.", "published_on": "2016-01-04"}
    post(staff, Terms, "change", terms.pk, **data)

    terms.refresh_from_db()
    assert (terms.text, terms.published_on) == ("T.", date(2016, 1, 4))


@pytest.mark.parametrize("page", ["change", "delete"])
def test_published_terms_stay(staff, page):
    terms = the_program().terms.get()
    data = {"program": terms.program_id, "version": 1, "text": "Other.", "post": "yes"}

    assert post(staff, Terms, page, terms.pk, **data).status_code == 403

    assert Terms.objects.get(pk=terms.pk).text == terms.text


def test_the_current_program_stays(staff):
    assert post(staff, Program, "delete", the_program().pk, post="yes").status_code == 403

    assert the_program().is_current


# Partners


def test_a_region_has_one_active_partner(staff):
    partner = make_partner()
    data = {"organization": "Delta", "region": partner.region_id, "started_on": "2016-06-01"}
    data["payee"] = "applicant"

    page = post(staff, Partner, "add", **data)

    assert errors(page) == {"__all__": ["This region already has an active partner."]}


def test_a_partner_without_a_region_is_refused_in_words(staff):
    page = post(
        staff, Partner, "add", organization="Delta", started_on="2016-06-01", payee="applicant"
    )

    assert errors(page) == {"region": ["This field is required."]}


def test_a_partner_is_never_deleted(staff):
    partner = make_partner()

    assert post(staff, Partner, "delete", partner.pk, post="yes").status_code == 403

    assert Partner.objects.filter(pk=partner.pk).exists()


# Applications


def enter(client, pin):
    return post(client, Application, "add", email="delta@example.org", pin=pin.pk)


def test_staff_enter_an_application_for_someone_through_the_same_form(staff, administrator):
    answer = enter(staff, the_pin())

    draft = Draft.objects.get()
    assert answer.url == section_url(draft, "organization")
    assert (draft.entered_by, draft.pin) == (administrator, the_pin())
    assert staff.get(answer.url).status_code == 200


def test_a_served_city_takes_no_application(staff):
    make_partner(region=the_pin().region)

    assert "pin" in enter(staff, the_pin()).context_data["form"].errors
    assert not Draft.objects.exists()


def test_a_reserved_city_takes_no_application(staff):
    pin = make_offer().application.pin

    assert "pin" in enter(staff, pin).context_data["form"].errors


def test_nobody_enters_an_application_without_permission(client):
    client.force_login(make_user(is_staff=True))

    assert enter(client, the_pin()).status_code == 403
    assert not Draft.objects.exists()


def test_staff_read_everything_an_application_says(staff):
    made = make_sent()

    page = said(staff.get(reverse("admin:applications_application_change", args=[made.pk])))

    for text in ["Ines Paperboat", "four 1-day workshops", "Sam Lanternkeeper", "every other"]:
        assert text in page


def test_staff_get_an_application_as_pdf(staff):
    made = make_sent()

    answer = staff.get(reverse("admin:applications_application_pdf", args=[made.pk]))

    assert answer.content.startswith(b"%PDF")


def test_staff_without_permission_get_no_pdf(client):
    made = make_sent()
    client.force_login(make_user(is_staff=True))

    address = reverse("admin:applications_application_pdf", args=[made.pk])
    assert client.get(address).status_code == 403


def test_a_new_link_makes_the_old_one_worthless_and_is_mailed(staff):
    draft = make_draft()
    old = links.address(draft)

    page = post(staff, Draft, "new_link", draft.pk)

    draft.refresh_from_db()
    assert page.status_code == 302
    assert links.address(draft) != old
    assert links.address(draft) in Message.objects.get().text
    assert staff.get(link(draft)).status_code == 302


def test_a_file_is_downloaded_and_deleted_by_staff_alone(staff, client, commit):
    with commit():
        made = make_attachment()
    url = reverse("admin:applications_attachment_download", args=[made.pk])

    assert b"".join(staff.get(url).streaming_content).startswith(b"%PDF")
    path = Path(made.file.path)
    with commit():
        post(staff, Attachment, "delete", made.pk, post="yes")

    assert not path.exists()
    client.force_login(make_user(is_staff=True))
    assert client.get(url).status_code == 403


def test_staff_delete_a_file_that_was_sent_at_once_bytes_included(staff, commit):
    with commit():
        made = make_attachment(draft=make_sent().draft)
    assert made.is_sent

    with commit():
        post(staff, Attachment, "delete", made.pk, post="yes")

    assert not Attachment.objects.exists()
    assert not Path(made.file.path).exists()


def test_staff_delete_several_files_at_once_bytes_included(staff, commit):
    with commit():
        files = [make_attachment() for _ in range(2)]

    chosen = {"action": "delete_selected", "_selected_action": [f.pk for f in files]}
    with commit():
        post(staff, Attachment, "changelist", **chosen, post="yes")

    assert not any(Path(file.file.path).exists() for file in files)


def test_the_form_is_previewed_also_for_a_draft_of_a_program(staff):
    question = make_question(text="Do you like chalk?")

    page = staff.get(
        reverse("admin:applications_program_preview", args=[question.program_id]) + "form"
    )

    assert "Do you like chalk?" in said(page)


def test_an_application_shows_what_happened_to_it(staff, administrator):
    made = make_application()
    made.move(Application.Status.IN_REVIEW, by=administrator, note="Looks good.")

    page = staff.get(reverse("admin:applications_application_change", args=[made.pk]))

    assert "Looks good." in page.content.decode()


@pytest.mark.parametrize(
    ("status", "answer", "left"),
    [("submitted", 302, 0), ("in_review", 403, 1), ("accepted", 403, 1)],
)
def test_an_application_is_deleted_only_while_submitted(staff, status, answer, left):
    made = make_application(status=status)

    page = post(staff, Application, "delete", made.pk, post="yes")

    assert page.status_code == answer
    assert (Application.objects.count(), Draft.objects.count()) == (left, left)


def test_applications_are_not_deleted_in_bulk(staff):
    made = make_application()

    chosen = {"action": "delete_selected", "_selected_action": made.pk, "post": "yes"}
    post(staff, Application, "changelist", **chosen)

    assert Application.objects.count() == 1


# Places


def test_an_interest_can_be_deleted_but_not_changed(staff):
    made = Interest.objects.create(organization="Mill", email="mill@example.org", zip="97701")

    assert post(staff, Interest, "change", made.pk, organization="X").status_code == 403
    assert post(staff, Interest, "delete", made.pk, post="yes").status_code == 302
    assert not Interest.objects.exists()


def test_a_program_seeks_a_partner_once_in_a_region(staff):
    pin = make_pin(region=make_region())

    page = post(staff, type(pin), "add", program=pin.program_id, region=pin.region_id)

    assert errors(page) == {"__all__": ["This program already seeks a partner there."]}

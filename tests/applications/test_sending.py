"""Sending: everything is checked again; all of it is saved, once, or nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from applications import actions
from applications.actions import AlreadyApplied, NotComplete
from applications.form import SECTIONS, Whole
from applications.models import (
    Acknowledgement,
    Application,
    Commitment,
    District,
    Draft,
    Question,
    Terms,
)
from plp.core import pages
from plp.core.models import Message
from plp.core.workflow import TransitionError
from tests.browsing import said, section_url, url
from tests.make import (
    make_application,
    make_attachment,
    make_filled_draft,
    make_offer,
    make_partner,
    make_program,
    make_sent,
    make_terms,
    make_user,
    the_pin,
    the_program,
)

pytestmark = pytest.mark.django_db

DAY = date(2016, 2, 11)


def the_terms():
    return Terms.objects.get(program=the_program())


def send(draft, **options):
    return actions.send(draft, **({"terms": the_terms(), "on": DAY} | options))


def change(draft, slug, **texts):
    """Type something else in some fields of a section."""
    section = draft.sections.get(slug=slug)
    section.typed |= {name: [text] for name, text in texts.items()}
    section.save()


def test_writes_columns_answers_promises_references_and_districts():
    District.objects.create(
        name="Teacup Prairie Independent District", state="CA", partner_since=date(2015, 1, 1)
    )
    draft = make_filled_draft(organization="Foundry Learning")
    change(draft, "region", **{"districts-0-name": "teacup prairie independent district, ca"})

    made = send(draft)

    made.refresh_from_db()
    assert (made.organization, made.organization_key) == ("Foundry Learning", "foundry learning")
    assert (made.pin, made.round, made.terms) == (
        the_pin(),
        the_program().rounds.get(),
        the_terms(),
    )
    assert made.contact_phone.as_e164 == "+14155552671"
    assert made.manager_fte == Decimal("0.25")
    assert (made.zip, made.state, made.urban) == ("94612", "CA", "no")
    known, typed = made.districts.all()
    assert (known.district.partner_since, known.years) == (date(2015, 1, 1), 6)
    assert (typed.district, typed.name) == (None, "Two Rivers Elementary")
    assert [r.name for r in made.references.all()] == ["Ines Paperboat", "Otto Featherweight"]
    assert made.answers.get(question__slug="pd-years").text == "12"
    assert made.answers.get(question__slug="pd-years").asked.startswith("For how many years")


def test_keeps_the_words_that_were_acknowledged():
    made = make_sent()
    Commitment.objects.filter(program=the_program(), slug="workshops").update(text="Other words.")

    kept = Acknowledgement.objects.get(application=made, commitment__slug="workshops")

    assert "four 1-day workshops" in kept.text
    assert made.acknowledgements.count() == the_program().commitments.count()


def test_mails_the_applicant_with_the_pdf_and_the_staff():
    draft = make_filled_draft(email="ada@example.org")
    made = send(draft)

    received = Message.objects.filter(what="application-received").order_by("to")
    assert [m.to for m in received] == ["ada@example.org", "contact@foundry.example"]
    assert {m.attachment for m in received} == {f"application:{made.pk}"}
    assert Message.objects.get(what="application-arrived").to == "partner@code.org"


def test_sending_again_changes_nothing_and_returns_the_first():
    draft = make_filled_draft()
    first = send(draft)
    mails = Message.objects.count()

    assert send(draft) == first
    assert (Application.objects.count(), Message.objects.count()) == (1, mails)


@pytest.mark.parametrize("slug", SECTIONS)
def test_refuses_a_draft_that_lacks_a_section(slug):
    draft = make_filled_draft()
    draft.sections.filter(slug=slug).delete()

    with pytest.raises(NotComplete):
        send(draft)

    assert not Application.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("slug", "name", "text", "reason"),
    [
        ("organization", "organization", "", "Fill this in."),
        ("organization", "organization", "x" * 100_000, "it has 100000."),
        ("organization", "website", "javascript:alert(1)", "Write a web address"),
        ("organization", "zip", "00001", "Enter a ZIP code that exists."),
        ("organization", "zip", "9589X", "You typed “9589X”."),
        ("organization", "state", "ZZ", "Choose a state from the list."),
        ("organization", "type", "spaceship", "Choose one of these."),
        ("people", "contact_phone", "555-2671", "Write a US phone number"),
        ("people", "contact_email", "nobody", "Write an e-mail address"),
        ("people", "manager_fte", "2", "Write a number up to 1."),
        ("people", "manager_fte", "NaN", "Write a number"),
        ("people", "manager_fte", "1e400000000", "Write a number up to 1."),
        ("experience", "q-pd-years", "many", "Write a number"),
        ("experience", "q-pd-years", "-1", "Write 0 or a larger number."),
        ("experience", "q-pd-for-whom", "word " * 201, "Shorten this to 200 words: it has 201."),
        ("experience", "q-pd-for-whom", "x" * 100_000, "Shorten this to 10000 characters"),
        ("funding", "q-payment-turnaround", "Never", "Choose one of these."),
        ("commitments", "c-workshops", "", "Tick this"),
        ("references", "references-0-email", "x", "Write an e-mail address"),
        ("references", "references-total", "1", "Add one more reference."),
        ("region", "districts-0-years", "long", "Write a number"),
    ],
)
def test_bad_input_is_named_beside_its_field_and_sends_nothing(writer, slug, name, text, reason):
    draft = make_filled_draft()
    change(draft, slug, **{name: text})
    client = writer(draft)

    section = client.get(section_url(draft, slug))
    review = client.post(section_url(draft, "review"), {"terms": the_terms().pk})

    assert reason in said(section)
    assert reason in said(review)
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    "text",
    [
        "Ada 😀 Łukasz 漢字",
        "مدرسة الفنون",
        "<script>alert(1)</script>",
        "=HYPERLINK('x')",
        "@SUM(A1)",
    ],
)
def test_text_of_any_script_is_kept_as_text(writer, text):
    draft = make_filled_draft()
    change(draft, "organization", organization=text)

    made = send(draft)

    page = writer(draft).get(url(draft, "draft-everything"))
    assert made.organization == text
    assert text in said(page)
    assert "<script>alert" not in page.content.decode()
    assert writer(draft).get(url(draft, "draft-pdf")).content.startswith(b"%PDF")


def test_a_zip_and_a_state_that_disagree_only_warn(writer):
    draft = make_filled_draft()
    change(draft, "organization", state="OR")

    page = said(writer(draft).get(section_url(draft, "organization")))

    assert "94612 is in California, and you chose Oregon." in page
    assert send(draft).state == "OR"


def test_a_zip_of_a_post_office_box_is_taken():
    draft = make_filled_draft()
    change(draft, "organization", zip="90099")

    assert send(draft).zip == "90099"


def test_what_does_not_count_is_neither_required_nor_kept():
    draft = make_filled_draft()
    change(draft, "people", manager="to_be_hired", manager_email="not an address")
    change(draft, "funding", **{"q-upfront-costs-how": "Left over from before"})
    change(draft, "organization", joint_organization="Left over")

    made = send(draft)

    assert (made.manager_name, made.manager_email, made.manager_fte) == ("", "", None)
    assert not made.answers.filter(question__slug="upfront-costs-how").exists()
    assert made.joint_organization == ""


def test_what_counts_is_required():
    draft = make_filled_draft()
    change(draft, "funding", **{"q-upfront-costs": "No", "q-upfront-costs-how": ""})

    with pytest.raises(NotComplete):
        send(draft)


def test_joint_applicants_say_who_is_paid():
    draft = make_filled_draft()
    change(draft, "organization", joint="yes", joint_organization="Mill Lab", payee="joint")

    made = send(draft)

    assert (made.joint_organization, made.payee_name) == ("Mill Lab", "Mill Lab")


def test_refuses_a_second_undecided_application_and_names_the_first(writer):
    first = make_sent(organization="Foundry Learning")
    draft = make_filled_draft(organization="The Foundry  Learning, Inc.")

    page = writer(draft).post(section_url(draft, "review"), {"terms": the_terms().pk})

    assert f"application {first.code}" in said(page)
    assert url(first.draft) in said(page)
    assert Application.objects.get() == first
    with pytest.raises(AlreadyApplied):
        send(draft)


def test_takes_another_city_and_another_try_after_a_decision():
    first = make_sent(organization="Foundry Learning")
    send(make_filled_draft(organization="Foundry Learning", pin=the_pin("boise-id")))
    first.move("withdrawn", by=None)

    again = send(make_filled_draft(organization="Foundry Learning"))

    assert again.pin == first.pin


@pytest.mark.parametrize("closed", ["served", "reserved", "period", "program"])
def test_refuses_where_nothing_can_be_sent_now(closed):
    draft = make_filled_draft()
    match closed:
        case "served":
            make_partner(region=draft.pin.region)
        case "reserved":
            make_offer(application=make_application(pin=draft.pin, status="offered"))
        case "period":
            draft.program.rounds.update(closes_on=date(2016, 2, 10))
        case "program":
            type(draft.program).objects.update(is_current=False)
            make_program(is_current=True)

    with pytest.raises(TransitionError, match=r"takes no applications|are closed"):
        send(draft)

    assert not Application.objects.filter(draft=draft).exists()


def test_the_last_day_itself_still_takes_applications():
    draft = make_filled_draft()
    draft.program.rounds.update(closes_on=DAY)

    assert send(draft).pk


def test_only_staff_may_send_for_someone_after_the_period(writer, administrator):
    draft = make_filled_draft(entered_by=administrator)
    draft.program.rounds.update(closes_on=date(2016, 2, 10))
    pages.forget()
    client = writer(draft)

    refused = client.post(section_url(draft, "review"), {"terms": the_terms().pk})
    assert "Applications are closed." in said(refused)
    client.force_login(administrator)
    client.post(section_url(draft, "review"), {"terms": the_terms().pk})

    assert Application.objects.get().draft.entered_by == administrator


def test_the_button_sends_and_leads_to_where_it_stands(writer):
    draft = make_filled_draft()
    client = writer(draft)

    answers = [client.post(section_url(draft, "review"), {"terms": the_terms().pk}) for _ in "12"]
    page = said(client.get(url(draft)))

    assert [answer.url for answer in answers] == [url(draft)] * 2
    assert "We have your application" in page
    assert Application.objects.count() == 1


@pytest.mark.parametrize("ticked", [None, "0", "x", "999"])
def test_terms_must_be_ticked(writer, ticked):
    draft = make_filled_draft()

    page = writer(draft).post(
        section_url(draft, "review"), {} if ticked is None else {"terms": ticked}
    )

    assert "Tick that your organization accepts the terms." in said(page)
    assert not Application.objects.exists()


def test_terms_that_changed_meanwhile_are_asked_for_anew(writer):
    draft, old = make_filled_draft(), the_terms()
    make_terms(program=the_program(), version=2, published_on=date(2016, 1, 5))
    pages.forget()

    page = writer(draft).post(section_url(draft, "review"), {"terms": old.pk})

    assert "terms, version 2" in said(page)
    assert not Application.objects.exists()


def test_nothing_can_be_typed_once_it_is_sent(writer):
    made = make_sent()

    answer = writer(made.draft).post(
        section_url(made.draft, "organization"), {"organization": "Other"}
    )

    assert answer.url == url(made.draft)
    made.refresh_from_db()
    assert made.organization == "Foundry Learning"


def in_review():
    made = make_sent()
    made.move("in_review", by=make_user())
    return made


def test_changes_requested_open_only_their_sections(writer):
    made = in_review()
    actions.request_changes(made, by=make_user(), sections=["funding"], message="Who pays?")
    client = writer(made.draft)

    page = said(client.get(url(made.draft)))

    assert "We need something from you" in page
    assert "Who pays?" in page
    assert client.get(section_url(made.draft, "funding")).status_code == 200
    assert client.get(section_url(made.draft, "people")).url == url(made.draft)
    assert Message.objects.get(what="changes-requested").to == made.contact_email


def test_changes_are_sent_back_once(writer):
    made = in_review()
    actions.request_changes(made, by=make_user(), sections=["funding"], message="Who pays?")
    client = writer(made.draft)
    typed = made.draft.sections.get(slug="funding").typed
    new = {k: v[0] for k, v in typed.items()} | {"q-funding-streams": "A bake sale."}

    client.post(section_url(made.draft, "funding"), new)
    for _ in range(2):
        client.post(section_url(made.draft, "review"))

    made.refresh_from_db()
    assert made.status == Application.Status.IN_REVIEW
    assert made.answers.get(question__slug="funding-streams").text == "A bake sale."
    assert made.answers.filter(question__section="experience").count() == 4
    assert made.open_request is None
    assert Message.objects.filter(what="changes-sent").count() == 1


def test_changes_that_are_wrong_are_not_sent(writer):
    made = in_review()
    actions.request_changes(made, by=make_user(), sections=["people"], message="Who?")
    change(made.draft, "people", contact_email="nobody")

    page = writer(made.draft).post(section_url(made.draft, "review"))

    assert "Write an e-mail address" in said(page)
    made.refresh_from_db()
    assert made.status == Application.Status.CHANGES_REQUESTED


def test_region_changes_keep_the_city(writer):
    made = in_review()
    actions.request_changes(made, by=make_user(), sections=["region"], message="Urban?")
    client = writer(made.draft)

    assert 'name="pin"' not in said(client.get(section_url(made.draft, "region")))
    client.post(section_url(made.draft, "region"), {"pin": "boise-id", "urban": "yes"})
    client.post(section_url(made.draft, "review"))

    made.refresh_from_db()
    made.draft.refresh_from_db()
    assert (made.urban, made.pin, made.draft.pin) == ("yes", the_pin(), the_pin())


def test_questions_that_were_answered_are_not_deleted():
    make_sent()

    with pytest.raises(ProtectedError):
        Question.objects.get(program=the_program(), slug="pd-years").delete()


def test_a_page_asks_as_often_for_one_file_as_for_three(writer):
    made = make_sent()
    client = writer(made.draft)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(url(made.draft))
        return len(asked)

    make_attachment(draft=made.draft)
    queries()
    with_one = queries()
    make_attachment(draft=made.draft)
    make_attachment(draft=made.draft)

    assert queries() == with_one <= 12


def test_what_was_reviewed_is_what_is_sent():
    draft = make_filled_draft(pin=the_pin("oakland-ca"))
    change(draft, "region", pin="boise-id")

    assert send(draft).pin == the_pin("boise-id")


def test_a_draft_without_a_city_of_its_own_is_sent_for_the_one_it_says():
    make_filled_draft()
    Draft.objects.update(pin=None)

    assert send(Draft.objects.get()).pin == the_pin()


def test_a_tick_for_other_words_does_not_count(writer):
    draft = make_filled_draft()
    Commitment.objects.filter(program=the_program(), slug="workshops").update(text="Other words.")
    pages.forget()

    page = said(writer(draft).get(section_url(draft, "commitments")))

    assert "These words have changed since you ticked this." in page
    with pytest.raises(NotComplete):
        send(draft)


def test_a_section_sent_meanwhile_stays_and_what_was_typed_is_shown(writer):
    draft = make_filled_draft()
    client = writer(draft)
    form = Whole(draft, pages.edition()).form("funding")
    send(draft)

    with pytest.raises(actions.Closed):
        actions.save_section(draft, form, {"q-funding-streams": ["Late"]}, seen=1)

    page = client.post(section_url(draft, "funding"), {"q-funding-streams": "Late"})
    assert page.url == url(draft)


def test_a_section_of_a_deleted_draft_shows_what_was_typed(writer):
    draft = make_filled_draft()
    client = writer(draft)
    actions.discard_draft(draft)

    page = client.post(section_url(draft, "funding"), {"q-funding-streams": "Late"})

    assert page.status_code == 404
    assert "Late" in said(page)


def test_changes_that_make_it_another_applicant_are_refused(writer):
    make_sent(organization="Mill Lab")
    made = in_review()
    actions.request_changes(made, by=make_user(), sections=["organization"], message="Name?")
    change(made.draft, "organization", organization="MILL LAB")

    page = writer(made.draft).post(section_url(made.draft, "review"))

    assert "has already applied" in said(page)
    made.refresh_from_db()
    assert made.organization == "Foundry Learning"


def test_an_extension_goes_into_its_own_field(writer):
    draft = make_filled_draft()
    change(draft, "people", contact_phone="415 555 2671 ext 5")

    page = writer(draft).get(section_url(draft, "people"))

    assert "Write the extension in a field of its own." in said(page)


def test_changes_are_requested_of_known_sections_only():
    made = in_review()

    for sections in ([], ["nonsense"], ["review"]):
        with pytest.raises(TransitionError, match="at least one section"):
            actions.request_changes(made, by=make_user(), sections=sections, message="?")

    made.refresh_from_db()
    assert made.status == Application.Status.IN_REVIEW


def test_what_was_sent_is_not_removed_while_changes_are_made(writer):
    made = in_review()
    old = make_attachment(draft=made.draft)
    actions.request_changes(made, by=make_user(), sections=["experience"], message="Agenda?")
    new = make_attachment(draft=made.draft)
    client = writer(made.draft)

    for file in (old, new):
        client.post(section_url(made.draft, "experience"), {"do": f"drop-{file.pk}"})

    assert list(made.draft.attachments.all()) == [old]


def test_the_applicant_gets_a_receipt_for_changes(writer):
    made = in_review()
    actions.request_changes(made, by=make_user(), sections=["funding"], message="Who pays?")

    writer(made.draft).post(section_url(made.draft, "review"))

    assert Message.objects.get(what="changes-received").to == made.contact_email


def test_an_offer_needs_somebody_who_may_sign():
    made = make_application(status="in_review")

    with pytest.raises(TransitionError, match="nobody who may sign"):
        actions.offer(made, by=make_user(), reply_by=date(2016, 4, 1))


def test_staff_enter_one_through_the_same_form(client, administrator):
    client.force_login(administrator)
    page = reverse("admin:applications_application_add")

    answer = client.post(page, {"email": "office@foundry.example", "pin": the_pin().pk})

    draft = Draft.objects.get()
    assert answer.url == section_url(draft, "organization")
    assert (draft.entered_by, draft.pin) == (administrator, the_pin())
    assert client.get(answer.url).status_code == 200

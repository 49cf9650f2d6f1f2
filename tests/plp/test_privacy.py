"""What is held of a person is found, exported and erased, wherever it stands."""

import json
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from phonenumber_field.modelfields import PhoneNumberField

from applications.models import (
    Application,
    Draft,
    EventException,
    Interest,
    Membership,
    Offer,
    OnboardingDone,
    Partner,
    Region,
    Reminder,
)
from plp.core import history, outbox
from plp.core.mails import KINDS
from plp.core.models import Erasure, ErasureRequest, Invitation, Message, User
from plp.core.privacy.person import Person, erase
from plp.core.privacy.registry import StandIn
from plp.core.workflow import TransitionError
from tests.facilitators.make import (
    make_accreditation,
    make_contract,
    make_contract_file,
    make_facilitator,
    make_inquiry,
    make_signature,
    make_suggestion,
    make_unavailability,
)
from tests.make import (
    make_assignment,
    make_attachment,
    make_call,
    make_cohort,
    make_community_event,
    make_confirmation,
    make_criterion,
    make_decision,
    make_draft,
    make_event,
    make_interview,
    make_invitation,
    make_letter,
    make_member,
    make_offer,
    make_onboarding_item,
    make_partner,
    make_partner_year,
    make_reference_request,
    make_registration,
    make_report,
    make_review,
    make_sent,
    make_teacher,
    make_user,
    the_pin,
    the_program,
)
from tests.plp.test_floors import FLOORS
from tests.workshops.everything import make_everything_of_workshops
from workshops.models import KeptDistrictName

pytestmark = pytest.mark.django_db

EMAIL, NAME, PHONE = "zelda@quill.example", "Zelda Quillfeather", "(415) 555-2699"
SPOKEN = f"Ask {NAME.upper()}, Zelda@Quill.example, or call 415.555.2699."
FORBIDDEN = ["zelda@quill", "zelda quillfeather", "5552699", "555-2699", "555.2699"]


def contents():
    """Every row of every table of the database, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(" ".join(["SELECT * FROM", connection.ops.quote_name(table)]))
            for row in cursor.fetchall():
                yield table, str([_read(value) for value in row]).lower()


def _read(value):
    """JSON as SQLite keeps it has its letters escaped."""
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return value


def where_it_stands():
    rows = {(table, word) for table, row in contents() for word in FORBIDDEN if word in row}
    files = Path(settings.MEDIA_ROOT).rglob("*")
    named = {(str(f), "file") for f in files if f.is_file() and b"zelda" in f.read_bytes().lower()}
    return rows | named


def mail_to(email, **fields):
    defaults = {"what": "a", "occasion": "1", "subject": "Hello", "text": f"Dear {NAME},"}
    return Message.objects.create(to=email, **(defaults | fields))


def people(email):
    return {
        f"{role}_{part}": text
        for role in ("contact", "signatory", "fiscal", "manager")
        for part, text in [("name", NAME), ("email", email)]
    } | {"contact_phone": PHONE}


def apply(status="submitted", **fields):
    """Make an application that was typed and sent, of the person unless fields say otherwise."""
    application = make_sent(pin=fields.pop("pin", None) or the_pin())
    for name, value in (people(EMAIL) | fields).items():
        setattr(application, name, value)
    application.save()
    Application.objects.filter(pk=application.pk).update(status=status)
    application.refresh_from_db()
    section = application.draft.sections.get(slug="people")
    section.typed |= {name: [text] for name, text in people(EMAIL).items()}
    section.replaced = [section.typed]
    section.save()
    return application


# Every column of every table


def make_everything(administrator):
    """Make at least one row of every model in which people write."""
    application = apply("accepted")
    application.changes.create(old="submitted", new="in_review")
    application.change_requests.create(sections=["people"], message="Text.")
    application.notes.create(author=administrator, text="Text.")
    make_offer(application=application, signed_name=NAME, answer="yes", answered_at=timezone.now())
    make_partner(region=application.pin.region)
    make_attachment(draft=make_draft(email=EMAIL), name=f"{NAME}.pdf")
    make_attachment(draft=application.draft)
    apps.get_model("applications", "District").objects.create(name="District", state="OR")
    Interest.objects.create(organization="Mill", email=EMAIL, zip="97701")
    person = make_user(EMAIL, name=NAME)
    member, year = make_member(user=person), make_partner_year()
    member.shares.create(year=year, fte="0.5")
    year.changes.create(old="to_renew", new="confirmed")
    make_invitation(email=EMAIL)
    application.notes.create(author=administrator, text="Text.")
    make_review(application, scores={make_criterion(): 3})
    make_assignment(application)
    application.recusals.create(reviewer=administrator, reason="Text.")
    make_interview(application)
    make_reference_request(application)
    make_decision(application)
    make_portal_records(administrator)
    make_facilitators(administrator)
    make_everything_of_workshops(administrator)
    Group.objects.create(name="Group")
    mail_to("somebody@example.org", reply_to=EMAIL)
    mail_to(EMAIL)
    Erasure.objects.create(digest="x")
    ErasureRequest.objects.create(email=EMAIL)
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(user=administrator, content_type=kind, object_id=1, action_flag=2)
    for model in history.KEPT:
        if not history.of(model).exists():
            history.note(model.objects.all()[:1], is_new=True)


def make_portal_records(administrator):
    """Make what partners and staff write once somebody is a partner."""
    said = make_confirmation(by=administrator)
    said.changes.create(old="given", new="verified")
    said.files.create(name="a.pdf", kind="pdf", size=1, file="confirmations/a.pdf")
    said.requirement.proposals.create(number=5, reason="Text.", by=administrator)
    year = said.requirement.partner_year
    session = make_event(program_year=year.program_year)
    EventException.objects.create(partner_year=year, event=session, reason="Text.")
    OnboardingDone.objects.create(item=make_onboarding_item(), user=administrator)
    call = make_call(year)
    call.changes.create(old="proposed", new="agreed")
    call.actions.create(what="Text.", side="staff")
    make_report(year)
    make_letter(year.partner, by=administrator)
    Reminder.objects.create(user=administrator, what="a", stage=7)
    make_cohort(make_teacher(), partner=year.partner)
    KeptDistrictName.objects.create(name="Text.", state="OR")
    make_registration(event=session, partner=year.partner)
    event = make_community_event(partner=year.partner)
    event.changes.create(old="planned", new="completed")
    event.files.create(name="a.pdf", kind="pdf", size=1, file="community/a.pdf")


def make_facilitators(administrator):
    """Make what is kept of facilitators, and what they and partners write."""
    jonas = make_facilitator()
    suggestion = make_suggestion()
    suggestion.changes.create(old="new", new="taken_up")
    revoked = {"revoked_from": date(2017, 1, 1), "revoke_reason": "Text."}
    make_accreditation(facilitator=jonas, by=administrator, **revoked)
    make_unavailability(facilitator=jonas)
    make_inquiry(facilitator=jonas)
    contract = make_contract(facilitator=jonas, status="ended")
    contract.changes.create(old="in_force", new="ended")
    make_contract_file(contract)
    make_signature(contract)


OURS = {app.label for app in apps.get_app_configs() if app.name in FLOORS}


def columns(model):
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
        is_key = field.primary_key or field.choices or isinstance(field, PhoneNumberField)
        is_short = field.max_length is not None and field.max_length < len(SPOKEN)
        is_mail = isinstance(field, models.EmailField)
        is_contact = field.name == "contact_email" and "program" in model._meta.model_name
        if is_text and not is_key and not is_contact and (is_mail or not is_short):
            yield field


def plant():
    """Write the person into every column of one row of every model."""
    for model in apps.get_models():
        fields = list(columns(model))
        if not fields or model is Session:
            continue
        row = model._base_manager.order_by("pk").last()
        if row is None and model._meta.app_label not in OURS:
            continue
        assert row, f"make a {model.__name__} in make_everything"
        for field in fields:
            # A constraint may know better than to take a sentence.
            with suppress(IntegrityError), transaction.atomic():
                model._base_manager.filter(pk=row.pk).update(**{field.name: planted(field)})


def planted(field):
    if isinstance(field, models.EmailField):
        return EMAIL
    if isinstance(field, models.JSONField):
        return [{"said": [SPOKEN]}] if field.default is list else {"said": [SPOKEN]}
    return SPOKEN


def test_nothing_is_left_of_a_person_in_any_column_of_any_table(administrator, commit):
    with commit():
        make_everything(administrator)
        plant()
    assert len(where_it_stands()) > 60

    with commit():
        erase(Person(EMAIL), by=administrator, names=[NAME])

    assert where_it_stands() == set()
    assert Person(EMAIL).sections == []


# What becomes of each


def gone(administrator, commit, *, names=(NAME,)):
    with commit():
        return erase(Person(EMAIL), by=administrator, names=names)


def fates(email=EMAIL):
    return {s.title: [str(row.fate) for row in s.rows] for s in Person(email).sections}


def test_an_application_that_became_no_partner_goes_with_all_of_it(administrator, commit):
    with commit():
        application = apply("declined")
        file = Path(make_attachment(draft=application.draft).file.path)
        Message.objects.create(
            what="a", occasion="1", to="a@example.org", attachment=f"application:{application.pk}"
        )
    assert fates()["Applications"] == ["deleted"]

    gone(administrator, commit)

    assert not Application.objects.exists()
    assert not Draft.objects.exists()
    assert not history.of(Application).exists()
    assert not Message.objects.exclude(attachment="").exists()
    assert not file.exists()


def test_an_application_that_became_a_partner_stays_without_the_person(administrator, commit):
    with commit():
        application = apply("accepted")
        file = Path(make_attachment(draft=application.draft).file.path)
    assert fates()["Applications"] == ["blanked"]
    assert fates()["Files of partners"] == ["stays"]

    made = gone(administrator, commit)

    application.refresh_from_db()
    address = StandIn(made.pk).email
    assert (application.contact_name, application.contact_email) == ("[erased]", address)
    assert application.organization == "Foundry Learning"
    assert application.references.count() == 2
    assert file.exists()


def test_of_somebody_elses_application_only_their_part_goes(administrator, commit):
    other = {"contact_name": "Bo Harbor", "contact_email": "bo@example.org"}
    application = apply("in_review", **other)
    assert fates()["Applications"] == ["blanked"]

    gone(administrator, commit)

    application.refresh_from_db()
    assert application.contact_name == "Bo Harbor"
    assert application.signatory_name == "[erased]"
    typed = application.draft.sections.get(slug="people").typed
    assert (typed["signatory_name"], typed["manager_email"]) == ([""], [""])


def test_who_signed_is_blanked_also_where_the_name_is_not_theirs_alone(administrator, commit):
    application = apply("accepted")
    offer = make_offer(application=application)
    offer.close(Offer.Answer.YES, by=NAME)
    application.changes.create(old="offered", new="accepted", note=f"Answered by {NAME}.")

    gone(administrator, commit, names=[])

    offer.refresh_from_db()
    assert offer.signed_name == "[erased]"
    assert application.changes.last().note == "Answered by [erased]."
    assert {row.signed_name for row in history.of(Offer)} == {"", "[erased]"}


def test_a_name_that_staff_leave_out_stays_elsewhere(administrator, commit):
    make_user(EMAIL, name=NAME)
    other = make_user(name=NAME)

    gone(administrator, commit, names=[])

    other.refresh_from_db()
    assert other.name == NAME


def test_an_account_stays_as_somebody_who_cannot_sign_in(administrator, commit, client):
    person = make_user(EMAIL, password="a long phrase", name=NAME, is_staff=True)
    person.groups.add(Group.objects.create(name="Reviewers"))
    application = apply(**{f"{role}_email": "bo@example.org" for role in ["contact"]})
    application.move("in_review", by=person)

    made = gone(administrator, commit)

    person.refresh_from_db()
    assert (person.email, person.name) == (StandIn(made.pk).email, "A person who was erased")
    assert not person.has_usable_password()
    assert [person.is_active, person.is_staff] == [False, False]
    assert not person.groups.exists()
    assert application.changes.get().by == person


def test_whoever_acted_for_a_partner_does_so_no_more(administrator, commit):
    member = make_member(user=make_user(EMAIL, name=NAME))
    assert fates()["Members of partners"] == ["deleted"]

    gone(administrator, commit)

    assert not Membership.objects.exists()
    assert Partner.objects.filter(pk=member.partner_id).exists()


def test_what_somebody_has_learned_is_shown_and_erased(administrator, commit):
    OnboardingDone.objects.create(item=make_onboarding_item(), user=make_user(EMAIL, name=NAME))
    assert fates()["Onboarding"] == ["deleted"]

    gone(administrator, commit)

    assert not OnboardingDone.objects.exists()


@pytest.mark.parametrize(("accepted", "left"), [(True, 1), (False, 0)])
def test_an_invitation_is_taken_back_or_blanked(administrator, commit, accepted, left):
    changed = {"accepted_at": timezone.now()} if accepted else {}
    make_invitation(email=EMAIL, changed=changed)

    gone(administrator, commit)

    assert Invitation.objects.count() == left
    assert not Invitation.objects.filter(email=EMAIL).exists()


def test_mails_to_them_are_dropped_and_none_is_written_any_more(administrator, commit):
    mail_to(EMAIL)
    other = mail_to("bo@example.org")

    made = gone(administrator, commit)

    assert Message.objects.get().pk == other.pk
    kind = next(iter(KINDS.values()))
    written = outbox.write(kind, occasion="2", to=StandIn(made.pk).email, **kind.placeholders)
    assert written is None


def test_the_contact_of_a_region_is_blanked(administrator, commit):
    region = the_pin().region
    region.contact_name, region.contact_email = NAME, EMAIL
    region.save()

    gone(administrator, commit)

    region.refresh_from_db()
    assert (region.contact_name, region.contact_email) == ("", "")
    assert "zelda" not in str(history.of(Region).values_list("contact_email", flat=True))


def test_a_contact_that_was_replaced_is_erased_from_history(administrator, commit):
    application = apply()
    for role in ["contact", "signatory", "fiscal", "manager"]:
        setattr(application, f"{role}_name", "Bo Harbor")
        setattr(application, f"{role}_email", "bo@example.org")
    application.contact_phone = ""
    application.save()
    section = application.draft.sections.get(slug="people")
    section.delete()
    assert "Earlier versions of applications" in fates()

    gone(administrator, commit, names=[])

    assert NAME not in {row.contact_name for row in history.of(Application)}
    assert Application.objects.get().contact_name == "Bo Harbor"


# Who cannot be erased


def test_nobody_erases_themselves(administrator):
    with pytest.raises(TransitionError, match="your own account"):
        erase(Person(administrator.email), by=administrator, names=[])


def test_nobody_erases_who_may_do_more(administrator):
    with pytest.raises(TransitionError, match="may do more than you"):
        erase(Person(administrator.email), by=make_user(is_staff=True), names=[])


@pytest.mark.parametrize("is_active", [True, False])
@pytest.mark.parametrize("role", ["Viewer", "Program staff"])
def test_one_who_may_do_more_is_not_erased_also_while_not_active(role, is_active):
    person = make_user("mighty@example.org", is_staff=True, is_active=is_active)
    person.groups.add(Group.objects.get(name=role))

    with pytest.raises(TransitionError, match="may do more than you"):
        erase(Person(person.email), by=make_user(is_staff=True), names=[])

    person.refresh_from_db()
    assert (person.email, person.groups.count()) == ("mighty@example.org", 1)


def test_the_contact_of_a_program_is_changed_before(administrator):
    interest = Interest.objects.create(
        organization="A", email=the_program().contact_email, zip="97701"
    )

    with pytest.raises(TransitionError, match="Change that first"):
        erase(Person(interest.email), by=administrator, names=[])

    assert Interest.objects.exists()

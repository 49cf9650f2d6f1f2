"""Every page of the admin: it opens, asks the database equally often, and is for staff alone."""

import hashlib
from datetime import date

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.models import (
    Announcement,
    AnnualReport,
    Application,
    AssignmentBatch,
    Attachment,
    Commitment,
    Confirmation,
    ConfirmationFile,
    County,
    Course,
    Criterion,
    Decision,
    District,
    Draft,
    FaqEntry,
    FundingTerms,
    Interest,
    Interview,
    Offer,
    OnboardingItem,
    Partner,
    PartnerLetter,
    PartnerRequirement,
    PartnerYear,
    Pin,
    Program,
    ProgramEvent,
    ProgramYear,
    ProgressCall,
    Question,
    ReferenceRequest,
    Region,
    Requirement,
    ReviewAssignment,
    Round,
    SchoolYear,
    Terms,
    ZipCode,
)
from facilitators.models import (
    Accreditation,
    Contract,
    ContractFile,
    ContractTemplate,
    Facilitator,
    Inquiry,
    Suggestion,
    Unavailability,
)
from plp.core.models import Erasure, ErasureRequest, Invitation, MailText, Message, Retention, User
from tests.facilitators.make import (
    make_accreditation,
    make_contract,
    make_contract_file,
    make_inquiry,
    make_suggestion,
    make_template,
    make_unavailability,
)
from tests.make import (
    PDF,
    make_application,
    make_assignment,
    make_attachment,
    make_call,
    make_cohort,
    make_commitment,
    make_community_event,
    make_confirmation,
    make_confirmation_file,
    make_criterion,
    make_decision,
    make_draft,
    make_event,
    make_funding_terms,
    make_interview,
    make_invitation,
    make_letter,
    make_offer,
    make_onboarding_item,
    make_partner,
    make_partner_requirement,
    make_partner_year,
    make_pin,
    make_program,
    make_program_year,
    make_question,
    make_reference_request,
    make_region,
    make_registration,
    make_report,
    make_requirement,
    make_round,
    make_school_year,
    make_teacher,
    make_terms,
    make_user,
    the_pin,
    the_program,
)
from tests.workshops.make import (
    make_attendance,
    make_enrollment,
    make_leading,
    make_sheet,
    make_supply,
    make_workshop,
)
from tests.workshops.make_money import make_batch, make_payable, make_reimbursement
from workshops.models import (
    Assignment,
    Attendance,
    Blackout,
    Certificate,
    ChecklistItem,
    Cohort,
    CommunityEvent,
    CommunityEventFile,
    Enrollment,
    EventRegistration,
    Feedback,
    FeedbackQuestion,
    FundingNeed,
    FundingTarget,
    OtherFunding,
    Payable,
    PayableFile,
    PaymentBatch,
    PaymentBatchFile,
    PlanningWishes,
    ProgramBudget,
    Reimbursement,
    ReimbursementFile,
    Session,
    Supply,
    TaxForm,
    TaxThreshold,
    Teacher,
    VenueSheet,
    WalkIn,
    Workshop,
    WorkshopRules,
)

pytestmark = pytest.mark.django_db

LISTED_AT_MOST = 12  # queries of a list, with those for who is asking


def make_applied(n):
    application = make_application()
    application.move(Application.Status.IN_REVIEW, by=make_user(), note="Read.")
    return application


def make_year(n):
    year = make_program_year()
    year.courses.add(Course.objects.first())
    return year


def make_recorded(n):
    event = make_community_event()
    event.move(CommunityEvent.Status.COMPLETED, by=make_user(), headcount=31)
    file = ContentFile(PDF, "a.pdf")
    event.files.create(name=f"agenda{n}.pdf", kind="pdf", size=len(PDF), file=file)
    return event


def make_call_with_action(n):
    call = make_call()
    call.changes.create(old="", new="proposed", by=make_user())
    call.actions.create(what="Ask.", side="staff", owner=make_user())
    return call


def make_group(n):
    group = Group.objects.create(name=f"Group {n}")
    group.permissions.set(Permission.objects.all()[:3])
    return group


def make_faq(n):
    return FaqEntry.objects.create(program=make_program(), slug="q", position=1, question="Q?")


def make_attended(n):
    mark = make_attendance(by=make_user())
    mark.enrollment.changes.create(old="", new="enrolled", by=make_user())
    return mark


def make_feedback(n):
    feedback = Feedback.objects.create(enrollment=make_enrollment())
    for question in FeedbackQuestion.objects.all():
        feedback.answers.create(question=question, words=f"Answer {n}")
    return feedback


def make_kept(files, n, **more):
    file = ContentFile(PDF, "a.pdf")
    return files.create(name=f"receipt{n}.pdf", kind="pdf", size=len(PDF), file=file, **more)


def make_asked(n):
    request = make_reimbursement(4000, 1600, status="sent", steps=[["A small group", 400000]])
    request.changes.create(old="draft", new="sent", by=make_user())
    make_kept(request.files, n)
    return request


def make_filed_batch(n):
    batch = make_batch(by=make_user())
    make_reimbursement(4000, 1600, status="approved", batch=batch)
    make_kept(batch.files, n, sha256=hashlib.sha256(PDF).hexdigest())
    return batch


RUNNING = {"first_day": date(2016, 7, 1), "last_day": date(2099, 6, 30)}


# How to make one more row of each list, the n-th, with all that its columns show.
MAKE = {
    Accreditation: lambda n: make_accreditation(),
    AnnualReport: lambda n: make_report(),
    Announcement: lambda n: Announcement.objects.create(by=make_user()),
    ChecklistItem: lambda n: ChecklistItem.objects.create(what=f"Sweep {n}", days_before=n),
    Cohort: lambda n: make_cohort(make_teacher()),
    Inquiry: lambda n: make_inquiry(facilitator=None),
    Unavailability: lambda n: make_unavailability(),
    EventRegistration: lambda n: make_registration(),
    Teacher: lambda n: make_teacher(),
    Workshop: lambda n: make_leading(make_workshop(date(2016, 10, n))).workshop,
    Assignment: lambda n: make_leading(),
    Session: lambda n: make_workshop(date(2016, 10, n)).sessions.get(),
    WorkshopRules: lambda n: WorkshopRules.objects.create(program_year=make_year(n)),
    PlanningWishes: lambda n: PlanningWishes.objects.create(partner=make_partner()),
    Blackout: lambda n: Blackout.objects.create(
        partner=make_partner(), first_day=date(2016, 10, n), last_day=date(2016, 10, n)
    ),
    TaxForm: lambda n: TaxForm.objects.create(
        partner=make_partner(), teacher=make_teacher(), since=date(2016, 9, n)
    ),
    FundingNeed: lambda n: FundingNeed.objects.create(
        partner=make_partner(), school_year=make_school_year(2053 + n), amount=9000
    ),
    FundingTarget: lambda n: FundingTarget.objects.create(
        program=make_program(), percent=50, of_year=3, by_end_of_year=1
    ),
    OtherFunding: lambda n: OtherFunding.objects.create(
        partner=make_partner(),
        school_year=make_school_year(2056 + n),
        source="A fund",
        amount=900,
        since=date(2016, 9, n),
    ),
    Application: make_applied,
    AssignmentBatch: lambda n: AssignmentBatch.objects.create(by=make_user()),
    Attachment: lambda n: make_attachment(),
    Attendance: make_attended,
    Certificate: lambda n: Certificate.objects.create(enrollment=make_enrollment(), code=f"C{n}"),
    CommunityEvent: make_recorded,
    CommunityEventFile: lambda n: make_recorded(n).files.get(),
    Commitment: lambda n: make_requirement(commitment=make_commitment(slug=f"c{n}")).commitment,
    Confirmation: lambda n: make_confirmation(),
    ConfirmationFile: lambda n: make_confirmation_file(),
    County: lambda n: County.objects.create(
        fips=f"9900{n}", name="Bend County", state="OR", region=make_region()
    ),
    Course: lambda n: Course.objects.create(code=f"c{n}", name="CS", grades="6–9"),
    Criterion: lambda n: make_criterion(program=make_program()),
    District: lambda n: District.objects.create(name=f"D{n}", state="OR", region=make_region()),
    Decision: lambda n: make_decision(),
    Draft: lambda n: make_draft(pin=the_pin()),
    ErasureRequest: lambda n: ErasureRequest.objects.create(email=f"asks{n}@example.org"),
    Erasure: lambda n: Erasure.objects.create(by=make_user(), counts={"Drafts, deleted": n}),
    Facilitator: lambda n: make_accreditation(**RUNNING).facilitator,
    Enrollment: lambda n: make_attended(n).enrollment,
    FaqEntry: make_faq,
    Feedback: make_feedback,
    FeedbackQuestion: lambda n: FeedbackQuestion.objects.create(text=f"How was day {n}?"),
    FundingTerms: lambda n: make_funding_terms(),
    Group: make_group,
    MailText: lambda n: MailText.objects.all()[n - 1],
    Message: lambda n: Message.objects.create(
        what="a", occasion=str(n), to="a@example.org", subject="Hello", text="Text."
    ),
    Invitation: lambda n: make_invitation(),
    Interest: lambda n: Interest.objects.create(
        organization="Mill", email=f"mill{n}@example.org", zip="97701", region=make_region()
    ),
    Interview: lambda n: make_interview(),
    Offer: lambda n: make_offer(),
    OnboardingItem: lambda n: make_onboarding_item(program=make_program()),
    Partner: lambda n: make_partner(),
    PartnerLetter: lambda n: make_letter(make_partner()),
    PartnerRequirement: lambda n: make_partner_requirement(),
    PartnerYear: lambda n: make_partner_year(),
    PaymentBatch: make_filed_batch,
    PaymentBatchFile: lambda n: make_filed_batch(n).files.get(),
    Pin: lambda n: make_pin(),
    ProgramBudget: lambda n: ProgramBudget.objects.create(program_year=make_year(n), amount=9000),
    Program: lambda n: make_year(n).program,
    ProgramEvent: lambda n: make_event(states=["OR", "WA"]),
    ProgramYear: make_year,
    ProgressCall: make_call_with_action,
    Question: lambda n: make_question(),
    Reimbursement: make_asked,
    ReimbursementFile: lambda n: make_asked(n).files.get(),
    ReferenceRequest: lambda n: make_reference_request(),
    Region: lambda n: make_partner().region,
    Requirement: lambda n: make_requirement(),
    Retention: lambda n: Retention.objects.create(kind="mail", days=90, from_day=date(2030, n, 1)),
    ReviewAssignment: lambda n: make_assignment(),
    Round: lambda n: make_round(),
    SchoolYear: lambda n: make_school_year(2050 + n),
    TaxThreshold: lambda n: TaxThreshold.objects.create(from_year=2050 + n, amount=2000),
    Suggestion: lambda n: make_suggestion(partner=make_partner(), courses=Course.objects.all()),
    Supply: lambda n: make_supply(),
    Terms: lambda n: make_terms(published_on=date(2016, 1, 4)),
    VenueSheet: lambda n: make_sheet(),
    User: lambda n: make_user(last_login=timezone.now()),
    Payable: lambda n: make_payable(500),
    PayableFile: lambda n: make_kept(make_payable(30).lines.get().files, n),
    WalkIn: lambda n: make_attended(n).session.walk_ins.create(name="Ann", email="a@example.org"),
    ZipCode: lambda n: ZipCode.objects.create(
        code=f"0000{n}",
        state="OR",
        county_fips="41017",
        latitude="44.0582",
        longitude="-121.3153",
        zone="America/Los_Angeles",
    ),
    Contract: lambda n: make_contract(code=f"CODE-{n}"),
    ContractFile: lambda n: make_contract_file(),
    ContractTemplate: lambda n: make_template(),
}
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def queries_of(client, url):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@every_model
def test_a_list_asks_equally_often_for_one_row_and_for_three(staff, model):
    url = address(model, "changelist")
    MAKE[model](1)
    queries_of(staff, url)  # the first request of all also looks up content types
    with_one = queries_of(staff, url)
    MAKE[model](2)
    MAKE[model](3)

    assert queries_of(staff, url) == with_one
    assert with_one <= LISTED_AT_MOST


@every_model
def test_a_list_can_be_searched_and_filtered_by_what_it_offers(staff, model):
    MAKE[model](1)
    url = address(model, "changelist")
    page = staff.get(url).context_data["cl"]

    for spec in page.filter_specs:
        for choice in list(spec.choices(page))[:4]:
            assert staff.get(url + choice["query_string"]).status_code == 200
    found = staff.get(url, {"q": "no such words"}).context_data["cl"].result_count
    assert found == (0 if page.search_fields else page.result_count)


@pytest.mark.looks
@every_model
def test_a_record_names_itself_on_its_page(staff, model):
    made = MAKE[model](1)

    page = staff.get(address(model, "change", made.pk))

    assert page.status_code == 200
    assert f"<h1>{made}</h1>" in " ".join(page.content.decode().split()).replace(
        "<h1> ", "<h1>"
    ).replace(" </h1>", "</h1>")


@pytest.mark.looks
@every_model
def test_a_record_can_be_added_where_that_makes_sense(staff, model):
    read_only = {
        Accreditation,
        AnnualReport,
        Announcement,
        AssignmentBatch,
        Attachment,
        Assignment,
        Attendance,
        Certificate,
        CommunityEventFile,
        Confirmation,
        ConfirmationFile,
        Decision,
        Draft,
        Enrollment,
        Erasure,
        ErasureRequest,
        Feedback,
        Inquiry,
        Contract,
        ContractFile,
        FundingNeed,
        Interest,
        Interview,
        Invitation,
        MailText,
        Payable,
        PayableFile,
        Message,
        Offer,
        OtherFunding,
        PartnerLetter,
        PartnerRequirement,
        PartnerYear,
        PaymentBatch,
        PaymentBatchFile,
        Reimbursement,
        ReimbursementFile,
        ReviewAssignment,
        ReferenceRequest,
        Session,
        Suggestion,
        Supply,
        TaxForm,
        VenueSheet,
        WalkIn,
        Workshop,
        ZipCode,
    }

    status = staff.get(address(model, "add")).status_code

    assert status == (403 if model in read_only else 200)


@pytest.mark.looks
@every_model
def test_a_record_has_a_history_page(staff, model):
    assert staff.get(address(model, "history", MAKE[model](1).pk)).status_code == 200


@pytest.mark.looks
@every_model
def test_a_stranger_is_sent_to_sign_in(client, stranger, model):
    client.force_login(stranger)
    url = address(model, "changelist")

    assert client.get(url).url == f"{reverse('admin:login')}?next={url}"


@pytest.mark.looks
@every_model
def test_staff_without_permission_are_refused(client, model):
    client.force_login(make_user(is_staff=True))

    assert client.get(address(model, "changelist")).status_code == 403


def test_the_first_page_lists_records_by_family(staff):
    page = staff.get(reverse("admin:index"))

    families = {app["name"]: len(app["models"]) for app in page.context_data["app_list"]}
    assert families == {
        "Applications and partners": 15,
        "Review and decisions": 9,
        "Program": 12,
        "Places": 6,
        "Shared by all programs": 2,
        "Facilitators": 9,
        "Workshops, teachers and community": 23,
        "Money": 13,
        "People": 3,
        "Mail": 2,
        "Privacy": 4,
    }


def test_staff_see_on_the_first_page_only_what_they_may(client):
    person = make_user(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="view_region"))
    client.force_login(person)

    page = client.get(reverse("admin:index"))

    assert [app["name"] for app in page.context_data["app_list"]] == ["Places"]
    assert "Interest list" not in page.content.decode()


@pytest.mark.parametrize("url", ["/admin/", "/admin/applications/region/", "/admin/login/"])
def test_no_page_has_a_style_or_script_of_its_own_in_it(staff, url):
    page = staff.get(url).content.decode()

    assert "<style" not in page
    assert ' style="' not in page
    assert "<script>" not in page


def test_a_program_shows_what_is_missing_and_what_hangs_on_it(staff):
    program = the_program()
    program.rounds.all().delete()

    page = staff.get(address(Program, "change", program.pk)).content.decode()

    assert "There is no application period. Add one." in page
    assert "20 requirements" in page
    assert f"/admin/applications/pin/?program__id__exact={program.pk}" in page


def test_the_lists_that_hang_on_a_program_show_its_own_records_only(staff):
    make_requirement()

    page = staff.get(
        address(Requirement, "changelist"),
        {"program_year__program__id__exact": the_program().pk},
    )

    assert page.context_data["cl"].result_count == 20


def test_a_new_record_starts_in_the_program_one_was_looking_at(staff):
    other = make_program()
    make_commitment(program=other, position=7)

    page = staff.get(
        address(Commitment, "add"), {"_changelist_filters": f"program__id__exact={other.pk}"}
    )

    initial = page.context_data["adminform"].form.initial
    assert (initial["program"], initial["position"]) == (other.pk, 8)


def test_a_new_record_starts_in_the_current_program(staff):
    page = staff.get(address(Terms, "add"))

    initial = page.context_data["adminform"].form.initial
    assert (initial["program"], initial["version"]) == (the_program().pk, 2)


def test_a_pin_says_its_status_in_words(staff):
    make_offer()

    page = staff.get(address(Pin, "changelist"), {"status": "reserved"})

    assert page.context_data["cl"].result_count == 1
    assert "Reserved for an offer</span>" in page.content.decode()

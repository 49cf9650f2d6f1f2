"""Valid records with as few words as possible: a test names only what it is about."""

from datetime import UTC, date, datetime
from itertools import count, cycle

from django.core.files.base import ContentFile
from django.utils import timezone

from applications import actions
from applications.demo_answers import answers, fill
from applications.form import Whole
from applications.models import (
    AnnualReport,
    Application,
    Attachment,
    Commitment,
    Confirmation,
    Course,
    Criterion,
    Decision,
    Draft,
    FundingTerms,
    Interview,
    Membership,
    Offer,
    OnboardingItem,
    Partner,
    PartnerLetter,
    Pin,
    Program,
    ProgramEvent,
    ProgramYear,
    ProgressCall,
    Question,
    Reference,
    ReferenceRequest,
    Region,
    Requirement,
    Review,
    ReviewAssignment,
    Round,
    SchoolYear,
    Terms,
)
from plp.core import invitations, pages
from plp.core.models import Invitation, User
from workshops.models import Cohort, CommunityEvent, EventRegistration, Teacher

_number = count(1)
_years = cycle(range(2100, 9000))  # tests name earlier ones themselves


def make_user(email=None, **fields):
    return User.objects.create_user(email or f"person{next(_number)}@example.org", **fields)


def make_invitation(kind="staff", email=None, *, changed=None, **fields):
    """An invitation that went the way of all; `changed` fields are then set past it."""
    made = invitations.invite(kind, email or f"invited{next(_number)}@example.org", **fields)
    Invitation.objects.filter(pk=made.pk).update(**(changed or {}))
    made.refresh_from_db()
    return made


def the_program() -> Program:
    """The program that every test database holds."""
    return Program.objects.get(slug="plp-2016")


def the_pin(slug="oakland-ca") -> Pin:
    return Pin.objects.select_related("region").get(program=the_program(), region__slug=slug)


def make_program(**fields):
    n = next(_number)
    text = dict.fromkeys(
        ["headline", "summary", "why", "who", "what_partners_do", "what_partners_get"], "Text."
    )
    more = dict.fromkeys(["map_text", "commitments_text", "privacy_policy", "page_title"], "Text.")
    named = {"name": f"Program {n}", "slug": f"program-{n}", "contact_email": "ask@example.org"}
    return Program.objects.create(**(named | text | more | fields))


def make_region(**fields):
    slug = f"region-{next(_number)}"
    defaults = {
        "slug": slug,
        "name": "High Desert",
        "city": "Bend",
        "state": "OR",
        "latitude": "44.0582",
        "longitude": "-121.3153",
        "zone": "America/Los_Angeles",
        "population_served": 250_000,
        "population_within_80km": 200_000,
        "population_as_of": date(2015, 7, 1),
    }
    return Region.objects.create(**(defaults | fields))


def make_pin(**fields):
    defaults = {"program": fields.get("program") or the_program()}
    if "region" not in fields:
        defaults["region"] = make_region()
    return Pin.objects.create(**(defaults | fields))


def make_partner(**fields):
    defaults = {"organization": f"Larkspur Office {next(_number)}", "started_on": date(2016, 5, 1)}
    if "region" not in fields:
        defaults["region"] = make_region()
    return Partner.objects.create(**(defaults | fields))


def make_partner_year(**fields):
    """A partner's year with a copy of each requirement of its program year."""
    partner = fields.pop("partner", None) or make_partner()
    year = fields.pop("program_year", None) or make_requirement().program_year
    return actions.open_year(partner, year, **fields)


def make_member(partner=None, **fields):
    """A program manager, unless said otherwise."""
    defaults = {"user": fields.get("user") or make_user(), "may_manage": True}
    defaults["partner"] = partner or make_partner()
    return Membership.objects.create(**(defaults | fields))


def make_draft(**fields):
    """A draft of which nothing is typed."""
    defaults = {"email": f"writer{next(_number)}@example.org"}
    defaults["program"] = fields["pin"].program if fields.get("pin") else the_program()
    return Draft.objects.create(**(defaults | fields))


def make_filled_draft(*, organization="Foundry Learning", pin=None, **fields):
    """A draft that can be sent: every section is typed and valid."""
    draft = make_draft(pin=pin or the_pin(), **fields)
    context = Whole(draft, pages.edition()).context
    fill(draft, answers(context, organization=organization, domain="foundry.example"))
    return draft


def make_sent(**fields):
    """An application that went the way of all: filled in and sent."""
    draft = make_filled_draft(**fields)
    terms = Terms.objects.filter(program=draft.program).latest("version")
    return actions.send(draft, terms=terms, on=date(2016, 2, 11))


def make_application(**fields):
    """The least of an application, without what was typed."""
    n = next(_number)
    defaults = {
        "organization": f"Foundry Learning {n}",
        "contact_email": f"dana@foundry{n}.example",
    }
    if "pin" not in fields:
        defaults["pin"] = make_pin()
    pin = fields.get("pin") or defaults["pin"]
    if "draft" not in fields:
        defaults["draft"] = make_draft(pin=pin)
    if fields.get("status") == "waitlisted":
        defaults["waiting_until"] = date(2016, 9, 1)
    return Application.objects.create(**(defaults | fields))


def make_offer(*, announced=True, **fields):
    application = fields.pop("application", None) or make_application(status="offered")
    defaults = {
        "application": application,
        "region": application.pin.region,
        "reply_by": date(2016, 4, 1),
        "announced_at": timezone.now() if announced else None,
    }
    return Offer.objects.create(**(defaults | fields))


def make_criterion(**fields):
    """A criterion with a scale of five steps: its points are 0, 25, 50, 75 and 100."""
    n = next(_number)
    steps = "\n".join(["Nothing yet", "Little", "Some", "Much", "All of it"])
    defaults = {"name": f"Experience {n}", "position": n, "scale": steps}
    if "program" not in fields:
        defaults["program"] = the_program()
    return Criterion.objects.create(**(defaults | fields))


def make_review(application=None, *, scores=None, done=True, **fields):
    """A review, done unless said otherwise; `scores` says {criterion: value}."""
    defaults = {"application": application or make_application(status="in_review")}
    if "reviewer" not in fields:
        defaults["reviewer"] = make_user()
    if done:
        defaults |= {"done_at": timezone.now(), "recommendation": "offer"}
    review = Review.objects.create(**(defaults | fields))
    for criterion, value in (scores or {}).items():
        review.scores.create(criterion=criterion, value=value)
    return review


def make_assignment(application=None, **fields):
    defaults = {"application": application or make_application(status="in_review")}
    if "reviewer" not in fields:
        defaults["reviewer"] = make_user()
    return ReviewAssignment.objects.create(**(defaults | fields))


def make_decision(application=None, **fields):
    """A decision that is ready to be announced: an offer, unless said otherwise."""
    application = application or make_application(status="in_review")
    defaults = {"application": application, "region": application.pin.region, "kind": "offer"}
    if fields.get("kind") != "decline":
        defaults["last_day"] = date(2016, 4, 1)
    return Decision.objects.create(**(defaults | fields))


def make_interview(application=None, **fields):
    defaults = {"application": application or make_application(status="in_review")}
    return Interview.objects.create(**(defaults | {"how": "By phone."} | fields))


def make_reference(application=None, **fields):
    n = next(_number)
    defaults = {
        "application": application or make_application(status="in_review"),
        "position": 1,
        "name": f"Ines {n}",
        "organization": "Mill",
        "relation": "We ran a summer school together.",
        "email": f"ines{n}@example.org",
    }
    return Reference.objects.create(**(defaults | fields))


def make_reference_request(application=None, **fields):
    defaults = {"reply_by": date(2016, 4, 1)}
    if "reference" not in fields:
        defaults["reference"] = make_reference(application)
    return ReferenceRequest.objects.create(**(defaults | fields))


def make_school_year(start=2030):
    days = {"first_day": date(start, 7, 1), "last_day": date(start + 1, 6, 30)}
    return SchoolYear.objects.create(name=f"{start}-{(start + 1) % 100:02}", **days)


def make_program_year(**fields):
    defaults = {"program": fields.get("program") or make_program(), "number": 1}
    if "school_year" not in fields:
        defaults["school_year"] = make_school_year(next(_years))
    return ProgramYear.objects.create(**(defaults | fields))


def make_event(*, states=(), **fields):
    defaults = {"slug": f"event-{next(_number)}", "kind": "summer_session"}
    if "program_year" not in fields:
        defaults["program_year"] = make_program_year()
    year = fields.get("program_year") or defaults["program_year"]
    first_day = year.school_year.first_day
    defaults |= {"place": "Omaha, NE", "first_day": first_day, "last_day": first_day}
    event = ProgramEvent.objects.create(**(defaults | fields))
    for state in states:
        event.attending.create(state=state)
    return event


def make_commitment(**fields):
    n = next(_number)
    defaults = {"slug": f"promise-{n}", "position": n, "title": f"Promise {n}", "text": "Text."}
    if "program" not in fields:
        defaults["program"] = make_program()
    return Commitment.objects.create(**(defaults | fields))


def make_requirement(**fields):
    defaults = {"kind": "meetups", "number": 4}
    if "program_year" not in fields:
        defaults["program_year"] = make_program_year()
    year = fields.get("program_year") or defaults["program_year"]
    if "commitment" not in fields:
        defaults["commitment"] = make_commitment(program=year.program)
    days = year.school_year.first_day, year.school_year.last_day
    defaults |= {"window_from": days[0], "window_until": days[1]}
    return Requirement.objects.create(**(defaults | fields))


def make_funding_terms(**fields):
    amounts = {"small_cohort": 4000, "large_cohort": 6000, "per_teacher": 160}
    defaults = {"from_day": date(2016, 1, 4), "facilitator_day_rate": 500} | amounts
    if "program" not in fields:
        defaults["program"] = make_program()
    return FundingTerms.objects.create(**(defaults | fields))


def make_terms(**fields):
    defaults = {"version": 1, "text": "Text."}
    if "program" not in fields:
        defaults["program"] = make_program()
    return Terms.objects.create(**(defaults | fields))


def make_round(**fields):
    defaults = {"name": "First application period", "opens_on": date(2016, 1, 4)}
    if "program" not in fields:
        defaults["program"] = make_program()
    return Round.objects.create(**(defaults | fields))


PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def make_attachment(**fields):
    defaults = {"name": "calendar.pdf", "kind": "pdf", "size": len(PDF)}
    if "draft" not in fields:
        defaults["draft"] = make_draft()
    return Attachment.objects.create(**(defaults | {"file": ContentFile(PDF, "a.pdf")} | fields))


def make_question(**fields):
    n = next(_number)
    defaults = {"slug": f"q{n}", "position": n, "text": "Q?", "kind": "short", "section": "people"}
    if "program" not in fields:
        defaults["program"] = make_program()
    return Question.objects.create(**(defaults | fields))


def make_partner_requirement(**fields):
    """A requirement of a partner: four meetups in its first year, unless said otherwise."""
    partner = fields.pop("partner", None) or make_partner()
    asked = fields.pop("requirement", None) or make_requirement(**fields)
    year = partner.years.filter(program_year=asked.program_year).first()
    year = year or make_partner_year(partner=partner, program_year=asked.program_year)
    return year.requirements.get(requirement=asked)


def make_confirmation(requirement=None, **fields):
    defaults = {"text": "The county pays for it.", "done_on": date(2016, 7, 1)}
    requirement = requirement or make_partner_requirement(kind="funding", number=None)
    return Confirmation.objects.create(**(defaults | {"requirement": requirement} | fields))


def make_confirmation_file(confirmation=None, **fields):
    defaults = {"name": "board.pdf", "kind": "pdf", "size": len(PDF)}
    confirmation = confirmation or make_confirmation()
    return confirmation.files.create(**(defaults | {"file": ContentFile(PDF, "a.pdf")} | fields))


def make_onboarding_item(**fields):
    n = next(_number)
    defaults = {"position": n, "title": f"Read part {n} of the guide", "from_day": date(2016, 1, 4)}
    if "program" not in fields:
        defaults["program"] = the_program()
    return OnboardingItem.objects.create(**(defaults | fields))


def make_call(partner_year=None, **fields):
    defaults = {"at": datetime(2016, 10, 3, 18, tzinfo=UTC), "how": "We call you."}
    defaults["partner_year"] = partner_year or make_partner_year()
    return ProgressCall.objects.create(**(defaults | fields))


def make_report(partner_year=None, **fields):
    defaults = {"partner_year": partner_year or make_partner_year()}
    return AnnualReport.objects.create(**(defaults | {"texts": {"year": "Text."}} | fields))


def make_letter(*partners, **fields):
    defaults = {"subject": "Hello", "body": "Text."}
    if "by" not in fields:
        defaults["by"] = make_user(is_staff=True)
    letter = PartnerLetter.objects.create(**(defaults | fields))
    letter.partners.set(partners)
    return letter


def make_teacher(**fields):
    n = next(_number)
    defaults = {"name": f"Teacher {n}", "email": f"teacher{n}@example.org", "state": "OR"}
    return Teacher.objects.create(**(defaults | fields))


def make_course(**fields):
    n = next(_number)
    defaults = {"code": f"course-{n}", "name": "CS", "full_name": "Computer Science"}
    return Course.objects.create(**(defaults | {"grades": "6–9"} | fields))


def make_cohort(*teachers, **fields):
    defaults = {}
    for name, make in [
        ("partner", make_partner),
        ("course", make_course),
        ("school_year", lambda: make_school_year(next(_years))),
    ]:
        if name not in fields:
            defaults[name] = make()
    cohort = Cohort.objects.create(**(defaults | fields))
    for teacher in teachers:
        cohort.members.create(teacher=teacher)
    return cohort


def make_registration(**fields):
    """A teacher who comes, unless a member or something else is said."""
    defaults = {"registered_at": timezone.now()}
    if "event" not in fields:
        defaults["event"] = make_event()
    if "partner" not in fields:
        defaults["partner"] = make_partner()
    if "member" not in fields and "teacher" not in fields:
        defaults["teacher"] = make_teacher()
    return EventRegistration.objects.create(**(defaults | fields))


def make_community_event(**fields):
    """A planned meetup of one day, unless said otherwise."""
    day = fields.pop("day", date(2016, 10, 8))
    defaults = {
        "kind": "meetup",
        "title": f"Meetup {next(_number)}",
        "first_day": day,
        "last_day": day,
        "place": "Cottonwood College",
    }
    if "partner" not in fields:
        defaults["partner"] = make_partner()
    if fields.get("status") == "completed":
        defaults["headcount"] = 12
    return CommunityEvent.objects.create(**(defaults | fields))

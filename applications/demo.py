"""Fictional records for trying every screen. No organization, person or address here is real."""

from datetime import date, datetime, time, timedelta

from django.contrib.auth.models import Group
from django.db import transaction

from applications import actions, demo_portal, demo_reviews
from applications.demo_answers import answers, fill
from applications.form import Whole
from applications.models import (
    Application,
    ApplicationStatusChange,
    District,
    Interest,
    Membership,
    Offer,
    Partner,
    Pin,
    Program,
    Region,
    Terms,
)
from applications.registry import load_demo_records
from plp.core import pages
from plp.core.auth import DEMO_PASSWORD
from plp.core.days import PACIFIC
from plp.core.models import User

Status = Application.Status

MANAGER = "manager@example.org"  # acts for the first of the partners

# How an application came where it is.
IN_REVIEW = [Status.IN_REVIEW]
ASKED_AGAIN = [*IN_REVIEW, Status.CHANGES_REQUESTED]
OFFERED = [*IN_REVIEW, Status.OFFERED]
WAITLISTED = [*IN_REVIEW, Status.WAITLISTED]
DECLINED = [*IN_REVIEW, Status.DECLINED]

# Region, organization, and for how many days it had been a partner, or since when and until when.
PARTNERS = [
    ("los-angeles-ca", "Lanternfish Learning Cooperative", 900, None),
    ("atlanta-ga", "Paper Kite Teaching Center", 540, None),
    ("chicago-il", "Tin Whistle Education Service Unit", 200, None),
    ("new-york-ny", "Marmalade Harbor University", 150, None),
    ("salt-lake-city-ut", "Copper Teapot Educators", 60, None),
    ("miami-fl", "Blue Umbrella School Alliance", 1100, 380),
    ("seattle-wa", "Rainy Tuesday Institute", 800, 30),
    ("seattle-wa", "Quiet Owl Teachers Network", 29, None),
    ("detroit-mi", "Wandering Compass Foundation", 700, 90),
]

# Region, organization, days since it applied, and its way from there.
APPLICATIONS = [
    ("houston-tx", "Velvet Cactus Learning Lab", 70, OFFERED),
    ("houston-tx", "Second Breakfast Academy Trust", 64, WAITLISTED),
    ("boston-ma", "Clockwork Heron Center", 66, OFFERED),
    ("oakland-ca", "Sunday Bicycle Teachers Guild", 41, IN_REVIEW),
    ("san-francisco-ca", "Foghorn and Fern Education Office", 33, IN_REVIEW),
    ("san-francisco-ca", "Hummingbird Ledger Institute", 12, IN_REVIEW),
    ("boise-id", "Potato Moon Regional Service Center", 25, ASKED_AGAIN),
    ("detroit-mi", "Velvet Cactus Learning Lab", 18, IN_REVIEW),
    ("phoenix-az", "Walking Lighthouse College", 55, DECLINED),
    ("austin-tx", "Lemonade Orchestra Schools", 48, [Status.WITHDRAWN]),
    ("miami-fl", "Blue Umbrella School Alliance", 3, []),
]

CONDITIONS = "Name your program manager by the end of next month."
DECLINED_BECAUSE = "We chose an applicant who works with more districts of the region already."
MESSAGE = (
    "You write that the costs are covered, and also that the grant ends in June. Who pays after "
    "that? And please name the community that you would join."
)

# Name, state, region, and for how many days it had been a partner district, if it is one.
DISTRICTS = [
    ("Lower Marzipan Unified", "CA", "los-angeles-ca", 800),
    ("Upper Marzipan Unified", "CA", "los-angeles-ca", None),
    ("Thistledown County Schools", "GA", "atlanta-ga", 400),
    ("Elbow Lake Community District", "IL", "chicago-il", 250),
    ("Pinwheel City Schools", "NY", "new-york-ny", None),
    ("Saltshaker Valley District", "UT", "salt-lake-city-ut", 100),
    ("Teacup Prairie Independent District", "TX", "houston-tx", None),
    ("Nowhere in Particular Schools", "MT", None, None),
]

# Organization, ZIP code, county, region, days since it asked. No region serves the first three.
INTERESTS = [
    ("Dusty Piano Education Center", "79901", "El Paso County", None, 80),
    ("Three Geese School Board", "59801", "Missoula County", None, 35),
    ("Half-Built Treehouse Academy", "96910", "Guam", None, 9),
    ("Pebble and Pocketwatch College", "94612", "Alameda County", "oakland-ca", 2),
]


def is_loaded() -> bool:
    """Whether there are records of partners or applicants, the demo's or others'."""
    return Partner.objects.exists() or Application.objects.exists()


@transaction.atomic
def load(on: date) -> Program:
    """Clone the oldest program into the school year of a day, and people it with fictions.

    Raises TransitionError where the clone cannot be made or shown; nothing is saved then.
    """
    program = _this_year(on)
    regions = {region.slug: region for region in Region.objects.all()}
    _load_partners(regions, program, on)
    staff = _hire_staff()
    reviewer = staff["Reviewer"]
    pins = {pin.region.slug: pin for pin in Pin.objects.filter(program=program)}
    applications = [
        _apply(pins[slug], organization, on, _days_before(on, ago))
        for slug, organization, ago, _ in APPLICATIONS
    ]
    for application, (_, _, ago, way) in zip(applications, APPLICATIONS, strict=True):
        for step, status in enumerate(way, start=1):
            _move(application, status, by=reviewer, reply_by=on + timedelta(days=14))
            _move_back(application, _days_before(on, ago - 3 * step))
    demo_reviews.load(reviewer, staff["Program staff"], on)
    _start(pins["san-diego-ca"], "Bassoon Meadow Academy")
    _load_districts(regions, on)
    _load_interests(regions, on)
    load_demo_records(on)
    demo_portal.load(staff["Program staff"], on)
    pages.changed()
    return program


def _hire_staff():
    """Make one colleague for each group of staff that has none; return them by its name."""
    made = {}
    for group in Group.objects.exclude(name="Administrator"):
        word = group.name.lower().replace(" ", ".")
        person = User.objects.create_user(
            f"{word}@example.org", DEMO_PASSWORD, name=f"Demo {group.name}", is_staff=True
        )
        person.groups.add(group)
        made[group.name] = person
    return made


def _this_year(on):
    """Return the program of the school year that a day lies in, cloned from the first."""
    start = on.year if on.month >= 7 else on.year - 1
    slug = f"plp-{start}"
    program = Program.objects.filter(slug=slug).first()
    if program is None:
        first = Program.objects.earliest("pk")
        years = f"{start}-{(start + 1) % 100:02}"
        name = f"{first.name} {years.replace('-', '–')}"
        program = actions.clone_program(first, name=name, slug=slug, first_school_year=years)
        published_on = first.terms.latest("version").published_on
        Terms.objects.filter(program=program).update(published_on=published_on)
    actions.make_current(program)
    return program


def _load_partners(regions, program, on):
    """Make the partners; those who still are have this year, and the first has a member."""
    year = program.years.running_or_next(on)
    for slug, organization, begun, ended in PARTNERS:
        partner = Partner.objects.create(
            organization=organization,
            region=regions[slug],
            website=f"https://{_word(organization)}.example/",
            started_on=on - timedelta(days=begun),
            ended_on=ended and on - timedelta(days=ended),
        )
        if not ended:
            opened = actions.open_year(partner, year, manager_fte=year.manager_fte)
            actions.confirm_year(opened, by=None, note="")
    _load_members(Partner.objects.get(organization=PARTNERS[0][1]))


def _load_members(partner):
    """Give a partner a program manager who can sign in, and someone who has yet to accept."""
    manager = User.objects.create_user(MANAGER, DEMO_PASSWORD, name="Mona Manager")
    member, year = Membership(partner=partner, user=manager, may_manage=True), partner.years.get()
    member.save()
    member.shares.create(year=year, fte=year.manager_fte)
    for item in year.program_year.program.onboarding.all()[:2]:
        actions.finish_item(item, manager)
    actions.invite_member(
        partner,
        by=None,
        email="signatory@lanternfish.example",
        name="Sid Signatory",
        rights=["signatory"],
    )


def _apply(pin, organization, on, at):
    """Start, fill and send an application, as an applicant would; then date it earlier."""
    draft = _start(pin, organization)
    terms = pin.program.terms.latest("version")
    application = actions.send(draft, terms=terms, on=on)
    Application.objects.filter(pk=application.pk).update(submitted_at=at)
    return application


def _start(pin, organization):
    """Start a draft and fill all of it; nobody has sent it yet."""
    domain = f"{_word(organization)}.example"
    draft = actions.start_draft(pin.program, email=f"office@{domain}", pin=pin)
    context = Whole(draft, pages.edition()).context
    number = sum(map(ord, organization)) % 1_000  # the same each time, and hardly two alike
    said = answers(context, organization=organization, domain=domain, number=number)
    fill(draft, said)
    return draft


def _move(application, status, *, by, reply_by):
    """Take a step as staff would, with its mails."""
    match status:
        case Status.OFFERED:
            actions.offer(application, by=by, reply_by=reply_by, conditions=CONDITIONS)
        case Status.CHANGES_REQUESTED:
            actions.request_changes(
                application, by=by, sections=["funding", "community"], message=MESSAGE
            )
        case Status.WITHDRAWN:
            actions.withdraw(application, reason="We found that we have too little time.")
        case Status.WAITLISTED:
            actions.waitlist(application, by=by, until=reply_by + timedelta(days=60))
        case Status.DECLINED:
            actions.decline(application, by=by, message=DECLINED_BECAUSE)
        case _:
            actions.start_review(application, by=by)


def _move_back(application, at):
    """Date the last move of an application when it would have been made."""
    last = application.changes.latest("pk")
    ApplicationStatusChange.objects.filter(pk=last.pk).update(at=at)
    Offer.objects.filter(application=application).update(announced_at=at)


def _load_districts(regions, on):
    for name, state, slug, since in DISTRICTS:
        District.objects.get_or_create(
            name=name,
            state=state,
            defaults={
                "region": regions.get(slug),
                "partner_since": since and on - timedelta(days=since),
            },
        )


def _load_interests(regions, on):
    for organization, zip_code, county, slug, ago in INTERESTS:
        interest, _ = Interest.objects.get_or_create(
            email=f"office@{_word(organization)}.example",
            zip=zip_code,
            defaults={
                "organization": organization,
                "county": county,
                "region": regions.get(slug),
            },
        )
        Interest.objects.filter(pk=interest.pk).update(created_at=_days_before(on, ago))


def _days_before(on, days):
    """Noon Pacific, so many days before a day."""
    return datetime.combine(on - timedelta(days=days), time(12), tzinfo=PACIFIC)


def _word(organization):
    return organization.split()[0].lower().replace("-", "")

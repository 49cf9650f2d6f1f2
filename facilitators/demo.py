"""Fictional facilitators of the demo, with what they may lead, when not, and what was asked."""

from datetime import date, timedelta

from applications.models import Course, Partner
from applications.registry import demo_records
from facilitators import actions, demo_contracts
from facilitators.models import Accreditation, Facilitator, Inquiry, Suggestion, Unavailability
from plp.core.auth import DEMO_PASSWORD
from plp.core.days import start_of
from plp.core.models import User

FACILITATOR = "facilitator@example.org"

# Name, home ZIP code, how far they travel, and what they say of themselves. Nobody here is real.
PEOPLE = [
    ("Jonas Tinderbox", "90012", 150, "Teaches at Marzipan High School. Leads with a lantern."),
    ("Ines Buttonhole", "90012", 40, "Began as a librarian, and still whispers when it counts."),
    ("Otto Kettledrum", "92101", 250, "Led two summers of workshops. Brings every cable twice."),
    ("Wanda Windowsill", "94612", 100, "Middle school teacher; builds games from cardboard."),
    ("Felix Applecart", "30303", 100, "Taught mathematics for ten years, then found loops."),
    ("Greta Gooseberry", "30303", 60, ""),
    ("Hugo Saltmarsh", "60601", 300, "Likes trains, and the towns at the end of the line."),
    ("Ida Lampshade", "10001", 80, "Runs the computing club of Half-Moon High School."),
    ("Kit Quiltmaker", "84101", 500, "Drives a van with thirty laptops in it."),
    ("Lena Inkpot", "98101", 100, ""),
    ("Milo Peppercorn", "48201", 120, "Writes the worksheets that others borrow."),
    ("Nell Candlewick", "", 100, "Has just moved, and will say where to."),
]

# For each, in turn: the place of a course, and days from today to the first and the last day.
ACCREDITED = [
    [(0, -400, 50), (1, -100, 500)],
    [(0, -300, 400)],
    [(0, -300, 10), (1, -300, 400)],
    [(0, -200, 300)],
    [(0, -500, 200)],
    [(0, -700, -30)],
    [(0, -60, 600), (1, -60, 600)],
    [(0, -200, 250)],
    [(0, -365, 365)],
    [(0, 20, 700)],
    [(0, -100, 300)],
    [],
]
REVOKED = 10  # the place of the one whose accreditation was revoked
REASON = "Has changed to another line of work, and does not teach any more."

# The place of a facilitator, days from today to the first and the last day, and the note.
AWAY = [
    (0, -20, -18, "Robotics finals"),
    (0, 8, 8, "Parents’ evening"),
    (0, 26, 40, "My sister marries, far away."),
    (2, 5, 90, ""),
    (6, 14, 15, "Train museum"),
]


@demo_records
def load(on: date) -> None:
    """Write people, what they may lead, when they cannot come, questions and contracts."""
    people = [_person(*said) for said in PEOPLE]
    people[0].user = User.objects.create_user(FACILITATOR, DEMO_PASSWORD, name=people[0].name)
    people[0].save()
    courses = list(Course.objects.order_by("code"))
    if courses:
        _accredit(people, courses, on)
    for number, first, last, note in AWAY:
        Unavailability.objects.create(
            facilitator=people[number], note=note, **_days(on, first, last)
        )
    partners = list(Partner.objects.active().order_by("pk"))
    manager = partners and partners[0].memberships.filter(may_manage=True).first()
    if manager and courses:
        _suggest(partners[0], manager.user, courses)
        _ask(partners[0], manager.user, people, courses, on)
        demo_contracts.load(partners, people, manager.user, on)


def _person(name, home_zip, miles, bio):
    word = name.split()[0].lower()
    email = FACILITATOR if (name, home_zip, miles, bio) == PEOPLE[0] else f"{word}@tinder.example"
    return Facilitator.objects.create(
        name=name, email=email, home_zip=home_zip, travels_up_to=miles, bio=bio
    )


def _accredit(people, courses, on):
    for number, (person, rows) in enumerate(zip(people, ACCREDITED, strict=True)):
        for place, first, last in rows[: len(courses)]:
            revoked = {"revoked_from": on - timedelta(days=7), "revoke_reason": REASON}
            Accreditation.objects.create(
                facilitator=person,
                course=courses[place],
                **_days(on, first, last),
                **(revoked if number == REVOKED else {}),
            )


def _days(on, first, last):
    return {"first_day": on + timedelta(days=first), "last_day": on + timedelta(days=last)}


def _suggest(partner, by, courses):
    made = Suggestion.objects.create(
        name="Pearl Nightjar",
        email="pearl@nightjar.example",
        why="She has led our meetups for two years, and people stay until the lights go out.",
        partner=partner,
        by=by,
    )
    made.courses.set(courses[:1])


def _ask(partner, by, people, courses, on):
    """Ask two facilitators, of whom one has answered, and staff."""
    said = {"course": courses[0], "place": "Lower Marzipan Library", "message": "Twenty teachers."}
    dates = "The first or the second Saturday of next month"
    waiting = actions.ask_facilitator(partner, people[0], by=by, on=on, dates=dates, **said)
    answered = actions.ask_facilitator(partner, people[3], by=by, on=on, dates=dates, **said)
    asked = actions.ask_staff(
        partner, by=by, on=on, dates="Any weekday in spring", course=courses[-1]
    )
    for inquiry in (waiting, answered, asked):
        Inquiry.objects.filter(pk=inquiry.pk).update(asked_at=start_of(on - timedelta(days=2)))
    answered.refresh_from_db()
    actions.answer_inquiry(
        answered, says="perhaps", answer="The second one, if I find a sitter.", by=None, on=on
    )

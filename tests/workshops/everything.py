"""One row of every record of workshops: what is swept when a person is erased."""

from datetime import date

from django.utils import timezone

from plp.core.codes import new_code
from tests.workshops.make import make_attendance, make_enrollment, make_leading, make_workshop
from tests.workshops.make_money import make_payable, make_reimbursement
from workshops.models import (
    Blackout,
    Certificate,
    ChecklistItem,
    CountedAnyway,
    Feedback,
    FeedbackQuestion,
    FundingNeed,
    FundingTarget,
    OtherFunding,
    PlanningWishes,
    ProgramBudget,
    TaxForm,
    VenueSheet,
    WalkIn,
    WorkshopRules,
)

DAY = date(2016, 10, 8)


def make_everything_of_workshops(administrator):
    workshop = make_workshop(DAY, status="completed")
    workshop.changes.create(old="in_progress", new="completed")
    CountedAnyway.objects.create(workshop=workshop, reason="Text.", by=administrator)
    make_leading(workshop, status="confirmed").changes.create(old="asked", new="confirmed")
    PlanningWishes.objects.create(partner=workshop.partner)
    Blackout.objects.create(partner=workshop.partner, first_day=DAY, last_day=DAY)
    WorkshopRules.objects.create(program_year=workshop.partner_year.program_year)
    make_place(workshop, administrator)
    make_attended(workshop)
    make_money(workshop.partner_year, administrator)


def make_place(workshop, by):
    """What is ready at its place."""
    VenueSheet.objects.create(workshop=workshop)
    item = ChecklistItem.objects.create(what="Text.", days_before=7)
    workshop.checked.create(item=item, by=by)
    workshop.supplies.create(what="Text.", needed_by=DAY, by=by)


def make_attended(workshop):
    """Somebody who was there, said what they thought and has a certificate; another walked in."""
    enrollment = make_enrollment(workshop)
    enrollment.changes.create(old="waitlisted", new="enrolled")
    make_attendance(enrollment)
    Certificate.objects.create(enrollment=enrollment, code=new_code())
    make_feedback(enrollment, words="Text.")
    WalkIn.objects.create(
        session=workshop.sessions.first(),
        name="Text",
        email="w@example.org",
        came_at=timezone.now(),
    )


def make_feedback(enrollment, *, score=4, words=""):
    """Feedback with a score for each question of the scale, and words where some are asked for."""
    made = Feedback.objects.create(enrollment=enrollment)
    for question in FeedbackQuestion.objects.filter(is_active=True):
        if question.kind == FeedbackQuestion.Kind.SCALE:
            made.answers.create(question=question, score=score)
        elif words:
            made.answers.create(question=question, words=words)
    return made


def make_money(year, by):
    """What a partner asked for and was paid, what it owes, and what it found elsewhere."""
    request = make_reimbursement(100, partner_year=year, status="paid")
    request.changes.create(old="approved", new="paid")
    request.batch.changes.create(old="made", new="paid")
    file = {"name": "a.pdf", "kind": "pdf", "size": 1}
    request.files.create(file="reimbursements/a.pdf", **file)
    request.batch.files.create(file="payments/a.csv", sha256="x", **file)
    payable = make_payable(500, status="paid")
    payable.changes.create(old="approved", new="paid")
    payable.lines.get().files.create(file="receipts/a.pdf", **file)
    payable.lines.get().objections.create(text="Text.", answer="Text.")
    TaxForm.objects.create(partner=year.partner, facilitator=payable.payee, since=DAY)
    target = {"percent": 50, "of_year": 3, "by_end_of_year": 1}
    FundingTarget.objects.create(program=year.program_year.program, **target)
    ProgramBudget.objects.create(program_year=year.program_year, amount=1)
    of_year = {"partner": year.partner, "school_year": year.program_year.school_year, "amount": 1}
    FundingNeed.objects.create(**of_year)
    OtherFunding.objects.create(source="Text.", since=DAY, by=by, **of_year)

"""Reimbursement requests of the demo, in every status, with the batches that pay them. Nothing here
is real."""

from datetime import date, datetime, time, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from applications.models import Partner, PartnerYear, Program
from applications.registry import demo_records
from plp.core import pdf
from plp.core.days import PACIFIC
from plp.core.models import User
from plp.core.workflow import TransitionError
from workshops.actions import batching, claiming, deciding, showing
from workshops.models import (
    Cohort,
    CommunityEvent,
    Enrollment,
    EventRegistration,
    FundingNeed,
    FundingTarget,
    OtherFunding,
    PaymentBatch,
    ProgramBudget,
    Reimbursement,
    ReimbursementFile,
    Workshop,
)
from workshops.money.cohorts import claim_of
from workshops.money.stamps import stamp_of, stamp_of_lines

Role = ReimbursementFile.Role
NOON = time(12)
URBAN = ["no", "yes"]  # as staff decided of the first partners; of the others nobody knows yet
URBAN_WHY = "The Census Bureau’s list of urban areas."

# What was bought, days before today, and dollars.
BOUGHT = [
    ("Extension cords and power strips", 9, ["48.50", "31.99"]),
    ("Name badges", 16, ["22.75"]),
]
# Days before today of an event, what becomes of the request for it, and the word that says why.
FOR_EVENTS = [
    (75, "decline", "Prizes are not among the costs that we reimburse."),
    (40, "return_request", "Please add the receipt of the bakery, and send it again."),
]
FOUND = [
    ("Marzipan Family Foundation", 12_000, 80, "Stipends of next year’s teachers"),
    ("Saltshaker Software", 4_500, 35, "Rooms and food of the meetups"),
]


@demo_records
def load(on: date) -> None:
    """Let the first two partners ask for money, and staff and finance do their part."""
    finance = User.objects.filter(groups__name="Finance").order_by("pk").first()
    staff = User.objects.filter(groups__name="Program staff").order_by("pk").first()
    partners = Partner.objects.active().order_by("pk")[: len(URBAN)]
    years = [year for partner in partners if (year := _running(partner, on))]
    for year, urban in zip(years, URBAN, strict=False):
        year.urban, year.urban_reason = urban, URBAN_WHY
        year.save()
    for program in Program.objects.filter(years__partner_years__in=years).distinct():
        _plan(program)
    for year in years:
        _find(year, on)
    makers = [_Maker(year, staff, finance, on) for year in years]
    for number, maker in enumerate(makers):
        if maker.can_ask:
            maker.load(is_first=not number)


def _running(partner, on):
    school_year = "program_year__school_year"
    running = {f"{school_year}__first_day__lte": on, f"{school_year}__last_day__gte": on}
    return partner.years.filter(**running).select_related("partner", school_year).first()


def _plan(program):
    """Say what the years may spend, and what partners should find elsewhere."""
    for program_year in program.years.order_by("number"):
        amount = 40_000 * program_year.number
        ProgramBudget.objects.get_or_create(
            program_year=program_year,
            defaults={"amount": amount, "note": "As agreed at the summit."},
        )
    FundingTarget.objects.get_or_create(
        program=program, of_year=3, by_end_of_year=1, defaults={"percent": 50}
    )


def _find(year, on):
    school_year = year.program_year.school_year
    FundingNeed.objects.create(
        partner=year.partner,
        school_year=school_year,
        amount=31_500,
        note="A quarter of a position, four workshops, five meetups.",
    )
    for source, amount, ago, note in FOUND:
        OtherFunding.objects.create(
            partner=year.partner,
            school_year=school_year,
            source=source,
            amount=amount,
            since=max(on - timedelta(days=ago), school_year.first_day),
            note=note,
        )


class _Maker:
    """Who asks for a partner in a year, who decides, and who pays."""

    def __init__(self, year: PartnerYear, staff, finance, on):
        self.year, self.partner, self.on = year, year.partner, on
        self.staff, self.finance = staff, finance
        member = self.partner.memberships.filter(may_manage=True).first()
        self.manager = member and member.user

    @property
    def can_ask(self):
        return bool(self.staff and self.finance)

    def load(self, is_first):
        """The first partner has been paid once and asks again; the second waits to be paid."""
        done = Workshop.objects.filter(
            partner_year=self.year, status=Workshop.Status.COMPLETED
        ).order_by("sessions__day")
        first, last = done.first(), done.last()
        group = first and self._group(first, keeps_proposals=is_first)
        paid = group and self._ask(group, first, "approve")
        if paid:
            self._pay([paid], is_paid=is_first)
        if paid and last != first:
            self._ask(group, last)
        if is_first:
            for ago, step, word in FOR_EVENTS:
                self._ask_for_event(ago, step, word)
            self._ask_for_invoices()
        else:
            self._ask_for_event(*FOR_EVENTS[1][:1], "approve", "")

    def _group(self, workshop, keeps_proposals):
        """Take who was there into the group; some of the first partner's are proposed to it."""
        cohort, _ = Cohort.objects.get_or_create(
            partner=self.partner,
            course=workshop.course,
            school_year=self.year.program_year.school_year,
        )
        here = Enrollment.objects.filter(workshop=workshop, attendances__is_present=True)
        if keeps_proposals:
            known = EventRegistration.objects.filter(teacher__isnull=False)
            here = here.exclude(teacher__in=known.values("teacher"))
        for row in here.exclude(teacher__in_cohorts__cohort=cohort).select_related("teacher"):
            cohort.members.create(teacher=row.teacher)
        return cohort

    def _ask(self, cohort, workshop, step=None):
        """Ask for what is completed by a workshop; nothing where that brings nothing."""
        day = workshop.sessions.latest("day").day + timedelta(days=1)
        claim = claim_of(cohort, day)
        if claim.obstacles:
            return None
        request = claiming.begin(cohort, on=day)
        claiming.send(request, by=self.manager, on=day, seen=stamp_of(claim))
        return self._decide(request, day, step)

    def _decide(self, request, day, step, word=""):
        if step:
            getattr(deciding, step)(request, by=self.staff, word=word)
        _back(request, day, 5)
        return request

    def _ask_for_event(self, ago, step, word):
        """Ask for what an event cost, eight days after it."""
        day = self.on - timedelta(days=ago)
        if day < self.year.program_year.school_year.first_day:
            return
        events = self.partner.community_events.filter(
            first_day=day, status=CommunityEvent.Status.COMPLETED
        )
        for event in events:
            day = event.last_day + timedelta(days=8)
            request = claiming.begin_event(event, on=day)
            showing.add_line(request, text="Food and drinks", amount="186.40")
            self._show(request, "receipt-bakery.pdf", Role.RECEIPT, day)
            self._show(request, "who-came.pdf", Role.ATTENDANCE, day)
            seen = stamp_of_lines(request)
            claiming.send(request, by=self.manager, on=day, seen=seen)
            self._decide(request, day, step, word)

    def _ask_for_invoices(self):
        """Begin one request, and take another back."""
        for at, (title, ago, amounts) in enumerate(BOUGHT):
            day = self.on - timedelta(days=ago)
            try:
                request = claiming.begin_invoice(self.partner, on=self.on, title=title, of_day=day)
            except TransitionError:  # early in the year, that was before it
                continue
            for n, amount in enumerate(amounts, 1):
                showing.add_line(request, text=f"Invoice {n}", amount=amount)
            self._show(request, "invoice.pdf", Role.RECEIPT, day)
            if at:
                claiming.withdraw(request, by=self.manager)

    def _show(self, request, name, role, day):
        upload = SimpleUploadedFile(name, _paper(request, name, day))
        showing.add_paper(request, upload, role=role, by=self.manager)

    def _pay(self, requests, is_paid):
        """Pay a batch, after another of the same requests was taken apart; or leave it to be
        paid."""
        keys = [request.pk for request in requests]
        if is_paid:
            first = batching.make_batch(keys, by=self.finance)
            word = "The bank wants another day."
            batching.take_apart(first, by=self.finance, word=word)
        batch = batching.make_batch(keys, by=self.finance)
        if not is_paid:
            return
        day = max(self.on - timedelta(days=30), requests[0].as_of + timedelta(days=10))
        day = min(day, self.on)
        PaymentBatch.objects.filter(pk=batch.pk).update(made_at=_moment(day))
        batch.refresh_from_db()
        paid_on = min(day + timedelta(days=2), self.on)
        batching.pay_batch(batch, by=self.finance, paid_on=paid_on, reference="ACH 20417")
        _back(batch, paid_on, 0)


def _paper(request, name, day):
    row = pdf.Row("For", str(request))
    return pdf.letter(
        title=name,
        heading="An example of the demo",
        below="Nothing here is real.",
        reference=request.code,
        contact="Written by nobody, for trying it",
        parts=[pdf.Part("What it shows", [row])],
        dated=day,
    )


def _back(record, day, between):
    """Date the moves of a record back, so many days apart from a day on."""
    for n, change in enumerate(record.changes.order_by("pk")):
        record.changes.filter(pk=change.pk).update(at=_moment(day + timedelta(days=n * between)))
    if isinstance(record, Reimbursement):
        Reimbursement.objects.filter(pk=record.pk).update(made_at=_moment(day))


def _moment(day):
    return datetime.combine(day, NOON, PACIFIC)

"""What a partner has promised for each school year."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from applications.models.commitments import NUMBERED_KINDS, Requirement
from applications.models.partner import Partner
from applications.models.program import Terms
from applications.models.years import ProgramEvent, ProgramYear
from plp.core import days
from plp.core.days import validate_day
from plp.core.history import kept_history
from plp.core.workflow import StatusChange, Workflow


class YearStatus(models.TextChoices):
    TO_RENEW = "to_renew", "To renew"
    CONFIRMED = "confirmed", "Confirmed"
    NOT_RENEWING = "not_renewing", "Not renewing"


class PartnerYear(Workflow):
    """One program year of a partner: what it has agreed to, and how staff see it."""

    Status = YearStatus
    MOVES = {YearStatus.TO_RENEW: {YearStatus.CONFIRMED, YearStatus.NOT_RENEWING}}

    class Urban(models.TextChoices):
        YES = "yes", "Urban"
        NO = "no", "Not urban"

    class UrbanSaid(models.TextChoices):
        YES = "yes", "Urban"
        NO = "no", "Not urban"
        UNSURE = "unsure", "Not sure"

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="years")
    program_year = models.ForeignKey(ProgramYear, models.PROTECT, related_name="partner_years")
    status = models.CharField(
        max_length=20, choices=YearStatus, default=YearStatus.TO_RENEW, editable=False
    )
    terms = models.ForeignKey(
        Terms, models.PROTECT, null=True, blank=True, verbose_name="accepted terms"
    )
    manager_fte = models.DecimalField(
        "program manager's share of full time (FTE)",
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text="As the partner says; 0.25 is a quarter.",
    )
    urban = models.CharField(
        max_length=3,
        choices=Urban,
        blank=True,
        help_text="As you decide, whatever the applicant wrote. Empty: not decided yet, and money "
        "cannot be requested.",
    )
    urban_reason = models.TextField("why", blank=True)
    urban_said = models.CharField(
        "urban, as the partner sees it",
        max_length=10,
        choices=UrbanSaid,
        blank=True,
        db_default="",
        editable=False,
    )

    history = kept_history(exclude=["status"])

    class Meta:
        ordering = ["partner", "program_year__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "program_year"],
                name="partneryear_one_a_program_year",
                violation_error_message="This partner has this year already.",
            ),
            models.CheckConstraint(
                condition=Q(urban="") | ~Q(urban_reason=""),
                name="partneryear_urban_with_a_reason",
                violation_error_message="Say why you decided so.",
            ),
        ]

    def __str__(self):
        return f"{self.partner}, {self.program_year}"


class PartnerYearStatusChange(StatusChange):
    """One move of a partner year."""

    partner_year = models.ForeignKey(PartnerYear, models.CASCADE, related_name="changes")


class PartnerRequirementQuerySet(models.QuerySet):
    def kept_as_asked(self):
        """Those that staff have neither adjusted nor waived."""
        return self.filter(adjusted_because="", waived_because="")

    def behind(self):
        """Those of them that ask for something else than the program does by now."""
        other = Q(pk__in=[])
        for name in ("number", "window_from", "window_until"):
            theirs = f"requirement__{name}"
            is_none = Q(**{f"{name}__isnull": True})
            has_none = Q(**{f"{theirs}__isnull": True})
            other |= ~is_none & has_none | is_none & ~has_none
            other |= Q(**{f"{name}__lt": F(theirs)}) | Q(**{f"{name}__gt": F(theirs)})
        going_on = self.filter(partner_year__partner__ended_on__isnull=True)
        return (
            going_on.exclude(partner_year__status=YearStatus.NOT_RENEWING)
            .kept_as_asked()
            .filter(other)
        )


class PartnerRequirement(models.Model):
    """A requirement as it holds for one partner: a number and window of its own, or waived."""

    partner_year = models.ForeignKey(PartnerYear, models.CASCADE, related_name="requirements")
    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="of_partners")
    number = models.DecimalField(
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    window_from = models.DateField("counts from", null=True, blank=True, validators=[validate_day])
    window_until = models.DateField("last day", null=True, blank=True, validators=[validate_day])
    adjusted_because = models.TextField("why it differs", blank=True)
    waived_because = models.TextField(
        "waived because", blank=True, help_text="Empty: it is not waived."
    )

    objects = PartnerRequirementQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["partner_year", "requirement__commitment__position", "requirement"]
        verbose_name = "requirement of a partner"
        verbose_name_plural = "requirements of partners"
        constraints = [
            models.UniqueConstraint(
                fields=["partner_year", "requirement"], name="partnerrequirement_one_a_year"
            ),
            models.CheckConstraint(
                condition=Q(window_from__isnull=True, window_until__isnull=True)
                | Q(
                    window_from__isnull=False,
                    window_until__isnull=False,
                    window_until__gte=F("window_from"),
                ),
                name="partnerrequirement_window_in_order",
                violation_error_message="Give both days, the last not before the first.",
            ),
        ]

    def __str__(self):
        return f"{self.requirement.get_kind_display()}, {self.partner_year}"

    def clean(self):
        super().clean()
        asked = self.requirement
        if asked.kind in NUMBERED_KINDS and self.number is None:
            raise ValidationError({"number": "This kind is counted, so it needs a number."})

    @property
    def partner(self):
        return self.partner_year.partner

    @property
    def school_year(self):
        return self.partner_year.program_year.school_year

    @property
    def name(self):
        """What it asks for: “Workshop days, CS Principles”."""
        asked = self.requirement
        return ", ".join(
            filter(None, [asked.get_kind_display(), asked.course and asked.course.name])
        )

    @property
    def differs(self):
        """Whether its number or window is not the program's."""
        return any(
            getattr(self, name) != getattr(self.requirement, name)
            for name in ("number", "window_from", "window_until")
        )

    @property
    def open_proposal(self):
        """What waits for the partner's answer, if anything does."""
        return next((each for each in self.proposals.all() if not each.answer), None)

    @property
    def window(self):
        """Its window in words, or nothing where it holds all year."""
        return days.span(self.window_from, self.window_until) if self.window_from else ""

    @property
    def how_many(self):
        """Say 4, not 4.0; nothing where it is not counted."""
        return _plain(self.number)

    @property
    def as_the_program_asks(self):
        """The program's own number and window, in words."""
        asked = self.requirement
        if not asked.window_from:
            return ", ".join(filter(None, [_plain(asked.number), "all year"]))
        when = days.span(asked.window_from, asked.window_until)
        return " within ".join(filter(None, [_plain(asked.number), when]))


class RequirementProposalQuerySet(models.QuerySet):
    def open(self):
        """Those that wait for the partner's answer."""
        return self.filter(answer="")


class RequirementProposal(models.Model):
    """More than a partner has promised, which holds only once the partner says yes."""

    class Answer(models.TextChoices):
        YES = "yes", "Agreed"
        NO = "no", "Refused"
        TAKEN_BACK = "taken_back", "Taken back"

    requirement = models.ForeignKey(PartnerRequirement, models.CASCADE, related_name="proposals")
    number = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    window_from = models.DateField(null=True, blank=True, validators=[validate_day])
    window_until = models.DateField(null=True, blank=True, validators=[validate_day])
    reason = models.TextField(help_text="The partner reads it.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    ANSWER_WITHIN = timedelta(days=14)

    objects = RequirementProposalQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = "proposed change of a requirement"
        verbose_name_plural = "proposed changes of requirements"
        constraints = [
            models.UniqueConstraint(
                fields=["requirement"],
                condition=Q(answer=""),
                name="requirementproposal_one_unanswered",
                violation_error_message="The partner has not answered the last proposal yet.",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | Q(~Q(answer=""), answered_at__isnull=False),
                name="requirementproposal_answered_at_some_time",
            ),
        ]

    def __str__(self):
        return f"Proposed: {self.requirement}"

    @property
    def last_day(self):
        """Until when we ask for an answer; a later one is taken, too."""
        return self.answer_by(self.at)

    @classmethod
    def answer_by(cls, proposed_at):
        return days.pacific_day(proposed_at) + cls.ANSWER_WITHIN


class EventException(models.Model):
    """That a partner goes to another summer session than its state's in a year."""

    partner_year = models.OneToOneField(PartnerYear, models.CASCADE, related_name="event_exception")
    event = models.ForeignKey(ProgramEvent, models.PROTECT, related_name="exceptions")
    reason = models.TextField(help_text="Kept with the year; the partner reads it, too.")

    history = kept_history()

    class Meta:
        ordering = ["partner_year"]
        verbose_name = "other summer session"
        verbose_name_plural = "other summer sessions"

    def __str__(self):
        return f"{self.partner_year}: {self.event}"

    def clean(self):
        super().clean()
        event = getattr(self, "event", None)
        if event and (
            event.kind != ProgramEvent.Kind.SUMMER_SESSION
            or event.program_year_id != self.partner_year.program_year_id
        ):
            raise ValidationError({"event": "Choose a summer session of this year."})


def _plain(number):
    return "" if number is None else f"{number.normalize():f}"

"""Workshops: what is planned, where, and how each stands."""

from decimal import Decimal
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Max, Min, Q
from django.urls import reverse

from applications.models import Course, PartnerYear
from plp.core.days import validate_day
from plp.core.history import kept_history
from plp.core.workflow import StatusChange, TransitionError, Workflow

MOST_SEATS = 1_000


class WorkshopStatus(models.TextChoices):
    PLANNED = "planned", "Planned"
    OPEN = "open", "Open for sign-up"
    IN_PROGRESS = "in_progress", "In progress"
    COMPLETED = "completed", "Completed"
    CANCELLED = "cancelled", "Cancelled"

    @property
    def look(self):
        """Its icon and its class in the style sheet."""
        return LOOKS[self]


LOOKS = {
    WorkshopStatus.PLANNED: "later",
    WorkshopStatus.OPEN: "track",
    WorkshopStatus.IN_PROGRESS: "waiting",
    WorkshopStatus.COMPLETED: "met",
    WorkshopStatus.CANCELLED: "notselected",
}
TO_COME = [WorkshopStatus.PLANNED, WorkshopStatus.OPEN]
GOING_ON = [*TO_COME, WorkshopStatus.IN_PROGRESS]  # neither over nor cancelled


class WorkshopQuerySet(models.QuerySet):
    def live(self):
        """Workshops that were not cancelled."""
        return self.exclude(status=WorkshopStatus.CANCELLED)

    def of(self, partner):
        return self.filter(partner_year__partner=partner)

    def locked(self, pk):
        """Return one, as it is now, that nobody else locks until this is committed: whoever
        changes its seats, its status or what was prepared for it does so first."""
        return self.select_for_update(of=["self"]).get(pk=pk)

    def to_remind_of(self):
        """Those that have not begun, of active partners, about which mails may be written."""
        active = Q(partner_year__partner__ended_on__isnull=True)
        return self.filter(active, status__in=TO_COME, mails_off=False)

    def with_days(self):
        """Annotate the first and the last day, None where none is named: `first_day`, `last_day`;
        and the moment at which it begins, `begins_at`."""
        return self.annotate(
            first_day=Min("sessions__day"),
            last_day=Max("sessions__day"),
            begins_at=Min("sessions__begins_at"),
        )


class Workshop(Workflow):
    """Professional learning that a partner hosts for teachers of a course, on one day or several.

    Its days are `Session` rows; its times are those of its place, in `zone`.
    """

    Status = WorkshopStatus
    MOVES = {
        WorkshopStatus.PLANNED: {
            WorkshopStatus.OPEN,
            WorkshopStatus.IN_PROGRESS,
            WorkshopStatus.CANCELLED,
        },
        WorkshopStatus.OPEN: {
            WorkshopStatus.PLANNED,
            WorkshopStatus.IN_PROGRESS,
            WorkshopStatus.CANCELLED,
        },
        # Back: staff undo a start
        WorkshopStatus.IN_PROGRESS: {
            WorkshopStatus.COMPLETED,
            WorkshopStatus.PLANNED,
            WorkshopStatus.OPEN,
        },
        # Back: staff reopen it
        WorkshopStatus.COMPLETED: {WorkshopStatus.IN_PROGRESS},
    }

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", "In person"
        VIRTUAL = "virtual", "Virtual"

    class SignUp(models.TextChoices):
        GROUP = "group", "Your teacher group only"
        OPEN = "open", "Every teacher"

    code = models.CharField(max_length=12, unique=True, editable=False)
    partner_year = models.ForeignKey(PartnerYear, models.PROTECT, related_name="workshops")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(
        "number in the series",
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
    )
    title = models.CharField(
        max_length=120, blank=True, help_text="Empty: the course and the number in the series."
    )
    mode = models.CharField("how", max_length=10, choices=Mode, default=Mode.IN_PERSON)
    venue = models.CharField(
        max_length=200, blank=True, help_text="The name of the place. Empty: to be announced."
    )
    address = models.CharField(
        max_length=200, blank=True, help_text="Street, city and state, as on a letter."
    )
    zip_code = models.CharField("ZIP code", max_length=5, blank=True)
    meeting_link = models.URLField(
        "meeting link",
        max_length=500,
        blank=True,
        help_text="Of a virtual workshop. Only who has a seat or leads reads it, nobody on the "
        "public page.",
    )
    zone = models.CharField(
        "time zone", max_length=40, help_text="All its times are local times there."
    )
    capacity = models.PositiveSmallIntegerField(
        "seats", default=30, validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
    )
    hours = models.DecimalField(
        "credited hours a day",
        max_digits=3,
        decimal_places=1,
        default=Decimal(6),
        validators=[MinValueValidator(0), MaxValueValidator(12)],
        help_text="What a certificate credits for a whole day; half of it for half a day.",
    )
    sign_up = models.CharField(
        "who may sign up", max_length=10, choices=SignUp, default=SignUp.GROUP
    )
    sign_up_until = models.DateField(
        "last day to sign up",
        null=True,
        blank=True,
        validators=[validate_day],
        help_text="Empty: as the program’s rules say.",
    )
    about = models.TextField(
        "what teachers should know",
        blank=True,
        max_length=4000,
        help_text="Everybody can read it: what happens, what to bring.",
    )
    mails_off = models.BooleanField(
        "write no mail about it",
        default=False,
        help_text="Nobody is written to about this workshop: no confirmation, no reminder.",
    )
    status = models.CharField(
        max_length=20, choices=WorkshopStatus, default=WorkshopStatus.PLANNED, editable=False
    )
    made_at = models.DateTimeField("planned", auto_now_add=True)

    objects = WorkshopQuerySet.as_manager()
    history = kept_history(exclude=["status"])

    class Meta:
        ordering = ["partner_year", "course", "number", "pk"]
        permissions = [
            ("export_workshop", "Can download lists of workshops"),
            ("run_workshop", "Can undo, reopen, cancel and count workshops for a partner"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gte=1), name="workshop_has_seats"),
            models.CheckConstraint(condition=~Q(zone=""), name="workshop_in_a_zone"),
        ]

    def __str__(self):
        return self.title or f"{self.course.name} workshop {self.number}"

    def get_absolute_url(self):
        """Return its public page."""
        return reverse("workshops:workshop-public", args=[self.code])

    @property
    def look(self):
        return self.Status(self.status).look

    @property
    def partner(self):
        return self.partner_year.partner

    @property
    def tz(self):
        return ZoneInfo(self.zone)

    @property
    def is_to_come(self):
        return self.status in TO_COME

    @property
    def is_going_on(self):
        """Neither over nor cancelled."""
        return self.status in GOING_ON

    @property
    def first_session(self):
        """Its first day, None where no day is named; its days are best read already."""
        return min(self.sessions.all(), key=lambda session: session.day, default=None)

    @property
    def last_session(self):
        return max(self.sessions.all(), key=lambda session: session.day, default=None)

    def lock(self):
        """Lock it, and read how it stands now."""
        locked = Workshop.objects.select_for_update(of=["self"])
        self.refresh_from_db(fields=["status"], from_queryset=locked)

    def refuse_over(self, so):
        """Raise TransitionError where it is over or cancelled; `so` is what follows from that."""
        if not self.is_going_on:
            raise TransitionError(f"The workshop is {self.get_status_display().lower()}, so {so}")

    @property
    def where(self):
        """Its place in words."""
        if self.mode == self.Mode.VIRTUAL:
            return "Online"
        return ", ".join(filter(None, [self.venue, self.address])) or "Place to be announced"

    @property
    def where_to_come(self):
        """The same for who has a seat or leads: with the link to a meeting."""
        has_link = self.mode == self.Mode.VIRTUAL and self.meeting_link
        return f"{self.where}: {self.meeting_link}" if has_link else self.where


class WorkshopStatusChange(StatusChange):
    """One move of one workshop; of one cancelled, `note` says why."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="changes")


class CountedAnyway(models.Model):
    """That staff let a workshop count for what its partner promised, though it would not."""

    workshop = models.OneToOneField(Workshop, models.CASCADE, related_name="counted_anyway")
    reason = models.TextField(help_text="The partner reads it.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    history = kept_history()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="countedanyway_with_a_reason")
        ]

    def __str__(self):
        return f"{self.workshop} counts anyway"

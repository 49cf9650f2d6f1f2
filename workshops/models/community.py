"""What a partner does for its community of teachers: meetups, Hours of Code, fairs."""

from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from applications.models import Partner, Requirement
from applications.models.files import KeptFile
from plp.core import days, zones
from plp.core.days import validate_day
from plp.core.history import kept_history
from plp.core.workflow import StatusChange, Workflow


class CommunityStatus(models.TextChoices):
    PLANNED = "planned", "Planned"
    COMPLETED = "completed", "Completed"
    CANCELLED = "cancelled", "Cancelled"


class CommunityEventQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(partner__in=Partner.objects.visible_to(user))

    def live(self):
        """Events that were not cancelled."""
        return self.exclude(status=CommunityStatus.CANCELLED)

    def upcoming(self, on):
        """What anybody may read: planned, not over, and public by the partner's wish."""
        planned = self.filter(status=CommunityStatus.PLANNED, is_public=True)
        return planned.filter(last_day__gte=on, partner__ended_on__isnull=True)


class CommunityEvent(Workflow):
    """A meetup, an Hour of Code campaign or a CS fair of a partner, or one that it joins."""

    Status = CommunityStatus
    MOVES = {
        CommunityStatus.PLANNED: {CommunityStatus.COMPLETED, CommunityStatus.CANCELLED},
        CommunityStatus.COMPLETED: {CommunityStatus.PLANNED},
        CommunityStatus.CANCELLED: {CommunityStatus.PLANNED},
    }
    MOVED = {"status", "headcount"}

    class Kind(models.TextChoices):
        MEETUP = "meetup", "Meetup"
        HOUR_OF_CODE = "hour_of_code", "Hour of Code"
        FAIR = "fair", "CS fair"

    # The requirement that each kind meets.
    MEETS = {
        Kind.MEETUP: Requirement.Kind.MEETUPS,
        Kind.HOUR_OF_CODE: Requirement.Kind.HOUR_OF_CODE,
        Kind.FAIR: Requirement.Kind.FAIR,
    }

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="community_events")
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=120)
    first_day = models.DateField(validators=[validate_day])
    last_day = models.DateField(validators=[validate_day])
    begins = models.TimeField("from", null=True, blank=True, help_text="Local time of the region.")
    ends = models.TimeField("to", null=True, blank=True, help_text="Local time of the region.")
    place = models.CharField(max_length=200)
    with_whom = models.CharField(
        "with which university, company or school", max_length=200, blank=True
    )
    joined = models.CharField(
        "community that you join",
        max_length=200,
        blank=True,
        help_text="Where it is an existing community's event that you take part in, its name. It "
        "counts like one of your own.",
    )
    about = models.TextField("what happens there", blank=True, max_length=4000)
    link = models.URLField("link", blank=True, help_text="To its page, or to what shows it.")
    is_public = models.BooleanField(
        "list it in public",
        default=False,
        help_text="Anybody can read it until it is over: what, when, where, with whom.",
    )
    headcount = models.PositiveIntegerField(
        "how many came",
        null=True,
        blank=True,
        validators=[MaxValueValidator(1_000_000)],
        help_text="A number only. Never names or pictures of students.",
    )
    status = models.CharField(
        max_length=20, choices=CommunityStatus, default=CommunityStatus.PLANNED, editable=False
    )

    objects = CommunityEventQuerySet.as_manager()
    history = kept_history(exclude=["status"])

    class Meta:
        ordering = ["first_day", "pk"]
        permissions = [("export_communityevent", "Can download lists of community events")]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="communityevent_ends_after_it_begins",
                violation_error_message="The last day is before the first.",
                violation_error_code="last_day",
            ),
            models.CheckConstraint(
                condition=~Q(status="completed") | Q(headcount__isnull=False),
                name="communityevent_a_headcount_once_completed",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def zone(self):
        """The zone of its partner's region, in whose local time it is."""
        return ZoneInfo(self.partner.region.zone)

    @property
    def when(self):
        """Its day or days, in words."""
        if self.first_day == self.last_day:
            return days.in_words(self.first_day)
        return days.span(self.first_day, self.last_day)

    @property
    def hours(self):
        """Its times in words, or nothing where it has none."""
        if self.begins is None:
            return ""
        until = f" to {zones.clock(self.ends)}" if self.ends else ""
        each = "each day from " if self.last_day != self.first_day else "from " if until else ""
        zone = zones.name_on(self.first_day, self.zone)
        return f"{each}{zones.clock(self.begins)}{until}, {zone}"


class CommunityEventStatusChange(StatusChange):
    """One move of one community event."""

    event = models.ForeignKey(CommunityEvent, models.CASCADE, related_name="changes")


class CommunityEventFile(KeptFile):
    """Evidence of a community event; never names or pictures of students."""

    FOLDER = "community"

    event = models.ForeignKey(CommunityEvent, models.CASCADE, related_name="files")
    file = models.FileField(upload_to=f"{FOLDER}/%Y/", max_length=200)

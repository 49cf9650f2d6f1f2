"""What a partner does for its community of teachers: meetups, Hours of Code, fairs."""

from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

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
    def live(self):
        """Events that were not cancelled."""
        return self.exclude(status=CommunityStatus.CANCELLED)

    def announced(self, on):
        """What anybody was told of by the partner's wish and is not over, cancelled ones too."""
        told = self.exclude(status=CommunityStatus.COMPLETED).filter(is_public=True)
        return told.filter(last_day__gte=on, partner__ended_on__isnull=True)

    def with_versions(self):
        """How often each has changed, as `version`, and when it was last saved or moved."""
        own = {"id": OuterRef("pk")}
        saved = CommunityEvent.history.model.objects.filter(**own).order_by()
        moved = CommunityEventStatusChange.objects.filter(event=OuterRef("pk")).order_by()
        return self.annotate(
            version=_of_each(saved, "id", Count("pk"), 0)
            + _of_each(moved, "event", Count("pk"), 0),
            saved_at=_of_each(saved, "id", Max("history_date")),
            moved_at=_of_each(moved, "event", Max("at")),
        )


def _of_each(rows, key, aggregate, default=None):
    found = Subquery(rows.values(key).annotate(found=aggregate).values("found"))
    return found if default is None else Coalesce(found, default)


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

    def get_absolute_url(self):
        """Return its public page."""
        return reverse("workshops:community-public", args=[self.pk])

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

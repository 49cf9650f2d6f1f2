"""Decisions that are ready, and told together later."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from applications.models.application import Application
from applications.models.reviews import Recommendation
from plp.core import history
from plp.core.days import in_words, pacific_day, validate_day
from plp.core.history import kept_history
from plp.core.models import Message


class Announcement(models.Model):
    """Decisions that were told in one go: who was told stands in their mails."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"Announcement of {in_words(pacific_day(self.at), weekday=False)}"


class DecisionQuerySet(models.QuerySet):
    def ready(self):
        """Decisions that are made and not told yet."""
        return self.filter(announced_at__isnull=True, discarded_at__isnull=True)

    def offers(self):
        return self.filter(kind=Decision.Kind.OFFER)

    def close(self, **moment):
        """Announce or discard what is still ready, in one UPDATE; return how many rows it was."""
        keys = list(self.ready().values_list("pk", flat=True))
        if not keys:
            return 0
        count = Decision.objects.ready().filter(pk__in=keys).update(**moment)
        history.note(Decision.objects.filter(pk__in=keys, **moment))
        return count

    def discard(self):
        """Take back what is ready: nobody outside has heard of it."""
        return self.close(discarded_at=timezone.now())


def with_ready(applications: models.QuerySet) -> models.QuerySet:
    """Annotate applications with `ready_kind`, the decision that is not announced yet, or None."""
    ready = Decision.objects.ready().filter(application=OuterRef("pk"))
    return applications.annotate(ready_kind=Subquery(ready.values("kind")[:1]))


def ready_in_words(application: Application) -> str:
    """Return what is ready for one of `with_ready`, as "ready: decline"; "" if nothing is."""
    kind = getattr(application, "ready_kind", None)
    return f"ready: {Recommendation(kind).label.lower()}" if kind else ""


class Decision(models.Model):
    """What staff have decided on an application; its status changes once it is announced.

    What it says never changes: another decision, or another wording of its mails, is another row.
    """

    Kind = Recommendation

    application = models.ForeignKey(Application, models.CASCADE, related_name="decisions")
    region = models.ForeignKey("applications.Region", models.PROTECT, related_name="decisions")
    kind = models.CharField("decision", max_length=10, choices=Kind)
    last_day = models.DateField(null=True, blank=True, validators=[validate_day])
    words = models.TextField(blank=True)  # the conditions of an offer, else the message
    mails = models.JSONField(default=dict, blank=True)  # {kind: [subject, body]} where reworded
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)
    announcement = models.ForeignKey(
        Announcement, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    announced_at = models.DateTimeField(null=True, blank=True)
    told = models.ManyToManyField(Message, related_name="+", editable=False)
    discarded_at = models.DateTimeField(null=True, blank=True)

    objects = DecisionQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(announced_at__isnull=True, discarded_at__isnull=True),
                name="decision_one_ready_an_application",
            ),
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(kind="offer", announced_at__isnull=True, discarded_at__isnull=True),
                name="decision_one_ready_offer_a_region",
            ),
            models.CheckConstraint(
                condition=Q(kind="decline") | Q(last_day__isnull=False),
                name="decision_last_day_unless_declined",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.application}"

    @property
    def look(self):
        return self.Kind(self.kind).look

    @property
    def keeps_region(self):
        """What is said to who wants the region of an offer that is ready."""
        return (
            f"{self.region} is meant for {self.application.organization}: that offer is ready to "
            "be announced."
        )

    @property
    def is_ready(self):
        return self.announced_at is None and self.discarded_at is None

    @property
    def state(self):
        """How it stands, in a word or two."""
        if self.announced_at:
            return "Announced"
        return "Discarded" if self.discarded_at else "Ready to announce"

"""What a program manager learns before and while serving: content of staff, and who has done it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from applications.models.program import MARKDOWN, Program
from plp.core.days import validate_day
from plp.core.history import kept_history


class OnboardingItemQuerySet(models.QuerySet):
    def in_force(self, on):
        """Items that hold on a day: begun, not over, and not replaced by one that has begun."""
        newer = OnboardingItem.objects.filter(from_day__lte=on, replaces__isnull=False)
        begun = self.filter(from_day__lte=on).exclude(until__lt=on)
        return begun.exclude(pk__in=newer.values("replaces"))

    def latest(self):
        """Items as they read last: not replaced, be it from a later day on, nor with an end."""
        return self.filter(replaced_by__isnull=True, until__isnull=True)

    def with_thing(self):
        """Annotate `thing`: the same for all versions whose doing counts for one another."""
        return self.annotate(thing=Coalesce("same_as", "pk"))


class OnboardingItem(models.Model):
    """One thing on the list of a program manager. Once somebody has done it, it is replaced and
    never changed."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="onboarding")
    position = models.PositiveSmallIntegerField(help_text="Items are listed in this order.")
    title = models.CharField(
        max_length=120, help_text="What to do, beginning with a verb: Read the workshop guide."
    )
    text = models.TextField(blank=True, help_text=f"How, and where to find it. {MARKDOWN}")
    days = models.PositiveSmallIntegerField(
        "days to do it",
        default=30,
        help_text="So many days after somebody became a program manager, or after the first day "
        "of the item if that is later, it is due.",
    )
    from_day = models.DateField(
        "first day",
        validators=[validate_day],
        help_text="Program managers see it from this day on.",
    )
    until = models.DateField(
        "last day",
        null=True,
        blank=True,
        validators=[validate_day],
        help_text="Nobody is asked for it after this day. Empty: it stays.",
    )
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        editable=False,
        help_text="The version before.",
    )
    same_as = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        help_text="The first version that asks the same: who did that one has done this one.",
    )
    is_asked_again = models.BooleanField(
        "ask again of those who had done it",
        default=False,
        help_text="Tick it where the change matters to those who have done it before.",
    )

    objects = OnboardingItemQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "onboarding item"
        constraints = [
            models.CheckConstraint(
                condition=~Q(replaces=F("pk")), name="onboardingitem_not_its_own_successor"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("from_day")),
                name="onboardingitem_days_in_order",
                violation_error_message="The last day is before the first.",
                violation_error_code="until",
            ),
        ]

    def __str__(self):
        return self.title

    def due(self, since):
        """The last day to do it, for who became a program manager on a day."""
        first = self.same_as or self  # a new wording gives nobody more time
        return max(since, first.from_day) + timedelta(days=self.days)


class OnboardingDoneQuerySet(models.QuerySet):
    def with_thing(self):
        """Annotate `thing`, as of items."""
        return self.annotate(thing=Coalesce("item__same_as", "item"))


class OnboardingDone(models.Model):
    """That a person has done an item; it counts for every partner they act for."""

    item = models.ForeignKey(OnboardingItem, models.PROTECT, related_name="done")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="onboarding", verbose_name="person"
    )
    at = models.DateTimeField(auto_now_add=True)

    objects = OnboardingDoneQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = "onboarding item done"
        verbose_name_plural = "onboarding items done"
        constraints = [
            models.UniqueConstraint(fields=["item", "user"], name="onboardingdone_once_a_person")
        ]

    def __str__(self):
        return f"{self.item}, {self.user}"

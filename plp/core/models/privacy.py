"""What was erased of people, and how long records are kept."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from plp.core.days import validate_day
from plp.core.history import kept_history
from plp.core.retention import RULES

MOST_DAYS = 36_500


class Erasure(models.Model):
    """That a person was erased, and by whom; of the address only a hash is kept."""

    at = models.DateTimeField("erased at", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="by"
    )
    digest = models.CharField(
        max_length=64, db_index=True, help_text="Tells the address again to whoever has it."
    )
    counts = models.JSONField(
        default=dict, help_text="How many records of each kind were deleted or blanked."
    )

    class Meta:
        ordering = ["-at"]
        default_permissions = ["view"]
        permissions = [
            ("export_person", "Can see and export what is held of a person"),
            ("erase_person", "Can erase a person"),
        ]

    def __str__(self):
        return f"Erasure {self.pk}"

    @classmethod
    def digest_of(cls, email):
        return salted_hmac("plp.core.erasure", email, algorithm="sha256").hexdigest()


class RetentionQuerySet(models.QuerySet):
    def in_force(self, on):
        """Return {kind: the rule that holds for it on a day}."""
        held = self.filter(from_day__lte=on).order_by("from_day")
        return {rule.kind: rule for rule in held}


class Retention(models.Model):
    """How many days one kind of record is kept; of several, the one that began last holds."""

    kind = models.CharField(max_length=40)
    days = models.PositiveIntegerField("days kept")
    from_day = models.DateField(
        "holds from",
        validators=[validate_day],
        help_text="From this day on. To change a rule later, add one with a later day.",
    )

    objects = RetentionQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["kind", "-from_day"]
        verbose_name = "retention rule"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "from_day"],
                name="retention_one_a_kind_and_day",
                violation_error_message="There is a rule for this kind from this day already.",
            )
        ]

    def __str__(self):
        return f"{self.name}: {self.days} days"

    @property
    def rule(self):
        """What this release knows of the kind, or None if it has none such."""
        return RULES.get(self.kind)

    @property
    def name(self):
        return self.rule.name if self.rule else self.kind

    def clean(self):
        if self.days is not None and self.days > MOST_DAYS:
            raise ValidationError({"days": f"At most {MOST_DAYS:,} days, which is a century."})
        if self.rule and self.days is not None and self.days < self.rule.fewest:
            raise ValidationError(
                {"days": f"At least {self.rule.fewest} days: {self.rule.why_fewest}"}
            )


class ErasureRequest(models.Model):
    """That somebody without an account asks to be erased: it waits until staff have done it, or
    have answered otherwise and deleted it."""

    email = models.EmailField("e-mail", unique=True)
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        default_permissions = ["view", "delete"]
        verbose_name = "request to be erased"
        verbose_name_plural = "requests to be erased"

    def __str__(self):
        return self.email

    def save(self, *args, **kwargs):
        self.email = self.email.lower()
        super().save(*args, **kwargs)

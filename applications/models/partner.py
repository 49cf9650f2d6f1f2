"""The organizations that serve regions."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q

from plp.core.days import pacific_today, validate_day
from plp.core.history import kept_history


class PartnerQuerySet(models.QuerySet):
    def active(self):
        """Partners whose partnership has not ended."""
        return self.filter(ended_on__isnull=True)

    def serving(self, region):
        """The active partner of each row of an outer query, which names its region so."""
        return self.active().filter(region=OuterRef(region))


class Partner(models.Model):
    """A local organization that serves a region."""

    organization = models.CharField(max_length=200)
    region = models.ForeignKey("applications.Region", models.PROTECT, related_name="partners")
    website = models.URLField(blank=True)
    started_on = models.DateField("active from", validators=[validate_day])
    ended_on = models.DateField("last day", null=True, blank=True, validators=[validate_day])

    objects = PartnerQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["organization"]
        constraints = [
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(ended_on__isnull=True),
                name="partner_one_active_a_region",
                violation_error_message="This region already has an active partner.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="partner_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
        ]

    def __str__(self):
        return self.organization

    def clean(self):
        super().clean()
        for name in ("started_on", "ended_on"):
            day = getattr(self, name)
            if day and day > pacific_today():
                raise ValidationError(
                    {name: "Enter this when the day has come: what is saved holds at once."}
                )
        offer = self.region_id and self.region.offers.unanswered().first()
        if offer and self.pk is None:
            raise ValidationError(
                {
                    "region": f"{offer.application.organization} has an offer for it. Wait for the "
                    "answer, or take the offer back first."
                }
            )

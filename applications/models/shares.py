"""How much of a full-time job program managers give, year by year."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from applications.models.partner import Membership
from applications.models.partner_years import PartnerYear
from plp.core.history import kept_history


class ManagerShare(models.Model):
    """The share of full time that one program manager gives in one year of the partner.

    What a partner says for its next year therefore leaves the running one as it is.
    """

    member = models.ForeignKey(Membership, models.CASCADE, related_name="shares")
    year = models.ForeignKey(PartnerYear, models.CASCADE, related_name="shares")
    fte = models.DecimalField(
        "share of full time (FTE)",
        max_digits=3,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )

    history = kept_history()

    class Meta:
        ordering = ["year__program_year__school_year__first_day", "pk"]
        verbose_name = "share of full time"
        verbose_name_plural = "shares of full time"
        constraints = [
            models.UniqueConstraint(
                fields=["member", "year"], name="managershare_one_a_member_and_year"
            ),
            models.CheckConstraint(
                condition=Q(fte__gte=0, fte__lte=1), name="managershare_fte_a_share"
            ),
        ]

    def __str__(self):
        return f"{self.member.user}, {self.year.program_year}: {self.fte}"

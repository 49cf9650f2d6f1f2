"""The organizations that serve regions, and who acts for them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q

from applications.models.applicant import OrganizationType, Paid, Payee
from plp.core.days import pacific_today, validate_day
from plp.core.history import kept_history


class PartnerQuerySet(models.QuerySet):
    def active(self):
        """Partners whose partnership has not ended."""
        return self.filter(ended_on__isnull=True)

    def serving(self, region):
        """The active partner of each row of an outer query, which names its region so."""
        return self.active().filter(region=OuterRef(region))

    def visible_to(self, user):
        """Partners that a person acts for, also past ones."""
        return self.filter(memberships__user=user)

    def leaving(self, on):
        """Active partners whose last day has passed."""
        return self.active().filter(ends_on__lt=on)


class Partner(Paid, models.Model):
    """A local organization, or two jointly, that serves a region."""

    organization = models.CharField(max_length=200)
    joint_organization = models.CharField("jointly with", max_length=200, blank=True, db_default="")
    payee = models.CharField(
        "who is paid",
        max_length=10,
        choices=Payee,
        default=Payee.APPLICANT,
        db_default=Payee.APPLICANT,
        help_text="“Our organization” is the first, “the other” the second of two.",
    )
    type = models.CharField(max_length=20, choices=OrganizationType, blank=True, db_default="")
    region = models.ForeignKey("applications.Region", models.PROTECT, related_name="partners")
    website = models.URLField(blank=True)
    application = models.ForeignKey(
        "applications.Application",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="partners",
    )
    started_on = models.DateField("active from", validators=[validate_day])
    ends_on = models.DateField("planned last day", null=True, blank=True, editable=False)
    ended_on = models.DateField("last day", null=True, blank=True, validators=[validate_day])
    end_reason = models.TextField("why it ends", blank=True, editable=False, db_default="")

    objects = PartnerQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["organization"]
        permissions = [
            ("end_partner", "Can end partnerships"),
            ("export_partner", "Can download lists of partners"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(ended_on__isnull=True),
                name="partner_one_active_a_region",
                violation_error_message="This region already has an active partner.",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(ended_on__isnull=True),
                name="partner_one_active_an_application",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="partner_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
            models.CheckConstraint(
                condition=Q(payee=Payee.APPLICANT) | ~Q(joint_organization=""),
                name="partner_other_is_paid_where_there_is_one",
                violation_error_message="Name the other organization, or pay the first.",
            ),
        ]

    def __str__(self):
        if self.joint_organization:
            return f"{self.organization} with {self.joint_organization}"
        return self.organization

    def clean(self):
        super().clean()
        if self.started_on and self.started_on > pacific_today():
            raise ValidationError(
                {"started_on": "Enter this when the day has come: what is saved holds at once."}
            )
        offer = self.region_id and self.region.offers.unanswered().first()
        if offer and self.pk is None:
            raise ValidationError(
                {
                    "region": f"{offer.application.organization} has an offer for it. Wait for the "
                    "answer, or take the offer back first."
                }
            )

    def validate_constraints(self, exclude=None):
        # Forms leave the last day out, and Django then skips every constraint that names it.
        super().validate_constraints(exclude=set(exclude or ()) - {"ended_on"})


def about(partner: Partner) -> str:
    """Return how an invitation names a partner."""
    return f"partner:{partner.pk}"


class Right(models.TextChoices):
    """What a member may do for a partner beyond seeing its pages."""

    MANAGE = "manager", "Program manager"
    SIGN = "signatory", "Signs for the partner"
    MONEY = "finance", "Finance"


# Who says yes or no for a partner.
ANSWERS = (Right.MANAGE, Right.SIGN)
# Who asks for money for a partner, and pays what it owes.
HANDLING_MONEY = (Right.MANAGE, Right.MONEY)

# The column of each right.
COLUMNS = {Right.MANAGE: "may_manage", Right.SIGN: "may_sign", Right.MONEY: "may_handle_money"}


class MembershipQuerySet(models.QuerySet):
    def managers(self):
        """Members who manage for their partner and can sign in to do so."""
        return self.filter(may_manage=True, user__is_active=True)

    def read_with_shares(self):
        """Return a list of members, each with its shares of full time, in one query."""
        found = {}
        for row in self.annotate(of_year=F("shares__year"), share=F("shares__fte")):
            member = found.setdefault(row.pk, row)
            if member is row:
                member.known_shares = {}
            if row.of_year:
                member.known_shares[row.of_year] = row.share
        return list(found.values())


class Membership(models.Model):
    """A person who acts for a partner; the rights live exactly as long as the row."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="memberships",
        verbose_name="person",
    )
    may_manage = models.BooleanField("program manager", default=False)
    may_sign = models.BooleanField("signs for the partner", default=False)
    may_handle_money = models.BooleanField("finance", default=False)
    since = models.DateTimeField(auto_now_add=True)

    known_shares = None  # {key of a year: share of full time}, where they were read with it

    objects = MembershipQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["-may_manage", "-may_sign", "pk"]
        verbose_name = "member"
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "user"],
                name="membership_one_a_person_and_partner",
                violation_error_message="This person is a member already.",
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.roles}"

    @property
    def rights(self):
        """The Rights that it gives."""
        return [right for right, column in COLUMNS.items() if getattr(self, column)]

    @property
    def roles(self):
        return rights_in_words(self.rights)

    def share_in(self, year):
        """How much of full time they give in a year of the partner; None where it is not stated.

        It reads all shares, so that a list of members may fetch them first.
        """
        of_year = self.known_shares
        if of_year is None:
            of_year = {share.year_id: share.fte for share in self.shares.all()}
        return of_year.get(year.pk) if year else None


def rights_in_words(rights) -> str:
    """Return "Program manager, signs for the partner", or "Member" where there are none."""
    first, *more = [Right(right).label for right in rights] or ["Member"]
    return ", ".join([first, *(word[0].lower() + word[1:] for word in more)])

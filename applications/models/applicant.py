"""What an application says of the organization and its people: the columns the system uses."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from phonenumber_field.modelfields import PhoneNumberField

from applications.models.program import STATES


class OrganizationType(models.TextChoices):
    EDUCATION_UNIT = "education_unit", "Regional education unit"
    NONPROFIT = "nonprofit", "Non-profit"
    DISTRICT = "district", "School district"
    UNIVERSITY = "university", "University or college"
    OTHER = "other", "Something else"


class Urban(models.TextChoices):
    """Whether most schools are in a city, as the applicant sees it; staff decide later."""

    YES = "yes", "Yes, mostly"
    NO = "no", "No"
    UNSURE = "unsure", "I am not sure"


class Payee(models.TextChoices):
    """Which of two joint applicants is paid."""

    APPLICANT = "applicant", "Our organization"
    JOINT = "joint", "The other organization"


class Paid:
    """An organization, or two together, of which one is paid."""

    @property
    def payee_name(self):
        """The organization that is paid."""
        joint = self.payee == Payee.JOINT and self.joint_organization
        return joint or self.organization


class Applicant(Paid, models.Model):
    """The organization that applies, alone or with another."""

    organization = models.CharField(max_length=200)
    type = models.CharField(max_length=20, choices=OrganizationType, blank=True)
    website = models.URLField(blank=True)
    street = models.CharField("street address", max_length=200, blank=True)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=2, choices=STATES, blank=True)
    zip = models.CharField("ZIP code", max_length=5, blank=True)
    joint_organization = models.CharField("applies jointly with", max_length=200, blank=True)
    payee = models.CharField("who is paid", max_length=10, choices=Payee, default=Payee.APPLICANT)
    urban = models.CharField(max_length=10, choices=Urban, blank=True)

    class Meta:
        abstract = True


class People(models.Model):
    """Whom an applicant names; a program manager without a name is still to be hired."""

    contact_name = models.CharField(max_length=120, blank=True)
    contact_title = models.CharField("contact's role", max_length=120, blank=True)
    contact_email = models.EmailField("contact e-mail")
    contact_phone = PhoneNumberField(blank=True)
    contact_extension = models.CharField(max_length=10, blank=True)
    signatory_name = models.CharField(max_length=120, blank=True)
    signatory_title = models.CharField("signatory's role", max_length=120, blank=True)
    signatory_email = models.EmailField("signatory e-mail", blank=True)
    fiscal_name = models.CharField("finance contact", max_length=120, blank=True)
    fiscal_email = models.EmailField("finance e-mail", blank=True)
    fiscal_phone = PhoneNumberField("finance phone", blank=True)
    fiscal_extension = models.CharField("finance extension", max_length=10, blank=True)
    manager_name = models.CharField("program manager", max_length=120, blank=True)
    manager_email = models.EmailField("program manager's e-mail", blank=True)
    manager_fte = models.DecimalField(
        "program manager's share of full time (FTE)",
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )

    class Meta:
        abstract = True

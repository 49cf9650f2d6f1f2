"""Where partners are sought and found: regions, pins on the map, ZIP codes, districts."""

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Lower
from django.urls import reverse

from applications.models.application import Application, Offer
from applications.models.partner import Partner
from applications.models.program import STATES, Program
from applications.projection import project
from plp.core.days import validate_day
from plp.core.history import kept_history

# Their ZIP codes are known, but they have no place on the map.
TERRITORIES = {
    "AS": "American Samoa",
    "GU": "Guam",
    "MP": "the Northern Mariana Islands",
    "PR": "Puerto Rico",
    "VI": "the U.S. Virgin Islands",
}


@cache
def time_zones() -> frozenset[str]:
    """Return the names of all time zones; the system's files are read once."""
    return frozenset(available_timezones())


def validate_zone(name):
    if name not in time_zones():
        raise ValidationError(f"“{name}” is not a time zone, such as America/Chicago.")


FIVE_DIGITS = RegexValidator(r"^[0-9]{5}\Z", "Write 5 digits, with the leading zero.")
LATITUDE = [MinValueValidator(-15), MaxValueValidator(72)]
LONGITUDE = [MinValueValidator(-180), MaxValueValidator(180)]


class RegionQuerySet(models.QuerySet):
    def locked(self, **region):
        """Return a region that nobody else can offer, take or free until the transaction ends."""
        return self.select_for_update(of=["self"]).get(**region)

    def unserved(self):
        """Regions that have no active partner."""
        return self.exclude(pk__in=Partner.objects.active().values("region"))


class Region(models.Model):
    """An area around a city that one partner serves."""

    slug = models.SlugField(
        "name in its address",
        unique=True,
        help_text="Its page is /regions/los-angeles-ca/. Change it, and links to that page break.",
    )
    name = models.CharField(max_length=80, help_text="Los Angeles and Orange County")
    city = models.CharField(max_length=80, help_text="What its pin on the map is called.")
    state = models.CharField(max_length=2, choices=STATES)
    latitude = models.DecimalField(
        max_digits=7, decimal_places=4, validators=LATITUDE, help_text="34.0522"
    )
    longitude = models.DecimalField(
        max_digits=7,
        decimal_places=4,
        validators=LONGITUDE,
        help_text="West is negative: -118.2437",
    )
    zone = models.CharField(
        "time zone",
        max_length=50,
        validators=[validate_zone],
        help_text="In full, such as America/Chicago. Times of its workshops are said in it.",
    )
    population_served = models.PositiveIntegerField(help_text="People in its counties.")
    population_within_80km = models.PositiveIntegerField(
        "people within 80 km (50 miles)",
        help_text="People in counties whose center is so near: fairer for one workshop day.",
    )
    population_as_of = models.DateField(
        "counted as of",
        validators=[validate_day],
        help_text="The day for which both numbers hold. It stands beside them on the card.",
    )
    population_source = models.CharField(
        "counted by",
        max_length=80,
        default="U.S. Census Bureau",
        help_text="Whose numbers they are. It stands beside them on the card.",
    )
    contact_name = models.CharField(
        max_length=120, blank=True, help_text="Public. Stands on the region's card."
    )
    contact_email = models.EmailField(
        "contact e-mail", blank=True, help_text="Public. Empty: the program's contact."
    )

    objects = RegionQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["state", "city"]

    def __str__(self):
        return f"{self.city}, {self.state}"

    def clean(self):
        super().clean()
        if None not in (self.longitude, self.latitude) and not project(
            self.longitude, self.latitude
        ):
            raise ValidationError(
                {
                    "longitude": f"{self.latitude}, {self.longitude} is outside the United States. "
                    "West is negative, such as -118.2437."
                }
            )

    def get_absolute_url(self):
        return reverse("applications:region", args=[self.slug])

    def is_spoken_for(self):
        """Whether it has an active partner or an unanswered offer, announced or not."""
        return self.partners.active().exists() or self.offers.unanswered().exists()

    def meant_for(self):
        """The decision, not announced yet, to offer it to somebody, or None: staff alone know."""
        return self.decisions.ready().offers().select_related("application", "region").first()


class County(models.Model):
    """A county that belongs to a region. Counties that no region serves have no row."""

    fips = models.CharField(
        "FIPS code", max_length=5, unique=True, validators=[FIVE_DIGITS], help_text="06037"
    )
    name = models.CharField(max_length=80)
    state = models.CharField(max_length=2, choices=STATES)
    region = models.ForeignKey(Region, models.CASCADE, related_name="counties")
    assigned_by = models.CharField(
        max_length=80, blank=True, help_text="Why it belongs there: stated, statewide, …"
    )

    history = kept_history()

    class Meta:
        ordering = ["state", "name"]
        verbose_name_plural = "counties"
        constraints = [
            models.CheckConstraint(
                condition=Q(fips__regex=r"^[0-9]{5}$"), name="county_fips_five_digits"
            )
        ]

    def __str__(self):
        return f"{self.name}, {self.state}"


class ZipCode(models.Model):
    """A ZIP code and where it lies, for the whole country and its territories."""

    code = models.CharField("ZIP code", max_length=5, primary_key=True, validators=[FIVE_DIGITS])
    state = models.CharField(max_length=2)
    county_fips = models.CharField(max_length=5, db_index=True)
    latitude = models.DecimalField(max_digits=7, decimal_places=4)
    longitude = models.DecimalField(max_digits=7, decimal_places=4)
    zone = models.CharField(max_length=50)

    class Meta:
        ordering = ["code"]
        verbose_name = "ZIP code"
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{5}$"), name="zipcode_five_digits"
            )
        ]

    def __str__(self):
        return self.code


class PinStatus(models.TextChoices):
    """How it stands in a city where a partner is sought, the worst news last."""

    OPEN = "open", "Open"
    APPLIED = "applied", "Open, others have applied"
    RESERVED = "reserved", "Reserved for an offer"
    SERVED = "served", "Served by a partner"

    @property
    def takes_applications(self):
        return self in {PinStatus.OPEN, PinStatus.APPLIED}


class PinQuerySet(models.QuerySet):
    def with_status(self):
        """Annotate `status_value`: served before reserved before applied before open."""
        served = Partner.objects.serving("region")
        reserved = Offer.objects.announced().filter(region=OuterRef("region"))
        applied = Application.objects.undecided_in_public().filter(pin=OuterRef("pk"))
        return self.annotate(
            status_value=Case(
                When(Exists(served), then=Value(PinStatus.SERVED)),
                When(Exists(reserved), then=Value(PinStatus.RESERVED)),
                When(Exists(applied), then=Value(PinStatus.APPLIED)),
                default=Value(PinStatus.OPEN),
            )
        )

    def taking_applications(self):
        """Pins, read `with_status()`, whose city takes applications."""
        return self.filter(status_value__in=[s for s in PinStatus if s.takes_applications])

    def unserved(self):
        """Pins whose region has no active partner."""
        return self.filter(region__in=Region.objects.unserved())


class Pin(models.Model):
    """A city where a program seeks a partner."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="pins")
    region = models.ForeignKey(Region, models.PROTECT, related_name="pins")
    note = models.TextField(
        blank=True,
        help_text="Public: stands on the region's card, in this program only. Markdown, such as "
        "**bold**.",
    )

    objects = PinQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["region__state", "region__city"]
        verbose_name = "city where we seek a partner"
        verbose_name_plural = "cities where we seek a partner"
        constraints = [
            models.UniqueConstraint(
                fields=["program", "region"],
                name="pin_one_a_program_and_region",
                violation_error_message="This program already seeks a partner there.",
            )
        ]

    def __str__(self):
        return str(self.region)

    @property
    def status(self):
        """Its PinStatus; only on pins read `with_status()`."""
        return PinStatus(self.status_value)


class District(models.Model):
    """A school district; some are partner districts of the program."""

    name = models.CharField(max_length=120)
    state = models.CharField(max_length=2, choices=STATES)
    region = models.ForeignKey(
        Region, models.SET_NULL, null=True, blank=True, related_name="districts"
    )
    partner_since = models.DateField(
        "partner district since", null=True, blank=True, validators=[validate_day]
    )

    history = kept_history()

    class Meta:
        ordering = ["state", "name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                "state",
                name="district_one_a_name_and_state",
                violation_error_message="This state already has a district of this name.",
            )
        ]

    def __str__(self):
        return f"{self.name}, {self.state}"


class Interest(models.Model):
    """An organization that wants to hear when its area opens."""

    organization = models.CharField(max_length=200)
    email = models.EmailField("e-mail")
    zip = models.CharField("ZIP code", max_length=5, validators=[FIVE_DIGITS])
    county = models.CharField(max_length=80, blank=True)
    region = models.ForeignKey(
        Region, models.SET_NULL, null=True, blank=True, related_name="interests"
    )
    created_at = models.DateTimeField("asked at", auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name_plural = "interest list"
        permissions = [("export_interest", "Can download the interest list")]
        constraints = [
            models.UniqueConstraint(Lower("email"), "zip", name="interest_one_an_address_and_zip"),
            models.CheckConstraint(
                condition=Q(zip__regex=r"^[0-9]{5}$"), name="interest_zip_five_digits"
            ),
        ]

    def __str__(self):
        return f"{self.organization}, {self.zip}"

    def validate_constraints(self, exclude=None):
        """Say nothing in a form: who asks again is thanked again, so nobody can ask who is here."""

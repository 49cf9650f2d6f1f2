"""The recruiting cycle: what its pages say, its terms, and when it takes applications."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from localflavor.us.us_states import US_STATES, US_TERRITORIES

from plp.core import days
from plp.core.days import validate_day
from plp.core.history import kept_history

STATES = [(code, str(name)) for code, name in US_STATES]
STATE_NAMES = dict(STATES)
# Where teachers may be from: also where the map shows nothing.
STATES_AND_TERRITORIES = STATES + [(code, str(name)) for code, name in US_TERRITORIES]

MARKDOWN = "Markdown: blank line for a paragraph, **bold**, [link](https://…), - list."


class ProgramQuerySet(models.QuerySet):
    def current(self):
        """The program that the public pages show, or none."""
        return self.filter(is_current=True)


class Program(models.Model):
    """One recruiting cycle: the texts of its pages, and what hangs on it."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(
        "short name",
        unique=True,
        help_text="Tells programs of one name apart, in lists and in commands: plp-2016. Visitors "
        "never see it.",
    )
    is_current = models.BooleanField(
        default=False,
        editable=False,
        help_text="Whether the public pages show it.",
    )
    page_title = models.CharField(
        max_length=120, help_text="Names the program page in tabs and search results."
    )
    headline = models.CharField(max_length=120, help_text="The first words a visitor reads.")
    summary = models.TextField(help_text="Two or three sentences below the headline.")
    why = models.TextField("why", help_text=f"Also on the home page. {MARKDOWN}")
    who = models.TextField("who", help_text=f"Who should apply. Also on the home page. {MARKDOWN}")
    what_partners_do = models.TextField(help_text=f"Also on the home page. {MARKDOWN}")
    what_partners_get = models.TextField(help_text=MARKDOWN)
    map_text = models.TextField("text above the map", help_text=MARKDOWN)
    commitments_text = models.TextField("text above the commitments", help_text=MARKDOWN)
    funding_text = models.TextField("text above the funding", blank=True, help_text=MARKDOWN)
    urban_text = models.CharField(
        "what urban means",
        max_length=300,
        default="Urban means that most of the schools you would serve are in a city of 100,000 "
        "people or more. Staff confirm this later.",
        help_text="Stands beside the question of the application form whether a region is urban.",
    )
    privacy_policy = models.TextField(help_text=MARKDOWN)
    contact_email = models.EmailField(
        "contact e-mail",
        help_text="Stands at the foot of every page, and where a region has no contact of its own.",
    )

    reviews_wanted = models.PositiveSmallIntegerField(
        "reviews of an application",
        default=3,
        db_default=3,
        help_text="How many reviewers each application should have.",
    )
    review_days = models.PositiveSmallIntegerField(
        "days for a review", default=14, db_default=14, help_text="From assignment to the last day."
    )
    disagreement = models.PositiveSmallIntegerField(
        "disagreement from",
        default=30,
        db_default=30,
        help_text="When the highest and the lowest review of an application lie so many points "
        "apart, of 100, its reviewers disagree.",
    )

    objects = ProgramQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["-is_current", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="program_one_current"
            )
        ]

    def __str__(self):
        return self.name


class TermsQuerySet(models.QuerySet):
    def published(self, on):
        """The terms that hold or held by a day, the latest first."""
        return self.filter(published_on__lte=on)


class Terms(models.Model):
    """The terms an applicant accepts; a new version is a new row."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="terms")
    version = models.PositiveSmallIntegerField(
        help_text="Of those that are published, the highest version holds."
    )
    text = models.TextField(help_text=MARKDOWN)
    published_on = models.DateField(
        null=True,
        blank=True,
        help_text="From this day on they hold and can never be changed or deleted. Empty while "
        "you are writing: nobody sees them.",
        validators=[validate_day],
    )

    objects = TermsQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["-version"]
        verbose_name_plural = "terms"
        constraints = [
            models.UniqueConstraint(fields=["program", "version"], name="terms_one_a_version")
        ]

    def __str__(self):
        return f"Terms of {self.program}, version {self.version}"

    def get_absolute_url(self):
        return reverse("applications:terms-version", args=[self.version])

    def clean(self):
        super().clean()
        if self.pk and self.differs_from_published():
            raise ValidationError(
                "These terms are published and never change. Add a new version instead."
            )

    def is_published(self, on):
        return self.published_on is not None and self.published_on <= on

    def differs_from_published(self):
        """Whether saving would change terms that people may already have accepted."""
        kept = Terms.objects.published(on=days.pacific_today()).filter(pk=self.pk).first()
        fields = ["program_id", "version", "text", "published_on"]
        return kept and any(getattr(kept, f) != getattr(self, f) for f in fields)

    def save(self, *args, **kwargs):
        if self.pk and self.differs_from_published():
            raise ValueError("Published terms never change.")
        super().save(*args, **kwargs)


class PeriodState(StrEnum):
    """Where an application period stands on a day."""

    OPEN = "open"
    UPCOMING = "upcoming"
    CLOSED = "closed"
    NONE = "none"


class Period(NamedTuple):
    """The application period that matters on a day, said the same everywhere."""

    state: PeriodState
    opens_on: date | None = None
    closes_on: date | None = None

    @property
    def is_open(self):
        return self.state == PeriodState.OPEN

    def __str__(self):
        match self.state:
            case PeriodState.OPEN if self.closes_on:
                return f"Applications are open. The last day is {self._end()}."
            case PeriodState.OPEN:
                return "Applications are open. No closing day has been set."
            case PeriodState.UPCOMING:
                return f"Applications open on {days.in_words(self.opens_on)}."
            case PeriodState.CLOSED:
                return f"Applications are closed. The last day was {self._end()}."
        return "Applications are not open, and no day has been set yet."

    def _end(self):
        return f"{days.in_words(self.closes_on)}, until midnight Pacific time"


def period_on(day, rounds):
    """Return the period that matters on a day: an open one, else the next, else the last.

    Of several that are open, the one that stays open longest.
    """
    to_come = sorted((r for r in rounds if r.opens_on > day), key=lambda r: r.opens_on)
    begun = sorted((r for r in rounds if r.opens_on <= day), key=lambda r: r.closes_on or date.max)
    if begun and (begun[-1].closes_on is None or day <= begun[-1].closes_on):
        return Period(PeriodState.OPEN, begun[-1].opens_on, begun[-1].closes_on)
    if to_come:
        return Period(PeriodState.UPCOMING, to_come[0].opens_on, to_come[0].closes_on)
    if begun:
        return Period(PeriodState.CLOSED, begun[-1].opens_on, begun[-1].closes_on)
    return Period(PeriodState.NONE)


class RoundQuerySet(models.QuerySet):
    def open_on(self, day):
        """Periods that take applications on a day, the one that stays open longest first."""
        ends = F("closes_on").desc(nulls_first=True)
        open_still = Q(closes_on__isnull=True) | Q(closes_on__gte=day)
        return self.filter(open_still, opens_on__lte=day).order_by(ends)


class Round(models.Model):
    """An application period: the days on which applications are taken."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="rounds")
    name = models.CharField(
        max_length=80, help_text="For lists in the admin; visitors read only its days."
    )
    opens_on = models.DateField(
        "first day",
        validators=[validate_day],
        help_text="Applications can be sent from its first minute, Pacific time.",
    )
    closes_on = models.DateField(
        "last day",
        null=True,
        blank=True,
        help_text="Applications can be sent until midnight Pacific time at the end of this day. "
        "Empty: no closing day has been set.",
        validators=[validate_day],
    )

    objects = RoundQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["opens_on"]
        verbose_name = "application period"
        constraints = [
            models.UniqueConstraint(fields=["program", "name"], name="round_one_a_name"),
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                name="round_closes_after_it_opens",
                violation_error_message="The last day is before the first.",
                violation_error_code="closes_on",
            ),
        ]

    def __str__(self):
        return self.name

    def overlaps(self, other):
        """Whether some day belongs to both periods."""
        ends, other_ends = self.closes_on or date.max, other.closes_on or date.max
        return self.opens_on <= other_ends and other.opens_on <= ends


class FaqEntry(models.Model):
    """A question visitors ask, answered on the questions page."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="faq_entries")
    slug = models.SlugField(
        "name in its address",
        help_text="Links to this answer end in it: /faq/#who-leads. Change it, and such links "
        "lead to the top of the page.",
    )
    position = models.PositiveSmallIntegerField(help_text="The lowest number stands first.")
    question = models.CharField(max_length=200)
    answer = models.TextField(help_text=MARKDOWN)

    history = kept_history()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "FAQ entry"
        verbose_name_plural = "FAQ entries"
        constraints = [
            models.UniqueConstraint(fields=["program", "slug"], name="faqentry_one_a_slug")
        ]

    def __str__(self):
        return self.question

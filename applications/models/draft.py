"""An application that is still being written, each section as it was typed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from applications.models.program import Program
from applications.models.questions import Section
from plp.core.codes import new_code

MOST_REPLACED = 5  # saves kept aside of one section


class DraftQuerySet(models.QuerySet):
    def locked(self, pk):
        """Return a draft that nobody else can change until the transaction ends.

        Whoever changes anything of a draft takes this first. Raises Draft.DoesNotExist where it
        has been deleted meanwhile.
        """
        self.select_for_update().get(pk=pk)
        # Only now: what is joined to a row that one had to wait for is as it was before the wait.
        return self.select_related("program", "pin__region", "application").get(pk=pk)

    def unsent(self):
        return self.filter(application__isnull=True)

    def of(self, email):
        """What an address has begun or sent: as its starter or its contact.

        Compared letter by letter: a database would find ı where it was asked for I.
        """
        named = Q(email=email.lower()) | Q(application__contact_email=email.lower())
        return self.filter(named).select_related("program", "application")

    def idle_since(self, moment):
        """Unsent drafts that nobody has touched since a moment."""
        return self.unsent().filter(touched_at__lte=moment)


class Draft(models.Model):
    """What an organization has typed so far; whoever has its link may read and change it.

    It stays with the application once that is sent: for changes that staff request, and to fill
    the next period's draft.
    """

    code = models.CharField(max_length=8, unique=True, default=new_code, editable=False)
    program = models.ForeignKey(Program, models.PROTECT, related_name="drafts")
    pin = models.ForeignKey(
        "applications.Pin",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="drafts",
        verbose_name="city",
    )
    email = models.EmailField("e-mail", help_text="Where its link goes.")
    link_version = models.PositiveSmallIntegerField(
        default=1, editable=False, help_text="Links made for an earlier version open nothing."
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who of staff enters it for the organization.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField("last touched", default=timezone.now)
    warned_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-touched_at"]
        permissions = [("export_draft", "Can download lists of drafts")]
        indexes = [
            models.Index(fields=["email"], name="draft_email"),
            models.Index(fields=["touched_at"], name="draft_touched_at"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="draft_email_lower_case")
        ]

    def __str__(self):
        return self.code

    def save(self, *args, **kwargs):
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    @property
    def is_sent(self):
        return hasattr(self, "application")

    @property
    def open_request(self):
        """The changes that staff asked for and that have not come yet, or None."""
        return self.application.open_request if self.is_sent else None

    def is_open(self, slug):
        """Whether a section may be changed: once sent, only while staff ask for it."""
        request = self.open_request
        return not self.is_sent or bool(request and slug in request.sections)

    def saved_sections(self):
        """Return {section: its row}."""
        return {section.slug: section for section in self.sections.all()}

    def keep(self, slug, typed, *, seen):
        """Keep a section as it was typed; return it.

        `seen` is the version that the page was showing. Where another page has saved a later one,
        what that one said is kept aside in `replaced`, until a page that shows it saves again; so
        neither loses a word. Only for a draft that is `locked`.
        """
        section, _ = self.sections.get_or_create(slug=slug)
        if section.version == seen:
            section.replaced = []
        elif section.typed and section.typed != typed:
            section.replaced = [*section.replaced, section.typed][-MOST_REPLACED:]
        if section.typed != typed:
            section.typed = typed
            section.version += 1
        section.saved_at = timezone.now()
        section.save()
        self.touch()
        return section

    def touch(self):
        """Note that someone is at work, so that the draft is neither warned of nor erased."""
        self.touched_at, self.warned_at = timezone.now(), None
        self.save(update_fields=["touched_at", "warned_at"])


class DraftSection(models.Model):
    """One section of a draft: the texts of each field, exactly as they came."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="sections")
    slug = models.CharField(max_length=20, choices=Section)
    typed = models.JSONField(default=dict, help_text="{name of the field: [texts]}")
    replaced = models.JSONField(
        default=list, help_text="What saves from other pages have overwritten."
    )
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "slug"], name="draftsection_one_a_slug")
        ]

    def __str__(self):
        return self.get_slug_display()

"""The texts of contracts that staff keep, in versions."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery

from plp.core.history import kept_history


class ContractTemplateQuerySet(models.QuerySet):
    def offered(self):
        """Those that partners may choose: of each name, the latest that is published."""
        published = self.filter(published_at__isnull=False)
        same = ContractTemplate.objects.filter(name=OuterRef("name"), published_at__isnull=False)
        latest = same.order_by("-version").values("pk")[:1]
        return published.filter(is_retired=False, pk=Subquery(latest))


class ContractTemplate(models.Model):
    """The text of contracts, in versions; never changed once it is published."""

    name = models.CharField(max_length=120, help_text="Partners choose it by this name.")
    version = models.PositiveIntegerField(default=1, editable=False)
    text = models.TextField(help_text="Markdown, with placeholders in braces.")
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    is_retired = models.BooleanField(
        "not offered any more",
        default=False,
        help_text="Contracts made with it stay as they are.",
    )

    objects = ContractTemplateQuerySet.as_manager()
    history = kept_history()

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "version"], name="contracttemplate_one_a_version"
            )
        ]

    def __str__(self):
        return f"{self.name}, version {self.version}"

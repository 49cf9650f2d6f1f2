"""Mails on their way out, and the texts that staff may change."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from plp.core.history import kept_history
from plp.core.mails import KINDS, problems_of_body, problems_of_subject
from plp.core.texts import keepable
from plp.core.workflow import TransitionError

NOT_KEPT = "[private link, not kept]"
TEXT_ERASED = "[text not kept any longer]"

# Longer than sending can take; whatever is claimed for longer, its worker was killed.
DOUBTED_AFTER = timedelta(minutes=5)

# Between one try and the next; eight tries in about a day.
PAUSES = [timedelta(minutes=m) for m in (1, 5, 15, 60, 4 * 60, 8 * 60, 12 * 60)]

LONGEST_ERROR = 1_000  # characters


class MailText(models.Model):
    """The text of one kind of mail, as it came or as staff have changed it."""

    what = models.CharField(max_length=60, unique=True, editable=False)
    subject = models.CharField(max_length=200)
    body = models.TextField("text")
    is_original = models.BooleanField(
        default=True,
        editable=False,
        help_text="Staff have left it as it came, so a new release may bring a better one.",
    )

    history = kept_history(exclude=["is_original"])

    class Meta:
        ordering = ["what"]
        default_permissions = ["view", "change"]

    def __str__(self):
        return self.kind.name if self.kind else self.what

    @property
    def kind(self):
        """The kind of mail, or None if this release sends none such."""
        return KINDS.get(self.what)

    def clean(self):
        self.body = self.body.replace("\r\n", "\n").strip()
        if problems := self.problems():
            raise ValidationError(problems)

    def problems(self):
        """Return what is wrong with the text, by field."""
        found = {
            "subject": problems_of_subject(self.kind, self.subject),
            "body": problems_of_body(self.kind, self.body),
        }
        return {field: sentences for field, sentences in found.items() if sentences}

    def save(self, *args, **kwargs):
        self.is_original = self._is_as_it_came()
        super().save(*args, **kwargs)

    def _is_as_it_came(self):
        if self.kind is None:
            return False
        subject, body = self.kind.subject.strip(), self.kind.body.strip()
        return (self.subject.strip(), self.body.strip()) == (subject, body)

    def restore(self):
        """Go back to the text as it came."""
        self.subject, self.body = self.kind.subject, self.kind.body
        self.save()


class Status(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Not sent"
    DOUBT = "doubt", "In doubt"


class MessageQuerySet(models.QuerySet):
    def due(self):
        """Mails that wait and whose pause is over, the longest due first."""
        due = self.filter(status=Status.WAITING, not_before__lte=timezone.now())
        return due.order_by("not_before", "pk")

    def being_sent(self):
        """Mails that a worker has taken just now."""
        return self.filter(status=Status.SENDING).exclude(_taken_long_ago())

    def in_doubt(self):
        """Mails that may or may not have gone: the answer was lost, or the worker."""
        return self.filter(Q(status=Status.DOUBT) | _taken_long_ago())

    def failed(self):
        """Mails that nobody has taken, and that are not tried again by themselves."""
        return self.filter(status=Status.FAILED)


def _taken_long_ago():
    return Q(status=Status.SENDING, claimed_at__lt=timezone.now() - DOUBTED_AFTER)


class Message(models.Model):
    """One mail to one address, written with the change it reports and sent by a worker.

    Whoever sends it first takes it (`claim`), in an UPDATE that only one of many workers wins. What
    is taken and never marked is in doubt, and only people send it again.
    """

    Status = Status

    what = models.CharField("kind", max_length=60)
    occasion = models.CharField(
        max_length=200, help_text="The record or day that caused it: each causes one mail."
    )
    to = models.EmailField(max_length=254)
    reply_to = models.EmailField("replies go to", max_length=254, blank=True)
    subject = models.TextField()
    text = models.TextField()
    secret = models.CharField(
        max_length=200, blank=True, help_text="What is blanked in the text once it is sent."
    )
    attachment = models.CharField(
        max_length=200, blank=True, help_text="Who makes it, and of what: application:42."
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.WAITING, editable=False)
    written_at = models.DateTimeField("written", default=timezone.now)
    not_before = models.DateTimeField("next try", default=timezone.now)
    claimed_at = models.DateTimeField("last try", null=True, blank=True)
    sent_at = models.DateTimeField("sent", null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.TextField("what went wrong", blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "mail"
        ordering = ["-pk"]
        default_permissions = ["view", "change"]
        constraints = [
            models.UniqueConstraint(
                fields=["what", "occasion", "to"], name="message_once_an_occasion"
            ),
            models.CheckConstraint(condition=Q(to=Lower("to")), name="message_to_lower_case"),
            models.CheckConstraint(
                condition=Q(status=Status.SENT, sent_at__isnull=False)
                | (~Q(status=Status.SENT) & Q(sent_at__isnull=True)),
                name="message_sent_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.SENDING) | Q(claimed_at__isnull=False),
                name="message_being_sent_was_claimed",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "not_before"], name="message_due"),
            models.Index(fields=["written_at"], name="message_written"),
        ]

    def __str__(self):
        return f"{self.subject} to {self.to}"

    @property
    def kind_name(self):
        kind = KINDS.get(self.what)
        return kind.name if kind else self.what

    @property
    def is_in_doubt(self):
        if self.status == Status.SENDING:
            return self.claimed_at < timezone.now() - DOUBTED_AFTER
        return self.status == Status.DOUBT

    @property
    def may_be_sent_again(self):
        return (self.is_in_doubt or self.status == Status.FAILED) and NOT_KEPT not in self.text

    @property
    def state(self):
        """Its status as staff read it."""
        return Status.DOUBT.label if self.is_in_doubt else self.get_status_display()

    @property
    def shown_text(self):
        """The text as staff may read it: a private link is nobody's but the addressee's."""
        return self.text if settings.DEBUG else self.blanked_text

    def claim(self):
        """Take this mail for sending; return whether nobody else has."""
        return self._swap(status=Status.SENDING, claimed_at=timezone.now(), tries=self.tries + 1)

    def mark_sent(self):
        """Say that it has gone. Its private link is not kept, but for the demo."""
        kept = {} if settings.DEBUG else {"text": self.blanked_text, "secret": ""}
        return self._swap(status=Status.SENT, sent_at=timezone.now(), error="", **kept)

    def mark_refused(self, error, *, is_temporary):
        """Say that nobody has taken it; try again later if that may help."""
        if is_temporary and self.tries <= len(PAUSES):
            later = timezone.now() + PAUSES[self.tries - 1]
            return self._swap(status=Status.WAITING, not_before=later, error=_short(error))
        return self._swap(status=Status.FAILED, error=_short(error))

    def mark_in_doubt(self, error):
        """Say that it may or may not have gone."""
        return self._swap(status=Status.DOUBT, error=_short(error))

    def send_again(self):
        """Put it back among the waiting. Raises TransitionError; nothing is written then."""
        if not self.may_be_sent_again:
            gone = NOT_KEPT in self.text and " Its private link is not kept any longer."
            raise TransitionError(f"{self.state}: this mail cannot be sent again.{gone or ''}")
        self._swap_or_refuse(
            status=Status.WAITING, not_before=timezone.now(), claimed_at=None, tries=0, error=""
        )

    def count_as_sent(self):
        """Take it for sent, as a person has found out. Raises TransitionError likewise."""
        if not self.is_in_doubt:
            raise TransitionError(f"{self.state}: there is no doubt about this mail.")
        if not self.mark_sent():
            raise TransitionError("Someone else has just changed this; reload it.")

    def blank_secret(self):
        """Blank the private link of a mail that was not sent for long: it is not sent any more."""
        status = Status.FAILED if self.status == Status.WAITING else self.status
        self._swap(status=status, text=self.blanked_text, secret="")

    def _swap_or_refuse(self, **fields):
        if not self._swap(**fields):
            raise TransitionError("Someone else has just changed this; reload it.")

    def _swap(self, **fields):
        """Change fields if the row is as we loaded it, and say whether it was.

        The moment of the claim tells a worker's own claim from another's after it.
        """
        unchanged = Message.objects.filter(
            pk=self.pk, status=self.status, claimed_at=self.claimed_at
        )
        if not unchanged.update(**fields):
            return False
        for name, value in fields.items():
            setattr(self, name, value)
        return True

    @property
    def blanked_text(self):
        """The text without its private link."""
        return self.text.replace(self.secret, NOT_KEPT) if self.secret else self.text


def _short(error):
    return keepable(str(error))[:LONGEST_ERROR]

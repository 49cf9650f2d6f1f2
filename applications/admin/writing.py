"""Writing to the people of partners: the step on their list, and what was written."""

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html, format_html_join, linebreaks

from applications import actions
from applications.actions.writing import Readers
from applications.admin.moves import Asks
from applications.emails.writing import PARTNER_LETTER, WORDS
from applications.models import Partner, PartnerLetter
from plp.core.admin_helpers import ReadOnly, counted, list_link
from plp.core.confirming import Step
from plp.core.days import moment_in_words, pacific_today
from plp.core.mails import problems_of_body, problems_of_subject
from plp.core.models import Message

LONGEST = 20_000  # characters
PLACEHOLDERS = ", ".join(f"{{{name}}}" for name in WORDS.placeholders)


class Chosen(forms.ChoiceField):
    """One of a few, said in its own words before it is done."""

    def in_words(self, value):
        return dict(self.choices)[value]


class LetterForm(Asks):
    readers = Chosen(label="To", choices=Readers.choices, widget=forms.RadioSelect)
    subject = forms.CharField(
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=f"May hold {PLACEHOLDERS}: each reader sees their own.",
    )
    body = forms.CharField(
        label="Text",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12, "class": "vLargeTextField"}),
        help_text=f"Plain text; an empty line parts paragraphs. May hold {PLACEHOLDERS}. Whom it "
        "is for and whom to answer is added below it.",
    )

    def clean_subject(self):
        return self._without(problems_of_subject, "subject")

    def clean_body(self):
        return self._without(problems_of_body, "body").replace("\r\n", "\n").strip()

    def _without(self, problems_of, name):
        text = self.cleaned_data[name]
        if problems := problems_of(WORDS, text):
            raise forms.ValidationError(problems)
        return text


def _write(partner, *, by, **words):
    actions.write_letter(partner, by=by, on=pacific_today(), **words)


OF_PARTNERS = [
    Step(
        slug="write",
        label="Write to them",
        done="Wrote to their people",
        consequence="Each person at each partner gets the mail once. What you wrote, and to which "
        "partners, is kept under Letters to partners.",
        permission="applications.add_partnerletter",
        take=_write,
        form=LetterForm,
    ),
]


@admin.register(PartnerLetter)
class PartnerLetterAdmin(ReadOnly, admin.ModelAdmin):
    heading = "Applications and partners"
    list_display = ["subject", "by", "written", "to_how_many"]
    list_select_related = ["by"]
    list_per_page = 50
    search_fields = ["subject", "by__name", "by__email"]
    fields = ["subject", "text", "by", "written", "to_whom", "mails"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(partner_count=Count("partners"))

    @admin.display(description="written", ordering="at")
    def written(self, letter):
        return moment_in_words(letter.at)

    @admin.display(description="partners", ordering="partner_count")
    def to_how_many(self, letter):
        return counted(letter.partner_count, Partner)

    @admin.display(description="text")
    def text(self, letter):
        return format_html('<div class="matter">{}</div>', linebreaks(letter.body, autoescape=True))

    @admin.display(description="to the people of")
    def to_whom(self, letter):
        rows = letter.partners.select_related("region")
        return format_html_join(
            ", ",
            '<a href="{}">{}</a> ({})',
            (
                (
                    reverse("admin:applications_partner_change", args=[partner.pk]),
                    partner,
                    partner.region,
                )
                for partner in rows
            ),
        )

    @admin.display(description="mails")
    def mails(self, letter):
        sent = Message.objects.filter(
            what=PARTNER_LETTER.what, occasion__startswith=f"{letter.pk} "
        ).count()
        return list_link(Message, counted(sent, Message), what=PARTNER_LETTER.what)

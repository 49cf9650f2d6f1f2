"""Mails and their texts, in the admin."""

from django import forms
from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import path

from plp.core.admin import outbox_steps as steps
from plp.core.admin_helpers import ReadOnly
from plp.core.mail_html import linked
from plp.core.mails import KINDS
from plp.core.models import MailText, Message
from plp.core.queues import queue, there_for


class MailStateFilter(admin.SimpleListFilter):
    """By state as staff read it: what was claimed long ago is in doubt."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return Message.Status.choices

    def queryset(self, request, queryset):
        if self.value() == Message.Status.DOUBT:
            return queryset.in_doubt()
        if self.value() == Message.Status.SENDING:
            return queryset.being_sent()
        if self.value() == Message.Status.FAILED:
            return queryset.failed()
        return queryset.filter(status=self.value()) if self.value() else queryset


MAIL = {"model": Message, "called": "subject", "at": "to", "since": "written_at"}


@queue(
    "mail-in-doubt",
    "Mail in doubt",
    position=90,
    look="overdue",
    empty="Every mail came through or waits its turn.",
    listed={"state": Message.Status.DOUBT.value},
    **MAIL,
)
def in_doubt(messages):
    return messages.in_doubt()


@queue(
    "mail-not-sent",
    "Mail not sent",
    position=91,
    look="overdue",
    empty="No mail was refused.",
    listed={"state": Message.Status.FAILED.value},
    **MAIL,
)
def not_sent(messages):
    return messages.failed()


class KindFilter(admin.SimpleListFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        return sorted(((kind.what, kind.name) for kind in KINDS.values()), key=lambda k: k[1])

    def queryset(self, request, queryset):
        return queryset.filter(what=self.value()) if self.value() else queryset


@admin.register(Message)
class MessageAdmin(ReadOnly, admin.ModelAdmin):
    heading = "Mail"
    list_display = ["subject", "to", "kind_name", "state", "written_at", "sent_at"]
    # No date_hierarchy: at 100,000 mails, naming its years takes longer than all else on the page.
    list_filter = [MailStateFilter, "written_at", KindFilter]
    list_per_page = 50
    search_fields = ["to", "subject"]
    show_full_result_count = False
    fields = [
        "state",
        "error",
        "to",
        "reply_to",
        "subject",
        "shown_text",
        "attachment",
        "kind_name",
        "written_at",
        "claimed_at",
        "tries",
        "not_before",
        "sent_at",
    ]

    def get_queryset(self, request):
        return there_for(request.user, super().get_queryset(request))

    def get_urls(self):
        return [
            path(
                f"<path:object_id>/{address}/",
                self.admin_site.admin_view(view),
                {"model_admin": self},
                name=f"core_message_{view.__name__}",
            )
            for address, view in [
                ("send-again", steps.send_again),
                ("count-as-sent", steps.count_as_sent),
                ("as-html", steps.as_html),
            ]
        ] + super().get_urls()

    def get_fields(self, request, message=None):
        """Leave out what says nothing of this mail."""
        fields = [name for name in self.fields if getattr(message, name, None) not in ("", None)]
        waits = message is not None and message.status == Message.Status.WAITING
        return fields if waits else [name for name in fields if name != "not_before"]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["may_act"] = steps.may_act(request)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.display(description="state", ordering="status")
    def state(self, message):
        return message.state

    @admin.display(description="kind", ordering="what")
    def kind_name(self, message):
        return message.kind_name

    @admin.display(description="text")
    def shown_text(self, message):
        return linked(message.shown_text)


class MailTextForm(forms.ModelForm):
    class Meta:
        model = MailText
        fields = ["subject", "body"]
        widgets = {"subject": forms.TextInput(attrs={"class": "vTextField"})}


@admin.register(MailText)
class MailTextAdmin(admin.ModelAdmin):
    heading = "Mail"
    form = MailTextForm
    list_display = ["name", "sent_when", "is_changed"]
    search_fields = ["what", "subject", "body"]
    readonly_fields = ["sent_when", "placeholders"]
    fieldsets = [
        (None, {"fields": ["sent_when", "subject", "body"]}),
        (
            "What you can fill in",
            {
                "fields": ["placeholders"],
                "description": "Write it in braces. The mail has the real words in its place.",
            },
        ),
        (
            "How it will look",
            {
                "fields": [],
                "description": "Leave an empty line between paragraphs. A line such as “Open your "
                "application: {link}” that stands alone becomes a button; lines that are all "
                "“Label: words” become a table.",
            },
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(what__in=KINDS)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        return [
            path(
                f"<path:object_id>/{address}/",
                self.admin_site.admin_view(view),
                {"model_admin": self},
                name=f"core_mailtext_{view.__name__}",
            )
            for address, view in [
                ("preview", steps.preview),
                ("preview-html", steps.preview_html),
                ("original", steps.original),
            ]
        ] + super().get_urls()

    @admin.display(description="name", ordering="what")
    def name(self, text):
        return text.kind.name

    @admin.display(description="sent when")
    def sent_when(self, text):
        return text.kind.sent_when

    @admin.display(description="changed", boolean=True)
    def is_changed(self, text):
        return not text.is_original

    @admin.display(description="words in braces")
    def placeholders(self, text):
        return render_to_string("admin/core/mailtext/_placeholders.html", {"kind": text.kind})

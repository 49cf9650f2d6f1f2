"""Pages of the steps that hang on a mail or on the text of mails."""

from itertools import chain

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plp.core.admin_helpers import step_page
from plp.core.mail_html import html, linked
from plp.core.mails import fill, fill_line
from plp.core.models import MailText, Message
from plp.core.queues import there_for
from plp.core.workflow import TransitionError

# Mail readers ignore linked style sheets, so a mail has its own; shown here, it may use that.
with_its_own_style = csp_update({"style-src": [UNSAFE_INLINE]})


def may_act(request):
    return request.user.has_perm("core.change_message")


def send_again(request, object_id, *, model_admin):
    """Show the mail once more; then put it back among the waiting."""
    message = _to_act_on(request, object_id)
    if request.method == "POST":
        _take(message.send_again, request, message, model_admin, "Sent again.")
        return redirect("admin:core_message_change", message.pk)
    return _ask(request, model_admin, message, "send_again", "Send again")


def count_as_sent(request, object_id, *, model_admin):
    """Ask whether somebody knows that the mail has come; then take it for sent."""
    message = _to_act_on(request, object_id)
    if request.method == "POST":
        _take(message.count_as_sent, request, message, model_admin, "Counted as sent.")
        return redirect("admin:core_message_change", message.pk)
    return _ask(request, model_admin, message, "count_as_sent", "Count as sent")


def _to_act_on(request, object_id):
    if not may_act(request):
        raise PermissionDenied
    return _found(there_for(request.user, Message.objects.all()), object_id)


def _take(step, request, message, model_admin, done):
    """Take a step and leave a trace of it, or say why it cannot be taken."""
    try:
        with transaction.atomic():
            step()
            model_admin.log_change(request, message, done)
    except TransitionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)


def _ask(request, model_admin, message, template, title):
    text = linked(message.shown_text)
    return _page(request, model_admin, message, template, title, text=text)


@with_its_own_style
def as_html(request, object_id, *, model_admin):
    """Show a mail as HTML, as its own document."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    message = _found(there_for(request.user, Message.objects.all()), object_id)
    return HttpResponse(html(message.subject, message.shown_text))


def preview(request, object_id, *, model_admin):
    """Show a text, as saved or as typed and not yet saved, with the examples filled in."""
    text = _text(request, object_id, model_admin)
    problems = [*chain(*text.problems().values())]
    subject, body = _with_examples(text)
    context = {"problems": problems, "subject": subject, "body": linked(body), "typed": text}
    title = f"Preview of {text}"
    return _page(request, model_admin, text, "preview", title, **context)


@with_its_own_style
def preview_html(request, object_id, *, model_admin):
    """The same as HTML, as its own document."""
    return HttpResponse(html(*_with_examples(_text(request, object_id, model_admin))))


def original(request, object_id, *, model_admin):
    """Show the text as it came; then go back to it."""
    text = _found(MailText.objects.all(), object_id)
    if not model_admin.has_change_permission(request, text):
        raise PermissionDenied
    if request.method == "POST":
        with transaction.atomic():
            text.restore()
            model_admin.log_change(request, text, "Went back to the original text.")
        messages.success(request, f"{text} has its original text again.")
        return redirect("admin:core_mailtext_change", text.pk)
    return _page(request, model_admin, text, "original", "Back to the original text")


def _text(request, object_id, model_admin):
    """Return a text with what was typed in its form, if anything was."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    text = _found(MailText.objects.all(), object_id)
    text.subject = request.POST.get("subject", text.subject)
    text.body = request.POST.get("body", text.body)
    return text


def _with_examples(text):
    examples = text.kind.placeholders
    return fill_line(text.subject, examples), fill(text.body.replace("\r\n", "\n"), examples)


def _found(rows, object_id):
    record = rows.filter(pk=object_id).first()
    if record is None or not getattr(record, "kind", True):
        raise Http404("There is no such mail.")
    return record


def _page(request, model_admin, record, template, title, **context):
    name = record._meta.model_name
    back = reverse(f"admin:core_{name}_change", args=[record.pk])
    context |= {"original": record, "back": back}
    return step_page(request, model_admin, f"core/{name}/{template}", title, **context)

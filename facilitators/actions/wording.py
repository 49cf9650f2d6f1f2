"""What staff do with the texts of contracts: publish, begin a new version, take out of use."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from facilitators.models import ContractTemplate
from facilitators.wording import problems
from plp.core.models import User
from plp.core.workflow import TransitionError


@transaction.atomic
def publish_template(template: ContractTemplate, *, by: User) -> None:
    """Let partners choose a text; from now on it is never changed.

    Raises TransitionError where it is published already or something in it is wrong.
    """
    found = _locked(template)
    if found.published_at:
        raise TransitionError("It is published already.")
    if wrong := problems(found.text):
        raise TransitionError(" ".join(wrong))
    found.published_at, found.published_by = timezone.now(), by
    found.save()


@transaction.atomic
def new_version(template: ContractTemplate, *, by: User) -> ContractTemplate:
    """Copy a text into a draft with the next number.

    Raises TransitionError where a draft of this name is there already.
    """
    _locked(template)
    versions = ContractTemplate.objects.filter(name=template.name)
    if draft := versions.filter(published_at=None).first():
        raise TransitionError(f"{draft} is a draft already: change that one.")
    last = versions.aggregate(last=Max("version"))["last"]
    return ContractTemplate.objects.create(name=template.name, text=template.text, version=last + 1)


@transaction.atomic
def retire_template(template: ContractTemplate, *, by: User) -> None:
    """Let nobody choose a text any more; contracts made with it stay as they are."""
    _set_retired(template, True, "It is retired already.")


@transaction.atomic
def offer_template_again(template: ContractTemplate, *, by: User) -> None:
    """Undo that a text is retired."""
    _set_retired(template, False, "It is not retired.")


def _set_retired(template, is_retired, refusal):
    found = _locked(template)
    if found.is_retired == is_retired:
        raise TransitionError(refusal)
    found.is_retired = is_retired
    found.save()


def _locked(template):
    """Lock all versions of a name, the first one first, and read this one again."""
    same = ContractTemplate.objects.filter(name=template.name).order_by("pk")
    found = {each.pk: each for each in same.select_for_update(of=["self"])}
    return found[template.pk]

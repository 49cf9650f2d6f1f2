"""What is past its rule is erased, and nothing else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone

from applications.models import Application, Draft, Interest, Partner
from plp.core import history
from plp.core.apps import make_retention_rules
from plp.core.models import Message, Retention, User
from plp.core.models.outbox import NOT_KEPT, TEXT_ERASED
from plp.core.privacy.retaining import enforce_retention, rule
from plp.core.retention import RULES
from plp.core.workflow import TransitionError
from tests.make import make_application, make_attachment, make_partner, make_sent

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 25)


def ago(kind, **more):
    """A little more days ago than a kind is kept, or so many less."""
    return timezone.now() - timedelta(days=RULES[kind].days) - timedelta(**(more or {"hours": 1}))


def run():
    enforce_retention(TODAY)
    enforce_retention(TODAY)  # safe to run again


def mail(**fields):
    defaults = {"what": "a", "occasion": "1", "to": "a@example.org", "subject": "S", "text": "T s3"}
    return Message.objects.create(**(defaults | {"secret": "s3"} | fields))


def test_every_kind_has_a_rule_from_the_start():
    make_retention_rules()

    rules = Retention.objects.all()
    assert {r.kind for r in rules} == {*RULES}
    assert all(r.days == r.rule.days >= r.rule.fewest for r in rules)


def test_a_rule_holds_from_its_day():
    Retention.objects.create(kind="mail", days=90, from_day=date(2020, 1, 1))
    Retention.objects.create(kind="mail", days=60, from_day=date(2030, 1, 1))

    assert [rule("mail", date(year, 6, 1)).days for year in (2019, 2020, 2030)] == [730, 90, 60]


@pytest.mark.parametrize(("hours", "text"), [(1, TEXT_ERASED), (-1, "T s3")])
def test_the_text_of_a_sent_mail_goes_and_its_key_stays(hours, text):
    made = mail(status="sent", sent_at=ago("mail", hours=hours))

    run()

    made.refresh_from_db()
    assert (made.text, made.to) == (text, "a@example.org")


@pytest.mark.parametrize("status", ["waiting", "failed", "doubt", "sending"])
def test_a_private_link_goes_from_a_mail_that_was_never_sent(status):
    long_ago = ago("mail-link")
    made = mail(status=status, written_at=long_ago, claimed_at=long_ago)

    run()

    made.refresh_from_db()
    assert (made.text, made.secret) == (f"T {NOT_KEPT}", "")
    assert made.status == ("failed" if status == "waiting" else status)
    with pytest.raises(TransitionError, match="private link is not kept"):
        made.send_again()


def test_a_private_link_of_a_late_mail_stays_for_a_while():
    made = mail(status="failed")

    run()

    made.refresh_from_db()
    assert made.secret == "s3"
    assert made.may_be_sent_again


def move(application, *statuses, at):
    for status in statuses:
        application.move(status, by=None)
    application.changes.update(at=at)
    return application


def test_a_declined_application_goes_with_draft_files_and_history(commit):
    with commit():
        gone = move(make_sent(), "in_review", "declined", at=ago("application-decided"))
        file = make_attachment(draft=gone.draft).file
    kept = move(make_application(), "in_review", "declined", at=timezone.now())

    with commit():
        run()

    assert list(Application.objects.all()) == [kept]
    assert list(Draft.objects.all()) == [kept.draft]
    assert {row.id for row in history.of(Application)} == {kept.pk}
    assert not file.storage.exists(file.name)


def test_an_undecided_application_goes_after_years():
    gone, kept = make_application(), make_application()
    Application.objects.filter(pk=gone.pk).update(submitted_at=ago("application-undecided"))

    run()

    assert list(Application.objects.all()) == [kept]


@pytest.mark.parametrize(
    ("ended", "left"),
    [(None, 1), ("recently", 1), ("long ago", 0)],
    ids=["active", "recent", "old"],
)
def test_an_accepted_application_stays_as_long_as_the_partnership_and_after(ended, left):
    application = make_application(status="accepted")
    when = {"recently": timezone.now(), "long ago": ago("application-accepted", days=2)}.get(ended)
    make_partner(
        application=application,
        region=application.pin.region,
        started_on=date(2010, 1, 1),
        ended_on=when and when.date(),
    )

    run()

    assert Application.objects.count() == left
    assert Partner.objects.exists()


def test_the_interest_list_is_not_kept_for_ever():
    made = [
        Interest.objects.create(organization="A", email=f"{n}@example.org", zip="97701")
        for n in range(2)
    ]
    Interest.objects.filter(pk=made[0].pk).update(created_at=ago("interest"))

    run()

    assert list(Interest.objects.all()) == made[1:]


def test_the_log_of_the_admin_is_not_kept_for_ever(administrator):
    kind = ContentType.objects.get_for_model(User)
    for at in (ago("admin-log"), timezone.now()):
        LogEntry.objects.create(
            user=administrator, content_type=kind, action_flag=2, action_time=at
        )

    run()

    assert LogEntry.objects.count() == 1


def test_of_old_history_the_latest_row_of_each_record_stays():
    partner = make_partner()
    for name in ("Second", "Third"):
        partner.organization = name
        partner.save()
    history.of(Partner).update(history_date=ago("history"))

    run()

    assert [row.organization for row in history.of(Partner).filter(id=partner.pk)] == ["Third"]


def test_old_history_of_what_was_deleted_goes():
    partner = make_partner()
    key = partner.pk
    partner.delete()
    history.of(Partner).update(history_date=ago("history"))

    run()

    assert not history.of(Partner).filter(id=key).exists()


def test_what_something_else_needs_stays_and_stops_nothing(caplog):
    gone = [
        move(make_application(), "in_review", "declined", at=ago("application-decided"))
        for _ in range(2)
    ]
    protected = RULES["application-decided"]

    def erase(rows):
        if rows.get() == gone[0]:
            raise models.ProtectedError("needed", set())
        protected.erase(rows)

    RULES["application-decided"] = replace(protected, erase=erase)
    try:
        run()
    finally:
        RULES["application-decided"] = protected

    assert list(Application.objects.all()) == gone[:1]
    assert "must stay" in caplog.text

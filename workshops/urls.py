"""Addresses of workshops, teachers, the program's events and community events."""

from django.urls import include, path

from workshops.models import CommunityEvent
from workshops.views import (
    after,
    calendars,
    certificates,
    checking_in,
    coming,
    community,
    day,
    events,
    evidence,
    impact,
    importing,
    leading,
    led,
    marks,
    mine,
    months,
    one_pager,
    own,
    planning,
    public_events,
    reports,
    roster,
    schedule,
    seats,
    sheets,
    sign_up,
    staffing,
    teachers,
    venues,
    wishes,
)
from workshops.views.money import (
    estimate,
    funding,
    ledger,
    papers,
    payments,
    requests,
    tax,
    travel,
)
from workshops.views.money import mine as mine_money
from workshops.views.money import own as own_money

app_name = "workshops"
Kind = CommunityEvent.Kind

# /partner/<key>/community/<key>/…
of_a_community_event = [
    path("", community.event, name="community-event"),
    path("change/", community.change, name="community-change"),
    path("record/", community.record, name="community-record"),
    path("cancel/", community.cancel, name="community-cancel"),
    path("undo/", community.undo, name="community-undo"),
    path("files/", evidence.add, name="community-file-add"),
    path("files/<int:file_pk>/", evidence.evidence, name="community-file"),
    path("files/<int:file_pk>/delete/", evidence.delete, name="community-file-delete"),
]

# /partner/<key>/events/…
of_events = [
    path("", events.events, name="events"),
    path("<int:event>/register/", events.register, name="event-register"),
    path("<int:event>/cancel/", events.cancel, name="event-cancel"),
    path("<int:event>/teachers/", events.bring, name="event-bring"),
    path("teacher/<int:registration>/again/", events.again, name="event-teacher-again"),
    path("teacher/<int:registration>/remove/", events.take_off, name="event-teacher-remove"),
]

# /partner/<key>/teachers/…
of_teachers = [
    path("", teachers.teachers, name="teachers"),
    path("add/", teachers.add, name="teacher-add"),
    path("<int:row>/remove/", teachers.remove, name="teacher-remove"),
    path("take/<int:event>/<int:course>/", teachers.take, name="teachers-take"),
]

# /partner/<key>/workshops/<key>/place/…
of_the_place = [
    path("", venues.place, name="place"),
    path("change/", venues.change, name="place-change"),
    path("copy/", venues.copy, name="place-copy"),
    path("checklist/<int:item>/", venues.tick, name="place-tick"),
    path("supplies/", venues.ask, name="supply-ask"),
    path("supplies/<int:supply>/take-back/", venues.take_back, name="supply-take-back"),
    path("one-page/", one_pager.page, name="one-page"),
    path("one-page.pdf", one_pager.pdf, name="one-page-pdf"),
]

# /partner/<key>/workshops/<key>/who-leads/…
of_staffing = [
    path("", staffing.who_leads, name="who-leads"),
    path("choose/", staffing.choose, name="leader-choose"),
    path("<int:assignment_pk>/ask/", staffing.ask, name="leader-ask"),
    path("<int:assignment_pk>/agreed/", staffing.agreed, name="leader-agreed"),
    path("<int:assignment_pk>/take-off/", staffing.take_off, name="leader-take-off"),
    path("<int:assignment_pk>/replace/", staffing.replace, name="leader-replace"),
]

# /partner/<key>/workshops/<key>/…
of_a_workshop = [
    path("", schedule.workshop, name="workshop"),
    path("who-leads/", include(of_staffing)),
    path("place/", include(of_the_place)),
    path("change/", schedule.change, name="workshop-change"),
    path("cancel/", schedule.cancel, name="workshop-cancel"),
    path("open/", schedule.open_sign_up, name="workshop-open"),
    path("close/", schedule.close_sign_up, name="workshop-close"),
    path("poster/", sign_up.poster, name="workshop-poster"),
]

# /partner/<key>/workshops/<key>/teachers/…
of_a_roster = [
    path("add/", roster.add, name="roster-add"),
    path("list/", roster.add_list, name="roster-list"),
    path("group/", roster.enroll_group, name="roster-group"),
    path("<int:row>/", roster.teacher, name="roster-teacher"),
    path("<int:row>/off/", roster.take_off, name="roster-off"),
    path("<int:row>/move/", roster.move, name="roster-move"),
]

# /partner/<key>/workshops/…: planning them
of_planning = [
    path("plan/", planning.plan, name="workshop-plan"),
    path("plan/check/", planning.check, name="workshop-plan-check"),
    path("new/", planning.new, name="workshop-new"),
    path("import/", importing.upload, name="workshop-import"),
    path("wishes/", wishes.wishes, name="workshop-wishes"),
    path("wishes/days/", wishes.close, name="blackout-add"),
    path("wishes/days/<int:row>/remove/", wishes.reopen, name="blackout-remove"),
    path("<int:workshop_pk>/copy/", planning.copy, name="workshop-copy"),
]

# /partner/<key>/workshops/report/…
of_a_report = [
    path("", reports.report, name="report"),
    path("<slug:table>.csv", reports.table, name="report-table"),
]

# /partner/<key>/workshops/…
of_workshops = [
    path("", schedule.workshops, name="workshops"),
    path("without-facilitator/", staffing.without, name="without-leader"),
    path("report/", include(of_a_report)),
    path("calendar/", months.of_partner, name="month"),
    *of_planning,
    path("<int:workshop_pk>/", include(of_a_workshop)),
    path("<int:workshop_pk>/teachers/", include(of_a_roster)),
]

# /partner/<key>/workshops/<key>/day/<key>/…
of_a_day = [
    path("", day.day, name="day"),
    path("start/", day.start, name="day-start"),
    path("mark/", day.mark, name="day-mark"),
    path("marks/", marks.marks, name="day-marks"),
    path("code/", sheets.code, name="day-code"),
    path("walk-in/", day.walk_in, name="day-walk-in"),
    path("walk-in/<int:walk_in>/let-in/", day.let_in, name="day-let-in"),
    path("walk-in/<int:walk_in>/not-here/", day.send_away, name="day-send-away"),
]

# /partner/<key>/workshops/<key>/…: on the day
on_the_day = [
    path("day/", day.nearest, name="day-of"),
    path("day/<int:session_pk>/", include(of_a_day)),
    path("end/", day.end, name="workshop-end"),
    path("sign-in/", sheets.sheet, name="sign-in-sheet"),
    path("sign-in.pdf", sheets.sheet_pdf, name="sign-in-pdf"),
]

# /workshops/<code>/…: on the day, without signing in
on_the_day_in_public = [
    path("check-in/", checking_in.check_in, name="workshop-check-in"),
    path("check-in/done/", checking_in.checked_in, name="workshop-checked-in"),
]

# /partner/<key>/…: only for a partner's own people
of_a_partner = [
    path("community/", community.community, name="community"),
    path("community/plan/meetup/", community.plan, {"kind": Kind.MEETUP}, "community-plan-meetup"),
    path(
        "community/plan/hour-of-code/",
        community.plan,
        {"kind": Kind.HOUR_OF_CODE},
        "community-plan-hour-of-code",
    ),
    path("community/plan/fair/", community.plan, {"kind": Kind.FAIR}, "community-plan-fair"),
    path("community/<int:event_pk>/", include(of_a_community_event)),
    path("events/", include(of_events)),
    path("teachers/", include(of_teachers)),
    path("workshops/", include(of_workshops)),
    path("workshops/<int:workshop_pk>/", include(on_the_day)),
]

# /facilitator/workshops/<key>/place/…: only for who is confirmed to lead it
of_who_leads = [
    path("", one_pager.own_page, name="own-one-page"),
    path("one-page.pdf", one_pager.own_pdf, name="own-one-page-pdf"),
]

# Without signing in: a teacher's own page, and checking in
public = [
    path("registration/<int:pk>/", coming.registration, name="registration"),
    path("registration/<int:pk>/<slug:secret>/", coming.open_link, name="registration-open"),
    path("check-in/<int:pk>/", coming.check_in, name="check-in"),
    path("check-in/<int:pk>/done/", coming.checked_in, name="checked-in"),
]

# Community events that partners list in public, and calendars by a private address
community_in_public = [
    path("events/", public_events.events, name="community-list"),
    path("events/<int:pk>/", public_events.event, name="community-public"),
    path("events/<int:pk>.ics", public_events.calendar, name="community-calendar"),
    path("calendar/<int:pk>/<slug:secret>.ics", calendars.feed, name="calendar-feed"),
    path(
        "calendar/teacher/<int:pk>/<slug:secret>.ics",
        calendars.of_teacher,
        name="teacher-calendar",
    ),
]

# /my-workshops/seat/<key>/…: a teacher's own page of one workshop, by their secret link
of_a_seat = [
    path("", seats.seat, name="seat"),
    path("open/<slug:secret>/", own.open_seat, {"to": "workshops:seat"}, name="seat-open"),
    path("check-in/", checking_in.by_link, name="seat-check-in"),
    path("take/", seats.take, name="seat-take"),
    path("give-back/", seats.give_back, name="seat-give-back"),
]

# /my-workshops/seat/<key>/…: what a teacher finds there once the workshop is over
after_a_workshop = [
    path("after/", after.feedback, name="feedback"),
    path("after/<slug:secret>/", own.open_seat, {"to": "workshops:feedback"}, name="feedback-open"),
    path("certificate.pdf", after.certificate, name="certificate"),
    path("change/", mine.change, name="seat-change"),
    path("workshop.ics", mine.calendar, name="seat-calendar"),
]

# What anybody can check, and what those who led a workshop read of it
after_for_others = [
    path("certificates/", certificates.check, name="certificates"),
    path("facilitator/workshops/<int:workshop_pk>/thoughts/", led.led, name="led"),
]

# /my-workshops/…: all that is a teacher's, by a mailed link
my_workshops = [
    path("", mine.ask_for_link, name="mine-ask"),
    path("sent/", mine.link_sent, name="mine-sent"),
    path("<int:pk>/", mine.mine, name="mine"),
    path("<int:pk>/open/<slug:secret>/", own.open_teacher, {"to": "workshops:mine"}, "mine-open"),
    path("<int:pk>/data.json", mine.data, name="mine-data"),
    path("<int:pk>/erase/", mine.erase, name="mine-erase"),
]

# /impact/…: what partners did together, for everybody
impact_in_public = [
    path("", impact.page, name="impact"),
    path("impact.json", impact.as_json, name="impact-json"),
    path("<slug:table>.csv", impact.as_csv, name="impact-csv"),
]

# /facilitator/workshops/…: only for a facilitator
of_leading = [
    path("", leading.own_workshops, name="own-workshops"),
    path("<int:assignment_pk>/", leading.own_workshop, name="own-workshop"),
    path("<int:assignment_pk>/yes/", leading.say_yes, name="own-workshop-yes"),
    path("<int:assignment_pk>/no/", leading.say_no, name="own-workshop-no"),
]

# /facilitator/money/…: what a facilitator is owed and paid
of_own_money = [
    path("", own_money.money, name="own-money"),
    path("statement/", own_money.statement, name="own-statement"),
    path("<int:payable_pk>/", own_money.payment, name="own-payment"),
    path(
        "<int:payable_pk>/lines/<int:line_pk>/not-right/",
        own_money.not_right,
        name="own-objection",
    ),
    path("<int:payable_pk>/receipts/<int:receipt_pk>/", own_money.receipt, name="own-receipt"),
    path("<int:payable_pk>/travel/", travel.enter, name="own-travel"),
    path(
        "<int:payable_pk>/travel/<int:line_pk>/receipts/",
        travel.add_receipt,
        name="own-receipt-add",
    ),
    path(
        "<int:payable_pk>/travel/<int:line_pk>/take-back/",
        travel.take_back,
        name="own-travel-remove",
    ),
]

# /my-workshops/<key>/money/…: what a teacher is owed and paid
of_mine_money = [
    path("", mine_money.money, name="mine-money"),
    path(
        "open/<slug:secret>/", own.open_teacher, {"to": "workshops:mine-money"}, "mine-money-open"
    ),
    path("statement/", mine_money.statement, name="mine-statement"),
    path("<int:line_pk>/not-right/", mine_money.not_right, name="mine-objection"),
]

# /partner/<key>/money/1099/…: whom a partner reports to the tax office
of_tax = [
    path("", tax.totals, name="tax-totals"),
    path("totals.csv", tax.as_csv, name="tax-csv"),
    path("w-9/facilitator/<int:facilitator>/", tax.w9_of_facilitator, name="w9-facilitator"),
    path("w-9/teacher/<int:teacher>/", tax.w9_of_teacher, name="w9-teacher"),
]

# /workshops/<code>/…: signing up
sign_up_in_public = [
    path("", sign_up.public, name="workshop-public"),
    path("sent/", sign_up.signed_up, name="workshop-signed-up"),
]

# /partner/<key>/money/: where a partner's money is
of_money = [
    path("", ledger.money, name="money"),
    path("ledger.csv", ledger.as_csv, name="money-csv"),
    path("funding/", funding.funding, name="funding"),
    path("funding/<int:school_year>/", funding.need, name="funding-need"),
    path("other-funding/add/", funding.add, name="other-funding-add"),
    path("other-funding/<int:funding_pk>/", funding.change, name="other-funding"),
    path("other-funding/<int:funding_pk>/delete/", funding.delete, name="other-funding-delete"),
]

# /partner/<key>/money/requests/<key>/…
of_a_request = [
    path("", requests.one, name="request"),
    path("send/", requests.send, name="request-send"),
    path("withdraw/", requests.withdraw, name="request-withdraw"),
    path("request.pdf", requests.pdf, name="request-pdf"),
    path("amounts/", papers.add_line, name="request-line-add"),
    path("amounts/<int:row>/delete/", papers.delete_line, name="request-line-delete"),
    path("papers/", papers.add, name="request-paper-add"),
    path("papers/<int:paper_pk>/", papers.paper, name="request-paper"),
    path("papers/<int:paper_pk>/delete/", papers.delete, name="request-paper-delete"),
]

# /partner/<key>/money/requests/…
of_requests = [
    path("", requests.requests, name="requests"),
    path("invoice/", requests.begin_invoice, name="request-begin-invoice"),
    path("group/<int:cohort_pk>/", requests.begin, name="request-begin"),
    path("event/<int:event_pk>/", requests.begin_event, name="request-begin-event"),
    path("<int:request_pk>/", include(of_a_request)),
]

# /partner/<key>/money/payments/…: what it owes facilitators and teachers
of_payments = [
    path("", payments.payments, name="payments"),
    path("approve/", payments.approve, name="payments-approve"),
    path("paid/", payments.pay, name="payments-paid"),
    path("<int:payable_pk>/", payments.payment, name="payment"),
    path("<int:payable_pk>/look-again/", payments.send_back, name="payment-back"),
    path("<int:payable_pk>/correct/", payments.correct, name="payment-correct"),
    path(
        "<int:payable_pk>/lines/<int:line_pk>/take-away/",
        payments.take_away,
        name="payment-line-remove",
    ),
    path("<int:payable_pk>/answer/<int:objection_pk>/", payments.answer, name="payment-answer"),
    path("<int:payable_pk>/receipts/<int:receipt_pk>/", payments.receipt, name="payment-receipt"),
]

urlpatterns = [
    path("partner/<int:pk>/", include(of_a_partner)),
    path("partner/<int:pk>/money/estimate/", estimate.estimate, name="estimate"),
    path("partner/<int:pk>/money/requests/", include(of_requests)),
    path("partner/<int:pk>/money/", include(of_money)),
    path("workshops/<slug:code>/", include(sign_up_in_public)),
    path("partner/<int:pk>/money/1099/", include(of_tax)),
    path("facilitator/money/", include(of_own_money)),
    path("my-workshops/<int:pk>/money/", include(of_mine_money)),
    path("facilitator/workshops/", include(of_leading)),
    path("facilitator/workshops/calendar/", months.of_facilitator, name="own-month"),
    path("facilitator/workshops/<int:workshop_pk>/place/", include(of_who_leads)),
    path("workshops/<slug:code>/", include(on_the_day_in_public)),
    *public,
    *community_in_public,
    path("my-workshops/seat/<int:pk>/", include(of_a_seat)),
    path("my-workshops/seat/<int:pk>/", include(after_a_workshop)),
    path("my-workshops/", include(my_workshops)),
    *after_for_others,
    path("impact/", include(impact_in_public)),
    path("partner/<int:pk>/money/payments/", include(of_payments)),
]

"""Addresses of workshops, teachers, the program's events and community events."""

from django.urls import include, path

from workshops.models import CommunityEvent
from workshops.views import (
    calendars,
    checking_in,
    coming,
    community,
    day,
    events,
    evidence,
    marks,
    own,
    public_events,
    schedule,
    seats,
    sheets,
    sign_up,
    teachers,
)

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

# /workshops/<code>/…: signing up
sign_up_in_public = [
    path("", sign_up.public, name="workshop-public"),
    path("sent/", sign_up.signed_up, name="workshop-signed-up"),
]

# /partner/<key>/workshops/<key>/…
of_a_workshop = [
    path("", schedule.workshop, name="workshop"),
    path("change/", schedule.change, name="workshop-change"),
    path("cancel/", schedule.cancel, name="workshop-cancel"),
    path("open/", schedule.open_sign_up, name="workshop-open"),
    path("close/", schedule.close_sign_up, name="workshop-close"),
    path("poster/", sign_up.poster, name="workshop-poster"),
]

# /partner/<key>/workshops/…
of_workshops = [
    path("", schedule.workshops, name="workshops"),
    path("<int:workshop_pk>/", include(of_a_workshop)),
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
    path("workshops/<int:workshop_pk>/", include(on_the_day)),
    path("workshops/", include(of_workshops)),
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
]

urlpatterns = [
    path("partner/<int:pk>/", include(of_a_partner)),
    path("workshops/<slug:code>/", include(sign_up_in_public)),
    path("workshops/<slug:code>/", include(on_the_day_in_public)),
    *public,
    *community_in_public,
    path("my-workshops/seat/<int:pk>/", include(of_a_seat)),
]

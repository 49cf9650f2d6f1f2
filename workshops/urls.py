"""Addresses of workshops, teachers, the program's events and community events."""

from django.urls import include, path

from workshops.models import CommunityEvent
from workshops.views import (
    after,
    calendars,
    certificates,
    coming,
    community,
    events,
    evidence,
    led,
    mine,
    own,
    public_events,
    schedule,
    seats,
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

# /partner/<key>/workshops/<key>/…
of_a_workshop = [
    path("", schedule.workshop, name="workshop"),
    path("change/", schedule.change, name="workshop-change"),
    path("cancel/", schedule.cancel, name="workshop-cancel"),
    path("open/", schedule.open_sign_up, name="workshop-open"),
    path("close/", schedule.close_sign_up, name="workshop-close"),
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
]

# /my-workshops/seat/<key>/…: a teacher's own page of one workshop, by their secret link
of_a_seat = [
    path("", seats.seat, name="seat"),
    path("open/<slug:secret>/", own.open_seat, {"to": "workshops:seat"}, name="seat-open"),
]

# /my-workshops/seat/<key>/…: what a teacher finds there once the workshop is over
after_a_workshop = [
    path("after/", after.feedback, name="feedback"),
    path("after/<slug:secret>/", own.open_seat, {"to": "workshops:feedback"}, name="feedback-open"),
    path("certificate.pdf", after.certificate, name="certificate"),
    path("change/", mine.change, name="seat-change"),
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

# What anybody can check, and what those who led a workshop read of it
after_for_others = [
    path("certificates/", certificates.check, name="certificates"),
    path("facilitator/workshops/<int:workshop_pk>/thoughts/", led.led, name="led"),
]

urlpatterns = [
    path("partner/<int:pk>/", include(of_a_partner)),
    *public,
    *community_in_public,
    path("my-workshops/seat/<int:pk>/", include(of_a_seat)),
    path("my-workshops/seat/<int:pk>/", include(after_a_workshop)),
    path("my-workshops/", include(my_workshops)),
    *after_for_others,
]

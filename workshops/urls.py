"""Addresses of workshops, teachers, the program's events and community events."""

from django.urls import include, path

from workshops.models import CommunityEvent
from workshops.views import (
    calendars,
    coming,
    community,
    events,
    evidence,
    importing,
    leading,
    own,
    planning,
    public_events,
    schedule,
    seats,
    staffing,
    teachers,
    wishes,
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

# /partner/<key>/workshops/<key>/who-leads/…
of_staffing = [
    path("", staffing.who_leads, name="who-leads"),
    path("choose/", staffing.choose, name="leader-choose"),
    path("<int:assignment_pk>/ask/", staffing.ask, name="leader-ask"),
    path("<int:assignment_pk>/agreed/", staffing.agreed, name="leader-agreed"),
    path("<int:assignment_pk>/take-off/", staffing.take_off, name="leader-take-off"),
    path("<int:assignment_pk>/replace/", staffing.replace, name="leader-replace"),
]

# /facilitator/workshops/…: only for a facilitator
of_leading = [
    path("", leading.own_workshops, name="own-workshops"),
    path("<int:assignment_pk>/", leading.own_workshop, name="own-workshop"),
    path("<int:assignment_pk>/yes/", leading.say_yes, name="own-workshop-yes"),
    path("<int:assignment_pk>/no/", leading.say_no, name="own-workshop-no"),
]

# /partner/<key>/workshops/<key>/…
of_a_workshop = [
    path("", schedule.workshop, name="workshop"),
    path("who-leads/", include(of_staffing)),
]

# /partner/<key>/workshops/…: planning them
of_planning = [
    path("plan/", planning.plan, name="workshop-plan"),
    path("plan/check/", planning.check, name="workshop-plan-check"),
    path("new/", planning.new, name="workshop-new"),
    path("import/", importing.upload, name="workshop-import"),
    path("wishes/", wishes.wishes, name="workshop-wishes"),
    path("wishes/days/", wishes.close, name="workshop-close"),
    path("wishes/days/<int:row>/remove/", wishes.reopen, name="workshop-reopen"),
    path("<int:workshop_pk>/copy/", planning.copy, name="workshop-copy"),
]

# /partner/<key>/workshops/…
of_workshops = [
    path("", schedule.workshops, name="workshops"),
    path("without-facilitator/", staffing.without, name="without-leader"),
    *of_planning,
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

urlpatterns = [
    path("partner/<int:pk>/", include(of_a_partner)),
    path("facilitator/workshops/", include(of_leading)),
    *public,
    *community_in_public,
    path("my-workshops/seat/<int:pk>/", include(of_a_seat)),
]

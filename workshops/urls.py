"""Addresses of teachers, the program's events and community events."""

from django.urls import include, path

from workshops.views import coming, events, teachers

app_name = "workshops"

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

# /partner/<key>/…: only for a partner's own people
of_a_partner = [
    path("events/", include(of_events)),
    path("teachers/", include(of_teachers)),
]

# Without signing in: a teacher's own page, and checking in
public = [
    path("registration/<int:pk>/", coming.registration, name="registration"),
    path("registration/<int:pk>/<slug:secret>/", coming.open_link, name="registration-open"),
    path("check-in/<int:pk>/", coming.check_in, name="check-in"),
    path("check-in/<int:pk>/done/", coming.checked_in, name="checked-in"),
]

urlpatterns = [
    path("partner/<int:pk>/", include(of_a_partner)),
    *public,
]

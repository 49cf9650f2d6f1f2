"""Addresses of teachers, the program's events and community events."""

app_name = "workshops"

# /partner/<key>/…: only for a partner's own people
of_a_partner = []

urlpatterns = [
    *of_a_partner,
]

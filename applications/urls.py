"""Addresses of the public pages."""

urlpatterns = []
app_name = "applications"

"""Addresses of the public pages."""

from django.urls import path

from guide.views import pages

app_name = "guide"
urlpatterns = [
    path("help/", pages.help_page, name="help"),
    path("help/accessibility/", pages.accessibility, name="accessibility"),
    path("help/privacy/", pages.privacy, name="privacy"),
]

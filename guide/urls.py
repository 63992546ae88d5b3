"""Addresses of the public pages."""

from django.urls import path

from guide.views import asking, emergency, pages

app_name = "guide"
urlpatterns = [
    path("guide/", asking.may_we_share, name="may_we_share"),
    path("guide/emergency/", emergency.emergency, name="emergency"),
    path("help/", pages.help_page, name="help"),
    path("help/accessibility/", pages.accessibility, name="accessibility"),
    path("help/privacy/", pages.privacy, name="privacy"),
]

"""Addresses of the public pages."""

from django.urls import path

from guide import views

app_name = "guide"
urlpatterns = [
    path("", views.help_page, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
]

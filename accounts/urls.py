"""Addresses of one's own account. They stand before allauth's, so `closed` takes the place of its pages."""

from django.urls import path, re_path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("settings/", views.account_settings, name="settings"),
    path("settings/sessions/", views.end_other_sessions, name="end_other_sessions"),
    path("stay/", views.stay, name="stay"),
    path("email/", views.closed, name="email_closed"),
    re_path(r"^confirm-email/(?:(?P<key>[-:\w]+)/)?$", views.closed, name="confirm_email_closed"),
]

"""Addresses of this app's pages."""

from django.urls import path

from consents.views import reading, recording, weekly

app_name = "consents"
urlpatterns = [
    path("", reading.consent_list, name="list"),
    path("week/", weekly.week, name="week"),
    path("youth/<uuid:pk>/", reading.for_youth, name="for_youth"),
    path("youth/<uuid:pk>/record/", recording.begin, name="record"),
    path("youth/<uuid:pk>/record/form.pdf", recording.paper, name="paper"),
    path("youth/<uuid:pk>/record/discard/", recording.discard, name="discard"),
    path("youth/<uuid:pk>/record/<slug:step>/", recording.step, name="step"),
    path("<uuid:pk>/", reading.detail, name="detail"),
    path("<uuid:pk>/recorded/", reading.recorded, name="recorded"),
    path("<uuid:pk>/consent.pdf", reading.download, name="pdf"),
]

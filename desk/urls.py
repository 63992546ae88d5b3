"""Addresses of the work list, the log, the audit trail, a youth's sharing, the consent forms, and of verifying a file."""

from django.urls import path

from desk import views

app_name = "desk"
urlpatterns = [
    path("", views.work, name="work"),
    path("youth/<uuid:pk>/sharing/", views.youth_sharing, name="youth"),
    path("consents/forms/", views.consent_forms, name="consent_forms"),
    path("consents/forms/<uuid:pk>/", views.consent_form, name="consent_form"),
    path("consents/forms/<uuid:pk>/blank.pdf", views.blank_consent_form, name="blank_consent_form"),
    path("verify/", views.verify, name="verify"),
    path("log/", views.log, name="log"),
    path("log/export/", views.log_export, name="log_export"),
    path("log/<uuid:pk>/", views.log_entry, name="log_entry"),
    path("log/trail/", views.audit_trail, name="audit"),
    path("log/trail/check/", views.audit_verify, name="audit_verify"),
]

"""Addresses of the work list, the log, the audit trail, a youth's sharing, and of verifying a file."""

from django.urls import path

from desk import views

app_name = "desk"
urlpatterns = [
    path("", views.work, name="work"),
    path("youth/<uuid:pk>/sharing/", views.youth_sharing, name="youth"),
    path("verify/", views.verify, name="verify"),
    path("log/", views.log, name="log"),
    path("log/export/", views.log_export, name="log_export"),
    path("log/<uuid:pk>/", views.log_entry, name="log_entry"),
    path("log/trail/", views.audit_trail, name="audit"),
    path("log/trail/check/", views.audit_verify, name="audit_verify"),
]

"""Addresses of the pages of agreements."""

from django.urls import path

from mous import views

app_name = "mous"
urlpatterns = [
    path("", views.index, name="list"),
    path("new/", views.draft, name="draft"),
    path("register/", views.register, name="register"),
    path("register/<uuid:pk>/", views.published, name="published"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/<slug:token>.ics", views.calendar_file, name="calendar_file"),
    path("deputies/", views.deputies, name="deputies"),
    path("deputies/add/", views.deputy_add, name="deputy_add"),
    path("deputies/<uuid:pk>/end/", views.deputy_end, name="deputy_end"),
    path("verify/", views.verify, name="verify"),
    path("<uuid:pk>/", views.detail, name="detail"),
    path("<uuid:pk>/agreement.pdf", views.download, name="pdf"),
    path("<uuid:pk>/evidence.pdf", views.evidence, name="evidence"),
    path("<uuid:pk>/edit/", views.edit, name="edit"),
    path("<uuid:pk>/parties/", views.parties, name="parties"),
    path("<uuid:pk>/terms/", views.terms, name="terms"),
    path("<uuid:pk>/terms/<uuid:holder>/<uuid:asker>/", views.pair, name="pair"),
    path("<uuid:pk>/text/", views.text, name="text"),
    path("<uuid:pk>/text/<slug:code>/", views.section, name="section"),
    path("<uuid:pk>/check/", views.check, name="check"),
    path("<uuid:pk>/review/", views.review, name="review"),
    path("<uuid:pk>/send/", views.send, name="send"),
    path("<uuid:pk>/changes/", views.changes, name="changes"),
    path("<uuid:pk>/ask-again/", views.ask_again, name="ask_again"),
    path("<uuid:pk>/ask-for-time/", views.ask_for_time, name="ask_for_time"),
    path("<uuid:pk>/decline/", views.decline, name="decline"),
    path("<uuid:pk>/sign/", views.sign, name="sign"),
    path("<uuid:pk>/send-back/", views.send_back, name="send_back"),
    path("<uuid:pk>/publish/", views.publish, name="publish"),
    path("<uuid:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:pk>/cancel/", views.cancel, name="cancel"),
]

"""Addresses of this app's pages."""

from django.urls import path

from consents.views import links, objecting, papers, reading, recording, renewing, stopping, weekly

app_name = "consents"
urlpatterns = [
    path("", reading.consent_list, name="list"),
    path("week/", weekly.week, name="week"),
    path("youth/<uuid:pk>/", reading.for_youth, name="for_youth"),
    path("youth/<uuid:pk>/record/", recording.begin, name="record"),
    path("youth/<uuid:pk>/record/form.pdf", recording.paper, name="paper"),
    path("youth/<uuid:pk>/record/discard/", recording.discard, name="discard"),
    path("youth/<uuid:pk>/record/send-link/", links.send_link, name="send_link"),
    path("youth/<uuid:pk>/record/<slug:step>/", recording.step, name="step"),
    path("youth/<uuid:pk>/disagree/", objecting.disagree, name="disagree"),
    path("youth/<uuid:pk>/disagree/<uuid:number>/withdraw/", objecting.withdraw, name="withdraw_objection"),
    path("links/<uuid:pk>/close/", links.close_link, name="close_link"),
    path("<uuid:pk>/", reading.detail, name="detail"),
    path("<uuid:pk>/page-link/", links.page_link, name="page_link"),
    path("<uuid:pk>/recorded/", reading.recorded, name="recorded"),
    path("<uuid:pk>/compare/", papers.compare, name="compare"),
    path("<uuid:pk>/send-back/", papers.send_back, name="send_back"),
    path("<uuid:pk>/type-anew/", papers.retype, name="retype"),
    path("<uuid:pk>/renew/", renewing.renew, name="renew"),
    path("<uuid:pk>/scan/", papers.scan, name="scan"),
    path("<uuid:pk>/scan/<int:number>/", papers.scan_page, name="scan_page"),
    path("<uuid:pk>/copy-given/", stopping.copy_given, name="copy_given"),
    path("<uuid:pk>/confirm-in-writing/", stopping.confirm_in_writing, name="confirm_in_writing"),
    path("<uuid:pk>/letter.pdf", stopping.letter, name="letter"),
    path("<uuid:pk>/consent.pdf", reading.download, name="pdf"),
]

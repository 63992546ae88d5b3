"""Addresses of requests and releases."""

from django.urls import path

from disclosures.views import (
    agreements,
    asking,
    deciding,
    ending,
    matching,
    opening,
    releases,
    releasing,
    wishes,
)

app_name = "disclosures"
urlpatterns = [
    path("", asking.made, name="list"),
    path("inbox/", asking.inbox, name="inbox"),
    path("received/", releases.received, name="received"),
    path("sent/", releases.sent, name="sent"),
    path("new/", asking.compose, name="compose"),
    path("<uuid:pk>/", asking.detail, name="detail"),
    path("<uuid:pk>/draft/<slug:step>/", asking.draft, name="draft"),
    path("<uuid:pk>/sent/", asking.sent_off, name="sent_off"),
    path("<uuid:pk>/answer/", asking.answer_question, name="answer"),
    path("<uuid:pk>/withdraw/", asking.withdraw, name="withdraw"),
    path("<uuid:pk>/decide/", deciding.decide, name="decide"),
    path("<uuid:pk>/decision.pdf", deciding.decision_pdf, name="decision_pdf"),
    path("<uuid:pk>/match/", matching.match, name="match"),
    path("<uuid:pk>/evidence/", deciding.confirm_evidence, name="evidence"),
    path("<uuid:pk>/ask/", deciding.ask_for_more, name="ask"),
    path("<uuid:pk>/approve/", deciding.approve, name="approve"),
    path("<uuid:pk>/refuse/", deciding.refuse, name="refuse"),
    path("<uuid:pk>/release/", releasing.release, name="release"),
    path("releases/<uuid:pk>/", releases.open_release, name="open"),
    path("releases/<uuid:pk>/acknowledge/", releases.acknowledge, name="acknowledge"),
    path("releases/<uuid:pk>/package/", releases.package, name="package"),
    path("releases/<uuid:pk>/items/<uuid:item>/", releases.item_file, name="item_file"),
    path("releases/<uuid:pk>/recall/", releases.recall, name="recall"),
    path("agreements/<uuid:pk>/withdraw/", agreements.withdraw_from, name="withdraw_from"),
    path("agreements/<uuid:pk>/end/", agreements.end_agreement, name="end_agreement"),
    path("agreements/<uuid:pk>/opening/", opening.opening, name="opening"),
    path("consents/<uuid:pk>/revoke/", ending.revoke_consent, name="revoke_consent"),
    path("consents/<uuid:pk>/event/", ending.record_event, name="record_event"),
    path("wishes/", wishes.wishes, name="wishes"),
    path("wishes/<uuid:pk>/", wishes.wish, name="wish"),
    path("youth/<uuid:pk>/guardians/<uuid:guardian_pk>/", ending.edit_guardian, name="edit_guardian"),
]

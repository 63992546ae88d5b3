"""The API door of requests, releases and the log: the same verbs as the pages, one class an operation."""

from django.urls import path

from disclosures.api import agreements, asking, deciding, guardians, releases, wishes

urlpatterns = [
    path("holders/", asking.Holders.as_view(), name="api-holders"),
    path("requests/", asking.Requests.as_view(), name="api-requests"),
    path("requests/<uuid:pk>/", asking.OneRequest.as_view(), name="api-request"),
    path("requests/<uuid:pk>/submit/", asking.Submit.as_view(), name="api-submit"),
    path("requests/<uuid:pk>/answer/", asking.AnswerQuestion.as_view(), name="api-answer"),
    path("requests/<uuid:pk>/withdraw/", asking.Withdraw.as_view(), name="api-withdraw"),
    path("requests/<uuid:pk>/decision/", deciding.LegalAnswer.as_view(), name="api-decision"),
    path("requests/<uuid:pk>/candidates/", deciding.Candidates.as_view(), name="api-candidates"),
    path("requests/<uuid:pk>/match/", deciding.Match.as_view(), name="api-match"),
    path("requests/<uuid:pk>/evidence/", deciding.ConfirmEvidence.as_view(), name="api-evidence"),
    path("requests/<uuid:pk>/ask/", deciding.AskForMore.as_view(), name="api-ask"),
    path("requests/<uuid:pk>/approve/", deciding.Approve.as_view(), name="api-approve"),
    path("requests/<uuid:pk>/refuse/", deciding.Refuse.as_view(), name="api-refuse"),
    path("requests/<uuid:pk>/items/", deciding.ReleasableItems.as_view(), name="api-items"),
    path("requests/<uuid:pk>/release/", deciding.MakeRelease.as_view(), name="api-release"),
    path("releases/", releases.Releases.as_view(), name="api-releases"),
    path("releases/<uuid:pk>/", releases.OpenRelease.as_view(), name="api-open"),
    path("releases/<uuid:pk>/acknowledge/", releases.Acknowledge.as_view(), name="api-acknowledge"),
    path("releases/<uuid:pk>/recall/", releases.Recall.as_view(), name="api-recall"),
    path("consents/<uuid:pk>/revoke/", releases.RevokeConsent.as_view(), name="api-revoke-consent"),
    path("consents/<uuid:pk>/event/", releases.RecordEvent.as_view(), name="api-consent-event"),
    path("agreements/<uuid:pk>/withdraw/", agreements.WithdrawFrom.as_view(), name="api-agreement-withdraw"),
    path("agreements/<uuid:pk>/end/", agreements.AgreeToEnd.as_view(), name="api-agreement-end"),
    path("guardians/<uuid:pk>/", guardians.OneGuardian.as_view(), name="api-guardian"),
    path("wishes/", wishes.Wishes.as_view(), name="api-wishes"),
    path("wishes/<uuid:pk>/", wishes.OneWish.as_view(), name="api-wish"),
    path("wishes/<uuid:pk>/answer/", wishes.AnswerWish.as_view(), name="api-wish-answer"),
    path("log/", releases.Log.as_view(), name="api-log"),
]

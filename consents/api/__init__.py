"""The API door of consents: the same verbs as the pages, one class an operation.

Revoking, and the event on which a consent ends, also close what rests on it and therefore stand in disclosures/api. Families have no account and sign
by their links: what they do themselves has no operation here.
"""

from django.urls import path

from consents.api import drafts, fhir, links, objections, papers, reading, recorded

ONE, DRAFT = "consents/<uuid:pk>/", "consents/drafts/<uuid:pk>/"

urlpatterns = [
    path("consents/", reading.Consents.as_view(), name="api-consents"),
    path("consents/drafts/", drafts.Drafts.as_view(), name="api-consent-drafts"),
    path(DRAFT, drafts.Draft.as_view(), name="api-consent-draft"),
    path(DRAFT + "record/", papers.RecordDraft.as_view(), name="api-consent-draft-record"),
    path(DRAFT + "links/", links.SignLink.as_view(), name="api-consent-draft-links"),
    path("consents/fhir/", fhir.ReadFhir.as_view(), name="api-consent-read-fhir"),
    path("consents/paper/", papers.RecordPaper.as_view(), name="api-consent-paper"),
    path("consents/links/<uuid:pk>/close/", links.CloseLink.as_view(), name="api-consent-link-close"),
    path("consents/objections/", objections.Objections.as_view(), name="api-objections"),
    path(
        "consents/objections/<uuid:pk>/withdraw/",
        objections.Withdraw.as_view(),
        name="api-objection-withdraw",
    ),
    path(ONE, reading.OneConsent.as_view(), name="api-consent"),
    path(ONE + "fhir/", fhir.AsFhir.as_view(), name="api-consent-fhir"),
    path(ONE + "scan/", papers.PutInScan.as_view(), name="api-consent-scan"),
    path(ONE + "confirm/", papers.Confirm.as_view(), name="api-consent-confirm"),
    path(ONE + "send-back/", papers.SendBack.as_view(), name="api-consent-send-back"),
    path(ONE + "type-anew/", papers.TypeAnew.as_view(), name="api-consent-type-anew"),
    path(ONE + "copies/", recorded.Copies.as_view(), name="api-consent-copies"),
    path(ONE + "letter/", recorded.Letter.as_view(), name="api-consent-letter"),
    path(ONE + "renew/", drafts.Renew.as_view(), name="api-consent-renew"),
    path(ONE + "links/", links.PageLinks.as_view(), name="api-consent-links"),
]

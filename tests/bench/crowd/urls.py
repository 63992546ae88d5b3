"""The portal's addresses, and the hand-written pages under /by-hand/."""

from django.urls import include, path

from tests.bench.crowd import by_hand

handler500 = "sharing_portal.error_pages.server_error"
urlpatterns = [
    path("by-hand/youth/", by_hand.youth_list),
    path("by-hand/youth/<uuid:pk>/", by_hand.record_page),
    path("by-hand/requests/received/", by_hand.received),
    path("by-hand/guardian/", by_hand.by_guardian),
    path("by-hand/bare/", by_hand.bare),
    path("", include("sharing_portal.urls")),
]

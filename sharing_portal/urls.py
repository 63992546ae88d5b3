"""One include an app."""

from django.conf import settings
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from accounts import views as account_views
from sharing_portal import health
from sharing_portal.gallery import gallery

handler500 = "sharing_portal.error_pages.server_error"
urlpatterns = [
    path("healthz", health.alive, name="alive"),
    path("readyz", health.ready, name="ready"),
    path("i18n/setlang/", account_views.set_language, name="set_language"),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("agencies/", include("agencies.urls")),
    path("youth/", include("youth.urls")),
    path("consents/", include("consents.urls")),
    path("agreements/", include("mous.urls")),
    path("requests/", include("disclosures.urls")),
    path("family/", include("family.urls")),
    path("notices/", include("notices.urls")),
    path("law/", include("guide.library.urls")),
    path("", include("guide.urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path("api/", include("consents.api")),
    path("api/", include("mous.api")),
    path("api/", include("disclosures.api")),
    path("", include("desk.urls")),
]
if settings.PORTAL_DEMO or settings.DEBUG:
    urlpatterns.insert(0, path("components/", gallery, name="components"))

"""Addresses of the family's pages. The only one that holds a secret is the first that a family comes to."""

from django.urls import path

from family.views import asking, door, handing, page, signing

app_name = "family"
urlpatterns = [
    path("", door.start, name="start"),
    path("stay/", door.stay, name="stay"),
    path("leave/", door.leave, name="leave"),
    path("who/", asking.who, name="who"),
    path("records/<int:number>/", asking.records, name="records"),
    path("how/<int:number>/", asking.how, name="how"),
    path("summary/", asking.summary, name="summary"),
    path("read/", signing.read, name="read"),
    path("sign/", signing.sign, name="sign"),
    path("no/", signing.refuse, name="refuse"),
    path("done/", signing.done, name="done"),
    path("done/page/", signing.own_page, name="own_page"),
    path("copy/<uuid:pk>/consent.pdf", signing.copy, name="copy"),
    path("page/", page.page, name="page"),
    path("page/<uuid:pk>/stop/", page.stop, name="stop"),
    path("page/<uuid:pk>/ask/", page.ask, name="ask"),
    path("page/<uuid:pk>/ask/<uuid:release>/", page.ask, name="ask_about"),
    path("page/<uuid:pk>/reminders/", page.reminders, name="reminders"),
    path("hand-over/<uuid:pk>/", handing.hand_over, name="hand_over"),
    path("<str:token>/", door.enter, name="enter"),
]

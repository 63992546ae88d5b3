"""Addresses of this app's pages."""

from django.urls import path

from youth.views import items, lists, people, records, roster

app_name = "youth"
urlpatterns = [
    path("", lists.youth_list, name="list"),
    path("caseload/", lists.caseload, name="caseload"),
    path("hand-over/", people.hand_over, name="hand_over"),
    path("new/", records.record_new, name="record_new"),
    path("roster/", roster.roster_list, name="roster_list"),
    path("roster/<uuid:pk>/", roster.roster_import, name="roster_import"),
    path("roster/<uuid:pk>/apply/", roster.roster_apply, name="roster_apply"),
    path("roster/<uuid:pk>/discard/", roster.roster_discard, name="roster_discard"),
    path("<uuid:pk>/", records.record_page, name="record"),
    path("<uuid:pk>/edit/", records.record_edit, name="record_edit"),
    path("<uuid:pk>/history/", records.record_history, name="record_history"),
    path("<uuid:pk>/assign/", people.assign, name="assign"),
    path("<uuid:pk>/assignments/<uuid:assignment_pk>/end/", people.assignment_end, name="assignment_end"),
    path("<uuid:pk>/guardians/new/", people.guardian_new, name="guardian_new"),
    path("<uuid:pk>/items/new/", items.item_new, name="item_new"),
    path("<uuid:pk>/items/<uuid:item_pk>/", items.item_page, name="item"),
    path("<uuid:pk>/items/<uuid:item_pk>/correct/", items.item_correct, name="item_correct"),
    path("<uuid:pk>/items/<uuid:item_pk>/file/", items.item_file, name="item_file"),
]

"""Addresses of this app's pages."""

from django.urls import path

from agencies.views import choosing, members, operating, profile

app_name = "agencies"
urlpatterns = [
    path("", profile.agency_list, name="list"),
    path("choose/", choosing.choose, name="choose"),
    path("choose/<uuid:pk>/", choosing.enter, name="enter"),
    path("invitations/<uuid:pk>/accept/", choosing.accept, name="accept"),
    path("invitations/<uuid:pk>/decline/", choosing.decline, name="decline"),
    path("who-can-do-what/", choosing.who_can_do_what, name="who_can_do_what"),
    path("members/", members.members, name="members"),
    path("members/invite/", members.invite, name="invite"),
    path("members/<uuid:pk>/", members.member, name="member"),
    path("members/<uuid:pk>/suspend/", members.suspend, name="member_suspend"),
    path("members/<uuid:pk>/resume/", members.resume, name="member_resume"),
    path("members/<uuid:pk>/remove/", members.remove, name="member_remove"),
    path("members/<uuid:pk>/invitation/", members.resend_invitation, name="invitation_resend"),
    path("contacts/<uuid:pk>/edit/", profile.edit_contact, name="contact_edit"),
    path("contacts/<uuid:pk>/remove/", profile.remove_contact, name="contact_remove"),
    path("contacts/<uuid:pk>/move/", profile.move_contact, name="contact_move"),
    path("contacts/<uuid:pk>/verify/", profile.verify_contact, name="contact_verify"),
    path("onboard/", operating.onboard, name="onboard"),
    path("<uuid:pk>/", profile.profile, name="profile"),
    path("<uuid:pk>/edit/", profile.edit, name="edit"),
    path("<uuid:pk>/contacts/add/", profile.add_contact, name="contact_add"),
    path("<uuid:pk>/administrator/", operating.invite_administrator, name="administrator_invite"),
    path("<uuid:pk>/activate/", operating.activate, name="activate"),
    path("<uuid:pk>/suspend/", operating.suspend_agency, name="suspend"),
    path("<uuid:pk>/resume/", operating.resume_agency, name="resume"),
]

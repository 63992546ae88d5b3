"""Addresses of the law library."""

from django.urls import path

from guide.library import views

app_name = "law"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("register/", views.register, name="register"),
    path("who-signs/", views.signers, name="signers"),
    path("not-required/", views.limits, name="limits"),
    path("<slug:slug>/", views.page, name="page"),
]

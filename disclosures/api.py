"""The API door of requests and releases."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

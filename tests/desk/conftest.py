"""The main job's fixtures, an auditor of North, and clients that have just proved who they are."""

import pytest
from django.urls import reverse

from tests import factories
from tests.disclosures.conftest import (  # noqa: F401 -- fixtures
    agreement,
    approved,
    asked,
    compose,
    consent_for,
    items,
    matched,
    maya,
    mother,
    released,
)


@pytest.fixture
def audrey(north, operator):
    return factories.member("audrey", north, ["auditor"], by=operator)


@pytest.fixture
def ada(north, operator):
    return factories.member("ada", north, ["agency_admin"], by=operator)


@pytest.fixture
def proved():
    """`proved(client)`: the person has entered her password a moment ago."""

    def _proved(client):
        answer = client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
        assert answer.status_code == 302
        return client

    return _proved

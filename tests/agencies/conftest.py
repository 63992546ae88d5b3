"""An administrator of North, and a stranger's."""

import pytest

from accounts.models import User
from tests import factories


@pytest.fixture(autouse=True)
def _landing(settings):
    """Entering an agency leads to a page of this app's neighbor, whichever pages the others have."""
    settings.LOGIN_REDIRECT_URL = "accounts:settings"


@pytest.fixture
def ada(north, operator) -> User:
    return factories.member("ada", north, ["agency_admin"], by=operator)


@pytest.fixture
def wanda(west, operator) -> User:
    return factories.member("wanda", west, ["agency_admin"], by=operator)

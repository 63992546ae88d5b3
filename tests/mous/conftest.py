"""Who makes and signs agreements: nora signs for North, sam for South, wendy for West; dana drafts at North."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import User
from agencies.models import Agency
from mous.models import Mou
from tests import factories, sealing
from tests.mous import agreements


@pytest.fixture
def nora(north, operator) -> User:
    return factories.member("nora", north, ["signatory"], by=operator)


@pytest.fixture
def sam(south, operator) -> User:
    return factories.member("sam", south, ["signatory"], by=operator)


@pytest.fixture
def wendy(west, operator) -> User:
    return factories.member("wendy", west, ["signatory"], by=operator)


@pytest.fixture
def dana(north, operator) -> User:
    return factories.member("dana", north, ["agency_admin"], by=operator)


@pytest.fixture
def parties(north, south, operator, nora, sam) -> list[Agency]:
    return [agreements.give_address(agency, by=operator) for agency in (north, south)]


@pytest.fixture
def draft(dana, north, south, parties) -> Mou:
    """North lets South ask for attendance and discipline."""
    flow = (north, south, ["attendance", "discipline"], ["care_coordination"])
    return agreements.drafted(dana, parties, [flow])


@pytest.fixture
def sent(draft, dana) -> Mou:
    return agreements.sent(draft, dana)


@pytest.fixture
def signed(sent, nora, sam) -> Mou:
    return agreements.signed(sent, [nora, sam])


@pytest.fixture
def sealed(signed, seal_key) -> Mou:
    """The agreement of North and South, signed and sealed."""
    sealing.work_off()
    return signed


@pytest.fixture
def three(dana, north, south, west, parties, operator, wendy, nora, sam) -> Mou:
    """Signed by three parties: North and West let South ask, South lets West ask."""
    agreements.give_address(west, by=operator)
    flows = [
        (north, south, ["attendance"], ["care_coordination"]),
        (west, south, ["attendance"], ["care_coordination"]),
        (south, west, ["medical"], ["care_coordination"]),
    ]
    mou = agreements.sent(agreements.drafted(dana, [north, south, west], flows), dana)
    return agreements.signed(mou, [nora, sam, wendy])


@pytest.fixture
def later():
    """`with later(minutes=6):` runs a block that much later."""

    def _later(**delta):
        return time_machine.travel(timezone.now() + timedelta(**delta), tick=True)

    return _later

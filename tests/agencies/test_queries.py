"""What is read of agencies outside their pages."""

from agencies.acting import acting_as
from agencies.queries import contacts_visible_to, members_of, members_to_tell, visible_to
from sharing_portal.rls.context import acting_for
from tests import factories


def test_without_an_agency_one_looks_nothing_up(alice, north):
    with acting_for(user_id=alice.pk):
        assert not visible_to(alice).exists()
        assert not contacts_visible_to(alice).exists()
        assert not members_of(alice).exists()


def test_whom_to_tell_is_found_across_agencies_by_role(alice, bob, north, operator):
    factories.member("ada", north, ["agency_admin"], by=operator)
    with acting_as(alice):
        assert members_to_tell(north.pk, ["records_custodian", "privacy_officer"]) == [bob]
        assert members_to_tell(north.pk, ["signatory"]) == []


def test_nobody_signed_in_finds_nobody_to_tell(bob, north):
    with acting_for():
        assert members_to_tell(north.pk, ["records_custodian"]) == []

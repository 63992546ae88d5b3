"""The second wall: what PostgreSQL itself shows and refuses to the application's role."""

import pytest
from django.db import ProgrammingError, connection, transaction

from agencies.acting import acting_as
from agencies.models import Membership
from tests import factories
from youth.models import RecordItem, YouthRecord

pytestmark = pytest.mark.data_layer


def test_tests_connect_as_a_role_that_cannot_bypass(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == ("portal_app", False, False, False)


def test_no_identity_no_rows(bob):
    factories.youth(bob)
    assert YouthRecord.objects.count() == 0


def test_custodian_sees_own_agency_only(bob, carol):
    mine, other = factories.youth(bob), factories.youth(carol)
    with acting_as(bob):
        assert list(YouthRecord.objects.all()) == [mine]
    with acting_as(carol):
        assert list(YouthRecord.objects.all()) == [other]


def test_staff_see_nothing_without_a_grant(alice, bob):
    with acting_as(alice):
        factories.youth(alice)
        assert YouthRecord.objects.count() == 0


def test_suspension_closes_the_database_at_once(bob, operator, north):
    factories.youth(bob)
    admin = factories.member("ada", north, ["agency_admin"], by=operator)
    with acting_as(admin):
        Membership.objects.filter(user=bob).update(state="suspended")
    with acting_as(bob, north):
        assert YouthRecord.objects.count() == 0


def test_insert_into_another_agency_is_refused(bob, west):
    with acting_as(bob), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        YouthRecord.objects.create(agency=west, first_name="A", last_name="B", birth_date="2010-01-01")


def test_items_cannot_be_changed_or_deleted(bob):
    item = factories.item(bob, factories.youth(bob))
    with acting_as(bob):
        for change in (lambda: item.delete(), lambda: RecordItem.objects.update(text="changed")):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                change()

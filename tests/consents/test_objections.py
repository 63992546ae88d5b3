"""Two parents who disagree: recorded, shown wherever it matters, and withdrawn; it bars nothing."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from agencies.acting import acting_as
from consents import actions, queries
from consents.forms import ObjectionForm
from consents.models import Objection
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput
from tests import factories


@pytest.fixture
def father(guardian_of, maya):
    return guardian_of(maya, first_name="Luis", relation="father")


def test_on_the_pages_of_the_youth_and_of_each_consent(sign_in, consented, bob, maya, father):
    consent = consented()
    client = sign_in(bob)
    disagree = reverse("consents:disagree", args=[maya.pk])
    of_youth, of_consent = (
        reverse("consents:for_youth", args=[maya.pk]),
        reverse("consents:detail", args=[consent.pk]),
    )
    assert disagree in client.get(of_youth).content.decode()
    assert client.post(disagree, {"guardian": father.pk, "words": ""}).status_code == 200
    assert (
        client.post(disagree, {"guardian": father.pk, "words": "Not with South."}).headers["Location"]
        == of_youth
    )
    for page in (of_youth, of_consent):
        assert "Not with South." in client.get(page).content.decode()
    with acting_as(bob):
        objection = Objection.objects.get()
        assert len(queries.standing_among(consent.grants.all())) == 1
    withdraw = reverse("consents:withdraw_objection", args=[maya.pk, objection.pk])
    assert withdraw in client.get(of_youth).content.decode()
    client.post(withdraw)
    assert "Withdrawn on" in client.get(of_youth).content.decode()
    assert "Not with South." not in client.get(of_consent).content.decode()
    assert client.post(withdraw).status_code == 409


def test_only_somebody_on_file_who_may_decide_and_once_withdrawn_for_good(bob, maya, father, guardian_of):
    barred = guardian_of(maya, first_name="Rex", rights_revoked=True)
    other = factories.youth(bob, "Sol", "Torres")
    with acting_as(bob):
        assert list(ObjectionForm(youth=maya).fields["guardian"].queryset) == [father]
        assert barred.rights_revoked
        with pytest.raises(RefusedInput, match="not on file"):
            actions.record_objection(other, by=bob, guardian=father, words="No.")
        with pytest.raises(RefusedInput, match="what the person said"):
            actions.record_objection(maya, by=bob, guardian=father, words="  ")
        objection = actions.record_objection(maya, by=bob, guardian=father, words="No.")
        actions.withdraw_objection(objection, by=bob)
        with pytest.raises(InvalidTransition):
            actions.withdraw_objection(objection, by=bob)
        with pytest.raises(DatabaseError), transaction.atomic():
            Objection.objects.filter(pk=objection.pk).update(words="Yes.")


def test_strangers_and_colleagues_without_the_duty_do_not(bob, maya, father, carol, alice, north, operator):
    with acting_as(bob):
        objection = actions.record_objection(maya, by=bob, guardian=father, words="No.")
    auditor = factories.member("iris", north, ["auditor"], by=operator)
    for user in (carol, alice, auditor):
        with acting_as(user):
            assert not Objection.objects.exists()
            with pytest.raises(Forbidden):
                actions.record_objection(maya, by=user, guardian=father, words="No.")
            with pytest.raises(Forbidden):
                actions.withdraw_objection(objection, by=user)

"""Who decides sees that a parent disagrees, where a consent of that young person is relied on; it bars nothing."""

from django.urls import reverse

from agencies.acting import acting_as
from consents import actions


def test_a_parent_who_disagrees_is_a_flag_on_the_decision_page(
    sign_in, matched, consent_for, maya, mother, bob
):
    page = reverse("disclosures:decide", args=[matched.pk])
    with acting_as(bob):
        objection = actions.record_objection(maya, by=bob, guardian=mother, words="I take it back in part.")
    client = sign_in(bob)
    assert "I take it back in part." not in client.get(page).content.decode()
    consent_for("attendance", "discipline")
    shown = client.get(page).content.decode()
    assert "I take it back in part." in shown
    assert "A valid written consent covers this record" in shown
    with acting_as(bob):
        actions.withdraw_objection(objection, by=bob)
    assert "I take it back in part." not in client.get(page).content.decode()

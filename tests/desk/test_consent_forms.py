"""The pages of the consent forms: for staff, with the agreements in force that adopted them."""

import pytest

from consents.models import ConsentForm
from tests import factories
from tests.mous import agreements


@pytest.fixture
def nora(north, operator):
    agreements.give_address(north, by=operator)
    return factories.member("nora", north, ["signatory"], by=operator)


@pytest.fixture
def sam(south, operator):
    agreements.give_address(south, by=operator)
    return factories.member("sam", south, ["signatory"], by=operator)


@pytest.fixture
def uniform(db):
    return ConsentForm.objects.get(kind="uniform", language="en")


def test_the_list_names_every_form_in_every_language(sign_in, bob, client):
    page = sign_in(bob).get("/consents/forms/").content.decode()
    for form in ConsentForm.objects.all():
        assert f"/consents/forms/{form.pk}/" in page
    assert "The portal keeps no such records and no copy of the paper" in page
    assert client.get("/consents/forms/").status_code == 302


def test_a_form_names_the_agreements_in_force_that_adopted_it(sign_in, bob, nora, sam, north, south, uniform):
    flow = (north, south, ["attendance"], ["care_coordination"])
    mou = agreements.sent(agreements.drafted(nora, [north, south], [flow], title="Adopters"), nora)
    assert "Adopters" not in sign_in(nora).get(f"/consents/forms/{uniform.pk}/").content.decode()
    agreements.signed(mou, [nora, sam])
    page = sign_in(nora).get(f"/consents/forms/{uniform.pk}/").content.decode()
    assert "Adopters" in page
    assert uniform.statements[0]["text"] in page


@pytest.mark.parametrize("kind", ["psychotherapy_notes", "counseling_notes", "legal_proceedings"])
def test_a_separate_form_says_who_keeps_the_paper(sign_in, bob, db, kind):
    form = ConsentForm.objects.get(kind=kind, language="es")
    page = sign_in(bob).get(f"/consents/forms/{form.pk}/").content.decode()
    assert "The agency that holds the records keeps the paper" in page
    assert "Which agency may share?" not in page
    answer = sign_in(bob).get(f"/consents/forms/{form.pk}/blank.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].endswith(f'"{kind.replace("_", "-")}-2026-11-es.pdf"')


def test_the_blank_form_takes_what_was_chosen_and_refuses_what_makes_no_sense(
    sign_in, bob, north, south, uniform
):
    client, url = sign_in(bob), f"/consents/forms/{uniform.pk}/blank.pdf"
    chosen = {"discloser": north.pk, "recipients": [south.pk], "categories": ["attendance"]}
    assert client.get(url, chosen).content.startswith(b"%PDF")
    same = client.get(url, {"discloser": south.pk, "recipients": [south.pk]})
    assert "cannot be the one that receives" in same.content.decode()
    assert same["Content-Type"].startswith("text/html")
    assert client.get(url, {"categories": ["x"]})["Content-Type"].startswith("text/html")

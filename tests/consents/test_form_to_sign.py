"""The form filled in, to be signed with a pen: it says who signs as the text does that is stored with the consent."""

import re
from html import unescape

import pytest
from django.urls import reverse

from agencies.acting import acting_as
from consents.models import Consent
from consents.pdf import signed_form
from consents.sealing import signatories
from tests.consents.recorder import Recorder

COURT = {
    "who": "court_appointed",
    "signer_name": "Kim Kaplan",
    "authority_evidence": "Order of May 2, seen",
    "grounds": ["education_decisions"],
}
SIGNERS = {
    "a mother": {},
    "a mother through an interpreter, with the young person": {
        "interpreter": "Rosa Díaz",
        "minor_also_signed": "on",
    },
    "a person appointed by a court": COURT,
    "a person appointed by a court, through an interpreter": {**COURT, "interpreter": "Rosa Díaz"},
}


def words_of(page):
    """The page as it is read: lines without tags."""
    text = unescape(re.sub(r"</?(p|h1|h2|div|small|dd|dt|li)\b[^>]*>", "\n", page))
    return [line.strip() for line in re.sub(r"<[^>]*>", "", text).splitlines()]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("who", SIGNERS)
def test_the_paper_says_in_what_capacity_and_by_what_right_as_the_stored_text_does(
    who, language, sign_in, bob, maya, mother, north, south, form, spanish_form, html
):
    chosen = {"en": form, "es": spanish_form}[language]
    recorder = Recorder(sign_in(bob), maya, mother, north, south, chosen)
    assert recorder.signer(**SIGNERS[who]).status_code == 302
    recorder.sharing()
    recorder.client.get(reverse("consents:paper", args=[maya.pk]))
    paper = words_of(html[-1])
    recorder.scan()
    recorder.client.post(recorder.url("check"))
    with acting_as(bob):
        consent = Consent.objects.get()
    # Whatever the stored text says beside the agreement: who signed as what, by what right, through whom.
    signature = re.compile(
        {
            "en": r"Signed by (.*, .*), on .*|(By what right: .*|Interpreter: .*)",
            "es": r"Firmado por (.*, .*), el .*|(Con qué derecho: .*|Intérprete: .*)",
        }[language]
    )
    matches = [signature.fullmatch(line) for line in consent.particulars.splitlines()]
    stored = [found[1] or found[2] for found in matches if found]
    assert len(stored) == 1 + ("grounds" in SIGNERS[who]) + ("interpreter" in SIGNERS[who])
    assert [line for line in stored if line not in paper] == []


def test_the_paper_and_the_text_in_words(sign_in, bob, maya, mother, north, south, spanish_form, html):
    recorder = Recorder(sign_in(bob), maya, mother, north, south, spanish_form)
    recorder.signer(**COURT, interpreter="Rosa Díaz")
    recorder.sharing()
    recorder.client.get(reverse("consents:paper", args=[maya.pk]))
    paper = words_of(html[-1])
    assert "Kim Kaplan, persona nombrada por un tribunal para decidir" in paper
    assert "Intérprete: Rosa Díaz" in paper
    (right,) = [line for line in paper if line.startswith("Con qué derecho: ")]
    assert "la escuela" in right


def test_who_is_an_adult_before_18_is_called_so_on_the_signed_form_and_in_its_seal(
    consented, line, north, south, bob, html
):
    """Never “18 or older”: the stored text does not say so either."""
    consent = consented(
        line("mental_health", discloser=south, recipient=north, purposes=["treatment"]),
        signer_name="Maya Torres",
        capacity="adult_youth",
        guardian=None,
        grounds=["emancipated"],
        authority_evidence="Order of emancipation of May 2, seen",
    )
    with acting_as(bob):
        signed_form(consent)
        (sealed,) = signatories(consent)
    assert "Signed by Maya Torres, young person who decides as an adult, on" in consent.particulars
    assert any(line.startswith("young person who decides as an adult, ") for line in words_of(html[-1])), (
        "under the signature"
    )
    assert "young person who decides as an adult" in sealed.reason
    assert "18 or older" not in html[-1] + sealed.reason

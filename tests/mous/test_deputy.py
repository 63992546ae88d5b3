"""Deputies: named by somebody else, for some days, on a stated authority; and one person never for two parties."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import User
from agencies.acting import acting_as
from agencies.models import Membership
from mous import actions
from mous.models import Mou, MouSeal, MouSignature, SigningDeputy
from mous.pdf import evidence_pdf
from mous.permissions import signs_today
from mous.queries import awaiting_signature
from notices.models import Notice
from sharing_portal.errors import Forbidden, InvalidTransition, RefusedInput
from sharing_portal.sealing.examine import examine
from tests import factories, sealing
from tests.mous import agreements
from tests.mous.test_agreement_rows import POLICY, refused
from tests.mous.test_order import sign

AUTHORITY = "Resolution 14 of the board, November 3, 2026"


@pytest.fixture
def dan(south, operator) -> User:
    return factories.member("dan", south, ["staff"], by=operator)


@pytest.fixture
def ines(south, operator) -> User:
    return factories.member("ines", south, ["agency_admin"], by=operator)


@pytest.fixture
def name(south, sam, dan, ines):
    def _name(by=ines, **changes):
        today = south.today()
        paper = {"deputy": dan, "signatory": sam, "starts_on": today, "ends_on": today, "evidence": AUTHORITY}
        with acting_as(by):
            return actions.name_deputy(by=by, **{**paper, **changes})

    return _name


SIGN = """INSERT INTO mous_mousignature
  (id, mou_id, agency_id, signed_by_id, typed_name, title, attestation, text_sha256, in_place_of, authority, proofs)
  VALUES (gen_random_uuid(), %(mou)s, %(agency)s, %(by)s, 'Dan', 'Head', 'yes', %(hash)s, %(place)s, %(authority)s, '{}')"""


def test_a_deputy_signs_in_the_place_of_a_signatory(name, sent, dan, sam, south):
    with acting_as(dan):
        assert not signs_today(dan)
        with pytest.raises(Forbidden):
            actions.sign(
                sent, by=dan, typed_name="Dan", title="x", attested=True, text_sha256=sent.text_sha256
            )
    name()
    with acting_as(dan):
        assert signs_today(dan)
        assert awaiting_signature(dan).get() == sent
    signature = sign(sent, dan)
    assert (signature.in_place_of, signature.authority) == ("Sam", AUTHORITY)
    for person in (dan, sam):
        with acting_as(person):
            assert Notice.objects.filter(user=person, kind="mou.deputy_named").count() == 1


def test_a_deputy_named_before_is_asked_too(name, draft, dana, dan):
    name()
    agreements.sent(draft, dana)
    with acting_as(dan):
        assert Notice.objects.filter(user=dan, kind="mou.to_sign").count() == 1


def test_the_database_takes_a_deputys_signature_only_with_the_paper(name, sent, dan, sam, south):
    values = {
        "mou": sent.pk, "agency": south.pk, "by": dan.pk, "hash": sent.text_sha256,
        "place": "Sam", "authority": AUTHORITY,
    }  # fmt: skip
    refused(POLICY, dan, SIGN, **values)
    paper = name()
    for change in (
        {"place": ""},
        {"place": "Nora"},
        {"authority": "I said so"},
        {"place": "", "authority": ""},
    ):
        refused(POLICY, dan, SIGN, **{**values, **change})
    refused(POLICY, sam, SIGN, **{**values, "by": sam.pk})
    with acting_as(sam):
        actions.revoke_deputy(paper, by=sam)
    refused(POLICY, dan, SIGN, **values)


def test_days_and_the_signatorys_office_bound_a_deputy(name, sent, dan, sam, south, ines, operator, later):
    today = south.today()
    name(starts_on=today + timedelta(days=2), ends_on=today + timedelta(days=4))
    with acting_as(dan):
        assert not signs_today(dan)
    name()
    with acting_as(ines):
        Membership.objects.filter(user=sam).update(state="suspended")
    with acting_as(dan):
        assert not signs_today(dan)


def test_nobody_names_herself_and_only_signatories_are_stood_in_for(name, sam, dan, ines, bob, south, nora):
    for change, words in (
        ({"deputy": ines}, "themselves"),
        ({"deputy": nora}, "Choose a member"),
        ({"deputy": sam}, "Choose a member"),
        ({"signatory": dan, "deputy": sam}, "signatories"),
        ({"evidence": " "}, "power to sign"),
        ({"ends_on": south.today() - timedelta(days=1)}, "must not come before"),
        ({"ends_on": south.today() + timedelta(days=900)}, "a year at most"),
    ):
        with pytest.raises(RefusedInput, match=words):
            name(**change)
    with pytest.raises(Forbidden):
        name(by=dan)
    with acting_as(ines), pytest.raises(DatabaseError, match=POLICY), transaction.atomic():
        SigningDeputy.objects.create(
            agency=south, deputy=ines, signatory=sam, starts_on=south.today(), ends_on=south.today(),
            evidence="x", by=ines,
        )  # fmt: skip


def test_a_deputy_is_ended_once_and_what_she_signed_stands(name, sent, dan, sam):
    paper = name()
    sign(sent, dan)
    with acting_as(sam):
        actions.revoke_deputy(paper, by=sam)
        with pytest.raises(InvalidTransition):
            actions.revoke_deputy(paper, by=sam)
        assert MouSignature.objects.get().in_place_of == "Sam"
        assert SigningDeputy.objects.get().revoked_by == sam


def test_a_deputy_needs_a_second_factor_where_signatories_do(name, sent, dan, settings, sign_in):
    name()
    settings.REQUIRE_SECOND_FACTOR = True
    with pytest.raises(Forbidden, match="second factor"):
        sign(sent, dan)
    response = sign_in(dan).get(reverse("mous:sign", args=[sent.pk]))
    assert response.url == reverse("mfa_index")


def test_the_pages(name, sign_in, sent, dan, ines, sam, bob, south):
    client, page = sign_in(ines), reverse("mous:deputies")
    assert "No deputies" in client.get(page).content.decode()
    today = south.today()
    form = {
        "signatory": sam.pk,
        "deputy": dan.pk,
        "starts_on": today,
        "ends_on": today,
        "evidence": AUTHORITY,
    }
    wrong = client.post(reverse("mous:deputy_add"), {**form, "ends_on": "2020-01-01"}).content.decode()
    assert "must not come before" in wrong
    assert AUTHORITY in wrong
    assert client.post(reverse("mous:deputy_add"), form).url == page
    assert "May sign today" in client.get(page).content.decode()
    read = sign_in(dan).get(reverse("mous:sign", args=[sent.pk])).content.decode()
    assert "You sign in the place of Sam" in read
    with acting_as(ines):
        end = reverse("mous:deputy_end", args=[SigningDeputy.objects.get().pk])
    assert sign_in(dan).get(end).status_code == 403
    assert sign_in(bob).get(end).status_code == 404
    assert client.get(end).status_code == 200
    assert client.post(end).url == page
    assert "Ended early by Ines" in client.get(page).content.decode()


def test_the_sealed_file_and_the_evidence_say_in_whose_place(name, sent, nora, dan, seal_key):
    name()
    sign(sent, nora)
    sign(sent, dan)
    sealing.work_off()
    content = sealing.file_of(sent, nora)
    report = examine(content, seal_key.roots)
    assert report.is_whole
    assert [seal.holds for seal in report.seals] == [True, True]
    # Both signed in one transaction of the test, at one time.
    deputy, signatory = sorted(seal.reason for seal in report.seals)
    assert signatory.startswith("Nora, Director, signed for North School District on ")
    assert deputy.startswith(
        f"Dan, Director, signed for South Community Mental Health in the place of Sam ({AUTHORITY}) on "
    )
    with pikepdf.open(io.BytesIO(content)) as document:
        fields = [str(field.T) for field in document.Root.AcroForm.Fields]
        assert fields == ["signature-1", "signature-2"]
        assert document.Root.MarkInfo.Marked
    changed = content.replace(b"/Producer", b"/Producet", 1)
    assert changed == content or not examine(changed, seal_key.roots).is_whole
    with acting_as(nora):
        assert evidence_pdf(MouSeal.objects.get()).startswith(b"%PDF-")


def test_two_signatories_may_share_a_mailbox_but_not_be_one_person(sent, nora, south, operator, sign_in):
    shared = {"notice_email": "office@county.example"}
    sandra = factories.member("sandra", south, ["signatory"], by=operator, **shared)
    twin = factories.member("twin", south, ["signatory"], by=operator, **shared)
    User.objects.filter(pk=nora.pk).update(**shared)
    User.objects.filter(pk=twin.pk).update(name="Nora")
    twin.refresh_from_db()
    sign(sent, nora)
    with pytest.raises(RefusedInput, match="for another party"):
        sign(sent, twin)
    values = {
        "mou": sent.pk, "agency": south.pk, "by": twin.pk, "hash": sent.text_sha256, "place": "", "authority": "",
    }  # fmt: skip
    refused(POLICY, twin, SIGN.replace("'Dan'", "'nora '"), **values)
    sign(sent, sandra)
    with acting_as(nora):
        assert Mou.objects.get().state == "signed"

"""What a young person alone agreed to lets a school read, and gives it no file: a parent may inspect what a school keeps."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.acting import acting_as
from consents.actions import record_consent
from consents.lines import GrantLine
from consents.models import ConsentForm
from disclosures import actions
from disclosures.actions.asking import Wanted
from disclosures.actions.releasing import ViewOnly
from disclosures.models import Release, ReleasedItem
from disclosures.queries import log_visible_to
from law.vocabulary import SignerCapacity
from notices.models import OutboxEntry
from sharing_portal.rls.context import acting_for
from tests import factories
from tests.mous import agreements
from youth.actions.items import ItemContent, add_item
from youth.models import Guardian

BORN = date(2011, 3, 4)
NOTICE = "Keep no copy, and write nothing of it into a school record."


@pytest.fixture
def program(operator):
    """A substance use program in the example state, where a young person of 14 agrees to such care alone."""
    agency = factories.agency("Harbor Recovery", "part2_program", ["part2_program"], by=operator)
    with acting_as(operator):
        type(agency).objects.filter(pk=agency.pk).update(us_state="XE")
    agency.us_state = "XE"
    return agreements.give_address(agency, by=operator)


@pytest.fixture
def hana(program, operator):
    """The program's records custodian."""
    return factories.member("hana", program, ["records_custodian"], by=operator)


@pytest.fixture
def released_to(program, hana, operator):
    """`released_to(agency, asker, signed_by)`: an item with a file goes there, on what these people signed."""

    def _released_to(agency, asker, signed_by):
        agreements.give_address(agency, by=operator)
        signers = [
            factories.member(f"signs-{party.pk}", party, ["signatory"], by=operator)
            for party in (program, agency)
        ]
        flow = (program, agency, ["substance_use"], ["care_coordination"])
        agreements.signed(
            agreements.sent(agreements.drafted(signers[0], [program, agency], [flow]), signers[0]), signers
        )
        youth = factories.youth(hana, born=BORN)
        paper = SimpleUploadedFile("plan.txt", b"Comes twice a week.", "text/plain")
        content = ItemContent(
            "substance_use", date(2026, 10, 30), "Plan of care", "Comes twice a week.", file=paper
        )
        with acting_as(hana):
            item = add_item(youth, content, by=hana)
        with acting_as(asker):
            request = actions.compose(
                by=asker, holder=program, first_name="Maya", last_name="Torres", birth_date=BORN,
                purpose="care_coordination", reason="To plan her week around it.", basis="consent",
            )  # fmt: skip
            actions.edit(request, by=asker, wanted=[Wanted("substance_use")])
            actions.submit(request, by=asker)
        with acting_as(hana):
            _consent(youth, hana, agency, signed_by)
            actions.match(request, youth, by=hana)
            actions.approve(request, by=hana, categories=["substance_use"])
            return actions.release(request, by=hana, items=[item]), item

    return _released_to


def _consent(youth, by, recipient, signed_by):
    today = youth.agency.today()
    line = GrantLine(
        youth.agency, recipient, "substance_use", ["care_coordination"], today, today + timedelta(days=60)
    )
    if signed_by == "minor":
        who = {"signer_name": youth.full_name, "capacity": SignerCapacity.MINOR, "guardian": None}
    else:
        mother = Guardian.objects.create(
            agency=youth.agency, youth=youth, first_name="Ana", last_name="Torres", relation="mother",
            authority="parent", authority_evidence="Birth certificate seen",
        )  # fmt: skip
        who = {"signer_name": str(mother), "capacity": SignerCapacity.PARENT, "guardian": mother}
        who["minor_also_signed"] = True
    form = ConsentForm.objects.get(kind="uniform", language="en")
    return record_consent(youth, by=by, form=form, lines=[line], **who)


@pytest.fixture
def tess(north, operator):
    """A counselor of the school district."""
    return factories.member("tess", north, ["staff"], by=operator)


def file_of(release, reader):
    """The address of the file of the one item."""
    with acting_as(reader):
        return f"/requests/releases/{release.pk}/items/{ReleasedItem.objects.get(release=release).pk}/"


def test_the_school_reads_on_screen_and_is_given_no_file(released_to, north, tess, sign_in):
    release, _item = released_to(north, tess, "minor")
    address = f"/requests/releases/{release.pk}/"
    client = sign_in(tess)
    page = client.get(address).content.decode()
    assert "Comes twice a week." in page
    assert NOTICE in page
    assert "The file “plan.txt” stays with Harbor Recovery. Ask them to show it to you." in page
    assert "Download as PDF" not in page
    assert file_of(release, tess) not in page
    for way in (f"{address}package/", file_of(release, tess)):
        refused = client.get(way)
        assert refused.status_code == 403
        assert "No copy of them is given out." in refused.content.decode()
    taken = client.get(f"/api/releases/{release.pk}/")
    assert (taken.status_code, taken.json()["code"]) == (403, "view_only")
    assert "twice a week" not in taken.content.decode()
    with acting_as(tess), pytest.raises(ViewOnly):
        actions.download(Release.objects.get(pk=release.pk), by=tess)
    with acting_for(principal="outbox"):
        assert not OutboxEntry.objects.filter(task="disclosures.tasks.render_package").exists()


def test_what_was_refused_is_in_no_log_as_read(released_to, north, tess, program, operator, sign_in):
    release, _item = released_to(north, tess, "minor")
    auditor = factories.member("anton", program, ["auditor"], by=operator)
    sign_in(tess).get(f"/requests/releases/{release.pk}/package/")
    with acting_as(auditor):
        kinds = [entry.kind for entry in log_visible_to(auditor).filter(release_id=release.pk)]
    assert kinds == ["released"]


def test_who_releases_is_told_before(released_to, north, tess, hana, sign_in):
    release, item = released_to(north, tess, "minor")
    with acting_as(tess):
        again = actions.compose(
            by=tess, holder=release.agency, first_name="Maya", last_name="Torres", birth_date=BORN,
            purpose="care_coordination", reason="For the spring term.", basis="consent",
        )  # fmt: skip
        actions.edit(again, by=tess, wanted=[Wanted("substance_use")])
        actions.submit(again, by=tess)
    with acting_as(hana):
        actions.match(again, item.youth, by=hana)
        actions.approve(again, by=hana, categories=["substance_use"])
    page = sign_in(hana).post(f"/requests/{again.pk}/release/", {"items": [item.pk]}).content.decode()
    assert "is given no file: a parent may ask to see what a school keeps." in page
    assert NOTICE in page


@pytest.mark.parametrize("signed_by", ["minor", "both"])
def test_others_and_what_a_parent_signed_too_are_not_bound(
    released_to, north, south, tess, alice, sign_in, signed_by
):
    agency, asker = (north, tess) if signed_by == "both" else (south, alice)
    release, _item = released_to(agency, asker, signed_by)
    client = sign_in(asker)
    page = client.get(f"/requests/releases/{release.pk}/").content.decode()
    assert "Download as PDF" in page
    assert NOTICE not in page
    assert b"".join(client.get(file_of(release, asker)).streaming_content) == b"Comes twice a week."
    assert client.get(f"/api/releases/{release.pk}/").json()["items"][0]["text"] == "Comes twice a week."

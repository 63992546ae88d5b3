"""Agreements in every state, made by the verbs in the right people's names. Other apps' tests use them too."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from agencies.acting import acting_as
from agencies.models import Agency
from mous import actions
from mous.models import Mou, MouSection
from sharing_portal.rls.context import acting_for
from tests import factories

Flow = tuple[Agency, Agency, Sequence[str], Sequence[str]]
AUTHORITY = "Written consent of the parent (34 CFR 99.30)"
NEED = "They work with the young person."


def give_address(agency: Agency, *, by: User) -> Agency:
    """What a party must have before an agreement can be sent: an address, and counsel. `by` is a portal operator."""
    with acting_for(user_id=by.pk):
        Agency.objects.filter(pk=agency.pk).update(address="100 Main Street\nSpokane, WA 99201")
    if not User.objects.filter(email=_counsel_address(agency)).exists():
        factories.member(_counsel_address(agency).split("@")[0], agency, ["counsel"], by=by)
    return agency


def counsel_of(agency: Agency) -> User:
    """The counsel that `give_address` put there."""
    return User.objects.get(email=_counsel_address(agency))


def _counsel_address(agency: Agency) -> str:
    return f"counsel-{agency.pk}@portal.example"


def drafted(
    by: User,
    parties: Iterable[Agency],
    flows: Iterable[Flow],
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
    title: str = "Sharing to keep students in school",
) -> Mou:
    """A complete draft of the agency `by` acts for; each flow is (holder, asker, categories, purposes)."""
    today = timezone.localdate()
    with acting_as(by):
        mou = actions.draft(
            by=by,
            title=title,
            starts_on=starts_on or today - timedelta(days=30),
            ends_on=ends_on or today + timedelta(days=335),
        )
        actions.set_parties(mou, by=by, agencies=parties)
        for holder, asker, categories, purposes in flows:
            actions.add_term(
                mou,
                by=by,
                from_agency=holder,
                to_agency=asker,
                categories=categories,
                purposes=purposes,
                authority=AUTHORITY,
                need=NEED,
            )
    return mou


def on_paper(by: User, others: Iterable[Agency], flow: Flow, *, title: str = "Our paper") -> Mou:
    """A draft of an agreement that was signed on paper, with its scan and one flow; nobody was asked to confirm it."""
    holder, asker, categories, purposes = flow
    today = timezone.localdate()
    with acting_as(by):
        mou = actions.draft(
            by=by,
            title=title,
            starts_on=today - timedelta(days=300),
            ends_on=today + timedelta(days=300),
            start=actions.Start.PAPER,
        )
        actions.put_in_scan(mou, by=by, file=scan_file(), signed_on=today - timedelta(days=290))
        actions.set_parties(mou, by=by, agencies=others)
        actions.add_term(
            mou, by=by, from_agency=holder, to_agency=asker, categories=categories, purposes=purposes,
            authority=AUTHORITY, need="To help at school.",
        )  # fmt: skip
    return mou


def scan_file(name: str = "signed.pdf") -> SimpleUploadedFile:
    """The scan of a signed agreement: a PDF of one empty page."""
    content = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(content, deterministic_id=True)
    return SimpleUploadedFile(name, content.getvalue(), "application/pdf")


def reword(mou: Mou, by: User, code: str, *, text: str, heading: str = "") -> MouSection:
    """Save one section of a draft in the name of `by`, who is acting."""
    section = mou.sections.select_related("mou").get(code=code)
    actions.edit_section(section, by=by, heading=heading or section.heading, text=text, number=section.number)
    return section


def reviewed(mou: Mou, by: User) -> Mou:
    """The draft, approved by counsel of every party."""
    with acting_as(by):
        actions.send_for_review(mou, by=by)
        agencies = [party.agency for party in mou.parties.select_related("agency")]
    for agency in agencies:
        with acting_as(counsel_of(agency)) as counsel:
            actions.approve_text(Mou.objects.get(pk=mou.pk), by=counsel, text_sha256=mou.text_sha256)
    return mou


def sent(mou: Mou, by: User) -> Mou:
    """The draft, reviewed by all and out for signature."""
    reviewed(mou, by)
    with acting_as(by):
        actions.send(mou, by=by)
    return mou


def signed(mou: Mou, signatories: Iterable[User]) -> Mou:
    """The agreement, signed by each of these signatories for the only agency she acts for."""
    for signatory in signatories:
        with acting_as(signatory):
            actions.sign(
                mou,
                by=signatory,
                typed_name=signatory.name,
                title="Director",
                attested=True,
                text_sha256=mou.text_sha256,
                proofs=["password", "totp"],
            )
    return mou


def grid(
    cells: Sequence[str], *, number: int = 0, saved: int = 0, grids: int = 1, **fields: object
) -> dict[str, object]:
    """What the page of a pair sends for one of its grids; `saved` of them stood there before."""
    values = {"cells": list(cells), "authority": AUTHORITY, "roles": ["staff"], "need": NEED} | fields
    return {"flows-TOTAL_FORMS": str(grids), "flows-INITIAL_FORMS": str(saved)} | {
        f"flows-{number}-{name}": value for name, value in values.items()
    }

"""What becomes a sealed file: an agreement that all parties have signed, and the exhibit by which an agency joined."""

from datetime import UTC, datetime

from audit.record import record
from mous.document import written
from mous.models import Mou, MouJoinder, MouSeal, MouSignature
from mous.pdf import agreement_pdf, exhibit_pdf
from mous.queries import seal_of, signatures_on
from notices.outbox import once
from sharing_portal.sealing.keeping import seal_and_keep
from sharing_portal.sealing.seal import Signatory


def seal_queued_agreement(entry_id: str) -> None:
    """Render, seal and store the agreement that an outbox entry asks for; once, however often it is delivered."""
    with once(entry_id) as entry:
        if entry is None or entry.reference is None:
            return
        mou = Mou.objects.select_related("agency").get(pk=entry.reference)
        if seal_of(mou):
            return
        signatories = [_signatory(signature, signature.signed_at) for signature in signatures_on(mou)]
        kept = seal_and_keep(agreement_pdf(mou), signatories, f"agreements/{mou.pk}")
        MouSeal.objects.create(mou=mou, file=kept.name, file_sha256=kept.sha256, text_sha256=mou.text_sha256)
        record("mou.sealed", by=None, on=mou, agency_id=entry.agency_id, file_sha256=kept.sha256)


def seal_queued_exhibit(entry_id: str) -> None:
    """The same for an exhibit, which is a file of its own beside the sealed agreement."""
    with once(entry_id) as entry:
        if entry is None or entry.reference is None:
            return
        joined = MouJoinder.objects.select_related("mou", "agency").get(pk=entry.reference)
        mou = joined.mou
        if seal_of(mou, joined):
            return
        assert joined.closed_at is not None, "a signed exhibit has a time of its signature"
        signatories = [_signatory(joined, joined.closed_at)]
        kept = seal_and_keep(exhibit_pdf(joined), signatories, f"exhibits/{joined.pk}")
        MouSeal.objects.create(
            mou=mou,
            joinder=joined,
            file=kept.name,
            file_sha256=kept.sha256,
            text_sha256=joined.exhibit_sha256,
        )
        record("mou.exhibit_sealed", by=None, on=mou, agency_id=entry.agency_id, file_sha256=kept.sha256)


def _signatory(signed: MouSignature | MouJoinder, moment: datetime) -> Signatory:
    at = moment.astimezone(UTC)
    party = signed.agency.name
    place = f" in the place of {signed.in_place_of} ({signed.authority})" if signed.in_place_of else ""
    reason = (
        f"{signed.typed_name}, {signed.title}, signed for {party}{place} "
        f"on {written(at.date())} at {at:%H:%M} UTC"
    )
    return Signatory(signed.typed_name, party, reason, f"Seal for {signed.typed_name}, {party}")

"""Sealing a PDF for those who signed: one invisible seal (PAdES B-B) each, made with the portal's own key.

No network is used: there is no time stamp of another authority, and none is claimed. Reading seals is `examine.py`.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    InvisSigSettings,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
)
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore


@dataclass(frozen=True)
class Signatory:
    """What a seal says of one signature, as PDF readers show it: who signed, where, and why the seal was made.

    `field` is the name of the seal in the list of the file's fields. All are in the language of the file.
    """

    name: str
    location: str
    reason: str
    field: str


def load_signer(key_file: str | Path) -> SimpleSigner:
    """The key and its certificates from one PEM file: the key, its certificate, then those above it.

    Raises `OSError` or `ValueError` when they cannot be read.
    """
    content = Path(key_file).read_bytes()
    certificates = list(load_certs_from_pemder_data(content[content.index(b"-----BEGIN CERTIFICATE") :]))
    known = SimpleCertificateStore()
    known.register_multiple(certificates)
    key = load_private_key_from_pemder_data(content, passphrase=None)
    return SimpleSigner(certificates[0], key, known)


def seal(content: bytes, signatories: Sequence[Signatory], signer: SimpleSigner) -> bytes:
    """The PDF with one seal a signatory, each over everything before it.

    All fields are there before the first seal, which allows nothing but the other seals; the last allows nothing.
    """
    writer = IncrementalPdfFileWriter(_unpacked(content))
    names = [f"signature-{number}" for number in range(1, len(signatories) + 1)]
    for name, signatory in zip(names, signatories, strict=True):
        append_signature_field(writer, _field(name, signatory, last=name == names[-1]))
    sealed = io.BytesIO()
    writer.write(sealed)
    for name, signatory in zip(names, signatories, strict=True):
        meta = PdfSignatureMetadata(
            field_name=name,
            name=signatory.name,
            reason=signatory.reason,
            location=signatory.location,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=name == names[0],
            docmdp_permissions=MDPPerm.NO_CHANGES if name == names[-1] else MDPPerm.FILL_FORMS,
        )
        PdfSigner(meta, signer).sign_pdf(
            IncrementalPdfFileWriter(sealed), existing_fields_only=True, in_place=True
        )
    return sealed.getvalue()


def _unpacked(content: bytes) -> io.BytesIO:
    """The same PDF with no objects packed together: who examines its seals would unpack the whole pack for each."""
    unpacked = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as document:
        document.save(unpacked, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return unpacked


def _field(name: str, signatory: Signatory, *, last: bool) -> SigFieldSpec:
    lock = FieldMDPSpec(FieldMDPAction.ALL) if last else None
    return SigFieldSpec(
        name,
        on_page=-1,
        field_mdp_spec=lock,
        doc_mdp_update_value=MDPPerm.NO_CHANGES if last else None,
        # PDF/UA wants what is not to be seen hidden, and every field named.
        invis_sig_settings=InvisSigSettings(set_hidden_flag=True),
        readable_field_name=signatory.field,
    )

"""Production refuses to start without a sealing key that is its own, whole and valid."""

from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_private_key
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from pyhanko.keys import load_certs_from_pemder
from pyhanko.sign.signers import SimpleSigner

from sharing_portal.sealing.seal import load_signer

# What deploy/seal_keys.py writes into the certificates that ./run makes.
DEMONSTRATION = "Demonstration"
SOON = timedelta(days=60)


@register(Tags.security, deploy=True)
def seal_key(**kwargs: Any) -> list[CheckMessage]:
    """The key can be read, belongs to its certificate, comes from one of the roots, and is not the demo's."""
    try:
        signer = load_signer(settings.SEAL_KEY_FILE)
        roots = list(load_certs_from_pemder([settings.SEAL_ROOTS_FILE]))
    except (OSError, ValueError, IndexError) as error:
        hint = "python -m deploy.seal_keys FOLDER NAME makes both files."
        return [
            Error(f"SEAL_KEY_FILE or SEAL_ROOTS_FILE cannot be read: {error}", hint=hint, id="sealing.E001")
        ]
    return _faults(signer, roots)


def _faults(signer: SimpleSigner, roots: list[Any]) -> list[CheckMessage]:
    certificate = signer.signing_cert
    assert certificate is not None, "load_signer gives a key with its certificate"
    faults: list[CheckMessage] = []
    key = load_der_private_key(signer.signing_key.dump(), password=None).public_key()
    if key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) != certificate.public_key.dump():
        faults.append(Error("SEAL_KEY_FILE holds another key's certificate.", id="sealing.E002"))
    if certificate.issuer not in [root.subject for root in roots]:
        faults.append(Error("No root in SEAL_ROOTS_FILE made the certificate of the key.", id="sealing.E003"))
    if certificate.subject.native.get("organizational_unit_name") == DEMONSTRATION:
        faults.append(Error("The demo's key is not for production.", id="sealing.E004"))
    remaining = certificate.not_valid_after - datetime.now(UTC)
    if remaining < timedelta():
        faults.append(Error("The certificate of the sealing key has expired.", id="sealing.E005"))
    elif remaining < SOON:
        faults.append(
            checks.Warning(f"The sealing key's certificate ends in {remaining.days} days.", id="sealing.W001")
        )
    return faults

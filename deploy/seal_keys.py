"""The key that seals signed agreements and consents, with its certificates.

    python -m deploy.seal_keys FOLDER NAME

NAME is the county or network that runs the portal, as readers of the files will see it.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from deploy.places import write_private

KEY, ROOTS = "seal-key.pem", "seal-roots.pem"
# A certificate of this unit is refused by `manage.py check --deploy` (sharing_portal/sealing/checks.py).
DEMONSTRATION = "Demonstration"
ROOT_YEARS, SEAL_YEARS = 30, 10


def make(folder: Path, name: str, unit: str = "") -> None:
    """Write the key with its certificate, and the root certificate that readers trust, unless they are there.

    The root's own key is thrown away at once, so that nobody can make a second sealing key in its name. A later key
    comes with a root of its own; adding that to the file of roots keeps the older seals good.
    """
    if (folder / KEY).exists() and (folder / ROOTS).exists():
        return
    root_key, seal_key = (rsa.generate_private_key(65537, 3072) for _ in range(2))
    root_name, seal_name = _named(name, unit, "root"), _named(name, unit, "seals")
    root = _certificate(root_name, root_key, root_name, root_key, ROOT_YEARS)
    seal = _certificate(seal_name, seal_key, root_name, root_key, SEAL_YEARS)
    key = seal_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_private(folder / KEY, (key + _pem(seal) + _pem(root)).decode())
    write_private(folder / ROOTS, _pem(root).decode())


def _named(name: str, unit: str, what: str) -> x509.Name:
    parts = [(NameOID.ORGANIZATION_NAME, name), (NameOID.COMMON_NAME, f"{name}: Sharing Portal {what}")]
    if unit:
        parts.append((NameOID.ORGANIZATIONAL_UNIT_NAME, unit))
    return x509.Name([x509.NameAttribute(oid, value[:64]) for oid, value in parts])


def _certificate(
    subject: x509.Name,
    key: rsa.RSAPrivateKey,
    issuer: x509.Name,
    issuer_key: rsa.RSAPrivateKey,
    years: int,
) -> x509.Certificate:
    is_root = subject == issuer
    now = datetime.now(UTC)
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    return (
        x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
        # Clocks differ: a certificate must not be of tomorrow for a reader who is some minutes behind.
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=366 * years))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_root,
                content_commitment=not is_root,
                key_cert_sign=is_root,
                crl_sign=is_root,
                **usage,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
        .sign(issuer_key, hashes.SHA256())
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def main(arguments: list[str]) -> int:
    """Make the two files; 2 for wrong arguments, 1 when they are there already."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    if (folder / KEY).exists():
        print(f"{folder / KEY} exists and is kept. Choose another folder for a new key.", file=sys.stderr)
        return 1
    make(folder, arguments[1])
    print(f"SEAL_KEY_FILE={folder / KEY}\nSEAL_ROOTS_FILE={folder / ROOTS}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

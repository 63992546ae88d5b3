"""Reading the seals of a PDF that anybody may have made, and finding any change after them.

A hostile file may be built to use up time or memory, so `examine_apart` reads it in a process of its own, with limits
and without the portal's settings:

    python -I sharing_portal/sealing/examine.py ROOTS_FILE < FILE.pdf
"""

import io
import json
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from asn1crypto.parser import peek
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

SECONDS = 20
CPU_SECONDS = 10
MEMORY_BYTES = 1024**3
MOST_SEALS = 100
# Names, titles, and a deputy's authority at their longest.
LONGEST_REASON = 1500
LONGEST_LANGUAGE = 35


@dataclass(frozen=True)
class Seal:
    """One seal: what it says, and whether it holds. What a seal says that does not hold may be anybody's words."""

    reason: str
    sealed_at: str
    holds: bool


@dataclass(frozen=True)
class Report:
    """The seals of a file in order, and the language the file says it is in.

    `is_whole`: every seal holds, and nothing was added after the last.
    """

    seals: tuple[Seal, ...] = ()
    is_whole: bool = False
    language: str = ""


def examine_apart(content: bytes, roots_file: str | Path) -> Report:
    """The report of another process on the file; an empty one when it cannot be read within the limits."""
    command = [sys.executable, "-I", str(Path(__file__).resolve()), str(Path(roots_file).absolute())]
    try:
        done = subprocess.run(  # noqa: S603 -- our own module; the file goes in by its standard input
            command, input=content, capture_output=True, timeout=SECONDS, env={}, check=True
        )
        told = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return Report()
    return Report(tuple(Seal(**seal) for seal in told["seals"]), told["is_whole"], told["language"])


def examine(content: bytes, roots_file: str | Path) -> Report:
    """The report on a file, read in this process. Raises whatever a damaged file makes the reader raise."""
    roots = list(load_certs_from_pemder([str(roots_file)]))
    reader = PdfFileReader(io.BytesIO(content))
    embedded = reader.embedded_signatures[:MOST_SEALS]
    seals = tuple(_seal(each, roots) for each in embedded)
    reaches_end = bool(embedded) and (
        embedded[-1].evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
    )
    language = str(reader.root.get("/Lang", ""))[:LONGEST_LANGUAGE]
    return Report(seals, reaches_end and all(seal.holds for seal in seals), language)


def _seal(embedded: EmbeddedPdfSignature, roots: list) -> Seal:
    claimed = embedded.self_reported_timestamp
    # As of its own day: a seal outlives the certificate of the key that made it.
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=claimed)
    status = validate_pdf_signature(embedded, context)
    reason = str(embedded.sig_object.get("/Reason", ""))[:LONGEST_REASON]
    holds = bool(status.bottom_line) and not _is_stuffed(embedded.pkcs7_content)
    return Seal(reason, claimed.isoformat() if claimed else "", holds)


def _is_stuffed(contents: bytes) -> bool:
    """Whether something stands behind the seal in the room left for it, which the seal itself cannot cover."""
    return any(contents[peek(contents) :])


def main(roots_file: str) -> None:
    """Write the report on standard input's file as JSON; ends non-zero for a file that cannot be read."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    json.dump(asdict(examine(sys.stdin.buffer.read(), roots_file)), sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])

"""Bring the message catalogues up to date with the texts in the sources: `./run messages`.

Needs gettext's programs. A new text comes in empty and a changed one marked fuzzy, both for a translator;
tests/architecture/test_messages.py fails until they are translated.
"""

import os
import shutil
import subprocess  # nosec B404 # a fixed command, no shell
import sys
import tempfile
from pathlib import Path

import polib

from deploy.places import ROOT

LOCALES = ROOT / "locale"
CATALOGUE = Path("LC_MESSAGES") / "django.po"
WITHOUT_TEXTS = {"deploy", "tests"}
COMMENT = "The texts of the interface. Made by ./run messages; the words to use: docs/guides/glossary-{}.md."


def main() -> int:
    """Renew the catalogue of every language, and say how many texts wait for a translator."""
    if not shutil.which("xgettext"):
        print("gettext is missing. Run: sudo apt-get install -y gettext", file=sys.stderr)
        return 1
    for language in sorted(folder.name for folder in LOCALES.iterdir() if folder.is_dir()):
        catalogue = extracted(language)
        catalogue.save(str(LOCALES / language / CATALOGUE))
        waiting = len(catalogue.untranslated_entries()) + len(catalogue.fuzzy_entries())
        print(f"  {language}: {len(catalogue)} texts, {waiting} wait for a translator.")
    return 0


def extracted(language: str) -> polib.POFile:
    """The language's catalogue as it should be for the sources of this moment; the stored one is not touched.

    Works beside the checkout, on links to the sources, so that the data folder and node_modules are never
    walked and a stopped run leaves nothing half written. Needs no settings and no database.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for source in [ROOT / "templates", *(package.parent for package in ROOT.glob("*/__init__.py"))]:
            if source.name not in WITHOUT_TEXTS:
                (place / source.name).symlink_to(source)
        target = place / "locale" / language / CATALOGUE
        target.parent.mkdir(parents=True)
        if (stored := LOCALES / language / CATALOGUE).exists():
            shutil.copy(stored, target)
        make_messages(place, language)
        return tidied(polib.pofile(str(target), wrapwidth=110), language)


def make_messages(place: Path, language: str) -> None:
    """Run Django's extraction; no source lines in the result, so that moving code changes no catalogue."""
    command = [sys.executable, "-m", "django", "makemessages", "--locale", language]
    without_settings = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(  # nosec B603
        [*command, "--symlinks", "--no-location", "--no-obsolete", "--verbosity", "0"],
        cwd=place,
        env=without_settings,
        check=True,
    )


def tidied(catalogue: polib.POFile, language: str) -> polib.POFile:
    """The same catalogue without what changes at each run: dates and people's names in the header."""
    catalogue.header = COMMENT.format(language)
    catalogue.metadata_is_fuzzy = False
    catalogue.metadata = {
        "Project-Id-Version": "sharing-portal",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": catalogue.metadata["Plural-Forms"],
    }
    return catalogue


if __name__ == "__main__":
    sys.exit(main())

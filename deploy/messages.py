"""Compile the message catalogues: every .po that is newer than its .mo. Needs no gettext on the machine."""

import sys

import polib

from deploy.places import ROOT

CATALOGUES = ("locale/*/LC_MESSAGES/*.po", "sharing_portal/framework_words/*/LC_MESSAGES/*.po")


def main() -> int:
    """Compile what is stale and say how many; a catalogue with a syntax error stops with its file and line."""
    compiled = 0
    for source in sorted(path for pattern in CATALOGUES for path in ROOT.glob(pattern)):
        if source.is_relative_to(ROOT / "node_modules"):
            continue
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        try:
            catalogue = polib.pofile(str(source))
        except OSError as error:
            print(f"{source.relative_to(ROOT)}: {error}", file=sys.stderr)
            return 1
        unfinished = target.with_suffix(".mo.new")
        catalogue.save_as_mofile(str(unfinished))
        unfinished.replace(target)
        compiled += 1
    if compiled:
        print(f"  Compiled {compiled} message catalogues.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

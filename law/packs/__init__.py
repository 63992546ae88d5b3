"""State packs: the rules of one state in a TOML file, read strictly and put over the federal rules.

    from law.packs import PackError, for_state, load

    pack = load(Path("my-state.toml"))        # PackError names the file, the key and the reason
    pack = for_state("XE", day)               # the pack shipped for that state and in force that day, or None
    decide(facts, pack)

A pack fills what federal law leaves to the state where the facts do not say it already, and its rules may deny
more, ask for more or add duties. It opens something only in the places listed in `Delegation`. A pack that is not
in force on the day of the facts counts as none. How to write one: docs/guides/state-packs.md; whether one keeps
within these limits is proven by `python -m law --check-pack FILE` (`law.packs.proof`).
"""

from law.packs.loader import PackError, load
from law.packs.overlay import longest_consent
from law.packs.pack import Delegation, Effect, Match, Pack, PackRule, Slot
from law.packs.slots import SLOTS
from law.packs.states import for_state, shipped

__all__ = [
    "SLOTS",
    "Delegation",
    "Effect",
    "Match",
    "Pack",
    "PackError",
    "PackRule",
    "Slot",
    "for_state",
    "load",
    "longest_consent",
    "shipped",
]

"""The states of a roster import and the ways between them."""

ROSTER_TRANSITIONS: dict[str, frozenset[str]] = {
    "checked": frozenset({"applied", "discarded"}),
}

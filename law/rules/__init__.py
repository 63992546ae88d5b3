"""Every rule, one module for each body of law. Importing this package fills the register."""

from law.rules import (
    child_welfare,
    ferpa_family,
    ferpa_onward,
    ferpa_public,
    ferpa_safety,
    ferpa_school,
    hipaa_care,
    hipaa_family,
    hipaa_public,
    justice,
    other,
    part2,
    part2_orders,
    psychotherapy,
    school_overlays,
)

__all__ = [
    "child_welfare",
    "ferpa_family",
    "ferpa_onward",
    "ferpa_public",
    "ferpa_safety",
    "ferpa_school",
    "hipaa_care",
    "hipaa_family",
    "hipaa_public",
    "justice",
    "other",
    "part2",
    "part2_orders",
    "psychotherapy",
    "school_overlays",
]

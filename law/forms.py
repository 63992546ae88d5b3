"""The versions of the uniform consent form that there are: what families sign, and what agreements adopt."""

UNIFORM_FORM_VERSIONS: tuple[str, ...] = ("2026-11",)
"""Published versions, the oldest first. Their wording is kept where consents are recorded."""

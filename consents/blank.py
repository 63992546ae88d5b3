"""Blank forms to print: the wording of a form, and room to fill it in with a pen. Nothing about anybody is in them."""

from collections.abc import Sequence

from agencies.models import Agency
from consents.lines import CONSENT_PURPOSES
from consents.models import ConsentForm, ConsentGrant
from consents.text import text_hash
from consents.wording import UNIFORM, blanks, label, labels, words
from law import STORED_CATEGORIES
from sharing_portal.pdf import render_pdf

# Lines on a form for which no agencies were chosen.
EMPTY_LINES = 2


def blank_form(
    form: ConsentForm,
    *,
    issued_by: Agency,
    discloser: Agency | None = None,
    recipients: Sequence[Agency] = (),
    categories: Sequence[str] = (),
) -> bytes:
    """The form as a tagged PDF in its language, with the agencies and kinds of record that are known already, or none.

    No box is ticked: on a line stands only what may be ticked. `categories` leaves the others off the form. The foot
    names version, language and the hash of the wording.
    """
    tongue = form.language
    context = {
        "form": form,
        "page_title": form.title,
        "agency": issued_by,
        "labels": labels(tongue),
        "wording_sha256": text_hash(form, ""),
    }
    if form.kind != UNIFORM:
        context["blanks"] = blanks(tongue, form.kind)
        return render_pdf("consents/pdf/blank_separate.html", context, language=tongue)
    context["lines"] = _lines(tongue, discloser, recipients)
    context["records"] = [
        words(category, tongue) for category in STORED_CATEGORIES if not categories or category in categories
    ]
    context["reasons"] = [words(purpose, tongue) for purpose in CONSENT_PURPOSES]
    context["events"] = [label(event.value, tongue) for event in ConsentGrant.EndsWhen]
    return render_pdf("consents/pdf/blank.html", context, language=tongue)


def _lines(tongue: str, discloser: Agency | None, recipients: Sequence[Agency]) -> list[dict[str, str]]:
    named = [agency.name for agency in recipients] or [""] * EMPTY_LINES
    return [
        {
            "heading": label("blank_line", tongue) % {"number": number},
            "discloser": discloser.name if discloser else "",
            "recipient": recipient,
        }
        for number, recipient in enumerate(named, start=1)
    ]

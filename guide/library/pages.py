"""The pages of the law library: one for each body of law, and the pages that go across all of them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from law.layers import Layer


@dataclass(frozen=True)
class LawPage:
    """One law in plain language; its text is the template of the same name, its rules are those of `layers`."""

    slug: str
    title: Promise
    about: Promise
    layers: tuple[Layer, ...]

    @property
    def template(self) -> str:
        return f"guide/law/{self.slug}.html"


LAWS: tuple[LawPage, ...] = (
    LawPage(
        "ferpa",
        gettext_lazy("FERPA: school records"),
        gettext_lazy(
            "The federal law on education records. It lets families see them, and lets schools share them with consent or for listed reasons."
        ),
        (
            Layer.FERPA,
            Layer.FERPA_ONWARD,
        ),
    ),
    LawPage(
        "hipaa",
        gettext_lazy("HIPAA: health records"),
        gettext_lazy(
            "The federal privacy rule for health plans and providers. It is wide open for treatment, and careful about everything else."
        ),
        (
            Layer.HIPAA,
            Layer.PSYCHOTHERAPY,
        ),
    ),
    LawPage(
        "part2",
        gettext_lazy("42 CFR Part 2: substance use treatment"),
        gettext_lazy(
            "The strictest of these laws. It protects people who seek treatment, so that nobody has to fear that it will be used against them."
        ),
        (
            Layer.PART2,
            Layer.PART2_ONWARD,
        ),
    ),
    LawPage(
        "child-welfare",
        gettext_lazy("Child welfare records"),
        gettext_lazy("Federal law sets the frame, state law holds most of the rules."),
        (Layer.CHILD_WELFARE,),
    ),
    LawPage(
        "juvenile-justice",
        gettext_lazy("Juvenile justice records"),
        gettext_lazy(
            "State juvenile codes decide. Federal law governs federal cases, and what schools may tell the justice system."
        ),
        (
            Layer.JUVENILE_JUSTICE,
            Layer.FEDERAL_JUVENILE,
        ),
    ),
    LawPage(
        "idea",
        gettext_lazy("IDEA: special education"),
        gettext_lazy("Adds to FERPA for children with disabilities."),
        (Layer.IDEA,),
    ),
    LawPage(
        "other-laws",
        gettext_lazy("Housing, school meals and other laws"),
        gettext_lazy("Smaller laws that tighten one subject each."),
        (
            Layer.MEALS,
            Layer.HOUSING,
            Layer.RUNAWAY,
            Layer.STATE,
            Layer.DEIDENTIFIED,
        ),
    ),
    LawPage(
        "victim-services",
        gettext_lazy("Victim services"),
        gettext_lazy("Records of those who help victims stay with those who help."),
        (Layer.VICTIM_SERVICE,),
    ),
)


def law_page(slug: str) -> LawPage | None:
    """The page of this name, or None."""
    return next((law for law in LAWS if law.slug == slug), None)


def shelf(here: str) -> list[dict[str, object]]:
    """Every page of the library for the side navigation; `here` is the address of the one that is read."""
    pages = [
        (_("Overview"), reverse("law:overview")),
        *((str(law.title), reverse("law:page", args=[law.slug])) for law in LAWS),
        (_("Who may sign what"), reverse("law:signers")),
        (_("What the laws do not require"), reverse("law:limits")),
        (_("Register of rules"), reverse("law:register")),
    ]
    return [{"label": label, "url": url, "current": url == here} for label, url in pages]

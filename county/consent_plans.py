"""Which consents the county's families and young people have signed, in every state a consent can be in."""

from dataclasses import dataclass

from county.young_people import Wanted

CARE = ("care_coordination", "educational_support")


@dataclass(frozen=True)
class Line:
    """Who may share what with whom."""

    discloser: str
    recipient: str
    categories: tuple[str, ...]
    purposes: tuple[str, ...] = CARE


@dataclass(frozen=True)
class ConsentPlan:
    """One signed form, recorded by `at`. Days count from the day of loading; `ends` below zero has expired.

    `signer` is parent, both (the minor too), minor or adult. `revoke` is all, or the recipient whose part is revoked.
    One on paper was `compared` with its scan by a second person, or still waits for it.
    """

    at: str
    lines: tuple[Line, ...]
    signer: str = "parent"
    signed: int = 20
    ends: int = 200
    method: str = "on_screen"
    language: str = "en"
    interpreter: str = ""
    revoke: str = ""
    asked: str = "written"
    reason: str = ""
    compared: bool = True


@dataclass(frozen=True)
class SignedBy:
    """A consent beside the requests: of whom, and what was signed."""

    wanted: Wanted
    consent: ConsentPlan


SCHOOL_TO_MIND = Line("cedar", "mind", ("attendance", "discipline", "education"))
MIND_TO_SCHOOL = Line("mind", "cedar", ("mental_health",))
HARBOR_TO_MIND = Line("harbor", "mind", ("substance_use",), ("treatment", "care_coordination"))

CONSENTS: tuple[SignedBy, ...] = (
    SignedBy(
        Wanted(("cedar", "mind"), 13, 16),
        ConsentPlan("mind", (SCHOOL_TO_MIND, MIND_TO_SCHOOL), signed=40, ends=30),
    ),
    SignedBy(
        Wanted(("alder", "mind"), 13, 16),
        ConsentPlan(
            "mind", (Line("alder", "mind", ("attendance", "special_education")),), signed=150, ends=14
        ),
    ),
    SignedBy(
        Wanted(("cedar", "mind", "riverbend"), 10, 13),
        ConsentPlan("cedar", (MIND_TO_SCHOOL,), signed=200, ends=7, method="paper"),
    ),
    SignedBy(
        Wanted(("harbor", "mind"), 13, 16),
        ConsentPlan("harbor", (HARBOR_TO_MIND,), signer="both", signed=90, ends=1),
    ),
    SignedBy(
        Wanted(("cedar", "riverbend"), 8, 12),
        ConsentPlan(
            "riverbend", (Line("cedar", "riverbend", ("attendance", "education")),), signed=380, ends=-15
        ),
    ),
    SignedBy(
        Wanted(("cedar", "mind"), 14, 15),
        ConsentPlan("mind", (SCHOOL_TO_MIND,), signed=330, ends=-2, method="paper"),
    ),
    SignedBy(
        Wanted(("cedar", "mind"), 13, 16),
        ConsentPlan(
            "mind",
            (SCHOOL_TO_MIND, MIND_TO_SCHOOL),
            signed=60,
            revoke="all",
            reason="The family would like to talk to the school themselves from now on.",
        ),
    ),
    SignedBy(
        Wanted(("cedar", "mind", "clinic"), 13, 16),
        ConsentPlan(
            "mind",
            (MIND_TO_SCHOOL, Line("mind", "clinic", ("mental_health",), ("treatment",))),
            signed=75,
            revoke="cedar",
            asked="spoken",
            reason="Called on Monday: the clinic should go on hearing from us, the school no longer.",
        ),
    ),
    SignedBy(
        Wanted(("mind", "cedar"), 16, 16),
        ConsentPlan("mind", (MIND_TO_SCHOOL,), signer="minor", signed=12, ends=150),
    ),
    SignedBy(
        Wanted(("harbor", "clinic"), 15, 16),
        ConsentPlan(
            "harbor",
            (Line("harbor", "clinic", ("substance_use",), ("treatment",)),),
            signer="minor",
            signed=5,
        ),
    ),
    SignedBy(
        Wanted(("mind", "opendoor"), 18, 18),
        ConsentPlan(
            "mind",
            (Line("opendoor", "mind", ("housing",)), Line("mind", "opendoor", ("mental_health",))),
            signer="adult",
            signed=33,
            ends=300,
        ),
    ),
    SignedBy(
        Wanted(("cedar", "health"), 7, 12, facts={"language": "Spanish"}),
        ConsentPlan(
            "cedar",
            (Line("health", "cedar", ("immunization",), ("educational_support",)),),
            language="es",
            interpreter="Rosario Peña, certified interpreter",
            signed=9,
            ends=330,
        ),
    ),
    SignedBy(
        Wanted(("alder", "health"), 7, 12, facts={"language": "Spanish"}),
        ConsentPlan(
            "health",
            (Line("alder", "health", ("immunization", "school_health"), ("treatment",)),),
            language="es",
            signed=120,
            ends=60,
            method="paper",
            compared=False,
        ),
    ),
    SignedBy(
        Wanted(("family", "clinic", "cedar"), 9, 14),
        ConsentPlan("family", (Line("clinic", "family", ("medical",), ("placement",)),), signed=3, ends=360),
    ),
)

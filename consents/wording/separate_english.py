"""The separate forms, version 2026-11, in English: for what may not stand on the uniform form. Published wording.

Each kind has its title, its statements, and the blanks that are filled in with a pen.
"""

_YOU_CHOOSE = (
    "voluntary",
    "You choose",
    "Signing is your choice. You give up no rights by signing. You may sign this form and no other, or none.",
)
_SERVICES = (
    "conditioning_statement",
    "Services do not depend on it",
    "No one may make treatment, payment, enrollment or benefits depend on your signature. "
    "If you say no, the records in this form are not shared under it, and you are treated the same.",
)
_STOP = (
    "right_to_revoke",
    "You can stop sharing at any time",
    "You can take this permission back at any time. Write to the agency that may share the records. "
    "You can also call or visit: sharing stops at once, and you get a note that confirms it. "
    "What was shared before that day cannot be called back where someone has already acted on it.",
)
_ENDS = (
    "expiration",
    "When it ends",
    "It ends on the day or with the event that you write below. Without a day or an event the form does not count.",
)
_SIGNS = (
    "who_signs",
    "Who signs",
    "The person whom the law lets decide about these records signs: a parent or guardian, the young person, "
    "or the young person together with one of them. "
    "From the age of 18 the young person signs.",
)
_HELP = (
    "language",
    "Language and help",
    "You may have this form read to you in your language, at no cost. A child is never asked to interpret. "
    "You get a copy of this form at once.",
)
_ATTEST = (
    "attestation",
    "By signing",
    "I have read this form, or it was read to me in a language I understand. My questions were answered. "
    "I have the right to decide. I agree to what is written below.",
)
_WHERE_KEPT = (
    "where_kept",
    "Who keeps this form",
    "The agency that may share the records keeps the signed paper for at least six years after it ends. "
    "The Sharing Portal keeps no such records and no copy of this paper.",
)
_PART2_SHARED = (
    "redisclosure_part2",
    "After sharing",
    "Federal law still protects these records after they are shared (42 CFR Part 2). "
    "Whoever gets them may pass them on only if you agree in writing or that law allows it. ",
)
_WHO_WHAT = (
    "Name of the young person, and date of birth",
    "Who may share (name of the agency or person)",
    "Who may receive (name of the agency or person)",
)
_UNTIL = ("For what reason", "It ends on this day, or with this event")

FORMS = {
    "psychotherapy_notes": (
        "Permission to share psychotherapy notes",
        (
            (
                "what_this_is",
                "What this form does",
                "Psychotherapy notes are what a therapist writes about a talk with a client and keeps apart from the "
                "rest of the record (45 CFR 164.501). This form lets the person named below share such notes. "
                "It says that they may be shared. It does not say that they must. It is for these notes only and is "
                "not joined to a form for other records (45 CFR 164.508(b)(3)).",
            ),
            _YOU_CHOOSE,
            _SERVICES,
            _STOP,
            _ENDS,
            (
                "redisclosure_health",
                "After sharing",
                "Whoever receives the notes might pass them on to others. The federal health privacy rule may then no longer "
                "protect them (45 CFR 164.508). Other laws may still protect them.",
            ),
            _SIGNS,
            _HELP,
            _WHERE_KEPT,
            _ATTEST,
        ),
        (*_WHO_WHAT, "Which notes (by whom, from when to when)", *_UNTIL),
    ),
    "counseling_notes": (
        "Permission to share substance use counseling notes",
        (
            (
                "what_this_is",
                "What this form does",
                "Substance use counseling notes are what a counselor writes about a talk with a client and keeps apart "
                "from the rest of the record (42 CFR 2.11). This form lets the program named below share such notes. "
                "It says that they may be shared. It does not say that they must. It is for these notes only and is "
                "not joined to a form for other records (42 CFR 2.31(b)).",
            ),
            _YOU_CHOOSE,
            _SERVICES,
            _STOP,
            _ENDS,
            (
                *_PART2_SHARED[:2],
                _PART2_SHARED[2]
                + "No one may use them against the young person in court or in another legal proceeding under this form.",
            ),
            _SIGNS,
            _HELP,
            _WHERE_KEPT,
            _ATTEST,
        ),
        (*_WHO_WHAT, "Which notes (by whom, from when to when)", *_UNTIL),
    ),
    "legal_proceedings": (
        "Permission to use substance use records in a legal proceeding",
        (
            (
                "what_this_is",
                "What this form does",
                "Federal law keeps substance use treatment records out of court (42 CFR Part 2). "
                "This form lets the records named below be used in the one case named below. "
                "The case may be civil, criminal, administrative or legislative. The records may be used against the "
                "young person there. It says that they may be used. It does not say that they must. "
                "It is not joined to a form for any other reason (42 CFR 2.31(d)).",
            ),
            (
                "advice",
                "Ask a lawyer first",
                "You may talk with a lawyer before you sign. Without this form, a judge must decide first "
                "if the records may be used.",
            ),
            _YOU_CHOOSE,
            _SERVICES,
            _STOP,
            _ENDS,
            (
                *_PART2_SHARED[:2],
                _PART2_SHARED[2] + "They may be used in the case named below and in no other.",
            ),
            _SIGNS,
            _HELP,
            _WHERE_KEPT,
            _ATTEST,
        ),
        (
            *_WHO_WHAT,
            "Which records (of what kind, from when to when)",
            "In which case (court or office, and number)",
            *_UNTIL,
        ),
    ),
}

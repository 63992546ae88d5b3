"""The uniform consent form, version 2026-11, in English. Published: a change of a word is a new version."""

TITLE = "Permission to share information"

STATEMENTS = (
    (
        "what_this_is",
        "What this form does",
        "This form lets the agencies named in it share the records named in it about one young person. "
        "It says that they may share. It does not say that they must. "
        "Each line names one agency that may share and one agency that may receive. "
        "A line does not work in the other direction. "
        "A line covers records that are there when it begins and records that are made while it lasts.",
    ),
    (
        "voluntary",
        "You choose",
        "Signing is your choice. You may say yes to some lines and no to others. "
        "No box was filled in for you before you were asked. "
        "Records that are not listed are not shared under this form. "
        "You give up no rights by signing.",
    ),
    (
        "named_agencies",
        "Who may see the records",
        "Each line names the agency that may receive the records. "
        "There, only people who need them for the reasons in that line may see them. "
        "No agency may receive records here only to pass them on to others.",
    ),
    (
        "sending_and_talking",
        "Sending and talking are two choices",
        "Each line says if the agencies may send documents, talk with each other, or both. "
        "If a line lets them only talk, no documents are sent. "
        "If a line lets them only send, they may not talk about the records under this form.",
    ),
    (
        "conditioning_statement",
        "Services do not depend on it",
        "No agency may make treatment, payment, enrollment, school or benefits depend on your signature. "
        "You will be treated the same if you sign and if you do not.",
    ),
    (
        "consequences_of_refusal",
        "If you say no",
        "If you say no, the agencies do not share these records under this form. "
        "They may need more time to help, and you may be asked the same questions by each of them. "
        "Some laws let or make an agency share without permission, for example in an emergency, "
        "to report abuse, or when a judge orders it. That stays so, with or without this form.",
    ),
    (
        "right_to_revoke",
        "You can stop sharing at any time",
        "You can take this permission back at any time, all of it or for one agency only. "
        "Write to, call or visit the agency that recorded this form. "
        "If you have a link to your own page, you can also do it there. "
        "A letter or a message in writing is always enough. "
        "If you say it aloud, sharing stops at once and you get a written note that confirms it. "
        "What was shared before that day cannot be called back where an agency has already acted on it.",
    ),
    (
        "expiration",
        "When it ends",
        "Each line ends on the last day written in it. No line lasts longer than 12 months. "
        "A line signed before the young person turns 18 ends before the 18th birthday. "
        "After that the young person decides.",
    ),
    (
        "redisclosure_education",
        "School records after sharing",
        "An agency that receives school records may use them only for the reason written in this form. "
        "It may not pass them on to others unless you agree or the law allows it (34 CFR 99.33).",
    ),
    (
        "redisclosure_health",
        "Health records after sharing",
        "Records of care for HIV, sexual health or pregnancy are shared only if a line of this form says "
        "“HIV, sexual and reproductive health”. "
        "The agency that receives health records might pass them on to others. "
        "The federal health privacy rule may then no longer protect them (45 CFR 164.508). "
        "Other laws may still protect them. "
        "A copy that a school keeps may become a school record, and a parent may then ask to see it.",
    ),
    (
        "redisclosure_part2",
        "Substance use treatment records after sharing",
        "Records of substance use treatment are shared only if a line of this form says “Substance use”. "
        "Federal law still protects them after that (42 CFR Part 2). "
        "An agency that gets them may pass them on only if you agree in writing or that law allows it. "
        "One rule is different. A health agency may get them for treatment, payment or its own operations. "
        "It may then pass them on as the health privacy rule allows, and Part 2 may no longer protect them. "
        "No one may use these records against the young person in a civil, criminal, administrative or "
        "legislative proceeding. That takes the young person’s consent on a separate form, or a court order.",
    ),
    (
        "redisclosure_other",
        "Other records after sharing",
        "Child welfare, court and other records stay under the laws that protect them. "
        "An agency that gets them may pass them on only as those laws allow.",
    ),
    (
        "not_on_this_form",
        "What this form cannot be used for",
        "This form does not cover psychotherapy notes, substance use counseling notes, or records of a "
        "service for victims. Each of these needs a form of its own. "
        "It does not let anyone use substance use treatment records in court. "
        "It is not a permission for all treatment, payment and health care work to come: "
        "each line is for its own reasons only. "
        "Nobody is paid for the records, and nobody may use them for advertising.",
    ),
    (
        "copy",
        "Your copy, and what was shared",
        "You get a copy of this form at once. "
        "You may ask to see what is shared, get a copy of it, and ask for mistakes to be put right. "
        "You may ask who received what and when. "
        "An agency that receives substance use treatment records also gets a copy of this form.",
    ),
    (
        "who_signs",
        "Who signs",
        "A parent, a legal guardian or a caretaker in place of a parent signs for a young person under 18. "
        "A young person signs alone, or together with a parent, where the law says so. "
        "From the age of 18 the young person signs. "
        "The agency has checked that the person who signs has the right to decide.",
    ),
    (
        "language",
        "Language and help",
        "You may have this form read to you, in your language, with an interpreter, at no cost. "
        "A child is never asked to interpret. You may take the form with you and decide later.",
    ),
    (
        "attestation",
        "By signing",
        "I have read this form, or it was read to me in a language I understand. My questions were answered. "
        "I am the person named below and I have the right to decide. "
        "If I sign on a screen, the name I type is my signature. I may ask for paper instead. "
        "I agree that the agencies may share the records listed below, for the reasons and until the days written there.",
    ),
)

LABELS = {
    "date": "F j, Y",
    "heading": "What you agree to",
    "youth": "Young person: %(name)s, born %(born)s",
    "line": "%(number)d. %(discloser)s may share with %(recipient)s",
    "what": "Records: %(categories)s",
    "why": "Reasons: %(purposes)s",
    "when": "From %(starts)s through %(expires)s",
    "how_send": "How: send documents",
    "how_talk": "How: talk with each other, without sending documents",
    "how_both": "How: send documents and talk with each other",
    "sooner": "Or sooner: %(event)s",
    "service_ends": "when the service or treatment ends",
    "leaves_school": "when the young person leaves the school",
    "custody_changes": "when custody or placement changes",
    "case_closes": "when the case is closed",
    "initials": "Initials: %(initials)s",
    "not_shared": "Nothing else is shared under this form.",
    "interpreter": "Interpreter: %(name)s",
    "signed": "Signed by %(name)s, %(capacity)s, on %(date)s",
    "emancipated_youth": "young person who decides as an adult",
    "grounds": "By what right: %(grounds)s",
    "minor_also": "%(name)s signed too.",
    "on_screen": "Signed in person on a screen",
    "link": "Signed on a screen at home, by a link",
    "paper": "Signed on paper",
    # A blank form, to be filled in with a pen.
    "to_fill_in": "Please fill in",
    "blank_help": "Tick and initial only what you agree to. What is not ticked is not shared.",
    "blank_name": "Name of the young person",
    "blank_born": "Date of birth",
    "blank_line": "Line %(number)d",
    "blank_discloser": "Agency that may share",
    "blank_recipient": "Agency that may receive",
    "blank_records": "Records (your initials beside each)",
    "blank_reasons": "Reasons",
    "blank_how": "How",
    "blank_send": "Send documents",
    "blank_talk": "Talk with each other",
    "blank_from": "From (date)",
    "blank_through": "Through (date, at most 12 months later)",
    "blank_sooner": "Or sooner (tick at most one)",
    "blank_initials": "Initials",
    "blank_signature": "Signature",
    "blank_signer": "Name and right to decide (for example: mother)",
    "blank_date": "Date",
    "blank_youth_signature": "Signature of the young person, if the young person signs, too",
    "blank_interpreter": "Interpreter (name), if one helped",
    "blank_seen": "For the agency: how the right to decide was checked, and by whom",
    "blank_hash": "Wording (SHA-256)",
    # The paper's own words, beside what is filled in with a pen.
    "day_signed": "Date",
    "initials_box": "Initials",
}

# Codes whose English words are those of law/vocabulary.py.
CODES: dict[str, str] = {}

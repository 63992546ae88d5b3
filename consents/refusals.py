"""What can never become a valid consent, refused when it is entered, in words that say how to put it right.

Whether a consent is valid is judged by the law engine each time it is used. Here the engine is asked the same, with what
will be known of it then: where it says no, the family would sign for nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agencies.facts import state_pack
from agencies.models import Agency
from agencies.states import AgencyState
from consents.expiry import OWN_RIGHT, is_adult, latest_end
from consents.lines import CONSENT_PURPOSES, GrantLine
from consents.prospects import never_valid
from consents.text import Signing
from law import REFUSED_ON_ENTRY, STORED_CATEGORIES
from law.duties import Missing
from law.packs import longest_consent
from law.signing import GROUNDS
from law.vocabulary import Category, SignerCapacity, SignerGround
from sharing_portal.errors import RefusedInput
from youth.models import Guardian, YouthRecord
from youth.names import is_same_person, joined

CAPACITY_OF_AUTHORITY: dict[str, SignerCapacity] = {
    Guardian.Authority.PARENT: SignerCapacity.PARENT,
    Guardian.Authority.GUARDIAN: SignerCapacity.GUARDIAN,
    Guardian.Authority.ACTING_PARENT: SignerCapacity.CARETAKER,
}
FAMILY = frozenset(CAPACITY_OF_AUTHORITY.values())
BY_ORDER = frozenset({SignerCapacity.CHILD_WELFARE_AGENCY, SignerCapacity.COURT_APPOINTED})


# What stands on forms in place of a name, or of the records and agencies one would have to name.
NOBODY = frozenset(
    {"unknown", "notknown", "na", "none", "parent", "guardian", "mother", "father", "signer", "x"}
)
NOT_NAMED = frozenset({"any", "all", "anyandall", "any_and_all", "*", "everything", "all_records"})


def check_signer(youth: YouthRecord, signing: Signing, guardian: Guardian | None, evidence: str) -> None:
    """Refuse a signer who cannot decide for this youth in this capacity."""
    adult = is_adult(youth.birth_date, signing.signed_on)
    if not signing.signer_name.strip():
        raise RefusedInput(_("Write the name of the person who signs."))
    if joined(signing.signer_name) in NOBODY:
        raise RefusedInput(
            _(
                "“%(name)s” is nobody’s name. A consent that an unknown person signed is none: write who signed."
            )
            % {"name": signing.signer_name}
        )
    if adult and signing.capacity not in OWN_RIGHT:
        raise RefusedInput(
            _(
                "The young person is 18 or over and decides alone: nobody else can sign here. "
                "Where a court gave an adult a guardian, keep that guardian’s consent on paper, outside the portal."
            )
        )
    if adult and signing.minor_also_signed:
        raise RefusedInput(_("The young person is 18 or over and signs once, as an adult."))
    if not adult and signing.capacity in OWN_RIGHT and not evidence.strip():
        raise RefusedInput(
            _(
                "The young person is under 18. Say how you know that they decide as an adult: "
                "enrollment in a college, or a court’s order of emancipation."
            )
        )
    if signing.capacity in FAMILY:
        _check_family(youth, signing, guardian, evidence)
    elif guardian is not None:
        raise RefusedInput(_("This person is on file as a parent or guardian and signs as one."))
    elif signing.capacity in BY_ORDER:
        if not evidence.strip():
            raise RefusedInput(_("Say how the authority to decide was checked: the order or the letter."))
        _check_not_on_file(youth, signing.signer_name)
    _check_grounds(signing, adult, evidence)


def known_grounds(codes: Iterable[SignerGround | str]) -> tuple[SignerGround, ...]:
    """These grounds, each once, in the order of the law's list; refused where one is no ground."""
    wanted = set(codes)
    if unknown := sorted(wanted - set(SignerGround)):
        raise RefusedInput(
            _("“%(code)s” is nothing that a right to decide rests on.") % {"code": unknown[0]},
            field="grounds",
        )
    return tuple(ground for ground in SignerGround if ground in wanted)


def _check_grounds(signing: Signing, adult: bool, evidence: str) -> None:
    """On what the right rests: what fits who signs, with how it is known; said where the capacity alone gives none."""
    unfit = [ground for ground in signing.grounds if ground not in GROUNDS[signing.capacity]]
    if unfit:
        raise RefusedInput(
            _("“%(ground)s” does not go with “%(capacity)s”.")
            % {"ground": _(unfit[0].label), "capacity": _(signing.capacity.label)},
            field="grounds",
        )
    if signing.grounds and not evidence.strip():
        raise RefusedInput(
            _("Say how you know by what right this person decides: which paper you have seen, and when."),
            field="authority_evidence",
        )
    if signing.capacity in BY_ORDER and not signing.grounds:
        raise RefusedInput(
            _("Say what the order gives: custody, or the decisions on school or on health care."),
            field="grounds",
        )
    if (
        signing.capacity is SignerCapacity.ADULT_YOUTH
        and not adult
        and SignerGround.EMANCIPATED not in signing.grounds
    ):
        raise RefusedInput(
            _("Under 18 only who is emancipated signs as an adult: say by what right."), field="grounds"
        )


def _check_family(youth: YouthRecord, signing: Signing, guardian: Guardian | None, evidence: str) -> None:
    if guardian is None:
        if not evidence.strip():
            raise RefusedInput(_("Say how you know that this person may decide for the young person."))
        _check_not_on_file(youth, signing.signer_name)
        return
    if guardian.youth_id != youth.pk:
        raise RefusedInput(_("This person is not on file for this young person."))
    _check_may_decide(guardian)
    if CAPACITY_OF_AUTHORITY[guardian.authority] is not signing.capacity:
        raise RefusedInput(_("%(name)s is on file in another capacity.") % {"name": guardian})


def _check_not_on_file(youth: YouthRecord, name: str) -> None:
    """Whoever is on file signs as what she is there: no right that ended comes back by a typed name (34 CFR 99.4)."""
    for known in youth.guardians.all():
        if not is_same_person(str(known), name):
            continue
        _check_may_decide(known)
        raise RefusedInput(
            _(
                "%(name)s is on file: choose this person from the list. If it is somebody else of this name, "
                "add them to the youth’s record first."
            )
            % {"name": known},
            field="who",
        )


def _check_may_decide(guardian: Guardian) -> None:
    if guardian.is_barred:
        raise RefusedInput(_("%(name)s has no right to decide for this young person.") % {"name": guardian})
    if guardian.authority == Guardian.Authority.UNKNOWN:
        raise RefusedInput(
            _(
                "It is not known whether %(name)s may decide for this young person. "
                "Check it and write it into the youth’s record first."
            )
            % {"name": guardian}
        )


def check_lines(youth: YouthRecord, signing: Signing, lines: Sequence[GrantLine], *, today: date) -> None:
    """Refuse lines that can never be valid, whatever else comes to be known."""
    check_asked(lines)
    for line in lines:
        _check_dates(youth, signing, line, today)
        _check_state(signing, line)
        _check_law(youth, signing, line)


def check_asked(lines: Sequence[GrantLine]) -> None:
    """Refuse what nobody can be asked, whoever signs: no agency or record by its name, another purpose, the same twice."""
    if not lines:
        raise RefusedInput(_("Name at least one agency that may share and what it may share."))
    seen: set[tuple[object, object, str]] = set()
    for line in lines:
        _check_agencies(line.discloser, line.recipient)
        _check_words(line)
        place = (line.discloser.pk, line.recipient.pk, line.category)
        if place in seen:
            raise RefusedInput(
                _("“%(category)s” from %(discloser)s to %(recipient)s is listed twice.")
                % {
                    "category": _(Category(line.category).label),
                    "discloser": line.discloser,
                    "recipient": line.recipient,
                }
            )
        seen.add(place)


def _check_words(line: GrantLine) -> None:
    if line.category.lower().replace(" ", "_") in NOT_NAMED:
        raise RefusedInput(
            _(
                "“Any and all records” is no consent (42 CFR 2.31(a)(3)). Choose each kind of record by its name."
            )
        )
    if line.category in REFUSED_ON_ENTRY:
        raise RefusedInput(_(REFUSED_ON_ENTRY[Category(line.category)]))
    if line.category not in STORED_CATEGORIES:
        raise RefusedInput(_("“%(code)s” is not a kind of record.") % {"code": line.category})
    if not (line.may_send or line.may_talk):
        raise RefusedInput(_("Choose at least one way: send documents, or talk."))
    if not line.purposes:
        raise RefusedInput(_("Say for what purpose the records may be used."))
    if not set(line.purposes) <= set(CONSENT_PURPOSES):
        raise RefusedInput(_("A purpose is unknown, or cannot be agreed to on this form."))


def _check_agencies(discloser: Agency | None, recipient: Agency | None) -> None:
    if discloser is None or recipient is None:
        raise RefusedInput(
            _("“Any agency” is no consent (34 CFR 99.30(b)(3)). Name who may share and who receives it.")
        )
    if discloser.pk == recipient.pk:
        raise RefusedInput(_("An agency needs no consent to share with itself: choose two agencies."))
    for agency in (discloser, recipient):
        if agency.state != AgencyState.ACTIVE:
            raise RefusedInput(_("%(agency)s does not take part in the portal now.") % {"agency": agency})


def _check_dates(youth: YouthRecord, signing: Signing, line: GrantLine, today: date) -> None:
    latest = latest_end(born=youth.birth_date, capacity=signing.capacity, signed_on=signing.signed_on)
    if line.starts_on < signing.signed_on:
        raise RefusedInput(_("A consent cannot begin before the day it is signed."))
    if line.expires_on < line.starts_on:
        raise RefusedInput(_("The last day must not be before the first."))
    if line.expires_on < today:
        raise RefusedInput(_("The last day has passed."))
    if line.expires_on > latest:
        raise RefusedInput(
            _(
                "The last day can be %(latest)s at most: 12 months after the signature, "
                "and before the 18th birthday when a parent or a minor signs."
            )
            % {"latest": date_format(latest, "DATE_FORMAT")}
        )


def _check_state(signing: Signing, line: GrantLine) -> None:
    """Where the state of the record says how long a consent may last, its last day is no later."""
    longest = longest_consent(state_pack(line.discloser), Category(line.category))
    if longest is None or line.expires_on <= signing.signed_on + timedelta(days=longest):
        return
    raise RefusedInput(
        _("“%(category)s”: the last day can be %(latest)s at most, for the law of the state says so.")
        % {
            "category": _(Category(line.category).label),
            "latest": date_format(signing.signed_on + timedelta(days=longest), "DATE_FORMAT"),
        }
    )


def _check_law(youth: YouthRecord, signing: Signing, line: GrantLine) -> None:
    missing = never_valid(youth, signing, line)
    if not missing:
        return
    words = {
        "category": _(Category(line.category).label),
        "agency": line.discloser,
        "missing": " ".join(_(item.label) for item in missing),
    }
    if set(missing) == {Missing.MINOR_SIGNATURE}:
        refused = _(
            "For “%(category)s” of %(agency)s the young person signs, too: say so under “Who signs?”. Other lines "
            "do not need it."
        )
    else:
        refused = _(
            "“%(category)s” of %(agency)s cannot be shared on this form, signed in this way. Needed: %(missing)s"
        )
    raise RefusedInput(" ".join([refused % words, *_ways_out(youth, signing, line)]))


def _ways_out(youth: YouthRecord, signing: Signing, line: GrantLine) -> list[str]:
    """What would make the line valid, in sentences: the law engine is asked."""
    more = (ground for ground in GROUNDS[signing.capacity] if ground not in signing.grounds)
    enough = [
        ground
        for ground in more
        if not never_valid(youth, replace(signing, grounds=(*signing.grounds, ground)), line)
    ]
    ways = [
        _("If this is so, say it under “Who signs?”: “%(ground)s”.") % {"ground": _(ground.label)}
        for ground in enough
    ]
    if not never_valid(youth, signing, replace(line, expires_on=line.starts_on)):
        ways.append(
            _(
                "Or choose an earlier last day: by the day you chose the young person is older, "
                "and other people have to sign."
            )
        )
    return ways

"""The rules of a FHIR Consent as lines: who may share which records with whom, for what, until when."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice, product

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.states import AgencyState
from consents.expiry import latest_end
from consents.fhir import codes
from consents.fhir.elements import Resource, code_pairs, day_of, uuid_in, words_for
from consents.fhir.reading import LARGEST, Document
from consents.lines import CONSENT_PURPOSES, GrantLine
from consents.models import ConsentGrant
from law import REFUSED_ON_ENTRY, STORED_CATEGORIES
from law.vocabulary import Category, Purpose, SignerCapacity
from youth.models import YouthRecord

MOST_LINES = 500
# What the root says is read anew with each of its rules: characters, all in all.
MOST_REPEATED = 4 * LARGEST
# Whoever sends the file reads them all.
MOST_PROBLEMS = 50
# What narrows a rule in a way that no line can say.
NARROWING = ("data", "dataPeriod", "code")
CRITERIA = ("actor", "class", "securityLabel", "purpose", "action", *NARROWING)


@dataclass
class Rules:
    """`lines()` gives what is permitted; `problems` then says what keeps it from being taken, `remarks` what to check."""

    document: Document
    youth: YouthRecord | None
    signed_on: date | None
    capacity: SignerCapacity | None
    problems: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    agencies: dict[tuple[str, str], Agency | None] = field(default_factory=dict)

    def lines(self) -> tuple[GrantLine, ...]:
        """Every line that the permitting rules come to."""
        permits = self._permits()
        if sum(1 + len(rule.get("actor") or []) for rule in permits) > 3 * MOST_LINES:
            self._refuse("too_many", _("It has more lines than a consent can have."))
            return ()
        each = (line for rule in permits for line in self._of_rule(rule))
        found = list(islice(each, MOST_LINES + 1))
        if len(found) > MOST_LINES:
            self._refuse("too_many", _("It has more lines than a consent can have."))
        places = {(line.discloser.pk, line.recipient.pk, line.category) for line in found}
        if len(places) < len(found):
            self._refuse("twice", _("It allows the same twice, with different words."))
        return tuple(found[:MOST_LINES])

    def _refuse(self, code: str, message: str) -> None:
        if len(self.problems) < MOST_PROBLEMS and (code, message) not in self.problems:
            self.problems.append((code, message))

    def _permits(self) -> list[Resource]:
        """The rules that permit, each with what its root says for all of them."""
        consent = self.document.consent
        root = consent.get("provision") or {}
        base = {code for _system, code in code_pairs(consent.get("policyRule"))}
        nested = root.get("provision") or []
        says_something = any(root.get(name) for name in CRITERIA)
        if codes.OPT_OUT in base or (root.get("type") == "permit" and not nested and not says_something):
            self._refuse(
                "any_and_all", _("It allows everything that it does not exclude. Name what may be shared.")
            )
            return []
        permits = [rule for rule in nested if rule.get("type") == "permit"]
        if not nested and says_something and root.get("type") != "deny":
            permits = [root]
        if not permits:
            self._refuse("deny_only", _("It permits nothing."))
        elif len(permits) < len(nested) or any(rule.get("provision") for rule in permits):
            self._refuse("exceptions", _("It has exceptions, and a line here cannot say them."))
        outer = {name: value for name, value in root.items() if name not in ("provision", "type")}
        if len(json.dumps(outer)) * len(permits) > MOST_REPEATED:
            self._refuse("too_many", _("It has more lines than a consent can have."))
            return []
        return [_within(outer, rule) if rule is not root else root for rule in permits]

    def _of_rule(self, rule: Resource) -> Iterator[GrantLine]:
        ends_when = self._ends_when(rule)
        self._check_width(rule)
        disclosers, recipients = (
            self._agencies(rule, (codes.DISCLOSER,)),
            self._agencies(rule, codes.RECIPIENTS),
        )
        categories, purposes = self._categories(rule), self._purposes(rule)
        sends, talks = self._actions(rule)
        starts_on, expires_on = self._days(rule)
        for discloser, recipient, category in product(disclosers, recipients, categories):
            if discloser.pk == recipient.pk:
                self._refuse("same_agency", _("It lets an agency share with itself."))
            yield GrantLine(
                discloser, recipient, category.value, purposes, starts_on, expires_on, sends, talks, ends_when
            )

    def _check_width(self, rule: Resource) -> None:
        known = (codes.DISCLOSER, *codes.RECIPIENTS)
        roles = [
            {code for _system, code in code_pairs(actor.get("role"))} for actor in rule.get("actor") or []
        ]
        if any(rule.get(name) for name in NARROWING) or not all(role & set(known) for role in roles):
            self._refuse(
                "narrower", _("It allows less than a line here can say: single papers, authors or dates.")
            )

    def _ends_when(self, rule: Resource) -> str:
        found = ""
        for extension in rule.get("modifierExtension") or []:
            code = extension.get("valueCode")
            if extension.get("url") != codes.ENDS_WHEN or code not in ConsentGrant.EndsWhen.values:
                self._refuse(
                    "modifier", _("It has an extension that changes its meaning and is not known here.")
                )
            found = code or ""
        return found

    def _agencies(self, rule: Resource, roles: tuple[str, ...]) -> list[Agency]:
        named = [
            actor.get("reference") or {}
            for actor in rule.get("actor") or []
            if any(code in roles for _system, code in code_pairs(actor.get("role")))
        ]
        if not named:
            self._refuse(
                "any_agency",
                _("It does not name the agency that may share.")
                if roles == (codes.DISCLOSER,)
                else _("It does not name the agency with whom records may be shared."),
            )
        found = (self._agency(reference) for reference in named)
        return list(dict.fromkeys(agency for agency in found if agency))

    def _agency(self, reference: Resource) -> Agency | None:
        """An active agency of the portal, by its id or by its exact name; each is looked up once."""
        inside = self.document.found(reference) or {}
        pk = uuid_in(reference) or uuid_in(inside)
        name = str(inside.get("name") or reference.get("display") or "")
        key = (str(pk or ""), name)
        if key not in self.agencies:
            active = Agency.objects.filter(state=AgencyState.ACTIVE)
            known = active.filter(pk=pk).first() if pk else None
            self.agencies[key] = known or (active.filter(name__iexact=name).first() if name else None)
        if self.agencies[key] is None:
            words = {"agency": name[:80] or words_for(reference)}
            self._refuse("unknown_agency", _("“%(agency)s” is no agency that takes part here.") % words)
        return self.agencies[key]

    def _categories(self, rule: Resource) -> list[Category]:
        labels = [pair for label in rule.get("securityLabel") or [] for pair in code_pairs(label)]
        # A label beside the portal's own kind of record says the same again.
        kinds = [pair for kind in rule.get("class") or [] for pair in code_pairs(kind)]
        wanted = kinds or [pair for pair in labels if pair[0] != codes.CONFIDENTIALITY]
        if not wanted:
            self._refuse("any_and_all", _("It does not say which records."))
        return list(dict.fromkeys(found for pair in wanted if (found := self._category(*pair))))

    def _category(self, system: str, code: str) -> Category | None:
        found: Category | None = None
        if system == codes.RECORDS and code in set(Category):
            found = Category(code)
        elif system == codes.RESOURCES and code == "Immunization":
            found = Category.IMMUNIZATION
        elif system == codes.ACT:
            found = codes.CATEGORY_OF_LABEL.get(code)
        if found in REFUSED_ON_ENTRY:
            self._refuse("refused_category", _(REFUSED_ON_ENTRY[found]))
        elif found not in STORED_CATEGORIES:
            self._refuse("unknown_category", _("“%(code)s” is no kind of record here.") % {"code": code[:80]})
        return found if found in STORED_CATEGORIES else None

    def _purposes(self, rule: Resource) -> list[str]:
        named = [pair for purpose in rule.get("purpose") or [] for pair in code_pairs(purpose)]
        if not named:
            self._refuse("any_purpose", _("It does not say for what purpose."))
        found: dict[Purpose, None] = {}
        for system, code in named:
            own = Purpose(code) if system == codes.PURPOSES and code in set(Purpose) else Purpose.UNKNOWN
            purpose = codes.PURPOSE_OF_V3.get(code, own) if system == codes.REASON else own
            if purpose is Purpose.UNKNOWN:
                self._refuse("unknown_purpose", _("“%(code)s” is no purpose here.") % {"code": code[:80]})
            found[purpose] = None
        return self._that_may_be_asked(list(found))

    def _that_may_be_asked(self, purposes: list[Purpose]) -> list[str]:
        """Those for which a family may be asked; what is left out is said, and where none is left the rule is refused."""
        others = [one for one in purposes if one not in CONSENT_PURPOSES and one is not Purpose.UNKNOWN]
        for purpose in others:
            words = {"purpose": _(purpose.label)}
            if len(others) == len(purposes):
                self._refuse("unasked_purpose", _("A family is not asked for “%(purpose)s” here.") % words)
            else:
                self._remark(_("Left out: “%(purpose)s”. A family is not asked for it here.") % words)
        return [purpose.value for purpose in purposes if purpose in CONSENT_PURPOSES]

    def _actions(self, rule: Resource) -> tuple[bool, bool]:
        """Whether papers may be sent, and whether people may talk."""
        named = {pair for action in rule.get("action") or [] for pair in code_pairs(action)}
        sends, talks = (codes.ACTION, "disclose") in named, (codes.ACTIONS, "talk") in named
        if not (sends or talks) or len(named) > sends + talks:
            self._refuse("other_action", _("It allows something else than to disclose records."))
        return sends, talks

    def _days(self, rule: Resource) -> tuple[date, date]:
        """First and last day: never before the signature, never later than a consent may last."""
        if self.youth is None or self.signed_on is None:
            return date.min, date.max
        agency, period = self.youth.agency, rule.get("period") or {}
        starts, ends = day_of(period.get("start"), agency.zone), day_of(period.get("end"), agency.zone)
        if any(period.get(name) and not day for name, day in (("start", starts), ("end", ends))):
            self._refuse("unclear_period", _("Its first or last day is not a full date."))
        latest = latest_end(
            born=self.youth.birth_date,
            capacity=self.capacity or SignerCapacity.PARENT,
            signed_on=self.signed_on,
        )
        if ends is None or ends > latest:
            self._remark(_("Its last day is cut to %(day)s, the latest here.") % {"day": date_format(latest)})
        first, last = max(starts or self.signed_on, self.signed_on), min(ends or latest, latest)
        if last < max(first, agency.today()):
            self._refuse("ended", _("Its last day has passed."))
        return first, last

    def _remark(self, remark: str) -> None:
        if remark not in self.remarks:
            self.remarks.append(remark)


def _within(outer: Resource, rule: Resource) -> Resource:
    """A rule lies inside its root: what it does not say itself, the root says for it."""
    own_roles = set(_roles(rule))
    actors = [actor for actor in outer.get("actor") or [] if not own_roles & set(_roles({"actor": [actor]}))]
    return {**outer, **rule, "actor": [*(rule.get("actor") or []), *actors]}


def _roles(rule: Resource) -> Iterable[str]:
    return (code for actor in rule.get("actor") or [] for _system, code in code_pairs(actor.get("role")))

"""Read a state pack from a TOML file, or say in one sentence what is wrong with it."""

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from law.duties import Condition, Missing
from law.message import Message
from law.packs.pack import Delegation, Effect, Match, Pack, PackRule, Slot
from law.packs.proofs import SUPPLIED
from law.packs.slots import AGE, SLOTS, Reader, code, day, flag, several, text, whole
from law.vocabulary import AgencyKind, Category, LegalStatus, Purpose, RecipientKind

SCHEMA = 1
LARGEST_FILE = 256 * 1024
NEVER_OPENED = frozenset(
    {
        Category.SUBSTANCE_USE,
        Category.SUD_COUNSELING_NOTES,
        Category.PSYCHOTHERAPY_NOTES,
        Category.VICTIM_SERVICE,
    }
)
"""No state can open these: 42 CFR 2.20, 45 CFR 164.508(a)(2), 34 USC 12291(b)(2)."""


class PackError(ValueError):
    """A pack that may not be used: which file, at which key, and why."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(": ".join(part for part in (file, key, reason) if part))
        self.file, self.key, self.reason = file, key, reason


class Refused(ValueError):
    """What is wrong, at which key; the file is added by the one who opened it."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(reason)
        self.key, self.reason = key, reason


def load(file: Path) -> Pack:
    """The pack that the file holds, or PackError."""
    try:
        return read(_parsed(file))
    except Refused as wrong:
        raise PackError(str(file), wrong.key, wrong.reason) from None


def _parsed(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except OSError as problem:
        raise Refused("", problem.strerror or "cannot be read") from None
    if len(content) > LARGEST_FILE:
        raise Refused("", f"larger than {LARGEST_FILE // 1024} KB")
    try:
        return tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise Refused("", "not written in UTF-8") from None
    except tomllib.TOMLDecodeError as problem:
        raise Refused("", f"not valid TOML: {problem}") from None
    except RecursionError:
        raise Refused("", "nested too deeply") from None


def read(data: Mapping[str, Any]) -> Pack:
    """The pack in parsed TOML, or Refused."""
    fields = _fields(data, "", _METADATA, optional={"slots": _table, "rule": _tables})
    if fields["effective_to"] < fields["effective_from"]:
        raise Refused("effective_to", "the pack ends before it starts")
    rules = [_rule(entry, f"rule[{number}]") for number, entry in enumerate(fields.get("rule", ()), 1)]
    names = [rule.id for rule in rules]
    for name in names:
        if names.count(name) > 1:
            raise Refused(f"rule {name}", "two rules have this id")
    return Pack(
        state=fields["state"],
        name=fields["name"],
        version=fields["version"],
        effective_from=fields["effective_from"],
        effective_to=fields["effective_to"],
        reviewed_by=fields["reviewed_by"],
        reviewed_on=fields["reviewed_on"],
        cites=fields["cites"],
        slots={name: _slot(name, entry) for name, entry in fields.get("slots", {}).items()},
        rules=tuple(rules),
    )


def _fields(
    data: Mapping[str, Any],
    place: str,
    required: Mapping[str, Reader],
    optional: Mapping[str, Reader] | None = None,
) -> dict[str, Any]:
    """The typed values of one table: nothing unknown, nothing required missing, nothing of another type."""
    readers = {**required, **(optional or {})}
    for name in data:
        if name not in readers:
            raise Refused(_at(place, name), "unknown key")
    for name in required:
        if name not in data:
            raise Refused(_at(place, name), "missing")
    return {name: _value(data[name], readers[name], _at(place, name)) for name in data}


def _value(value: Any, reader: Reader, key: str) -> Any:
    try:
        return reader(value)
    except Refused as wrong:
        raise Refused(_at(key, wrong.key), wrong.reason) from None
    except ValueError as wrong:
        raise Refused(key, str(wrong)) from None


def _at(place: str, name: str) -> str:
    return f"{place}.{name}" if place and name else place or name


def _slot(name: str, data: Any) -> Slot:
    place = f"slots.{name}"
    if name not in SLOTS:
        raise Refused(place, "unknown slot")
    if not isinstance(data, dict):
        raise Refused(place, "expected a table")
    values = _fields(data, place, {"cite": text}, SLOTS[name].fields)
    cite = values.pop("cite")
    if not values:
        raise Refused(place, "says nothing: leave the slot out")
    return Slot(values, cite)


def _rule(data: Any, place: str) -> PackRule:
    if not isinstance(data, dict):
        raise Refused(place, "expected a table")
    name = data.get("id")
    place = f"rule {name}" if isinstance(name, str) and name.isprintable() else place
    fields = _fields(data, place, _RULE, _RULE_OPTIONS)
    rule = PackRule(
        id=fields["id"],
        title=fields["title"],
        reason=fields["reason"],
        cite=fields["cite"],
        effective_from=fields["effective_from"],
        effective_to=fields.get("effective_to"),
        match=fields["match"],
        effect=fields["effect"],
        conditions=fields.get("conditions", ()),
        missing=fields.get("missing", ()),
        delegation=fields.get("delegation"),
    )
    if rule.effective_to is not None and rule.effective_to < rule.effective_from:
        raise Refused(_at(place, "effective_to"), "the rule ends before it starts")
    _check_effect(rule, place)
    _check_delegation(rule, place, fields.get("delegated_to_state"))
    return rule


def _check_effect(rule: PackRule, place: str) -> None:
    """Each effect carries what it needs and nothing else."""
    for name, effect in (("conditions", Effect.CONDITIONS), ("missing", Effect.NEEDS_MORE)):
        given = bool(getattr(rule, name))
        if given is not (rule.effect is effect):
            raise Refused(
                _at(place, name),
                "missing" if not given else f"belongs to the effect {effect}, not to {rule.effect}",
            )


def _check_delegation(rule: PackRule, place: str, delegated: bool | None) -> None:
    """A rule opens something only where federal law hands the answer to the state, and never what no state can."""
    if rule.effect is not Effect.AUTHORIZE:
        if delegated is not None or rule.delegation is not None:
            raise Refused(_at(place, "delegation"), f"belongs to the effect authorize, not to {rule.effect}")
        return
    if delegated is not True or rule.delegation is None:
        raise Refused(
            _at(place, "delegated_to_state"),
            "a rule that authorizes needs delegated_to_state = true and the delegation it rests on",
        )
    if rule.delegation is Delegation.PART2_2_14:
        raise Refused(
            _at(place, "delegation"),
            "42 CFR 2.14 lets the state say who consents (slot minor_consent_substance_use), not who receives",
        )
    _check_reach(rule.match, place)


def _check_reach(match: Match, place: str) -> None:
    for name in ("holders", "recipients", "categories"):
        if not getattr(match, name):
            raise Refused(_at(place, f"match.{name}"), "a rule that authorizes names them")
    if match.categories & NEVER_OPENED:
        closed = ", ".join(sorted(match.categories & NEVER_OPENED))
        raise Refused(_at(place, "match.categories"), f"no state can open: {closed}")
    if AgencyKind.PART2_PROGRAM in match.holders or LegalStatus.PART2_PROGRAM in match.statuses:
        raise Refused(
            _at(place, "match.holders"), "no state can open the records of a Part 2 program (42 CFR 2.20)"
        )


def _table(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("expected a table")
    return value


def _tables(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("expected tables in double brackets")
    return value


def _state(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch("[A-Z]{2}", value):
        raise ValueError("expected two capital letters")
    return value


def _identifier(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch("[a-z][a-z0-9_]{0,59}", value):
        raise ValueError("expected at most 60 lower-case letters, digits and underscores")
    return value


def _schema(value: Any) -> int:
    if type(value) is not int or value != SCHEMA:
        raise ValueError(f"this version reads schema {SCHEMA}")
    return value


def _provable(value: Any) -> Missing:
    if not isinstance(value, str) or value not in SUPPLIED:
        raise ValueError(f"{value!r} is none of: {', '.join(SUPPLIED)}")
    return Missing(value)


def _in_both_languages(value: Any) -> Message:
    fields = _fields(_table(value), "", {"en": text, "es": text})
    # Percent signs are doubled because a message is filled with values, here with none.
    return Message(fields["en"].replace("%", "%%"), translations=(("es", fields["es"]),))


def _match(value: Any) -> Match:
    fields = _fields(_table(value), "", {}, _MATCH)
    values: dict[str, Any] = {
        name: frozenset(item) if isinstance(item, tuple) else item for name, item in fields.items()
    }
    match = Match(**values)
    if match.min_age is not None and match.max_age is not None and match.max_age < match.min_age:
        raise Refused("max_age", "below min_age")
    return match


_METADATA: dict[str, Reader] = {
    "schema": _schema,
    "state": _state,
    "name": text,
    "version": whole(1, 1_000_000),
    "effective_from": day,
    "effective_to": day,
    "reviewed_by": text,
    "reviewed_on": day,
    "cites": several(text),
}
_RULE: dict[str, Callable[[Any], Any]] = {
    "id": _identifier,
    "title": _in_both_languages,
    "reason": _in_both_languages,
    "cite": text,
    "effective_from": day,
    "effect": code(Effect),
    "match": _match,
}
_RULE_OPTIONS: dict[str, Reader] = {
    "effective_to": day,
    "conditions": several(code(Condition)),
    "missing": several(_provable),
    "delegated_to_state": flag,
    "delegation": code(Delegation),
}
_MATCH: dict[str, Reader] = {
    "holders": several(code(AgencyKind)),
    "statuses": several(code(LegalStatus)),
    "recipients": several(code(RecipientKind)),
    "categories": several(code(Category)),
    "purposes": several(code(Purpose)),
    "min_age": AGE,
    "max_age": AGE,
}

"""Turn facts into plain data that can be stored with a decision, and back, without loss."""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from law.facts import Facts

SCHEMA = 3


def facts_to_json(facts: Facts) -> dict[str, Any]:
    """Plain data with sorted lists, ready for `json.dumps`; equal facts give equal data."""
    return {"schema": SCHEMA, **plain(facts)}


def facts_from_json(data: dict[str, Any]) -> Facts:
    """The facts that `facts_to_json` wrote. Raises ValueError for another schema or an unknown value."""
    if data.get("schema") != SCHEMA:
        raise ValueError(
            f"Facts were stored with schema {data.get('schema')!r}; this version reads {SCHEMA}."
        )
    return cast(Facts, typed(Facts, {name: value for name, value in data.items() if name != "schema"}))


def plain(value: Any) -> Any:
    """Reduce dataclasses, sets, enumerations and dates to plain data."""
    if is_dataclass(value):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, StrEnum):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value


def typed(kind: Any, value: Any) -> Any:
    """Rebuild a value of the given type from plain data."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _optional(kind, value)
    if origin in (tuple, frozenset):
        return origin(typed(get_args(kind)[0], item) for item in value)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        unknown = sorted(set(value) - set(hints))
        if unknown:
            raise ValueError(f"Unknown facts: {', '.join(unknown)}.")
        return kind(**{name: typed(hints[name], item) for name, item in value.items()})  # type: ignore[operator]
    if kind is date:
        return date.fromisoformat(value)
    if issubclass(kind, StrEnum):
        return kind(value)
    if not isinstance(value, kind):
        raise ValueError(f"{value!r} is not of type {kind.__name__}.")
    return value


def _optional(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    (inner,) = (option for option in get_args(kind) if option is not NoneType)
    return typed(inner, value)

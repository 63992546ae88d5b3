"""A scenario as a flat sheet of keys, that remembers which of them were read."""

from datetime import date
from typing import Any


class Sheet:
    """The facts of one scenario by dotted key. Wrong types are collected, never guessed."""

    def __init__(self, scenario: dict[str, Any], skip: frozenset[str]) -> None:
        self.values: dict[str, Any] = {}
        self.read: set[str] = set()
        self.unreadable: list[str] = []
        self._flatten("", {key: value for key, value in scenario.items() if key not in skip})

    def _flatten(self, prefix: str, value: Any) -> None:
        if isinstance(value, dict):
            if prefix:
                self.values[prefix] = value
            for key, item in value.items():
                self._flatten(f"{prefix}.{key}" if prefix else key, item)
        else:
            self.values[prefix] = value

    def has(self, key: str) -> bool:
        """True when the key occurs with something else than null."""
        self.read.add(key)
        return self.values.get(key) is not None

    def null(self, key: str) -> bool:
        """True when the key occurs as null: asked for and not shown."""
        return key in self.values and self.values[key] is None

    def truth(self, key: str) -> bool | None:
        """True, False, or None when nothing is said or nothing is shown."""
        value = self._typed(key, bool)
        return value if isinstance(value, bool) else None

    def text(self, key: str) -> str:
        """The text, or an empty one."""
        value = self._typed(key, str)
        return value if isinstance(value, str) else ""

    def number(self, key: str) -> int | None:
        """The whole number, or None."""
        value = self.values.get(key)
        if isinstance(value, bool):
            self.read.add(key)
            self.unreadable.append(key)
            return None
        value = self._typed(key, int)
        return value if isinstance(value, int) else None

    def words(self, key: str) -> frozenset[str]:
        """The texts of a list, or none."""
        value = self._typed(key, list)
        return (
            frozenset(item for item in value if isinstance(item, str))
            if isinstance(value, list)
            else frozenset()
        )

    def day(self, key: str) -> date | None:
        """The date, or None."""
        value = self.text(key)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.unreadable.append(key)
            return None

    def _typed(self, key: str, kind: type) -> Any:
        self.read.add(key)
        value = self.values.get(key)
        if value is None or isinstance(value, kind):
            return value
        self.unreadable.append(key)
        return None

    def unknown(self) -> tuple[str, ...]:
        """Keys that nobody read. An object counts as read when something in it was, or when it is empty."""
        left = []
        for key, value in self.values.items():
            inside = isinstance(value, dict)
            if key not in self.read and not inside:
                left.append(key)
        return tuple(sorted(left))

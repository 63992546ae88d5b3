"""A person at a real browser. Every page she comes to is looked over by axe, and nothing may complain.

A complaint is an error in the console (a refusal by the Content-Security-Policy is one), an uncaught exception, or a
part of a page that answers 400 or more.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, sync_playwright

INSTALL = "apt-get install -y chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
FOCUSED = "document.activeElement.outerHTML.slice(0, 160)"
# An outline on the element, or on the label drawn for a check box or radio button, and inside the window.
FOCUS_IS_SEEN = """() => {
  const element = document.activeElement;
  if (element === document.body) return true;
  const shown = [element, element.nextElementSibling].filter(Boolean).flatMap(
    (one) => [getComputedStyle(one), getComputedStyle(one, "::before")]);
  const box = element.getBoundingClientRect();
  return shown.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)
    && box.bottom > 0 && box.top < innerHeight;
}"""
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 375, "height": 812}


def installed() -> str | None:
    """Where Debian's Chromium is, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@contextmanager
def opened(path: str) -> Iterator[Browser]:
    """A browser without windows."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


class Person:
    """One person's window on the portal. `open` and `send` check the page they end on."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        shots: Path | None,
        looked: set[str] | None = None,
        **context: Any,
    ) -> None:
        self.address, self.shots = address, shots
        # Pages that axe has seen; people who see the same pages may share the set, for axe is slow.
        self.looked = set() if looked is None else looked
        self.scripted = context.get("java_script_enabled", True)
        self.complaints: list[str] = []
        self.status = 0
        self._context = browser.new_context(**{"viewport": WIDE, "locale": "en-US", **context})
        self._context.set_default_timeout(20_000)
        self.page: Page = self._context.new_page()
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("response", self._answered)

    def _heard(self, message: ConsoleMessage) -> None:
        # A failed load is judged by its response; its line in the console names no page.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def _answered(self, response: Response) -> None:
        if response.request.is_navigation_request():
            self.status = response.status
        elif response.status >= 400:
            self.complaints.append(f"{response.status} {response.url}")

    def sign_in(self, email: str, password: str) -> "Person":
        """Sign in and come to the work list."""
        self.open("/accounts/login/")
        return self.send("Sign in", login=email, password=password)

    def open(self, path: str, status: int = 200) -> "Person":
        """Go to an address of the portal."""
        self.page.goto(urljoin(self.address, path))
        return self._arrived(status)

    def follow(self, link: str) -> "Person":
        """Click the first link of this name."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=link).first.click()
        return self._arrived(200)

    def send(self, button: str, status: int = 200, **fields: Any) -> "Person":
        """Fill in the fields, by name, and press the button."""
        for name, value in fields.items():
            self._fill(name, value)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).first.click()
        return self._arrived(status)

    def download(self, button: str, **fields: Any) -> bytes:
        """Fill in the fields, press the button, and read the file that comes."""
        for name, value in fields.items():
            self._fill(name, value)
        with self.page.expect_download() as coming:
            self.page.get_by_role("button", name=button, exact=True).first.click()
        return Path(coming.value.path()).read_bytes()

    def _fill(self, name: str, value: Any) -> None:
        field = self.page.locator(f"main [name='{name}']")
        kind = field.first.evaluate("field => field.type")
        if value is True:
            field.check()
        elif kind in ("checkbox", "radio"):
            for one in value if isinstance(value, list) else [value]:
                self.page.locator(f"main [name='{name}'][value='{one}']").check()
        elif kind.startswith("select"):
            field.select_option(self._option(field, str(value)))
        elif kind == "file":
            field.set_input_files(value)
        else:
            field.fill(str(value))

    def _option(self, field: Locator, value: str) -> str:
        """The value of the option that has this value or says these words."""
        for option in field.locator("option").all():
            own = option.get_attribute("value") or ""
            if own == value or value in option.inner_text():
                return own
        raise LookupError(f"no option says “{value}”")

    def tab_to(self, selector: str, most: int = 60) -> "Person":
        """Press Tab until this has the focus; wherever the focus rests on the way, it is seen."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            self._focus_is_seen()
            if self.page.locator(f"{selector}:focus").count():
                return self
        raise LookupError(f"Tab does not lead to {selector}")

    def _focus_is_seen(self) -> None:
        # The link that skips to the content glides into the window.
        for _ in range(20):
            if self.page.evaluate(FOCUS_IS_SEEN):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"no focus is seen on {self.page.evaluate(FOCUSED)}")

    def type(self, words: str) -> "Person":
        """Type on the keyboard."""
        self.page.keyboard.type(words)
        return self

    def enter(self, *, moves: bool = True) -> "Person":
        """Press Enter, which leads to another page unless it does not."""
        if not moves:
            self.page.keyboard.press("Enter")
            return self
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self._arrived(200)

    def _arrived(self, status: int) -> "Person":
        assert self.status == status, f"{self.page.url} answered {self.status}, not {status}"
        assert not self.complaints, f"{self.page.url}: {self.complaints}"
        # The same page about another record is the same page to axe.
        page = re.sub(r"[0-9a-f-]{36}", "", self.path) + re.sub(r"[0-9A-F-]{9}", "", self.page.title())
        if page not in self.looked:
            self.look()
            if self.scripted:
                self.looked.add(page)
        return self

    def look(self) -> None:
        """No complaint so far, and nothing on this page as it stands that axe objects to."""
        assert not self.complaints, f"{self.page.url}: {self.complaints}"
        if self.scripted:
            found = Axe().run(self.page, options={"runOnly": RULES, "resultTypes": ["violations"]})
            assert not found.violations_count, f"{self.page.url}: {_objections(found.response)}"

    def sees(self, *words: str) -> "Person":
        """The page says each of these."""
        text = self.text()
        for word in words:
            assert word in text, f"{self.path} does not say “{word}”"
        return self

    def misses(self, *words: str) -> "Person":
        """The page says none of these, not even hidden."""
        source = self.page.content()
        for word in words:
            assert word not in source, f"{self.path} says “{word}”"
        return self

    def text(self) -> str:
        """The words of the page's main part, spaces made one."""
        return re.sub(r"\s+", " ", self.page.locator("main").text_content() or "")

    def value(self, field: str, part: str) -> str:
        """The first value offered for a field that has this part."""
        for offered in self.page.locator(f"main [name='{field}']").all():
            if part in (offered.get_attribute("value") or ""):
                return offered.get_attribute("value") or ""
        raise LookupError(f"{self.path} offers no {field} like “{part}”")

    def choice(self, words: str) -> str:
        """The value of the option, box or button whose label says these words."""
        option = self.page.locator("main option", has_text=words)
        if option.count():
            return option.first.get_attribute("value") or ""
        return self.page.get_by_label(words).first.get_attribute("value") or ""

    @property
    def path(self) -> str:
        """The address of the page, without host and search."""
        return urlsplit(self.page.url).path

    def link(self, pattern: str) -> str:
        """The first address on the page like this."""
        found = re.search(pattern, self.page.content())
        assert found, f"{self.path} has no link like {pattern}"
        return found.group()

    def close(self) -> None:
        """Close her window and forget her session."""
        self._context.close()

    def shoot(self, name: str) -> None:
        """Keep a picture of the whole page, where pictures are wanted."""
        if self.shots is None:
            return
        self.shots.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=str(self.shots / f"{name}.png"), full_page=True)


def _objections(response: dict[str, Any]) -> str:
    return "; ".join(
        f"{rule['id']}: {rule['help']}: {[node['html'][:160] for node in rule['nodes'][:3]]}"
        for rule in response["violations"]
    )

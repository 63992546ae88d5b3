"""A person with a browser that has no JavaScript: opens pages, fills in the forms it finds, follows redirects."""

import uuid
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

Fields = list[tuple[str, str]]


class FormReader(HTMLParser):
    """Every form of a page: where it goes and what it holds before anything is typed."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, str, Fields]] = []
        self.names: list[set[str]] = []
        self._inside = False
        self._select = ""
        self._textarea = ""
        self._text = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self.forms.append((given.get("action", ""), given.get("method", "get").lower(), []))
            self.names.append(set())
            self._inside = True
            return
        if self._inside and "name" in given:
            self.names[-1].add(given["name"])
        if self._inside and tag == "input":
            self._input(given)
        elif self._inside and tag == "select":
            self._select = given.get("name", "")
        elif self._select and tag == "option" and "selected" in given:
            self._add(self._select, given.get("value", ""))
        elif self._inside and tag == "textarea":
            self._textarea, self._text = given.get("name", ""), ""

    def _input(self, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in ("submit", "button", "file") or "name" not in given:
            return
        if kind in ("checkbox", "radio") and "checked" not in given:
            return
        self._add(given["name"], given.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._textarea:
            self._add(self._textarea, self._text.strip("\n"))
            self._textarea = ""

    def _add(self, name: str, value: str) -> None:
        self.forms[-1][2].append((name, value))


class Visitor:
    """One person's session. `status`, `url` and `text` are those of the last page, redirects followed."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.status, self.url, self.text, self.body = 0, base, "", b""
        self.headers: dict[str, str] = {}
        self.cookies = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self.cookies))

    def open(self, path: str) -> "Visitor":
        """GET a path of the portal."""
        return self._send(Request(urljoin(self.base, path)))

    def submit(
        self, form_action: str = "", *, file: tuple[str, str, bytes] | None = None, **fields: object
    ) -> "Visitor":
        """Fill in and send the POST form whose action ends in `form_action`, else the last that has these fields.

        A list fills several boxes; None leaves a field out.
        """
        reader = FormReader()
        reader.feed(self.text)
        wanted = {*fields, file[0]} if file else set(fields)
        candidates = [
            (action, kept, names)
            for (action, method, kept), names in zip(reader.forms, reader.names, strict=True)
            if method == "post" and not any(part in action for part in ("/i18n/", "logout", "/family/leave/"))
        ]
        matching = [form for form in candidates if form_action and form[0].endswith(form_action)]
        matching = matching or [form for form in candidates if wanted <= form[2]] or candidates
        if not matching:
            raise LookupError(f"{self.url} has no form to send")
        action, kept, _names = matching[-1]
        data = [(name, value) for name, value in kept if name not in fields]
        for name, value in fields.items():
            values = value if isinstance(value, list) else [] if value is None else [value]
            data += [(name, str(one)) for one in values]
        return self._post(urljoin(self.url, action or self.url), data, file)

    def _post(self, url: str, data: Fields, file: tuple[str, str, bytes] | None) -> "Visitor":
        headers = {"Referer": self.url}
        if file is None:
            body = urlencode(data).encode()
        else:
            boundary = uuid.uuid4().hex
            headers["Content-Type"] = f"multipart/form-data; boundary={boundary}"
            body = _multipart(data, file, boundary)
        return self._send(Request(url, body, headers))

    def _send(self, request: Request) -> "Visitor":
        try:
            response = self._opener.open(request, timeout=60)
        except HTTPError as error:
            response = error
        with response:
            self.status, self.url = response.status, response.url
            self.headers = dict(response.headers.items())
            self.body = response.read()
        self.text = self.body.decode("utf-8", "replace")
        return self


def _multipart(data: Fields, file: tuple[str, str, bytes], boundary: str) -> bytes:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in data
    ]
    name, file_name, content = file
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n\r\n'
    return b"".join([*parts, head.encode(), content, f"\r\n--{boundary}--\r\n".encode()])

"""A page that names a young person, or a parent, says in the log that it was looked at."""

NAMES = (b"Maya", b"Torres")


def test_whoever_is_shown_a_name_is_in_the_log(opened):
    showing = [page for page in opened if page.method == "GET" and any(name in page.text for name in NAMES)]
    assert len(showing) > 40
    silent = {f"{page.address} by {page.person}" for page in showing if "audit_auditevent" not in page.wrote}
    assert silent == set()

"""What a OneRoster 1.1 bundle may say, cell by cell and file by file, and what it becomes."""

import pickle
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.youth.oneroster_bundles import (
    DEMOGRAPHICS,
    ORGS,
    TODAY,
    USERS,
    bundle,
    codes,
    manifest,
    outcome,
    problems,
    read,
)
from youth.oneroster import REASONS, Demographics, GuardianLink, RosterRefused, read_roster
from youth.oneroster.layout import ALL_FILES, COLUMNS

GRAND_BEND = Path(__file__).parents[3] / "shared" / "data" / "oneroster-1.1-from-grand-bend"


def user(**changes):
    """A line of users.csv for a student, with these columns changed."""
    cells = {
        "sourcedId": "s9", "enabledUser": "true", "orgSourcedIds": "d1", "role": "student", "username": "nine",
        "givenName": "Noor", "familyName": "Haddad",
    } | changes  # fmt: skip
    return ",".join(cells.get(column.name, "") for column in COLUMNS["users"]) + "\r\n"


def test_a_small_roster_is_read_whole(tmp_path):
    roster = read(bundle(tmp_path))
    assert roster.counts() == {"orgs": 2, "students": 2, "guardians": 2, "links": 3, "staff": 1}
    assert (roster.source_name, roster.source_code) == ("Sample", "S1")
    ana, ben = roster.students
    assert (ana.given_name, ana.middle_name, ana.family_name) == ("Ana", "María", "García-López")
    assert ana.org_ids == ("h1", "d1")
    assert ana.grades == ("09",)
    assert ana.demographics == Demographics(
        birth_date=date(2009, 4, 12), sex="female", races=("white",), hispanic=True, birth_country="US"
    )
    assert ben.demographics == Demographics()
    assert roster.links == (
        GuardianLink("s1", "p1", "parent"),
        GuardianLink("s1", "t1", "unspecified"),
        GuardianLink("s2", "p1", "parent"),
    )
    assert [guardian.role for guardian in roster.guardians] == ["parent", "unspecified"]


def test_a_guardian_has_a_relation_and_no_authority(tmp_path):
    roster = read(bundle(tmp_path))
    names = {
        name for thing in (*roster.guardians, *roster.links) for name in type(thing).__dataclass_fields__
    }
    assert not {name for name in names if "authority" in name or "consent" in name}


def test_the_same_bundle_has_the_same_fingerprint_as_folder_and_zip(tmp_path):
    one = read(bundle(tmp_path / "a"))
    again = read(bundle(tmp_path / "b", as_zip=True))
    other = read(bundle(tmp_path / "c", users=USERS.replace("Ana", "Anna")))
    assert one == again
    assert other.fingerprint != one.fingerprint


@pytest.mark.parametrize("as_zip", [False, True])
def test_passwords_are_dropped(tmp_path, as_zip):
    roster = read(bundle(tmp_path, as_zip=as_zip))
    assert "hunter2" in USERS
    assert "hunter2" not in repr(roster)
    assert b"hunter2" not in pickle.dumps(roster)


def test_no_problem_repeats_a_cell(tmp_path):
    slipped = USERS.replace("true,", "hunter2,")
    refused = problems(bundle(tmp_path, users=slipped, orgs=ORGS.replace("school", "hunter2")))
    assert refused
    assert "hunter2" not in repr(refused) + " ".join(map(str, refused))


def test_a_bom_and_bare_line_feeds_and_blank_lines_are_accepted(tmp_path):
    text = "\N{ZERO WIDTH NO-BREAK SPACE}" + USERS.replace("\r\n", "\n") + "\n\n"
    assert len(read(bundle(tmp_path, users=text)).students) == 2


def test_extension_columns_are_accepted_and_dropped(tmp_path):
    lines = ORGS.splitlines()
    widened = "\r\n".join([lines[0] + ",metadata.county", *(line + ",Lake" for line in lines[1:])])
    assert read(bundle(tmp_path, orgs=widened)).orgs == read(bundle(tmp_path / "plain")).orgs


def test_an_international_phone_number_is_not_a_formula(tmp_path):
    roster = read(bundle(tmp_path, users=USERS + user(phone="+1 360 555 0100")))
    assert roster.students[-1].phone == "+1 360 555 0100"


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"givenName": "=HYPERLINK(1)"}, "givenName", "formula"),
        ({"givenName": "  +1"}, "givenName", "formula"),
        ({"givenName": "-2"}, "givenName", "formula"),
        ({"familyName": "@SUM(A1)"}, "familyName", "formula"),
        ({"familyName": "\tHaddad"}, "familyName", "formula"),
        ({"familyName": "\N{FULLWIDTH EQUALS SIGN}1"}, "familyName", "formula"),
        ({"phone": "+1+cmd|' /C calc'!A0"}, "phone", "formula"),
        ({"familyName": "Had\x07dad"}, "familyName", "control_character"),
        ({"familyName": "H" * 256}, "familyName", "cell_too_long"),
        ({"familyName": " "}, "familyName", "required"),
        ({"sourcedId": ""}, "sourcedId", "required"),
        ({"enabledUser": "TRUE"}, "enabledUser", "bad_boolean"),
        ({"enabledUser": "1"}, "enabledUser", "bad_boolean"),
        ({"role": "Student"}, "role", "unknown_value"),
        ({"role": "janitor"}, "role", "unknown_value"),
        ({"status": "active"}, "status", "status_in_bulk"),
        ({"status": "tobedeleted"}, "status", "status_in_bulk"),
        ({"dateLastModified": "2024-01-01T00:00:00Z"}, "dateLastModified", "status_in_bulk"),
        ({"orgSourcedIds": '" , "'}, "orgSourcedIds", "required"),
        ({"orgSourcedIds": '"d1,d1"'}, "orgSourcedIds", "repeated_in_list"),
        ({"orgSourcedIds": '"d1,zz"'}, "orgSourcedIds", "dangling_org"),
        ({"agentSourcedIds": "nobody"}, "agentSourcedIds", "dangling_agent"),
        ({"agentSourcedIds": "s9"}, "agentSourcedIds", "own_agent"),
        ({"agentSourcedIds": "s1"}, "agentSourcedIds", "agent_roles"),
        ({"sourcedId": "p1"}, "sourcedId", "duplicate_id"),
        ({"sourcedId": "s1"}, "sourcedId", "duplicate_id"),
    ],
)
def test_a_wrong_user_is_refused_with_line_and_column(tmp_path, changes, column, code):
    (problem,) = problems(bundle(tmp_path, users=USERS + user(**changes)))
    assert (problem.file, problem.line, problem.column, problem.code) == ("users.csv", 6, column, code)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("s2,,,2009-02-30,", "bad_date"),
        ("s2,,,02/03/2009,", "bad_date"),
        ("s2,,,20090203,", "bad_date"),
        ("s2,,,2099-02-03,", "date_out_of_range"),
        ("s2,,,1799-02-03,", "date_out_of_range"),
        ("s2,,,,girl", "unknown_value"),
        ("nobody,,,,", "demographics_without_user"),
        ("s1,,,,", "duplicate_id"),
    ],
)
def test_wrong_demographics_are_refused(tmp_path, cells, code):
    text = DEMOGRAPHICS + cells + "," * 11 + "\r\n"
    assert codes(bundle(tmp_path, demographics=text)) == [("demographics.csv", 3, code)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("x1,,,Annex,school,,nowhere", "dangling_parent"),
        ("x1,,,Annex,school,,x1", "circular_parent"),
        ("x1,,,Annex,shed,,", "unknown_value"),
        ("x1,,,,school,,", "required"),
        ("x1,,,Annex,school", "cell_count"),
        ('x1,,,An"nex,school,,', "bad_quoting"),
        ('x1,,,"Annex,school,,', "bad_quoting"),
        ('x1,,,"An"nex,school,,', "bad_quoting"),
        ("x1,,,An\x00nex,school,,", "nul_byte"),
        ("x1,,,An\rnex,school,,", "line_ending"),
    ],
)
def test_a_wrong_organization_is_refused(tmp_path, line, code):
    assert codes(bundle(tmp_path, orgs=ORGS + line + "\r\n")) == [("orgs.csv", 4, code)]


def test_a_line_that_cannot_be_read_does_not_make_everything_else_dangle(tmp_path):
    assert codes(bundle(tmp_path, users=USERS.replace("Ana,", 'A"na,'))) == [("users.csv", 2, "bad_quoting")]


def test_a_session_that_ends_before_it_begins_is_refused(tmp_path):
    text = "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\r\n"
    text += "y1,,,Year,schoolYear,2024-09-01,2024-06-01,,24\r\n"
    told = manifest(present=("academicSessions", "demographics", "orgs", "users"))
    found = codes(bundle(tmp_path, manifest=told, academicSessions=text))
    assert found == [("academicSessions.csv", 2, "bad_year"), ("academicSessions.csv", 2, "dates_reversed")]


@pytest.mark.parametrize(
    ("encoded", "line", "code"),
    [
        (USERS.encode("utf-16"), 1, "utf16"),
        (USERS.encode("utf-16-le"), 1, "nul_byte"),
        (USERS.encode("latin-1"), 2, "not_utf8"),
        (b"", 0, "empty_file"),
        (b"\xff", 1, "not_utf8"),
    ],
)
def test_another_encoding_is_refused(tmp_path, encoded, line, code):
    assert codes(bundle(tmp_path, users=encoded)) == [("users.csv", line, code)]


@pytest.mark.parametrize(
    ("file", "header", "expected"),
    [
        ("users", "sourcedId,username,familyName,givenName,password,activeDirectoryMatchId,email", "looks_like_sds"),
        ("orgs", "sourcedId,name,type,parentSourcedId", "looks_like_sds"),
        ("users", "sourcedId,status,dateLastModified,enabledUser,username,userIds,userMasterIdentifier",
         "looks_like_1_2"),
        ("users", "sourcedId,status,dateLastModified,orgSourcedIds,role,username,userId,agents", "looks_like_1_0"),
    ],
)  # fmt: skip
def test_a_format_that_resembles_oneroster_is_named(tmp_path, file, header, expected):
    found = codes(bundle(tmp_path, **{file: header + "\r\n"}))
    assert (f"{file}.csv", 1, expected) in found
    assert {code for _file, _line, code in found} <= {expected, "header", "header_missing"}


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("sourcedid,status,dateLastModified,name,type,identifier,parentSourcedId", "header_missing"),
        ("sourcedId,dateLastModified,status,name,type,identifier,parentSourcedId", "header"),
        ("sourcedId,status,dateLastModified,name,type,identifier", "header_missing"),
        ("sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId,county", "header_extra"),
        ("sourcedId;status;dateLastModified;name;type;identifier;parentSourcedId", "header_missing"),
    ],
)
def test_a_wrong_header_is_refused_once(tmp_path, header, code):
    assert codes(bundle(tmp_path, orgs=header + "\r\n")) == [("orgs.csv", 1, code)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (manifest(version="1.2"), [("manifest.csv", 3, "looks_like_1_2")]),
        (manifest(version="2.0"), [("manifest.csv", 3, "unsupported_version")]),
        (manifest(present=("orgs", "users")), [("demographics.csv", 0, "present_but_absent")]),
        (manifest(present=("demographics", "users")), [
            ("manifest.csv", 13, "required_file"), ("orgs.csv", 0, "present_but_absent"),
        ]),
        (manifest().replace("file.users,bulk", "file.users,delta"), [("manifest.csv", 16, "delta")]),
        (manifest().replace("file.users,bulk", "file.users,some"), [("manifest.csv", 16, "manifest_value")]),
        (manifest().replace("file.results,absent\r\n", ""), [("manifest.csv", 0, "manifest_row_missing")]),
        (manifest() + "file.roles,absent\r\n", [("manifest.csv", 19, "manifest_unknown_file")]),
        (manifest() + "file.users,bulk\r\n", [("manifest.csv", 19, "manifest_row_twice")]),
        (manifest().replace("file.classes,absent", "file.classes,bulk"), [
            ("classes.csv", 0, "missing_but_listed"),
        ]),
    ],
)  # fmt: skip
def test_a_manifest_that_does_not_fit_is_refused(tmp_path, told, expected):
    assert codes(bundle(tmp_path, manifest=told)) == expected


def test_a_missing_manifest_and_foreign_files_are_all_named(tmp_path):
    found = codes(
        bundle(tmp_path, manifest=None, roles="a\r\n", students="b\r\n", userProfiles="c\r\n", extra="d\r\n")
    )
    assert found == [
        ("extra.csv", 0, "unknown_file"),
        ("roles.csv", 0, "looks_like_sds"),
        ("students.csv", 0, "looks_like_clever"),
        ("userProfiles.csv", 0, "looks_like_1_2"),
        ("", 0, "manifest_missing"),
    ]


def test_a_file_without_its_ending_is_not_taken_for_ours(tmp_path):
    folder = bundle(tmp_path, manifest=None)
    (folder / "users.csv").rename(folder / "users")
    (folder / "demographics.csv").unlink()
    assert codes(folder) == [("", 0, "manifest_missing")]


def test_files_we_have_no_use_for_are_not_opened(tmp_path):
    told = manifest(present=("demographics", "orgs", "users", "results"))
    roster = read(bundle(tmp_path, manifest=told, results=b"\xff\xfe not even read"))
    assert roster.not_read == ("results.csv",)


def test_every_problem_is_reported_up_to_a_thousand(tmp_path):
    wrong = "".join(user(sourcedId=f"x{number}", role="janitor") for number in range(1_200))
    with pytest.raises(RosterRefused) as refused:
        read(bundle(tmp_path, users=USERS + wrong))
    assert (len(refused.value.problems), refused.value.omitted) == (1_000, 200)
    again = pickle.loads(pickle.dumps(refused.value))
    assert (again.problems, str(again)) == (refused.value.problems, "The roster was refused: 1200 problems.")
    assert str(again.problems[0]).startswith(
        "users.csv, line 6, role: The value must be one of: administrator,"
    )


def test_the_layout_knows_every_file_and_every_template_has_words():
    assert set(COLUMNS) - {"manifest"} <= set(ALL_FILES)
    assert all(reason.endswith((".", "}.")) for reason in REASONS.values())


CELL = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)


@settings(deadline=None, max_examples=150)
@given(data=st.binary(max_size=400) | st.lists(CELL, max_size=40).map(lambda cells: ",".join(cells).encode()))
def test_any_bytes_are_read_or_refused(tmp_path_factory, data):
    for name in ("users", "manifest"):
        changed = {name: data if name == "manifest" else USERS.encode() + data}
        found = bundle(tmp_path_factory.mktemp("bundle"), **changed)
        roster, refused = outcome(found)
        assert all(str(problem) for problem in refused)
        assert bool(roster) != bool(refused)
        assert roster is None or len(roster.students) >= 2


SECRETS = st.from_regex(r"secret-[a-z0-9]{12}", fullmatch=True)


@settings(deadline=None, max_examples=50)
@given(secret=SECRETS, slip=st.integers(0, 17))
def test_no_password_reaches_a_roster_or_a_problem(tmp_path_factory, secret, slip):
    """Even when the columns have slipped, so that the password stands under another header."""
    cells = user().rstrip("\r\n").split(",")
    cells[17] = secret
    if slip != 17:
        cells[slip] = "="
    text = USERS + ",".join(cells) + "\r\n"
    roster, refused = outcome(bundle(tmp_path_factory.mktemp("bundle"), users=text))
    assert secret not in repr(roster) + repr(refused) + " ".join(map(str, refused))


@pytest.mark.skipif(not GRAND_BEND.is_dir(), reason="the sample district is not in ../shared/data")
def test_the_sample_district_is_read_whole():
    roster = read_roster(GRAND_BEND, today=TODAY)
    assert roster.counts() == {"orgs": 4, "students": 960, "guardians": 1872, "links": 1872, "staff": 68}
    assert roster.not_read == ("SOURCE.txt",)
    assert all(student.demographics.birth_date for student in roster.students)
    assert {link.relation for link in roster.links} == {"parent"}

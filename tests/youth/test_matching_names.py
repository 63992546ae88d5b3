"""Names made comparable: folding, search keys, nicknames."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from youth.matching.compare import sound
from youth.names import LONGEST_KEY, fold, joined, name_keys, name_parts, search_terms
from youth.nicknames import _LINES, are_nicknames, nicknames_of


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("O'Brien", "obrien"),
        ("O\N{RIGHT SINGLE QUOTATION MARK}Brien", "obrien"),
        ("García-López", "garcia lopez"),
        ("  De  la\tCruz ", "de la cruz"),
        ("STRAUß", "strauss"),
        ("Łukasz Østergård", "lukasz ostergard"),
        ("Jr.", "jr"),
        ("Nguyễn", "nguyen"),
        ("山田", "山田"),
        ("", ""),
    ],
)
def test_fold_makes_spellings_of_one_name_equal(written, folded):
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_keys_find_each_part_and_the_joined_name():
    assert name_keys("Ana María", "", "García-López", "Nita") == {
        "ana", "maria", "anamaria", "garcia", "lopez", "garcialopez", "nita",
    }  # fmt: skip


def test_a_long_last_name_is_found_from_each_of_its_parts():
    assert name_keys("", "", "De la Cruz") == {"de", "la", "cruz", "delacruz", "lacruz"}


@given(st.text(max_size=200), st.text(max_size=200))
def test_keys_are_short_and_never_empty(first, last):
    keys = name_keys(first, "", last)
    assert all(0 < len(key) <= LONGEST_KEY for key in keys)
    assert bool(keys) == bool(joined(first + last))


@pytest.mark.parametrize("typed", ["gar", "López", "GARCIA-LO", "ana gar", "o'", "  "])
def test_every_term_typed_is_a_prefix_without_marks(typed):
    assert all(term == joined(term) for term in search_terms(typed))


def test_search_terms_are_words_and_keep_hyphenated_names_whole():
    assert search_terms("Ana garcía-lo  ana") == ("ana", "garcialo")
    assert any(key.startswith("garcialo") for key in name_keys("Ana", "", "García-López"))


def test_name_parts_are_folded_in_order():
    assert name_parts("De la Cruz") == ("de", "la", "cruz")


@pytest.mark.parametrize(
    ("one", "other"),
    [("elizabeth", "beth"), ("jose", "pepe"), ("francisco", "paco"), ("william", "bill"), ("guadalupe", "lupe"),
     ("jesus", "chuy"), ("michael", "miguel"), ("antonio", "tono"), ("theodore", "teddy")],
)  # fmt: skip
def test_nicknames_go_both_ways(one, other):
    assert are_nicknames(one, other)
    assert are_nicknames(other, one)
    assert other in nicknames_of(one)


def test_families_do_not_run_together_through_a_shared_nickname():
    assert are_nicknames("alex", "alexander")
    assert are_nicknames("alex", "alexandra")
    assert not are_nicknames("alexander", "alexandra")
    assert not are_nicknames("robert", "robert")
    assert nicknames_of("zyx") == frozenset()


def test_the_table_is_folded_and_large_enough():
    assert all(name == joined(name) for line in _LINES for name in line)
    assert all(len(line) == len(set(line)) > 1 for line in _LINES)
    assert sum(len(line) - 1 for line in _LINES) >= 400


@pytest.mark.parametrize(
    ("one", "other"),
    [("Vega", "Bega"), ("Hernandez", "Ernandez"), ("Ximena", "Jimena"), ("Phillip", "Filip"), ("Zoe", "Soe"),
     ("Catherine", "Katherin"), ("Cecilia", "Sesilia"), ("Muñoz", "Munos")],
)  # fmt: skip
def test_names_that_sound_alike_have_one_sound(one, other):
    assert sound(one) == sound(other)


def test_sounds_of_other_scripts_and_of_nothing():
    assert sound("山田太郎次") == "山田太郎"
    assert sound("") == sound("--") == ""

"""People as keyed hashes."""

from __future__ import annotations

from bot.identity import PersonHasher


def test_a_hash_depends_on_person_and_key_and_names_neither() -> None:
    people = PersonHasher(b"key")
    hashed = people.hash_person("telegram:12345")
    assert hashed == PersonHasher(b"key").hash_person("telegram:12345")
    assert hashed not in {people.hash_person("telegram:1234"), PersonHasher(b"other").hash_person("telegram:12345")}
    assert "12345" not in hashed
    assert len(hashed) == 64
    assert "key" not in repr(people)


def test_a_hash_is_compared_with_the_person_it_stands_for() -> None:
    people = PersonHasher(b"key")
    hashed = people.hash_person("telegram:1")
    assert people.is_person(hashed, "telegram:1")
    assert not people.is_person(hashed, "telegram:2")
    assert not people.is_person("", "telegram:1")  # a ticket that was emptied is nobody's

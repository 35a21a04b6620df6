"""Failed sign-ins: how long to wait after them, and that they keep nobody else out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text

from bot.accounts.attempts import FREE_ADDRESS, FREE_NAME, FREE_PAIR, Attempts
from tests.bot.accounts.conftest import KEY, Clock


@pytest.fixture
def attempts(engine: Engine, clock: Clock) -> Attempts:
    return Attempts(engine, KEY, clock)


def test_after_some_failures_the_wait_doubles_up_to_a_quarter_of_an_hour(attempts: Attempts, clock: Clock) -> None:
    assert [attempts.begin("siti", "10.0.0.1") for _ in range(FREE_PAIR)] == [0] * FREE_PAIR
    waits = []
    for _ in range(12):
        waits.append(attempts.begin("siti", "10.0.0.1"))
        clock.move(seconds=waits[-1])
        assert attempts.begin("siti", "10.0.0.1") == 0
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_waiting_tries_count_for_nothing(attempts: Attempts) -> None:
    for _ in range(FREE_PAIR):
        attempts.begin("siti", "10.0.0.1")
    assert [attempts.begin("siti", "10.0.0.1") for _ in range(50)] == [1] * 50


def test_somebody_elses_failures_do_not_keep_the_owner_out(attempts: Attempts) -> None:
    for _ in range(FREE_PAIR):
        attempts.begin("siti", "10.0.0.1")
    assert attempts.begin("siti", "10.0.0.1") > 0
    assert attempts.begin("siti", "10.0.0.2") == 0


def test_one_address_cannot_try_every_name(attempts: Attempts) -> None:
    waits = [attempts.begin(f"name{number}", "10.0.0.1") for number in range(FREE_ADDRESS + 5)]
    assert waits[:FREE_ADDRESS] == [0] * FREE_ADDRESS
    assert all(waits[FREE_ADDRESS:])


def test_many_addresses_cannot_try_one_name(attempts: Attempts) -> None:
    waits = [attempts.begin("siti", f"10.0.{number}.1") for number in range(FREE_NAME + 5)]
    assert waits[:FREE_NAME] == [0] * FREE_NAME
    assert all(waits[FREE_NAME:])


def test_an_ipv6_network_is_one_address(attempts: Attempts) -> None:
    for number in range(FREE_PAIR):
        attempts.begin("siti", f"2001:db8:1:2::{number:x}")
    assert attempts.begin("siti", "2001:db8:1:2:ffff::1") > 0


def test_a_success_forgets_the_name_and_not_the_address(attempts: Attempts) -> None:
    for _ in range(FREE_PAIR - 1):
        attempts.begin("siti", "10.0.0.1")
    attempts.begin("siti", "10.0.0.1")
    attempts.succeed("siti", "10.0.0.1")
    assert attempts.begin("siti", "10.0.0.1") == 0
    rest = FREE_ADDRESS - FREE_PAIR  # of the address four failures are kept, and one more was begun
    assert [attempts.begin(f"n{number}", "10.0.0.1") for number in range(rest)] == [0] * rest
    assert attempts.begin("other", "10.0.0.1") > 0


def test_after_a_day_all_is_forgotten_and_names_are_never_stored(
    attempts: Attempts, clock: Clock, engine: Engine
) -> None:
    for _ in range(FREE_PAIR):
        attempts.begin("siti", "10.0.0.1")
    with engine.connect() as connection:
        assert "siti" not in str(connection.execute(text("SELECT * FROM staff_attempts")).all())
    clock.move(hours=25)
    assert attempts.begin("siti", "10.0.0.1") == 0


def test_tries_at_the_same_moment_do_not_outrun_the_count(attempts: Attempts) -> None:
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(lambda _: attempts.begin("siti", "10.0.0.1"), range(40)))
    assert waits.count(0) == FREE_PAIR

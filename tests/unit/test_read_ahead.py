import threading

import pytest
from rock_glacier_inventory.engine.detection.read_ahead import read_ahead


def test_gives_all_items_in_order():
    with read_ahead(range(100)) as items:
        assert list(items) == list(range(100))


def test_works_in_another_thread_and_not_further_ahead_than_asked():
    made = []
    threads = set()

    def make():
        for number in range(50):
            made.append(number)
            threads.add(threading.get_ident())
            yield number

    with read_ahead(make()) as items:
        for number in items:
            # one being made, two waiting, one just taken
            assert len(made) <= number + 5
    assert threads != {threading.get_ident()}


def test_an_error_in_the_thread_reaches_the_consumer_after_the_items_before_it():
    def make():
        yield 1
        raise ValueError("broken tile")

    seen = []
    with pytest.raises(ValueError, match="broken tile"), read_ahead(make()) as items:
        seen.extend(items)
    assert seen == [1]


def test_leaving_early_ends_the_thread_and_closes_the_source():
    closed = threading.Event()

    def make():
        try:
            while True:
                yield 0
        finally:
            closed.set()

    before = threading.active_count()
    with read_ahead(make()) as items:
        next(items)
    assert closed.is_set()
    assert threading.active_count() == before


def test_two_stages_stop_together_when_the_consumer_fails():
    before = threading.active_count()
    with (
        pytest.raises(RuntimeError),
        read_ahead(iter(range(10**9))) as first,
        read_ahead(number * 2 for number in first) as second,
    ):
        next(second)
        raise RuntimeError("consumer")
    assert threading.active_count() == before

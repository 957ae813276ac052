"""The counter that services share in a real Redis."""

from __future__ import annotations

from datetime import timedelta

import pytest
from redis import Redis
from redis.exceptions import RedisError

from kernel.http.counters import CountingCache
from tests.servers.redis import redis

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def server():
    with redis() as running:
        yield f"unix://{running.socket}"


def test_counts_for_all_processes_and_lives_as_long_as_it_was_told(server):
    one, other = (CountingCache(server, {"KEY_PREFIX": "x"}) for _ in range(2))
    assert [cache.count("calls", life=DAY) for cache in (one, other, one)] == [1, 2, 3]
    assert one.count("others", life=DAY) == 1
    with Redis.from_url(server) as client:
        left = [client.ttl(key) for key in client.keys("*calls")]
    assert len(left) == 1
    assert 0 < left[0] <= DAY.total_seconds()


def test_says_when_redis_is_away(tmp_path):
    nobody = CountingCache(f"unix://{tmp_path / 'no.sock'}", {})
    with pytest.raises(RedisError):
        nobody.count("calls", life=DAY)

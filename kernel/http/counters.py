"""A counter that several processes share: one question to Redis for each count."""

from __future__ import annotations

from datetime import timedelta

from django.core.cache.backends.redis import RedisCache


class CountingCache(RedisCache):
    """Django's Redis cache with a count that asks once; its `incr` asks twice."""

    def count(self, key: str, *, life: timedelta) -> int:
        """Add one to a counter, which begins with nothing and lives so long; return it.

        Raises:
            RedisError: Redis is away.

        """
        key = self.make_and_validate_key(key)
        client = self._cache.get_client(key, write=True)
        counted = int(client.incr(key))
        if counted == 1:
            client.expire(key, life)
        return counted

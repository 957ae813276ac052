"""The bank's own Celery, with a clock that only knows interest and ticks each second.

python -m celery --app tests.faults.clock worker|beat
"""

from __future__ import annotations

from config.celery import app

app.conf.beat_schedule = {"advance-interest": {"task": "interest.advance_runs", "schedule": 1.0}}
app.conf.beat_max_loop_interval = 1

__all__ = ["app"]

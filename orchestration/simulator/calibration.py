"""What the simulated help desk looks like: one row per channel, taken from the published benchmarks.

Where printed shares and printed means contradict each other, the shares are met and the mean follows.
"""

from dataclasses import dataclass

from orchestration.simulator.quantiles import Point

MINUTE, HOUR, DAY = 60, 3_600, 86_400


@dataclass(frozen=True)
class Channel:
    """How the contacts of one channel come in, are answered and end."""

    name: str
    raw_name: str
    group: str
    share: int
    """Contacts of this channel in ten thousand."""
    in_hours_percent: int
    shape: str
    schedule: str
    first_reply: tuple[Point, ...]
    """Shares of all contacts answered by then; what lies beyond the last point is never answered."""
    first_resolution: int
    """Mean seconds from creation to the first resolution."""
    reopened: int
    """Contacts in a million that reopen after their first resolution."""
    reopened_for: int
    """Mean seconds from the first resolution to the last, of those."""
    unresolved: int
    """Contacts in a million that nobody ever resolves."""
    bot_only: int
    """Contacts in a million that a bot ends alone."""
    transferred: int
    """Contacts in a million that change hands once; a fifth of portal's change twice."""
    escalated: int
    """Contacts in a million that move to another channel group or tier."""


def social(
    name: str, raw_name: str, share: int, within_4h: int, within_24h: int, answered: int
) -> Channel:
    """Return one social network: half within 4 h and 90 % within 24 h over all networks together."""
    return Channel(
        name=name,
        raw_name=raw_name,
        group="social",
        share=share,
        in_hours_percent=70,
        shape="social",
        schedule="social",
        first_reply=(
            Point(within_4h, 4 * HOUR, 3.0),
            Point(within_24h, 24 * HOUR, 3.0),
            Point(answered, 72 * HOUR, 3.0),
        ),
        first_resolution=24 * HOUR,
        reopened=150_000,
        reopened_for=160 * HOUR,
        unresolved=40_000,
        bot_only=0,
        transferred=5_000,
        escalated=100_000,
    )


CHANNELS = (
    social("facebook", "facebook", 2400, 52, 91, 96),
    social("twitter", "x", 1000, 52, 91, 96),
    social("instagram", "instagram_dm", 400, 45, 87, 95),
    social("viber", "viber", 200, 26, 79, 95),
    Channel(
        name="portal",
        raw_name="web",
        group="portal",
        share=2000,
        in_hours_percent=80,
        shape="office",
        schedule="office",
        first_reply=(
            Point(10, HOUR, 3.0),
            Point(60, 24 * HOUR, 5.0),
            Point(90, 48 * HOUR, 5.0),
            Point(95, 96 * HOUR, 3.0),
        ),
        first_resolution=48 * HOUR,
        reopened=80_000,
        reopened_for=150 * HOUR,
        unresolved=50_000,
        bot_only=0,
        transferred=208_000,
        escalated=30_000,
    ),
    Channel(
        name="email",
        raw_name="email",
        group="email",
        share=2000,
        in_hours_percent=75,
        shape="office",
        schedule="office",
        first_reply=(
            Point(25, HOUR, 2.0),
            Point(75, 12 * HOUR, 2.0),
            Point(92, 24 * HOUR, 1.0),
            Point(97, 96 * HOUR, 2.0),
        ),
        first_resolution=36 * HOUR,
        reopened=90_000,
        reopened_for=120 * HOUR,
        unresolved=40_000,
        bot_only=0,
        transferred=120_000,
        escalated=40_000,
    ),
    Channel(
        name="chat",
        raw_name="messaging",
        group="chat",
        share=1200,
        in_hours_percent=85,
        shape="office",
        schedule="extended",
        # Three quarters are picked up within minutes; the rest, left when nobody is in, wait for the next day.
        first_reply=(
            Point(55, MINUTE, 1.0),
            Point(75, 5 * MINUTE, 1.0),
            Point(77, 6 * HOUR, 1.0),
            Point(90, 20 * HOUR, 1.0),
            Point(92, 48 * HOUR, 1.0),
        ),
        first_resolution=5 * HOUR,
        reopened=30_000,
        reopened_for=48 * HOUR,
        unresolved=20_000,
        bot_only=120_000,
        transferred=60_000,
        escalated=30_000,
    ),
    Channel(
        name="phone",
        raw_name="voice",
        group="phone",
        share=800,
        in_hours_percent=95,
        shape="office",
        schedule="extended",
        # Four in five calls are answered at once; an abandoned caller is called back hours later.
        first_reply=(
            Point(60, 20, 1.0),
            Point(80, 2 * MINUTE, 1.0),
            Point(82, 4 * HOUR, 1.0),
            Point(95, 30 * HOUR, 1.0),
            Point(97, 60 * HOUR, 1.0),
        ),
        first_resolution=6 * HOUR,
        reopened=30_000,
        reopened_for=72 * HOUR,
        unresolved=20_000,
        bot_only=0,
        transferred=80_000,
        escalated=40_000,
    ),
)

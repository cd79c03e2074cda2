"""What the simulated help desk looks like: one entry per channel, from the published benchmarks.

Where printed shares and printed means contradict each other, the shares are met and the mean
follows.
"""

from dataclasses import dataclass, replace

from orchestration.simulator.quantiles import Point, knots, mean, share_with_value

MINUTE, HOUR, DAY = 60, 3_600, 86_400
LIVE = 10 * MINUTE
"""A chat or call answered within this time is a live one: the rest of it follows at once."""


@dataclass(frozen=True)
class Channel:
    """How the contacts of one channel come in, are answered and end. Rates are per million."""

    name: str
    group: str
    share: int
    """Contacts of this channel in ten thousand."""
    in_hours_percent: int
    shape: str
    schedule: str
    first_reply: tuple[Point, ...]
    """Shares of all contacts answered by then; beyond the last point lie those never answered."""
    first_resolution: int
    """Mean seconds from creation to the first resolution (of those that are not live)."""
    live_work: int
    """Mean seconds from the first reply to the resolution of a live chat or call; 0: none is."""
    reopened: int
    reopened_for: int
    """Mean seconds from the first resolution to the last, of those that reopen."""
    unresolved: int
    """Contacts that nobody ever resolves."""
    bot_only: int
    """Contacts that a bot ends alone."""
    transferred: int
    transferred_twice: int
    """Of those transferred: contacts that come back to their first agent."""
    escalated: int
    """Contacts that move to another channel group, or to another tier after a first one."""
    escalates_to: str
    handle: int
    """Mean seconds of handling per contact; on the phone: of talk."""
    wrap_up: int
    """Mean seconds of after-contact work per contact."""
    satisfied: int
    promoters: int
    detractors: int
    comes_back: int
    """Contacts whose requester wrote in the three days before, on any channel."""

    @property
    def work(self) -> int:
        """Mean seconds from first reply (or creation, if there is none) to first resolution."""
        table = knots(self.first_reply)
        return round(self.first_resolution - mean(table) * share_with_value(table))


def social(name: str, share: int, within_4h: int, within_24h: int, answered: int) -> Channel:
    """Return one network: all together, half is answered within 4 h and 90 % within 24 h."""
    return Channel(
        name=name,
        group="social",
        share=share,
        in_hours_percent=70,
        shape="social",
        schedule="social",
        first_reply=(
            Point(within_4h, 4 * HOUR, 5),
            Point(within_24h, 24 * HOUR, 5),
            Point(answered, 72 * HOUR, 5),
        ),
        first_resolution=24 * HOUR,
        live_work=0,
        reopened=150_000,
        reopened_for=170 * HOUR,
        unresolved=40_000,
        bot_only=0,
        transferred=5_200,
        transferred_twice=0,
        escalated=105_000,
        escalates_to="email",
        handle=5 * MINUTE,
        wrap_up=0,
        satisfied=700_000,
        promoters=450_000,
        detractors=250_000,
        comes_back=18_000,
    )


FACEBOOK = social("facebook", 2_400, within_4h=52, within_24h=91, answered=96)
PORTAL = Channel(
    name="portal",
    group="portal",
    share=2_000,
    in_hours_percent=80,
    shape="office",
    schedule="office",
    first_reply=(
        Point(10, HOUR, 5),
        Point(60, 24 * HOUR, 10),
        Point(90, 48 * HOUR, 10),
        Point(95, 96 * HOUR, 5),
    ),
    first_resolution=48 * HOUR,
    live_work=0,
    reopened=80_000,
    reopened_for=150 * HOUR,
    unresolved=28_000,
    bot_only=0,
    transferred=219_000,
    transferred_twice=200_000,
    escalated=30_000,
    escalates_to="chat",
    handle=8 * MINUTE,
    wrap_up=620,
    satisfied=920_000,
    promoters=600_000,
    detractors=150_000,
    comes_back=60_000,
)
EMAIL = replace(
    PORTAL,
    name="email",
    group="email",
    in_hours_percent=75,
    first_reply=(
        Point(25, HOUR, 3),
        Point(75, 12 * HOUR, 3),
        Point(92, 24 * HOUR),
        Point(97, 96 * HOUR, 3),
    ),
    first_resolution=36 * HOUR,
    reopened=90_000,
    reopened_for=120 * HOUR,
    transferred=120_000,
    transferred_twice=0,
    escalated=40_000,
    handle=7 * MINUTE,
    wrap_up=MINUTE,
    satisfied=800_000,
    promoters=500_000,
    detractors=220_000,
)
CHAT = replace(
    EMAIL,
    name="chat",
    group="chat",
    share=1_200,
    in_hours_percent=85,
    schedule="extended",
    # Three quarters are picked up in minutes; what comes when nobody is in waits for the next day.
    first_reply=(
        Point(55, MINUTE),
        Point(75, 5 * MINUTE),
        Point(77, 6 * HOUR),
        Point(90, 20 * HOUR),
        Point(92, 48 * HOUR),
    ),
    first_resolution=8 * HOUR,
    live_work=12 * MINUTE,
    reopened=30_000,
    reopened_for=48 * HOUR,
    unresolved=20_000,
    bot_only=120_000,
    transferred=60_000,
    escalated=30_000,
    escalates_to="email",
    satisfied=850_000,
)
PHONE = replace(
    CHAT,
    name="phone",
    group="phone",
    share=800,
    in_hours_percent=95,
    # Four in five calls are answered at once; an abandoned caller is called back hours later.
    first_reply=(
        Point(60, 20),
        Point(80, 2 * MINUTE),
        Point(82, 4 * HOUR),
        Point(95, 30 * HOUR),
        Point(97, 60 * HOUR),
    ),
    first_resolution=10 * HOUR,
    live_work=8 * MINUTE,
    bot_only=0,
    transferred=80_000,
    handle=5 * MINUTE,
    wrap_up=90,
)
CHANNELS = (
    FACEBOOK,
    social("twitter", 1_000, within_4h=52, within_24h=91, answered=96),
    social("instagram", 400, within_4h=45, within_24h=87, answered=95),
    social("viber", 200, within_4h=26, within_24h=79, answered=95),
    PORTAL,
    EMAIL,
    CHAT,
    PHONE,
)
GROUPS = tuple(dict.fromkeys(channel.group for channel in CHANNELS))

# How busy each weekday (from Monday) and each local hour is.
SHAPES = {
    "office": (
        (12, 11, 10, 10, 9, 4, 3),
        (1, 1, 1, 1, 1, 2, 4, 8, 14, 18, 18, 16, 12, 14, 16, 15, 13, 10, 7, 5, 4, 4, 3, 2),
    ),
    "social": (
        (10, 10, 10, 10, 11, 8, 8),
        (3, 2, 1, 1, 1, 2, 4, 7, 9, 11, 12, 12, 13, 12, 12, 12, 12, 13, 15, 17, 18, 16, 11, 6),
    ),
}

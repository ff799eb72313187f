"""What a fit says, one frozen row at a time. Scores lie on 0-100; intervals hold 90 %."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """One ratee in the last period. Ranks are inside its peer group and component; None: nobody to compare with.

    `n` counts answers, `visits` visits, `raters` distinct raters. `top` and `bottom` are probabilities of the best
    and the worst quarter of its peers; `improved` is the probability that it does better than four periods ago.
    `reliability` (0-1) is the share of the differences inside the peer group that the voices settle.
    """

    ratee: str
    n: int
    raters: int
    estimate: float
    low: float
    high: float
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    reliability: float
    top: float | None
    bottom: float | None
    improved: float | None
    change: float | None
    change_low: float | None
    change_high: float | None
    group: str
    component: int
    assisted: float
    visits: int
    office: str
    peers: int


@dataclass(frozen=True)
class PeriodEstimate:
    """One ratee in one period in which it was rated."""

    ratee: str
    period: str
    estimate: float
    low: float
    high: float
    n: int
    raters: int


@dataclass(frozen=True)
class UnitEstimate:
    """An office or a peer group now: the mean of its ratees, each weighted by its visits of the last year."""

    name: str
    group: str
    ratees: int
    n: int
    raters: int
    visits: int
    estimate: float
    low: float
    high: float
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    top: float | None
    bottom: float | None
    improved: float | None
    change: float | None
    change_low: float | None
    change_high: float | None
    assisted: float


@dataclass(frozen=True)
class ItemEstimate:
    """One question about one ratee: plain mean of the answers, estimate, and standing among the peers."""

    ratee: str
    item: str
    group: str
    n: int
    raters: int
    mean: float
    estimate: float
    low: float
    high: float
    top: float | None
    bottom: float | None


@dataclass(frozen=True)
class GroupItem:
    """One question about a whole peer group."""

    group: str
    item: str
    ratees: int
    n: int
    raters: int
    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class ModeEffect:
    """How many points a mode adds to the answers, against the reference mode; `kind` None is the general effect."""

    mode: str
    kind: str | None
    visits: int
    raters: int
    points: float
    low: float
    high: float


@dataclass(frozen=True)
class RaterSummary:
    """How much raters differ in severity, never who: sd in logits, and a typical step in points."""

    raters: int
    severity_sd: float
    points: float
    median_visits: float


@dataclass(frozen=True)
class Spread:
    """Standard deviation (logits) of one level of the model, and how many effects told it (prior included)."""

    level: str
    sd: float
    prior_sd: float
    told_by: float


@dataclass(frozen=True)
class Component:
    """Ratees linked by chains of shared raters; ratees of different components cannot be compared."""

    component: int
    ratees: tuple[str, ...]
    raters: int


@dataclass(frozen=True)
class RankRow:
    """Place among the peers with its 90 % interval, and the places that hold for all peers at once.

    `could_be_first`: with 90 % confidence for the whole group, all who may be the first are among those marked.
    """

    ratee: str
    group: str
    component: int
    peers: int
    rank: int | None
    low: int | None
    high: int | None
    together_low: int | None
    together_high: int | None
    could_be_first: bool | None


@dataclass(frozen=True)
class Chances:
    """Probabilities of one ratee: best and lowest quarter of its peers, better and worse than four periods ago."""

    ratee: str
    group: str
    top: float | None
    bottom: float | None
    improved: float | None
    declined: float | None


@dataclass(frozen=True)
class Pair:
    """The probability that the first of two ratees is better; None where they must not be compared."""

    first: str
    second: str
    better: float | None


@dataclass(frozen=True)
class Explanation:
    """Why a ratee has its number, in counts, never who.

    `peers` is what would be expected of anybody in the peer group, `moved` the points by which the voices moved the
    estimate away from it, `kept` the share of the voices' own message that was believed. The other counts are of
    people, each once: `above` and `below` by whether all that somebody said of this ratee is better or worse than the
    same person would say of a typical peer; `last_year` spoke in the last four periods, `assisted` with somebody's
    help at least once, `linking` also of another ratee. Each is None where it, or the rest, is fewer than five.
    """

    ratee: str
    estimate: float
    peers: float
    moved: float
    kept: float
    voices: int
    raters: int
    above: int | None
    below: int | None
    last_year: int | None
    assisted: int | None
    linking: int | None
    sentence: str


@dataclass(frozen=True)
class Band:
    """What the score would be if those who stayed silent had fared worse: `low` to the estimate, or to `high`."""

    ratee: str
    contacts: int
    voices: int
    silent: float
    estimate: float
    low: float
    high: float

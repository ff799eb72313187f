"""From few, crossed, biased, ordinal voices to estimates with honest intervals. No Django, no names, no database.

from pakhi.rating import fit, from_columns
found = fit(from_columns(rater=[...], ratee=[...], score=[...]))
found.estimates()
"""

from .csvfile import read
from .outcome import Fit, fit
from .rates import Prior, Rate, beta_binomial, prior_from
from .rows import (
    Component,
    Estimate,
    GroupItem,
    ItemEstimate,
    ModeEffect,
    PeriodEstimate,
    RaterSummary,
    Spread,
    UnitEstimate,
)
from .table import BadRatings, Ratings, from_columns

__all__ = [
    "BadRatings",
    "Component",
    "Estimate",
    "Fit",
    "GroupItem",
    "ItemEstimate",
    "ModeEffect",
    "PeriodEstimate",
    "Prior",
    "Rate",
    "RaterSummary",
    "Ratings",
    "Spread",
    "UnitEstimate",
    "beta_binomial",
    "fit",
    "from_columns",
    "prior_from",
    "read",
]

"""Numbers drawn at random, within bounds, in all the ways that JSON has to write them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from schemawright.runtime.values import is_multiple

if TYPE_CHECKING:
    from random import Random

    from schemawright import ir

_WHOLE = (0, 1, -1, 2.0, -0.0, 7, 100, 2**31, 2**53 + 1, -(2**63), 2**70, 10**30, 1e15, -3.0)
_REAL = (0.5, -0.25, 0.1, 1e-7, 5e-324, 1.7976931348623157e308, 3.141592653589793, 1e300, -2.5e-10)
_TRIES = 20


def number(type_: ir.Number, random: Random) -> float:
    """Return a number of a type, as far as one is found."""
    found = anything_numeric(random, integral=type_.integral)
    for _ in range(_TRIES):
        if allows(type_, found):
            break
        found = _within(type_, random)
    return found


def allows(type_: ir.Number, value: float) -> bool:
    """Tell whether a type allows a number."""
    infinite = math.inf
    return (
        (type_.minimum is None or value >= type_.minimum)
        and (type_.maximum is None or value <= type_.maximum)
        and value > (-infinite if type_.exclusive_minimum is None else type_.exclusive_minimum)
        and value < (infinite if type_.exclusive_maximum is None else type_.exclusive_maximum)
        and (type_.multiple_of is None or is_multiple(value, type_.multiple_of))
        and (not type_.integral or float(value).is_integer())
    )


def anything_numeric(random: Random, *, integral: bool = False) -> float:
    """Return any number."""
    if integral or random.random() < 0.4:
        few = random.random() < 0.4
        return random.choice(_WHOLE) if few else random.randint(-1000, 1000)
    return random.choice(_REAL) if random.random() < 0.4 else random.uniform(-1000, 1000)


def _within(type_: ir.Number, random: Random) -> float:
    """Return a number between the bounds, often one at a bound."""
    lows = [x for x in (type_.minimum, type_.exclusive_minimum) if x is not None]
    highs = [x for x in (type_.maximum, type_.exclusive_maximum) if x is not None]
    low = max(lows) if lows else min(highs, default=0) - 1000
    high = min(highs) if highs else low + 2000
    if type_.multiple_of is not None:
        first, last = math.ceil(low / type_.multiple_of), math.floor(high / type_.multiple_of)
        return random.randint(first, max(first, last)) * type_.multiple_of
    if type_.integral or random.random() < 0.3:
        first, last = math.ceil(low), math.floor(high)
        found = random.choice((first, last, random.randint(first, max(first, last))))
        return float(found) if random.random() < 0.1 else found
    return random.choice((low, high, random.uniform(low, high)))

"""Whether every value that some schemas allow is allowed by another one, as far as can be proved.

Answers are found together: each question is taken to be answered with yes until its own reasons
fail, and what relied on it is asked again then. So schemas that hold themselves need no care, and
no question is answered twice with the same reasons. A yes is certain; a no says that no proof was
found.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from schemawright.checks.conditions import kinds_of_types
from schemawright.comparing.facts import Context, Facts
from schemawright.comparing.parts import arrays, is_empty_range, numbers, objects, texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from schemawright.comparing.nodes import Judge, Node, Nodes

MOST_STEPS, MOST_STEPS_IN_ALL = 25_000, 100_000
"""So many times reasons are looked at for one answer, and for all; then there is no proof."""
_MOST_SETTLED = 8
"""So many schemas a value is known by before alternatives are no longer gone through."""


MOST_EFFORT = 3


class Question(NamedTuple):
    """Whether all that fits a context is allowed by a schema."""

    context: Context
    goal: int
    effort: int
    """How much is tried. Proofs by contradiction have less, so that none relies on itself; pairs
    that are granted count for the value itself with all of it only."""


class Inclusion:
    """Answers questions about schemas.

    Args:
        nodes: the schemas.
        judge: tells whether a schema allows a value.
        granted: pairs of schemas of which the first is taken to allow no more than the second,
            since they are asked about by themselves.
    """

    def __init__(self, nodes: Nodes, judge: Judge, granted: frozenset[tuple[int, int]]) -> None:
        self.nodes = nodes
        self._judge = judge
        self._granted: dict[int, set[int]] = {}
        for inner, outer in granted:
            self._granted.setdefault(outer, set()).add(inner)
        self._facts: dict[Context, Facts] = {}
        self._known: dict[Question, bool] = {}
        self._users: dict[Question, dict[Question, None]] = {}
        self._pending: list[Question] = []
        self._steps = 0

    def includes(self, inner: Context, outer: Iterable[int]) -> bool:
        """Tell whether schemas allow all that fits a context, granted pairs taken as true."""
        return all(
            self._is_granted(self.facts(inner), each)
            or self._answer(Question(inner, each, MOST_EFFORT))
            for each in outer
        )

    def proves(self, inner: int, outer: int) -> bool:
        """Tell whether one schema allows all that another one does, be that granted or not."""
        return self._answer(Question(Context(frozenset({inner})), outer, MOST_EFFORT))

    def facts(self, context: Context) -> Facts:
        """Return what is known of a value in a context."""
        if context not in self._facts:
            self._facts[context] = Facts(self.nodes, context)
        return self._facts[context]

    def _answer(self, question: Question) -> bool:
        if question not in self._known:
            self._known[question] = True
            self._pending.append(question)
        most = min(self._steps + MOST_STEPS, MOST_STEPS_IN_ALL)
        while self._pending:
            each = self._pending.pop()
            if not self._known.get(each):
                continue
            if each != question and not any(map(self._known.get, self._users.get(each, ()))):
                # Whoever wanted to know has other reasons for a no.
                del self._known[each]
            else:
                self._steps += 1
                if self._steps > most or not Reasons(self, each).hold():
                    self._known[each] = False
                    users = self._users.pop(each, ())
                    self._pending += [user for user in users if self._known.get(user)]
        return self._known[question]

    def ask(self, question: Question, user: Question) -> bool:
        """Return what is known of a question so far, for the sake of another one."""
        found = self._known.get(question)
        if found is None and self.facts(question.context).values is not None:
            found = self._known[question] = Reasons(self, question).hold()
        elif found is None:
            found = self._known[question] = True
            self._pending.append(question)
        if found:
            self._users.setdefault(question, {})[user] = None
        return found

    def fits(self, node: int, value: object) -> bool | None:
        """Tell whether a schema allows a value; None where nobody can tell."""
        return self._judge.fits(node, value)

    def _is_granted(self, facts: Facts, goal: int) -> bool:
        return not facts.ids.isdisjoint(self._granted.get(goal, ()))

    def grants(self, facts: Facts, goal: int) -> bool:
        """Tell whether a schema is taken to allow all that fits the facts."""
        return goal in facts.ids or self._is_granted(facts, goal)


class Reasons:
    """The reasons for one answer, as far as the answers that they rely on are known."""

    def __init__(self, inclusion: Inclusion, question: Question) -> None:
        self.inclusion = inclusion
        self.question = question
        self.facts = inclusion.facts(question.context)
        self.nodes = inclusion.nodes

    def hold(self) -> bool:
        """Tell whether the answer is yes."""
        facts, goal = self.facts, self.question.goal
        node = self.nodes.every[goal]
        if goal in facts.ids or facts.never or not node:
            return True
        if facts.values is not None:
            return all(self._fits(goal, each) for each in facts.values)
        if goal == self.nodes.nothing:
            return self._is_impossible() or self._in_each_case()
        return self._says(node) or self._in_each_case() or self._has_no_value()

    def inside(self, context: Context, goal: int) -> bool:
        """Tell whether a schema allows all that a part of the value can be."""
        if goal == self.nodes.anything:
            return True
        facts = self.inclusion.facts(context)
        if self.inclusion.grants(facts, goal) or facts.never:
            return True
        return self.inclusion.ask(Question(context, goal, MOST_EFFORT), self.question)

    def is_dead(self, context: Context) -> bool:
        """Tell whether a part of the value cannot be anything."""
        return self.inside(context, self.nodes.nothing)

    def fits(self, goal: int, value: object) -> bool:
        """Tell whether a schema certainly allows a value."""
        return self.inclusion.fits(goal, value) is True

    def here(self, context: Context, goal: int, *, less: int = 0) -> bool:
        """Tell whether a schema allows the value itself, about which more may be known."""
        effort = self.question.effort - less
        facts = self.inclusion.facts(context)
        if goal in facts.ids or facts.never or effort < 0:
            return effort >= 0
        # What the question itself is about cannot be taken for granted to answer it.
        is_other = goal != self.question.goal
        if effort == MOST_EFFORT and is_other and self.inclusion.grants(facts, goal):
            return True
        return self.inclusion.ask(Question(context, goal, effort), self.question)

    def with_(self, *more: int, refusing: Iterable[int] = ()) -> Context:
        """Return the context with more that is known."""
        allowing, refused = self.question.context
        return Context(allowing | {*more}, refused | {*refusing})

    def _fits(self, goal: int, value: object) -> bool:
        fits = self.inclusion.fits
        context = self.question.context
        if any(fits(each, value) is False for each in context.allowing):
            return True
        if any(fits(each, value) is True for each in context.refusing):
            return True
        return fits(goal, value) is True

    def _says(self, node: Node) -> bool:
        """Tell whether the schema says nothing but what is known."""
        facts = self.facts
        if "enums" in node or not facts.kinds <= kinds_of_types(node.get("types")):
            return False
        if "number" in facts.kinds and not numbers(facts, node):
            return False
        if "string" in facts.kinds and not texts(facts, node):
            return False
        if not all(self.here(self.question.context, each) for each in node.get("all_of", ())):
            return False
        if len(facts.kinds) > 1 and not node.keys().isdisjoint(("any_of", "one_of", "if_")):
            kinds = [self.nodes.kinds[each] for each in sorted(facts.kinds)]
            if not all(self.here(self.with_(each), self.question.goal) for each in kinds):
                return False
        elif not self._has_choices(node):
            return False
        if "not_" in node and not self._refuses(node["not_"]):
            return False
        if "array" in facts.kinds and not arrays(self, node):
            return False
        return "object" not in facts.kinds or objects(self, node)

    def _has_choices(self, node: Node) -> bool:
        if "any_of" in node and not self._has_any(node["any_of"]):
            return False
        if "one_of" in node and not self._has_one(node["one_of"]):
            return False
        if "if_" not in node:
            return True
        then, else_ = (node.get(name, self.nodes.anything) for name in ("then", "else_"))
        stated = node["if_"]
        known = [each for each in self.facts.nodes if each.get("if_") == stated]
        first = [each["then"] for each in known if "then" in each]
        second = [each["else_"] for each in known if "else_" in each]
        whether = self.here(self.with_(stated, *first), then)
        return whether and self.here(self.with_(*second, refusing=(stated,)), else_)

    def _has_any(self, members: tuple[int, ...]) -> bool:
        if any({*each} <= {*members} for each in self.facts.each("any_of")):
            return True
        return any(self.here(self.question.context, each) for each in members)

    def _has_one(self, members: tuple[int, ...]) -> bool:
        if any(sorted(each) == sorted(members) for each in self.facts.each("one_of")):
            return True
        for index, each in enumerate(members):
            others = (*members[:index], *members[index + 1 :])
            if self.here(self.question.context, each) and all(map(self._refuses, others)):
                return True
        return False

    def _refuses(self, schema: int) -> bool:
        """Tell whether a schema certainly allows nothing that the value can be."""
        refusing = self.facts.refusing
        if schema in refusing:
            return True
        both = Context(self.question.context.allowing | {schema})
        if self.here(both, self.nodes.nothing, less=1):
            return True
        return any(self.here(both, each, less=1) for each in sorted(refusing))

    def _is_impossible(self) -> bool:
        """Tell whether nothing can be the value."""
        if all(is_empty_range(self, each) for each in sorted(self.facts.kinds)):
            return True
        alone = Context(self.question.context.allowing)
        return any(
            self.here(alone, each, less=1)
            for each in sorted(self.facts.refusing)
            if each != self.nodes.nothing
        )

    def _has_no_value(self) -> bool:
        return self.here(self.question.context, self.nodes.nothing, less=1)

    def _in_each_case(self) -> bool:
        """Tell whether it holds for each of the alternatives that there are for the value."""
        allowing = self.question.context.allowing
        if not self.facts.choices or len(allowing) > _MOST_SETTLED:
            return False
        name, members = self.facts.choices[0]
        goal = self.question.goal
        if name == "if_":
            stated, then, else_ = members
            return self.here(self.with_(stated, then), goal) and self.here(
                self.with_(else_, refusing=(stated,)), goal
            )
        for index, each in enumerate(members):
            others = (*members[:index], *members[index + 1 :]) if name == "one_of" else ()
            if not self.here(self.with_(each, refusing=others), goal):
                return False
        return True

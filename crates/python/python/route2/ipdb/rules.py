"""The rules, by priority."""

from __future__ import annotations

import weakref
from collections import namedtuple
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Optional

from route2._native import Message, Snapshot, Transaction
from route2.ipdb.transactional import Changes, Transactional, plain

if TYPE_CHECKING:
    from typing_extensions import Self

    from route2.ipdb.main import IPDB

#: What tells a rule from others.
RuleKey = namedtuple(
    "RuleKey",
    ("action", "table", "priority", "iifname", "oifname", "fwmark", "fwmask", "family", "goto", "tun_id"),
)
_DEFAULT_PRIORITY = 32000
_FR_ACT_TO_TBL, _FR_ACT_GOTO, _FR_ACT_NOP = 1, 2, 3
_SAID = ("action", "table", "priority", "iifname", "oifname", "fwmark", "fwmask", "family", "goto", "tun_id", "src",
         "dst", "tos", "flow", "suppress_ifgroup", "suppress_prefixlen", "l3mdev", "uid_range", "protocol", "ip_proto",
         "sport_range", "dport_range")  # fmt: skip


def key_of(message: Message) -> RuleKey:
    """The key of the rule that a message is about."""
    return RuleKey(*(message.get(field) for field in RuleKey._fields))


class Rule(Transactional):
    """A rule, by IPDB's keys. What is set is done by `commit()`, which removes it and adds another one."""

    _table = "rule"

    def __init__(
        self,
        ipdb: IPDB,
        key: RuleKey,
        own: Optional[dict[str, Any]] = None,
        mode: Optional[str] = None,
        at: Optional[Snapshot] = None,
    ) -> None:
        super().__init__(ipdb, mode, at)
        self._key = key
        if own is not None:
            self._own, self._scope = own, "create"

    @property
    def key(self) -> RuleKey:
        """What tells it from others."""
        return self._key

    def _message(self) -> Optional[Message]:
        now = self._state
        if now is None or self._scope != "system":
            return None
        for message in now.rules(self._key.family):
            if message.get("priority") == self._key.priority and key_of(message) == self._key:
                self._last = message
                return message
        return None

    def _read(self, key: str) -> Any:
        if key == "ipdb_scope":
            return self.ipdb_scope
        if key == "ipdb_priority":
            return self._own.get(key, 0)
        message = self._shown()
        return self._own.get(key) if message is None else message.get(key)

    def _picked(self, at: Optional[Snapshot]) -> Self:
        picked = type(self)(self.ipdb, self._key, mode="readonly", at=at)
        picked._own, picked._scope, picked._last = dict(self._own), self._scope, self._last
        return picked

    def load(self, data: Any) -> Self:
        """Wants it to be as a dump says."""
        changes = self._changes()
        for key, value in data.items():
            if key in _SAID and plain(self[key]) != plain(value):
                changes.values[key] = value
        return self

    def _ask(self, native: Transaction, changes: Changes) -> None:
        message = self._message()
        if message is not None and (changes.scope is not None or changes.values):
            native.ask_message("del", message.raw)
        if changes.scope is not None or (message is not None and not changes.values):
            return
        said = self._own if message is None else {key: message.get(key) for key in _SAID}
        said = {**said, **changes.values}
        native.ask("add", "rule", {key: value for key, value in said.items() if key in _SAID and value is not None})

    def _committed(self, changes: Changes) -> None:
        rules = self.ipdb.rules
        rules.has_left(self)
        if changes.scope is not None:
            self._own = dict(self._last.by_keys()) if self._last is not None else self._own
            self._scope = "shadow" if changes.scope == "shadow" else "invalid"
            if changes.scope == "shadow":
                rules.unmade[self] = None
            return
        said = {**(self._own or self._key._asdict()), **changes.values}
        priority, family = said.get("priority"), said.get("family") or self._key.family
        now = self.ipdb.now()
        found = [key_of(m) for m in (now.rules(family) if now else ()) if m.get("priority") == priority]
        wanted = {key: said[key] for key in RuleKey._fields if said.get(key) is not None}
        fitting = [key for key in found if all(getattr(key, name) == value for name, value in wanted.items())]
        if found:
            self._key = (fitting or found)[-1]
        self._own, self._scope = {}, "system"
        rules.has_made(self)

    def _forget(self) -> None:
        if self._scope == "create":
            self.ipdb.rules.has_left(self)
            self._scope = "invalid"


class RulesDict(Mapping[Any, Rule]):
    """The rules: `rules[32766]`, `rules[{"table": 100}]`."""

    def __init__(self, ipdb: IPDB) -> None:
        self._ipdb = ipdb
        self._known: weakref.WeakValueDictionary[RuleKey, Rule] = weakref.WeakValueDictionary()
        #: Those that are not in the kernel.
        self.unmade: dict[Rule, None] = {}

    def _messages(self) -> Iterator[Message]:
        now = self._ipdb.now()
        for message in () if now is None else now.rules():
            if message["family"] in (2, 10):
                yield message

    def _rule(self, key: RuleKey) -> Rule:
        rule = self._known.get(key)
        if rule is None:
            rule = self._known[key] = Rule(self._ipdb, key)
        return rule

    def _find(self, target: Any) -> Optional[Rule]:
        if isinstance(target, Rule):
            return target
        if isinstance(target, int):
            target = {"priority": target}
        elif isinstance(target, tuple):
            target = RuleKey(*target)._asdict()
        if not isinstance(target, Mapping):
            return None
        for rule in list(self.unmade):
            if all(rule[key] == value for key, value in target.items() if value is not None):
                return rule
        for message in self._messages():
            if all(message.get(key) == value for key, value in target.items() if value is not None):
                return self._rule(key_of(message))
        return None

    def __getitem__(self, key: Any) -> Rule:
        """The rule with a priority, or of which all holds that is said; KeyError where there is none."""
        found = self._find(key)
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return self._find(key) is not None

    def __iter__(self) -> Iterator[RuleKey]:
        yield from (key_of(message) for message in self._messages())
        yield from (rule.key for rule in list(self.unmade))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return repr(list(self))

    def has_made(self, rule: Rule) -> None:
        """A rule was made."""
        self._known[rule.key] = rule

    def has_left(self, rule: Rule) -> None:
        """A rule was removed, or has another key."""
        self.unmade.pop(rule, None)
        if self._known.get(rule.key) is rule:
            del self._known[rule.key]

    def add(self, spec: Optional[Mapping[str, Any]] = None, **kwarg: Any) -> Rule:
        """A rule that is to be made, when it is committed: of the priority 32000 and of IPv4, unless that is said."""
        said = {"priority": _DEFAULT_PRIORITY, **(spec or {}), **kwarg}
        if "family" not in said:
            nets = (str(said[key]) for key in ("src", "dst") if said.get(key))
            said["family"] = 10 if any(":" in net for net in nets) else 2
        if said.get("action") is None:
            said["action"] = _FR_ACT_TO_TBL if said.get("table") else _FR_ACT_GOTO if said.get("goto") else _FR_ACT_NOP
        key = RuleKey(*(said.get(field) for field in RuleKey._fields))
        rule = Rule(self._ipdb, key, own=said)
        self.unmade[rule] = None
        self._ipdb.begin(rule)
        return rule

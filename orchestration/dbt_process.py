"""The process that dbt runs in: it reads the project at once, and builds when it is told to.

Reading takes dbt longer than building a small model twenty times; it does so while the night still
loads. One line of JSON on standard input tells it what to do; none, that it is not needed. The
input stays open for as long as the night lives.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from orchestration.garbage import all_of_it_stays

if TYPE_CHECKING:
    from dbt_common.events.base_types import BaseEvent, EventLevel

LOGGING = ("--log-format", "json", "--log-level-file", "info")


def main() -> int:
    """Read the project, wait for the line, and run dbt."""
    flags = sys.argv[1:]
    with all_of_it_stays():
        from dbt.cli.main import dbtRunner

        _leave_out_debug_events()
        _keep_compiled_templates(Path(flags[flags.index("--target-path") + 1]) / "templates")
        _take_macros_at_once()
        parsed = dbtRunner().invoke([*LOGGING, "--quiet", "parse", "--no-write-json", *flags])
    order = sys.stdin.readline()
    if not order or not parsed.success:
        return int(not parsed.success)
    Thread(target=_end_with_the_night, daemon=True).start()
    told = json.loads(order)
    os.environ.update(told["environment"])
    result = dbtRunner(parsed.result).invoke([*LOGGING, *told["arguments"], *flags])  # type: ignore[arg-type]
    if result.exception:
        print(result.exception, flush=True)
    return int(not result.success)


def _leave_out_debug_events() -> None:
    """Drop at once what nobody is told of: dbt writes each line before it looks who wants it.

    Under a profiler that was 19 of the 84 seconds that it spent on the nodes of a small night.
    """
    from dbt_common.events import base_types
    from dbt_common.events.event_manager import EventManager

    fire_event = EventManager.fire_event

    def fire_unless_debug(
        self: EventManager, e: BaseEvent, level: EventLevel | None = None, *args: Any, **named: Any
    ) -> None:
        if (level or e.level_tag()) != base_types.EventLevel.DEBUG:
            fire_event(self, e, level, *args, **named)

    EventManager.fire_event = fire_unless_debug  # type: ignore[method-assign]


def _keep_compiled_templates(folder: Path) -> None:
    """Keep what Jinja makes of a text for the next night: dbt compiles every one anew.

    Jinja's own store knows versions of Python and of Jinja's code; Jinja asks it for templates that
    have a name only, and dbt's have none. The text is the name.
    """
    from dbt.version import __version__
    from dbt_common.clients.jinja import MacroFuzzEnvironment
    from jinja2 import FileSystemBytecodeCache

    folder.mkdir(parents=True, exist_ok=True)
    kept = FileSystemBytecodeCache(str(folder))
    compile_anew = MacroFuzzEnvironment.compile

    def compile_once(self: MacroFuzzEnvironment, source: str, *args: Any, **named: Any) -> Any:
        # An environment of another class makes other code, and so may another dbt.
        name = f"{__version__} {type(self).__name__} {source}"
        bucket = kept.get_bucket(self, name, None, source)
        if bucket.code is None:
            bucket.code = compile_anew(self, source, *args, **named)
            kept.set_bucket(bucket)
        return bucket.code

    MacroFuzzEnvironment.compile = compile_once  # type: ignore[method-assign, assignment]


def _take_macros_at_once() -> None:
    """Put macros into a node's context package by package, instead of looking for each by its name.

    There are 780 of them, and two contexts for every node.
    """
    from dbt.context.configured import ConfiguredContext
    from dbt.context.macros import MacroNamespace
    from dbt.context.manifest import ManifestContext

    to_dict: Any = ManifestContext.to_dict

    def to_dict_at_once(self: ManifestContext) -> dict[str, Any]:
        macros: Any = self.namespace
        # A test that is being read has some macros only, in another form.
        if not isinstance(macros, MacroNamespace):
            return dict(to_dict(self))
        context: dict[str, Any] = ConfiguredContext.to_dict(self)
        # The first that has a macro of some name wins, so it comes last.
        for package in reversed([*macros._search_order()]):  # noqa: SLF001
            context.update(package)
        return context

    ManifestContext.to_dict = to_dict_at_once  # type: ignore[method-assign]


def _end_with_the_night() -> None:
    """End at once when nobody is there any more: a night that was killed must not go on writing."""
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())

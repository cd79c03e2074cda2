"""A Spark standalone cluster on loopback: one master, two workers and a Thrift server.

The wheel of pyspark has no start scripts for them, so each is started by its class. All take free
ports and tell them in their logs. What was started here ends here, by its own process ids.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from orchestration.engines.engine import EngineError

HOST = "127.0.0.1"
WORKERS = 2
SETTINGS = Path(__file__).with_name("spark-defaults.conf")
START_SECONDS = 120.0
END_SECONDS = 15.0
POLL_SECONDS = 0.2


class ClusterError(EngineError):
    """A part of the cluster that did not come up; the message names its log."""


@dataclass(frozen=True)
class Cluster:
    """Starts the parts of a cluster that keeps everything it writes in one folder."""

    environment: Path
    folder: Path

    @contextmanager
    def started(self) -> Iterator[int]:
        """Start the cluster and give the port of its Thrift server; end it in any case."""
        with ExitStack() as parts:
            master = parts.enter_context(
                self._part(
                    "master",
                    [
                        *("org.apache.spark.deploy.master.Master", "--host", HOST),
                        *("--port", "0", "--webui-port", "0"),
                    ],
                    ready=r"Starting Spark master at (spark://\S+)",
                )
            )
            for number in range(1, WORKERS + 1):
                parts.enter_context(
                    self._part(
                        f"worker-{number}",
                        [
                            *("org.apache.spark.deploy.worker.Worker", "--host", HOST),
                            *("--cores", "1", "--memory", "640m", "--webui-port", "0"),
                            *("--work-dir", str(self.folder / "work"), master),
                        ],
                        ready=r"(Successfully registered) with master",
                    )
                )
            port = parts.enter_context(
                self._part(
                    "thrift-server",
                    [
                        *("org.apache.spark.deploy.SparkSubmit", "--master", master),
                        *("--properties-file", str(SETTINGS), *self._places()),
                        *("--class", "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"),
                        *("spark-internal", "--hiveconf", "hive.server2.thrift.port=0"),
                        *("--hiveconf", f"hive.server2.thrift.bind.host={HOST}"),
                    ],
                    ready=r"Starting ThriftBinaryCLIService on port (\d+)",
                    memory="1g",
                )
            )
            yield int(port)

    def _places(self) -> Sequence[str]:
        metastore = f"jdbc:derby:;databaseName={self.folder / 'metastore'};create=true"
        return (
            *("--conf", f"spark.sql.warehouse.dir={self.folder / 'warehouse'}"),
            *("--conf", f"spark.local.dir={self.folder / 'scratch'}"),
            *("--conf", f"spark.hadoop.javax.jdo.option.ConnectionURL={metastore}"),
        )

    @contextmanager
    def _part(
        self, name: str, command: Sequence[str], *, ready: str, memory: str = "256m"
    ) -> Iterator[str]:
        """Start one part, wait until its log says that it is up, and give what the log tells."""
        program = next(self.environment.glob("lib/python*/site-packages/pyspark/bin/spark-class"))
        log = self.folder / "logs" / f"{name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            process = subprocess.Popen(
                [str(program), *command],
                cwd=self.folder,
                env={
                    **os.environ,
                    "SPARK_LOCAL_IP": HOST,
                    "SPARK_DAEMON_MEMORY": memory,
                    "PYSPARK_PYTHON": str(self.environment / "bin" / "python"),
                },
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # A worker's executors are in its group, and end with it.
                start_new_session=True,
            )
        try:
            yield _wait(process, name, log, re.compile(ready))
        finally:
            _end(process)


def _wait(process: subprocess.Popen[bytes], name: str, log: Path, ready: re.Pattern[str]) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        found = ready.search(log.read_text(encoding="utf-8", errors="replace"))
        if found:
            return found[1]
        if process.poll() is not None:
            raise ClusterError(f"Spark's {name} ended while it started: see {log}")
        time.sleep(POLL_SECONDS)
    raise ClusterError(f"Spark's {name} was not up after {START_SECONDS:.0f} s: see {log}")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a part and what it started: politely, then for good."""
    for signal_number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, signal_number)
        except ProcessLookupError:
            break
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            continue
    process.wait()

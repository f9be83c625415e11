"""A real MLflow server for the benchmarks, on PostgreSQL where the machine has one."""

import glob
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request

from measure import Failed, run, say

DRIVER = "testdata/bench/psycopg.txt"  # pinned by hashes
PATIENCE = 300  # seconds
ACCESS = b' HTTP/1.1" '  # in a line that tells of a request


class Server:
    """An MLflow server with a store; it ends with this process, however that ends."""

    def __init__(self, bench, name, models, versions, commits):
        self.directory = bench.directory / name
        self.directory.mkdir()
        self.stops = []
        self.env = {**bench.env, "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"}
        self.store, uri = self.postgres(bench) or ("SQLite", f"sqlite:///{self.directory}/mlflow.db")
        say(f"{models} models with {versions} versions into {self.store}")
        (self.directory / "commits").write_text("\n".join(commits))
        run([sys.executable, str(bench.here / "fill.py"), uri, str(models), str(versions), str(self.directory / "commits")], self.directory, self.env)
        self.sql = uri.replace("+psycopg2", "")
        self.execute("ANALYZE")
        self.port = free_port()
        self.uri = f"http://127.0.0.1:{self.port}"
        command = ["--host", "127.0.0.1", "--port", str(self.port), "--workers", "1", "--backend-store-uri", uri, "--artifacts-destination", str(self.directory / "artifacts")]
        self.log = self.directory / "server.log"
        self.stops.append(leashed(["mlflow", "server", *command], self.directory, self.env, self.log))
        wait(lambda: answers(f"{self.uri}/health"), "the MLflow server", self.log)

    def postgres(self, bench):
        """Start a PostgreSQL of our own; None where the machine has none, or no driver for it."""
        if not self.tool("initdb") or os.geteuid() == 0 and not bench.postgres_user:
            return None
        driver = bench.cache / "bench-psycopg"
        if not (driver / "complete").exists():
            pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes", "--upgrade", "--target", str(driver)]
            try:
                run([*pip, "-r", str(bench.root / DRIVER)], self.directory, self.env)
            except Failed as refused:
                say(f"no driver for PostgreSQL: {refused}")
                return None
            (driver / "complete").touch()
        data = self.directory / "postgres"
        data.mkdir()
        as_user = []
        if os.geteuid() == 0:  # which PostgreSQL refuses to be
            shutil.chown(data, bench.postgres_user)
            as_user = ["setpriv", f"--reuid={bench.postgres_user}", "--regid", bench.postgres_user, "--clear-groups"]
        run([*as_user, self.tool("initdb"), "--auth=trust", "--username=bench", "--encoding=UTF8", "--no-sync", "--pgdata", str(data)], data, self.env)
        port = free_port()
        start = [*as_user, self.tool("postgres"), "-D", str(data), "-h", "127.0.0.1", "-p", str(port), "-k", str(data), "-c", "fsync=off"]
        log = self.directory / "postgres.log"
        self.stops.append(leashed(start, data, self.env, log))
        uri = f"postgresql://bench@127.0.0.1:{port}/postgres"
        wait(lambda: subprocess.run([self.tool("psql"), uri, "-c", "SELECT 1"], capture_output=True).returncode == 0, "PostgreSQL", log)
        self.env["PYTHONPATH"] = str(driver)
        version = run([self.tool("postgres"), "--version"], data, self.env).out.decode().split()[2]
        return f"PostgreSQL {version}", uri.replace("://", "+psycopg2://")

    @staticmethod
    def tool(name):
        """A program of PostgreSQL's, which Debian keeps off the PATH."""
        return next(iter(sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), reverse=True)), None) or shutil.which(name)

    def execute(self, statements):
        """Run SQL in the store."""
        if self.sql.startswith("postgresql"):
            run([self.tool("psql"), "--quiet", "--set", "ON_ERROR_STOP=1", self.sql, "--command", statements], self.directory, self.env)
            return
        with sqlite3.connect(self.sql.removeprefix("sqlite:///")) as store:
            store.executescript(statements)

    def requests(self):
        """How many requests the server has answered."""
        return self.log.read_bytes().count(ACCESS)

    def stop(self):
        for server in reversed(self.stops):
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def leashed(command, cwd, env, log):
    """Start a server whose group waits on a pipe that only this process holds open."""
    leash = ["sh", "-c", '("$@"; kill 0) & read -r _; kill 0', "leash", *command]
    with open(log, "wb") as to:
        return subprocess.Popen(leash, cwd=cwd, env=env, stdin=subprocess.PIPE, stdout=to, stderr=to, start_new_session=True)


def wait(ready, what, log):
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        if ready():
            return
        time.sleep(0.1)
    raise Failed(f"{what} did not answer within {PATIENCE} s\n{log.read_text(errors='replace')[-2000:]}")


def answers(address):
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except (urllib.error.URLError, OSError):
        return False


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]

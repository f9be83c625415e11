#!/bin/sh
# MLflow 3.17.2: `mlflow server --workers 1` on a sqlite store is nine and more Python
# processes, not two: beside the web worker it starts a job runner, and consumers of
# job queues, each of which imports MLflow whole (about 200 MB each). With
# MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false they stay away, and runs are logged and
# found all the same.
#
# Guess: one worker is one process, or two with its parent.
# Seen: at least seven processes of huey's consumer; none with the variable.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
python3 -m venv venv && venv/bin/pip install --quiet 'mlflow==3.17.2'
MLFLOW_DISABLE_TELEMETRY=true venv/bin/python - <<'PY'
import glob, os, pathlib, signal, socket, subprocess, time, urllib.request


def consumers(group):
    """Count processes of the group that run huey's consumer."""
    found = 0
    for stat in glob.glob("/proc/[0-9]*/stat"):
        try:
            fields = pathlib.Path(stat).read_text().rpartition(")")[2].split()
            command = pathlib.Path(stat).with_name("cmdline").read_bytes()
        except OSError:
            continue
        found += int(fields[2]) == group and b"huey_consumer" in command
    return found


def serve(jobs):
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        port = s.getsockname()[1]
    store = f"sqlite:///{os.getcwd()}/{jobs or 'default'}.db"
    env = dict(os.environ, PATH=os.getcwd() + "/venv/bin:" + os.environ["PATH"])
    if jobs:
        env["MLFLOW_SERVER_ENABLE_JOB_EXECUTION"] = jobs
    server = subprocess.Popen(
        ["venv/bin/mlflow", "server", "--workers", "1", "--port", str(port), "--backend-store-uri", store],
        env=env, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5)
                break
            except OSError:
                time.sleep(0.5)
        most = 0
        for _ in range(60):  # they come up one after the other
            most = max(most, consumers(server.pid))
            if most >= 7:
                break
            time.sleep(0.5)
        return most
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


by_default, without = serve(None), serve("false")
print(f"consumers by default: {by_default}; with MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false: {without}")
assert by_default >= 7 and without == 0
PY

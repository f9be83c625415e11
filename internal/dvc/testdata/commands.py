"""Run DVC's commands, each in a process of its own, which has imported what earlier ones needed.

To import DVC takes longer than most commands. A line of standard input is a command, as JSON:
{"dir": …, "environ": {…}, "args": […], "output": FILE}. Its exit code is answered in a line.
"""

import contextlib
import importlib
import json
import os
import sys

from dvc.cli import main


def run(command):
    """Become the command."""
    output = os.open(command["output"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for target, source in enumerate((nothing, output, output)):
        os.dup2(source, target)
    os.chdir(command["dir"])
    os.environ.clear()
    os.environ.update(command["environ"])
    sys.argv = ["dvc", *command["args"]]
    return main(command["args"])


for line in sys.stdin:
    told, tells = os.pipe()
    child = os.fork()
    if child == 0:
        code = 70
        try:
            code = run(json.loads(line))
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os.write(tells, " ".join(sys.modules).encode())
            os._exit(code)
    os.close(tells)
    with open(told) as imported:
        names = imported.read().split()
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), flush=True)
    for name in names:
        if name not in sys.modules:
            with contextlib.suppress(ImportError):  # some are made by others, and are none to import
                importlib.import_module(name)

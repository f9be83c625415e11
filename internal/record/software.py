# Prints what is installed for this Python, as JSON: its version, the platform, and each
# distribution by name, version and, where it was not installed by these, its origin.
import sys

sys.path[:] = [entry for entry in sys.path if entry]  # no module of the working directory

import json
import platform
from importlib import metadata

packages = []
for distribution in metadata.distributions():
    try:
        name, version, origin = distribution.metadata["Name"], distribution.version, ""
        direct = distribution.read_text("direct_url.json")
        if direct:
            direct = json.loads(direct)
            commit = direct.get("vcs_info", {}).get("commit_id", "")
            origin = direct.get("url", "") + ("@" + commit if commit else "")
        if name:
            packages.append({"name": str(name), "version": str(version or ""), "origin": origin})
    except Exception:
        pass
json.dump({"python": platform.python_version(), "platform": platform.platform(), "packages": packages}, sys.stdout)

# Prints what is installed for this Python, as JSON: its version, the platform, and each
# distribution by name, version and, where it was not installed by these, its origin.
import sys

sys.path[:] = [entry for entry in sys.path if entry]  # no module of the working directory

import base64
import hashlib
import json
import os
import platform
from importlib import metadata

imported = set(sys.argv[1:])  # a module of each distribution whose files are read: the training did


def as_listed(distribution, file, digest, size):
    """Give a line of a RECORD for what stands there now: somebody may have patched a file, and left the list as it was."""
    path = distribution.locate_file(file)
    try:
        now = os.stat(path).st_size
        if size and size != str(now):
            digest = "size=%d" % now
        elif now <= 1 << 20 and digest.startswith("sha256="):
            with open(path, "rb") as opened:
                digest = "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(opened.read()).digest()).decode().rstrip("=")
    except OSError:
        digest = "gone"
    return file + "," + digest


def content(distribution):
    """Sum up the files of a distribution as observe/installed.go does: "" where they are not listed with hashes."""
    record, wheel = (distribution.read_text(name) or "" for name in ("RECORD", "WHEEL"))
    files = [line.rsplit(",", 2)[0].strip('"') for line in record.splitlines()]
    read = any(str(distribution.locate_file(file)) in imported for file in files)
    tags = sorted({line[5:].strip() for line in wheel.splitlines() if line.startswith("Tag: ")})
    lines = set()
    for line in record.splitlines():
        if line.count(",") < 2:
            return ""
        file, digest, size = line.rsplit(",", 2)
        file = file.strip('"')
        if file.startswith(("/", "..")) or ".dist-info/" in file or "__pycache__/" in file or file.endswith(".pyc"):
            continue
        if not digest:
            return ""
        lines.add(as_listed(distribution, file, digest, size) if read else file + "," + digest)
    if not lines:
        return ""
    return ".".join(tags or ["unknown"]) + " " + hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:32]


packages = []
for distribution in metadata.distributions():
    try:
        name, version, origin, files = distribution.metadata["Name"], distribution.version, "", ""
        direct = distribution.read_text("direct_url.json")
        if direct:
            direct = json.loads(direct)
            commit = direct.get("vcs_info", {}).get("commit_id", "")
            origin = direct.get("url", "") + ("@" + commit if commit else "")
        if not direct or not direct.get("dir_info", {}).get("editable"):  # that is a directory, whose files nobody lists
            files = content(distribution)
        if name:
            packages.append({"name": str(name), "version": str(version or ""), "origin": origin, "content": files})
    except Exception:
        pass
json.dump({"python": platform.python_version(), "platform": platform.platform(), "packages": packages}, sys.stdout)

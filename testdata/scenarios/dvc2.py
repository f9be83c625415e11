"""Write dvc.lock once more, as DVC 2 would have left it.

DVC 3 still reads locks of DVC 2 and has its way to hash, but writes its own. So
DVC 3's own functions make the hashes here, and DVC 3 is asked whether it takes
the lock for up to date. A file with the line ends of Windows has another hash
for each, although nothing in it changed: DVC 2 left the line ends out.
"""

import shutil
import subprocess
import sys
from pathlib import Path

import yaml
from dvc_data.hashfile.hash import file_md5
from dvc_objects.fs.local import LocalFileSystem


def main():
    lock = yaml.safe_load(Path("dvc.lock").read_text())
    for stage in lock["stages"].values():
        for entry in [*stage["deps"], *stage["outs"]]:
            del entry["hash"]
            digest = file_md5(entry["path"], LocalFileSystem(), name="md5-dos2unix")
            entry["md5"] = digest
            cached = Path(".dvc/cache") / digest[:2] / digest[2:]  # where DVC 2 has it
            cached.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(entry["path"], cached)
    Path("dvc.lock").write_text(yaml.safe_dump(lock, sort_keys=False))
    status = subprocess.run(["dvc", "status"], capture_output=True, text=True)
    if "up to date" not in status.stdout:
        sys.exit(f"DVC does not take the lock for its own:\n{status.stdout}{status.stderr}")


if __name__ == "__main__":
    main()

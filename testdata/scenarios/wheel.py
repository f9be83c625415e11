"""Build a wheel of one module: wheel.py MODULE.py FOLDER NAME-VERSION prints its path.

A wheel is a zip with three documents beside the code; pip takes it from here.
"""

import base64
import hashlib
import sys
import zipfile
from pathlib import Path


def main(source, folder, name_and_version):
    name, version = name_and_version.split("-")
    info = f"{name}-{version}.dist-info"
    code = Path(source).read_text()
    needs = [line.removeprefix("# requires ") for line in code.splitlines() if line.startswith("# requires ")]
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
    metadata += "".join(f"Requires-Dist: {need}\n" for need in needs)
    wheel = Path(folder) / f"{name}-{version}-py3-none-any.whl"
    files = {
        f"{name}.py": code,
        f"{info}/METADATA": metadata,
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: wheel.py\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    lines = [f"{path},sha256={digest(text)},{len(text.encode())}\n" for path, text in files.items()]
    files[f"{info}/RECORD"] = "".join([*lines, f"{info}/RECORD,,\n"])
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    print(wheel)


def digest(text):
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


if __name__ == "__main__":
    main(*sys.argv[1:])

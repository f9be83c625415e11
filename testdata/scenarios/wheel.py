"""Build a wheel of one module: wheel.py MODULE.py FOLDER NAME-VERSION prints its path.

A wheel is a zip with three documents beside the code; pip takes it from here.
"""

import sys
import zipfile
from pathlib import Path


def main(source, folder, name_and_version):
    name, version = name_and_version.split("-")
    info = f"{name}-{version}.dist-info"
    wheel = Path(folder) / f"{name}-{version}-py3-none-any.whl"
    files = {
        f"{name}.py": Path(source).read_text(),
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: wheel.py\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"])
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    print(wheel)


if __name__ == "__main__":
    main(*sys.argv[1:])

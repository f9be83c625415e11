#!/bin/sh
# pip 26.3 and uv 0.13.9: of one environment with an editable install, pip's freeze names
# a remote and a commit, uv's the folder alone. Neither says that the files are not those
# of the commit, and pip does not ask whether the remote has it.
#
# Guess: both freezes hold the same, and one that cannot be installed again says so.
# Seen: "-e git+https://example.org/feats.git@COMMIT#egg=feats" and "-e file:///…/feats";
# after an edit that was not committed pip's line is the same, letter by letter.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
export GIT_CONFIG_GLOBAL=/dev/null
python3 -m venv venv && venv/bin/pip install --quiet 'pip==26.3' 'uv==0.13.9' 'setuptools==80.9.0'
mkdir -p feats/src/feats && cd feats
printf '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "feats"\nversion = "1.0"\n' >pyproject.toml
echo 'K = 1' >src/feats/__init__.py
git init --quiet && git add pyproject.toml src
git -c user.name=a -c user.email=a@example.org commit --quiet -m one
git remote add origin https://example.org/feats.git # nothing was pushed there
commit=$(git rev-parse HEAD)
cd .. && venv/bin/pip install --quiet --no-build-isolation -e ./feats
venv/bin/pip freeze | grep feats | tee committed
venv/bin/uv pip freeze --quiet --python venv | grep feats | tee uv
echo 'K = 2' >feats/src/feats/__init__.py
venv/bin/pip freeze | grep feats | tee edited
grep -qx -e "-e git+https://example.org/feats.git@$commit#egg=feats" committed
cmp committed edited
grep -qx -e "-e file://$(pwd -P)/feats" uv

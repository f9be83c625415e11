#!/bin/sh
# Hydra 1.3.8, papermill 2.7.0, Kedro 1.7.0: one text for a param on the command line
# is three values. 010 is the text '010' for Hydra, 8 for Kedro and 10 for papermill;
# yes is a text, True and a text; 12:30 is a text, 750 and a text; nan is a number, a
# text and a number. Hydra's own configuration file reads 010 as 8, yes as True and
# 12:30 as 750: an override does not mean what the same characters in the file mean.
#
# Guess: an override is read as the file would read it, and launchers that take
# "key=value" agree on numbers.
# Seen: of ten texts the three launchers agree on three, Hydra and its file on four.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
python3 -m venv venv && venv/bin/pip install --quiet 'hydra-core==1.3.8' 'omegaconf==2.3.1' 'papermill==2.7.0'
python3 -m venv kedro && kedro/bin/pip install --quiet 'kedro==1.7.0' 'omegaconf==2.4.0'
cat >texts.py <<'PY'
TEXTS = ["010", "1_000", "0x10", "1e-5", "nan", ".nan", "yes", "True", "null", "12:30"]
PY
cat >hydra_papermill.py <<'PY'
import os
from hydra import compose, initialize_config_dir
from omegaconf import OmegaConf
from papermill.cli import _resolve_type
from texts import TEXTS

os.mkdir("conf")
open("conf/c.yaml", "w").write("v: null\n")
with initialize_config_dir(version_base=None, config_dir=os.path.abspath("conf")):
    for text in TEXTS:
        open("file.yaml", "w").write(f"v: {text}\n")
        print(text, repr(compose("c", overrides=[f"v={text}"]).v),
              repr(OmegaConf.load("file.yaml").v), repr(_resolve_type(text)), sep="\t")
PY
cat >kedro_params.py <<'PY'
from kedro.framework.cli.utils import _split_params
from texts import TEXTS

for text in TEXTS:
    print("=", repr(_split_params(None, None, f"v={text}")["v"]), sep="\t")
PY
venv/bin/python hydra_papermill.py >left
KEDRO_LOGGING_CONFIG='' kedro/bin/python kedro_params.py 2>/dev/null | grep '^=' | cut -f2 >right
printf 'text\tHydra\tHydra file\tpapermill\tKedro\n'; paste left right | tee all
row() { grep -qx "$(printf '%s\t%s\t%s\t%s\t%s' "$@")" all; }
row 010 "'010'" 8 10 8
row yes "'yes'" True "'yes'" True
row 12:30 "'12:30'" 750 "'12:30'" 750
row nan nan "'nan'" nan "'nan'"
row 1e-5 1e-05 1e-05 1e-05 1e-05
[ "$(awk -F'\t' '$2 == $4 && $2 == $5' all | wc -l)" = 3 ]
[ "$(awk -F'\t' '$2 == $3' all | wc -l)" = 4 ]

#!/bin/sh
# papermill 2.7.0 with nbclient 0.11.0 and ipykernel 7.4.0: what a notebook leaves to its
# process's exit is cut off when it takes longer than about five seconds, and papermill
# ends with status 0 all the same.
#
# Guess: papermill waits for the kernel's exit handlers, or fails where it does not.
# Seen: a handler of one second writes its file, one of twelve seconds does not; the
# executed notebook is written and the exit status is 0 for both. So a metric that a
# client flushes at exit can be lost in a training that ended well.
set -eu
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT; cd "$tmp"
export HOME="$tmp"
python3 -m venv venv
venv/bin/pip install --quiet 'papermill==2.7.0' 'nbclient==0.11.0' 'jupyter-client==8.10.0' 'ipykernel==7.4.0'
notebook() {
	cat <<JSON
{"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}, "language_info": {"name": "python"}},
 "cells": [{"id": "a", "cell_type": "code", "execution_count": null, "metadata": {}, "outputs": [],
  "source": "import atexit, time\ndef flush():\n    time.sleep($1)\n    open('flushed_$1', 'w').close()\natexit.register(flush);"}]}
JSON
}
for seconds in 1 12; do
	notebook "$seconds" >"n$seconds.ipynb"
	status=0
	PATH="$tmp/venv/bin:$PATH" venv/bin/papermill --no-progress-bar "n$seconds.ipynb" "out$seconds.ipynb" >log 2>&1 || status=$?
	[ -e "out$seconds.ipynb" ] && [ "$status" = 0 ] || { cat log; exit 1; }
	if [ -e "flushed_$seconds" ]; then echo "$seconds s: status $status, flushed"; else echo "$seconds s: status $status, cut off"; fi
done | tee seen
grep -qx '1 s: status 0, flushed' seen
grep -qx '12 s: status 0, cut off' seen

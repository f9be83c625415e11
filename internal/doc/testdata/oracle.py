"""Judges edits of documents with the readers that Python projects use.

Reads one JSON request per line and answers each with one JSON line:

  {"op": "resolve", "texts": [...]}
      -> {"pyyaml": [[type, str], ...], "ruamel": [[type, str], ...]}
  {"op": "before", "format": "yaml", "text": BASE64}
      -> {"readers": {NAME: TREE, ...}}, of those that can read it
  {"op": "edit", "after": BASE64, "path": [KEY, ...], "others": [[KEY, ...], ...], "value": VALUE, "insert": BOOL}
      -> {"judged": n, "wrong": [sentence, ...]}

An edit is judged against the last "before": loaded by each of its readers, the
text after it must equal the text before it with the value at path replaced,
types, key order and NaN included; for an insertion, the text before it must
equal the text after it without that path. The value stands at the paths of
"others" as well. A KEY is a key as the document spells it. A
VALUE is [type, text] with a Python type name, or {"list": [VALUE, ...]}. A TREE
is a VALUE or {"map": [[VALUE, TREE], ...]}; the text of a date is left out.
"""

import base64
import json
import sys

import ruamel.yaml
import yaml

try:
    import tomllib
except ImportError:  # before Python 3.11
    tomllib = None


def ruamel_load(text):
    # As DVC loads params: https://github.com/iterative/dvc/blob/main/dvc/utils/serialize/_yaml.py
    return ruamel.yaml.YAML(typ="safe", pure=True).load(text)


def pyyaml_load(text):
    return yaml.load(text, Loader=yaml.SafeLoader)


def json_load(text):
    return json.loads(text.decode("utf-8-sig"))


def toml_load(text):
    return tomllib.loads(text.decode("utf-8-sig"))


READERS = {
    "yaml": {"PyYAML": pyyaml_load, "ruamel.yaml": ruamel_load},
    "json": {"json": json_load},
    "toml": {"tomllib": toml_load} if tomllib else {},
}


def described(load, text):
    try:
        value = load(text)
    except Exception:
        return ["unreadable", text]
    kind = type(value).__name__
    if kind in ("date", "datetime", "TimeStamp"):
        return ["date", text]
    return ["None" if value is None else kind, str(value)]


def reading(value):
    if isinstance(value, dict):
        return {"map": [[reading(key), reading(item)] for key, item in value.items()]}
    if isinstance(value, list):
        return {"list": [reading(item) for item in value]}
    kind = type(value).__name__
    if kind in ("date", "datetime", "time", "TimeStamp"):
        return ["date", ""]
    return ["None" if value is None else kind, str(value)]


def plain(value):
    """A copy in which nothing is shared, so that setting one path sets one path."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def identity(value):
    """What two equal values have in common and two different ones have not."""
    if isinstance(value, dict):
        return ["map", [[identity(key), identity(item)] for key, item in value.items()]]
    if isinstance(value, list):
        return ["list", [identity(item) for item in value]]
    return [type(value).__name__, repr(value)]


def wanted(value):
    if isinstance(value, dict):
        return [wanted(item) for item in value["list"]]
    kind, text = value
    return {"int": int, "float": float, "str": str, "bool": lambda t: t == "True", "None": lambda t: None}[kind](text)


def parent(tree, path, load_key):
    for key in path[:-1]:
        tree = tree[load_key(key)]
    return tree, load_key(path[-1])


def replaced(tree, path, value, load_key):
    tree = plain(tree)
    inner, key = parent(tree, path, load_key)
    if key not in inner:
        raise KeyError(path[-1])
    inner[key] = value
    return tree


def judge(before, after, request, load_key):
    value = wanted(request["value"])
    if request.get("insert"):
        after = plain(after)
        inner, key = parent(after, request["path"], load_key)
        if identity(inner.pop(key)) != identity(value):
            return "a new value that is another one"
        expected, got = identity(plain(before)), identity(after)
    else:
        for path in [request["path"]] + (request.get("others") or []):
            before = replaced(before, path, value, load_key)
        expected, got = identity(before), identity(after)
    return "" if got == expected else "%s, wanted %s" % (got, expected)


def key_loader(form, load):
    if form == "yaml":
        return lambda key: load(key.encode())
    if form == "json":
        return json.loads
    return lambda key: next(iter(toml_load((key + " = 0").encode())))


def main():
    before, readers, form = {}, {}, ""
    for line in sys.stdin:
        request = json.loads(line)
        if request["op"] == "resolve":
            answer = {
                "pyyaml": [described(pyyaml_load, text) for text in request["texts"]],
                "ruamel": [described(ruamel_load, text) for text in request["texts"]],
            }
        elif request["op"] == "before":
            text, form = base64.b64decode(request["text"]), request["format"]
            before, readers = {}, READERS[form]
            for name, load in readers.items():
                try:
                    before[name] = load(text)
                except Exception:
                    pass
            answer = {"readers": {name: reading(value) for name, value in before.items()}}
        else:
            after, wrong = base64.b64decode(request["after"]), []
            for name, tree in before.items():
                load = readers[name]
                try:
                    what = judge(tree, load(after), request, key_loader(form, load))
                except Exception as error:
                    what = "%s: %s" % (type(error).__name__, error)
                if what:
                    wrong.append("%s reads %s" % (name, what))
            answer = {"judged": len(before), "wrong": wrong}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()

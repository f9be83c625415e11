# Loads one model that MLflow saved, in the environment that trained, and writes down what
# it predicts for an input example. reproduce starts it twice, once for each model, where
# somebody asked for --compare-model. It runs the model's own code, as loading does.
import decimal
import hashlib
import json
import os
import sys

MAX_VALUES = 100000  # of all parts together
MAX_FILES, MAX_BYTES = 2000, 2 << 30  # of a model that is fetched
STABLE = (".onnx", ".safetensors", ".npy", ".ubj")  # formats that hold the same bytes for the same model


def size(uri, list_artifacts):
    """How many files and bytes a model has, as the server lists them."""
    files, total, folders = 0, 0, [""]
    while folders:
        folder = folders.pop()
        at = uri.rstrip("/") + "/" + folder if folder else uri
        for entry in list_artifacts(artifact_uri=at):
            name = folder + "/" + entry.path.rsplit("/", 1)[-1] if folder else entry.path.rsplit("/", 1)[-1]
            if entry.is_dir:
                folders.append(name)
            files, total = files + 1, total + (entry.file_size or 0)
            if files > MAX_FILES or total > MAX_BYTES:
                raise ValueError("it has more than %d files or %d GiB" % (MAX_FILES, MAX_BYTES >> 30))


def fetch(uri, folder):
    from mlflow import artifacts

    size(uri, artifacts.list_artifacts)
    return artifacts.download_artifacts(artifact_uri=uri, dst_path=folder)


def text(value):
    """One value: an integer that a float64 may not hold travels as text."""
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return "-" + str(value)
    if isinstance(value, (decimal.Decimal, complex)) and value != value:
        return "-nan"
    if isinstance(value, float) or isinstance(value, int) and not isinstance(value, bool) and abs(value) <= 2**53:
        return "n" + repr(float(value))
    if isinstance(value, int) and not isinstance(value, bool):
        value = int(value)  # and not the name of an enumeration's member
    long = str(value)
    if len(long) > 1000:  # texts that begin alike are not the same
        long = long[:900] + " sha256 " + hashlib.sha256(long.encode("utf-8", "backslashreplace")).hexdigest()
    return "s" + long


def values(result):
    """The shape of what a model predicts, and its values as texts: n for a number that a
    float64 holds, - for what is no value, s for another."""
    if hasattr(result, "toarray"):
        result = result.toarray()
    columns = ""
    if hasattr(result, "columns"):
        columns = " " + json.dumps([str(name) for name in result.columns])
        result = [result[name].tolist() for name in result.columns]
    elif isinstance(result, dict):
        names = sorted(result, key=str)
        columns = " " + json.dumps([str(name) for name in names])
        result = [result[name] for name in names]
    elif hasattr(result, "tolist"):
        result = result.tolist()
    found, shape = [], []

    def walk(value):
        if hasattr(value, "toarray"):
            value = value.toarray()
        if hasattr(value, "columns"):  # a table's own text leaves out rows
            value = {name: value[name].tolist() for name in value.columns}
        if hasattr(value, "tolist") and not isinstance(value, (str, bytes)):
            value = value.tolist()
        if isinstance(value, dict):
            shape.append("{" + ",".join(str(key) for key in sorted(value, key=str)))
            value = [value[key] for key in sorted(value, key=str)]
        if isinstance(value, (list, tuple)):
            shape.append("[")
            for one in value:
                walk(one)
            shape.append("]")
            return
        if len(found) >= MAX_VALUES:
            raise ValueError("it predicts more than %d values" % MAX_VALUES)
        found.append(text(value))

    walk(result)
    outline = hashlib.sha256("".join(shape).encode("utf-8", "replace")).hexdigest()[:8]
    return "%d values%s (%s)" % (len(found), columns[:200], outline), found


def load_example(folder):
    from mlflow.models import Model

    model = Model.load(folder)
    if not getattr(model, "saved_input_example_info", None):
        raise ValueError("the original's model has no input example; log it with input_example")
    if hasattr(model, "load_input_example"):
        return model.load_input_example(folder)
    from mlflow.models.utils import _read_example

    return _read_example(model, folder)


def raw_model(model):
    """The library's own model behind MLflow's; None where MLflow gives none."""
    try:
        return model.get_raw_model()
    except (AttributeError, NotImplementedError):
        return getattr(getattr(model, "_model_impl", None), "sklearn_model", None)


def predict(folder, example):
    import copy

    from mlflow import pyfunc

    model = pyfunc.load_model(folder)
    methods = [("predict", model.predict)]
    for name in ("predict_proba", "decision_function"):
        method = getattr(raw_model(model), name, None)
        if callable(method):
            methods.append((name, method))
            break
    parts, varies = [], False
    for name, method in methods:
        shape, found = values(method(copy.deepcopy(example)))
        varies = varies or values(method(copy.deepcopy(example))) != (shape, found)
        parts.append({"name": name, "shape": shape, "values": found})
    return parts, varies


def digests(folder):
    found = {}
    for where, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(where, name)
            if name.endswith(STABLE) and len(found) < 50 and not os.path.islink(path):
                digest = hashlib.sha256()
                with open(path, "rb") as file:
                    for block in iter(lambda: file.read(1 << 20), b""):
                        digest.update(block)
                found[os.path.relpath(path, folder).replace(os.sep, "/")] = digest.hexdigest()
    return found


def main():
    with open(sys.argv[1]) as file:
        asked = json.load(file)
    sys.path[:0] = asked["paths"]  # modules that the training's programs imported
    answer = {}
    try:
        folder = fetch(asked["model"], asked["folder"])
        answer["folder"] = folder
        example = load_example(asked["example"] or folder)
        answer["parts"], answer["varies"] = predict(folder, example)
        answer["files"] = digests(folder)
    except BaseException as error:  # a model may do anything
        answer = {"error": ("%s: %s" % (type(error).__name__, error))[:2000]}
    with open(asked["answer"] + ".new", "w") as file:
        json.dump(answer, file)
    os.replace(asked["answer"] + ".new", asked["answer"])


main()

"""Read a statement, or a signed one, as in-toto does. Whatever is wrong ends with an error.

accept.py statement FILE: prints its subjects and its predicate's type.
accept.py envelope FILE: prints the payload of a DSSE envelope.
"""

import json
import pathlib
import sys

from google.protobuf import json_format
from in_toto_attestation.v1 import statement, statement_pb2
from securesystemslib import dsse


def accept(text):
    parsed = json_format.Parse(text, statement_pb2.Statement())
    statement.Statement.copy_from_pb(parsed).validate()
    return parsed


what, path = sys.argv[1:]
text = pathlib.Path(path).read_text(encoding="utf-8")
if what == "envelope":
    envelope = dsse.Envelope.from_dict(json.loads(text))
    assert envelope.payload_type == "application/vnd.in-toto+json", envelope.payload_type
    assert envelope.signatures, "no signature"
    accept(envelope.payload.decode())
    sys.stdout.buffer.write(envelope.payload)
else:
    parsed = accept(text)
    # Nothing was lost on the way: no number out of range, no member it does not know.
    assert json_format.MessageToDict(parsed)["predicate"] == json.loads(text)["predicate"]
    print(parsed.predicate_type, *(subject.name for subject in parsed.subject), sep="\n")

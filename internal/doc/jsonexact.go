package doc

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// DecodeExactJSON is DecodeJSON for a document that EncodeJSON wrote from such a v. A name
// that v does not have is an error, and so is a member that it would have written and that is
// not there, or is null: what is read by halves may say less than the whole. Blanks and the
// order of members are free.
func DecodeExactJSON(text []byte, limitBytes int64, v any) error {
	if err := jsonError(json.UnmarshalRead(limit(bytes.NewReader(text), limitBytes), v, json.RejectUnknownMembers(true))); err != nil {
		return err
	}
	written, err := EncodeJSON(v, "")
	if err != nil {
		return err
	}
	was, is := jsontext.Value(bytes.Clone(text)), jsontext.Value(written)
	if err := errors.Join(was.Canonicalize(), is.Canonicalize()); err != nil {
		return fmt.Errorf("json: %w", err)
	}
	if !bytes.Equal(was, is) {
		return errors.New("json: a member is missing, is null, or is not as it is written")
	}
	return nil
}

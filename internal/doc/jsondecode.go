package doc

import (
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// DecodeJSON reads one JSON document of at most limit bytes from r into v.
//
// It is stricter than encoding/json, because a wrong reading here is a wrong
// verdict later: names match by case, a name given twice, bytes that are no
// UTF-8, and anything but blanks after the document are errors. Names that v
// does not have are ignored. Errors tell the byte offset; one about size has
// ErrTooLarge in its chain.
func DecodeJSON(r io.Reader, limitBytes int64, v any) error {
	return jsonError(json.UnmarshalRead(limit(r, limitBytes), v))
}

// EncodeJSON gives the JSON text of v, the same bytes for the same value: map
// members sorted, nothing escaped for HTML, no final newline. indent is one
// step of indentation; "" puts everything on one line. A float64 that is not
// finite is an error: use Float for those. A field marked omitempty is left out
// when it would be written as null, "", {} or [].
func EncodeJSON(v any, indent string) ([]byte, error) {
	options := []json.Options{json.Deterministic(true)}
	if indent != "" {
		options = append(options, jsontext.WithIndent(indent))
	}
	text, err := json.Marshal(v, options...)
	return text, jsonError(err)
}

// jsonError says where a document went wrong in the words of this package.
func jsonError(err error) error {
	var syntax *jsontext.SyntacticError
	var semantic *json.SemanticError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrTooLarge):
		return fmt.Errorf("json: %w", err)
	case errors.As(err, &syntax):
		return fmt.Errorf("json at byte %d%s: %w", syntax.ByteOffset, within(syntax.JSONPointer), syntax.Err)
	case errors.As(err, &semantic):
		cause := semantic.Err
		if cause == nil {
			cause = fmt.Errorf("%s where %v is expected", semantic.JSONKind, semantic.GoType)
		}
		return fmt.Errorf("json at byte %d%s: %w", semantic.ByteOffset, within(semantic.JSONPointer), cause)
	default:
		return fmt.Errorf("json: %w", err)
	}
}

// within names the member an error is about; the pointer is cut, because its
// names are somebody else's text.
func within(pointer jsontext.Pointer) string {
	const longest = 80
	switch text := string(pointer); {
	case text == "":
		return ""
	case len(text) > longest:
		return fmt.Sprintf(" in %.*q…", longest, text)
	default:
		return fmt.Sprintf(" in %q", text)
	}
}

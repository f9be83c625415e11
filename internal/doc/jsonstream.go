package doc

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// A JSONReader reads one JSON document value by value, so that an answer with a
// million metric points needs the memory of one. It is as strict as DecodeJSON.
// Each method reads the value that comes next; one of another kind is an error.
type JSONReader struct {
	from  *jsontext.Decoder
	names map[string]string
}

// StreamJSON lets read take apart one JSON document of at most limit bytes. It
// fails if read leaves part of the document unread, or if anything follows it.
func StreamJSON(r io.Reader, limitBytes int64, read func(*JSONReader) error) error {
	tokens := &JSONReader{from: jsontext.NewDecoder(limit(r, limitBytes)), names: map[string]string{}}
	if err := read(tokens); err != nil {
		return jsonError(err)
	}
	if depth := tokens.from.StackDepth(); depth != 0 || tokens.from.InputOffset() == 0 {
		return errors.New("json: the document was not read to its end")
	}
	switch _, err := tokens.from.ReadToken(); {
	case err == io.EOF:
		return nil
	case err != nil:
		return jsonError(err)
	default:
		return fmt.Errorf("json at byte %d: more data after the document", tokens.from.InputOffset())
	}
}

// Object reads an object and calls member for each of its members, in order. A
// value that member does not read is skipped.
func (t *JSONReader) Object(member func(name string) error) error {
	return t.each('{', func() error {
		name, err := t.name()
		if err != nil {
			return err
		}
		before := t.from.InputOffset()
		if err := member(name); err != nil {
			return err
		}
		if t.from.InputOffset() == before {
			return t.Skip()
		}
		return nil
	})
}

// Array reads an array and calls item before each of its items. One that item
// does not read is skipped.
func (t *JSONReader) Array(item func() error) error {
	return t.each('[', func() error {
		before := t.from.InputOffset()
		if err := item(); err != nil {
			return err
		}
		if t.from.InputOffset() == before {
			return t.Skip()
		}
		return nil
	})
}

// each reads the brackets and leaves what is between them to part. It checks
// that part comes back at the level where it started.
func (t *JSONReader) each(open jsontext.Kind, part func() error) error {
	token, err := t.from.ReadToken()
	if err != nil {
		return endless(err)
	}
	if token.Kind() != open {
		return t.mismatch(open.String(), token.Kind())
	}
	depth := t.from.StackDepth()
	for {
		switch kind := t.from.PeekKind(); kind {
		case '}', ']', 0:
			_, err := t.from.ReadToken()
			return endless(err)
		}
		if err := part(); err != nil {
			return err
		}
		if t.from.StackDepth() != depth {
			return errors.New("json: a value was read in part")
		}
	}
}

// Text reads a string.
func (t *JSONReader) Text() (string, error) {
	raw, err := t.value('"')
	if err != nil {
		return "", err
	}
	text, err := jsontext.AppendUnquote(nil, raw)
	return string(text), err
}

// Float reads a number, or a string that holds one, as Float does.
func (t *JSONReader) Float() (float64, error) {
	raw, err := t.from.ReadValue()
	if err != nil {
		return 0, endless(err)
	}
	value, err := parseFloat(unquoted(raw))
	return value, t.at(err)
}

// Int reads a whole number, or a string that holds one.
func (t *JSONReader) Int() (int64, error) {
	raw, err := t.from.ReadValue()
	if err != nil {
		return 0, endless(err)
	}
	value, err := parseInt(unquoted(raw))
	return value, t.at(err)
}

// Null reads a null if one comes next, and says whether it did.
func (t *JSONReader) Null() bool {
	if t.from.PeekKind() != 'n' {
		return false
	}
	_, err := t.from.ReadToken()
	return err == nil
}

// Skip reads the next value, whatever it is, and drops it.
func (t *JSONReader) Skip() error { return endless(t.from.SkipValue()) }

// name reads a member's name. A document repeats few of them, a history the
// same four a million times, so they are kept.
func (t *JSONReader) name() (string, error) {
	raw, err := t.value('"')
	if err != nil {
		return "", err
	}
	if name, known := t.names[string(raw)]; known {
		return name, nil
	}
	text, err := jsontext.AppendUnquote(nil, raw)
	const kept = 64
	if err == nil && len(t.names) < kept && !bytes.ContainsRune(raw, '\\') {
		t.names[string(raw)] = string(text)
	}
	return string(text), err
}

func (t *JSONReader) value(kind jsontext.Kind) (jsontext.Value, error) {
	if found := t.from.PeekKind(); found != kind && found != 0 {
		return nil, t.mismatch(kind.String(), found)
	}
	raw, err := t.from.ReadValue()
	return raw, endless(err)
}

func (t *JSONReader) mismatch(want string, got jsontext.Kind) error {
	return t.at(fmt.Errorf("%s where %s is expected", got, want))
}

// at adds where the reader stands to an error that does not know it.
func (t *JSONReader) at(err error) error {
	if err == nil {
		return nil
	}
	return &jsontext.SyntacticError{ByteOffset: t.from.InputOffset(), JSONPointer: t.from.StackPointer(), Err: err}
}

// endless turns the end of input in the middle of a document into an error
// that cannot be taken for the end of a stream.
func endless(err error) error {
	if err == io.EOF { //nolint:errorlint // io.EOF itself is the end; what wraps it is an error already
		return io.ErrUnexpectedEOF
	}
	return err
}

package doc

import (
	"errors"
	"fmt"
	"io"
)

// ErrTooLarge is in the chain of every error that says that a document has
// more bytes than its caller allows.
var ErrTooLarge = errors.New("document too large")

// limited reads at most left bytes and answers one more with ErrTooLarge, where
// io.LimitReader would make a cut document look like a whole one.
type limited struct {
	from  io.Reader
	limit int64
	left  int64
}

func limit(r io.Reader, n int64) *limited { return &limited{from: r, limit: n, left: n} }

func (l *limited) Read(p []byte) (int, error) {
	if l.left < 0 {
		return 0, l.refuse()
	}
	if int64(len(p)) > l.left+1 {
		p = p[:l.left+1]
	}
	n, err := l.from.Read(p)
	l.left -= int64(n)
	if l.left < 0 {
		return n - 1, l.refuse()
	}
	return n, err
}

func (l *limited) refuse() error {
	return fmt.Errorf("%w: more than %d bytes", ErrTooLarge, l.limit)
}

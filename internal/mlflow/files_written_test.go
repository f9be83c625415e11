package mlflow

import (
	"errors"
	"testing"
)

// TestWritten reads a file that is empty as if it were being written, and not for ever.
func TestWritten(t *testing.T) {
	t.Parallel()
	gone := errors.New("gone")
	for name, tt := range map[string]struct {
		texts []string
		err   error
		want  string
		reads int
	}{
		"there":          {[]string{"a"}, nil, "a", 1},
		"empty at first": {[]string{"", "", "a"}, nil, "a", 3},
		"stays empty":    {[]string{"", "", "", "", "a"}, nil, "", emptyReads},
		"fails":          {[]string{""}, gone, "", 1},
	} {
		reads := 0
		got, err := written(func() ([]byte, error) {
			reads++
			return []byte(tt.texts[reads-1]), tt.err
		})
		if string(got) != tt.want || !errors.Is(err, tt.err) || reads != tt.reads {
			t.Errorf("%s: %q, %v after %d reads; want %q, %v after %d", name, got, err, reads, tt.want, tt.err, tt.reads)
		}
	}
}

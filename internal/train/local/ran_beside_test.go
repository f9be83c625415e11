package local

import (
	"path/filepath"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/observe"
	"github.com/reproduce-action/reproduce/internal/train/filestate"
	"github.com/reproduce-action/reproduce/internal/train/othercode"
)

// TestCodeBeside: modules of the place that the commit has not, and none of its own or of elsewhere.
func TestCodeBeside(t *testing.T) {
	t.Parallel()
	top := filestate.RealPath(t.TempDir())
	var code []observe.Access
	for _, file := range []string{"train.py", "deps/six.py", "deps.zip/six.py"} {
		code = append(code, observe.Access{Path: filepath.Join(top, file)})
	}
	code = append(code, observe.Access{Path: filepath.Join(filepath.Dir(top), "elsewhere.py")})
	p := place{clone: &git.Clone{Dir: top}, checkout: othercode.Checkout{Files: []string{"train.py", "deps.zip"}}}
	got := codeBeside(&observe.Observation{Processes: []observe.Process{{Code: code}}}, p)
	if want := []string{"deps.zip/six.py", "deps/six.py"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := codeBeside(nil, p); got != nil {
		t.Errorf("%q of a training that nobody observed", got)
	}
}

package observe

import (
	"github.com/reproduce-action/reproduce/internal/observe/system"
	"strings"
	"testing"
)

// TestUnreported: who started a Python that did not report, and who need not say.
func TestUnreported(t *testing.T) {
	t.Parallel()
	const (
		parent = "P 10 7 1 start 1 py 3.12 /w python train.py\n"
		pip    = "P 10 7 1 start 1 py 3.12 /w python /venv/bin/pip3.12 install -e .\n"
		dvc    = "P 10 7 1 start 1 py 3.12 /w python /venv/bin/dvc repro\n"
		child  = "--\nP 20 8 7 start 1 py 3.12 /w python -c\n"
	)
	for _, tt := range []struct {
		name, records string
		Python        []system.Python
		want          string // part of the doubts; "" for none
	}{
		{"nobody started any", parent, nil, ""},
		{"it came", parent + "X 11 /usr/bin/python3 python3 -c\n" + child, nil, ""},
		{"it did not", parent + "X 11 /usr/bin/python3 python3 -I -c\n", nil, "that train.py started did not report"},
		{"one of two came", parent + "X 11 python python -c\nX 12 python python -I\n" + child, nil, "did not report"},
		{"it asked for the version", parent + "X 11 python python --version\n", nil, ""},
		{"another program", parent + "X 11 git git status\nX 12 pythonic pythonic\n", nil, ""},
		{"through env", parent + "X 11 env python3.12 x\n", nil, "did not report"},
		{"it became another", parent + "X 11 python python -c\n--\nP 12 7 1 start 1 py 3.12 /w python -c\n", nil, ""},
		{"a fork is no answer", parent + "X 11 python python -c\n--\nP 12 8 7 fork 1 py 3.12 /w python\n", nil, "did not report"},
		{"an installer's", pip + "X 11 python python -I -c\n", nil, ""},
		{"DVC's daemon", dvc + "X 11 /venv/bin/python /venv/bin/python /venv/lib/python3.12/site-packages/dvc/__main__.py daemon -q analytics /tmp/x\n", nil, ""},
		{"a stage of DVC's", dvc + "X 11 python python train.py daemon\n", nil, "that /venv/bin/dvc started did not report"},
		{"a daemon of another", parent + "X 11 python python /venv/lib/python3.12/site-packages/dvc/__main__.py daemon -q\n", nil, "did not report"},
		{"the system listed one that reported", parent, []system.Python{{ID: 7}}, ""},
		{"the system listed another", parent, []system.Python{{ID: 9, Parents: []int{7, 1}}}, "a Python process did not report"},
		{"the system listed a fork of one that reported", parent, []system.Python{{ID: 9, Parents: []int{7, 1}, Forked: true}}, ""},
		{"the system listed a fork of another", parent, []system.Python{{ID: 9, Parents: []int{8, 7, 1}, Forked: true}}, "a Python process did not report"},
		{"the system listed an installer's", pip, []system.Python{{ID: 9, Parents: []int{8, 7, 1}}}, ""},
		{"an old Python", "P 10 7 1 start 0 py 3.7 /w\n", nil, "Python 3.7 has no audit events"},
	} {
		doubts := strings.Join(unreported(recorded(t, "/w", tt.records), tt.Python), "\n")
		if !strings.Contains(doubts, tt.want) || tt.want == "" && doubts != "" {
			t.Errorf("%s: %q, want %q", tt.name, doubts, tt.want)
		}
	}
}

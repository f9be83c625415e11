package observe

import "testing"

// TestNatively: a library in a program of the commit may have written a file that no Python
// told of; a shell between two programs, or a tool that one of them started, brought it.
func TestNatively(t *testing.T) {
	t.Parallel()
	const train = "P 10 7 1 start 1 py 3.12 /p python train.py\nC 11 /p/train.py\n"
	for _, tt := range []struct {
		name, records string
		at            int64
		want          bool
	}{
		{"while a program ran", train + "E 30 \n", 20, true},
		{"before it began", train + "E 30 \n", 5, false},
		{"after its end", train + "E 30 \n", 31, false},
		{"it never told its end", train, 31, true},
		{"a program that runs no code of the commit", "P 10 7 1 start 1 py 3.12 /p python x.py\nE 30 \n", 20, false},
		{"it had started a shell", train + "X 15 sh sh -c x\nE 30 \n", 20, false},
		{"it started a shell later", train + "X 25 sh sh -c x\nE 30 \n", 20, true},
		{"it had asked git", train + "X 15 git git rev-parse HEAD\nE 30 \n", 20, true},
		{"it had got something out of git", train + "X 15 git git show HEAD~1:w.json\nE 30 \n", 20, false},
		{"it had asked for the machine's cores", train + "X 15 /usr/bin/lscpu lscpu\nE 30 \n", 20, true},
		{"it had started a Python, which tells itself", train + "X 15 /v/bin/python python x.py\nE 30 \n", 20, true},
		{"it gave the file another time", train + "T 15 /p/w.json\nE 30 \n", 20, false},
		{"it gave another file another time", train + "T 15 /p/v.json\nE 30 \n", 20, true},
		{"no time is known", train + "E 30 \n", -1, true},
	} {
		o := Observation{Processes: recorded(t, "/p", tt.records)}
		if got := o.Natively("/p/w.json", tt.at, "/p"); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

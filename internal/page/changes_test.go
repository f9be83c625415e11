package page

import (
	"fmt"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestChangesOfFiles: a commit is not what a file holds. A file that differs from the
// original's at two commits may be one file, and one that is listed no more was put back
// where the commits were compared.
func TestChangesOfFiles(t *testing.T) {
	t.Parallel()
	at := func(kind, name, original, now string) repro.Input {
		commit := now
		if now == repro.NotThere {
			commit = "ccccccc"
		}
		return repro.Input{Kind: kind, Name: name, Original: original, Now: now, State: repro.InputDiffers, Evidence: "git at aaaaaaa and " + commit}
	}
	file := func(name, now string) repro.Input { return at(repro.KindFile, name, "aaaaaaa", now) }
	program := func(name, now string) repro.Input { return at(repro.KindCode, name, "aaaaaaa", now) }
	idle := func(in repro.Input) repro.Input { in.Bearing = repro.BearingIdle; return in }
	submodule := func(now string) repro.Input {
		return repro.Input{Kind: repro.KindCode, Name: "libs", Original: "1111111", Now: now, State: repro.InputDiffers, Evidence: "git at aaaaaaa and bbbbbbb"}
	}
	// A check of commit c: "=" has the original's, "?" was not compared with it, else the files are compared.
	check := func(day int, commit string, inputs ...repro.Input) repro.Check {
		in := repro.Input{Kind: repro.KindDerived, Name: "commit", Original: "aaaaaaa", Now: strings.Trim(commit, "=?"), State: repro.InputDiffers}
		switch {
		case strings.HasPrefix(commit, "="):
			in.Kind, in.State = repro.KindCode, repro.InputSame
		case strings.HasPrefix(commit, "?"):
			in.Kind = repro.KindCode
		}
		c := told(day, "a 1 R")
		c.Inputs = append([]repro.Input{in}, inputs...)
		return c
	}
	param := func(c repro.Check, value string) repro.Check {
		c.Params = repro.Params{{Name: "lr", Value: value}}
		if value != "0.1" {
			c.Inputs = append(c.Inputs, repro.Input{Kind: repro.KindParams, Name: "lr", Original: "0.1", Now: value, State: repro.InputDiffers})
		}
		return c
	}
	others := file("2 more tracked files", "ccccccc")
	for what, test := range map[string]struct {
		checks []repro.Check
		want   string
	}{
		"the mend of one file among others": {
			[]repro.Check{check(1, "=aaaaaaa"), check(2, "bbbbbbb", program("features.py", "bbbbbbb"), file("README.md", "bbbbbbb")), check(3, "ccccccc", file("README.md", "ccccccc"))},
			"3 features.py bbbbbbb > aaaaaaa, 2 README.md aaaaaaa > bbbbbbb, 2 features.py aaaaaaa > bbbbbbb",
		},
		"other commits, nothing known to be other": {
			[]repro.Check{check(1, "bbbbbbb", file("Makefile", "bbbbbbb")), check(2, "ccccccc", file("Makefile", "ccccccc")), check(3, "ddddddd", file("Makefile", "ddddddd"))},
			"1 Makefile aaaaaaa > bbbbbbb first",
		},
		"all files put back, by another commit": {
			[]repro.Check{check(1, "bbbbbbb", file("Makefile", "bbbbbbb")), check(2, "=ccccccc"), check(3, "=ddddddd")},
			"2 Makefile bbbbbbb > aaaaaaa, 1 Makefile aaaaaaa > bbbbbbb first",
		},
		"taken away and made again": {
			[]repro.Check{check(1, "bbbbbbb", file("a", "bbbbbbb")), check(2, "ccccccc", file("a", repro.NotThere)), check(3, "ddddddd", file("a", "ddddddd"))},
			"3 a not there > ddddddd, 2 a bbbbbbb > not there, 1 a aaaaaaa > bbbbbbb first",
		},
		"only the original lacks it": {
			[]repro.Check{check(1, "=aaaaaaa"), check(2, "bbbbbbb", at(repro.KindFile, "new", repro.NotThere, "bbbbbbb")), check(3, "ccccccc", at(repro.KindFile, "new", repro.NotThere, "ccccccc")), check(4, "=ddddddd")},
			"4 new ccccccc > not there, 2 new not there > bbbbbbb",
		},
		"commits that were not compared": {
			[]repro.Check{check(1, "=aaaaaaa"), check(2, "bbbbbbb", program("train.py", "bbbbbbb")), check(3, "?ccccccc"), check(4, "ddddddd", program("train.py", "ddddddd"))},
			"2 train.py aaaaaaa > bbbbbbb",
		},
		"compared for the first time": {
			[]repro.Check{check(1, "?bbbbbbb"), check(2, "ccccccc", program("train.py", "ccccccc"))},
			"2 train.py aaaaaaa > ccccccc first, 1 commit aaaaaaa > bbbbbbb first",
		},
		"files that are only counted": {
			[]repro.Check{check(1, "=aaaaaaa"), check(2, "bbbbbbb", file("x", "bbbbbbb")), check(3, "ccccccc", file("y", "ccccccc"), others), check(4, "ddddddd", file("x", "ddddddd"))},
			"4 y ccccccc > aaaaaaa, 3 y aaaaaaa > ccccccc, 2 x aaaaaaa > bbbbbbb",
		},
		"comments alone are left": {
			[]repro.Check{check(1, "bbbbbbb", program("train.py", "bbbbbbb")), check(2, "ccccccc", idle(program("train.py", "ccccccc")))},
			"1 train.py aaaaaaa > bbbbbbb first",
		},
		"told as data": {
			[]repro.Check{check(1, "bbbbbbb", file("d.csv", "bbbbbbb")), check(2, "ccccccc", repro.Input{Kind: repro.KindData, Name: "d.csv", Original: "md5 1", Now: "md5 2", State: repro.InputDiffers})},
			"1 d.csv aaaaaaa > bbbbbbb first",
		},
		"a submodule": {
			[]repro.Check{check(1, "bbbbbbb", submodule("2222222")), check(2, "bbbbbbb", submodule("3333333"))},
			"2 libs 2222222 > 3333333, 1 libs 1111111 > 2222222 first",
		},
		"a hash made in another way": {
			[]repro.Check{check(1, "=aaaaaaa", repro.Input{Kind: repro.KindData, Name: "d", Original: "md5 1", Now: "md5 1", State: repro.InputSame}), check(2, "=aaaaaaa", repro.Input{Kind: repro.KindData, Name: "d", Now: "sha256 1", State: repro.InputUnknown})},
			"",
		},
		"a param put back": {
			[]repro.Check{param(check(1, "=aaaaaaa"), "0.1"), param(check(2, "=aaaaaaa"), "0.2"), param(check(3, "=aaaaaaa"), "0.1")},
			"3 lr 0.2 > 0.1, 2 lr 0.1 > 0.2",
		},
		"a param that was not logged": {
			[]repro.Check{param(check(1, "=aaaaaaa"), "0.1"), param(check(2, "=aaaaaaa"), "0.2"), check(3, "=aaaaaaa"), param(check(4, "=aaaaaaa"), "0.2")},
			"2 lr 0.1 > 0.2",
		},
	} {
		var got []string
		for _, c := range changesOf(test.checks) {
			text := fmt.Sprintf("%d %s %s > %s", c.At.Day(), c.Name, c.From, c.To)
			if c.First {
				text += " first"
			}
			got = append(got, text)
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s:\ngot  %s\nwant %s", what, strings.Join(got, ", "), test.want)
		}
	}
}

package params

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/doc"
	"github.com/reproduce-action/reproduce/internal/longtest"
	"github.com/reproduce-action/reproduce/internal/params/literal"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A world is one generated params file and a run that logged some of its keys.
type world struct {
	r      *rand.Rand
	b      strings.Builder
	keys   []string // dotted, of every value
	logged map[string]string
	serial int
}

var (
	fileValues = []string{
		"5", "-3", "0", "0x1F", "1_000", "017", "0.1", "0.20", "1e-3", "1e5", "1.0e-05", ".5", "5.", ".inf", ".nan",
		"true", "False", "yes", "off", "~", "null", "", "None", "sqrt", "'a b'", `"x"`, `"1.0"`, "'5'", `"None"`, "größe",
		"[1, 2, 3]", "[a, 'b', 3.5]", "[]", "(224,224)", "${REF}", "2024-01-01", "1:30", "C:\\data\\x", "<class 'int'>", "10000000000000000001",
	}
	loggedValues = []string{
		"5", "-3", "0", "7", "15", "17", "31", "1000", "0.1", "0.2", "0.001", "1e-05", "1e+20", "2.0", "5.0", "0.30000000000000004", "nan", "inf", "-inf",
		"True", "False", "None", "sqrt", "log2", "a b", "a: b", "# no comment", "", "- x", "yes", "null", "on", "1:30", "2024-02-01", "é🚀", "line\nbreak", "tab\t", "it's", `say "hi"`, "\\d+", "*a", "&a", "!t", "%x", "@x", "`x",
		"[1, 2, 3]", "[1, 2]", "['a', 'b, c', None]", "[0.1, 1e-05]", "(3, 4)", "[]", "()", "[[1], ['x']]", "[True, '5']", "{'a': 1}", "{}",
		"{1, 2}", "<Foo at 0x7f>", "np.float64(1.0)", "[1, 2", "word...", "007", "7120e11", "1234e56", "3.10", "1_000", "+1", "0x10", "0o17", "0b1", "1.0E-5", "1e5", ".5", "5.", "true", "NaN", "00.5", "-0", "123456789012345678901234567890", "1e400", "${X}",
	}
)

func newWorld(seed uint64) *world {
	w := &world{r: rand.New(rand.NewPCG(seed, 1)), logged: map[string]string{}}
	newline := "\n"
	if w.r.IntN(5) == 0 {
		newline = "\r\n"
	}
	w.section("", "", 0, newline)
	return w
}

func (w *world) section(prefix, indent string, depth int, newline string) {
	for range 1 + w.r.IntN(5) {
		w.serial++
		key := "k" + strconv.Itoa(w.serial)
		if w.r.IntN(6) == 0 {
			w.b.WriteString(indent + "# a comment: " + key + newline)
		}
		if depth < 3 && w.r.IntN(4) == 0 {
			w.b.WriteString(indent + key + ":" + newline)
			w.section(prefix+key+".", indent+strings.Repeat(" ", 2+2*w.r.IntN(2)), depth+1, newline)
			continue
		}
		w.keys = append(w.keys, prefix+key)
		name := w.joined(prefix + key)
		value := w.value(indent, newline)
		switch w.r.IntN(4) {
		case 0:
		case 1: // a trainer logged what it read here
			parsed, err := doc.Parse(doc.YAML, []byte("x: "+strings.ReplaceAll(value, newline+indent, newline)))
			if err != nil {
				panic(err)
			}
			w.logged[name] = literal.Str(readings(parsed.Root.Get("x"))[w.r.IntN(2)])
		default:
			w.logged[name] = loggedValues[w.r.IntN(len(loggedValues))]
		}
		w.b.WriteString(indent + key + ": " + value + strings.Repeat(" ", w.r.IntN(2)) + newline)
	}
}

// joined puts what loggers put between the parts of a key.
func (w *world) joined(key string) string {
	if w.r.IntN(2) == 0 {
		return key
	}
	parts := strings.Split(key, ".")
	name := parts[0]
	for _, part := range parts[1:] {
		name += []string{".", "/", "_", "__", "-", ":", "|", " "}[w.r.IntN(8)] + part
	}
	return name
}

func (w *world) value(indent, newline string) string {
	if w.r.IntN(12) == 0 {
		return newline + indent + "- 1" + newline + indent + "- two"
	}
	value := fileValues[w.r.IntN(len(fileValues))]
	if w.r.IntN(5) == 0 {
		value += "  # why"
	}
	return value
}

// Over thousands of files and runs: what is called written is what both Python
// readers now read, every other value is what it was, a trainer that logs what
// it reads has arrived, and a second plan has nothing left to do.
func TestWrittenMeansWritten(t *testing.T) {
	t.Parallel()
	worlds := longtest.Of(1000, 100)
	count := map[repro.ParamStatus]int{}
	for seed := range uint64(worlds) {
		w := newWorld(seed)
		before := w.b.String()
		logged := repro.NewParams(w.logged)
		result, err := Plan([]File{{"params.yaml", []byte(before)}}, logged, Options{})
		if err != nil {
			t.Fatalf("seed %d: %v in\n%s", seed, err, before)
		}
		after := after(result, "params.yaml", before)
		for _, edit := range result.Edits {
			count[edit.Status]++
		}
		if problem := checkWorld(w, before, after, result, logged); problem != "" {
			t.Fatalf("seed %d: %s\nbefore\n%s\nafter\n%s\nedits\n%s", seed, problem, before, after, lines(result.Edits))
		}
	}
	t.Logf("%d files: %v", worlds, count)
	for _, status := range []repro.ParamStatus{repro.ParamWritten, repro.ParamAssumed, repro.ParamUnchanged, repro.ParamRefused, repro.ParamNotRecorded} {
		if count[status] < worlds/10 {
			t.Errorf("%d params are %s: the generator does not reach the rule", count[status], status)
		}
	}
}

func checkWorld(w *world, before, after string, result Result, logged repro.Params) string {
	old, err := doc.Parse(doc.YAML, []byte(before))
	if err != nil {
		return err.Error()
	}
	now, err := doc.Parse(doc.YAML, []byte(after))
	if err != nil {
		return err.Error()
	}
	if accounted := len(result.Edits); accounted != len(w.keys) {
		return fmt.Sprintf("%d rows for %d keys", accounted, len(w.keys))
	}
	trained := [2]map[string]string{{}, {}} // what a trainer with each reader would log
	var held []repro.ParamEdit
	for _, edit := range result.Edits {
		was, is := readings(old.Root.Get(edit.Key...)), readings(now.Root.Get(edit.Key...))
		switch edit.Status {
		case repro.ParamWritten, repro.ParamAssumed:
			if padded(edit.Logged) && !readAsText(is) {
				continue // only a program that prints two decimals again has arrived
			}
			held = append(held, edit)
			for i, value := range is {
				trained[i][edit.Name] = literal.Str(value)
				if !Equal(literal.Str(value), edit.Logged) || respelled(edit.Logged, literal.Str(value)) {
					return fmt.Sprintf("%s was logged as %q and is read as %q", edit.Name, edit.Logged, literal.Str(value))
				}
			}
		default:
			if !slices.EqualFunc(was, is, func(a, b literal.Value) bool { return literal.Repr(a) == literal.Repr(b) }) {
				return fmt.Sprintf("%v is %s and changed from %v to %v", edit.Key, edit.Status, was, is)
			}
		}
	}
	for _, values := range trained {
		if differing := Arrived(knownBy(logged), knownBy(repro.NewParams(values)), held); len(differing) > 0 {
			return fmt.Sprintf("not arrived: %q", differing)
		}
	}
	again, err := Plan([]File{{"params.yaml", []byte(after)}}, logged, Options{})
	if err != nil || len(again.Files) > 0 {
		return fmt.Sprintf("planned again: %v\n%s", err, lines(again.Edits))
	}
	return ""
}

func readAsText(readings []literal.Value) bool {
	return all(readings, func(v literal.Value) bool { return v.Kind == literal.String })
}

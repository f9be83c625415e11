package redact

import (
	"math/rand/v2"
	"regexp/syntax"
	"slices"
	"strings"
	"testing"
)

// TestHints draws texts that each form's pattern takes: whoever has one is looked at.
func TestHints(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	forms := slices.Concat(tokenForms, spanningForms)
	for i, f := range forms {
		if f.hint != 2*i || f.hint+1 >= addedHint {
			t.Fatalf("form %d has its hints at %d", i, f.hint)
		}
		tree, err := syntax.Parse(f.pattern, syntax.Perl)
		if err != nil {
			t.Fatal(err)
		}
		taken := 0
		for range 200 {
			text := drawn(random, tree)
			if !f.compiled.MatchString(text) { // a word's border was not met
				text = " " + text
			}
			if !f.compiled.MatchString(text) {
				continue
			}
			taken++
			if hints := hintsIn(text); !f.in(&hints) || hints.none() {
				t.Errorf("%s takes %q, which has none of its hints", f.pattern, text)
				break
			}
		}
		if taken < 50 {
			t.Errorf("%s takes %d of 200 texts that were drawn from it", f.pattern, taken)
		}
	}
}

// drawn gives a text that a pattern describes, but for the borders of words.
func drawn(random *rand.Rand, re *syntax.Regexp) string {
	times := func(least, most int) string {
		if most < 0 {
			most = least + 3
		}
		var out strings.Builder
		for range least + random.IntN(most-least+1) {
			out.WriteString(drawn(random, re.Sub[0]))
		}
		return out.String()
	}
	switch re.Op {
	case syntax.OpLiteral:
		text := string(re.Rune)
		if re.Flags&syntax.FoldCase != 0 {
			switch random.IntN(4) {
			case 0:
				text = strings.ToUpper(text)
			case 1:
				text = strings.NewReplacer("k", foldedInto[0], "s", foldedInto[1]).Replace(strings.ToLower(text))
			default:
				text = strings.ToLower(text)
			}
		}
		return text
	case syntax.OpCharClass:
		if random.IntN(2) == 0 { // what is common, where it is in the class
			for _, r := range "aZ7-_. " {
				if random.IntN(3) == 0 && inClass(re.Rune, r) {
					return string(r)
				}
			}
		}
		pair := 2 * random.IntN(len(re.Rune)/2)
		return string(re.Rune[pair] + random.Int32N(min(re.Rune[pair+1]-re.Rune[pair], 90)+1))
	case syntax.OpAnyCharNotNL, syntax.OpAnyChar:
		return "x"
	case syntax.OpCapture:
		return drawn(random, re.Sub[0])
	case syntax.OpStar:
		return times(0, -1)
	case syntax.OpPlus:
		return times(1, -1)
	case syntax.OpQuest:
		return times(0, 1)
	case syntax.OpRepeat:
		return times(re.Min, re.Max)
	case syntax.OpConcat:
		var out strings.Builder
		for _, sub := range re.Sub {
			out.WriteString(drawn(random, sub))
		}
		return out.String()
	case syntax.OpAlternate:
		return drawn(random, re.Sub[random.IntN(len(re.Sub))])
	}
	return "" // a border
}

func inClass(class []rune, r rune) bool {
	for i := 0; i < len(class); i += 2 {
		if class[i] <= r && r <= class[i+1] {
			return true
		}
	}
	return false
}

// TestForms_ofOneLine: what is looked for line by line takes no line end.
func TestForms_ofOneLine(t *testing.T) {
	t.Parallel()
	var takes func(re *syntax.Regexp) bool
	takes = func(re *syntax.Regexp) bool {
		return re.Op == syntax.OpAnyChar || re.Op == syntax.OpCharClass && inClass(re.Rune, '\n') ||
			re.Op == syntax.OpLiteral && slices.Contains(re.Rune, '\n') || slices.ContainsFunc(re.Sub, takes)
	}
	of := func(pattern string) bool {
		tree, err := syntax.Parse(pattern, syntax.Perl)
		return err != nil || takes(tree)
	}
	for _, f := range tokenForms {
		if of(f.pattern) {
			t.Errorf("%s may take a line end", f.pattern)
		}
	}
	for _, f := range spanningForms {
		if !of(f.pattern) {
			t.Errorf("%s takes no line end: it may go to the others", f.pattern)
		}
	}
	if of(namedValue().String()) {
		t.Errorf("%s may take a line end", namedValue())
	}
}

// TestScanner compares with the plain way to look for a text.
func TestScanner(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	word := func(most int) string {
		out := make([]byte, 1+random.IntN(most))
		for i := range out {
			out[i] = "abAB-\xe2\x84"[random.IntN(7)]
		}
		return string(out)
	}
	for range 500 {
		var literals []literal
		for i := range 1 + random.IntN(12) {
			literals = append(literals, literal{word(5), bit(i)})
		}
		s := newScanner(literals)
		for range 20 {
			text := word(30)
			var want hintSet
			for _, l := range literals {
				if strings.Contains(asciiLower(text), asciiLower(l.text)) {
					want = want.with(l.of)
				}
			}
			if got := s.in(text); got != want {
				t.Fatalf("%v in %q: %b, want %b", literals, text, got, want)
			}
		}
	}
}

func asciiLower(text string) string {
	out := []byte(text)
	for i := range out {
		out[i] = lower(out[i])
	}
	return string(out)
}

// TestRedactor_ofManySecrets: more than a scanner takes are hidden all the same.
func TestRedactor_ofManySecrets(t *testing.T) {
	t.Parallel()
	r := new(Redactor)
	r.scanner = nil
	r.replacer = strings.NewReplacer("hunter2hunter2", "***")
	if got := r.Text("it is hunter2hunter2"); got != "it is ***" {
		t.Error(got)
	}
	many := make([]literal, 0, maxStates/4)
	for range cap(many) {
		var text [6]byte
		for i := range text {
			text[i] = byte(rand.IntN(256))
		}
		many = append(many, literal{string(text[:]), bit(0)})
	}
	if newScanner(many) != nil {
		t.Error("a scanner of any size is made")
	}
}

package redact

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/judge"
	"github.com/reproduce-action/reproduce/internal/repro"
)

func TestRedactor_hidesASecretInEveryFormItTravelsIn(t *testing.T) {
	var r Redactor
	r.Add("s3cr3t/pass word", "line-one-secret\nline-two-secret")
	for _, leak := range []string{
		"token s3cr3t/pass word!",
		"https://u:s3cr3t%2Fpass%20word@host",
		"q=s3cr3t%2Fpass+word",
		"Basic " + base64.StdEncoding.EncodeToString([]byte("s3cr3t/pass word")),
		"only line-two-secret is here",
		"Basic " + base64.StdEncoding.EncodeToString([]byte("ada:s3cr3t/pass word")),
		"Basic " + base64.StdEncoding.EncodeToString([]byte("iris:s3cr3t/pass word")),
		"Basic " + base64.StdEncoding.EncodeToString([]byte("x-access-token:s3cr3t/pass word")),
		"{" + base64.RawURLEncoding.EncodeToString([]byte("{\"password\": \"s3cr3t/pass word\"}")),
	} {
		got := r.Text(leak)
		if !strings.Contains(got, "***") || strings.Contains(got, "s3cr3t") || strings.Contains(got, "two-secret") {
			t.Errorf("Text(%q) = %q", leak, got)
		}
		for _, word := range strings.Fields(strings.ReplaceAll(strings.Trim(got, "{"), "***", " ")) {
			for _, encoding := range []*base64.Encoding{base64.StdEncoding, base64.RawStdEncoding, base64.RawURLEncoding} {
				if text, err := encoding.DecodeString(word[:len(word)/4*4]); err == nil && strings.Contains(string(text), "s3c") {
					t.Errorf("Text(%q) = %q, which says %q", leak, got, text)
				}
			}
		}
	}
	r.Add("quote\"and\\backslash")
	if got := r.Text(`{"log": "quote\"and\\backslash"}`); got != `{"log": "***"}` {
		t.Errorf("in JSON: %s", got)
	}
	if got := r.Text("nothing to hide"); got != "nothing to hide" {
		t.Errorf("an innocent line became %q", got)
	}
}

func TestRedactor_leavesWordsTooShortToBeSecrets(t *testing.T) {
	var r Redactor
	r.Add("", "a", "admin")
	if got := r.Text("the admin has a plan"); got != "the admin has a plan" {
		t.Errorf("got %q", got)
	}
}

func TestRedactedWriter_findsASecretCutInTwo(t *testing.T) {
	var r Redactor
	r.Add("hunter2hunter2")
	var out strings.Builder
	w := r.Writer(&out)
	for _, piece := range []string{"token=hunter2", "hunter2\nnext", " hunter2", "hunter2"} {
		if _, err := w.Write([]byte(piece)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "token=***\nnext ***"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestRedactedWriter_doesNotHoldALineWithoutEndForEver(t *testing.T) {
	var r Redactor
	var out strings.Builder
	w := r.Writer(&out)
	if _, err := w.Write([]byte(strings.Repeat("x", maxHeldBack+1))); err != nil {
		t.Fatal(err)
	}
	if out.Len() < maxHeldBack-maxTokenForm {
		t.Errorf("%d bytes came out of %d, want all but %d", out.Len(), maxHeldBack+1, maxTokenForm)
	}
}

// TestRedactedWriter_cutsNoSecretInALineWithoutEnd wherever the secret stands in
// a line of which a part has to be passed on.
func TestRedactedWriter_cutsNoSecretInALineWithoutEnd(t *testing.T) {
	const secret = "hunter2hunter2"
	for at := maxHeldBack - 2*len(secret); at < maxHeldBack+2*len(secret); at++ {
		var r Redactor
		r.Add(secret)
		var out strings.Builder
		w := r.Writer(&out)
		line := strings.Repeat("x", at) + secret + strings.Repeat("y", 2*len(secret))
		for _, piece := range []string{line[:maxHeldBack+1], line[min(len(line), maxHeldBack+1):]} {
			if _, err := w.Write([]byte(piece)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		if want := strings.ReplaceAll(line, secret, "***"); out.String() != want {
			t.Fatalf("with the secret at %d: … %q, want … %q", at, out.String()[maxHeldBack-40:], want[maxHeldBack-40:])
		}
	}
}

// TestCopy_reachesEveryText of a value and leaves the value itself alone.
func TestCopy_reachesEveryText(t *testing.T) {
	t.Parallel()
	var r Redactor
	r.Add("hunter2hunter2")
	said := "say hunter2hunter2!"
	result := repro.Result{
		Verdict: "hunter2hunter2", Detail: said, CheckedAt: time.Unix(1, 0), Warnings: []string{said}, Next: said,
		Original:   repro.Run{Tags: map[string]string{said: said}, Params: repro.Params{{Name: said, Value: said}}},
		Comparison: repro.Comparison{Deltas: []repro.Delta{{Name: said, Noise: &repro.Noise{Seeds: said}}}},
		Plan:       repro.Plan{Files: []repro.FileEdit{{Path: said, After: []byte(said)}}},
	}
	tolerances, err := judge.ParseTolerances("accuracy: 5%")
	if err != nil {
		t.Fatal(err)
	}
	result.Plan.Metrics.Tolerances = tolerances
	hidden := fmt.Sprintf("%+v", Copy(&r, result))
	if n := strings.Count(hidden, "hunter2"); n != 2 { // the verdict is a word of ours
		t.Errorf("%d left in %s", n, hidden)
	}
	if got := Copy(&r, result); got.Comparison.Deltas[0].Noise.Seeds != "say ***!" || !got.CheckedAt.Equal(result.CheckedAt) || got.Plan.Metrics.Tolerances.String() != tolerances.String() {
		t.Errorf("got %+v", got)
	}
	if result.Detail != said || result.Original.Tags[said] != said || result.Comparison.Deltas[0].Noise.Seeds != said || string(result.Plan.Files[0].After) != said {
		t.Errorf("the value itself was changed: %+v", result)
	}
}

// TestRedactor_tellsOfEverySecret, whether it was added before or after somebody
// asked, once and line by line.
func TestRedactor_tellsOfEverySecret(t *testing.T) {
	t.Parallel()
	var r Redactor
	r.Add("added-before", "short")
	var told []string
	r.Tell(func(secret string) { told = append(told, secret) })
	r.Add("first-line\n second-line \nend", "added-before", "added-after%")
	if want := []string{"added-before", "first-line", "second-line", "added-after%"}; !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
}

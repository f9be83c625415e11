package redact

import (
	"encoding/base64"
	"fmt"
	"reflect"
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

// TestCopy_judgesByTheNameBeside: a param, a tag and an input have their name in another
// member than their value, and a log tells the value alone.
func TestCopy_judgesByTheNameBeside(t *testing.T) {
	t.Parallel()
	secrets := repro.Params{{Name: "snowflake_pwd", Value: "canary-1"}, {Name: "db_passphrase", Value: "canary of words"}, {Name: "account_key", Value: "CanaryWord"}, {Name: "cookie", Value: "canary-1"}, {Name: "dsn", Value: "https://canary@o1.example/2"}, {Name: "pw", Value: "canary99"}, {Name: "bearer", Value: "canaryword"}, {Name: "auth", Value: "Bearer canary-1"}, {Name: "API_TOKEN", Value: "canaryword"}}
	public := repro.Params{{Name: "max_tokens", Value: "4096000"}, {Name: "tokenizer", Value: "bert-base-uncased"}, {Name: "num_keys", Value: "1000000"}, {Name: "key_columns", Value: "user-id,day-2026"}, {Name: "auth_loss", Value: "0.123456"}, {Name: "pw_mean", Value: "0.123456"}, {Name: "pad_token", Value: "[PAD-2026]"}, {Name: "auth", Value: "kerberos"}, {Name: "token", Value: "playing"}}
	result := repro.Result{
		Original: repro.Run{Params: append(slices.Clone(secrets), public...), Tags: map[string]string{"db_pass": "canary-1", "owner": "ada-2026"}},
		Plan:     repro.Plan{Params: []repro.ParamEdit{{Name: "snowflake_pwd", Logged: "canary-1", Old: "canary-2", New: "canary-1"}}},
		Causes:   []repro.Cause{{Factor: "params", Name: "snowflake_pwd", Original: "canary-1", Now: "canary-2"}, {Factor: "file", Name: "data/token.csv", Original: "0a1b2c3d4e5f60718293a4b5c6d7e8f9"}, {Factor: "environment", Name: "tiktoken", Original: "0.5.1-public"}},
		Warnings: []string{"signed in with canary99 as ada"},
	}
	got := Copy(new(Redactor), result)
	if text := fmt.Sprintf("%+v", got); strings.Contains(strings.ToLower(text), "canary") {
		t.Errorf("a secret is left in %s", text)
	}
	if left := got.Original.Params[len(secrets):]; !slices.Equal(left, public) || got.Original.Tags["owner"] != "ada-2026" || !reflect.DeepEqual(got.Causes[1:], result.Causes[1:]) {
		t.Errorf("what is no secret was hidden: %+v %+v %+v", left, got.Original.Tags, got.Causes)
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

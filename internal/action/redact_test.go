package action

import (
	"encoding/base64"
	"strings"
	"testing"
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
	} {
		if got := r.Text(leak); !strings.Contains(got, "***") || strings.Contains(got, "s3cr3t") || strings.Contains(got, "two-secret") {
			t.Errorf("Text(%q) = %q", leak, got)
		}
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
	if _, err := w.Write([]byte(strings.Repeat("x", longest+1))); err != nil {
		t.Fatal(err)
	}
	if out.Len() != longest+1 {
		t.Errorf("%d bytes came out of %d", out.Len(), longest+1)
	}
}

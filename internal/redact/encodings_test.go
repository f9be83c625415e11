package redact

import (
	"fmt"
	"testing"
)

// TestFormsOf: what Python 3, a shell and others print of one secret. The spellings were
// taken from json.dumps, repr, html.escape, shlex.quote and bytes.hex.
func TestFormsOf(t *testing.T) {
	t.Parallel()
	const secret = `pä"ss'w<rd&x>$1`
	var r Redactor
	r.Add(secret)
	for _, spelt := range []string{
		secret,
		`pä\"ss'w<rd&x>$1`, `p\u00e4\"ss'w<rd&x>$1`,
		`pä"ss\'w<rd&x>$1`, `p\xc3\xa4"ss\'w<rd&x>$1`,
		`pä&quot;ss&#x27;w&lt;rd&amp;x&gt;$1`, `pä&#34;ss&#39;w&lt;rd&amp;x&gt;$1`, `pä"ss'w&lt;rd&amp;x&gt;$1`,
		`pä"ss'"'"'w<rd&x>$1`, `pä"ss'\''w<rd&x>$1`,
		"70c3a422737327773c726426783e2431", "70C3A422737327773C726426783E2431", "ODB2IITTOMTXOPDSMQTHQPREGE",
		"p%C3%A4%22ss%27w%3Crd%26x%3E%241",
	} {
		if got := r.Text("value " + spelt + " end"); got != "value *** end" {
			t.Errorf("%s is printed as %q", spelt, got)
		}
	}
}

// TestAddMany: thousands of secrets are added in one go and one by one, each form once.
func TestAddMany(t *testing.T) {
	t.Parallel()
	var r Redactor
	var all []string
	for i := range 4000 {
		all = append(all, fmt.Sprintf("secret-number-%d-of-many", i))
	}
	r.Add(append(all, all...)...)
	for _, secret := range all { // as one file after the other is lent
		r.Add(secret, secret+"-again")
	}
	if len(r.forms) > 80*len(all) {
		t.Errorf("%d forms of %d secrets", len(r.forms), len(all))
	}
	if got := r.Text("x secret-number-3999-of-many y"); got != "x *** y" {
		t.Error(got)
	}
}

// TestRedactor_addedAgain: each step of a check adds its registry's secrets and its
// token. Those that are known already cost nothing, and a new one is hidden all the same.
func TestRedactor_addedAgain(t *testing.T) {
	t.Parallel()
	var r Redactor
	r.Add("the-first-secret")
	r.Text("")
	built := r.scanner
	r.Add("the-first-secret", "short")
	r.Add()
	if r.Text(""); r.scanner != built {
		t.Error("the scanner was built again, and nothing was new to it")
	}
	r.Add("the-first-secret", "another-secret")
	if got := r.Text("the-first-secret another-secret short"); got != "*** *** short" {
		t.Error(got)
	}
}

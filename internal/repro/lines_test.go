package repro

import "testing"

// TestLines: one line each, whatever stands in it, and no two texts are the same lines.
func TestLines(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"accuracy: 1%": "accuracy: 1%", "größe: 5%": "größe: 5%", "a\nb": `"a\nb"`, "a\r": `"a\r"`, "a\x7f": `"a\x7f"`, "\xff": `"\xff"`,
		"exe.\u202egnp": `"exe.\u202egnp"`, "a\u2028b": `"a\u2028b"`, "\x1b[31m": `"\x1b[31m"`, "": "",
	} {
		if got := OneLine(text); got != want {
			t.Errorf("%q is written %s, want %s", text, got, want)
		}
	}
	if a, b := (Lines{"a b", "c"}), (Lines{"a b c"}); a.Digest() == b.Digest() {
		t.Error("two texts have one digest")
	}
	// printf 'tolerances default: exact\n' | sha256sum
	const digest = "1b16f54f699163d448b3d3defd31571d970c426d59a8d21106dd92aebf4394bc"
	one := Lines{"tolerances default: exact"}
	if got := one.Digest(); got != digest {
		t.Errorf("digest %s, want %s", got, digest)
	}
	if got := one.Trailer(); got != "Reproduce-Tolerances: sha256:"+digest+"\n" || Lines(nil).Trailer() != "" || Lines(nil).Digest() != "" {
		t.Errorf("trailer %q", got)
	}
	for value, want := range map[string]string{
		"sha256:" + digest: digest, " sha256:" + digest + " ": digest, digest: "", "sha256:" + digest[1:]: "", "sha1:" + digest: "", "sha256:zz" + digest[2:]: "", "": "",
	} {
		if got := CriteriaDigest(value); got != want {
			t.Errorf("%q is read as %q, want %q", value, got, want)
		}
	}
}

package redact

import (
	"slices"
	"strings"
	"unicode"
)

// This file finds the lines of a file that hold a secret: of a program, of settings, of what
// a shell reads. A log is looked through line by line; of a file the whole is at hand.

// SecretLines gives the numbers, from 0, of the lines of a file that hold a secret or a part
// of one, in order. What stands below the name of a secret belongs to it, to where its block
// ends; so do lines that may be out of a key of which the beginning is elsewhere. By its
// path it is a program, where a name without quotes stands for another value, or is none.
func (r *Redactor) SecretLines(path, text string) []int {
	r.ready()
	defer r.mu.RUnlock()
	var lines []string
	var starts []int
	at := 0
	for line := range strings.Lines(text) {
		lines, starts = append(lines, strings.TrimRight(line, "\r\n")), append(starts, at)
		at += len(line)
	}
	found := make([]bool, len(lines))
	if hints := r.hintsIn(text); !hints.none() {
		r.markSpanning(text, hints, starts, found)
		var across acrossLines
		var block secretBlock
		inProgram := program.MatchString(path)
		for i, line := range lines {
			if inProgram {
				line = withoutReferences(line)
			}
			line = strings.ReplaceAll(line, `\"`, `"`) // a program in a notebook
			hints := r.hintsIn(line)
			found[i] = found[i] || across.line(line) != line || r.text(line, hints) != line || block.holds(line) || hints.has(nameHint) && isSetInSource(line)
			if i > 0 && !found[i] && valueBelow.MatchString(line) {
				found[i] = isSetInSource(lines[i-1] + " " + strings.TrimSpace(line))
			}
		}
	}
	var numbers []int
	for i, is := range found {
		if is || isKeyPart(lines[i]) || hasSourceForm(lines[i]) || hasWeakForm(lines[i]) {
			numbers = append(numbers, i)
		}
	}
	return numbers
}

// markSpanning marks the lines of secrets that reach over several.
func (r *Redactor) markSpanning(text string, hints hintSet, starts []int, found []bool) {
	for _, f := range spanningForms {
		if !f.in(&hints) {
			continue
		}
		f.each(text, func(start, end int) {
			first, exact := slices.BinarySearch(starts, start)
			if !exact {
				first--
			}
			for i := first; i < len(starts) && starts[i] < end; i++ {
				found[i] = true
			}
		})
	}
}

// keyPart is a line that is nothing but base64, in quotes or after its name in YAML, as a
// private key has them; encodedKey begins base64 of such a key.
var (
	keyPart    = newPattern(`^[\s"'+>|,#/*-]*([A-Za-z0-9+/]{40,}={0,2})(?:\\n|\\r)*["',;\\+ )]*$`)
	encodedKey = "LS0tLS1CRUdJTi"
)

// isKeyPart says whether a line alone may be out of a private key.
func isKeyPart(line string) bool {
	if strings.Contains(line, encodedKey) {
		return true
	}
	if len(line) < 40 {
		return false
	}
	at := keyPart.FindStringSubmatch(line)
	if at == nil {
		return false
	}
	digits, _ := countDigits(at[1])
	return digits > 0 && strings.IndexFunc(at[1], unicode.IsUpper) >= 0 && strings.IndexFunc(at[1], unicode.IsLower) >= 0
}

// SecretFile says whether a file, by its name, holds nothing but secrets.
func SecretFile(path string) bool {
	path = "/" + strings.ToLower(strings.ReplaceAll(path, `\`, "/"))
	return secretFile.MatchString(path) && !sampleFile.MatchString(path)
}

var (
	secretFile = newPattern(`/(?:\.env(?:rc|[.-][^/]*)?|[^/]*\.env|[^/]*\.(?:pem|key|p12|pfx|jks|keystore|ppk|kdbx|asc|gpg|age|tfstate|tfvars|ovpn)` +
		`|id_(?:rsa|dsa|ecdsa|ed25519)[^/]*|[._]netrc|\.npmrc|\.yarnrc(?:\.yml)?|\.pypirc|\.pgpass|pgpass\.conf|\.my\.cnf|\.git-credentials|\.htpasswd|\.dockercfg|\.docker/config\.json|\.s3cfg|\.boto|\.databrickscfg|\.vault-token` +
		`|\.dvc/config\.local|\.dvc/tmp/.*|\.aws/[^/]*|\.azure/.*|\.kube/[^/]*|kubeconfig[^/]*|\.mlflow/credentials|\.streamlit/secrets\.toml|\.kaggle/[^/]*|kaggle\.json|\.huggingface/token` +
		`|(?:[^/]*[^a-z/])?(?:credentials?|creds|secrets?|service[_-]?accounts?|api[_-]?keys?)(?:[^a-z/][^/]*)?\.(?:json|ya?ml|toml|ini|cfg|conf|txt|properties|csv|xml)|credentials?|secrets?|passwords?(?:\.[a-z]+)?)$`)
	sampleFile = newPattern(`\.(?:example|sample|template|dist)$|/\.env\.(?:example|sample|template|dist)|\.pub$`)
)

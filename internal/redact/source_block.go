package redact

import (
	"strings"
)

// A secretBlock follows the lines below the name of a secret: a text of several lines, a list,
// a table. Lines are given one after the other; the zero value is outside of one.
type secretBlock struct {
	left   int    // lines that it may still have
	indent int    // of its name
	close  string // what ends it; "" for less indent
	whole  bool   // each of its lines is of the secret
	kept   bool   // the document is a Secret of Kubernetes, whose data is all secret
}

// blockLines is more than the secrets of a file have under one name.
const blockLines = 60

// blockBegins is a name that ends a line, but for what begins a block.
var (
	blockBegins    = newPattern(`^(\s*)(?:- |export |set )*(?:[\w.\[\]]*\[)?["']?([A-Za-z_][\w.-]*)["'\]]*\s*(?::\s*(?:str|bytes|string)\s*)?(?:<-|:=|=>|=|:)\s*(?:[rbfuRBFU]{0,2}("""|''')(.*)|([|>][-+0-9]*|[(\[{]|\\)?)\s*$`)
	kindLine       = newPattern(`^(?:kind:\s*["']?(\w+)|---)`)
	variableBegins = newPattern(`^\s*(?:variable|output|resource\s+"[\w-]+")\s+"([\w-]+)"\s*\{\s*$`) // of Terraform
	blockEntry     = newPattern(`^\s*(?:- )?(?:["']?[\w.-]+["']?\s*[:=]\s*)?[rbfuRBFU]{0,2}["']?([^\s"',]{6,})["']?[,)\]}+\\]*\s*$`)
)

// holds says whether a line is a part of a secret that an earlier one named.
func (b *secretBlock) holds(line string) bool {
	if kind := kindLine.FindStringSubmatch(line); kind != nil {
		b.kept = kind[1] == "Secret"
	}
	line = variableBegins().ReplaceAllString(line, "$1 = {")
	inside := b.inside(line)
	if b.left > 0 {
		return inside
	}
	at := blockBegins.FindStringSubmatch(line)
	if at == nil {
		return inside
	}
	if b.kept && (at[2] == "data" || at[2] == "stringData") {
		*b = secretBlock{left: blockLines, indent: len(at[1]), whole: true, kept: true}
		return inside
	}
	group := strings.HasSuffix(strings.ToLower(at[2]), "secrets") // its own names say nothing
	if !hasSecretHint(at[2]) || secrecyInText(at[2]) < certainSecret && !group {
		return inside
	}
	*b = secretBlock{left: blockLines, indent: len(at[1]), kept: b.kept}
	switch {
	case at[3] != "":
		if strings.Contains(at[4], at[3]) { // it ends where it begins, and was judged as a line
			b.left = 0
			return inside
		}
		b.close, b.whole = at[3], true
		return len(strings.TrimSpace(at[4])) > 0 || inside
	case strings.HasPrefix(at[5], "|"), strings.HasPrefix(at[5], ">"):
		b.whole = true
	case at[5] == `\`:
		b.left = 1
	case at[5] != "":
		b.close = map[string]string{"(": ")", "[": "]", "{": "}"}[at[5]]
	}
	return inside
}

// inside says whether a line in the block is of the secret, and ends the block at its end.
func (b *secretBlock) inside(line string) bool {
	if b.left == 0 {
		return false
	}
	b.left--
	indent := len(line) - len(strings.TrimLeft(line, " \t"))
	bare := strings.TrimSpace(line)
	quotes := strings.HasPrefix(b.close, `"`) || strings.HasPrefix(b.close, "'")
	switch {
	case quotes:
		if strings.Contains(line, b.close) {
			b.left = 0
			return strings.Trim(bare, b.close+",;)]}") != ""
		}
		return bare != ""
	case bare == "":
		return false
	case indent <= b.indent && (b.close == "" || strings.HasPrefix(bare, b.close)) && !(b.left == 0 && b.close == ""):
		b.left = 0
		return false
	case b.whole:
		return true
	}
	at := blockEntry.FindStringSubmatch(line)
	if at == nil {
		return false
	}
	value := at[1]
	return (looksTyped(value) || looksRandom(value)) && isSecretUnder("password", value)
}

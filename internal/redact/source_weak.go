package redact

import (
	"strings"
)

// This file finds secrets of a file's lines that stand under no name of secrets as logs have
// them: the name is in another language, or says little, or the value is what a call is given.

var (
	// weakNames are names of secrets in other languages, and those that are also of something
	// else: of these the value has to look as if somebody had chosen it.
	weakNames = newPattern(`(?i)(?:^|[^\p{L}\d])(?:pin|geheim(?:nis|wort)?|zugangscode|clave|secreto|contraseña|segreto|parol[ae]?|hasło|haslo|heslo|şifre|sifre|lösenord|losenord|passord|adgangskode|salasana|jelszó|lozinka|пароль|密码|密碼|パスワード|비밀번호)["'\])]*\s*[:=]\s*["']?([^\s"',;<>/{}()]{6,})`)
	// hexKey is a key in hexadecimal digits.
	hexKey = newPattern(`(?i)\bkey["'\])]*\s*[:=]\s*b?["'](?:0x)?[0-9a-f]{32,}["']`)
	// signsIn is a call that signs in, with what it is given.
	signsIn = newPattern(`(?i)(?:connect|login|log_in|sign_?in|authenticate|basic_?auth|digestauth)\(([^()]*)`)
)

// hasWeakForm says whether a line holds a secret in one of these ways.
func hasWeakForm(line string) bool {
	if !strings.ContainsAny(line, `=:(`) {
		return false
	}
	if at := weakNames.FindStringSubmatch(line); at != nil && looksTyped(at[1]) || hexKey.MatchString(line) {
		return true
	}
	for _, call := range signsIn().FindAllStringSubmatch(line, -1) {
		for _, at := range inQuotes().FindAllStringSubmatch(call[1], -1) {
			if (looksTyped(at[1]) || looksRandom(at[1])) && isSecretUnder("password", at[1]) {
				return true
			}
		}
	}
	return false
}

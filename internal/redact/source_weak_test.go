package redact

import "testing"

// TestHasWeakForm: secrets of a file that stand under no name of secrets as logs have them,
// and what looks alike and is none.
func TestHasWeakForm(t *testing.T) {
	t.Parallel()
	r := &Redactor{}
	for line, want := range map[string]bool{
		`connect("db", "bob", "canarySecret44") if 0 else None`: true,
		`ftp.login("bob", "canary7x9")`:                         true,
		`auth = HTTPBasicAuth("bob", "canary7x9")`:              true,
		`geheimnis = "canary7x9"`:                               true,
		`db_geheimnis: canary7x9`:                               true,
		`contraseña = "canary7x9"`:                              true,
		`пароль: canary7x9`:                                     true,
		`密码 = "canary7x9"`:                                      true,
		`pin = "canaryCode17aa"`:                                true,
		`KEY = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`: true,
		`pin = board.D13`:   false,
		`pin = "gpio-left"`: false,
		`sort_key = "9f86d081884c7d659a2feaa0c55ad015"`: false,
		`connect("sqlite.db", "readonly")`:              false,
		`clave = "columna"`:                             false,
		`key = "accuracy"`:                              false,
		`spin = "halfspin7up"`:                          false,
		`sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`: false,
	} {
		if got := len(r.SecretLines("train.py", line+"\n")) > 0; got != want {
			t.Errorf("%s: %v", line, got)
		}
	}
}

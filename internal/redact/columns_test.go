package redact

import (
	"regexp"
	"strings"
	"testing"
)

// TestSecretColumns: every cell below a password is hidden in a log, and known of a lent file,
// however the table is written; the words with "canary" are the secrets.
func TestSecretColumns(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"quoted commas":       "user,password,note\nada,canary!pw9,ok\nbob,canary!pw8,\"hello, world\"\neve,canary!pw7,ok\n",
		"commas not quoted":   "user,password,note\nada,canary7pw9,ok\nbob,canary7pw8,hello, world\neve,canary!pw7,ok\n",
		"a cell is missing":   "user,password,note\nada,canary!pw9\neve,canary!pw7,ok\n",
		"a comma before":      "name,user,password\nada, of x,ada,canary!pw9\neve,eve,canary!pw7\n",
		"a line in between":   "user;password\nada;canary!pw9\nWARNING: slow\nnext one\neve;canary!pw7\n",
		"lines in a cell":     "user,password,note\nada,canary!pw9,\"one\ntwo, three\"\neve,canary!pw7,ok\n",
		"a byte order mark":   "\ufeffuser,password\nada,canary!pw9\n",
		"a quoted mark":       "\ufeff\"password\",\"user\"\n\"canary!pw9\",\"ada\"\n",
		"the index of pandas": ",user,password\n0,ada,canary!pw9\n1,eve,canary!pw7\n",
		"an index with tabs":  "\tuser\tpassword\n0\tada\tcanary!pw9\n",
		"an end without name": "user,password,\nada,canary!pw9,\n",
		"three words":         "user;the db password\nada;canary!pw9\n",
		"psql":                " user | password \n------+----------\n ada  | canarypw9\n eve  | canarypw7\n(2 rows)\n",
		"mysql":               "+------+-----------+\n| user | password  |\n+------+-----------+\n| ada  | canarypw9 |\n+------+-----------+\n",
		"words and a rule":    "user, password\n=====================\nada, canary!pw9\n",
		"Markdown":            "| user | password |\n|:-----|---------:|\n| ada | `canarypw9` |\n",
		"rich":                "┏━━━━━━┳━━━━━━━━━━━┓\n┃ user ┃ password  ┃\n┡━━━━━━╇━━━━━━━━━━━┩\n│ ada  │ canarypw9 │\n└──────┴───────────┘\n",
	} {
		want := word.ReplaceAllString(text, "***")
		var out strings.Builder
		w := new(Redactor).Writer(&out)
		for line := range strings.Lines(text) {
			if _, err := w.Write([]byte(line)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil || out.String() != want {
			t.Errorf("%s: printed is\n%swant\n%s", name, out.String(), want)
		}
		var r Redactor
		r.Add(InLentFile("users.csv", text)...)
		for _, secret := range word.FindAllString(text, -1) {
			if shown := r.Text("it is " + secret + " so"); strings.Contains(shown, secret) {
				t.Errorf("%s: of a lent file: %s", name, shown)
			}
		}
	}
}

var word = regexp.MustCompile(`canary[\w!]*`)

// TestSecretColumns_leaveTables: tables of what a training prints stay, and what comes after a
// table with a password.
func TestSecretColumns_leaveTables(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"epoch,loss,accuracy\n1,0.482913,0.841712\n2,0.412345,0.861234\n",
		",sepal_length,species\n0,5.100000,setosa\n1,4.900000,versicolor\n",
		"\tsetosa\tversicolor\nsetosa\t100000\t000012\nversicolor\t000000\t120000\n",
		"              precision    recall  f1-score   support\n\n  versicolor       0.95      0.97      0.96    123456\n",
		"param,value\nmax_tokens,4096000\ntokenizer,bert-base-uncased\nn_estimators,1000000\n",
		"token,count\nextra-id-77,123456\nplaying,998877\n",
		"| metric | value |\n|---|---|\n| accuracy | 0.977777 |\n| first_pass | resnet50v2 |\n",
		"pass_rate;first_pass\n0.771234;1234567\n",
		"[\n  \"user\",\n  \"password\",\n  \"resnet50v2\",\n  \"sepal7length\"\n]\n",
		"Wrong password, try again\nResNet50V2 trained, 12 epochs\nfinished, in model2vec/run\n",
		"user,password\n\nmodel,resnet50v2\nepoch,123456\n",
		"user,password,note\nloading model\nmodel = ResNet50\nan epoch\nit goes on\nand on\nand so on\nresnet50v2,resnet50v2,resnet50v2\n",
		"user;password\n2026-11-20 10:00:01,123 INFO start\nloss=0.51;acc=0.91;lr=0.001\n",
		"    ask, ask_password,\n    consume, format_size,\n",
		"    Security, \"kSecPassphrase\"\n)\nx = get(\n    Security, \"kSecItemIdentity\"\n",
		"┃ epoch ┃ model      ┃\n│ 1     │ resnet50v2 │\n",
		" layer | params \n-------+--------\n conv7x | 123456 \n",
	} {
		var out strings.Builder
		w := new(Redactor).Writer(&out)
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		if out.String() != text {
			t.Errorf("%q is printed as %q", text, out.String())
		}
	}
	var r Redactor
	r.Add(InLentFile("train.csv", ",city,pass_rate\n0,Berlin-Mitte,123456\n")...)
	r.Add(InLentFile("words.csv", "token\nextra-id-77\n")...)
	if got := r.Text("Berlin-Mitte 123456 extra-id-77"); got != "Berlin-Mitte 123456 extra-id-77" {
		t.Error(got)
	}
	r.Add(InLentFile("one.csv", "password\ncanary77\n")...)
	if got := r.Text("a canary77"); got != "a ***" {
		t.Error(got)
	}
}

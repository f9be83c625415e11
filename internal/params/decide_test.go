package params

import (
	"fmt"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// One file value, one logged text, and what becomes of them. The params file
// is "x: FILE"; want is the status and, where something is written, its text.
func TestValueRules(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ story, file, logged, want string }{
		{"R0 the same text", "sqrt", "sqrt", "unchanged"},
		{"R0 a trailing zero is the file's business", "0.20", "0.2", "unchanged"},
		{"R0 a PyYAML trainer logged the text it read", "1e-3", "1e-3", "unchanged"},
		{"R0 a ruamel trainer logged the float it read", "1e-3", "0.001", "unchanged"},
		{"R0 Python tells an int from the float of the same number", "5", "5.0", "written 5.0"},
		{"R0 and a float from the int", "1.0", "1", "written 1"},
		{"R0 in a list", "[1, 2]", "[1.0, 2]", "written [1.0, 2]"},
		{"R0 in a tuple within a list", "[[1, 2]]", "[(1, 2.0)]", "written [[1, 2.0]]"},
		{"R0 in text that holds a tuple", "(224,224)", "(224.0, 224)", "written (224.0, 224)"},
		{"R0 the zero with a sign", "0.0", "-0.0", "written -0.0"},
		{"R0 and the one without", "-0.0", "0.0", "written 0.0"},
		{"R0 one of the readers makes the float that was logged", "1e3", "1000.0", "unchanged"},
		{"R0 none of them makes the int", "1e3", "1000", "written 1000"},
		{"R0 who else printed it tells no type", "1", "1.00", "refused"},
		{"R0 as Java prints it", "100000", "1.0E5", "unchanged"},
		{"R0 a hexadecimal int", "0x1F", "31", "unchanged"},
		{"R0 quoted text is read as text", `"1"`, "1.0", `written "1.0"`},
		{"R0 digits beyond a double are compared one by one", "10000000000000000001", "10000000000000000000", "written 10000000000000000000"},
		{"R0 a double's shortest digits", "0.1000000000000000055", "0.1", "unchanged"},
		{"R0 more digits than a double has", "0.1", "0.10000000000000001", "unchanged"},
		{"R0 all the digits of a double", "0.3", "0.299999999999999988897769753748", "unchanged"},
		{"R0 in a list too", "[0.1, 2]", "[0.10000000000000001, 2]", "unchanged"},
		{"R0 the double beside it is another", "0.1", "0.10000000000000002", "written 0.10000000000000002"},
		{"R0 an int is no double", "100000000000000000000", "100000000000000000000.5", "written 100000000000000000000.5"},
		{"R0 a text has all its digits", `"0.1"`, "0.10000000000000001", `written "0.10000000000000001"`},
		{"R2 more digits than a double has are written", "0.5", "0.10000000000000001", "written 0.10000000000000001"},
		{"R2 and many more", "0.5", "0.1000000000000000055511151231257827", "written 0.1000000000000000055511151231257827"},
		{"R2 the smallest double", "0.5", "4.9e-324", "written 4.9e-324"},
		{"R0 a quoted number", `"1.0"`, "1.0", "unchanged"},
		{"R0 quotes that were logged are part of the text", "'a'", "'a'", "written '''a'''"},
		{"R0 null in any spelling", "~", "None", "unchanged"},
		{"R0 an empty value", "", "None", "unchanged"},
		{"R0 a list, spaced otherwise", "[1,2,  3]", "[1, 2, 3]", "unchanged"},
		{"R0 a tuple made of a list", "[3, 3]", "(3, 3)", "unchanged"},
		{"R0 a tuple kept as text", "(224,224)", "(224, 224)", "unchanged"},
		{"R0 a class kept as text", "<class 'numpy.float64'>", "<class 'numpy.float64'>", "unchanged"},
		{"R0 sexagesimal, as PyYAML reads it", "1:30", "90", "unchanged"},
		{"R0 two readers, two numbers: neither is trusted", "017", "15", "written 15"},
		{"R0 two readers, two numbers: neither is trusted", "017", "17", "written 17"},
		{"R0 not a number is itself", ".nan", "nan", "unchanged"},

		{"R1 int for int", "5", "7", "written 7"},
		{"R1 float for int", "5", "0.5", "written 0.5"},
		{"R1 int for float", "0.5", "2", "written 2"},
		{"R1 float for float", "0.5", "2.0", "written 2.0"},
		{"R1 a word for a number is a wrong match", "5", "sqrt", "refused"},
		{"R1 a bool for a number is a wrong match", "5", "True", "refused"},
		{"R1 a list for a number is a wrong match", "5", "[1, 2]", "refused"},

		{"R2 an exponent gets a point", "0.1", "1e-05", "written 1.0e-05"},
		{"R2 a large exponent too", "0.1", "1e+20", "written 1.0e+20"},
		{"R2 all digits stay", "0.1", "0.30000000000000004", "written 0.30000000000000004"},
		{"R2 an exponent replaces text that PyYAML read", "1e-3", "1e-05", "written 1.0e-05"},
		{"R2 nan", "0.1", "nan", "written .nan"},
		{"R2 inf", "0.1", "inf", "written .inf"},
		{"R2 -inf", "0.1", "-inf", "written -.inf"},
		{"R2 beyond a double", "0.1", "1e400", "refused"},

		{"R3 negative", "5", "-7", "written -7"},
		{"R3 a hexadecimal place", "0x1F", "32", "written 32"},
		{"R3 beyond 64 bits", "5", "340282366920938463463374607431768211456", "written 340282366920938463463374607431768211456"},
		{"R3 leading zeros are text", "5", "007", "refused"},

		{"R3 a short revision is no number", "7c9e1f2", "7120e11", `written "7120e11"`},
		{"R3 nor where the last one was all digits", "1234567", "1234e56", "refused"},
		{"R3 nor for a float of the same value", "712000000000000.0", "7120e11", "refused"},
		{"R3 nor in quotes", `"7c9e1f2"`, "1234e56", `written "1234e56"`},
		{"R3 nor where nothing stands", "", "7120e11", `assumed "7120e11"`},
		{"R3 the same revision, unquoted in the file", "7120e11", "7120e11", "unchanged"},
		{"R3 a word becomes a number that Python prints", "scale", "0.1", "assumed 0.1"},
		{"R3 a word becomes a version", "latest", "3.10", `written "3.10"`},
		{"R3 a version in the place of a number is taken for one", "3.9", "3.10", "assumed 3.10"},
		{"R3 a version in the place of a quoted one", `"3.9"`, "3.10", `written "3.10"`},
		{"R3 a version that reads as the same number stays text", `"3.1"`, "3.10", `written "3.10"`},
		{"R3 two decimals of a format string", "0.5", "0.10", "assumed 0.10"},
		{"R3 two decimals of the same number are a text, or printed so again", "0.1", "0.10", "refused"},
		{"R3 a version that the file has as a number", "3.1", "3.10", "refused"},
		{"R3 with zeros beyond", "3", "3.00", "refused"},
		{"R3 a version that the file spells so", "3.10", "3.10", "unchanged"},
		{"R3 one that the file has in quotes", `"3.10"`, "3.10", "unchanged"},
		{"R3 what Python prints of an int as a float", "3", "3.0", "written 3.0"},
		{"R3 a short revision in the place of one without quotes", "12e3", "34e5", `written "34e5"`},
		{"R3 another shape of it", "7120e11", "7c9e1f2", "written 7c9e1f2"},
		{"R3 a word in the place of a float that PyYAML takes for text", "1e-3", "auto", "refused"},
		{"R3 as Java prints it", "0.1", "1.0E-5", "written 1.0e-5"},
		{"R3 as Java prints it, for a word", "auto", "1.0E-5", `written "1.0E-5"`},
		{"R3 as people write it", "0.1", "15e-5", "assumed 15.0e-5"},
		{"R3 an exponent that Python does not print, for what PyYAML reads as text", "2e3", "1e3", `written "1e3"`},
		{"R3 a negative one", "1e-4", "1e-5", `written "1e-5"`},
		{"R3 a large one", "2e16", "1e16", `written "1e16"`},
		{"R3 a fraction before it", "0.2e1", "0.1e1", `written "0.1e1"`},
		{"R3 for a word", "a", "1e3", `written "1e3"`},
		{"R3 for quoted text", `"2e3"`, "1e3", `written "1e3"`},
		{"R3 for a number of every reader, which a person may have written", "2000.0", "1e3", "assumed 1.0e+3"},
		{"R3 for an int", "1", "1e16", "assumed 1.0e+16"},
		{"R3 a short revision for a text of PyYAML's", "2e3", "7120e11", `written "7120e11"`},
		{"R3 leading zeros for a word", "agent", "007", `written "007"`},
		{"R3 leading zeros in the place of null", "null", "007", `assumed "007"`},
		{"R3 underscores", "many", "1_000", `written "1_000"`},
		{"R3 a plus", "one", "+1", `written "+1"`},
		{"R3 a plus in the place of a number", "2", "+1", "written 1"},
		{"R3 hexadecimal", "mask", "0x10", `written "0x10"`},
		{"R3 octal", "mask", "0o17", `written "0o17"`},
		{"R3 binary", "mask", "0b11", `written "0b11"`},
		{"R3 a time of day", "noon", "12:30", `written "12:30"`},
		{"R3 a point without digits", "none", "5.", `written "5."`},
		{"R3 a point without digits before it", "none", ".5", `written ".5"`},
		{"R3 beyond a double, for a word", "none", "1e400", `written "1e400"`},
		{"R3 Infinity is Java's and JSON's", "none", "Infinity", "written Infinity"},
		{"R4 true is JSON's", "auto", "true", `written "true"`},
		{"R4 true for a bool", "False", "true", "written true"},
		{"R5 null is JSON's", "auto", "null", `written "null"`},

		{"R4 a bool", "true", "False", "written false"},
		{"R4 the file's own spelling stays", "yes", "True", "unchanged"},
		{"R4 yes becomes false", "yes", "False", "written false"},
		{"R4 a bool in the place of text", "auto", "True", "assumed true"},
		{"R4 a number in the place of a bool", "true", "3", "refused"},
		{"R4 a one that was asked for its truth", "1", "True", "unchanged"},
		{"R4 a zero that was asked for its truth", "0", "False", "unchanged"},
		{"R4 a bool that was counted", "true", "1", "unchanged"},
		{"R4 a bool that was counted as nothing", "false", "0", "unchanged"},
		{"R4 a bool to one reader alone", "no", "0", "refused"},
		{"R4 a one and the other truth", "1", "False", "refused"},
		{"R4 a bool and the other number", "true", "0", "refused"},
		{"R4 one as text", `"1"`, "True", "assumed true"},
		{"R3 sexagesimal, as text for another", "1:00", "2:45", `written "2:45"`},
		{"R3 sexagesimal, as the text that it is", "2:45", "2:45", "unchanged"},
		{"R3 sexagesimal, as the number that PyYAML reads", "1:00", "165", "written 165"},
		{"R3 a word in the place of one", "1:00", "noon", "refused"},

		{"R5 None in the place of a number", "5", "None", "written null"},
		{"R5 None in the place of a bool", "true", "None", "written null"},
		{"R5 the word None is text, and stays", "None", "None", "unchanged"},
		{"R5 a number in the place of the word None", "None", "5", "assumed 5"},
		{"R5 None in the place of text", "sqrt", "None", "assumed null"},

		{"R6 a word", "sqrt", "log2", "written log2"},
		{"R6 single quotes stay", "'sqrt'", "log2", "written 'log2'"},
		{"R6 double quotes stay", `"sqrt"`, "log2", `written "log2"`},
		{"R6 a text that a reader would type", "sqrt", "on", `written "on"`},
		{"R6 a text with a colon", "sqrt", "a: b", `written "a: b"`},
		{"R6 the empty text", "sqrt", "", `written ""`},
		{"R6 several lines", "sqrt", "a\nb", `written "a\nb"`},
		{"R6 not in ASCII", "sqrt", "größe 🚀", "written \"größe 🚀\""},
		{"R6 a quoted number stays text", `"1.0"`, "2.0", `written "2.0"`},
		{"R6 a number in the place of a quoted word", `"sqrt"`, "5", `assumed "5"`},
		{"R6 a number in the place of a word", "sqrt", "5", "assumed 5"},
		{"R6 a float in the place of a word", "auto", "1e-05", "assumed 1.0e-05"},
		{"R6 a date for a date", "2024-01-01", "2024-02-01", "written 2024-02-01"},
		{"R6 a word for a date", "2024-01-01", "today", "refused"},

		{"R7 a list for a list", "[1, 2]", "[3, 4, 5]", "written [3, 4, 5]"},
		{"R7 text in a list is quoted where it must be", "[a, b]", "['c', 'd, e', '5', None, True]", `written [c, "d, e", "5", null, true]`},
		{"R7 floats in a list", "[0.1]", "[1e-05, inf]", "written [1.0e-05, .inf]"},
		{"R7 lists in a list", "[[1, 2]]", "[[3, 4], []]", "written [[3, 4], []]"},
		{"R7 a tuple for a list", "[3, 3]", "(5, 5)", "written [5, 5]"},
		{"R7 a tuple for a tuple kept as text", "(224,224)", "(128, 128)", "written (128, 128)"},
		{"R7 a number for a list", "[1, 2]", "5", "refused"},
		{"R7 a list for a word", "sqrt", "[1, 2]", "refused"},
		{"R7 a set", "[1, 2]", "{1, 2, 3}", "refused"},
		{"R7 a range", "[1, 2]", "range(0, 3)", "refused"},
		{"R7 a complex number", "5", "(1+2j)", "refused"},
		{"R7 bytes", "abc", "b'abc'", "refused"},
		{"R7 a NumPy scalar", "0.1", "np.float64(0.2)", "refused"},
		{"R7 NumPy scalars in a list", "[0.1]", "[np.float64(0.2)]", "refused"},
		{"R7 an object", "null", "<sklearn.Foo object at 0x7f01>", "refused"},
		{"R7 an estimator", "rf", "RandomForestClassifier(max_depth=5)", "refused"},
		{"R7 a class", "float", "<class 'float'>", "refused"},

		{"R7 a function", "log", "<function log at 0x7f01>", "refused"},
		{"R7 a lambda", "log", "<function <lambda> at 0x7f01>", "refused"},
		{"R7 a method", "log", "<bound method Net.fit of <__main__.Net object at 0x7f01>>", "refused"},
		{"R7 a function of C", "log", "<built-in function max>", "refused"},
		{"R7 a module", "log", "<module 'numpy' from '/usr/lib/numpy/__init__.py'>", "refused"},
		{"R7 an enum", "red", "<Color.RED: 1>", "refused"},
		{"R7 flags", "r", "<Perm.R|W: 6>", "refused"},
		{"R7 an enum's class", "red", "<enum 'Color'>", "refused"},
		{"R7 a ufunc", "log", "<ufunc 'sin'>", "refused"},
		{"R7 a tensor", "log", "<tf.Tensor: shape=(), dtype=float32, numpy=1.0>", "refused"},
		{"R7 a token", "a", "<mask>", "written <mask>"},
		{"R7 a token of a tokenizer", "a", "<|endoftext|>", `written "<|endoftext|>"`},
		{"R7 an end", "<s>", "</s>", "written </s>"},
		{"R7 a token with a number", "a", "<extra_id_0>", "written <extra_id_0>"},
		{"R7 markup", "a", "<b>bold: 1</b>", `written "<b>bold: 1</b>"`},
		{"R7 words", "a", "<begin of text>", "written <begin of text>"},
		{"R7 names of kinds alone", "a", "<class>", "written <class>"},
		{"R7 a function as a token", "a", "<function>", "written <function>"},

		{"R8 a placeholder for the environment", "${PASSWORD}", "hunter2", "refused"},
		{"R8 an interpolation", "${train.lr}", "0.1", "refused"},
		{"R8 an interpolation in a list", "[1, '${x}']", "[1, 2]", "refused"},
		{"R8 the placeholder itself", "${PASSWORD}", "${PASSWORD}", "unchanged"},

		{"R9 an int for nothing", "", "5", "assumed 5"},
		{"R9 a float for null", "null", "1e-05", "assumed 1.0e-05"},
		{"R9 a word for null", "~", "sqrt", "assumed sqrt"},
		{"R9 a bool for null", "null", "True", "assumed true"},
		{"R9 a list for null", "null", "('a', 'b')", "assumed [a, b]"},
		{"R9 a dict for null", "null", "{'a': 1}", "refused"},

		{"cut at 250", "abc", strings.Repeat("x", 250), "refused"},
		{"cut at 500", "abc", strings.Repeat("x", 500), "refused"},
		{"cut at 6000, counted in characters", "abc", strings.Repeat("é", 6000), "refused"},
		{"one less is whole", "abc", strings.Repeat("x", 249), "written " + strings.Repeat("x", 249)},
		{"cut with an ellipsis", "abc", "layers of 12, 24...", "refused"},
		{"cut in a list", "[1, 2]", "[1, 2, 3", "refused"},
		{"a cut text that the file still has", strings.Repeat("x", 250), strings.Repeat("x", 250), "unchanged"},

		{"a section", "{y: 1}", "5", "logged only"},
		{"a type of the project's own", "!custom 5", "6", "refused"},
		{"a tag that says text", "!!str 5", "6", "written \"6\""},
		{"a tag that says float", "!!float 5", "6.5", "written 6.5"},
	} {
		t.Run(test.story, func(t *testing.T) {
			t.Parallel()
			file := "a: 1\nx: " + test.file + "\nb: [2, 3] # end"
			result := plan(t, file, map[string]string{"x": test.logged})
			edit := result.Edits[0]
			got := string(edit.Status)
			if edit.New != edit.Old {
				got += " " + edit.New
			}
			if got != test.want {
				t.Errorf("file %s, logged %s\n got %s (%s)\nwant %s", test.file, test.logged, got, edit.Note, test.want)
			}
			if edit.Status != repro.ParamWritten && edit.Status != repro.ParamAssumed {
				if len(result.Files) > 0 {
					t.Errorf("file %s, logged %s: %s, and the file changes to\n%s", test.file, test.logged, edit.Status, result.Files[0].After)
				}
				return
			}
			again := plan(t, after(result, "params.yaml", file), map[string]string{"x": test.logged})
			if status := again.Edits[0].Status; status != repro.ParamUnchanged || len(again.Files) > 0 {
				t.Errorf("file %s, logged %s: written %s, and planned again: %s (%s)", test.file, test.logged, edit.New, status, again.Edits[0].Note)
			}
		})
	}
}

// The notes say what a person must know to agree with a guess or mend it.
func TestNotes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ file, logged, want string }{
		{"5", "0.5", "an int becomes a float"},
		{"0.5", "2", "a float becomes an int"},
		{"5", "5.0", "an int becomes a float"},
		{"100000", "1.0E5", "100000 is the same number as 1.0E5"},
		{"3.1", "3.10", "Python prints 3.1 as 3.1, so 3.10 was text, or a number with its own format. If it was text, quote it in the file or confirm the key with params-map"},
		{"1e-3", "1e-05", "PyYAML reads 1e-3 as text, and the new value as a float"},
		{"sqrt", "5", "the file has text: the type follows from the logged text"},
		{"12:30", "751", "PyYAML reads 12:30 as the int 750, DVC as text"},
		{"7c9e1f2", "7120e11", "Python prints no float as 7120e11: written as text"},
		{"3.9", "3.10", "3.10 is 3.1 to Python: taken for a number, as the file has one"},
		{"null", "5", "the file has no value yet: the type follows from the logged text"},
		{"5", "sqrt", `the file has a number and "sqrt" is not of that type; if this is the right key, confirm it with params-map`},
		{"5", "np.float64(0.2)", "the repr np.float64(…) cannot be written to a params file"},
		{"[1]", "[1, 2", "possibly truncated: its brackets are not closed"},
		{"abc", strings.Repeat("x", 250), "possibly truncated: it is as long as MLflow's limit"},
		{"abc", "x...", "possibly truncated: it ends with ..."},
		{"${X}", "secret", "the file takes this value from elsewhere (${…}), and that is never overwritten"},
	} {
		edit := plan(t, "x: "+test.file, map[string]string{"x": test.logged}).Edits[0]
		if edit.Note != test.want {
			t.Errorf("file %s, logged %s: note\n got %s\nwant %s", test.file, test.logged, edit.Note, test.want)
		}
	}
}

// Who logs a row of a table makes a float of every int: then a float says nothing
// of the file's ints. One alone, or beside an int that stayed one, does.
func TestLogOfFloats(t *testing.T) {
	t.Parallel()
	const file = "depth: 3\nsteps: 10\nlr: 0.1\n"
	for _, test := range []struct {
		story  string
		logged map[string]string
		want   string
	}{
		{"every number is a float", map[string]string{"depth": "3.0", "steps": "10.0", "lr": "0.1"}, file},
		{"and one is another", map[string]string{"depth": "3.0", "steps": "10.0", "lr": "0.5"}, strings.Replace(file, "0.1", "0.5", 1)},
		{"an int is among them", map[string]string{"depth": "3.0", "steps": "10"}, strings.Replace(file, "3", "3.0", 1)},
		{"an int of no file is", map[string]string{"depth": "3.0", "steps": "10.0", "seed": "7"}, strings.NewReplacer("3", "3.0", "10", "10.0").Replace(file)},
		{"one alone", map[string]string{"depth": "3.0"}, strings.Replace(file, "3", "3.0", 1)},
	} {
		if got := after(plan(t, file, test.logged), "params.yaml", file); got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", test.story, got, test.want)
		}
	}
}

// What a placeholder resolved to may be a password: it is in no row, note,
// warning or message.
func TestResolvedValuesAreNotShown(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"x: ${SECRET}", "a: {x: '${SECRET}'}\nb: {x: 1}"} {
		logged := repro.NewParams(map[string]string{"x": "hunter2"})
		result, err := Plan([]File{{"params.yaml", []byte(file)}}, logged, Options{Strict: true})
		if err == nil {
			t.Errorf("%s: strict accepted %v", file, result.Edits)
		}
		differing := Arrived(knownBy(logged), knownBy(repro.NewParams(map[string]string{"x": "hunter3"})), result.Edits)
		if len(differing) != 1 {
			t.Errorf("%s: differing %q, want one line", file, differing)
		}
		if shown := fmt.Sprint(result, err, differing); strings.Contains(shown, "hunter") {
			t.Errorf("%s: shown in %s", file, shown)
		}
	}
}

// A person who names the key has decided: the type follows the log.
func TestMappedValuesMayChangeType(t *testing.T) {
	t.Parallel()
	entries := []MapEntry{{Line: 1, Logged: "x", Target: "x"}}
	for _, test := range []struct{ file, logged, want string }{
		{"5", "sqrt", "assumed sqrt"},
		{"true", "3", "assumed 3"},
		{"sqrt", "[1, 2]", "assumed [1, 2]"},
		{"5", "np.float64(0.2)", "refused np.float64"},
		{"${X}", "5", "refused ${X}"},
	} {
		files := []File{{"params.yaml", []byte("x: " + test.file)}}
		edit := planWith(t, files, map[string]string{"x": test.logged}, Options{Map: entries}).Edits[0]
		want, _, _ := strings.Cut(test.want, " ")
		if string(edit.Status) != want || want == "assumed" && "assumed "+edit.New != test.want {
			t.Errorf("file %s, logged %s: got %s %s (%s), want %s", test.file, test.logged, edit.Status, edit.New, edit.Note, test.want)
		}
	}
}

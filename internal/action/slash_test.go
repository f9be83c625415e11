package action

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"github.com/reproduce-action/reproduce/internal/settings"
)

func TestParseSlash(t *testing.T) {
	for name, test := range map[string]struct {
		body string
		want settings.Values
		fail bool
	}{
		"model":                     {"/reproduce churn", settings.Values{"model": "churn"}, false},
		"model and version":         {"/reproduce churn 7", settings.Values{"model": "churn", "version": "7"}, false},
		"alias in the name":         {"/reproduce churn@champion\r\nthanks!", settings.Values{"model": "churn@champion"}, false},
		"flags":                     {"/reproduce churn 7 --code-ref abc --repeats=3", settings.Values{"model": "churn", "version": "7", "code-ref": "abc", "repeats": "3"}, false},
		"a version as a flag":       {"/reproduce churn --version 7", settings.Values{"model": "churn", "version": "7"}, false},
		"two versions":              {"/reproduce churn 7 --version 8", nil, true},
		"a run":                     {"/reproduce --run-id 0123abcd", settings.Values{"run-id": "0123abcd"}, false},
		"second line is talk":       {"/reproduce churn\n--workflow evil.yml", settings.Values{"model": "churn"}, false},
		"no model":                  {"/reproduce", nil, true},
		"too many words":            {"/reproduce churn 7 please", nil, true},
		"a flag for the workflow":   {"/reproduce churn --workflow evil.yml", nil, true},
		"a flag for the tolerances": {"/reproduce churn --tolerances=default:100%", nil, true},
		"a flag for the server":     {"/reproduce churn --tracking-uri=https://evil.example", nil, true},
		"a local command":           {"/reproduce churn --run-command=id", nil, true},
		"a flag without a value":    {"/reproduce churn --code-ref", nil, true},
		"a flag twice":              {"/reproduce churn --code-ref a --code-ref b", nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := parseSlash(test.body)
			if (err != nil) != test.fail || errors.Is(err, errNoCommand) {
				t.Fatalf("ParseSlash(%q): error %v", test.body, err)
			}
			if !test.fail && !reflect.DeepEqual(got, test.want) {
				t.Errorf("ParseSlash(%q) = %q, want %q", test.body, got, test.want)
			}
		})
	}
}

func TestParseSlash_isOnlyForCommentsThatBeginWithIt(t *testing.T) {
	for _, body := range []string{"", "hello", " /reproduce churn", "> /reproduce churn", "please /reproduce churn", "/reproducer churn", "/reproduce-all", "\n/reproduce churn"} {
		if got, err := parseSlash(body); !errors.Is(err, errNoCommand) {
			t.Errorf("ParseSlash(%q) = %q, %v; want ErrNoCommand", body, got, err)
		}
	}
}

func FuzzParseSlash(f *testing.F) {
	f.Add("/reproduce churn 7 --repeats 3")
	f.Add("/reproduce --\x00=é")
	f.Fuzz(func(t *testing.T, body string) {
		values, err := parseSlash(body)
		for name := range values {
			if name != "model" && name != "version" && !slices.Contains(slashOptions, name) {
				t.Errorf("%q set %q", body, name)
			}
		}
		if err == nil && values["model"] == "" && values["run-id"] == "" {
			t.Errorf("%q names nothing: %q", body, values)
		}
	})
}

package remedy

import (
	"testing"
	"testing/fstest"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestFileWith: a params file that nobody named is told where it has the param.
func TestFileWith(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		file, text, want string
	}{
		"JSON":                    {"params.json", `{"train": {"lr": 0.1}}`, "params.json"},
		"TOML":                    {"config.toml", "lr = 0.1\n", "config.toml"},
		"in a folder":             {"conf/model.yaml", "lr: 0.1\n", "conf/model.yaml"},
		"in two sections":         {"params.json", `{"model": {"lr": 0.1}, "base": {"lr": 0.1}}`, "params.json"}, // --params-section may say which
		"without the param":       {"params.json", `{"depth": 3}`, ""},
		"some other file":         {"package.json", `{"lr": 0.1}`, ""},
		"one that was read":       {"params.yaml", "lr: 0.1\n", ""},
		"one that cannot be read": {"params.json", `{"lr"`, ""},
	} {
		plan := repro.Plan{Params: []repro.ParamEdit{{File: "params.yaml", Key: []string{"a"}, Status: repro.ParamNotRecorded}}}
		if got := fileWith(fstest.MapFS{tt.file: {Data: []byte(tt.text)}}, plan, "lr", "0.25"); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

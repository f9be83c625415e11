package settings

import (
	"testing"
)

func TestShellFlags(t *testing.T) {
	t.Parallel()
	values := Values{
		"tracking-uri": "../mlruns", "tolerances": "accuracy: 1%\nloss: exact", "write-back": "true",
		"version": "7", "update-params": "true", "run-command": "make run", "no-such": "x",
	}
	for command, want := range map[string]string{
		"run":     " --tracking-uri ../mlruns --run-command 'make run' --tolerances 'accuracy: 1%' --tolerances 'loss: exact' --write-back",
		"show":    " --tracking-uri ../mlruns --update-params",
		"compare": " --tracking-uri ../mlruns --tolerances 'accuracy: 1%' --tolerances 'loss: exact'",
		"version": "",
	} {
		if got := values.ShellFlags(command, "version"); got != want {
			t.Errorf("%s:%s\nwant%s", command, got, want)
		}
	}
	if got := Values(nil).ShellFlags("run"); got != "" {
		t.Errorf("nothing typed:%s", got)
	}
}

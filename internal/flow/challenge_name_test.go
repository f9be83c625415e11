package flow

import (
	"fmt"
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestChallengeName: a name that a challenge cannot change is told before a training, with those
// that it can.
func TestChallengeName(t *testing.T) {
	t.Parallel()
	edits := []repro.ParamEdit{
		{Name: "lr", Logged: "0.1", Key: []string{"train", "lr"}, Status: repro.ParamUnchanged}, {Name: "depth", Logged: "3", Key: []string{"train", "depth"}, Status: repro.ParamWritten},
		{Name: "model", Logged: "forest", Status: repro.ParamUnchanged}, {Name: "rows", Logged: "150", Status: repro.ParamLoggedOnly}, {Key: []string{"width"}, Status: repro.ParamNotRecorded},
	}
	for asked, want := range map[string]string{
		"lr":       "",
		"depth":    "",
		"dept":     "challenge: the original logged no param dept. Did you mean depth? A challenge can change depth, lr",
		"train.lr": "challenge: the original logged no param train.lr. Did you mean lr? A challenge can change depth, lr",
		"nosuch":   "challenge: the original logged no param nosuch. A challenge can change depth, lr",
		"alway":    "challenge: the original logged no param alway. Did you mean always? A challenge can change depth, lr",
		"rows":     "challenge: rows is put neither into a params file nor into the run command, so it cannot be changed. A challenge can change depth, lr",
		"model":    "challenge: model was logged as no number that can be halved or counted up. A challenge can change depth, lr",
		"width":    "challenge: the original logged no param width. A challenge can change depth, lr",
	} {
		err := challengeName(edits, asked)
		if got := fmt.Sprint(err); want == "" && err != nil || want != "" && got != want {
			t.Errorf("%s: got %v, want %s", asked, err, want)
		}
	}
	if err := challengeName(nil, "lr"); err == nil || !strings.HasSuffix(err.Error(), "No param can be changed here; leave --challenge out") {
		t.Errorf("without params: %v", err)
	}
}

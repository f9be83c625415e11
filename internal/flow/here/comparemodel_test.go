package here

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestPairModels: the registered model, or the only one, and the reproduction's of the same
// name; where nothing chooses, none is.
func TestPairModels(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		version   repro.ModelVersion
		then, now []string
		want      string // both, or why not
	}{
		"one each":                  {repro.ModelVersion{}, []string{"models:/m-a"}, []string{"models:/m-b"}, "models:/m-a models:/m-b"},
		"the registered one of two": {repro.ModelVersion{ModelID: "m-c"}, []string{"models:/m-a", "models:/m-c"}, []string{"models:/m-b"}, "models:/m-c models:/m-b"},
		"two of the original":       {repro.ModelVersion{}, []string{"models:/m-a", "models:/m-c"}, []string{"models:/m-b"}, "the original logged 2 models"},
		"two of the reproduction":   {repro.ModelVersion{ModelID: "m-a"}, nil, []string{"models:/m-b", "models:/m-c"}, "the reproduction logged 2 models"},
		"the one of that name":      {repro.ModelVersion{Source: "runs:/x/net"}, nil, []string{"runs:/y/scaler", "runs:/y/net"}, "runs:/x/net runs:/y/net"},
		"two of that name":          {repro.ModelVersion{Source: "runs:/x/net"}, nil, []string{"runs:/y/a/net", "runs:/y/net"}, "several models as net"},
		"no model":                  {repro.ModelVersion{}, nil, []string{"models:/m-b"}, "the original logged no model"},
		"none now":                  {repro.ModelVersion{ModelID: "m-a"}, nil, nil, "the reproduction logged no model"},
		"a source on a server":      {repro.ModelVersion{Source: "mlflow-artifacts:/1/x/artifacts/net"}, []string{"runs:/x/net"}, []string{"runs:/y/net"}, "runs:/x/net runs:/y/net"},
	} {
		uris, why := pairModels(tt.version, tt.then, tt.now)
		if got := why; why == "" && uris[0]+" "+uris[1] != tt.want || why != "" && !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q, %q; want %q", name, uris, why, tt.want)
		}
	}
}

package challenge

import (
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestUnselected: which params belong to a model that another param does not choose.
func TestUnselected(t *testing.T) {
	t.Parallel()
	several := repro.Params{{Name: "model", Value: "ridge"}, {Name: "ridge.alpha", Value: "1.0"}, {Name: "nn.lr", Value: "0.01"}, {Name: "train.lr", Value: "0.1"}, {Name: "lr", Value: "0.2"}}
	one := repro.Params{{Name: "model", Value: "nn"}, {Name: "nn.lr", Value: "0.01"}, {Name: "ridge.alpha", Value: "1.0"}}
	unsaid := repro.Params{{Name: "nn.lr", Value: "0.01"}, {Name: "ridge.alpha", Value: "1.0"}}
	itself := repro.Params{{Name: "ridge.name", Value: "ridge"}, {Name: "nn.lr", Value: "0.01"}}
	named := repro.Params{{Name: "net.type", Value: "'Ridge'"}, {Name: "ridge.alpha", Value: "1.0"}, {Name: "nn.lr", Value: "0.01"}}
	loss := repro.Params{{Name: "loss", Value: "huber"}, {Name: "huber.delta", Value: "1.0"}, {Name: "fitter.lr", Value: "0.01"}}
	data := repro.Params{{Name: "model.data", Value: "iris"}, {Name: "iris.rows", Value: "150"}, {Name: "nn.lr", Value: "0.01"}}
	opt := repro.Params{{Name: "model", Value: "ridge"}, {Name: "ridge.alpha", Value: "1.0"}, {Name: "opt.lr", Value: "0.01"}}
	for _, tt := range []struct {
		name   string
		logged repro.Params
		want   bool
	}{
		{"nn.lr", several, true}, {"ridge.alpha", several, false}, {"train.lr", several, false}, {"lr", several, false},
		{"nn.lr", one, false}, {"ridge.alpha", one, true}, {"nn.lr", unsaid, false}, {"nn.lr", itself, false},
		{"nn.lr", repro.Params{{Name: "net.type", Value: ""}, {Name: "lr", Value: "0.1"}, {Name: "nn.lr", Value: "0.01"}}, false},
		{"nn.lr", repro.Params{{Name: "ridge.model", Value: "ridge"}, {Name: "nn.lr", Value: "0.01"}}, false},
		{"nn.lr", append(repro.Params{{Name: "head", Value: "nn"}}, several...), false},
		{"nn.lr", append(repro.Params{{Name: "backbone", Value: "nn"}}, several...), false},
		{"nn.lr", repro.Params{{Name: "model", Value: "train"}, {Name: "train.rounds", Value: "3"}, {Name: "nn.lr", Value: "0.01"}}, false},
		{"nn.lr", repro.Params{{Name: "type", Value: "ridge"}, {Name: "ridge.alpha", Value: "1.0"}, {Name: "nn.lr", Value: "0.01"}}, false},
		{"nn.lr", named, true}, {"fitter.lr", loss, false}, {"nn.lr", data, false}, {"opt.lr", opt, false},
	} {
		if got := Unselected(tt.name, tt.logged); got != tt.want {
			t.Errorf("%s of %v: %t", tt.name, tt.logged, got)
		}
	}
}

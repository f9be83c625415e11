//go:build !nodesk

package placeholder

import (
	"strings"
	"testing"

	"github.com/reproduce-action/reproduce/internal/repro"
)

// TestLiteral: a param that the command has with its value is passed, unless it has another
// value too.
func TestLiteral(t *testing.T) {
	t.Parallel()
	logged := repro.Params{{Name: "lr", Value: "0.1"}, {Name: "batch_size", Value: "32"}, {Name: "net", Value: "mlp"}, {Name: "opt.lr", Value: "0.5"}}
	for command, want := range map[string]string{
		"python train.py --lr 0.1":                                              "lr",
		"python train.py --lr=1e-1 --batch-size '32'":                           "lr batch_size",
		"python train.py --batchSize 32":                                        "batch_size",
		"LR=0.10 make train":                                                    "lr",
		"python train.py lr=0.1 ++opt.lr=0.5":                                   "lr opt.lr",
		"mlflow run . -P net=mlp":                                               "net",
		"python train.py --net \"mlp\" && python b.py":                          "net",
		"python train.py --lr 0.2":                                              "",
		"python a.py --lr 0.2 && python b.py --lr 0.1":                          "lr",
		"python a.py --lr 0.1 && python b.py --lr 0.2":                          "",
		"python prepare.py --lr 0.1 data/train.csv && python model.py --lr 0.2": "",
		"python profit.py --lr 0.1; python model.py --lr 0.2":                   "",
		"python pretrain.py --lr 0.1 && python train.py --lr 0.2":               "",
		"python train.py --lr 0.1 && python -m src.fit":                         "lr",
		"LR=0.1 make train && python report.py --lr 0.2":                        "lr",
		"./bin/my-train --lr 0.1 && python report.py":                           "lr",
		"python model.py --lr 0.1; echo done":                                   "lr",
		"python model.py --lr 0.1 2>&1 | tee log":                               "lr",
		"python model.py 2>>log --lr 0.1 >&2":                                   "lr",
		"python model.py --lr 0.1 &> log":                                       "lr",
		">log python model.py --lr 0.1 < rows":                                  "lr",
		"python model.py --lr 2>log":                                            "",
		"python -m src.train --lr 0.1 && python model.py --lr 0.2":              "lr",
		"python prepare.py --lr 0.1 data/train && python model.py --lr 0.2":     "",
		"python prepare.py --lr 0.1 train.csv && python model.py --lr 0.2":      "",
		"python train.py lr --lr 0.1":                                           "lr",

		"python train.py --lr {lr}":                            "",
		"python train.py lr 0.1":                               "",
		"python train.py --lr":                                 "",
		"python train.py --max-lr 0.1 --lr-decay 0.1 --lr_0.1": "",
		"python prepare.py --lr 0.1 && python train.py":        "",
		"echo --lr 0.1; python train.py":                       "",
		"LR=0.1 true; python train.py":                         "",
		"LR=0.1; python train.py":                              "",
		"python train.py --lr 0.1 2>&1 | tee log.txt":          "lr",
		"cd src && python train.py --lr 0.1; echo done":        "lr",
		"(cd src && LR=0.1 nohup python train.py)":             "lr",
		"sh -c 'python train.py --lr 0.1'":                     "",
		"python train.py # --lr 0.1":                           "",
	} {
		if got := strings.Join(Literal(command, logged), " "); got != want {
			t.Errorf("%s: %q, want %q", command, got, want)
		}
	}
}

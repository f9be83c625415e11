package redact

import (
	"slices"
	"strings"
	"testing"
)

// TestArguments: a flag says that what follows is a secret, also where a text would not.
func TestArguments(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"train.py|--pass|canary7x":                         "train.py|--pass|***",
		"--pass=canary7x":                                  "--pass=***",
		"--salt|pepperOld5566|--hash-salt|v1-2026":         "--salt|***|--hash-salt|v1-2026",
		"tool|-p|Zt9kWq3LmP0xV7bN":                         "tool|-p|***",
		"-p|alpha=0.25of16|-p|8888|-p|models/run-of-2026":  "-p|alpha=0.25of16|-p|8888|-p|models/run-of-2026",
		"tool|-pZt9kWq3LmP0xV7bN|-k|S3crk1Zq81kdkw0x9v":    "tool|-p***|-k|***",
		"--seed=Zt9kWq3LmP0xV7bN|--lr|S3crk1Zq81kdkw0x9v":  "--seed=***|--lr|***",
		"--seed=20261130|--lr|1e-3|-k|test_resnet50_v2_x1": "--seed=20261130|--lr|1e-3|-k|test_resnet50_v2_x1",
		"-DResNet50V2ImageNet|-m|ResNet50V2ImageNet":       "-DResNet50V2ImageNet|-m|ResNet50V2ImageNet",
		"--sig|Hq7wi3Zk81vdkw0x9m|--sig|0.05":              "--sig|***|--sig|0.05",
		"-p|0f7ae21c9e3b4f6f8a1d2c3b4a596877":              "-p|0f7ae21c9e3b4f6f8a1d2c3b4a596877",
		"--password|with blanks in it":                     "--password|***",
		"--tokens|canary7x,canary8x":                       "--tokens|***",
		"--secrets|a=canary7x":                             "--secrets|***",
		"--wandb-key|canary7x8y9z-of-it":                   "--wandb-key|***",
		"curl|-u|ada:canary7x":                             "curl|-u|ada:***",
		"--user|ada:canary7x":                              "--user|ada:***",
		"-H|Authorization: token canary7x":                 "-H|Authorization: ***",
		"--header|Accept: text/html":                       "--header|Accept: text/html",
		"--user|1000:1000":                                 "--user|1000:1000",
		"-u|https://mlflow.example":                        "-u|https://mlflow.example",
		"-u|train.py":                                      "-u|train.py",
		"--key-file|/run/secrets/key|--lr|0.1":             "--key-file|/run/secrets/key|--lr|0.1",
		"--token|--lr|0.1":                                 "--token|--lr|0.1",
		"--lowpass|cutoff7x|--max-pass|twelve12":           "--lowpass|cutoff7x|--max-pass|twelve12",
		"--eos-token|</s-of-text>|--max-tokens|4096a":      "--eos-token|</s-of-text>|--max-tokens|4096a",
		"--sort-key|column_name7|--keys|id,name|--key|id7": "--sort-key|column_name7|--keys|id,name|--key|id7",
	} {
		if got := strings.Join(Arguments(strings.Split(text, "|")), "|"); got != want {
			t.Errorf("%s became %s, want %s", text, got, want)
		}
	}
	args := []string{"--token", "canary7x"}
	if Arguments(args); !slices.Equal(args, []string{"--token", "canary7x"}) {
		t.Errorf("the command itself became %q", args)
	}
}

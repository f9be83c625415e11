package othercode

import "testing"

// TestReporting: each is a command by which Python keeps the observer's PYTHONPATH.
func TestReporting(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		texts []string
		want  string
	}{
		{[]string{"PYTHONPATH=src python train.py"}, "PYTHONPATH=src:$PYTHONPATH python train.py"},
		{[]string{`PYTHONPATH="src:lib" python a.py && PYTHONPATH='x' python b.py`}, `PYTHONPATH="src:lib:$PYTHONPATH" python a.py && PYTHONPATH='x':$PYTHONPATH python b.py`},
		{[]string{"make train", "export PYTHONPATH=src", "python -m churn.train\n"}, "make train PYTHONPATH=src:$PYTHONPATH"},
		{[]string{"dvc pull && make train K=1 && echo", "export PYTHONPATH=$(CURDIR)/src"}, "dvc pull && make train K=1 PYTHONPATH=$PWD/src:$PYTHONPATH && echo"},
		{[]string{"make -C a train", "export PYTHONPATH=$(CURDIR)/src"}, ""},
		{[]string{"make -C a train", "export PYTHONPATH=src"}, "make -C a train PYTHONPATH=src:$PYTHONPATH"},
		{[]string{"PYTHONPATH=src:$PYTHONPATH python -I train.py"}, ""},
		{[]string{"PYTHONPATH=src python -E train.py"}, ""},
		{[]string{"make all", "python prepare.py", "PYTHONPATH=lib python train.py"}, ""},
		{[]string{"python prepare.py && sh run.sh", "PYTHONPATH=lib python train.py"}, ""},
		{[]string{"sh run.sh", "PYTHONPATH=lib python train.py"}, "PYTHONPATH=lib:$PYTHONPATH python train.py"},
		{[]string{"sh run.sh 0.2", "PYTHONPATH=lib python train.py --lr $1"}, ""},
		{[]string{"make -C a train", "PYTHONPATH=lib python train.py"}, ""},
		{[]string{"make train", "export PYTHONPATH=src:$(PYTHONPATH)"}, ""},
		{[]string{"make train", "export PYTHONPATH=$(shell git rev-parse --show-toplevel)"}, ""},
		{[]string{"make train", "\n\t@PYTHONPATH=lib python train.py\n"}, "PYTHONPATH=lib:$PYTHONPATH python train.py"},
		{[]string{"make train", "PYTHONPATH=lib python fit.py\nPYTHONPATH=lib python score.py\n"}, ""},
		{[]string{"sh run.sh", "unset PYTHONPATH\npython train.py\n"}, ""},
		{[]string{"make train LR={lr} && echo", "export PYTHONPATH=src"}, "make train LR={lr} PYTHONPATH=src:$PYTHONPATH && echo"},
		{[]string{"make train NAME='a b' K=1,2;make", "export PYTHONPATH=src"}, "make train PYTHONPATH=src:$PYTHONPATH NAME='a b' K=1,2;make PYTHONPATH=src:$PYTHONPATH"},
		{nil, ""},
	} {
		if got := Reporting(tt.texts); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.texts, got, tt.want)
		}
	}
}

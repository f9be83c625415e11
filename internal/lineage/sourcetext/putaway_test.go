package sourcetext

import "testing"

// TestOnlyRemoves: who puts an old output away, or only tells of it, does not begin from it; who
// may take it in, now or in another branch, does.
func TestOnlyRemoves(t *testing.T) {
	t.Parallel()
	for program, want := range map[string]bool{
		"if exists(x):\n    os.remove(x)\n":                                                                   true,
		"if exists(x): os.remove(x)\nload(x)\n":                                                               true,
		"if out.exists():\n    print('overwriting', out)\ntrain()\n":                                          true,
		"if out.exists():\n\n    logger.warning('there')  # as always\n\n    print(1)\nw = load(x)\n":         true,
		"if exists(x): print('there')\n":                                                                      true,
		"for f in os.listdir('models'):\n    if f.endswith('.json'):\n        os.remove(join('models', f))\n": true,
		"print('models:', os.listdir('models') if os.path.isdir('models') else [])\n":                         true,
		"while exists(name(i)):\n    i += 1\n":                                                                true,
		"if exists(x) and '--force' in sys.argv:\n    sys.exit('there is one')\n":                             true,
		"if exists(x):\n    print('resuming')\n    w = json.load(open(x))\n":                                  false,
		"if exists(x):\n    print('there')\n    start(x)\n":                                                   false,
		"if exists(x): w = start(x)\n":                                                                        false,
		"if exists(x): print('there'); warm = True\n":                                                         false,
		"if exists(x):\n    print('there'); warm = True\n":                                                    false,
		"if exists(x):\n    w = json.loads(read_text(x).replace('a', 'b'))\n":                                 false,
		"if exists(x):\n    raise FileExistsError('there; use --resume')\n":                                   true,
		"if exists(x):\n    w = 1\n":                                                                          false,
		"if not exists(x):\n    print('from scratch')\nelse:\n    w = load(x)\n":                              false,
		"if exists(x):\n    print('there')\nelse:\n    w = 0\n":                                               false,
		"for f in glob('models/*.json'):\n    w = json.load(open(f))\n":                                       false,
		"there = exists(x)\nprint(there)\n":                                                                   false,
		"print('last loss', load(x) if exists(x) else None)\n":                                                false,
		"if exists(x):\n    print('there')  # or load(x)\n":                                                   true,
		"if exists(x):\n    # not load(x)\n    os.remove(x)\n":                                                true,
		"return exists(x)\n": false,
		"if exists(x):\n":    false,
		"":                   false,
	} {
		if got := OnlyRemoves(program, 1); got != want {
			t.Errorf("%s\n%v, want %v", program, got, want)
		}
	}
	if OnlyRemoves("os.remove(x)\n", 9) || OnlyRemoves("os.remove(x)\n", 0) {
		t.Error("a line that is not there")
	}
}

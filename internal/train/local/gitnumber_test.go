package local

import "testing"

// TestNumberOfCommit: numbers that are made of a commit or a branch, and texts that only tell of one.
func TestNumberOfCommit(t *testing.T) {
	t.Parallel()
	const ask = "head = subprocess.check_output(['git', 'rev-parse', 'HEAD'], text=True)\n"
	for _, tt := range []struct{ text, want string }{
		{ask + "seed = int(head[:8], 16)", "seed = int(head[:8], 16)"},
		{ask + "rng = np.random.default_rng(int(head[:8], base=16))", "rng = np.random.default_rng(int(head[:8], base=16))"},
		{"b = os.popen('git branch --show-current').read()\nseed = zlib.crc32(branch.encode())", "seed = zlib.crc32(branch.encode())"},
		{"sha = git.Repo('.').head.commit.hexsha\nrandom.seed(sha)", "random.seed(sha)"},
		{"ref = open('.git/HEAD').read()\ntorch.manual_seed(hash(ref))", "torch.manual_seed(hash(ref))"},
		{"python train.py --seed $((0x$(git rev-parse --short=6 HEAD)))", "python train.py --seed $((0x$(git rev-parse --short=6 HEAD)))"},
		{"git describe --always | cksum > seed.txt", "git describe --always | cksum > seed.txt"},
		{ask + "mlflow.set_tag('commit', head)", ""},
		{ask + "seed = 7\nrandom.seed(seed)", ""},
		{"printf '%d' 0x$(git rev-parse --short HEAD) > seed", "printf '%d' 0x$(git rev-parse --short HEAD) > seed"},
		{"sha=$(git rev-parse HEAD)\nprintf 'commit %s\\n' \"$sha\"", ""},
		{ask + "data_rev = hashlib.md5(open('data.csv', 'rb').read()).hexdigest()", ""},
		{ask + "digest = hashlib.sha256(open('data.csv', 'rb').read())", ""},
		{ask + "# seed = int(head[:8], 16)", ""},
		{"print(df.head())\nseed = int(rows.head, 16)", ""},
		{"cd $(git rev-parse --show-toplevel) && make", ""},
	} {
		if got := numberOfCommit([]string{tt.text}); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

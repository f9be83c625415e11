package local

import "testing"

// TestSends: what may leave a file with others is found, and a copy within the checkout is not.
func TestSends(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"cp out/w.txt $D/prod.txt":                               true,
		"python train.py && cp model.pkl /srv/models/":           true,
		"mv out/model.pkl ~/models/latest.pkl":                   true,
		"\tcp build/m.bin ../shared/":                            true,
		"rsync -a out/ ada@models:/srv/":                         true,
		"aws s3 cp out/model.pkl s3://models/":                   true,
		"curl -T model.pkl https://models.example/m":             true,
		"curl --fail -X PUT --data-binary @m https://m.example":  true,
		"dvc repro && dvc push":                                  true,
		"requests.put(url, data=open('m.pkl', 'rb'))":            true,
		"urllib.request.Request(url, data, method='PUT')":        true,
		"boto3.client('s3').upload_file('m.pkl', 'models', 'm')": true,
		"python train.py":                                        false,
		"cp out/w.txt metrics/w.txt; python train.py":            false,
		"python train.py 2>/dev/null | tee train.log":            false,
		"mkdir -p out && mv a.csv out/a.csv":                     false,
		"curl -fsSL https://data.example/train.csv -o data.csv":  false,
		"git pull; dvc repro --force":                            false,
		"requests.post(uri + '/api/2.0/mlflow/runs/log-metric')": false,
	} {
		if got := sends(text); (got != "") != want {
			t.Errorf("%s: %q, want one: %v", text, got, want)
		}
	}
}

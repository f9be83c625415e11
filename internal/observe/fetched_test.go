//go:build unix

package observe

import (
	"slices"
	"strings"
	"testing"
)

// TestRealPythonFetches: whose artifacts a Python asks a server for, and when it last sent
// numbers there. Nothing else of a request is kept.
func TestRealPythonFetches(t *testing.T) {
	t.Parallel()
	run, other, model, listed := strings.Repeat("a1", 16), strings.Repeat("b2", 16), "m-"+strings.Repeat("c3", 16), strings.Repeat("d4", 16)
	program := `import http.client, http.server, threading
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self): self.send_response(200); self.send_header('Content-Length', '0'); self.end_headers()
    def do_POST(self): self.rfile.read(int(self.headers['Content-Length'])); self.do_GET()
    def log_message(self, *a): pass
server = http.server.HTTPServer(('127.0.0.1', 0), Answer)
threading.Thread(target=server.serve_forever, daemon=True).start()
def ask(method, path, body=None):
    c = http.client.HTTPConnection('127.0.0.1', server.server_port); c.request(method, path, body); c.getresponse().read(); c.close()
ask('POST', '/api/2.0/mlflow/runs/log-batch', b'{"run_id": "x", "params": [{"key": "lr", "value": "1"}]}')
ask('GET', '/api/2.0/mlflow-artifacts/artifacts/1/RUN/artifacts/model.json?token=SECRET')
ask('GET', '/get-artifact?path=model.json&run_uuid=OTHER')
ask('GET', '/bucket/1%2Fmodels%2FMODEL%2Fartifacts%2Fmodel.pkl?X-Amz-Signature=SECRET')
ask('GET', '/api/2.0/mlflow-artifacts/artifacts?path=1/LISTED/artifacts')
ask('GET', '/api/2.0/mlflow/runs/get?run_id=LISTED')
ask('PUT', '/api/2.0/mlflow-artifacts/artifacts/1/LISTED/artifacts/model.json', b'12')
NUMBERS
`
	program = strings.NewReplacer("RUN", run, "OTHER", other, "MODEL", model, "LISTED", listed).Replace(program)
	for numbers, sends := range map[string]bool{
		"": false,
		`ask('POST', '/x', b'{"run_id": "x", "metrics": [{"key": "auc", "value": 1}]}')`:  true,
		`ask('POST', '/x', b'{"run_id": "x", "key": "auc", "value": 1, "timestamp": 2}')`: true,
	} {
		seen, out := newTrial(t, map[string]string{"train.py": strings.ReplaceAll(program, "NUMBERS", numbers)}).train("python train.py")
		if len(seen.Processes) != 1 || out != "" {
			t.Fatalf("%+v\n%s", seen, out)
		}
		p := seen.Processes[0]
		var ids []string
		for _, asked := range p.Fetched {
			ids = append(ids, asked.Path)
		}
		if !slices.Equal(ids, []string{run, other, model}) || p.Torn || !p.Ended {
			t.Errorf("%q: %q, %+v", numbers, ids, p)
		}
		if sent := p.Sent > 0; sent != sends || sent && p.Sent < p.Fetched[2].At {
			t.Errorf("%q: sent at %d", numbers, p.Sent)
		}
	}
}

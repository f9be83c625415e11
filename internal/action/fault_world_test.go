package action

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/github/githubtest"
	"github.com/reproduce-action/reproduce/internal/mlflow/mlflowtest"
	"github.com/reproduce-action/reproduce/internal/repro"
)

// A world is all that one story of faults happens in: GitHub, a tracking server, and a
// clock that sleeping puts forward. Each story begins with the same one.
type world struct {
	hub      *githubtest.Server
	registry *mlflowtest.Server
	tracking *httptest.Server
	relay    *relay
	restore  func()
	env      map[string]string
	dir      string
	nights   int
	truth    repro.Verdict

	mu sync.Mutex
	at time.Time
}

const trackingToken = "canary-of-the-tracking-server"

var worldParams = "train:\n  lr: 0.01\n  epochs: 5\n"

// newWorld makes a world. It has a pull request, whose head is checked.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{dir: t.TempDir()}
	w.relay = newRelay(w.now)
	t.Cleanup(w.relay.other.Close)
	w.wind()
	w.hub = githubtest.New(t, githubtest.Options{Looks: 1, Lag: 1, NoCheckout: true, Train: w.train, Now: w.now, Around: w.relay.around("github")})
	w.registry = mlflowtest.New(t)
	w.registry.Token = trackingToken
	w.tracking = httptest.NewServer(w.relay.around("mlflow")(w.registry))
	t.Cleanup(w.tracking.Close)
	head := w.hub.Push("main", map[string][]byte{
		"params.yaml": []byte(worldParams), "train.py": []byte("print('training')\n"),
		".github/workflows/train.yml": []byte(trainWorkflow),
	})
	w.hub.Open(githubtest.Pull{Number: 12, Head: head, Base: "main"})
	w.restore = w.hub.Keep()
	w.env = inputs(t)
	maps.Copy(w.env, map[string]string{
		"GITHUB_ACTIONS": "true", "GITHUB_API_URL": w.hub.URL, "GITHUB_SERVER_URL": "https://github.test",
		"GITHUB_REPOSITORY": githubtest.Owner + "/" + githubtest.Name, "GITHUB_RUN_ID": "77", "GITHUB_SHA": head,
		"GITHUB_EVENT_NAME": "pull_request", "GITHUB_EVENT_PATH": filepath.Join(w.dir, "event.json"),
		"MLFLOW_TRACKING_TOKEN": trackingToken, "MLFLOW_HTTP_REQUEST_BACKOFF_JITTER": "0", "INPUT_GITHUB-TOKEN": githubtest.Token,
	})
	event := fmt.Sprintf(`{"number":12,"repository":{"full_name":"octo/churn","default_branch":"main"},"pull_request":{"number":12,
		"head":{"sha":%q,"ref":"main","repo":{"full_name":"octo/churn"}},"base":{"sha":%q,"ref":"main","repo":{"full_name":"octo/churn"}}}}`, head, head)
	if err := os.WriteFile(w.env["GITHUB_EVENT_PATH"], []byte(event), 0o644); err != nil {
		t.Fatal(err)
	}
	return w
}

// begin is the same world anew, in which the training gives what the original gave, or not.
func (w *world) begin(truth repro.Verdict) {
	w.restore()
	w.wind()
	w.nights, w.truth = 0, truth
	w.registry.Reset()
	original := w.registry.AddRun(mlflowtest.Run{
		ID: strings.Repeat("0a", 16), Params: map[string]string{"lr": "0.002", "epochs": "5"}, Metrics: map[string]float64{"accuracy": 0.9},
		Tags:  map[string]string{"mlflow.source.git.commit": w.env["GITHUB_SHA"], "mlflow.source.name": "train.py"},
		Start: w.now().Add(-48 * time.Hour).UnixMilli(), End: w.now().Add(-47 * time.Hour).UnixMilli(),
	})
	w.registry.AddVersion("churn", mlflowtest.Version{RunID: original, Created: w.now().Add(-47 * time.Hour).UnixMilli()}, "production")
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.at
}

func (w *world) wind() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = time.Date(2026, 11, 23, 2, 41, 7, 0, time.UTC)
}

func (w *world) elapse(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.at = w.at.Add(max(d, 0))
}

var errKilled = errors.New("killed")

// sleep takes no time. The dead do not wait for another try.
func (w *world) sleep(ctx context.Context, d time.Duration) error {
	if w.relay.isDead() {
		return errKilled
	}
	w.elapse(d)
	return ctx.Err()
}

var learningRate = regexp.MustCompile(`lr: (\S+)`)

// train is the training workflow: a run in the registry with the params that were
// committed. A training that was told nothing about a reproduction is one of its own.
func (w *world) train(_ context.Context, job *githubtest.Job) string {
	tags := map[string]string{}
	if err := json.Unmarshal([]byte(job.Inputs["reproduce_context"]), &tags); err != nil {
		return "failure"
	}
	tags["mlflow.source.git.commit"], tags["mlflow.source.name"] = job.Commit, "train.py"
	accuracy := map[repro.Verdict]float64{repro.Reproduced: 0.9, repro.Drifted: 0.5}[w.truth]
	begun := w.now()
	w.registry.AddRun(mlflowtest.Run{
		Params:  map[string]string{"lr": learningRate.FindStringSubmatch(string(w.hub.File(job.Commit, "params.yaml")))[1], "epochs": "5"},
		Metrics: map[string]float64{"accuracy": accuracy}, Tags: tags, Start: begun.UnixMilli(), End: begun.Add(time.Minute).UnixMilli(),
	})
	fmt.Fprintf(&job.Log, "python train.py\n")
	return "success"
}

// A night is what one job told: the outputs of the check and of the report after it.
type night struct {
	check, report string // verdicts
	exit          int
	log           string
	calls         int
}

// night checks and reports, as one job does, and each process may meet faults. A process
// that was killed takes the job along.
func (w *world) night(plan ...planned) night {
	w.nights++
	w.elapse(10 * time.Minute)
	dir := filepath.Join(w.dir, fmt.Sprint("night-", w.nights))
	defer os.RemoveAll(dir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		panic(err)
	}
	w.relay.begin(plan...)
	var told night
	var log strings.Builder
	told.check, told.exit = w.process(dir, &log, map[string]string{
		"COMMAND": "run", "MODEL": "churn", "VERSION": "1", "WORKFLOW": "train.yml", "TRACKING-URI": w.tracking.URL,
		"COMMIT-STATUS": "true", "OUTPUT-DIR": "reproduce-results/churn",
	})
	if !w.relay.isDead() {
		told.report, _ = w.process(dir, &log, map[string]string{
			"COMMAND": "report", "HISTORY-BRANCH": "reproduce-history", "ISSUE": "on-drift", "FAIL-ON": "never", "RESULTS": "reproduce-results",
			"DUE": `[{"name":"churn","version":"1"}]`,
		})
	}
	told.log, told.calls = log.String(), len(w.relay.calls)
	return told
}

// process is one step of the job; it gives the verdict among its outputs.
func (w *world) process(dir string, log *strings.Builder, inputs map[string]string) (verdict string, exit int) {
	env := maps.Clone(w.env)
	for name, value := range inputs {
		env["INPUT_"+name] = value
	}
	env["GITHUB_OUTPUT"], env["GITHUB_STEP_SUMMARY"] = filepath.Join(dir, "output"), filepath.Join(dir, "summary")
	_ = os.Remove(env["GITHUB_OUTPUT"]) // of the step before
	var environ []string
	for name, value := range env {
		environ = append(environ, name+"="+value)
	}
	exit = Run(context.Background(), app.Process{
		Environ: environ, Getenv: func(name string) string { return env[name] }, Dir: dir, Stdout: log, Stderr: log, Now: w.now, Sleep: w.sleep,
	})
	outputs, _ := os.ReadFile(env["GITHUB_OUTPUT"]) // a killed process may have none
	if match := outputVerdict.FindSubmatch(outputs); match != nil {
		verdict = string(match[1])
	}
	return verdict, exit
}

var outputVerdict = regexp.MustCompile(`(?m)^verdict<<.*\n(.*)\n`)

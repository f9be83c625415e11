package mlflowtest

import (
	"fmt"
	"slices"
	"strconv"
)

// A Run is what a training logged. Zero fields get defaults: a new id,
// experiment 1, status FINISHED, a start and an end.
type Run struct {
	ID         string
	Name       string
	Experiment string
	Status     string
	Deleted    bool
	Start, End int64 // milliseconds since 1970; an End below 0 is not over
	Params     map[string]string
	Metrics    map[string]float64 // logged once, at step 0
	History    map[string][]Point // of further metrics, in the order they were logged
	Tags       map[string]string
	Datasets   []Dataset
	Files      map[string]string // artifacts by path
}

// A Point is one logged value of a metric.
type Point struct {
	Value float64
	Time  int64
	Step  int64
}

// A Dataset is an input of a run.
type Dataset struct {
	Name, Digest, Source, Context, Profile string
}

// A Version is one version of a registered model.
type Version struct {
	RunID   string
	Source  string // "" is runs:/RUN/model, or nothing without a run
	Stage   string // "" is None
	RunLink string
	Tags    map[string]string
	Files   map[string]string // the model's folder by path
	Created int64
	number  int
}

type model struct {
	name    string
	about   string // its description
	tags    map[string]string
	aliases map[string]string
	version []*Version
}

type state struct {
	runs        map[string]*Run
	order       []string // of runs, as added
	models      map[string]*model
	experiments map[string]string // id -> name
	logged      map[string]string // logged model -> run
	clock       int64
}

func newState() state {
	return state{
		runs: map[string]*Run{}, models: map[string]*model{}, logged: map[string]string{},
		experiments: map[string]string{"0": "Default", "1": "iris"},
		clock:       1_750_000_000_000,
	}
}

// Reset forgets all that was added, and the faults that were planned.
func (s *Server) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state, s.faults, s.requests = newState(), nil, nil
}

// tick gives a new time, a second after the last.
func (s *state) tick() int64 {
	s.clock += 1000
	return s.clock
}

// AddRun adds a run and returns its id.
func (s *Server) AddRun(run Run) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if run.ID == "" {
		run.ID = fmt.Sprintf("%032x", 0xa0000+len(s.state.order))
	}
	if run.Experiment == "" {
		run.Experiment = "1"
	}
	if run.Status == "" {
		run.Status = "FINISHED"
	}
	if run.Start == 0 {
		run.Start = s.state.tick()
	}
	if run.End == 0 {
		run.End = s.state.tick()
	}
	if _, known := s.state.experiments[run.Experiment]; !known {
		s.state.experiments[run.Experiment] = "experiment " + run.Experiment
	}
	s.state.put(&run)
	return run.ID
}

func (s *state) put(run *Run) {
	if _, known := s.runs[run.ID]; !known {
		s.order = append(s.order, run.ID)
	}
	if run.Params == nil {
		run.Params = map[string]string{}
	}
	if run.Tags == nil {
		run.Tags = map[string]string{}
	}
	history := map[string][]Point{}
	for name, points := range run.History {
		history[name] = points
	}
	for name, value := range run.Metrics {
		history[name] = []Point{{Value: value, Time: run.Start + 500}}
	}
	run.History, run.Metrics = history, nil
	s.runs[run.ID] = run
}

// AddModel adds a model without versions. It is needed for a description, tags,
// or a model that stays empty: AddVersion makes its model itself.
func (s *Server) AddModel(name, description string, tags map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.state.model(name)
	m.about, m.tags = description, tags
}

func (s *state) model(name string) *model {
	m, ok := s.models[name]
	if !ok {
		m = &model{name: name, aliases: map[string]string{}}
		s.models[name] = m
	}
	return m
}

// AddVersion adds the next version of a model, with aliases on it, and returns
// its number.
func (s *Server) AddVersion(name string, version Version, aliases ...string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	number := s.state.addVersion(name, version)
	for _, alias := range aliases {
		s.state.model(name).aliases[alias] = number
	}
	return number
}

func (s *state) addVersion(name string, version Version) string {
	m := s.model(name)
	version.number = 1
	if n := len(m.version); n > 0 {
		version.number = m.version[n-1].number + 1
	}
	if version.Source == "" && version.RunID != "" {
		version.Source = "runs:/" + version.RunID + "/model"
	}
	if version.Stage == "" {
		version.Stage = "None"
	}
	if version.Created == 0 {
		version.Created = s.tick()
	}
	m.version = append(m.version, &version)
	return strconv.Itoa(version.number)
}

// SetAlias moves an alias to a version number.
func (s *Server) SetAlias(name, alias, number string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state.model(name).aliases[alias] = number
}

// AddFiles adds artifacts to a run, by path.
func (s *Server) AddFiles(runID string, files map[string]string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state.runs[runID].Files = files
}

// AddLoggedModel adds an MLflow 3 logged model ("m-…") and the run it is of.
func (s *Server) AddLoggedModel(id, runID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state.logged[id] = runID
}

// VersionTags gives the tags of a version, for looking at what was written.
func (s *Server) VersionTags(name, number string) map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	tags := map[string]string{}
	if version := s.state.find(name, number); version != nil {
		for key, value := range version.Tags {
			tags[key] = value
		}
	}
	return tags
}

func (s *state) find(name, number string) *Version {
	m, ok := s.models[name]
	n, err := strconv.Atoi(number)
	if !ok || err != nil {
		return nil
	}
	for _, version := range m.version {
		if version.number == n {
			return version
		}
	}
	return nil
}

// sorted gives the keys of a map in order.
func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

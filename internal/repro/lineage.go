package repro

// A Fact is one thing that was recorded about a training, and by whom. The
// zero Fact is unknown, and unknown is never the same as anything.
type Fact struct {
	Value string
	From  string // the witness: "tag mlflow.source.git.commit", "dvc.lock at a1b2c3d"
	Note  string // what the witness does not say: "uncommitted changes are not recorded"
}

// Known says whether anybody recorded it.
func (f Fact) Known() bool { return f.Value != "" }

// Lineage is what is known of where a training came from. Every field may be
// unknown.
type Lineage struct {
	Commit     Fact
	Repository Fact
	Branch     Fact
	Data       []DataVersion
	Python     Fact
	Packages   []Package
	Seeds      []Fact // Value is "name = value", the param as logged
	Command    Fact
	Hardware   Fact
	MLflow     Fact // the version of its client
	Threads    Fact // Value is "name = value", as recorded
	EntryPoint Fact // of an MLflow project
	Image      Fact // the Docker image that it ran in
	Parent     Fact // whether the run is part of another: PartOfRun or OfItsOwn

	Called      Fact // the command line, as `reproduce record` saw it
	Uncommitted Fact // files that differed from the commit, or "none"
}

// A Software is one Python that was seen to run a training's code, and the installed
// packages that this code imported.
type Software struct {
	Executable string
	Version    string // in full: 3.11.7
	Packages   []Package
	Installed  []string // the names of all that is installed for it; nil where nobody knows
}

// SeenInTraining is the From of what was seen so.
const SeenInTraining = "seen in the training"

// LoggedAs begins the From of a dataset that a run logged; its context follows.
const LoggedAs = "dataset logged as "

// SeenRead is the From of data that a training was seen to read: a file's hash
// after the training, as nobody recorded it for the original.
const SeenRead = "observed: the training was seen to read it"

// Lent is the From of a file that git does not have and the training was lent: nobody can
// tell whether the original had the same.
const Lent = "lent from the clone: git does not have it"

// A DataVersion names the content of one input of a training.
type DataVersion struct {
	Path string // the dependency's path, or the dataset's name
	Hash string // scheme and digest: "md5 8f14e45f…", "mlflow 2fa1b0c3"; "" is unknown
	From string
	Note string

	Profile string // sizes and shapes as logged beside an MLflow digest; "" is unknown
}

// Values of a Lineage's Parent.
const (
	PartOfRun = "part of another run"
	OfItsOwn  = "a run of its own"
)

// A Package is one installed distribution, as recorded.
type Package struct {
	Name        string // PEP 503 normalised
	Version     string // as recorded; "" when a requirement left it open
	From        string
	Note        string // what the witness leaves open
	Declared    bool   // a file says what should be installed; no training said what was
	Conditional bool   // it depends on the platform whether it was installed at all

	Installed bool   // read where it was installed: without an Origin it is from an index
	Origin    string // the address or directory that it was installed from
	Content   string // tags of its build and a digest of its files; "" where nobody could tell
}

// Describe is the version, and where it was from if that was no index.
func (p Package) Describe() string {
	if p.Origin == "" {
		return p.Version
	}
	return p.Version + " from " + p.Origin
}

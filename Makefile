# `make test` is all that a stranger needs to call. It takes Go, git, make and Python 3.11 or later.

GO        ?= go
PYTHON    ?= python3
TESTFLAGS ?=
FUZZTIME  ?= 30s
E2E       ?= EndToEnd
SCHEDULES ?= 1000
SEED      ?=
KIND      ?=

# Linters, pinned by tools/go.mod and by the hashes in tools/go.sum.
TOOL = $(GO) tool -modfile=tools/go.mod

# The race detector needs a C compiler; without one the tests run all the same.
# Each program under it sleeps for a second before it ends, for goroutines that
# still run: the stories start hundreds.
RACE := $(if $(shell command -v "$$($(GO) env CC)" 2>/dev/null),-race)
export GORACE ?= atexit_sleep_ms=0
# What has to do with goroutines; a test holds the list against the code. The
# others take several times as long under the detector, and it has nothing to
# find in them.
RACED ?= ./internal/app ./internal/audit ./internal/command ./internal/flow/here ./internal/git ./internal/github ./internal/github/gitdata ./internal/github/githubtest ./internal/github/pullrequest ./internal/github/workflow ./internal/judge/distribution ./internal/mlflow/rest ./internal/observe/system ./internal/progress ./internal/record ./internal/redact ./internal/train/local ./internal/webhook
# All of vet's checks, in the build that the tests have: a go vet of its own builds everything once more.
TEST := $(GO) test -vet=all $(TESTFLAGS) -shuffle=on -timeout 60m
PACKAGES ?= ./...

# The compiler, vet and most tests allocate much and end soon: with a collector that waits
# longer they compute a fifth less. Under the race detector a larger heap has saved
# nothing, so its tests have Go's own setting; so have those that measure memory, by themselves.
test test-more test-raced: export GOGC ?= 400
OWNGC = $(if $(RACE),-exec 'env -u GOGC')

.PHONY: test announce test-more test-raced test-container test-page test-release test-statement test-projects test-causes test-mlflow test-faults build unit e2e vet bench bench-go bench-show bench-verdict bench-due fuzz lint vuln demo clean
.DEFAULT_GOAL := build

# The Python packages are downloaded and made ready beside the build.
test: announce
	@$(scratch); $(PYTHON) scripts/e2e-env >/dev/null & making=$$!; trap 'kill $$making 2>/dev/null; exit 130' INT TERM; \
	$(GO) build $(PACKAGES); wait $$making || exit 1; $(venv); $(summary) $(TEST) -tags long -json $(PACKAGES)

announce:
	@echo "Unit tests, stories, and end-to-end tests with real MLflow, DVC and training; make test-more has more of these."
	@echo "That takes about eight minutes on two idle cores, with a line at least every half minute; go test ./... alone needs no Python and less time."
	@echo "The first time it also downloads about 250 MB of Python packages, hashed, to $${REPRODUCE_CACHE:-.cache}, and the Go modules."

# Under the race detector: what has to do with goroutines, and the whole program, by the stories
# and by the action against its doubles: its stories, which have every command, its faults and
# its nights, the long ones with them (the tag long). It sees the short form of tests that count
# by thousands. No test of the list opens a database, and SQLite is a third of what is compiled
# for it. Stories of what is not proven are many trainings by the same goroutines: `make test` has
# them. CI has both. The image is built with Go's own second JSON package, so this is, too.
test-raced: export GOEXPERIMENT = jsonv2,nogreenteagc
RACED_TEST = $(summary) $(GO) test $(TESTFLAGS) $(RACE) $(OWNGC) -short -vet=off -shuffle=on -timeout 30m -json
test-raced:
	@$(scratch); $(venv); failed=0; $(RACED_TEST) -tags nosqlite,long $(RACED) || failed=1; \
	$(RACED_TEST) -tags long -run '^Test(Stories|Faults|ThirtyNights)' -skip '^TestStories$$/^(fooled_|not_trained|other_code)' . ./internal/action || failed=1; exit $$failed

# The action as the runner meets it: the image, and workflows that use it. This
# one installs podman, buildah and runc where they are missing (Debian, Ubuntu).
test-container:
	@$(venv); container="$$($(PYTHON) scripts/container-env)" || exit 1; export REPRODUCE_CONTAINER="$$container"; \
	$(GO) vet -tags container . && $(GO) test -tags container $(TESTFLAGS) -parallel $$(nproc) -count=1 -timeout 15m -run '^TestContainer$$' .

# The steps of release.yml on the newest commit, twice, against a registry on this machine and a
# bare repository. It takes what test-container takes, and docker-registry (Debian, Ubuntu).
test-release:
	@$(PYTHON) scripts/release-env && container="$$($(PYTHON) scripts/container-env)" || exit 1; export REPRODUCE_CONTAINER="$$container"; \
	$(GO) vet -tags container . && $(GO) test -tags container $(TESTFLAGS) -v -count=1 -timeout 60m -run '^TestRelease$$' .

# The page of all models in a browser. This one installs Chromium and node where they
# are missing (Debian); SHOTS is a directory for pictures of what it saw, and TESTS a
# pattern of the names of tests.
test-page:
	@env="$$($(PYTHON) scripts/page-env)" || exit 1; export REPRODUCE_PAGE_ENV="$$env" REPRODUCE_SHOTS="$(abspath $(SHOTS))" REPRODUCE_TESTS="$(TESTS)"; \
	$(GO) vet -tags browser ./internal/page && $(GO) test -tags browser $(TESTFLAGS) -v -count=1 -timeout 15m -run '^TestBrowser$$' ./internal/page

# Statements as others' tools meet them: in-toto's parser, cosign, jq and git. cosign is
# built from its Go module.
test-statement:
	@tools="$$($(PYTHON) scripts/statement-env)" || exit 1; export REPRODUCE_STATEMENT_TOOLS="$$tools"; \
	$(GO) vet -tags statement . && $(GO) test -tags statement $(TESTFLAGS) -count=1 -timeout 10m -run '^TestStatement' .

# Projects of each kind, as the documentation of their tools makes them: Kedro, Hydra, papermill
# and others, which are downloaded, pinned by their hashes, the first time. KIND is a pattern.
test-projects:
	@$(kindsvenv); \
	$(GO) vet -tags kinds . && $(GO) test -tags kinds $(TESTFLAGS) -count=1 -timeout 60m -run '^TestKinds$$/^story$$/$(KIND)' .

# The oldest and the newest MLflow that is read, beside the one of the end-to-end tests: a tree,
# a database and a server that each filled itself, pinned by their hashes.
test-mlflow:
	@for version in 2.22 3.18; do \
	  venv="$$($(PYTHON) scripts/e2e-env testdata/mlflow/$$version.txt)" || exit 1; echo "MLflow $$version:"; \
	  REPRODUCE_REQUIRE_E2E=1 REPRODUCE_PYTHON_MLFLOW="$$venv/bin/python" $(GO) test $(TESTFLAGS) -count=1 -timeout 20m -run '^Test(RealMLflow|DatabricksForMLflow)$$' ./internal/mlflow || exit 1; \
	done

# End-to-end suites beside those of `make test`: other shapes of projects, what went into a training
# and its software, planted causes, and searches that train some tens of times each. CI has them.
test-more:
	@$(scratch); $(venv); $(summary) $(TEST) -tags more -json -run '^Test(EndToEnd(More|Causes)|Explain)' -skip 'CausesMore$$' . ./internal/explain

# Causes that were planted before anybody saw what would be said: testdata/scenarios/more.
# TESTFLAGS=-update writes what is said of them.
test-causes:
	@$(venv); $(GO) vet -tags more . && $(GO) test -tags more $(TESTFLAGS) -v -count=1 -timeout 60m -run '^TestEndToEndCausesMore$$' .

build:
	CGO_ENABLED=0 $(GO) build -trimpath -o reproduce .

vet:
	$(GO) vet ./...

unit:
	$(TEST) $(RACE) -tags long -skip '^TestEndToEnd' ./...

e2e:
	@$(venv); $(TEST) $(RACE) -v -run '$(E2E)' .

# Against what people would use in its place: whole processes in turn, on real MLflow, DVC and
# training, with PostgreSQL where it is installed. Writes BENCHMARKS.md, in less than twenty minutes
# on two idle cores; QUICK=1 takes smaller inputs, ROWS some of the rows.
bench:
	@$(venv); "$$REPRODUCE_PYTHON" -B scripts/bench $(if $(QUICK),--quick) $(if $(ROWS),--rows $(ROWS))

# Go's own benchmarks, of single functions.
bench-go:
	$(GO) test -tags more -run '^$$' -bench . -benchmem ./...

# `reproduce show` against MLflow's own Python client, whole processes in turn.
bench-show:
	@$(venv); "$$REPRODUCE_PYTHON" scripts/bench-show

# RCP is a folder of MLPerf's reference convergence points.
bench-verdict:
	RCP=$(abspath $(RCP)) $(GO) test ./internal/judge/distribution -run BenchVerdict -v -timeout 60m

# A simulated year of 200 models: how soon a break is found, by the order of the checks.
bench-due:
	$(GO) test -tags long ./internal/due -run '^TestYear$$' -v -count=1

# Every call of a check and its report times every fault and every death, and then SCHEDULES
# random ones; SEED has those of an earlier time again. It is the processors' work: no sleep is real.
test-faults:
	@REPRODUCE_FAULTS=all REPRODUCE_SCHEDULES=$(SCHEDULES) REPRODUCE_SEED=$(SEED) GOGC=400 $(GO) test $(TESTFLAGS) -tags long ./internal/action -run '^TestFaults' -v -count=1 -timeout 24h

# Each fuzz target for FUZZTIME, one after the other, as go test wants them.
fuzz:
	@$(GO) list -f '{{.Dir}}' ./... | while read -r dir; do \
	  grep -ho '^func Fuzz[A-Za-z0-9_]*' "$$dir"/*_test.go 2>/dev/null | cut -d' ' -f2 | while read -r target; do \
	    echo "$$dir $$target"; \
	    $(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "$$dir" </dev/null || exit 1; \
	  done || exit 1; \
	done

lint:
	$(TOOL) golangci-lint run ./...
	$(TOOL) actionlint .github/workflows/*.yml docs/workflows/*.yml internal/scaffold/testdata/*.want/.github/workflows/*.yml

# Known vulnerabilities of what is linked and called, by Go's database, which this one asks for over
# the network; VULNDB is the address of another, as file:///path of a copy.
VULNDB ?= https://vuln.go.dev
vuln:
	$(TOOL) govulncheck -db $(VULNDB) ./...

demo:
	$(GO) run . demo

clean:
	rm -rf reproduce dist .cache

# Temporary files in memory, where there is enough of it.
scratch = scratch="$$($(PYTHON) scripts/scratch-dir)"; \
  [ -z "$$scratch" ] || { export TMPDIR="$$scratch"; trap 'rm -rf "$$scratch"' EXIT; trap 'exit 130' INT TERM; }

summary = $(PYTHON) scripts/test-summary

# What the tests take from the environment; scripts/e2e-env makes it once.
venv      = venv="$$($(PYTHON) scripts/e2e-env)" || exit 1; $(exported)
kindsvenv = venv="$$($(PYTHON) scripts/e2e-env testdata/kinds/requirements.txt)" || exit 1; $(exported)
exported  = \
  export REPRODUCE_VENV="$$venv" REPRODUCE_PYTHON="$$venv/bin/python" \
  REPRODUCE_PYTHON_MLFLOW="$$venv/bin/python" REPRODUCE_PYTHON_DVC="$$venv/bin/python"

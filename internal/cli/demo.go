package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/app"
	"github.com/reproduce-action/reproduce/internal/demo"
	"github.com/reproduce-action/reproduce/internal/git"
	"github.com/reproduce-action/reproduce/internal/repro"
	"github.com/reproduce-action/reproduce/internal/settings"
)

// demo is `reproduce demo`: a project made, trained and reproduced before a person.
func (c *console) demo() *cobra.Command {
	keep := ""
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "See the whole loop on a small project that really trains",
		Long: "Makes a small project with a registry of two model versions, trains both, and\n" +
			"reproduces both. One comes back. The other does not: somebody has changed its data\n" +
			"since. Needs nothing but git, and leaves nothing behind unless --keep says where.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return c.runDemo(cmd.Context(), keep) },
	}
	cmd.Flags().StringVar(&keep, "keep", "", "leave the project in this new `DIR`")
	return cmd
}

// demoTrainCommand is the demonstration project's run command. This program stands
// first on the training's PATH.
const demoTrainCommand = "reproduce demo-train"

// runDemo plays the story in front of a person: what is said between the
// reports goes to standard error, like all that is not a report.
func (c *console) runDemo(ctx context.Context, keep string) (err error) {
	dir, err := demoDir(keep)
	if err != nil {
		return err
	}
	if keep == "" {
		defer os.RemoveAll(dir)
	}
	project, store, warehouse := filepath.Join(dir, "iris"), filepath.Join(dir, "mlruns"), filepath.Join(dir, "warehouse", "iris.csv")
	c.tell("A project with Fisher's iris data, a trainer, and a registry with two\nversions of %s.", demo.Model)
	if err := c.makeDemo(ctx, project, store, warehouse); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	c.tell("Version 1 was trained on data in the repository; it is @production.\nVersion 2 was trained on a shared file that no commit pins; it is @candidate.\nSince then somebody has corrected labels in that file.")

	demoed := *c.App
	inside := console{&demoed}
	inside.Dir, inside.TemporaryProject = project, keep == ""
	inside.ClonesDir = filepath.Join(dir, "clones")
	defer os.RemoveAll(inside.ClonesDir)
	// The demonstration reads its own registry, whatever the environment says.
	inside.Getenv = func(name string) string {
		if name == "NO_COLOR" || name == "TERM" {
			return c.Getenv(name)
		}
		return ""
	}
	inside.Environ = slices.DeleteFunc(slices.Clone(c.Environ), func(entry string) bool {
		return strings.HasPrefix(entry, "PATH=") || strings.HasPrefix(entry, "MLFLOW_")
	})
	inside.Environ = append(inside.Environ, "PATH="+filepath.Dir(c.Program)+string(filepath.ListSeparator)+c.Getenv("PATH"))
	got := map[string]repro.Verdict{}
	for _, alias := range []string{"production", "candidate"} {
		c.tell("\n$ reproduce run %s@%s --run-command %q", demo.Model, alias, demoTrainCommand)
		verdict, err := inside.demoRun(ctx, alias, store)
		if err != nil {
			return fmt.Errorf("demo: %s: %w", alias, err)
		}
		got[alias] = verdict
	}
	if got["production"] != repro.Reproduced || got["candidate"] != repro.Drifted {
		return fmt.Errorf("demo: version 1 came out as %s and version 2 as %s; this is a defect of reproduce, please report it", got["production"], got["candidate"])
	}
	c.tell("\nVersion 1 still comes back. Version 2 does not, and the report says what changed.")
	if keep != "" {
		c.tell("The project stays in %s; its registry is %s.", project, store)
	} else {
		c.tell("With a model of your own, begin with: reproduce show MODEL")
	}
	return nil
}

// demoRun reproduces one version the way `reproduce run` does. A drift is part
// of the story here, so no verdict is a failure.
func (c *console) demoRun(ctx context.Context, alias, store string) (repro.Verdict, error) {
	values := settings.Values{
		"model":        demo.Model + "@" + alias,
		"tracking-uri": store,
		"run-command":  demoTrainCommand,
		"output-dir":   filepath.Join(filepath.Dir(c.Dir), "report-"+alias),
		"fail-on":      "never",
	}
	s, err := values.Settings("run")
	if err != nil {
		return "", err
	}
	if s.Typed = (settings.Values{"tracking-uri": store}); c.TemporaryProject {
		s.OutputDir = "" // nobody could read it
	}
	err = c.reproduce(ctx, s)
	return c.LastVerdict, err
}

// makeDemo builds the project, trains its two versions and then lets the data
// of the second one change.
func (c *console) makeDemo(ctx context.Context, project, store, warehouse string) error {
	for _, dir := range []string{project, store} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	if err := demo.WriteProject(project); err != nil {
		return err
	}
	if err := demo.WriteWarehouse(warehouse); err != nil {
		return err
	}
	repository, err := git.Create(ctx, project)
	if err != nil {
		return err
	}
	for _, version := range []struct {
		message, data, alias string
	}{
		{"Train on the data in the repository", "", "production"},
		{"Train on the shared data", warehouse, "candidate"},
	} {
		if version.data != "" {
			if err := demo.UseData(project, version.data); err != nil {
				return err
			}
		}
		if err := repository.CommitAll(ctx, version.message); err != nil {
			return err
		}
		number := 1
		if version.data != "" {
			number = 2
		}
		id, err := demo.Train(ctx, demo.Environment{Dir: project, Store: store, Output: io.Discard})
		if err != nil {
			return err
		}
		if err := demo.Register(store, id, number, version.alias); err != nil {
			return err
		}
	}
	return demo.Relabel(warehouse)
}

// demoDir is a new directory: a temporary one, or the one to keep.
func demoDir(keep string) (string, error) {
	if keep == "" {
		return os.MkdirTemp("", "reproduce-demo-")
	}
	dir, err := filepath.Abs(keep)
	if err != nil {
		return "", err
	}
	if err := os.Mkdir(dir, 0o755); err != nil {
		return "", app.NewUsageError(fmt.Errorf("demo: %w; --keep wants a new directory", err))
	}
	return dir, nil
}

// tell tells the story on standard error.
func (c *console) tell(format string, args ...any) {
	if !c.Quiet {
		fmt.Fprintf(c.Stderr, format+"\n", args...)
	}
}

// demoTrain is the demonstration project's training script: hidden, because it
// is the project's and not the product's.
func (c *console) demoTrain() *cobra.Command {
	return &cobra.Command{
		Use:    "demo-train",
		Short:  "Train the demonstration project in the working directory",
		Hidden: true,
		Args:   noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			id, err := demo.Train(cmd.Context(), demo.Environment{
				Dir:    c.Dir,
				Store:  c.Getenv("MLFLOW_TRACKING_URI"),
				Tags:   c.Getenv("MLFLOW_RUN_CONTEXT"),
				Output: c.Stdout,
			})
			if err == nil {
				_, err = fmt.Fprintln(c.Stdout, "logged run", id)
			}
			return err
		},
	}
}

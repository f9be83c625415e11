package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/reproduce-action/reproduce/internal/mlflow"
	"github.com/reproduce-action/reproduce/internal/printable"
)

const (
	completionTime = 3 * time.Second // a person waits behind the key
	completionMost = 500
)

// completesModel makes the shell offer the registry's models for the first word of a
// command, and their aliases and versions for --version.
func (c *console) completesModel(cmd *cobra.Command) {
	cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var words []string
		for _, model := range c.registered(cmd) {
			words = append(words, model.Name)
			for alias := range model.Aliases {
				words = append(words, model.Name+"@"+alias)
			}
		}
		return offered(words, begun), cobra.ShellCompDirectiveNoFileComp
	}
	c.completesVersion(cmd)
}

// completesVersion offers the aliases, stages and newest versions of the model that is
// named, or of all, for --version.
func (c *console) completesVersion(cmd *cobra.Command) {
	if cmd.Flags().Lookup("version") == nil {
		return
	}
	_ = cmd.RegisterFlagCompletionFunc("version", func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		words := []string{"latest"}
		for _, model := range c.registered(cmd) {
			if len(args) > 0 && model.Name != args[0] {
				continue
			}
			for alias := range model.Aliases {
				words = append(words, alias)
			}
			for _, version := range model.Newest {
				if version.Stage != "" {
					words = append(words, strings.ToLower(version.Stage))
				}
				if len(args) > 0 {
					words = append(words, version.Version)
				}
			}
		}
		return offered(words, begun), cobra.ShellCompDirectiveNoFileComp
	}) // the flag is there
}

// registered are the registry's models; none where it does not answer in time.
func (c *console) registered(cmd *cobra.Command) []mlflow.Model {
	ctx, cancel := context.WithTimeout(cmd.Context(), completionTime)
	defer cancel()
	registry, err := c.OpenRegistry(ctx, typedFlags(cmd)["tracking-uri"])
	if err != nil {
		return nil
	}
	defer registry.Close()
	models, err := registry.RegisteredModels(ctx)
	if err != nil {
		return nil
	}
	return models
}

// offered are the words that begin so and that a shell can take, each once.
func offered(words []string, begun string) []string {
	words = slices.DeleteFunc(words, func(word string) bool {
		return !strings.HasPrefix(word, begun) || !printable.Plain(word) || strings.ContainsAny(word, " \t\n")
	})
	slices.Sort(words)
	words = slices.Compact(words)
	return words[:min(len(words), completionMost)]
}

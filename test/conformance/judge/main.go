// Judges objects of Istio and Flagger as a cluster would, without one. It reads a case a line from standard input, {"case": ..., "yaml": ...} with any number of
// documents, and writes a verdict a line for every document; of a case with {"analyze": true} also what the analyzers say of it as a whole.
// Its arguments are the files with the CRDs.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/log"
)

type testCase struct {
	Case string `json:"case"`
	YAML string `json:"yaml"`
	// Whether the documents are one set, which the analyzers shall see as well.
	Analyze bool `json:"analyze,omitempty"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "judge:", err)
		os.Exit(1)
	}
}

func run() error {
	// Otherwise Istio's log would stand among the verdicts.
	options := log.DefaultOptions()
	options.OutputPaths = []string{"stderr"}
	options.SetDefaultOutputLevel(log.OverrideScopeName, log.NoneLevel)
	if err := log.Configure(options); err != nil {
		return err
	}
	if len(os.Args) < 2 {
		return fmt.Errorf("usage: judge CRDS... <cases")
	}
	judge, err := newJudge(os.Args[1:], collections.All)
	if err != nil {
		return err
	}
	in := json.NewDecoder(bufio.NewReader(os.Stdin))
	out := json.NewEncoder(os.Stdout)
	for in.More() {
		var one testCase
		if err := in.Decode(&one); err != nil {
			return fmt.Errorf("cannot read a case: %w", err)
		}
		for index, document := range documents(one.YAML) {
			verdict := judge.judge(document)
			verdict.Case, verdict.Index = one.Case, index
			if err := out.Encode(verdict); err != nil {
				return err
			}
		}
		if one.Analyze {
			result := analyze(one.YAML)
			result.Case = one.Case
			if err := out.Encode(result); err != nil {
				return err
			}
		}
	}
	return nil
}

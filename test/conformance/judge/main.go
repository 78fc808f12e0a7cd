// Judges objects of Istio and Flagger as a cluster would, without one. It reads a case a line from standard input, {"case": ..., "yaml": ...} with any number of
// documents, and writes a verdict a line for every document. Its arguments are the files with the CRDs.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"istio.io/istio/pkg/config/schema/collections"
)

type testCase struct {
	Case string `json:"case"`
	YAML string `json:"yaml"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "judge:", err)
		os.Exit(1)
	}
}

func run() error {
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
	}
	return nil
}

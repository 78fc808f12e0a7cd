// Writes the configuration that istiod gives to proxies. It reads a case a line from standard input, {"case", "configs", "objects", "mesh", "proxies"}: Istio's objects and
// Kubernetes' as YAML documents, the mesh-wide configuration as YAML, and the proxies that ask. For each case it writes a line, with listeners, routes, clusters and
// endpoints of each proxy, or with the error that stopped istiod.
//
// `serve MESH` serves proxies instead, with this mesh-wide configuration and what it reads from standard input.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"syscall"
)

func main() {
	out, err := ownOutput()
	if err == nil {
		err = work(out, os.Args[1:])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "istiod:", err)
		os.Exit(1)
	}
}

func work(answers *os.File, parameters []string) error {
	if len(parameters) == 2 && parameters[0] == "serve" {
		return serve(answers, parameters[1])
	}
	return run(answers)
}

// Istio's packages log to standard output; what they say goes to standard error instead.
func ownOutput() (*os.File, error) {
	own, err := syscall.Dup(1)
	if err != nil {
		return nil, err
	}
	if err := syscall.Dup2(2, 1); err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(own), "answers"), nil
}

func run(answers *os.File) error {
	in := json.NewDecoder(bufio.NewReader(os.Stdin))
	out := json.NewEncoder(answers)
	for in.More() {
		var one testCase
		if err := in.Decode(&one); err != nil {
			return fmt.Errorf("cannot read a case: %w", err)
		}
		answer := answerTo(one)
		if err := out.Encode(answer); err != nil {
			return err
		}
	}
	return nil
}

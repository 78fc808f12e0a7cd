// Evaluates queries as Prometheus does, over counters made for it. It reads a case a line from standard input and writes the answer to each
// of its queries in a line: the series that result, or the error. Every counter has been there for 10 minutes, was scraped
// every 15 seconds, and rose by the same number each time. The queries are evaluated at the end.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/util/teststorage"
)

const (
	scrapeInterval = 15 * time.Second
	scrapes        = 40
)

type testCase struct {
	Counters []counter `json:"counters"`
	Queries  []string  `json:"queries"`
	// Queries of which only is asked whether they are any.
	Read []string `json:"read"`
}

type counter struct {
	Labels map[string]string `json:"labels"`
	// How much it rises between two scrapes.
	Rise float64 `json:"rise"`
}

type answer struct {
	Series []series `json:"series"`
	Error  string   `json:"error"`
}

type series struct {
	Labels map[string]string `json:"labels"`
	// A text, because JSON knows no NaN.
	Value string `json:"value"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "promql:", err)
		os.Exit(1)
	}
}

func run() error {
	engine := promql.NewEngine(promql.EngineOpts{
		MaxSamples: 1_000_000, Timeout: time.Minute, Parser: parser.NewParser(parser.Options{}),
	})
	in := json.NewDecoder(bufio.NewReader(os.Stdin))
	out := json.NewEncoder(os.Stdout)
	for in.More() {
		var one testCase
		if err := in.Decode(&one); err != nil {
			return fmt.Errorf("cannot read a case: %w", err)
		}
		answers, err := answersTo(engine, one)
		if err != nil {
			return err
		}
		if err := out.Encode(answers); err != nil {
			return err
		}
	}
	return nil
}

func answersTo(engine *promql.Engine, one testCase) ([]answer, error) {
	storage, err := teststorage.NewWithError()
	if err != nil {
		return nil, err
	}
	defer storage.Close()
	if err := fill(storage, one.Counters); err != nil {
		return nil, err
	}
	answers := []answer{}
	for _, query := range one.Read {
		answers = append(answers, read(query))
	}
	for _, query := range one.Queries {
		answers = append(answers, evaluate(engine, storage, query))
	}
	return answers, nil
}

// What some would have to switch on first counts as right.
func read(query string) answer {
	all := parser.Options{
		EnableExperimentalFunctions: true, ExperimentalDurationExpr: true, EnableExtendedRangeSelectors: true, EnableBinopFillModifiers: true,
	}
	if _, err := parser.NewParser(all).ParseExpr(query); err != nil {
		return answer{Error: err.Error()}
	}
	return answer{}
}

func fill(storage *teststorage.TestStorage, counters []counter) error {
	appender := storage.Appender(context.Background())
	for _, one := range counters {
		for scrape := range scrapes + 1 {
			at := time.Unix(0, 0).Add(time.Duration(scrape) * scrapeInterval)
			if _, err := appender.Append(0, labels.FromMap(one.Labels), at.UnixMilli(), one.Rise*float64(scrape)); err != nil {
				return fmt.Errorf("cannot store %v: %w", one.Labels, err)
			}
		}
	}
	return appender.Commit()
}

func evaluate(engine *promql.Engine, storage *teststorage.TestStorage, text string) answer {
	query, err := engine.NewInstantQuery(context.Background(), storage, nil, text, time.Unix(0, 0).Add(scrapes*scrapeInterval))
	if err != nil {
		return answer{Error: err.Error()}
	}
	defer query.Close()
	result := query.Exec(context.Background())
	vector, err := result.Vector()
	if err != nil {
		return answer{Error: err.Error()}
	}
	found := []series{}
	for _, sample := range vector {
		found = append(found, series{sample.Metric.Map(), strconv.FormatFloat(sample.F, 'g', -1, 64)})
	}
	return answer{Series: found}
}

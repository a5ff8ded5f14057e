package main

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"regexp"
	"testing"
	"time"

	"sealbus.io/interop/internal/fixture"
	"sealbus.io/interop/internal/judge"
	"sealbus.io/interop/internal/reference"
	"sealbus.io/interop/internal/repository"
	"sealbus.io/interop/internal/vector"
)

// TestJudgeAgreesWithTheCorpus runs every case of the corpus in one process.
func TestJudgeAgreesWithTheCorpus(t *testing.T) {
	// Given
	layouts, err := repository.Open(fixture.Vectors(t, "registry"))
	if err != nil {
		t.Fatal(err)
	}
	cases, err := vector.ReadAll(fixture.Vectors(t, "verify-containers"))
	fixture.Must(t, err)
	healthy := serve(t, layouts, nil)
	var input bytes.Buffer
	lines := json.NewEncoder(&input)
	for _, c := range cases {
		address := healthy
		if len(c.Faults) > 0 {
			address = serve(t, layouts, c.Faults)
		}
		job, err := c.Job(address)
		fixture.Must(t, err)
		fixture.Must(t, lines.Encode(job))
	}
	// When
	started := time.Now()
	answers := ask(t, &input)
	t.Logf("%d answers in %s", len(answers), time.Since(started))
	// Then
	agreed := 0
	for name, c := range cases {
		got, ok := answers[name]
		if !ok {
			t.Errorf("%s: no answer", name)
			continue
		}
		if got.Allowed != (c.Expect == "accepted") {
			t.Errorf("%s: allowed=%t, corpus says %s: %s", name, got.Allowed, c.Expect, got.Error)
			continue
		}
		agreed++
		if text := corpusText(got); stable(text) != stable(c.ReferenceError) {
			t.Errorf("%s:\n got  %s\n want %s", name, text, c.ReferenceError)
		}
		if stage := stageOf(c.ErrorClass); stage != got.Stage {
			t.Errorf("%s: stage %q, want %q (%s)", name, got.Stage, stage, got.Error)
		}
	}
	t.Logf("%d of %d agree", agreed, len(cases))
}

// unstable is what differs from run to run: clock times, and addresses that the reference prints by mistake.
var unstable = regexp.MustCompile(`current time \S+|0x[0-9a-f]+`)

func stable(text string) string {
	return unstable.ReplaceAllLiteralString(text, "<varies>")
}

// corpusText is the answer as the corpus writes it down, with the stage in front.
func corpusText(a judge.Answer) string {
	if a.Stage == "" || a.Stage == "evaluation" {
		return a.Error
	}
	return a.Stage + ": " + a.Error
}

// stageOf is where a case of that class must have ended.
func stageOf(errorClass string) string {
	switch errorClass {
	case "":
		return ""
	case "policy-invalid":
		return "policy"
	case "reference-invalid":
		return "reference"
	case "image-not-found", "platform-not-found":
		return "source"
	default:
		return "evaluation"
	}
}

func serve(t *testing.T, layouts *repository.Layouts, faults []repository.Fault) string {
	server := httptest.NewServer(repository.WithFaults(layouts, faults))
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// ask runs the program's whole path and collects the answers by id.
func ask(t *testing.T, input *bytes.Buffer) map[string]judge.Answer {
	t.Helper()
	var output bytes.Buffer
	if err := run(input, &output, reference.Loopback{}, 8, 30*time.Second); err != nil {
		t.Fatal(err)
	}
	answers := map[string]judge.Answer{}
	decoder := json.NewDecoder(&output)
	for decoder.More() {
		var a judge.Answer
		if err := decoder.Decode(&a); err != nil {
			t.Fatal(err)
		}
		answers[a.ID] = a
	}
	return answers
}

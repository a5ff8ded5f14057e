package main

import (
	"bytes"
	"encoding/json"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"
	"sealbus.io/interop/internal/fixture"
	"sealbus.io/interop/internal/reference"
	"sealbus.io/interop/internal/repository"
)

// corpusCase is what this test reads of a case file.
type corpusCase struct {
	Name           string             `yaml:"name"`
	Image          string             `yaml:"image"`
	PolicyJSON     any                `yaml:"policyJson"`
	PolicyText     string             `yaml:"policyText"`
	Files          map[string]string  `yaml:"files"`
	Platform       string             `yaml:"platform"`
	Mirrors        []mirror           `yaml:"mirrors"`
	RegistriesD    any                `yaml:"registriesD"`
	Faults         []repository.Fault `yaml:"faults"`
	Expect         string             `yaml:"expect"`
	ErrorClass     string             `yaml:"errorClass"`
	ReferenceError string             `yaml:"referenceError"`
}

// TestJudgeAgreesWithTheCorpus runs every case of the corpus in one process.
func TestJudgeAgreesWithTheCorpus(t *testing.T) {
	// Given
	layouts, err := repository.Open(fixture.Vectors(t, "registry"))
	if err != nil {
		t.Fatal(err)
	}
	cases := readCases(t, fixture.Vectors(t, "verify-containers"))
	healthy := serve(t, layouts, nil)
	var input bytes.Buffer
	lines := json.NewEncoder(&input)
	for _, c := range cases {
		address := healthy
		if len(c.Faults) > 0 {
			address = serve(t, layouts, c.Faults)
		}
		if err := lines.Encode(c.job(t, address)); err != nil {
			t.Fatal(err)
		}
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
		if text := got.corpusText(); stable(text) != stable(c.ReferenceError) {
			t.Errorf("%s:\n got  %s\n want %s", name, text, c.ReferenceError)
		}
		if stage := c.stage(); stage != got.Stage {
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
func (a answer) corpusText() string {
	if a.Stage == "" || a.Stage == "evaluation" {
		return a.Error
	}
	return a.Stage + ": " + a.Error
}

// stage is where a case of that class must have ended.
func (c corpusCase) stage() string {
	switch c.ErrorClass {
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

func (c corpusCase) job(t *testing.T, address string) *job {
	policy := []byte(c.PolicyText)
	if c.PolicyJSON != nil {
		var err error
		if policy, err = json.Marshal(c.PolicyJSON); err != nil {
			t.Fatal(err)
		}
	}
	var registriesD []byte
	if c.RegistriesD != nil {
		var err error
		if registriesD, err = yaml.Marshal(c.RegistriesD); err != nil {
			t.Fatal(err)
		}
	}
	return &job{
		ID: c.Name, Policy: string(policy), Files: c.Files, Image: c.Image, Platform: c.Platform, Mirrors: c.Mirrors,
		RegistriesD: string(registriesD), Registries: reference.Loopback{"*": address},
	}
}

func readCases(t *testing.T, dir string) map[string]corpusCase {
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in %s: %v", dir, err)
	}
	cases := map[string]corpusCase{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var c corpusCase
		if err := yaml.Unmarshal(text, &c); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		cases[c.Name] = c
	}
	return cases
}

func serve(t *testing.T, layouts *repository.Layouts, faults []repository.Fault) string {
	server := httptest.NewServer(repository.WithFaults(layouts, faults))
	t.Cleanup(server.Close)
	return server.Listener.Addr().String()
}

// ask runs the program's whole path and collects the answers by id.
func ask(t *testing.T, input *bytes.Buffer) map[string]answer {
	t.Helper()
	var output bytes.Buffer
	if err := run(input, &output, reference.Loopback{}, 8, 30*time.Second); err != nil {
		t.Fatal(err)
	}
	answers := map[string]answer{}
	decoder := json.NewDecoder(&output)
	for decoder.More() {
		var a answer
		if err := decoder.Decode(&a); err != nil {
			t.Fatal(err)
		}
		answers[a.ID] = a
	}
	return answers
}

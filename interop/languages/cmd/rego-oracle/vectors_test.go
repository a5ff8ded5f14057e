package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"
)

type vectors struct {
	Document string   `json:"document"`
	Cases    []vector `json:"cases"`
}

type vector struct {
	Name     string  `json:"name"`
	Text     string  `json:"text"`
	Document *string `json:"document"`
	Expect   string  `json:"expect"`
	Message  string  `json:"message"`
	Error    string  `json:"error"`
	Panics   bool    `json:"panics"`
}

// TestVectors holds what is recorded in vectors/rego against the version that is linked here.
func TestVectors(t *testing.T) {
	files, err := filepath.Glob("../../../../vectors/rego/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal("no vectors", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var v vectors
		if err := yaml.Unmarshal(text, &v); err != nil {
			t.Fatal(file, err)
		}
		for _, c := range v.Cases {
			// These answer otherwise each time, or ask the network.
			if strings.Contains(c.Text, "http.send") || strings.Contains(c.Text, "net.lookup") ||
				strings.Contains(c.Text, "time.now_ns") || strings.Contains(c.Text, "rfc4122") ||
				strings.Contains(c.Text, "opa.runtime") || strings.Contains(c.Text, "rand.intn") {
				continue
			}
			document := v.Document
			if c.Document != nil {
				document = *c.Document
			}
			check(t, filepath.Base(file)+": "+c.Name, c, judge(job{Text: c.Text, Document: document}))
		}
	}
}

func check(t *testing.T, name string, c vector, a answer) {
	t.Helper()
	expect := "unsatisfied"
	switch {
	case a.Satisfied:
		expect = "satisfied"
	case !a.Compiled:
		expect = "malformed"
	}
	// The struct's name is the reference's own in what is recorded.
	message := strings.ReplaceAll(a.Message, "struct field finding.", "struct field CosignRuleResult.")
	switch {
	case expect != c.Expect || a.Panicked != c.Panics:
		t.Errorf("%s: %+v", name, a)
	case c.Message != "" && message != c.Message:
		t.Errorf("%s: %s", name, message)
	case c.Error != "" && c.Error != "none" && !strings.Contains(message, c.Error):
		t.Errorf("%s: %s", name, message)
	}
}

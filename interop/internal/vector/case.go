// Package vector reads and writes the cases of vectors/verify-containers, and turns the reference's answers into the
// words that they expect.
//
// Start at [Case].
package vector

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"go.yaml.in/yaml/v3"
	"sealbus.io/interop/internal/judge"
	"sealbus.io/interop/internal/reference"
	"sealbus.io/interop/internal/repository"
)

// Case is a file of vectors/verify-containers; its README says what each member means.
type Case struct {
	Name           string             `yaml:"name"`
	Description    string             `yaml:"description"`
	Image          string             `yaml:"image"`
	PolicyJSON     any                `yaml:"policyJson,omitempty"`
	PolicyText     string             `yaml:"policyText,omitempty"`
	Files          map[string]string  `yaml:"files,omitempty"`
	Evaluate       string             `yaml:"evaluate,omitempty"`
	Platform       string             `yaml:"platform,omitempty"`
	Mirrors        []judge.Mirror     `yaml:"mirrors,omitempty"`
	RegistriesD    any                `yaml:"registriesD,omitempty"`
	Faults         []repository.Fault `yaml:"faults,omitempty"`
	Expect         string             `yaml:"expect"`
	ErrorClass     string             `yaml:"errorClass,omitempty"`
	Reasons        []string           `yaml:"reasons,omitempty"`
	ReferenceError string             `yaml:"referenceError,omitempty"`
	Oracle         string             `yaml:"oracle,omitempty"`
}

// ReadAll reads the cases of a folder, by name.
func ReadAll(dir string) (map[string]Case, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no cases in %s: %v", dir, err)
	}
	cases := map[string]Case{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var c Case
		if err := yaml.Unmarshal(text, &c); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		cases[c.Name] = c
	}
	return cases, nil
}

var escape = regexp.MustCompile(`\\.`)

// Write writes the case into its file in dir.
func (c *Case) Write(dir string) error {
	text, err := yaml.Marshal(c)
	if err != nil {
		return err
	}
	// Escapes that YAML has and some of its readers lack.
	text = escape.ReplaceAllFunc(text, func(found []byte) []byte {
		switch found[1] {
		case 'L':
			return []byte(`\u2028`)
		case 'P':
			return []byte(`\u2029`)
		default:
			return found
		}
	})
	var again Case
	if err := yaml.Unmarshal(text, &again); err != nil || again.PolicyText != c.PolicyText || again.ReferenceError != c.ReferenceError {
		return fmt.Errorf("%s does not survive YAML: %v", c.Name, err)
	}
	return os.WriteFile(filepath.Join(dir, c.Name+".yaml"), text, 0o644)
}

// Job is what the judge is asked for the case; address serves every registry.
func (c *Case) Job(address string) (*judge.Job, error) {
	policy := []byte(c.PolicyText)
	if c.PolicyJSON != nil {
		var err error
		if policy, err = json.Marshal(c.PolicyJSON); err != nil {
			return nil, err
		}
	}
	var registriesD []byte
	if c.RegistriesD != nil {
		var err error
		if registriesD, err = yaml.Marshal(c.RegistriesD); err != nil {
			return nil, err
		}
	}
	return &judge.Job{
		ID: c.Name, Policy: string(policy), Files: c.Files, Image: c.Image, Platform: c.Platform, Mirrors: c.Mirrors,
		RegistriesD: string(registriesD), Registries: reference.Loopback{"*": address},
	}, nil
}

// Expected writes the answer down as what the case expects.
func (c *Case) Expected(a judge.Answer, hints Hints) error {
	c.Oracle = "go.podman.io/image/v5 v5.42.0"
	if a.Allowed {
		c.Expect = "accepted"
		return nil
	}
	class, err := ClassOf(a, hints)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Name, err)
	}
	c.Expect, c.ErrorClass, c.Reasons, c.ReferenceError = "rejected", class.Word, class.Reasons, a.Error
	if a.Stage != "evaluation" {
		c.ReferenceError = a.Stage + ": " + a.Error
	}
	return nil
}

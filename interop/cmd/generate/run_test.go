package main

import (
	"path/filepath"
	"testing"

	"sealbus.io/interop/internal/fixture"
	"sealbus.io/interop/internal/vector"
)

// A generator that spoils everything, or nothing, would find no disagreement either.
func TestMakesCasesOfEveryKind(t *testing.T) {
	o := order{seed: 11, count: 400, out: t.TempDir(), workers: 2}

	fixture.Must(t, o.run())

	cases, err := vector.ReadAll(o.cases())
	fixture.Must(t, err)
	classes := map[string]int{}
	for _, c := range cases {
		if (c.Expect == "accepted") != (c.ErrorClass == "") {
			t.Errorf("%s: %s, %s", c.Name, c.Expect, c.ErrorClass)
		}
		classes[c.ErrorClass]++
	}
	if len(cases) != 400 || classes[""] < 80 || classes[""] > 200 || len(classes) < 14 {
		t.Errorf("%d cases: %v", len(cases), classes)
	}
}

func TestAddsToNoCases(t *testing.T) {
	o := order{seed: 1, count: 1, out: t.TempDir(), workers: 1}
	fixture.Must(t, o.run())

	if err := o.run(); err == nil {
		t.Error("no error")
	}
	if files, _ := filepath.Glob(filepath.Join(o.cases(), "*.yaml")); len(files) != 1 {
		t.Errorf("%v", files)
	}
}

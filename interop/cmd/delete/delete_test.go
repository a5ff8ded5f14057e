package main

import (
	"context"
	"testing"

	"github.com/google/go-containerregistry/pkg/v1/remote"
	"sealbus.io/interop/internal/fixture"
)

func exists(t *testing.T, f *fixture.Fixture, path string) bool {
	t.Helper()
	_, err := remote.Head(f.Reference(t, path))
	return err == nil
}

func TestDeletesTheTagAndLeavesTheManifest(t *testing.T) {
	f := fixture.New(t)
	f.Push(t, "team/app:1.0")
	found, err := remote.Head(f.Reference(t, "team/app:1.0"))
	fixture.Must(t, err)

	fixture.Must(t, run(context.Background(), []string{f.Address + "/team/app:1.0"}))

	if exists(t, f, "team/app:1.0") || !exists(t, f, "team/app@"+found.Digest.String()) {
		t.Error("the tag is still there, or its manifest is not")
	}
}

func TestDeletesTheManifestThatTheTagResolvesTo(t *testing.T) {
	f := fixture.New(t)
	f.Push(t, "team/app:1.0")
	found, err := remote.Head(f.Reference(t, "team/app:1.0"))
	fixture.Must(t, err)

	fixture.Must(t, run(context.Background(), []string{"-resolve", f.Address + "/team/app:1.0"}))

	if exists(t, f, "team/app@"+found.Digest.String()) {
		t.Error("the manifest is still there")
	}
}

func TestSaysThatThereIsNothingToDelete(t *testing.T) {
	f := fixture.New(t)

	if err := run(context.Background(), []string{f.Address + "/team/app:1.0"}); err == nil {
		t.Error("no error")
	}
}

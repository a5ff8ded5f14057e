package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"sealbus.io/interop/internal/fixture"
)

func push(t *testing.T, arguments ...string) []string {
	t.Helper()
	var out bytes.Buffer
	fixture.Must(t, run(context.Background(), arguments, &out))
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
}

func TestPushesAnImageUnderThePrintedDigest(t *testing.T) {
	f := fixture.New(t)

	printed := push(t, f.Address+"/team/app:1.0")

	found, err := remote.Get(f.Reference(t, "team/app:1.0"))
	fixture.Must(t, err)
	if len(printed) != 1 || printed[0] != found.Digest.String() || found.MediaType != types.OCIManifestSchema1 {
		t.Errorf("printed %q, registry has %s %s", printed, found.Digest, found.MediaType)
	}
}

func TestPushesAnIndexWithItsImages(t *testing.T) {
	f := fixture.New(t)

	printed := push(t, "-platforms", "linux/amd64,linux/arm/v7", f.Address+"/team/app:1.0")

	found, err := remote.Get(f.Reference(t, "team/app:1.0"))
	fixture.Must(t, err)
	if len(printed) != 3 || printed[0] != found.Digest.String() || found.MediaType != types.OCIImageIndex {
		t.Fatalf("printed %q, registry has %s %s", printed, found.Digest, found.MediaType)
	}
	for i, platform := range []string{"linux/amd64", "linux/arm/v7"} {
		digest, named, _ := strings.Cut(printed[i+1], " ")
		image, err := remote.Image(f.Reference(t, "team/app@"+digest))
		fixture.Must(t, err)
		config, err := image.ConfigFile()
		fixture.Must(t, err)
		if named != platform || config.Platform().String() != platform {
			t.Errorf("line %q, image for %s, want %s", printed[i+1], config.Platform(), platform)
		}
	}
}

func TestTheSeedAloneDecidesTheDigest(t *testing.T) {
	f := fixture.New(t)

	first := push(t, "-seed", "a", f.Address+"/team/app:1.0")
	again := push(t, "-seed", "a", f.Address+"/team/other:2.0")
	another := push(t, "-seed", "b", f.Address+"/team/app:1.0")

	if first[0] != again[0] || first[0] == another[0] {
		t.Errorf("%s, %s, %s", first, again, another)
	}
}

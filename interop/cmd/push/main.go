// Push makes a tiny image, or an index of several, and pushes it. It prints the digest pushed, then for an index one
// line "DIGEST PLATFORM" for each image in it.
//
// Exit: 0 pushed; 1 not; 2 the flags were wrong.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"sealbus.io/interop/internal/registryflag"
	"sealbus.io/interop/internal/tiny"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "push:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, arguments []string, out io.Writer) error {
	flags := flag.NewFlagSet("push", flag.ExitOnError)
	registry := registryflag.Define(flags)
	platforms := flags.String("platforms", "linux/amd64", "`OS/ARCH[/VARIANT],…`; more than one make an index")
	index := flags.Bool("index", false, "make an index even of one platform")
	seed := flags.String("seed", "", "content of the layer (default: the reference); the same seed makes the same digest")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	ref, err := registry.Reference(flags)
	if err != nil {
		return err
	}
	if *seed == "" {
		*seed = ref.Name()
	}
	parsed, err := parsePlatforms(*platforms)
	if err != nil {
		return err
	}
	options := registry.Options(ctx)
	if len(parsed) == 1 && !*index {
		image, err := tiny.Image(*seed, parsed[0])
		if err != nil {
			return err
		}
		if err := remote.Write(ref, image, options...); err != nil {
			return err
		}
		digest, err := image.Digest()
		if err != nil {
			return err
		}
		_, err = fmt.Fprintln(out, digest)
		return err
	}
	made, err := tiny.Index(*seed, parsed)
	if err != nil {
		return err
	}
	if err := remote.WriteIndex(ref, made, options...); err != nil {
		return err
	}
	return printIndex(out, made)
}

func parsePlatforms(list string) ([]v1.Platform, error) {
	var platforms []v1.Platform
	for text := range strings.SplitSeq(list, ",") {
		platform, err := v1.ParsePlatform(text)
		if err != nil {
			return nil, err
		}
		platforms = append(platforms, *platform)
	}
	return platforms, nil
}

func printIndex(out io.Writer, index v1.ImageIndex) error {
	digest, err := index.Digest()
	if err != nil {
		return err
	}
	manifest, err := index.IndexManifest()
	if err != nil {
		return err
	}
	lines := digest.String() + "\n"
	for _, child := range manifest.Manifests {
		lines += fmt.Sprintf("%s %s\n", child.Digest, child.Platform)
	}
	_, err = io.WriteString(out, lines)
	return err
}

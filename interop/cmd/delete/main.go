// Delete removes the manifest that a reference names, by tag or by digest as it is given. Many registries refuse to
// delete by tag; -resolve asks for the tag's digest first and deletes that.
//
// Exit: 0 deleted; 1 not; 2 the flags were wrong.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"github.com/google/go-containerregistry/pkg/v1/remote"
	"sealbus.io/interop/internal/registryflag"
)

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "delete:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, arguments []string) error {
	flags := flag.NewFlagSet("delete", flag.ExitOnError)
	registry := registryflag.Define(flags)
	resolve := flags.Bool("resolve", false, "delete by the digest that the reference has now")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	ref, err := registry.Reference(flags)
	if err != nil {
		return err
	}
	options := registry.Options(ctx)
	if *resolve {
		found, err := remote.Head(ref, options...)
		if err != nil {
			return err
		}
		ref = ref.Context().Digest(found.Digest.String())
	}
	return remote.Delete(ref, options...)
}

// Sign signs an image as `cosign sign --key` did before bundles: it pushes the .sig tag beside the image and prints
// each digest signed, one a line.
//
// Exit: 0 signed; 1 not; 2 the flags were wrong.
package main

import (
	"context"
	"crypto"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"sealbus.io/interop/internal/registryflag"
	"sealbus.io/interop/internal/simplesigning"
)

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "sign:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, arguments []string, out io.Writer) error {
	flags := flag.NewFlagSet("sign", flag.ExitOnError)
	registry := registryflag.Define(flags)
	keyFile := flags.String("key", "", "private key `FILE` (PKCS #8 PEM, P-256 or RSA)")
	generate := flags.Bool("generate-key", false, "make a P-256 key if the file of -key does not exist")
	publicFile := flags.String("public-key", "", "write the public key to `FILE`")
	identity := flags.String("identity", "", "`docker-reference` to sign (default: the bare repository, as cosign does)")
	recursive := flags.Bool("recursive", false, "sign an index and every image in it")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	ref, err := registry.Reference(flags)
	if err != nil {
		return err
	}
	key, err := openKey(*keyFile, *generate, *publicFile)
	if err != nil {
		return err
	}
	options := registry.Options(ctx)
	var signed []v1.Hash
	if *recursive {
		signed, err = simplesigning.SignRecursively(ref, key, *identity, options...)
	} else {
		signed = make([]v1.Hash, 1)
		signed[0], err = simplesigning.Sign(ref, key, *identity, options...)
	}
	if err != nil {
		return err
	}
	for _, digest := range signed {
		if _, err := fmt.Fprintln(out, digest); err != nil {
			return err
		}
	}
	return nil
}

func openKey(file string, generate bool, publicFile string) (crypto.Signer, error) {
	if generate {
		if err := simplesigning.GenerateKey(file); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
	}
	key, err := simplesigning.LoadKey(file)
	if err != nil || publicFile == "" {
		return key, err
	}
	text, err := simplesigning.PublicKey(key)
	if err != nil {
		return nil, err
	}
	return key, os.WriteFile(publicFile, text, 0o644)
}

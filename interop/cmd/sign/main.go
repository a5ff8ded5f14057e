// Sign signs an image as `cosign sign` did before bundles, by a key, with a log's promise, with a certificate: it pushes the
// .sig tag beside the image and prints each digest signed, one a line.
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
	generate := flags.Bool("generate-key", false, "make P-256 keys where the files of -key and -log do not exist")
	publicFile := flags.String("public-key", "", "write the public key to `FILE`")
	identity := flags.String("identity", "", "`docker-reference` to sign (default: the bare repository, as cosign does)")
	logFile := flags.String("log", "", "private key `FILE` of a Rekor log that promises to have seen the signature")
	logPublicFile := flags.String("log-public-key", "", "write the log's public key to `FILE`")
	authority := flags.String("authority", "", "`DIR` of an authority that issues a certificate for the key; made, with its root.pem, where there is none")
	email := flags.String("email", "", "e-mail `ADDRESS` in the certificate")
	hostname := flags.String("hostname", "", "host `NAME` in the certificate")
	issuer := flags.String("issuer", "", "OIDC issuer `URL` in the certificate, which makes it one of Fulcio's: it ends in minutes")
	recursive := flags.Bool("recursive", false, "sign an index and every image in it")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	ref, err := registry.Reference(flags)
	if err != nil {
		return err
	}
	signer := simplesigning.Signer{Identity: *identity, Subject: simplesigning.Subject{Email: *email, Hostname: *hostname, Issuer: *issuer}}
	if signer.Key, err = openKey(*keyFile, *generate, *publicFile); err != nil {
		return err
	}
	if *logFile != "" {
		if signer.Log, err = openKey(*logFile, *generate, *logPublicFile); err != nil {
			return err
		}
	}
	if *authority != "" {
		if signer.Authority, err = simplesigning.OpenAuthority(*authority); err != nil {
			return err
		}
	}
	options := registry.Options(ctx)
	var signed []v1.Hash
	if *recursive {
		signed, err = signer.SignRecursively(ref, options...)
	} else {
		signed = make([]v1.Hash, 1)
		signed[0], err = signer.Sign(ref, options...)
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

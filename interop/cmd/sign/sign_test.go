package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/v1/remote"
	"sealbus.io/interop/internal/fixture"
)

func sign(t *testing.T, arguments ...string) []string {
	t.Helper()
	var out bytes.Buffer
	fixture.Must(t, run(context.Background(), arguments, &out))
	return strings.Fields(out.String())
}

// signature is one layer of a .sig image.
type signature struct {
	mediaType, payload, bytes string
}

func signaturesOf(t *testing.T, f *fixture.Fixture, digest string) []signature {
	t.Helper()
	image, err := remote.Image(f.Reference(t, "team/app:"+strings.Replace(digest, ":", "-", 1)+".sig"))
	fixture.Must(t, err)
	manifest, err := image.Manifest()
	fixture.Must(t, err)
	var found []signature
	for _, descriptor := range manifest.Layers {
		layer, err := image.LayerByDigest(descriptor.Digest)
		fixture.Must(t, err)
		reader, err := layer.Compressed()
		fixture.Must(t, err)
		payload, err := io.ReadAll(reader)
		fixture.Must(t, err)
		bytes, err := base64.StdEncoding.DecodeString(descriptor.Annotations["dev.cosignproject.cosign/signature"])
		fixture.Must(t, err)
		found = append(found, signature{string(descriptor.MediaType), string(payload), string(bytes)})
	}
	return found
}

func TestSignsTheBareRepositoryAsCosignDoes(t *testing.T) {
	f := fixture.New(t)
	f.Push(t, "team/app:1.0")
	dir := t.TempDir()
	public := filepath.Join(dir, "key.pub")

	signed := sign(t, "-key", filepath.Join(dir, "key.pem"), "-generate-key", "-public-key", public, f.Address+"/team/app:1.0")

	got := signaturesOf(t, f, signed[0])
	want := `{"critical":{"identity":{"docker-reference":"` + f.Address + `/team/app"},"image":{"docker-manifest-digest":"` +
		signed[0] + `"},"type":"cosign container image signature"},"optional":null}`
	if len(got) != 1 || got[0].payload != want || got[0].mediaType != "application/vnd.dev.cosign.simplesigning.v1+json" {
		t.Fatalf("got %q\nwant %s", got, want)
	}
	text, err := os.ReadFile(public)
	fixture.Must(t, err)
	block, _ := pem.Decode(text)
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	fixture.Must(t, err)
	hash := sha256.Sum256([]byte(want))
	if !ecdsa.VerifyASN1(key.(*ecdsa.PublicKey), hash[:], []byte(got[0].bytes)) {
		t.Error("the signature does not verify")
	}
}

func TestAddsASignatureToThoseThatAreThere(t *testing.T) {
	f := fixture.New(t)
	f.Push(t, "team/app:1.0")
	key := filepath.Join(t.TempDir(), "key.pem")

	sign(t, "-key", key, "-generate-key", f.Address+"/team/app:1.0")
	signed := sign(t, "-key", key, "-identity", fixture.Logical("team/app:1.0"), f.Address+"/team/app:1.0")

	got := signaturesOf(t, f, signed[0])
	if len(got) != 2 || !strings.Contains(got[1].payload, `"docker-reference":"`+fixture.Logical("team/app:1.0")+`"`) {
		t.Errorf("%q", got)
	}
}

func TestSignsAnIndexAndItsImages(t *testing.T) {
	f := fixture.New(t)
	f.PushIndex(t, "team/app:1.0")

	signed := sign(t, "-key", filepath.Join(t.TempDir(), "key.pem"), "-generate-key", "-recursive", f.Address+"/team/app:1.0")

	if len(signed) != 3 {
		t.Fatalf("signed %q", signed)
	}
	for _, digest := range signed {
		if got := signaturesOf(t, f, digest); len(got) != 1 || !strings.Contains(got[0].payload, digest) {
			t.Errorf("%s: %q", digest, got)
		}
	}
}

func TestAddsACertificateAndTheLogsPromise(t *testing.T) {
	f := fixture.New(t)
	f.Push(t, "team/app:1.0")
	dir := t.TempDir()
	arguments := []string{
		"-key", filepath.Join(dir, "key.pem"), "-generate-key", "-log", filepath.Join(dir, "log.pem"), "-log-public-key", filepath.Join(dir, "log.pub"),
		"-authority", filepath.Join(dir, "authority"), "-email", "me@example.com", "-hostname", "builder.example.com", "-issuer", "https://accounts.example.com",
		f.Address + "/team/app:1.0",
	}

	sign(t, arguments...)
	signed := sign(t, arguments...)

	image, err := remote.Image(f.Reference(t, "team/app:"+strings.Replace(signed[0], ":", "-", 1)+".sig"))
	fixture.Must(t, err)
	manifest, err := image.Manifest()
	fixture.Must(t, err)
	roots, intermediates := x509.NewCertPool(), x509.NewCertPool()
	text, err := os.ReadFile(filepath.Join(dir, "authority", "root.pem"))
	fixture.Must(t, err)
	roots.AppendCertsFromPEM(text)
	for _, layer := range manifest.Layers {
		intermediates.AppendCertsFromPEM([]byte(layer.Annotations["dev.sigstore.cosign/chain"]))
		block, _ := pem.Decode([]byte(layer.Annotations["dev.sigstore.cosign/certificate"]))
		certificate, err := x509.ParseCertificate(block.Bytes)
		fixture.Must(t, err)
		_, err = certificate.Verify(x509.VerifyOptions{Roots: roots, Intermediates: intermediates, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageCodeSigning}})
		fixture.Must(t, err)
		if certificate.EmailAddresses[0] != "me@example.com" || certificate.DNSNames[0] != "builder.example.com" {
			t.Errorf("%v %v", certificate.EmailAddresses, certificate.DNSNames)
		}
		if bundle := layer.Annotations["dev.sigstore.cosign/bundle"]; !strings.Contains(bundle, `"SignedEntryTimestamp":"`) {
			t.Errorf("bundle %q", bundle)
		}
	}
	if len(manifest.Layers) != 2 {
		t.Errorf("%d signatures", len(manifest.Layers))
	}
}

func TestRefusesKeysThatClientsCannotCheck(t *testing.T) {
	f := fixture.New(t)
	f.Push(t, "team/app:1.0")
	key, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	fixture.Must(t, err)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	fixture.Must(t, err)
	file := filepath.Join(t.TempDir(), "key.pem")
	fixture.Must(t, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600))

	if err := run(context.Background(), []string{"-key", file, f.Address + "/team/app:1.0"}, io.Discard); err == nil {
		t.Error("no error")
	}
}

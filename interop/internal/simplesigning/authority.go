package simplesigning

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"time"
)

// issuerExtension is where Fulcio writes who vouched for the signer.
// https://github.com/sigstore/fulcio/blob/main/docs/oid-info.md
var issuerExtension = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 57264, 1, 8}

// Authority is a root and an intermediate that issues certificates for signing. It is for tests.
type Authority struct {
	root, intermediate *x509.Certificate
	key                crypto.Signer
}

// Subject is whom a certificate is for. With an issuer it is one of Fulcio's, valid for minutes; without, one of an own
// PKI, valid for a day.
type Subject struct{ Email, Hostname, Issuer string }

// OpenAuthority reads an authority from the files root.pem, intermediate.pem and intermediate.key of dir, and makes them
// where there are none.
func OpenAuthority(dir string) (*Authority, error) {
	keyFile := filepath.Join(dir, "intermediate.key")
	if _, err := os.Stat(keyFile); os.IsNotExist(err) {
		if err := createAuthority(dir, keyFile); err != nil {
			return nil, err
		}
	}
	key, err := LoadKey(keyFile)
	if err != nil {
		return nil, err
	}
	root, err := readCertificate(filepath.Join(dir, "root.pem"))
	if err != nil {
		return nil, err
	}
	intermediate, err := readCertificate(filepath.Join(dir, "intermediate.pem"))
	return &Authority{root, intermediate, key}, err
}

func createAuthority(dir, keyFile string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	rootKeyFile := filepath.Join(dir, "root.key")
	for _, file := range []string{rootKeyFile, keyFile} {
		if err := GenerateKey(file); err != nil {
			return err
		}
	}
	rootKey, err := LoadKey(rootKeyFile)
	if err != nil {
		return err
	}
	key, err := LoadKey(keyFile)
	if err != nil {
		return err
	}
	root := authorityTemplate("root")
	rootText, err := issue(root, root, rootKey.Public(), rootKey)
	if err != nil {
		return err
	}
	text, err := issue(authorityTemplate("intermediate"), root, key.Public(), rootKey)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "root.pem"), rootText, 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "intermediate.pem"), text, 0o644)
}

func authorityTemplate(name string) *x509.Certificate {
	return &x509.Certificate{
		Subject: pkix.Name{CommonName: name, Organization: []string{"interop"}}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().AddDate(10, 0, 0), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
}

// issue serves PEM with a serial number of its own.
func issue(template, parent *x509.Certificate, public crypto.PublicKey, signer crypto.Signer) ([]byte, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 120))
	if err != nil {
		return nil, err
	}
	template.SerialNumber = serial
	der, err := x509.CreateCertificate(rand.Reader, template, parent, public, signer)
	if err != nil {
		return nil, err
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), nil
}

func readCertificate(file string) (*x509.Certificate, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, fmt.Errorf("%s: no PEM block", file)
	}
	return x509.ParseCertificate(block.Bytes)
}

// Root is what policies trust, as PEM.
func (a *Authority) Root() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.root.Raw})
}

// Issue issues a certificate for the key, as PEM.
func (a *Authority) Issue(public crypto.PublicKey, subject Subject) ([]byte, error) {
	template := &x509.Certificate{
		NotBefore: time.Now().Add(-time.Minute), NotAfter: time.Now().Add(24 * time.Hour), KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageCodeSigning},
	}
	if subject.Email != "" {
		template.EmailAddresses = []string{subject.Email}
	}
	if subject.Hostname != "" {
		template.DNSNames = []string{subject.Hostname}
	}
	if subject.Issuer != "" {
		value, err := asn1.MarshalWithParams(subject.Issuer, "utf8")
		if err != nil {
			return nil, err
		}
		template.ExtraExtensions = []pkix.Extension{{Id: issuerExtension, Value: value}}
		template.NotAfter = time.Now().Add(10 * time.Minute)
	}
	return issue(template, a.intermediate, public, a.key)
}

// chain is the chain annotation: what links the certificate to the root, and the root.
func (a *Authority) chain() []byte {
	return append(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.intermediate.Raw}), a.Root()...)
}

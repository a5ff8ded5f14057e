package generator

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"time"
)

// signedAt is the time that logs promise, unless a case changes it.
const signedAt = 1740830580

var (
	longAgo   = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	expired   = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	farFuture = time.Date(2050, 1, 1, 0, 0, 0, 0, time.UTC)
	never     = time.Date(2054, 1, 1, 0, 0, 0, 0, time.UTC)
)

// level is a certificate of a path, before and after it is made.
type level struct {
	template x509.Certificate
	key      crypto.Signer
	// signer signs it, which is not its issuer's key where a case says so.
	signer crypto.Signer
	// change is applied to what is signed, before it is signed.
	change func([]byte) []byte
	der    []byte
}

// path is a root, an intermediate and a leaf, and what else there is about them.
type path struct {
	root, middle, leaf level
	// direct lets the root issue the leaf.
	direct bool
	// anchors and chain are made of the certificates once they are there.
	anchors, policyMiddle, chain func(p *path) []byte
	changeAnchors, changeChain   func(string) string
	changeLeafText               func(string) string
}

func newPath(s source, k keys, email string, forLog bool) *path {
	p := &path{direct: s.oneIn(5)}
	keyOf := func() crypto.Signer {
		if s.oneIn(6) {
			return k.usual(s)
		}
		return pick(s, k[p256]...)
	}
	p.root = level{key: keyOf(), template: authority("root")}
	p.middle = level{key: keyOf(), template: authority("intermediate")}
	p.leaf = level{key: keyOf(), template: x509.Certificate{
		SerialNumber: big.NewInt(3), NotBefore: longAgo, NotAfter: never, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageCodeSigning}, EmailAddresses: []string{email},
	}}
	if forLog {
		p.leaf.template.NotBefore = time.Unix(signedAt-60, 0)
		p.leaf.template.NotAfter = time.Unix(signedAt+540, 0)
	}
	p.anchors = func(p *path) []byte { return p.root.der }
	return p
}

func authority(name string) x509.Certificate {
	return x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name, Organization: []string{"Example"}},
		NotBefore: longAgo, NotAfter: never, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
}

// make makes the certificates, top to bottom, without any randomness in their signatures. What Go refuses to make is made without its extensions: a case has to
// come out, whichever.
func (p *path) make() {
	p.root.make(&p.root)
	p.middle.make(&p.root)
	if p.direct {
		p.leaf.make(&p.root)
	} else {
		p.leaf.make(&p.middle)
	}
}

func (l *level) make(parent *level) {
	signer := parent.key
	if l.signer != nil {
		signer = l.signer
	}
	if !fits(l.template.SignatureAlgorithm, signer) {
		l.template.SignatureAlgorithm = x509.UnknownSignatureAlgorithm
	}
	template := l.template
	above := parent.template
	above.PublicKey = nil
	for {
		der, err := x509.CreateCertificate(nil, &template, &above, l.key.Public(), signer)
		if err == nil {
			l.der = der
			break
		}
		bare := x509.Certificate{
			SerialNumber: template.SerialNumber, Subject: template.Subject, NotBefore: template.NotBefore, NotAfter: template.NotAfter,
			IsCA: template.IsCA, BasicConstraintsValid: template.BasicConstraintsValid, KeyUsage: template.KeyUsage,
		}
		template = bare
	}
	if l.change != nil {
		l.der = signAgain(l.der, l.change, template.SignatureAlgorithm, signer)
	}
}

func fits(algorithm x509.SignatureAlgorithm, key crypto.Signer) bool {
	switch key.(type) {
	case *ecdsa.PrivateKey:
		return algorithm >= x509.ECDSAWithSHA1 && algorithm <= x509.ECDSAWithSHA512
	case *rsa.PrivateKey:
		return algorithm >= x509.SHA1WithRSA && algorithm <= x509.SHA512WithRSA
	default:
		return false
	}
}

// signAgain changes what is signed of a certificate, and signs that.
func signAgain(der []byte, change func([]byte) []byte, algorithm x509.SignatureAlgorithm, signer crypto.Signer) []byte {
	certificate := readDER(der, 0)[0]
	signed := change(certificate.children[0].encode())
	body := append([]byte(nil), signed...)
	body = append(body, certificate.children[1].encode()...)
	signature := signWith(signer, signed, hashOf(algorithm, signer))
	body = append(body, (&element{tag: 0x03, content: append([]byte{0}, signature...)}).encode()...)
	return (&element{tag: 0x30, content: body}).encode()
}

func hashOf(algorithm x509.SignatureAlgorithm, signer crypto.Signer) crypto.Hash {
	switch algorithm {
	case x509.SHA1WithRSA, x509.ECDSAWithSHA1:
		return crypto.SHA1
	case x509.SHA384WithRSA, x509.ECDSAWithSHA384:
		return crypto.SHA384
	case x509.SHA512WithRSA, x509.ECDSAWithSHA512:
		return crypto.SHA512
	case x509.SHA256WithRSA, x509.ECDSAWithSHA256:
		return crypto.SHA256
	}
	// What Go chooses by itself.
	if key, ok := signer.(*ecdsa.PrivateKey); ok {
		switch key.Curve {
		case elliptic.P384():
			return crypto.SHA384
		case elliptic.P521():
			return crypto.SHA512
		}
	}
	return crypto.SHA256
}

var (
	sanOID      = asn1.ObjectIdentifier{2, 5, 29, 17}
	issuerV1OID = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 57264, 1, 1}
	issuerV2OID = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 57264, 1, 8}
)

// add replaces an extension that is there already.
func (l *level) add(extension pkix.Extension) {
	for i, present := range l.template.ExtraExtensions {
		if present.Id.Equal(extension.Id) {
			l.template.ExtraExtensions[i] = extension
			return
		}
	}
	l.template.ExtraExtensions = append(l.template.ExtraExtensions, extension)
}

func (l *level) issuer(v1, v2 string) {
	if v1 != "" {
		l.add(pkix.Extension{Id: issuerV1OID, Value: []byte(v1)})
	}
	if v2 != "" {
		l.add(pkix.Extension{Id: issuerV2OID, Value: must(asn1.MarshalWithParams(v2, "utf8"))})
	}
}

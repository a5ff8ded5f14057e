package generator

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"net"
	"strings"
	"time"
)

// mutatePath changes one thing about the certificates or about how they are given.
func mutatePath(s source, k keys, t *trust) {
	p := t.path
	some := pick(s, &p.root, &p.middle, &p.leaf, &p.leaf)
	above := pick(s, &p.root, &p.middle)
	switch s.IntN(22) {
	case 0, 1, 2, 3:
		some.change = func(tbs []byte) []byte { return mutateDER(s, tbs) }
	case 4:
		mutateValidity(s, some, t.method == byFulcio)
	case 5:
		some.template.ExtKeyUsage = pick(s, nil, []x509.ExtKeyUsage{x509.ExtKeyUsageAny}, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
			[]x509.ExtKeyUsage{x509.ExtKeyUsageCodeSigning}, []x509.ExtKeyUsage{x509.ExtKeyUsageCodeSigning, x509.ExtKeyUsageTimeStamping})
		some.template.UnknownExtKeyUsage = pick(s, nil, []asn1.ObjectIdentifier{{1, 2, 3}})
	case 6:
		some.template.KeyUsage = pick(s, 0, x509.KeyUsageDigitalSignature, x509.KeyUsageCertSign, x509.KeyUsageDecipherOnly, x509.KeyUsageCRLSign)
	case 7:
		some.template.IsCA = s.oneIn(2)
		some.template.BasicConstraintsValid = !s.oneIn(3)
	case 8:
		above.template.MaxPathLen = s.IntN(2)
		above.template.MaxPathLenZero = above.template.MaxPathLen == 0
	case 9, 10:
		constrain(s, &above.template)
	case 11, 12:
		p.leaf.add(oddNames(s, t.email, t.hostname))
	case 13:
		some.add(pick(s,
			pkix.Extension{Id: asn1.ObjectIdentifier{1, 2, 3, 4}, Critical: s.oneIn(2), Value: []byte{5, 0}},
			pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 36}, Critical: s.oneIn(2), Value: []byte{0x30, 3, 0x80, 1, byte(s.IntN(3))}},
			pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 36}, Critical: s.oneIn(2), Value: []byte{0x30, 3, 0x81, 1, byte(s.IntN(3))}},
			pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 54}, Critical: s.oneIn(2), Value: []byte{2, 1, byte(s.IntN(2))}},
			pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 32}, Critical: s.oneIn(2), Value: []byte{0x30, 4, 0x30, 2, 6, 0}},
			pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 32}, Critical: s.oneIn(2), Value: []byte{0x30, 6, 0x30, 4, 6, 2, 0x2a, 3}},
			pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 33}, Critical: s.oneIn(2), Value: []byte{0x30, 0}},
			pkix.Extension{Id: asn1.ObjectIdentifier{2, 5, 29, 18}, Critical: s.oneIn(2), Value: []byte{0x30, 0}}))
	case 14:
		some.template.SignatureAlgorithm = pick(s, x509.SHA1WithRSA, x509.ECDSAWithSHA1, x509.SHA384WithRSA, x509.ECDSAWithSHA384,
			x509.SHA512WithRSA, x509.ECDSAWithSHA512, x509.ECDSAWithSHA256)
	case 15:
		some.key = k.usual(s)
	case 16:
		some.signer = k.usual(s)
	case 17, 18:
		mutateChain(s, p)
	case 19:
		mutateAnchors(s, k, p)
	case 20:
		p.changeLeafText = func(text string) string { return mutatePEM(s, text) }
	default:
		some.template.Subject = pick(s, pkix.Name{}, pkix.Name{CommonName: "root"}, pkix.Name{CommonName: "é", Organization: []string{"Example"}})
		some.template.SubjectKeyId = pick(s, nil, []byte{1, 2, 3})
		some.template.AuthorityKeyId = pick(s, nil, []byte{9, 9})
	}
}

// mutateValidity moves one end: to the second where a log promised the time, by years where it is now that counts.
func mutateValidity(s source, l *level, atLog bool) {
	if !atLog {
		if s.oneIn(2) {
			l.template.NotAfter = expired
		} else {
			l.template.NotBefore = farFuture
		}
		return
	}
	if s.oneIn(2) {
		l.template.NotAfter = time.Unix(signedAt+int64(s.IntN(3))-1, 0)
	} else {
		l.template.NotBefore = time.Unix(signedAt+int64(s.IntN(3))-1, 0)
	}
}

var domains = []string{
	"example.com", ".example.com", "EXAMPLE.com", "com", "", ".", "build.example.com", "example.org", "*.example.com", "exa mple.com", "-a.com", "a_b.com",
}

func constrain(s source, template *x509.Certificate) {
	template.PermittedDNSDomainsCritical = s.oneIn(2)
	mailboxes := []string{"example.com", ".example.com", "releases@example.com", "Releases@EXAMPLE.com", "example.org", "other@example.com", "", "com", "org", "mple.com", "@example.com", `"releases"@example.com`}
	_, network, _ := net.ParseCIDR(pick(s, "10.0.0.0/8", "::/0", "0.0.0.0/0", "192.0.2.0/24", "2001:db8::/32"))
	switch s.IntN(8) {
	case 0:
		template.PermittedEmailAddresses = []string{pick(s, mailboxes...)}
	case 1:
		template.ExcludedEmailAddresses = []string{pick(s, mailboxes...), pick(s, mailboxes...)}
	case 2:
		template.PermittedDNSDomains = []string{pick(s, domains...)}
	case 3:
		template.ExcludedDNSDomains = []string{pick(s, domains...)}
	case 4:
		template.PermittedURIDomains = []string{pick(s, domains...)}
	case 5:
		template.ExcludedURIDomains = []string{pick(s, domains...)}
	case 6:
		template.PermittedIPRanges = []*net.IPNet{network}
	default:
		template.ExcludedIPRanges = []*net.IPNet{network}
	}
	if s.oneIn(3) {
		template.PermittedEmailAddresses = append(template.PermittedEmailAddresses, pick(s, mailboxes...))
	}
}

// oddNames is a subject alternative name extension, critical or not, with names that parsers differ about.
func oddNames(s source, email, host string) pkix.Extension {
	var names []byte
	add := func(tag byte, text string) {
		names = append(names, (&element{tag: tag, content: []byte(text)}).encode()...)
	}
	for range 1 + s.IntN(3) {
		switch s.IntN(8) {
		case 0, 1:
			add(0x81, pick(s, email, strings.ToUpper(email), "releases@build.example.com", "releases@Example.com", email+" ", " "+email, "", "@", "a@b", `"a b"@example.com`, "a..b@example.com",
				"a@b@example.com", "releases@[192.0.2.1]", "é@example.com", "releases@exa_mple.com", "releases@example.com.", "releases"))
		case 2, 3:
			add(0x82, pick(s, host, strings.ToUpper(host), "*."+host, "*", "*.com", "a.*.com", host+".", ".", "", "exa mple.com", "a_b.example.com",
				"xn--a.example.com", "192.0.2.1", "-.example.com", "b*.example.com", "*.example.com", "*.build.example.com", "é.example.com"))
		case 4:
			add(0x86, pick(s, "https://example.com/x", "https://example.com:443/x", "example.com", "https://", "//host/x", "https://[::1]/", "https://[::1", "mailto:a@b",
				"https://user@example.com/", "https://exa mple.com/", "https://example.com/%zz", "https://.example.com/", "urn:x:y", ":x", "", "https://192.0.2.1/", "http://a\x00b"))
		case 5:
			add(0x87, pick(s, "\x0a\x00\x00\x01", "\x0a\x00\x00", strings.Repeat("\x00", 15)+"\x01", "", "\xc0\x00\x02\x01", strings.Repeat("\x00", 10)+"\xff\xff\x0a\x00\x00\x01"))
		case 6:
			add(0xa0, "\x06\x03\x2a\x03\x04\xa0\x03\x0c\x01x")
		default:
			add(pick[byte](s, 0xa4, 0x88, 0x83, 0xa1, 0x02, 0xa2), pick(s, "\x30\x00", "\x2a\x03", "x"))
		}
	}
	if s.oneIn(2) {
		add(0x81, email)
	}
	value := (&element{tag: 0x30, content: names}).encode()
	if s.oneIn(10) {
		value = mutateDER(s, value)
	}
	return pkix.Extension{Id: sanOID, Critical: s.oneIn(2), Value: value}
}

func mutateChain(s source, p *path) {
	choice := s.IntN(8)
	p.chain = func(p *path) []byte {
		switch choice {
		case 0:
			return p.middle.der
		case 1:
			return nil
		case 2:
			return bytes.Join([][]byte{p.root.der, p.middle.der}, separator)
		case 3:
			return bytes.Join([][]byte{p.leaf.der, p.middle.der, p.root.der}, separator)
		case 4:
			return bytes.Join([][]byte{p.middle.der, p.middle.der, p.middle.der}, separator)
		case 5:
			return bytes.Join([][]byte{p.root.der, p.leaf.der, p.middle.der, p.middle.der}, separator)
		default:
			return bytes.Join([][]byte{p.middle.der, p.root.der}, separator)
		}
	}
	if choice > 5 {
		p.changeChain = func(text string) string { return mutatePEM(s, text) }
	}
}

func mutateAnchors(s source, k keys, p *path) {
	stranger := level{key: k.usual(s), template: authority(pick(s, "root", "stranger"))}
	stranger.make(&stranger)
	choice := s.IntN(7)
	p.anchors = func(p *path) []byte {
		switch choice {
		case 0:
			return p.middle.der
		case 1:
			return p.leaf.der
		case 2:
			return bytes.Join([][]byte{stranger.der, p.root.der}, separator)
		case 3:
			return stranger.der
		case 4:
			return bytes.Join([][]byte{s.flipBit(p.root.der), p.root.der}, separator)
		default:
			return p.root.der
		}
	}
	if choice > 4 {
		p.changeAnchors = func(text string) string { return mutatePEM(s, text) }
	}
}

// separator stands between certificates that are still in DER.
var separator = []byte("\x00separator\x00")

func certificatesPEM(list []byte) string {
	if list == nil {
		return ""
	}
	var text strings.Builder
	for _, der := range bytes.Split(list, separator) {
		text.WriteString(pemText("CERTIFICATE", der))
	}
	return text.String()
}

func mutateIssuer(s source, l *level, issuer string) {
	text := pick(s, issuer, issuer+"/", "", strings.ToUpper(issuer), "é", "\xff")
	value := must(asn1.MarshalWithParams(issuer, "utf8"))
	switch s.IntN(9) {
	case 0:
		l.add(pkix.Extension{Id: issuerV1OID, Value: []byte(text)})
	case 1:
		l.add(pkix.Extension{Id: issuerV2OID, Value: (&element{tag: pick[byte](s, 0x0c, 0x13, 0x16, 0x14, 0x12, 0x1e, 0x04, 0x1b, 0x1a), content: []byte(text)}).encode()})
	case 2:
		l.template.ExtraExtensions = nil
	case 3:
		l.template.ExtraExtensions = nil
		l.issuer(text, "")
	case 4:
		l.add(pkix.Extension{Id: issuerV2OID, Value: append(value, s.bytes(1+s.IntN(2))...)})
	case 5:
		l.add(pkix.Extension{Id: issuerV2OID, Value: mutateDER(s, value)})
	case 6:
		l.add(pkix.Extension{Id: issuerV1OID, Value: value})
	case 7:
		l.template.ExtraExtensions = nil
		l.issuer("", issuer)
		l.template.ExtraExtensions[0].Critical = true
	default:
		long := &element{tag: 0x0c, content: []byte(issuer), long: true}
		l.add(pkix.Extension{Id: issuerV2OID, Value: long.encode()})
	}
}

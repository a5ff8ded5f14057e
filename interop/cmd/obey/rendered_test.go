package main

import (
	"crypto"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"sealbus.io/interop/internal/fixture"
	"sealbus.io/interop/internal/simplesigning"
)

const (
	email    = "releases@example.com"
	hostname = "builder.example.com"
	issuer   = "https://accounts.example.com"
)

// platform is a cluster's policies as Sealbus renders them, and everybody who may sign for it.
type platform struct {
	*fixture.Fixture
	// stranger is a key that no policy names.
	log, stranger             crypto.Signer
	authority, otherAuthority *simplesigning.Authority
	policies                  strings.Builder
}

// TestObeysEveryRenderedKind has SEALBUS_COMMAND render one policy of each kind, each for a repository of its own, and
// holds the reference's own client to them.
func TestObeysEveryRenderedKind(t *testing.T) {
	command := os.Getenv("SEALBUS_COMMAND")
	if command == "" {
		t.Skip("SEALBUS_COMMAND names no bin/sealbus")
	}
	p := newPlatform(t)
	key, logKey := inline(t, p.Key), inline(t, p.log)
	root := base64.StdEncoding.EncodeToString(p.authority.Root())
	plain := "policyType: PublicKey\n      publicKey:\n        keyData: " + key
	p.policy("key", plain, "")
	p.policy("logged", plain+"\n        rekorKeyData: "+logKey, "")
	p.policy("fulcio", fmt.Sprintf("policyType: FulcioCAWithRekor\n      fulcioCAWithRekor:\n        fulcioCAData: %s\n        rekorKeyData: %s\n"+
		"        fulcioSubject: {oidcIssuer: %q, signedEmail: %q}", root, logKey, issuer, email), "")
	p.policy("pki", fmt.Sprintf("policyType: PKI\n      pki:\n        caRootsData: %s\n        pkiCertificateSubject: {email: %q, hostname: %q}", root, email, hostname), "")
	p.policy("repository", plain, "{matchPolicy: MatchRepository}")
	p.policy("exact", plain, "{matchPolicy: ExactRepository, exactRepository: {repository: vendor.example.com/app}}")
	p.policy("remap", plain, fmt.Sprintf("{matchPolicy: RemapIdentity, remapIdentity: {prefix: %s/remap, signedPrefix: vendor.example.com/original}}", fixture.Host))
	p.policy("mirrored", plain, "{matchPolicy: MatchRepository}")
	p.policies.WriteString("---\n" + mirrors)

	n := p.render(t, command)

	logged := func(s *simplesigning.Signer) { s.Log = p.log }
	fulcio := func(s *simplesigning.Signer) {
		s.Log, s.Authority, s.Subject = p.log, p.authority, simplesigning.Subject{Email: email, Issuer: issuer}
	}
	pki := func(s *simplesigning.Signer) {
		s.Authority, s.Subject = p.authority, simplesigning.Subject{Email: email, Hostname: hostname}
	}
	and := func(changes ...func(*simplesigning.Signer)) simplesigning.Signer {
		signer := simplesigning.Signer{Key: p.Key}
		for _, change := range changes {
			change(&signer)
		}
		return signer
	}
	const wrongKey, identity = "cryptographic signature verification failed", "is not accepted"
	for _, c := range []struct {
		name, repository string
		signer           simplesigning.Signer
		// refusal is what the client says; empty where it copies.
		refusal string
	}{
		{"key", "key", and(), ""},
		{"key-other", "key", and(func(s *simplesigning.Signer) { s.Key = p.stranger }), wrongKey},
		{"key-bare-repository", "key", and(func(s *simplesigning.Signer) { s.Identity = fixture.Logical("key") }), identity},
		{"key-other-tag", "key", and(func(s *simplesigning.Signer) { s.Identity = fixture.Logical("key:other") }), identity},
		{"logged", "logged", and(logged), ""},
		{"logged-not", "logged", and(), "missing dev.sigstore.cosign/bundle annotation"},
		{"logged-elsewhere", "logged", and(func(s *simplesigning.Signer) { s.Log = p.stranger }), "verification of Rekor SET failed"},
		{"logged-other-key", "logged", and(logged, func(s *simplesigning.Signer) { s.Key = p.stranger }), "publicKey in Rekor SET does not match"},
		{"fulcio", "fulcio", and(fulcio), ""},
		{"fulcio-other-email", "fulcio", and(fulcio, func(s *simplesigning.Signer) { s.Subject.Email = "other@example.com" }), "Required email"},
		{"fulcio-other-issuer", "fulcio", and(fulcio, func(s *simplesigning.Signer) { s.Subject.Issuer = issuer + "/" }), "Unexpected Fulcio OIDC issuer"},
		{"fulcio-other-root", "fulcio", and(fulcio, func(s *simplesigning.Signer) { s.Authority = p.otherAuthority }), "unknown authority"},
		{"fulcio-other-log", "fulcio", and(fulcio, func(s *simplesigning.Signer) { s.Log = p.stranger }), "verification of Rekor SET failed"},
		{"fulcio-key-only", "fulcio", and(), "missing dev.sigstore.cosign/bundle annotation"},
		{"pki", "pki", and(pki), ""},
		{"pki-other-email", "pki", and(pki, func(s *simplesigning.Signer) { s.Subject.Email = "other@example.com" }), "Required email"},
		{"pki-other-hostname", "pki", and(pki, func(s *simplesigning.Signer) { s.Subject.Hostname = "other.example.com" }), "Unexpected subject hostname"},
		{"pki-other-root", "pki", and(pki, func(s *simplesigning.Signer) { s.Authority = p.otherAuthority }), "unknown authority"},
		{"pki-key-only", "pki", and(), "missing dev.sigstore.cosign/certificate annotation"},
		{"repository", "repository", and(func(s *simplesigning.Signer) { s.Identity = fixture.Logical("repository") }), ""},
		{"repository-other", "repository", and(func(s *simplesigning.Signer) { s.Identity = fixture.Logical("other") }), identity},
		{"exact", "exact", and(func(s *simplesigning.Signer) { s.Identity = "vendor.example.com/app:any" }), ""},
		{"exact-own", "exact", and(), identity},
		{"remap", "remap", and(func(s *simplesigning.Signer) { s.Identity = "vendor.example.com/original:remap" }), ""},
		{"remap-not", "remap", and(), identity},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := c.repository + ":" + c.name
			p.Push(t, path)
			if c.signer.Identity == "" {
				c.signer.Identity = fixture.Logical(path)
			}
			_, err := c.signer.Sign(p.Reference(t, path))
			fixture.Must(t, err)
			got := n.here(t).copy(t, fixture.Logical(path), "-at="+fixture.Host+"="+p.Address)
			if c.refusal == "" {
				got.isCopied(t)
			} else {
				got.isRefused(t, c.refusal)
			}
		})
	}
	for _, repository := range []string{"key", "logged", "fulcio", "pki", "repository", "exact", "remap"} {
		t.Run(repository+"-unsigned", func(t *testing.T) {
			path := repository + ":unsigned"
			p.Push(t, path)
			n.here(t).copy(t, fixture.Logical(path), "-at="+fixture.Host+"="+p.Address).isRefused(t, noSignature)
		})
	}
	t.Run("by-digest", func(t *testing.T) {
		p.Push(t, "key:by-digest")
		digest := p.Sign(t, "key:by-digest")
		n.here(t).copy(t, fixture.Logical("key@"+digest.String()), "-at="+fixture.Host+"="+p.Address).isCopied(t)
	})
	p.mirrors(t, n)
}

// mirrors has the signatures of an image at its source alone, then at its mirror alone: only the place that the image
// came from counts.
func (p *platform) mirrors(t *testing.T, n *node) {
	conf := filepath.Join(t.TempDir(), "registries.conf")
	fixture.Must(t, os.WriteFile(conf, fmt.Appendf(nil, "[[registry]]\nlocation = %q\ninsecure = true\n[[registry.mirror]]\nlocation = %q\ninsecure = true\n",
		fixture.Logical("mirrored"), "mirror.example.com/copy"), 0o600))
	at := []string{"-registries-conf=" + conf, "-at=" + fixture.Host + "=" + p.Address}
	signer := simplesigning.Signer{Key: p.Key, Identity: fixture.Logical("mirrored")}
	mirror := fixture.New(t)
	for _, c := range []struct {
		name                       string
		signed, inMirror, mirrored bool
	}{
		{"mirrored", true, true, true},
		{"source-signed-alone", true, true, false},
		{"mirror-lacks-image", true, false, false},
		{"mirror-signed-alone", false, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			source, copied := "mirrored:"+c.name, "copy:"+c.name
			p.Push(t, source)
			if c.signed {
				_, err := signer.Sign(p.Reference(t, source))
				fixture.Must(t, err)
			}
			if c.inMirror {
				mirror.Push(t, copied)
			}
			if c.mirrored {
				_, err := signer.Sign(mirror.Reference(t, copied))
				fixture.Must(t, err)
			}
			got := n.here(t).copy(t, fixture.Logical(source), append(at, "-at=mirror.example.com="+mirror.Address)...)
			if c.mirrored || c.signed && !c.inMirror {
				got.isCopied(t)
			} else {
				got.isRefused(t, noSignature)
			}
		})
	}
}

const mirrors = `apiVersion: config.openshift.io/v1
kind: ImageTagMirrorSet
metadata:
  name: mirrors
spec:
  imageTagMirrors:
    - source: ` + fixture.Host + `/mirrored
      mirrors: [mirror.example.com/copy]
`

func newPlatform(t *testing.T) *platform {
	authority, err := simplesigning.OpenAuthority(t.TempDir())
	fixture.Must(t, err)
	other, err := simplesigning.OpenAuthority(t.TempDir())
	fixture.Must(t, err)
	return &platform{
		Fixture: fixture.New(t), log: fixture.NewKey(t), stranger: fixture.NewKey(t),
		authority: authority, otherAuthority: other,
	}
}

// inline is the public key as policies hold it.
func inline(t *testing.T, key crypto.Signer) string {
	text, err := simplesigning.PublicKey(key)
	fixture.Must(t, err)
	return base64.StdEncoding.EncodeToString(text)
}

// policy adds a ClusterImagePolicy for the repository of that name.
func (p *platform) policy(name, rootOfTrust, identity string) {
	fmt.Fprintf(&p.policies, "---\napiVersion: config.openshift.io/v1\nkind: ClusterImagePolicy\nmetadata:\n  name: %s\nspec:\n  scopes: [%s]\n  policy:\n    rootOfTrust:\n      %s\n",
		name, fixture.Logical(name), rootOfTrust)
	if identity != "" {
		fmt.Fprintf(&p.policies, "    signedIdentity: %s\n", identity)
	}
}

// render is a node with the files that the command makes of the policies.
func (p *platform) render(t *testing.T, command string) *node {
	t.Helper()
	dir := t.TempDir()
	policies := filepath.Join(dir, "policies.yaml")
	fixture.Must(t, os.WriteFile(policies, []byte(p.policies.String()), 0o600))
	output, err := exec.Command(command, "render", "-f", policies, "-o", dir).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, output)
	}
	etc := filepath.Join(dir, "etc", "containers")
	return &node{filepath.Join(etc, "policy.json"), filepath.Join(etc, "registries.d"), ""}
}

// here copies into a folder of this test.
func (n *node) here(t *testing.T) *node {
	return &node{n.policy, n.registriesD, filepath.Join(t.TempDir(), "image")}
}

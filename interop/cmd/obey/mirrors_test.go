package main

import (
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"sealbus.io/interop/internal/fixture"
	"sealbus.io/interop/internal/simplesigning"
	"sealbus.io/interop/internal/tiny"
)

const (
	mirrorCases = 24
	mirrorCount = 3
	amd64       = "linux/amd64"
)

// held is what one place has of an image.
type held int

const (
	nothing held = iota
	unsigned
	signed
	signedByStranger
	// sparse is an index without the image of the platform that is pulled.
	sparse
)

// site is a registry that can be out of reach.
type site struct {
	address string
	away    atomic.Bool
}

func newSite(t *testing.T) *site {
	s := &site{}
	handler := registry.New(registry.Logger(log.New(io.Discard, "", 0)))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.away.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	s.address = server.Listener.Addr().String()
	return s
}

// mirrored is one image, its mirrors, and what each place has.
type mirrored struct {
	repository       string
	digest, index    bool
	never            bool
	source           held
	mirrors          [mirrorCount]held
	byDigest, byTags []int
}

func (m mirrored) String() string {
	return fmt.Sprintf("%+v", struct {
		Digest, Index, Never bool
		Source               held
		Mirrors              [mirrorCount]held
		ByDigest, ByTags     []int
	}{m.digest, m.index, m.never, m.source, m.mirrors, m.byDigest, m.byTags})
}

func generate(random *rand.Rand, number int) mirrored {
	m := mirrored{
		repository: fmt.Sprintf("team/c%d", number),
		digest:     random.IntN(3) > 0, index: random.IntN(3) == 0, never: random.IntN(4) == 0,
	}
	kinds := []held{nothing, unsigned, signed, signed, signedByStranger}
	if m.index {
		kinds = append(kinds, sparse)
	}
	// The digest is to be found at the source, even where nodes may not ask it.
	m.source = kinds[1+random.IntN(4)]
	for i := range m.mirrors {
		m.mirrors[i] = kinds[random.IntN(len(kinds))]
	}
	order := random.Perm(mirrorCount)
	m.byDigest = order[:random.IntN(mirrorCount+1)]
	m.byTags = random.Perm(mirrorCount)[:random.IntN(mirrorCount+1)]
	if len(m.byDigest)+len(m.byTags) == 0 {
		m.never = false
	}
	return m
}

// estate is all places, and everybody who signs.
type estate struct {
	source        *site
	mirrors       [mirrorCount]*site
	key, stranger crypto.Signer
}

func (e *estate) sites() []*site { return append([]*site{e.source}, e.mirrors[:]...) }

// at is what the image is called at s.
func (e *estate) at(s *site, m mirrored) string {
	if s == e.source {
		return s.address + "/" + m.repository
	}
	return s.address + "/copy/" + m.repository
}

// push brings to s what it is to have, and returns the digest of what the tag names.
func (e *estate) push(t *testing.T, s *site, m mirrored, what held) v1.Hash {
	t.Helper()
	repository := e.at(s, m)
	ref, err := name.ParseReference(repository + ":v1")
	fixture.Must(t, err)
	platforms := []v1.Platform{{OS: "linux", Architecture: "amd64"}, {OS: "linux", Architecture: "arm64"}}
	var digest, chosen v1.Hash
	if m.index {
		index, err := tiny.Index(m.repository, platforms)
		fixture.Must(t, err)
		manifest, err := index.IndexManifest()
		fixture.Must(t, err)
		chosen = manifest.Manifests[0].Digest
		digest, err = index.Digest()
		fixture.Must(t, err)
		if what != nothing {
			fixture.Must(t, remote.WriteIndex(ref, index))
		}
	} else {
		image, err := tiny.Image(m.repository, platforms[0])
		fixture.Must(t, err)
		digest, err = image.Digest()
		fixture.Must(t, err)
		chosen = digest
		if what != nothing {
			fixture.Must(t, remote.Write(ref, image))
		}
	}
	target, err := name.NewDigest(repository + "@" + chosen.String())
	fixture.Must(t, err)
	signer := simplesigning.Signer{Key: e.key, Identity: e.at(e.source, m) + ":v1"}
	switch what {
	case signed:
		_, err = signer.Sign(target)
	case signedByStranger:
		signer.Key = e.stranger
		_, err = signer.Sign(target)
	case sparse:
		err = remote.Delete(target)
	}
	fixture.Must(t, err)
	return digest
}

// sets are the resources that mirror m.
func (e *estate) sets(m mirrored) string {
	var text strings.Builder
	for _, set := range []struct {
		kind, list string
		mirrors    []int
	}{{"ImageDigestMirrorSet", "imageDigestMirrors", m.byDigest}, {"ImageTagMirrorSet", "imageTagMirrors", m.byTags}} {
		if len(set.mirrors) == 0 {
			continue
		}
		fmt.Fprintf(&text, "---\napiVersion: config.openshift.io/v1\nkind: %s\nmetadata: {name: mirrors}\nspec:\n  %s:\n    - source: %s\n      mirrors:\n",
			set.kind, set.list, e.at(e.source, m))
		for _, i := range set.mirrors {
			fmt.Fprintf(&text, "        - %s\n", e.at(e.mirrors[i], m))
		}
		if m.never {
			text.WriteString("      mirrorSourcePolicy: NeverContactSource\n")
		}
	}
	return text.String()
}

// registriesConf is what the platform makes of the sets.
func (e *estate) registriesConf(m mirrored) string {
	var text strings.Builder
	fmt.Fprintf(&text, "[[registry]]\nlocation = %q\ninsecure = true\nblocked = %t\n", e.at(e.source, m), m.never)
	for _, set := range []struct {
		pull    string
		mirrors []int
	}{{"digest-only", m.byDigest}, {"tag-only", m.byTags}} {
		for _, i := range set.mirrors {
			fmt.Fprintf(&text, "[[registry.mirror]]\nlocation = %q\ninsecure = true\npull-from-mirror = %q\n", e.at(e.mirrors[i], m), set.pull)
		}
	}
	return text.String()
}

// said is what the command says.
type said struct {
	Decision string
	Reasons  []struct{ Code string }
	Places   []struct {
		Location *string
		Decision string
		Reasons  []struct{ Code string }
	}
}

// verify asks the command.
func (e *estate) verify(t *testing.T, command, policies, image string) said {
	t.Helper()
	arguments := []string{"verify", image, "-f", policies, "--platform", amd64, "-o", "json"}
	for _, s := range e.sites() {
		arguments = append(arguments, "--plain-http", s.address)
	}
	output, err := exec.Command(command, arguments...).Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	var answer said
	if err := json.Unmarshal(output, &answer); err != nil {
		t.Fatalf("%v: %s%s", err, output, exit.Stderr)
	}
	return answer
}

// decision is what the command says of one place; empty where nodes get nothing there.
func (s said) decision(location string, source bool) string {
	if len(s.Places) == 0 && source {
		return s.Decision
	}
	for _, place := range s.Places {
		if place.Location == nil && source && place.Reasons[0].Code != "NOWHERE_TO_PULL" || place.Location != nil && *place.Location == location && !source {
			return place.Decision
		}
	}
	return ""
}

// TestFindsAtEachMirrorWhatTheClientFinds has SEALBUS_COMMAND judge generated images at each of their mirrors, and holds
// the reference's own client to each answer by leaving it no other place to go to.
func TestFindsAtEachMirrorWhatTheClientFinds(t *testing.T) {
	command := os.Getenv("SEALBUS_COMMAND")
	if command == "" {
		t.Skip("SEALBUS_COMMAND names no bin/sealbus")
	}
	seed := uint64(1)
	if text := os.Getenv("SEALBUS_MIRRORS_SEED"); text != "" {
		parsed, err := strconv.ParseUint(text, 10, 64)
		fixture.Must(t, err)
		seed = parsed
	}
	random := rand.New(rand.NewPCG(seed, 0))
	e := &estate{source: newSite(t), key: fixture.NewKey(t), stranger: fixture.NewKey(t)}
	for i := range e.mirrors {
		e.mirrors[i] = newSite(t)
	}
	for number := range mirrorCases {
		m := generate(random, number)
		t.Run(strconv.Itoa(number), func(t *testing.T) { e.compare(t, command, m) })
	}
}

func (e *estate) compare(t *testing.T, command string, m mirrored) {
	t.Log(m)
	digest := e.push(t, e.source, m, m.source)
	for i, what := range m.mirrors {
		e.push(t, e.mirrors[i], m, what)
	}
	image := e.at(e.source, m) + ":v1"
	if m.digest {
		image = e.at(e.source, m) + "@" + digest.String()
	}
	p := &platform{Fixture: &fixture.Fixture{Address: e.source.address, Key: e.key}}
	fmt.Fprintf(&p.policies, "apiVersion: config.openshift.io/v1\nkind: ClusterImagePolicy\nmetadata: {name: team}\nspec:\n  scopes: [%q]\n  policy:\n    rootOfTrust: {policyType: PublicKey, publicKey: {keyData: %s}}\n%s",
		e.source.address+"/team", inline(t, e.key), e.sets(m))
	policies := filepath.Join(t.TempDir(), "policies.yaml")
	fixture.Must(t, os.WriteFile(policies, []byte(p.policies.String()), 0o600))
	conf := filepath.Join(t.TempDir(), "registries.conf")
	fixture.Must(t, os.WriteFile(conf, []byte(e.registriesConf(m)), 0o600))
	n := p.render(t, command)

	answer := e.verify(t, command, policies, image)

	pull := func(t *testing.T) outcome {
		return n.here(t).copy(t, image, "-registries-conf="+conf, "-platform="+amd64)
	}
	for _, only := range e.sites() {
		for _, s := range e.sites() {
			s.away.Store(s != only)
		}
		got := pull(t)
		place := e.at(only, m)
		switch decision := answer.decision(place, only == e.source); decision {
		case "ALLOWED":
			got.isCopied(t)
		case "DENIED":
			got.isRefused(t, "")
		case "":
			got.hasFailed(t, "")
		default:
			t.Errorf("%s at %s", decision, place)
		}
	}
	for _, s := range e.sites() {
		s.away.Store(false)
	}
	if got := pull(t); answer.Decision == "ALLOWED" && got.code != copied {
		t.Errorf("allowed, and the client says %d: %s", got.code, got.stderr)
	}
}

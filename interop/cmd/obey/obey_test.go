package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/v1/remote"
	"sealbus.io/interop/internal/fixture"
	"sealbus.io/interop/internal/simplesigning"
)

// asProgram makes the test binary run main, so that the tests see real exit codes without building anything.
const asProgram = "OBEY_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	os.Exit(m.Run())
}

const (
	scope           = fixture.Host + "/team/app"
	defaultIdentity = "matchRepoDigestOrExact"
	noSignature     = "A signature was required, but no signature exists"
)

// node is a machine with the files that Sealbus gives it.
type node struct {
	policy      string
	registriesD string
	folder      string
}

func newNode(t *testing.T, policy, registriesD string) *node {
	t.Helper()
	dir := t.TempDir()
	n := &node{filepath.Join(dir, "policy.json"), filepath.Join(dir, "registries.d"), filepath.Join(dir, "image")}
	fixture.Must(t, os.Mkdir(n.registriesD, 0o700))
	fixture.Must(t, os.WriteFile(n.policy, []byte(policy), 0o600))
	if registriesD != "" {
		fixture.Must(t, os.WriteFile(filepath.Join(n.registriesD, "sigstore-registries.yaml"), []byte(registriesD), 0o600))
	}
	return n
}

// outcome is what a script sees of the program.
type outcome struct {
	code   int
	stderr string
	copied bool
}

func (n *node) copy(t *testing.T, image string, flags ...string) outcome {
	t.Helper()
	arguments := append([]string{"copy", "-policy", n.policy, "-registries-d", n.registriesD}, flags...)
	command := exec.Command(os.Args[0], append(arguments, "docker://"+image, "dir:"+n.folder)...)
	command.Env = append(os.Environ(), asProgram+"=1")
	var stderr strings.Builder
	command.Stderr = &stderr
	err := command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	_, missing := os.Stat(filepath.Join(n.folder, "manifest.json"))
	return outcome{command.ProcessState.ExitCode(), stderr.String(), missing == nil}
}

func (o outcome) isCopied(t *testing.T) {
	t.Helper()
	if o.code != copied || !o.copied {
		t.Fatalf("exit %d, copied=%t: %s", o.code, o.copied, o.stderr)
	}
}

func (o outcome) isRefused(t *testing.T, text string) {
	t.Helper()
	if o.code != refused || o.copied || !strings.Contains(o.stderr, text) {
		t.Fatalf("exit %d, copied=%t, want exit %d with %q: %s", o.code, o.copied, refused, text, o.stderr)
	}
}

func (o outcome) hasFailed(t *testing.T, text string) {
	t.Helper()
	if o.code != failed || o.copied || !strings.Contains(o.stderr, text) {
		t.Fatalf("exit %d, copied=%t, want exit %d with %q: %s", o.code, o.copied, failed, text, o.stderr)
	}
}

// rendered is a node with one ClusterImagePolicy for scope, and the flag that leads it to the registry.
func rendered(t *testing.T, f *fixture.Fixture, identity string) (*node, string) {
	t.Helper()
	return newNode(t, fixture.Policy(t, scope, f.Key, identity), fixture.RegistriesD(scope)), "-at=" + fixture.Host + "=" + f.Address
}

func TestCopiesTheImageThatIsSignedForItsTag(t *testing.T) {
	f := fixture.New(t)
	f.Push(t, "team/app:1.0")
	f.Sign(t, "team/app:1.0")
	n, at := rendered(t, f, defaultIdentity)

	n.copy(t, scope+":1.0", at).isCopied(t)
}

func TestCopiesTheSignedImageByItsDigest(t *testing.T) {
	f := fixture.New(t)
	f.Push(t, "team/app:1.0")
	digest := f.Sign(t, "team/app:1.0")
	n, at := rendered(t, f, defaultIdentity)

	n.copy(t, scope+"@"+digest.String(), at).isCopied(t)
}

func TestRefusesTheUnsignedImage(t *testing.T) {
	f := fixture.New(t)
	f.Push(t, "team/app:1.0")
	f.Sign(t, "team/app:1.0")
	f.Push(t, "team/app:2.0")
	n, at := rendered(t, f, defaultIdentity)

	n.copy(t, scope+":2.0", at).isRefused(t, noSignature)
}

func TestCopiesTheUnsignedImageOutsideTheScope(t *testing.T) {
	f := fixture.New(t)
	f.Push(t, "team/other:1.0")
	n, at := rendered(t, f, defaultIdentity)

	n.copy(t, fixture.Logical("team/other:1.0"), at).isCopied(t)
}

func TestRefusesTheSignatureOfAnotherKey(t *testing.T) {
	f := fixture.New(t)
	f.Push(t, "team/app:1.0")
	f.Sign(t, "team/app:1.0")
	f.Key = fixture.NewKey(t)
	n, at := rendered(t, f, defaultIdentity)

	n.copy(t, scope+":1.0", at).isRefused(t, "cryptographic signature verification failed")
}

func TestRefusesTheImageOnceItsSignatureIsDeleted(t *testing.T) {
	f := fixture.New(t)
	f.Push(t, "team/app:1.0")
	digest := f.Sign(t, "team/app:1.0")
	n, at := rendered(t, f, defaultIdentity)

	fixture.Must(t, remote.Delete(f.Reference(t, "team/app:sha256-"+digest.Hex+".sig")))

	n.copy(t, scope+":1.0", at).isRefused(t, noSignature)
}

func TestRefusesASignatureThatIsNotLookedFor(t *testing.T) {
	f := fixture.New(t)
	f.Push(t, "team/app:1.0")
	f.Sign(t, "team/app:1.0")
	_, at := rendered(t, f, defaultIdentity)
	n := newNode(t, fixture.Policy(t, scope, f.Key, defaultIdentity), "")

	n.copy(t, scope+":1.0", at).isRefused(t, noSignature)
}

// A bare repository is what plain cosign signs; only the rules that compare repositories take it.
func TestTakesTheBareRepositoryWhereRepositoriesAreCompared(t *testing.T) {
	f := fixture.New(t)
	f.Push(t, "team/app:1.0")
	_, err := simplesigning.Signer{Key: f.Key}.Sign(f.Reference(t, "team/app:1.0"))
	fixture.Must(t, err)
	bare := f.Address + "/team/app"
	exact := newNode(t, fixture.Policy(t, bare, f.Key, defaultIdentity), fixture.RegistriesD(bare))
	repository := newNode(t, fixture.Policy(t, bare, f.Key, "matchRepository"), fixture.RegistriesD(bare))
	insecure := "-insecure-host=" + f.Address

	exact.copy(t, bare+":1.0", insecure).isRefused(t, `Signature for identity "`+bare+`" is not accepted`)
	repository.copy(t, bare+":1.0", insecure).isCopied(t)
}

func TestRefusesTheIndexThatAloneIsSigned(t *testing.T) {
	f := fixture.New(t)
	f.PushIndex(t, "team/app:1.0")
	f.Sign(t, "team/app:1.0")
	n, at := rendered(t, f, defaultIdentity)

	n.copy(t, scope+":1.0", at, "-platform=linux/arm64").isRefused(t, noSignature)
}

func TestCopiesThePlatformThatIsSigned(t *testing.T) {
	f := fixture.New(t)
	f.PushIndex(t, "team/app:1.0")
	index, err := remote.Index(f.Reference(t, "team/app:1.0"))
	fixture.Must(t, err)
	manifest, err := index.IndexManifest()
	fixture.Must(t, err)
	for _, signed := range manifest.Manifests {
		_, err = simplesigning.Signer{Key: fixture.NewKey(t), Identity: scope + ":1.0"}.Sign(f.Reference(t, "team/app@"+signed.Digest.String()))
		fixture.Must(t, err)
	}
	arm := manifest.Manifests[1]
	_, err = simplesigning.Signer{Key: f.Key, Identity: scope + ":1.0"}.Sign(f.Reference(t, "team/app@"+arm.Digest.String()))
	fixture.Must(t, err)
	n, at := rendered(t, f, defaultIdentity)

	n.copy(t, scope+":1.0", at, "-platform=linux/amd64").isRefused(t, "cryptographic signature verification failed")
	n.copy(t, scope+":1.0", at, "-platform=linux/arm64").isCopied(t)
}

func TestCopiesEachPlatformOfTheRecursivelySignedIndex(t *testing.T) {
	f := fixture.New(t)
	f.PushIndex(t, "team/app:1.0")
	_, err := simplesigning.Signer{Key: f.Key, Identity: scope + ":1.0"}.SignRecursively(f.Reference(t, "team/app:1.0"))
	fixture.Must(t, err)

	for _, platform := range []string{"linux/amd64", "linux/arm64"} {
		n, at := rendered(t, f, defaultIdentity)
		n.copy(t, scope+":1.0", at, "-platform="+platform).isCopied(t)
	}
}

func TestFollowsTheMirrorOfRegistriesConf(t *testing.T) {
	f := fixture.New(t)
	f.Push(t, "copy/app:1.0")
	_, err := simplesigning.Signer{Key: f.Key, Identity: scope + ":1.0"}.Sign(f.Reference(t, "copy/app:1.0"))
	fixture.Must(t, err)
	mirror := f.Address + "/copy/app"
	n := newNode(t, fixture.Policy(t, scope, f.Key, defaultIdentity), fixture.RegistriesD(mirror))
	conf := filepath.Join(t.TempDir(), "registries.conf")
	fixture.Must(t, os.WriteFile(conf, []byte("[[registry]]\nlocation = \""+scope+"\"\nblocked = false\n"+
		"[[registry.mirror]]\nlocation = \""+mirror+"\"\ninsecure = true\n"), 0o600))

	n.copy(t, scope+":1.0", "-registries-conf="+conf).isCopied(t)
}

func TestFailsWithoutAnAnswerOfThePolicy(t *testing.T) {
	f := fixture.New(t)
	f.Push(t, "team/app:1.0")
	n, at := rendered(t, f, defaultIdentity)
	broken := newNode(t, `{"default": []}`, "")

	n.copy(t, scope+":missing", at).hasFailed(t, "manifest unknown")
	broken.copy(t, scope+":1.0", at).hasFailed(t, "List of verification policy requirements must not be empty")
	n.copy(t, scope+":1.0", at, "-registries-d="+n.folder+"-missing").hasFailed(t, "no such file")
	n.copy(t, scope+":1.0", "-at=*="+f.Address).hasFailed(t, "not *")
	n.copy(t, scope+":1.0", "-at="+fixture.Host+"=192.0.2.1:80").hasFailed(t, "not a loopback address")
	n.copy(t, f.Address+"/team/app:1.0").hasFailed(t, "server gave HTTP response to HTTPS client")
}

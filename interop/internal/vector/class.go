package vector

import (
	"fmt"
	"regexp"
	"strings"

	"sealbus.io/interop/internal/judge"
)

// Class is an error of the reference in the words of the cases.
type Class struct {
	Word string
	// Reasons has a word for each signature where several were refused.
	Reasons []string
}

const several = "None of the signatures were accepted, reasons: "

// words are tried in their order; each is anchored at the start of an error's text. The reference has no other way to
// tell these apart.
var words = []struct {
	word  string
	start *regexp.Regexp
}{
	{"no-signature", start(`A signature was required, but no signature exists`)},
	{"rejected-by-policy", start(`Running image \S* is rejected by policy`)},
	{"unsupported", start(`signedBaseLayer not implemented yet`)},
	{"digest-mismatch", start(`Signature for digest \S+ does not match`)},
	{"image-digest-mismatch", start(`Manifest does not match provided manifest digest`)},
	{"identity-mismatch", start(`Signature for identity "`)},
	{"rekor-missing", start(`missing dev\.sigstore\.cosign/bundle annotation`)},
	{"cert-missing", start(`missing dev\.sigstore\.cosign/certificate annotation`)},
	{"trust-root-invalid", start(`parsing (Rekor )?public key \d+: |Rekor public key \d+ is not using ECDSA|` +
		`error loading (Fulcio CA|PKI CA Roots) certificates|loading trusted intermediate certificates: |` +
		`unsupported public key type|open \S+: `)},
	{"rekor-mismatch", start(`(publicKey|signature|payload) in Rekor SET does not match`)},
	{"rekor-invalid", start(`(cryptographic signature verification of Rekor SET failed|canonicalizing Rekor SET JSON: |` +
		`parsing Rekor SET payload: |decoding the body of a Rekor SET payload: |decoding hashedrekod spec: |` +
		`missing Rekor SET Payload API version|unsupported Rekor SET Payload |publicKey in Rekor SET |` +
		`public key or cert to be matched against publicKey in Rekor SET |Missing "[a-zA-Z.]*" field in hashedrekord|` +
		`Invalid "data\.hash\.value" field in hashedrekord|Unexpected "data\.hash\.algorithm" value )`)},
	{"issuer-mismatch", start(`inconsistent OIDC issuer extension values|Fulcio certificate is missing the issuer extension|` +
		`Unexpected Fulcio OIDC issuer `)},
	{"subject-mismatch", start(`Required email |Unexpected subject hostname: `)},
	{"cert-invalid", start(`veryfing leaf certificate failed: |loading certificate chain: |parsing (leaf )?certificate|` +
		`no certificate found in signature certificate data|` +
		`unexpected multiple certificates present in signature certificate data|` +
		`invalid ASN\.1 in OIDC issuer v2 extension`)},
	{"key-mismatch", start(`cryptographic signature verification failed: `)},
	{"malformed", start(`missing dev\.cosignproject\.cosign/signature annotation|base64 decoding: |decoding signature base64: |` +
		`invalid docker-manifest-digest value |Unrecognized signature type |Field \S+ is not an integer`)},
	{"attachment-invalid", start(`unexpected MIME type for sigstore attachment manifest |parsing manifest |invalid digest "|digest mismatch, expected |` +
		`exceeded maximum allowed size|reading (blob|manifest body) \S+ in \S+: exceeded maximum allowed size`)},
	{"registry-error", start(`fetching blob: |reading manifest `)},
}

func start(pattern string) *regexp.Regexp {
	return regexp.MustCompile(`^(?:` + pattern + `)`)
}

// Hints says of each signature what the reference's texts do not.
type Hints []Hint

// Hint is about one signature.
type Hint struct {
	// PromiseUnreadable says that an error about JSON is about the log's promise and not about the payload.
	PromiseUnreadable bool
	// HasCertificate says that the key that cannot be used is that of the certificate and not one of the policy.
	HasCertificate bool
}

// ClassOf puts a refusal into a word. An error means that this table has to learn about the text.
func ClassOf(a judge.Answer, hints Hints) (Class, error) {
	switch a.Stage {
	case "policy":
		return Class{Word: "policy-invalid"}, nil
	case "reference":
		return Class{Word: "reference-invalid"}, nil
	case "source":
		return Class{Word: "image-not-found"}, nil
	case "evaluation":
		return evaluation(a.Error, hints)
	default:
		return Class{}, fmt.Errorf("not an answer: %s", a.Error)
	}
}

func evaluation(text string, hints Hints) (Class, error) {
	list, ok := strings.CutPrefix(text, several)
	if !ok {
		word, err := hints.wordOf(0, text)
		return Class{Word: word}, err
	}
	class := Class{Word: "none-accepted"}
	for i, reason := range strings.Split(list, "; ") {
		word, err := hints.wordOf(i, reason)
		if err != nil {
			return class, err
		}
		class.Reasons = append(class.Reasons, word)
	}
	return class, nil
}

// aboutJSON is what the reference says of a text that is no JSON, or not of the right shape.
var aboutJSON = start(`invalid character |unexpected end of JSON input|unexpected EOF|EOF|json: |Unknown key |Duplicate key |Key ".*" missing in a JSON object|` +
	`JSON object expected, got |Unexpected data after JSON object|exceeded max depth|illegal base64 data`)

// anotherKey is said of every key of a policy but the one that the log's entry is about.
const anotherKey = "publicKey in Rekor SET does not match"

func (h Hints) wordOf(signature int, text string) (string, error) {
	if list, ok := strings.CutPrefix(text, "No public key verified against the RekorSET: "); ok {
		text = list
		for again := true; again; {
			text, again = strings.CutPrefix(text, anotherKey+", ")
		}
		if aboutJSON.MatchString(text) {
			return "rekor-invalid", nil
		}
	}
	var hint Hint
	if signature < len(h) {
		hint = h[signature]
	}
	if hint.HasCertificate && text == "unsupported public key type" {
		return "cert-invalid", nil
	}
	for _, w := range words {
		if w.start.MatchString(text) {
			return w.word, nil
		}
	}
	switch {
	case !aboutJSON.MatchString(text):
		return "", fmt.Errorf("no word for the error %q", text)
	case hint.PromiseUnreadable:
		return "rekor-invalid", nil
	default:
		return "malformed", nil
	}
}

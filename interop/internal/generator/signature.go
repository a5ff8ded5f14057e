package generator

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/cyberphone/json-canonicalization/go/src/webpki.org/jsoncanonicalizer"
)

const (
	simpleSigning         = "application/vnd.dev.cosign.simplesigning.v1+json"
	signatureAnnotation   = "dev.cosignproject.cosign/signature"
	bundleAnnotation      = "dev.sigstore.cosign/bundle"
	certificateAnnotation = "dev.sigstore.cosign/certificate"
	chainAnnotation       = "dev.sigstore.cosign/chain"
)

// attached is a signature as it will be attached to the image, good unless one of its changes is set.
type attached struct {
	by     *trust
	signer crypto.Signer
	// identity and digest are what the payload claims.
	identity, digest string
	// changePayload is applied before the payload is signed, changeSigned after that.
	changePayload, changeSigned func([]byte) []byte
	odd                         bool
	changeBase64                func(string) string
	// changeBody and changeEntry are applied before the log signs, the others after that.
	changeBody, changeEntry, changePromised, changeBundle func([]byte) []byte
	changePromise                                         func([]byte) []byte
	logKey                                                crypto.Signer
	loggedPEM                                             func(string) string
	time                                                  string
	annotations                                           map[string]*string
	mediaType                                             string
}

// layer is what becomes of it.
type layer struct {
	mediaType   string
	payload     []byte
	annotations map[string]string
}

func changed[T any](value T, change func(T) T) T {
	if change == nil {
		return value
	}
	return change(value)
}

func (a *attached) build(s source) layer {
	payload := changed(payloadOf(a.identity, a.digest), a.changePayload)
	signature := sign(a.signer, payload)
	if a.odd {
		signature = oddly(s, a.signer, payload)
	}
	payload = changed(payload, a.changeSigned)
	text := changed(encode64(signature), a.changeBase64)
	built := layer{a.mediaType, payload, map[string]string{signatureAnnotation: text}}
	certificate := ""
	if p := a.by.path; p != nil {
		certificate = changed(certificatesPEM(p.leaf.der), p.changeLeafText)
		built.annotations[certificateAnnotation] = certificate
		chain := certificatesPEM(bytes.Join([][]byte{p.middle.der, p.root.der}, separator))
		if p.chain != nil {
			chain = certificatesPEM(p.chain(p))
		}
		built.annotations[chainAnnotation] = changed(chain, p.changeChain)
	}
	if a.by.log != nil {
		built.annotations[bundleAnnotation] = a.bundle(signature, payload, certificate)
	}
	for name, value := range a.annotations {
		if value == nil {
			delete(built.annotations, name)
		} else {
			built.annotations[name] = *value
		}
	}
	return built
}

// readable is whether a bundle annotation is JSON of the right shape; what is in its Payload does not matter here.
func readable(bundle string) bool {
	decoder := json.NewDecoder(strings.NewReader(bundle))
	seen := map[string]bool{}
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') || !json.Valid([]byte(bundle)) {
		return false
	}
	for decoder.More() {
		name, _ := decoder.Token()
		text, _ := name.(string)
		var promise []byte
		var entry json.RawMessage
		var err error
		switch {
		case text == "SignedEntryTimestamp":
			err = decoder.Decode(&promise)
		case text == "Payload":
			err = decoder.Decode(&entry)
		default:
			return false
		}
		if err != nil || seen[text] {
			return false
		}
		seen[text] = true
	}
	return len(seen) == 2
}

func payloadOf(identity, digest string) []byte {
	return fmt.Appendf(nil, `{"critical":{"identity":{"docker-reference":%s},"image":{"docker-manifest-digest":%s},"type":"cosign container image signature"},"optional":{"creator":"x","timestamp":1740830580}}`,
		quote(identity), quote(digest))
}

func quote(text string) string { return string(must(json.Marshal(text))) }

// bundle is what cosign keeps of a log's answer: the entry and the log's promise to include it.
func (a *attached) bundle(signature, payload []byte, certificate string) string {
	if certificate == "" {
		certificate = pemText("PUBLIC KEY", spki(a.by.signer))
	}
	hash := sha256.Sum256(payload)
	body := fmt.Appendf(nil, `{"apiVersion":"0.0.1","kind":"hashedrekord","spec":{"data":{"hash":{"algorithm":"sha256","value":"%s"}},"signature":{"content":"%s","publicKey":{"content":"%s"}}}}`,
		hex.EncodeToString(hash[:]), encode64(signature), encode64([]byte(changed(certificate, a.loggedPEM))))
	entry := fmt.Appendf(nil, `{"body":"%s","integratedTime":%s,"logIndex":12345,"logID":"c0d23d6ad406973f9559f3ba2d1ca01f84147d8ffc5b8445c224f98b9591801d"}`,
		encode64(changed(body, a.changeBody)), a.time)
	entry = changed(entry, a.changeEntry)
	signed, err := jsoncanonicalizer.Transform(entry)
	if err != nil {
		signed = entry
	}
	key := a.by.log
	if a.logKey != nil {
		key = a.logKey
	}
	promise := changed(sign(key, signed), a.changePromise)
	text := fmt.Appendf(nil, `{"SignedEntryTimestamp":"%s","Payload":%s}`, encode64(promise), changed(entry, a.changePromised))
	return string(changed(text, a.changeBundle))
}

func (d *draft) mutateSignature(a *attached) {
	s := d.source
	inJSON := func(text []byte) []byte { return mutateJSON(s, text) }
	switch s.IntN(14) {
	case 0, 1, 2:
		a.changePayload = inJSON
	case 3:
		a.changeSigned = pick(s, s.flipBit, inJSON)
	case 4, 5:
		a.odd = true
	case 6:
		a.changeBase64 = func(text string) string { return mutateBase64(s, text) }
	case 7:
		a.signer = d.keys.usual(s)
	case 8:
		a.identity = pick(s, d.identities(a.identity)...)
	case 9:
		good := d.repository.evaluated
		a.digest = pick(s, "sha512:"+hex.EncodeToString(make([]byte, 64)), "sha256:"+hex.EncodeToString(make([]byte, 32)), "sha384:"+hex.EncodeToString(make([]byte, 48)),
			"", good[7:], good+"0", "SHA256:"+good[7:], "sha256:"+pick(s, "AB", "zz")+good[9:], "sha256+b64u:abc", "sha1:"+good[:40])
	case 10:
		d.mutateAnnotations(a)
	case 11:
		a.mediaType = pick(s, simpleSigning+"; charset=utf-8", "application/json", "Application/vnd.dev.cosign.simplesigning.v1+json", "", "application/vnd.dsse.envelope.v1+json")
	default:
		if a.by.log == nil {
			a.changePayload = inJSON
			return
		}
		d.mutatePromise(a)
	}
}

func (d *draft) mutatePromise(a *attached) {
	s := d.source
	inJSON := func(text []byte) []byte { return mutateJSON(s, text) }
	switch s.IntN(12) {
	case 0, 1, 2:
		a.changeBody = inJSON
	case 3, 4, 5:
		a.changeEntry = inJSON
	case 6:
		a.changePromised = inJSON
	case 7:
		a.changeBundle = inJSON
	case 8:
		a.changePromise = pick(s, s.flipBit, func(der []byte) []byte { return mutateDER(s, der) }, func(der []byte) []byte { return append(der, 0) })
	case 9:
		a.logKey = d.keys.other(s, a.by.log)
	case 10:
		a.loggedPEM = func(text string) string { return mutatePEM(s, text) }
	default:
		a.time = pick(s, "0", "-1", "1740830580.0", "1.74083058e9", "1740830580.5", "1e30", "null", `"1740830580"`, "9223372036854775807", "253402300800", "-62135596801",
			"1740830519", "1740830520", "1740831120", "1740831121", "4102444800")
	}
}

func (d *draft) mutateAnnotations(a *attached) {
	s := d.source
	name := pick(s, signatureAnnotation, bundleAnnotation, certificateAnnotation, chainAnnotation)
	a.annotations = map[string]*string{name: nil}
	switch s.IntN(4) {
	case 0:
	case 1:
		empty := pick(s, "", " ", "\n", "x")
		a.annotations[name] = &empty
	default:
		other := pick(s, "{}", "null", `{"SignedEntryTimestamp":"","Payload":{}}`, pemText("CERTIFICATE", []byte{0x30, 0}), "AAAA")
		a.annotations[name] = &other
	}
}

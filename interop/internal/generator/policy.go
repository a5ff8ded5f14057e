package generator

import (
	"bytes"
	"crypto"
	"encoding/json"
	"strings"
)

// method is how a requirement trusts.
type method int

const (
	byKey method = iota
	byLoggedKey
	byFulcio
	byPKI
)

// trust is what a requirement of type sigstoreSigned asks for, and who can meet it.
type trust struct {
	method                  method
	keys, logs              []crypto.Signer
	signer, log             crypto.Signer
	path                    *path
	issuer, email, hostname string
	// wantEmail, wantHostname and wantIssuer are the policy's words.
	wantEmail, wantHostname, wantIssuer string
	changeKeys, changeLogs              func(string) string
	changeKeyDER                        func([]byte) []byte
}

const (
	anEmail  = "releases@example.com"
	aHost    = "builder.example.com"
	anIssuer = "https://accounts.example.com"
)

func (d *draft) newTrust() *trust {
	s := d.source
	t := &trust{method: pick(s, byKey, byKey, byLoggedKey, byFulcio, byFulcio, byPKI, byPKI), email: anEmail, hostname: aHost, issuer: anIssuer}
	if t.method == byLoggedKey || t.method == byFulcio {
		t.log = pick(s, d.keys[pick(s, p256, p256, p384, p521, p224)]...)
		t.logs = shuffled(s, t.log, d.keys[p256], s.IntN(3)/2)
	}
	switch t.method {
	case byKey, byLoggedKey:
		t.signer = d.keys.usual(s)
		t.keys = shuffled(s, t.signer, d.keys[pick(s, p256, rsa2048, p384)], s.IntN(4)/2)
		return t
	case byFulcio:
		t.wantIssuer, t.wantEmail = anIssuer, anEmail
	case byPKI:
		switch s.IntN(3) {
		case 0:
			t.wantEmail = anEmail
		case 1:
			t.wantHostname = aHost
		default:
			t.wantEmail, t.wantHostname = anEmail, aHost
		}
	}
	t.path = newPath(s, d.keys, anEmail, t.method == byFulcio)
	if t.method == byFulcio {
		t.path.leaf.issuer(pick(s, "", anIssuer), anIssuer)
	} else {
		t.path.leaf.template.DNSNames = []string{aHost}
	}
	t.signer = t.path.leaf.key
	return t
}

func shuffled(s source, first crypto.Signer, others []crypto.Signer, more int) []crypto.Signer {
	all := append([]crypto.Signer{first}, others[:more]...)
	s.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

func (d *draft) mutateTrust(t *trust) {
	s := d.source
	switch {
	case s.oneIn(6):
		t.mutateWords(s)
	case t.path != nil && t.method == byFulcio && s.oneIn(5):
		mutateIssuer(s, &t.path.leaf, anIssuer)
	case t.path != nil:
		mutatePath(s, d.keys, t)
		t.signer = t.path.leaf.key
	case s.oneIn(4) && t.logs != nil:
		t.changeLogs = func(text string) string { return mutatePEM(s, text) }
	case s.oneIn(2):
		t.changeKeys = func(text string) string { return mutatePEM(s, text) }
	case s.oneIn(4):
		t.keys = []crypto.Signer{d.keys.other(s, t.signer)}
	default:
		t.changeKeyDER = func(der []byte) []byte { return mutateDER(s, der) }
	}
}

func (t *trust) mutateWords(s source) {
	switch t.method {
	case byFulcio:
		if s.oneIn(2) {
			t.wantEmail = pick(s, "Releases@example.com", "releases@EXAMPLE.com", "other@example.com", " releases@example.com", "example.com")
		} else {
			t.wantIssuer = pick(s, anIssuer+"/", strings.ToUpper(anIssuer), "https://other.example.com")
		}
	case byPKI:
		t.wantEmail = pick(s, "", "", "Releases@example.com", anEmail)
		t.wantHostname = pick(s, "BUILDER.example.com", "builder.example.com.", "*.example.com", "x.example.com", "a.b.example.com", "example.com", ".", "192.0.2.1", "[192.0.2.1]",
			"::1", "[::1]", "10.0.0.1", "builder.example.com..", "bu*.example.com", "é.example.com", "builder_.example.com", "builder.example.com ", "*.build.example.com", "[10.0.0.1")
		if s.oneIn(2) {
			t.path.leaf.add(oddNames(s, t.email, strings.Trim(t.wantHostname, ".[]")))
		}
	default:
		t.changeKeys = func(text string) string { return mutatePEM(s, text) }
	}
}

// requirement is its JSON; files are added where it names some.
func (d *draft) requirement(t *trust, identity map[string]any) map[string]any {
	made := map[string]any{"type": "sigstoreSigned"}
	if identity != nil {
		made["signedIdentity"] = identity
	}
	var logs []string
	for _, key := range t.logs {
		logs = append(logs, changed(pemText("PUBLIC KEY", spki(key)), t.changeLogs))
	}
	d.material(made, "rekorPublicKey", logs)
	switch t.method {
	case byKey, byLoggedKey:
		var keys []string
		for _, key := range t.keys {
			keys = append(keys, changed(pemText("PUBLIC KEY", changed(spki(key), t.changeKeyDER)), t.changeKeys))
		}
		d.material(made, "key", keys)
	case byFulcio:
		fulcio := map[string]any{"oidcIssuer": t.wantIssuer, "subjectEmail": t.wantEmail}
		d.one(fulcio, "ca", t.path.anchorText())
		made["fulcio"] = fulcio
	case byPKI:
		pki := map[string]any{}
		d.one(pki, "caRoots", t.path.anchorText())
		if d.source.oneIn(3) {
			d.one(pki, "caIntermediates", certificatesPEM(t.path.middle.der))
		}
		if t.wantEmail != "" {
			pki["subjectEmail"] = t.wantEmail
		}
		if t.wantHostname != "" {
			pki["subjectHostname"] = t.wantHostname
		}
		made["pki"] = pki
	}
	return made
}

func (p *path) anchorText() string {
	return changed(certificatesPEM(p.anchors(p)), p.changeAnchors)
}

// material writes texts as Data, Datas, Path or Paths.
func (d *draft) material(into map[string]any, name string, texts []string) {
	switch {
	case len(texts) == 0:
	case len(texts) == 1 && !d.source.oneIn(4):
		d.one(into, name, texts[0])
	case d.source.oneIn(3):
		var paths []string
		for _, text := range texts {
			paths = append(paths, d.file(text))
		}
		into[name+"Paths"] = paths
	default:
		var all []string
		for _, text := range texts {
			all = append(all, encode64([]byte(text)))
		}
		into[name+"Datas"] = all
	}
}

func (d *draft) one(into map[string]any, name, text string) {
	if d.source.oneIn(5) {
		into[name+"Path"] = d.file(text)
	} else {
		into[name+"Data"] = encode64([]byte(text))
	}
}

// marshal keeps <, > and & as they are.
func marshal(value any) []byte {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err)
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n"))
}

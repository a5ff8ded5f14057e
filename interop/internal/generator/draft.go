package generator

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"sealbus.io/interop/internal/judge"
	"sealbus.io/interop/internal/vector"
)

// Generator makes cases; it is safe for concurrent use.
type Generator struct {
	seed uint64
	keys keys
}

// New makes a generator; generators of the same seed make the same cases.
func New(seed uint64) *Generator { return &Generator{seed, newKeys()} }

// Case is a case without an expectation, and the repositories that its image and signatures are in.
type Case struct {
	vector.Case
	Repositories []*Repository
	Hints        vector.Hints
}

// draft is a case in the making.
type draft struct {
	source
	keys       keys
	image      image
	files      map[string]string
	repository *Repository
	trusts     []*trust
	attached   []*attached
	policy     []map[string]any
	// What else is spoiled.
	policyText, reference, scope, noSettings bool
}

// Case makes the case of that number.
func (g *Generator) Case(number uint64) *Case {
	s := newSource(g.seed, number)
	d := &draft{source: s, keys: g.keys, image: newImage(s, number), files: map[string]string{}}
	made := &Case{Case: vector.Case{
		Name: fmt.Sprintf("generated-%d-%06d", g.seed, number), Description: fmt.Sprintf("Number %d of seed %d", number, g.seed),
	}}
	d.repository = newRepository(d.image.name())
	d.addImage(made)
	d.requirements()
	for range pick(s, 0, 1, 1, 1, 1, 1, 2, 2, 3) {
		d.mutate()
	}
	d.make(made)
	d.write(made)
	return made
}

// addImage adds the manifest, or an index of which one platform is meant.
func (d *draft) addImage(made *Case) {
	seed := fmt.Sprint(d.Uint64())
	digest := d.repository.addImage(seed, d.image.tag, d.oneIn(10))
	if !d.oneIn(10) {
		d.image.digest = digest
		return
	}
	d.image.digest = d.repository.addIndex(digest, d.image.tag)
	made.Platform = "linux/amd64"
	made.Evaluate = "instance"
	d.repository.evaluated = digest
}

// requirements are one to three, each with a signature that meets it.
func (d *draft) requirements() {
	for range pick(d.source, 1, 1, 1, 1, 2, 3) {
		if d.oneIn(25) {
			d.policy = append(d.policy, map[string]any{"type": pick(d.source, "insecureAcceptAnything", "insecureAcceptAnything", "reject", "signedBaseLayer")})
			continue
		}
		t := d.newTrust()
		d.trusts = append(d.trusts, t)
		d.policy = append(d.policy, nil)
		d.attach(t)
		if d.oneIn(12) {
			d.attach(t)
		}
	}
}

func (d *draft) attach(t *trust) {
	d.attached = append(d.attached, &attached{
		by: t, identity: d.image.full(), digest: d.repository.evaluated, time: fmt.Sprint(signedAt), mediaType: simpleSigning,
	})
}

// mutate plans one change.
func (d *draft) mutate() {
	s := d.source
	switch choice := s.IntN(20); {
	case choice < 7 && len(d.attached) > 0:
		d.mutateSignature(pick(s, d.attached...))
	case choice < 13 && len(d.trusts) > 0:
		d.mutateTrust(pick(s, d.trusts...))
	case choice < 14:
		d.attached = nil
	case choice < 15 && len(d.trusts) > 0:
		stranger := d.newTrust()
		stranger.path = nil
		stranger.log = nil
		stranger.signer = d.keys.usual(s)
		d.attach(stranger)
	default:
		switch s.IntN(6) {
		case 0, 1:
			d.policyText = true
		case 2:
			d.repository.change = func(text []byte) []byte { return mutateJSON(s, text) }
		case 3:
			d.reference = true
		case 4:
			d.scope = true
		default:
			d.noSettings = true
		}
	}
}

// make makes certificates, signatures and requirements, now that all changes to them are planned.
func (d *draft) make(made *Case) {
	for _, t := range d.trusts {
		if t.path != nil {
			t.path.make()
		}
	}
	next := 0
	var identities []map[string]any
	for i, requirement := range d.policy {
		if requirement == nil {
			identity := d.identity(d.trusts[next])
			identities = append(identities, identity)
			d.policy[i] = d.requirement(d.trusts[next], identity)
			next++
		}
	}
	d.Shuffle(len(d.attached), func(i, j int) { d.attached[i], d.attached[j] = d.attached[j], d.attached[i] })
	var layers []layer
	for _, a := range d.attached {
		if a.signer == nil {
			a.signer = a.by.signer
		}
		if d.repository.change != nil || a.changeEntry != nil || a.changePromised != nil || a.changeBundle != nil || a.annotations != nil {
			// The reference does not say which of two texts is no JSON, so there is one at most.
			a.changePayload = nil
		}
		layers = append(layers, a.build(d.source))
	}
	if layers != nil {
		made.Hints = d.repository.addSignatures(layers)
	}
}

// identity is a rule for the signed identity, which the signatures are made to match where they have no other plan.
func (d *draft) identity(t *trust) map[string]any {
	s, i := d.source, d.image
	sign := func(identity string) {
		for _, a := range d.attached {
			if a.by == t && a.identity == i.full() {
				a.identity = identity
			}
		}
	}
	switch s.IntN(9) {
	case 0, 1:
		return nil
	case 2:
		return map[string]any{"type": "matchExact"}
	case 3:
		return map[string]any{"type": "matchRepoDigestOrExact"}
	case 4:
		sign(pick(s, i.name(), i.name()+":other", i.full()))
		return map[string]any{"type": "matchRepository"}
	case 5:
		named := pick(s, i.full(), i.full(), "vendor.example.com/x:1", strings.TrimPrefix(i.path, "library/")+":1", "x@sha256:"+strings.Repeat("0", 64))
		sign(pick(s, named, i.full()))
		return map[string]any{"type": "exactReference", "dockerReference": named}
	case 6:
		named := pick(s, i.name(), "vendor.example.com/x", "x", "vendor.example.com/x:1")
		sign(pick(s, named, named+":1", i.full()))
		return map[string]any{"type": "exactRepository", "dockerRepository": named}
	default:
		prefix := pick(s, i.parents()...)
		if s.oneIn(6) {
			prefix = i.strange(s)
		}
		signed := pick(s, "vendor.example.com", "vendor.example.com/ns", "vendor.example.com:5000/a/b", i.host, "x", "docker.io")
		sign(strings.Replace(i.full(), prefix, signed, 1))
		return map[string]any{"type": "remapIdentity", "prefix": prefix, "signedPrefix": signed}
	}
}

// file keeps the text under a name of its own, and gives the path that policies name it by.
func (d *draft) file(text string) string {
	name := fmt.Sprintf("file-%d.pem", len(d.files))
	d.files[name] = text
	return "@DIR@/" + name
}

// write writes the policy and everything around it.
func (d *draft) write(made *Case) {
	document := map[string]any{
		"default":    d.simply(),
		"transports": map[string]any{"docker": d.scopes()},
	}
	if d.oneIn(10) {
		document["transports"].(map[string]any)["atomic"] = map[string]any{d.image.host: d.simply()}
	}
	made.Image = d.image.written(d.source)
	if d.reference {
		made.Image = d.image.spoiled(d.source)
	}
	text := marshal(document)
	if d.policyText {
		// A case file holds text, so what is no UTF-8 cannot be a policy in it.
		if spoiled := mutateJSON(d.source, text); utf8.Valid(spoiled) {
			text = spoiled
		}
		made.PolicyText = string(text)
	} else {
		made.PolicyJSON = document
	}
	made.Files, made.RegistriesD = d.files, d.registriesD()
	made.Repositories = []*Repository{d.repository}
	if d.oneIn(20) && !d.reference {
		d.mirror(made)
	}
}

// simply is what a scope asks for that has nothing to do with signatures.
func (d *draft) simply() []map[string]any {
	return []map[string]any{{"type": pick(d.source, "reject", "insecureAcceptAnything")}}
}

// scopes puts the requirements at one that governs the image, and others at less specific ones.
func (d *draft) scopes() map[string]any {
	s := d.source
	governing := append(d.image.scopes(), "")
	scopes := map[string]any{}
	at := s.IntN(len(governing))
	for _, other := range governing[at:] {
		if s.oneIn(4) {
			scopes[other] = d.simply()
		}
	}
	scopes[governing[at]] = d.policy
	for range s.IntN(3) {
		if strange := d.image.strange(s); d.scope || scopes[strange] == nil {
			scopes[strange] = d.simply()
		}
	}
	if d.scope {
		delete(scopes, governing[at])
		scopes[d.image.strange(s)] = d.policy
	}
	return scopes
}

// registriesD leaves the attachments on, unless that is to be changed.
func (d *draft) registriesD() any {
	s := d.source
	if !d.noSettings && !s.oneIn(12) {
		return nil
	}
	docker := map[string]any{}
	for range s.IntN(4) {
		scope := pick(s, append(d.image.scopes(), d.image.strange(s))...)
		docker[scope] = map[string]any{"use-sigstore-attachments": s.oneIn(2)}
		if s.oneIn(4) {
			docker[scope] = map[string]any{}
		}
	}
	file := map[string]any{"docker": docker}
	if !s.oneIn(4) {
		file["default-docker"] = map[string]any{"use-sigstore-attachments": !d.noSettings || s.oneIn(2)}
	}
	return file
}

// mirror moves the repository, or copies it without its signatures.
func (d *draft) mirror(made *Case) {
	place := "mirror.example.net:5000/copy/" + d.image.path
	made.Mirrors = []judge.Mirror{{Source: d.image.name(), Mirror: place}}
	copied := *d.repository
	copied.name = place
	if d.oneIn(3) {
		copied.list = copied.list[:len(copied.list)-1]
	}
	made.Repositories = append(made.Repositories, &copied)
	if d.oneIn(2) {
		made.Repositories[0] = newRepository(d.image.name())
	}
}

package generator

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"math/big"
)

// kind is a type of key.
type kind string

const (
	p224    kind = "p224"
	p256    kind = "p256"
	p384    kind = "p384"
	p521    kind = "p521"
	rsa1024 kind = "rsa1024"
	rsa2048 kind = "rsa2048"
	edwards kind = "ed25519"
)

const perKind = 3

// keys are the same in every run: making them costs more than all else, and nothing depends on how many there are.
type keys map[kind][]crypto.Signer

func newKeys() keys {
	made := keys{}
	curves := map[kind]elliptic.Curve{p224: elliptic.P224(), p256: elliptic.P256(), p384: elliptic.P384(), p521: elliptic.P521()}
	for i := range uint64(perKind) {
		for number, name := range []kind{p224, p256, p384, p521} {
			made[name] = append(made[name], ecKey(newSource(i, uint64(number)), curves[name]))
		}
		made[rsa1024] = append(made[rsa1024], rsaKey(newSource(i, 10), 1024))
		made[rsa2048] = append(made[rsa2048], rsaKey(newSource(i, 11), 2048))
		made[edwards] = append(made[edwards], ed25519.NewKeyFromSeed(newSource(i, 12).bytes(ed25519.SeedSize)))
	}
	return made
}

// usual is P-256 mostly, as in the field.
func (k keys) usual(s source) crypto.Signer {
	name := p256
	if s.oneIn(3) {
		name = pick(s, p224, p384, p521, rsa2048, rsa2048, rsa1024, edwards)
	}
	return pick(s, k[name]...)
}

// other is a key that is not the given one.
func (k keys) other(s source, than crypto.Signer) crypto.Signer {
	for {
		if found := k.usual(s); !bytes.Equal(spki(found), spki(than)) {
			return found
		}
	}
}

func ecKey(s source, curve elliptic.Curve) *ecdsa.PrivateKey {
	for {
		scalar := s.bytes((curve.Params().BitSize + 7) / 8)
		if curve == elliptic.P521() {
			scalar[0] &= 1
		}
		if key, err := ecdsa.ParseRawPrivateKey(curve, scalar); err == nil {
			return key
		}
	}
}

func rsaKey(s source, bits int) *rsa.PrivateKey {
	exponent := big.NewInt(65537)
	one := big.NewInt(1)
	for {
		p, q := prime(s, bits/2), prime(s, bits/2)
		totient := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
		d := new(big.Int).ModInverse(exponent, totient)
		if d == nil || p.Cmp(q) == 0 {
			continue
		}
		key := &rsa.PrivateKey{
			PublicKey: rsa.PublicKey{N: new(big.Int).Mul(p, q), E: 65537}, D: d, Primes: []*big.Int{p, q},
		}
		key.Precompute()
		if key.Validate() == nil {
			return key
		}
	}
}

// prime has its two highest bits set, so that a product of two is as long as it should be.
func prime(s source, bits int) *big.Int {
	for {
		text := s.bytes(bits / 8)
		text[0] |= 0xc0
		text[len(text)-1] |= 1
		if candidate := new(big.Int).SetBytes(text); candidate.ProbablyPrime(20) {
			return candidate
		}
	}
}

func spki(key crypto.Signer) []byte {
	return must(x509.MarshalPKIXPublicKey(key.Public()))
}

// must is for what can fail only by a mistake in this package.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

package generator

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/asn1"
	"math/big"
)

// sign signs as nodes verify: over SHA-256, ECDSA in DER, RSA by PKCS #1 v1.5, Ed25519 pure. No key is given any
// randomness, so that signatures are the same in every run.
func sign(key crypto.Signer, message []byte) []byte {
	return signWith(key, message, crypto.SHA256)
}

func signWith(key crypto.Signer, message []byte, hash crypto.Hash) []byte {
	if _, pure := key.(ed25519.PrivateKey); pure {
		return must(key.Sign(nil, message, crypto.Hash(0)))
	}
	h := hash.New()
	h.Write(message)
	return must(key.Sign(nil, h.Sum(nil), hash))
}

type point struct{ R, S *big.Int }

// oddly signs in a form that a node may or may not take.
func oddly(s source, key crypto.Signer, message []byte) []byte {
	good := sign(key, message)
	switch key := key.(type) {
	case *ecdsa.PrivateKey:
		var numbers point
		must(asn1.Unmarshal(good, &numbers))
		return oddECDSA(s, key, message, good, numbers)
	case *rsa.PrivateKey:
		digest := sha256.Sum256(message)
		switch s.IntN(5) {
		case 0:
			return must(rsa.SignPSS(s, key, crypto.SHA256, digest[:], nil))
		case 1:
			return signWith(key, message, crypto.SHA512)
		case 2:
			return append([]byte{0}, good...)
		case 3:
			return new(big.Int).Add(new(big.Int).SetBytes(good), key.N).Bytes()
		default:
			return append(good, 0)
		}
	case ed25519.PrivateKey:
		if s.oneIn(2) {
			digest := sha512.Sum512(message)
			return must(key.Sign(nil, digest[:], crypto.SHA512))
		}
		return append(good, s.bytes(s.IntN(3))...)
	}
	return s.flipBit(good)
}

func oddECDSA(s source, key *ecdsa.PrivateKey, message, good []byte, numbers point) []byte {
	order := key.Curve.Params().N
	size := (order.BitLen() + 7) / 8
	fixed := func(length int) []byte {
		out := make([]byte, 2*length)
		numbers.R.FillBytes(out[:length])
		numbers.S.FillBytes(out[length:])
		return out
	}
	switch s.IntN(14) {
	case 0, 1, 2:
		return fixed(size)
	case 3:
		return fixed(size + 1)
	case 4:
		numbers.S = new(big.Int).Sub(order, numbers.S)
	case 5:
		numbers.R = new(big.Int).Add(order, numbers.R)
	case 6:
		numbers.S = new(big.Int).Neg(numbers.S)
	case 7:
		numbers = pick(s, point{new(big.Int), new(big.Int)}, point{new(big.Int), numbers.S}, point{order, order})
	case 8:
		return append(good, s.bytes(1+s.IntN(3))...)
	case 9:
		return mutateDER(s, good)
	case 10:
		return signWith(key, message, pick(s, crypto.SHA384, crypto.SHA512, crypto.SHA1))
	case 11:
		return append(fixed(size), s.bytes(s.IntN(3))...)
	case 12:
		return fixed(size)[:2*size-1-s.IntN(2)]
	default:
		return mutateDER(s, fixed(size))
	}
	return must(asn1.Marshal(numbers))
}

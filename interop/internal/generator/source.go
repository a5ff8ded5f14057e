package generator

import "math/rand/v2"

// source is the only origin of chance.
type source struct{ *rand.Rand }

func newSource(seed, number uint64) source {
	return source{rand.New(rand.NewPCG(seed, number))}
}

// oneIn is true once in n times.
func (s source) oneIn(n int) bool { return s.IntN(n) == 0 }

func pick[T any](s source, from ...T) T { return from[s.IntN(len(from))] }

// Read makes source an io.Reader for what needs random bytes; it never fails.
func (s source) Read(out []byte) (int, error) {
	for i := range out {
		out[i] = byte(s.Uint32())
	}
	return len(out), nil
}

// bytes is n random bytes.
func (s source) bytes(n int) []byte {
	out := make([]byte, n)
	_, _ = s.Read(out)
	return out
}

// flipBit changes one bit of a copy.
func (s source) flipBit(of []byte) []byte {
	out := append([]byte(nil), of...)
	if len(out) > 0 {
		out[s.IntN(len(out))] ^= 1 << s.IntN(8)
	}
	return out
}

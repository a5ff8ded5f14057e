// Package simplesigning makes the signatures that `cosign sign --key` wrote before bundles became its default: a simple
// signing payload in a layer of the image manifest tagged sha256-<hex>.sig, its signature in an annotation. A log's promise
// and a certificate of one's own Fulcio or PKI go into further annotations, as with `cosign sign` without a key.
//
// It is written on go-containerregistry and the standard library. cosign's own module would bring a few hundred others
// for these few hundred lines; containers/image, which judges the result in the tests, is the proof that they are right.
//
// Start at [Signer].
package simplesigning

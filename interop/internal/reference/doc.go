// Package reference wires up containers/image, the implementation that Sealbus has to agree with.
//
// Invariant: configuration of the machine that it runs on does not decide an answer. The system's registries.conf, registries.d,
// credentials and per-host certificates are all replaced by files of the caller or by empty ones.
//
// Start at [Isolate].
package reference

// Package repository serves OCI image layouts as read-only registries, for tests: exact bytes, exact media types, and
// wrong answers where a test asks for them.
//
// Invariant: one handler serves several logical registries, told apart by the `Host` of the request.
//
// Start at [Open].
package repository

package io.sealbus.verification.verdict;

import io.sealbus.verification.resource.ResourceKey;

/** A policy at one version of it: the offset of its record. */
public record PolicyVersion(ResourceKey policy, long version) {}

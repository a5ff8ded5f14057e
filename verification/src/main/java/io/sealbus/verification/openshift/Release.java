package io.sealbus.verification.openshift;

/** OpenShift releases by what they accept as an image policy. */
public enum Release {
  /** 4.16 to 4.18: v1alpha1 behind a preview, no PKI. */
  V4_16,
  /** 4.19: v1alpha1 behind a preview, PKI behind a farther one. */
  V4_19,
  /** 4.20: v1, PKI behind a preview. */
  V4_20,
  /** 4.21 and later: v1 with PKI. */
  V4_21
}

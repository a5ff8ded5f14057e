package io.sealbus.verification.openshift;

/**
 * Which features a cluster has switched on, as its FeatureGate resource names it. On the releases
 * that know OKD's own set it holds for image policies what {@link #DEFAULT} does.
 */
public enum FeatureSet {
  DEFAULT("Default"),
  TECH_PREVIEW_NO_UPGRADE("TechPreviewNoUpgrade"),
  DEV_PREVIEW_NO_UPGRADE("DevPreviewNoUpgrade"),
  CUSTOM_NO_UPGRADE("CustomNoUpgrade");

  private final String text;

  FeatureSet(String text) {
    this.text = text;
  }

  /** The platform's spelling. */
  public String text() {
    return text;
  }
}

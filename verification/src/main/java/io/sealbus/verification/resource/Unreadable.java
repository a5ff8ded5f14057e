package io.sealbus.verification.resource;

/**
 * Leaves the reading of a text at the first thing that is wrong with it. Never leaves the package.
 */
final class Unreadable extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Finding finding;

  Unreadable(int document, FindingCode code, String message) {
    super(message, null, false, false);
    this.finding = new Finding("documents[" + document + "]", code, message);
  }

  Finding finding() {
    return finding;
  }
}

package io.sealbus.verification.openshift;

/**
 * Leaves a sync where the controller would; carries the text that it logs. Stays in the package.
 */
final class SyncFailure extends Exception {
  private static final long serialVersionUID = 1;

  private final String text;

  SyncFailure(String text) {
    super(text, null, false, false);
    this.text = text;
  }

  /** The controller's text. */
  String text() {
    return text;
  }

  /** The failure seen from one step further out. */
  SyncFailure within(String step) {
    return new SyncFailure(step + ": " + text);
  }
}

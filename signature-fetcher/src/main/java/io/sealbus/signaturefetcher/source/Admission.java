package io.sealbus.signaturefetcher.source;

/** Whether a sender is who it has to be. */
enum Admission {
  /** It is. */
  ADMITTED,
  /** It is not, or did not prove it. */
  REFUSED,
  /** Who could tell cannot be asked. */
  UNDECIDED
}

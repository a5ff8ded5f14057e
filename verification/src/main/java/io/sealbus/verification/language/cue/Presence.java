package io.sealbus.verification.language.cue;

/** How a field is declared, strongest first. */
enum Presence {
  MEMBER,
  REQUIRED,
  OPTIONAL;

  Presence and(Presence other) {
    return compareTo(other) <= 0 ? this : other;
  }
}

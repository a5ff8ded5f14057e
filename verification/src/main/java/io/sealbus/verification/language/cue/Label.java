package io.sealbus.verification.language.cue;

/** The name of a field, or the index of an element. */
record Label(String text, Type type) {
  enum Type {
    REGULAR,
    DEFINITION,
    HIDDEN,
    HIDDEN_DEFINITION,
    INDEX
  }

  /** The label that an identifier stands for. */
  static Label identifier(String name) {
    if (name.startsWith("_#")) {
      return new Label(name, Type.HIDDEN_DEFINITION);
    }
    if (name.startsWith("#")) {
      return new Label(name, Type.DEFINITION);
    }
    return new Label(name, name.startsWith("_") ? Type.HIDDEN : Type.REGULAR);
  }

  /** The label that a string stands for, whatever it looks like. */
  static Label string(String text) {
    return new Label(text, Type.REGULAR);
  }

  static Label index(int index) {
    return new Label(Integer.toString(index), Type.INDEX);
  }

  /** Whether it is a definition, hidden or not. */
  boolean isDefinition() {
    return type == Type.DEFINITION || type == Type.HIDDEN_DEFINITION;
  }

  /** Whether it is data: a regular field or an element. */
  boolean isRegular() {
    return type == Type.REGULAR || type == Type.INDEX;
  }

  @Override
  public String toString() {
    return text;
  }
}

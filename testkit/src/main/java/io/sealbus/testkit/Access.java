package io.sealbus.testkit;

/** What a {@link TestRegistry} asks of its clients. */
public sealed interface Access {
  /** Anyone may do anything. */
  record Open() implements Access {}

  /** User and password with each request. */
  record Basic(String user, String password) implements Access {}

  /**
   * A token from the registry's own {@code /token}, limited to the scopes it was asked for.
   *
   * @param anonymousPull whether a token to pull is given without user and password
   * @see <a href="https://distribution.github.io/distribution/spec/auth/token/">token
   *     authentication</a>
   */
  record Bearer(String user, String password, boolean anonymousPull) implements Access {}

  /** Anyone may do anything: the default. */
  static Access open() {
    return new Open();
  }

  /** User and password with each request. */
  static Access basic(String user, String password) {
    return new Basic(user, password);
  }

  /** Tokens for this user only. */
  static Access bearer(String user, String password) {
    return new Bearer(user, password, false);
  }

  /** Tokens to pull for anyone, to push and delete for this user. */
  static Access bearerWithAnonymousPull(String user, String password) {
    return new Bearer(user, password, true);
  }
}

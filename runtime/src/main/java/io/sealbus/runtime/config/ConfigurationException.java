package io.sealbus.runtime.config;

/**
 * A setting that cannot be used. The message names the key, the value unless secret, and what was
 * expected.
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a message for the person who wrote the configuration. */
  public ConfigurationException(String message) {
    super(message);
  }
}

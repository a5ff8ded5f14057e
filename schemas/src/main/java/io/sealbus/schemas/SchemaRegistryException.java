package io.sealbus.schemas;

/** The schema registry could not be asked, or refused. The record itself may be fine. */
public final class SchemaRegistryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SchemaRegistryException(String message) {
    super(message);
  }

  SchemaRegistryException(String message, Throwable cause) {
    super(message, cause);
  }
}

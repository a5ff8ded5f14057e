package io.sealbus.signaturefetcher.source;

import org.jspecify.annotations.Nullable;

/** Neither the bus nor the disk took something. */
final class StowageException extends Exception {
  private static final long serialVersionUID = 1;

  StowageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

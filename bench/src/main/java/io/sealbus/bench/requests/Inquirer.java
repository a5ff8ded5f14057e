package io.sealbus.bench.requests;

import java.io.IOException;

/** Somebody who finds out about images whether they are signed. */
interface Inquirer {
  /** As a {@link io.sealbus.bench.Measurement} names it. */
  String subject();

  /**
   * Asks the registry about one image, and judges what it answers.
   *
   * @param reference of the image, by tag
   * @return whether the image is let in
   */
  boolean letsIn(String reference) throws IOException, InterruptedException;
}

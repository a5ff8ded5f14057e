package io.sealbus.bench.requests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A peer as a program that is run once for each image, as it is used; what it keeps from one run to
 * the next it may keep in its home. It sees nothing of this machine's configuration, and reaches
 * nothing but loopback.
 *
 * @param command to which the image's reference is added
 * @param prefix of the reference
 * @param after the reference, further arguments
 * @param refusal its exit status for an image that is not let in
 */
record Program(
    String subject, Path home, List<String> command, String prefix, List<String> after, int refusal)
    implements Inquirer {
  /** Where nobody listens; Go passes no proxy on the way to loopback. */
  private static final String NOWHERE = "http://127.0.0.1:9";

  @Override
  public boolean letsIn(String reference) throws IOException, InterruptedException {
    var whole = new ArrayList<>(command);
    whole.add(prefix + reference);
    whole.addAll(after);
    Path log = home.resolve("log");
    var builder = new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().clear();
    builder
        .environment()
        .putAll(Map.of("HOME", home.toString(), "HTTP_PROXY", NOWHERE, "HTTPS_PROXY", NOWHERE));
    int status = builder.start().waitFor();
    if (status != 0 && status != refusal) {
      throw new IllegalStateException(subject + " on " + reference + ": " + Files.readString(log));
    }
    return status == 0;
  }
}

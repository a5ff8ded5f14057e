package io.sealbus.standalone.command;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Which Sealbus this is. */
public final class Version implements IVersionProvider {
  /** For picocli. */
  public Version() {}

  @Override
  public String[] getVersion() {
    return new String[] {
      "sealbus " + number(),
      "Java "
          + Runtime.version()
          + " on "
          + System.getProperty("os.name")
          + " "
          + System.getProperty("os.arch")
    };
  }

  /** The version number as in the jar; {@code development} where there is no jar. */
  static String number() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "development");
  }
}

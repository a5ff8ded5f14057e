package io.sealbus.standalone.demo;

import io.sealbus.standalone.demo.Exhibit.Signature;
import java.util.ArrayList;
import java.util.List;

/** One-shot commands against the demo's registry, for who wants to see what they need. */
public final class Rehearsal implements AutoCloseable {
  private final DemoRegistry registry = new DemoRegistry();

  /** Pushes the images. */
  public Rehearsal() {
    registry.pushAll();
  }

  /** The demo's policies. */
  public byte[] policies() {
    return Exhibition.policies(registry.releaseKeyPem(), registry.address());
  }

  /** The arguments of {@code sealbus} for each command, with the policies in {@code file}. */
  public List<List<String>> commands(String file, String directory) {
    String address = registry.address();
    var commands = new ArrayList<List<String>>();
    commands.add(List.of("lint", "-f", file));
    commands.add(List.of("render", "-f", file, "-o", directory));
    for (Exhibit exhibit : Exhibition.EXHIBITS) {
      if (exhibit.signature() != Signature.NONE) {
        String image = address + "/" + exhibit.repository() + ":" + Exhibition.TAG;
        commands.add(List.of("verify", image, "-f", file, "--plain-http", address));
      }
    }
    return commands;
  }

  @Override
  public void close() {
    registry.close();
  }
}

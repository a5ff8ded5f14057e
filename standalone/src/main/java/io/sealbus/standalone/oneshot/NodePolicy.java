package io.sealbus.standalone.oneshot;

import io.sealbus.standalone.CommandException;
import io.sealbus.standalone.ExitCode;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.containers.CompiledPolicy;
import io.sealbus.verification.containers.MaterialSource;
import io.sealbus.verification.containers.PolicyJsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The policy that a node judges by, from a file. */
public final class NodePolicy {
  private static final long MAX_MATERIAL = 1 << 20;

  private NodePolicy() {}

  /**
   * A {@code policy.json} on this machine; the files that it names are read from this machine, too.
   *
   * @throws CommandException {@code POLICY_INVALID}
   */
  public static CompiledPolicy of(Path policyJson) throws IOException {
    return switch (PolicyJsonReader.read(Files.readAllBytes(policyJson))) {
      case PolicyJsonReader.Result.Accepted(var policy) ->
          CompiledPolicy.compile(policy, NodePolicy::material);
      case PolicyJsonReader.Result.Rejected(String path, String message) ->
          throw new CommandException(
              ExitCode.UNDECIDED, "POLICY_INVALID", policyJson + " at " + path + ": " + message);
    };
  }

  private static MaterialSource.Content material(String path) {
    try {
      Path file = Path.of(path);
      return Files.size(file) > MAX_MATERIAL
          ? new MaterialSource.Content.Missing("larger than " + MAX_MATERIAL + " bytes")
          : new MaterialSource.Content.Found(Bytes.copyOf(Files.readAllBytes(file)));
    } catch (IOException | InvalidPathException e) {
      return new MaterialSource.Content.Missing("cannot be read on this machine");
    }
  }
}

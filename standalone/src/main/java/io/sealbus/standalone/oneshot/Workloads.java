package io.sealbus.standalone.oneshot;

import io.sealbus.standalone.CommandException;
import io.sealbus.standalone.ExitCode;
import io.sealbus.verification.resource.Documents;
import io.sealbus.verification.resource.Limits;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.sigstore.evaluation.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Workloads from files. */
public final class Workloads {
  private Workloads() {}

  /**
   * The one document of {@code file}; null for no file.
   *
   * @throws CommandException {@code WORKLOAD_INVALID}
   */
  public static @Nullable Workload read(@Nullable Path file) throws IOException {
    if (file == null) {
      return null;
    }
    if (Documents.read(Files.readAllBytes(file), Limits.DEFAULT)
            instanceof Reading.Read<List<Node>>(List<Node> documents)
        && documents.size() == 1
        && Resource.of(documents.getFirst()) instanceof Reading.Read<Resource>(Resource resource)) {
      return new Workload(resource);
    }
    throw new CommandException(
        ExitCode.USAGE, "WORKLOAD_INVALID", file + " is not one Kubernetes resource");
  }
}

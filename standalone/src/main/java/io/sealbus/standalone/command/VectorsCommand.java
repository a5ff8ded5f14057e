package io.sealbus.standalone.command;

import io.sealbus.standalone.ExitCode;
import io.sealbus.standalone.vectors.VectorRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sealbus vectors}. */
@Command(
    name = "vectors",
    description =
        "Run every test case found under the folders: verify-containers, render, admission"
            + " and Sigstore bundle cases, recognised by their form. Needs no network.")
public final class VectorsCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  @Spec
  private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders with cases, at any depth.")
  private List<Path> directories = new ArrayList<>();

  /** For picocli. */
  public VectorsCommand() {}

  @Override
  public Integer call() throws IOException {
    boolean allPassed = VectorRun.run(directories, spec.commandLine().getOut());
    return (allPassed ? ExitCode.OK : ExitCode.DENIED).status();
  }
}

package io.sealbus.standalone.vectors;

import io.sealbus.standalone.output.Text;
import io.sealbus.standalone.vectors.Vector.Difference;
import io.sealbus.testkit.AdmissionCase;
import io.sealbus.testkit.BundleCase;
import io.sealbus.testkit.SigstoreAdmissionCase;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs cases and tells what came of them. */
public final class VectorRun {
  private static final int SHOWN = 2_000;

  private final PrintWriter out;
  private final Registries registries;
  private int passed;
  private int failed;

  private VectorRun(PrintWriter out, Registries registries) {
    this.out = out;
    this.registries = registries;
  }

  /**
   * Runs every case under {@code directories}; prints each failure, and at last {@code N passed, N
   * failed} on a line of its own.
   *
   * @return whether there were cases and none failed
   * @throws IOException where a folder is missing or cannot be read
   */
  public static boolean run(List<Path> directories, PrintWriter out) throws IOException {
    try (var registries = new Registries()) {
      var run = new VectorRun(out, registries);
      for (FoundCase found : CaseFinder.find(directories)) {
        run.run(found);
      }
      out.println(run.passed + " passed, " + run.failed + " failed");
      out.flush();
      return run.failed == 0 && run.passed > 0;
    }
  }

  private void run(FoundCase found) {
    Difference difference = difference(found);
    if (difference == null) {
      passed++;
      return;
    }
    failed++;
    out.println("FAILED " + Text.printable(found.path().toString()));
    out.println("  expected: " + shown(difference.expected()));
    out.println("  actual:   " + shown(difference.actual()));
    out.flush();
  }

  private @Nullable Difference difference(FoundCase found) {
    try {
      return vector(found).run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Difference("an outcome", "interrupted");
    } catch (Exception | StackOverflowError e) {
      return new Difference("an outcome", "the case cannot be run: " + e);
    }
  }

  private Vector vector(FoundCase found) throws IOException {
    return switch (found.form()) {
      case ADMISSION -> new AdmissionVector(AdmissionCase.read(found.path()));
      case SIGSTORE_ADMISSION ->
          new SigstoreAdmissionVector(SigstoreAdmissionCase.read(found.path()));
      case RENDER -> RenderVector.read(found.path());
      case NODE -> NodeVector.read(found.path(), registries);
      case SIGSTORE -> SigstoreVector.read(found.path(), registries);
      case BUNDLE -> new BundleVector(BundleCase.read(found.path()));
      case UNKNOWN ->
          () ->
              new Difference("a kind of case that is known", "none that is known looks like this");
    };
  }

  private static String shown(String text) {
    return Text.cut(Text.printable(text), SHOWN);
  }
}

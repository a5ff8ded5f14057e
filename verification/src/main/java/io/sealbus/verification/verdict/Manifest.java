package io.sealbus.verification.verdict;

import io.sealbus.verification.Reason;
import io.sealbus.verification.reference.Digest;
import java.util.List;

/** What a reference stands for at its registry. */
public sealed interface Manifest {
  /** One image. */
  record Single(Digest digest) implements Manifest {}

  /**
   * An index. A node chooses one instance of it and judges that; the index itself is never judged.
   *
   * @param instances what a node may choose
   */
  record Index(Digest digest, List<Instance> instances) implements Manifest {
    public Index {
      instances = List.copyOf(instances);
    }
  }

  /** The registry could not be asked. */
  record Unresolved(Reason reason) implements Manifest {}

  /** One image of an index; {@code platform} is {@code os/architecture[/variant]}. */
  record Instance(String platform, Digest digest) {}
}

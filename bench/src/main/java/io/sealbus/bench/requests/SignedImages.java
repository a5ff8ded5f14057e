package io.sealbus.bench.requests;

import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.testkit.Access;
import io.sealbus.testkit.RecordedRequest;
import io.sealbus.testkit.Repository;
import io.sealbus.testkit.TestImage;
import io.sealbus.testkit.TestKey;
import io.sealbus.testkit.TestRegistry;
import io.sealbus.testkit.TestSigner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A registry with images in a repository each, signed by one key as cosign does, and one that is
 * not; counts what it is asked.
 */
final class SignedImages implements AutoCloseable {
  static final String FOLDER = "team";
  static final String TAG = "1.0";

  private final TestRegistry registry = TestRegistry.start();
  private final TestKey key = TestKey.of(TestKey.Kind.P256, "requests");
  private final List<String> references;
  private final String unsigned;

  /** Digests of configs and layers, which nobody needs who only wants to know. */
  private final Set<String> parts = new HashSet<>();

  SignedImages(int count, Access access) {
    registry.protect(access);
    references = IntStream.range(0, count).mapToObj(n -> signed("app" + n)).toList();
    unsigned = pushed("unsigned").reference() + ":" + TAG;
  }

  private String signed(String name) {
    Repository repository = pushed(name);
    TestSigner.with(key).signAndAttach(repository, TAG, TestImage.of(name));
    return repository.reference() + ":" + TAG;
  }

  private Repository pushed(String name) {
    Repository repository = registry.repository(FOLDER + "/" + name);
    TestImage image = TestImage.of(name);
    image.pushTo(repository, TAG);
    parts.add(image.layer().digest());
    parts.add(image.config().digest());
    return repository;
  }

  /** {@code host:port} of the registry. */
  String address() {
    return registry.address();
  }

  /** What all images but one are signed by. */
  TestKey key() {
    return key;
  }

  /** The repository of an image of this registry. */
  RepositoryName repository(String reference) {
    String path = reference.substring(address().length() + 1, reference.lastIndexOf(':'));
    return new RepositoryName(address(), path);
  }

  /**
   * How many requests each image costs somebody, one after the other.
   *
   * @throws IllegalStateException if a signed image is kept out or the unsigned one let in
   */
  List<Double> ask(Inquirer inquirer) throws Exception {
    List<Double> counts = new ArrayList<>();
    for (String reference : references) {
      registry.clearRequests();
      require(inquirer, reference, true);
      counts.add((double) registry.count(this::counts));
    }
    require(inquirer, unsigned, false);
    return counts;
  }

  private static void require(Inquirer inquirer, String reference, boolean in) throws Exception {
    if (inquirer.letsIn(reference) != in) {
      throw new IllegalStateException(
          inquirer.subject() + (in ? " keeps out " : " lets in ") + reference);
    }
  }

  /** Pings, tokens, manifests and signatures do; what images are made of does not. */
  private boolean counts(RecordedRequest request) {
    return !parts.contains(request.path().substring(request.path().lastIndexOf('/') + 1));
  }

  @Override
  public void close() {
    registry.close();
  }
}

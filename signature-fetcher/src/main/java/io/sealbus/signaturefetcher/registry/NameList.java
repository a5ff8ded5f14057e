package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.Exchange.Answered;
import io.sealbus.signaturefetcher.registry.Exchange.Broken;
import io.sealbus.signaturefetcher.registry.Exchange.TooLarge;
import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.verification.ReasonCode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list of names, a page at a call: of tags or, by the catalogue, of repositories. Whoever
 * calls sees to it that the pages have an end.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/main/spec.md#content-discovery">OCI
 *     distribution-spec, content discovery</a>
 */
final class NameList {
  static final String JSON = "application/json";

  /** Some registries list all at once without a wish, some no more than a hundred with it. */
  private static final String FIRST_PAGE = "?n=1000";

  private final String registry;
  private final String whose;
  private final String path;
  private final String member;
  private final Predicate<String> isName;
  private final Function<String, Exchange> get;

  private NameList(
      String registry,
      String whose,
      String path,
      String member,
      Predicate<String> isName,
      Function<String, Exchange> get) {
    this.registry = registry;
    this.whose = whose;
    this.path = path;
    this.member = member;
    this.isName = isName;
    this.get = get;
  }

  static NameList tags(RepositoryName repository, Function<String, Exchange> get) {
    return new NameList(
        repository.registry(),
        repository.toString(),
        "tags/list",
        "tags",
        RepositoryName::isTag,
        get);
  }

  static NameList catalogue(String registry, Function<String, Exchange> get) {
    return new NameList(
        registry,
        registry,
        "_catalog",
        "repositories",
        name -> RepositoryName.parse(registry, name).isPresent(),
        get);
  }

  /**
   * One page; never {@code NotFound}, since registries say that of what they do not want to show.
   *
   * @param page null for the first one
   * @param refusal what an answer means that is no list
   */
  Lookup<NamePage> read(@Nullable String page, Function<Answered, Failed<NamePage>> refusal) {
    return switch (get.apply(page == null ? path + FIRST_PAGE : page)) {
      case Broken broken -> new Failed<>(broken.code(), broken.message(), broken.retryAfter());
      case TooLarge tooLarge ->
          failed(ReasonCode.REGISTRY_ERROR, "a page of more than " + tooLarge.bound() + " bytes");
      case Answered answered when answered.status() == 200 -> page(answered);
      case Answered answered -> refusal.apply(answered);
    };
  }

  private Lookup<NamePage> page(Answered answered) {
    String problem = Headers.problem(answered);
    if (problem != null) {
      return failed(ReasonCode.REGISTRY_ERROR, problem);
    }
    Optional<List<String>> names = NamePage.read(answered.body(), member, isName);
    if (names.isEmpty()) {
      return failed(ReasonCode.REGISTRY_ERROR, "no list of " + member);
    }
    return switch (NextPage.of(answered, registry, path)) {
      case NextPage.End end -> new Found<>(new NamePage(names.get(), null));
      case NextPage.At at -> new Found<>(new NamePage(names.get(), at.path()));
      case NextPage.Refused refused -> failed(ReasonCode.REGISTRY_TARGET_REFUSED, refused.why());
    };
  }

  private Failed<NamePage> failed(ReasonCode code, String what) {
    return Failed.of(code, whose + ": " + what);
  }
}

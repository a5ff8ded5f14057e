package io.sealbus.signaturefetcher.registry;

import io.sealbus.signaturefetcher.registry.Exchange.Answered;
import io.sealbus.signaturefetcher.registry.Exchange.Broken;
import io.sealbus.signaturefetcher.registry.Exchange.TooLarge;
import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.Lookup.NotFound;
import io.sealbus.verification.ReasonCode;
import io.sealbus.verification.reference.Digest;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Lists what refers to a manifest, page by page. No filter is asked for, since a registry need not
 * apply it and may apply it wrongly.
 */
final class ReferrersList {
  /** Most referrers of one manifest. */
  static final int MAX_REFERRERS = 1024;

  /** Most pages: a registry that serves fewer than eight a page has no end in mind. */
  private static final int MAX_PAGES = 128;

  private final Function<String, Exchange> question;
  private final RepositoryName repository;
  private final String first;
  private final ReferrersSupport support;
  private final Set<Digest> found = new LinkedHashSet<>();
  private final Set<String> asked = new HashSet<>();

  /**
   * For one list.
   *
   * @param question asks the registry for a path below the repository
   * @param support where it is noted that the registry does not have the API
   */
  ReferrersList(
      Function<String, Exchange> question,
      RepositoryName repository,
      Digest subject,
      ReferrersSupport support) {
    this.question = question;
    this.repository = repository;
    this.first = "referrers/" + subject.text();
    this.support = support;
  }

  /**
   * The digests of the referrers; {@link NotFound} where the registry does not have the API, which
   * says nothing about referrers.
   *
   * @param refusal what an answer means that is no list
   */
  Lookup<Set<Digest>> read(Function<Answered, Failed<Set<Digest>>> refusal) {
    NextPage next = new NextPage.At(first);
    while (next instanceof NextPage.At at) {
      if (!asked.add(at.path()) || asked.size() > MAX_PAGES) {
        return tooMany("the list of referrers has no end");
      }
      switch (question.apply(at.path())) {
        case Broken broken -> {
          return new Failed<>(broken.code(), broken.message(), broken.retryAfter());
        }
        case TooLarge tooLarge -> {
          return tooMany("a list of referrers of more than " + tooLarge.bound() + " bytes");
        }
        case Answered page when at.path().equals(first) && isUnsupported(page) -> {
          // An error in a registry's own words may be about this repository alone.
          if (ErrorBody.parse(page.body()).code() == null) {
            support.missing(repository.registry());
          }
          return new NotFound<>();
        }
        case Answered page when page.status() != 200 -> {
          return refusal.apply(page);
        }
        case Answered page -> {
          String problem = take(page);
          if (!problem.isEmpty()) {
            return Failed.of(ReasonCode.ATTACHMENT_INVALID, repository + ": " + problem);
          }
          next = NextPage.of(page, repository.registry(), first);
        }
      }
      if (found.size() > MAX_REFERRERS) {
        return tooMany("more than " + MAX_REFERRERS + " referrers");
      }
    }
    return next instanceof NextPage.Refused refused
        ? Failed.of(ReasonCode.REGISTRY_TARGET_REFUSED, repository + ": " + refused.why())
        : new Found<>(found);
  }

  /**
   * Whether the registry does not know the API: by the status that clients take for it, or by
   * answering with something else, as a web front end does.
   */
  private static boolean isUnsupported(Answered page) {
    return switch (page.status()) {
      case 400, 404, 406 -> true;
      case 200 ->
          Headers.problem(page) == null
              && !Headers.mediaType(page).equals(ReferrerIndex.MEDIA_TYPE);
      default -> false;
    };
  }

  /** Adds a page; what is wrong with it, or nothing. */
  private String take(Answered page) {
    String problem = Headers.problem(page);
    if (problem != null) {
      return problem;
    }
    if (!Headers.mediaType(page).equals(ReferrerIndex.MEDIA_TYPE)) {
      return "a further page of the list of referrers is no index";
    }
    return switch (ReferrerIndex.parse(page.body())) {
      case ReferrerIndex.Unusable unusable -> unusable.why();
      case ReferrerIndex.Listed(List<Digest> manifests) -> {
        found.addAll(manifests);
        yield "";
      }
    };
  }

  private <T> Failed<T> tooMany(String what) {
    return Failed.of(ReasonCode.TOO_MANY_REFERRERS, repository + ": " + what);
  }
}

package io.sealbus.signaturefetcher.reconcile;

import io.sealbus.signaturefetcher.reconcile.Finding.Change;
import io.sealbus.signaturefetcher.reconcile.KnownImages.Recorded;
import io.sealbus.signaturefetcher.reconcile.KnownImages.Retrying;
import io.sealbus.signaturefetcher.reconcile.KnownImages.Unknown;
import io.sealbus.signaturefetcher.registry.AttachmentTags;
import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.Lookup.Failed;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.Lookup.NotFound;
import io.sealbus.signaturefetcher.registry.NamePage;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.reference.Digest;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One look at one repository: its tags, then those of its manifests whose attachments are due. It
 * can be broken off where the registry is away, and goes on where it was. What is different is told
 * and nothing is concluded from a failure.
 */
final class RepositoryLook implements RegistryQueue.Task {
  /** Most tags of one repository that are compared, and most pages that they may come in. */
  static final int MAX_TAGS = 100_000;

  static final int MAX_PAGES = 1_000;

  /** What fetching something that is new or different costs, about: so much is not asked for. */
  static final int FETCH_REQUESTS = 8;

  private final RepositoryName repository;
  private final KnownImages known;
  private final PacedQuestions registry;
  private final Finding.Sink sink;
  private final Predicate<Digest> evidenceDue;
  private final Consumer<RepositoryLook> over;
  private final boolean missed;
  private final Set<String> pages = new HashSet<>();
  private final Set<String> listed = new TreeSet<>();
  private final Set<Digest> seen = new HashSet<>();
  private @Nullable String page;
  private @Nullable Queue<String> tags;
  private @Nullable Queue<Digest> manifests;
  private boolean refused;
  private boolean unanswered;

  /**
   * A look that begins with {@link #run}.
   *
   * @param evidenceDue of a known manifest, whether its attachments are looked at this time
   * @param over told when the look is over
   */
  RepositoryLook(
      RepositoryName repository,
      KnownImages known,
      PacedQuestions registry,
      Finding.Sink sink,
      Predicate<Digest> evidenceDue,
      Consumer<RepositoryLook> over) {
    this.repository = repository;
    this.known = known;
    this.registry = registry;
    this.sink = sink;
    this.evidenceDue = evidenceDue;
    this.over = over;
    this.missed = !known.tags(repository).isEmpty() || !known.manifests(repository).isEmpty();
  }

  @Override
  public String name() {
    return repository.toString();
  }

  RepositoryName repository() {
    return repository;
  }

  /** Whether the registry did not list the tags, so that new ones cannot be found. */
  boolean isRefused() {
    return refused;
  }

  /** Whether each question was answered, so that all that is known has been seen again. */
  boolean isWhole() {
    return !refused && !unanswered;
  }

  /** Whether it is no use to wait for another answer; any failure leaves something unseen. */
  private boolean isOver(Lookup<?> answer) {
    boolean away = RequestPace.isAway(answer);
    unanswered |= !away && answer instanceof Failed<?>;
    return !away;
  }

  @Override
  public boolean run() throws InterruptedException {
    return !known.owns(repository) || list() && compareTags() && compareManifests();
  }

  @Override
  public void over() {
    over.accept(this);
  }

  private boolean list() throws InterruptedException {
    while (tags == null) {
      Lookup<NamePage> answer = registry.tags(repository, page);
      if (RequestPace.isAway(answer)) {
        return false;
      }
      if (answer instanceof Found<NamePage>(NamePage found)) {
        listed.addAll(found.names());
        page = found.next();
      } else {
        refused = true;
      }
      boolean endless =
          page != null && !pages.add(page) || pages.size() > MAX_PAGES || listed.size() > MAX_TAGS;
      refused |= endless;
      if (refused || page == null) {
        // Of a list that has no end, what came is compared nevertheless.
        var all = new TreeSet<>(listed);
        all.addAll(known.tags(repository));
        tags = new ArrayDeque<>(all);
      }
    }
    return true;
  }

  private boolean compareTags() throws InterruptedException {
    while (tags != null && !tags.isEmpty()) {
      String tag = tags.element();
      boolean done = AttachmentTags.isAttached(tag) ? compareAttached(tag) : compareImage(tag);
      if (!done) {
        return false;
      }
      tags.remove();
    }
    return true;
  }

  /** Whether the registry answered. */
  private boolean compareImage(String tag) throws InterruptedException {
    return switch (known.image(repository, tag)) {
      case Retrying retrying -> true;
      case Unknown unknown -> {
        tell(Change.TAG_NEW, tag, null);
        yield true;
      }
      case Recorded(String digest) ->
          switch (registry.digest(repository, tag)) {
            case Found<Digest>(Digest now) when now.text().equals(digest) -> {
              seen.add(now);
              yield true;
            }
            case Found<Digest>(Digest now) -> {
              seen.add(now);
              tell(Change.TAG_MOVED, tag, null);
              yield true;
            }
            case NotFound<Digest> gone -> {
              tell(Change.TAG_GONE, tag, null);
              yield true;
            }
            case Failed<Digest> failed -> isOver(failed);
          };
    };
  }

  /**
   * A signature or attestation of an image that is known, where one was looked for. A list of
   * referrers need not be what the evidence is from, and what is attached under another prefix
   * nobody may have asked for: those are found when the evidence itself is compared.
   */
  private boolean compareAttached(String tag) throws InterruptedException {
    Optional<Digest> image = AttachmentTags.signed(tag);
    if (image.isEmpty()
        || !(known.evidence(repository, image.get()) instanceof Recorded)
        || !known.isLookedAt(repository, image.get(), AttachmentTags.beside(tag))
        || !listed.contains(tag)) {
      return true;
    }
    Lookup<Digest> now = registry.digest(repository, tag);
    if (now instanceof Found<Digest>(Digest manifest)
        && !known.isEvidence(repository, image.get(), manifest)) {
      tell(Change.ATTACHMENTS_CHANGED, tag, null);
    }
    return isOver(now);
  }

  private boolean compareManifests() throws InterruptedException {
    if (manifests == null) {
      manifests =
          new ArrayDeque<>(known.manifests(repository).stream().filter(evidenceDue).toList());
    }
    while (!manifests.isEmpty()) {
      if (!compareManifest(manifests.element())) {
        return false;
      }
      manifests.remove();
    }
    return true;
  }

  private boolean compareManifest(Digest manifest) throws InterruptedException {
    if (!seen.contains(manifest)) {
      switch (registry.digest(repository, manifest.text())) {
        case Found<Digest> there -> seen.add(manifest);
        case NotFound<Digest> gone -> {
          tell(Change.MANIFEST_GONE, null, manifest);
          return true;
        }
        case Failed<Digest> failed -> {
          return isOver(failed);
        }
      }
    }
    if (known.evidence(repository, manifest) instanceof Retrying) {
      return true;
    }
    Lookup<String> now = registry.evidence(repository, manifest);
    // What an event brought meanwhile is not different.
    if (now instanceof Found<String>(String content)
        && !known.evidence(repository, manifest).equals(new Recorded(content))) {
      tell(Change.ATTACHMENTS_CHANGED, null, manifest);
    }
    return isOver(now);
  }

  private void tell(Change change, @Nullable String tag, @Nullable Digest digest)
      throws InterruptedException {
    sink.tell(new Finding(repository, change, tag, digest, missed));
    registry.leaveRoom(FETCH_REQUESTS);
  }
}

package io.sealbus.signaturefetcher.reconcile;

import io.sealbus.signaturefetcher.registry.Lookup;
import io.sealbus.signaturefetcher.registry.Lookup.Found;
import io.sealbus.signaturefetcher.registry.NamePage;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a registry's catalogue for repositories that are wanted. */
final class CatalogueRead implements RegistryQueue.Task {
  private final String registry;
  private final WantedRepositories wanted;
  private final PacedQuestions questions;
  private final Consumer<Set<RepositoryName>> found;
  private final Set<RepositoryName> names = new LinkedHashSet<>();
  private final Set<String> pages = new HashSet<>();
  private @Nullable String page;

  /**
   * A read that begins with {@link #run}.
   *
   * @param found told of all that is wanted; not told where the registry lists nothing or not all
   */
  CatalogueRead(
      String registry,
      WantedRepositories wanted,
      PacedQuestions questions,
      Consumer<Set<RepositoryName>> found) {
    this.registry = registry;
    this.wanted = wanted;
    this.questions = questions;
    this.found = found;
  }

  @Override
  public String name() {
    return registry;
  }

  @Override
  public boolean run() throws InterruptedException {
    while (pages.size() <= RepositoryLook.MAX_PAGES && names.size() <= RepositoryLook.MAX_TAGS) {
      Lookup<NamePage> answer = questions.repositories(registry, page);
      if (!(answer instanceof Found<NamePage>(NamePage one))) {
        return !RequestPace.isAway(answer);
      }
      one.names().stream()
          .filter(path -> wanted.wants(registry, path))
          .flatMap(path -> RepositoryName.parse(registry, path).stream())
          .forEach(names::add);
      page = one.next();
      if (page == null || !pages.add(page)) {
        break;
      }
    }
    // Of a catalogue that has no end, what came is taken nevertheless.
    found.accept(Set.copyOf(names));
    return true;
  }
}

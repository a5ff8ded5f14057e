package io.sealbus.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one repository of a {@link TestRegistry} holds. Nothing is checked here, so that a test can
 * put there what no registry would take; what comes over HTTP is checked as a registry does.
 * Thread-safe.
 */
public final class Repository {
  private final String name;
  private final Change.Origin direct;
  private final Consumer<Change> listener;
  private final Map<String, byte[]> blobs = new LinkedHashMap<>();
  private final Map<String, Content> manifests = new LinkedHashMap<>();
  private final Map<String, Tagged> tags = new TreeMap<>();
  private final List<OciLayout> layouts = new ArrayList<>();

  /** A tag has a media type of its own: layouts may tag one digest as two types. */
  private record Tagged(String digest, Content manifest) {}

  Repository(String host, String name, Consumer<Change> listener) {
    this.name = name;
    this.direct = new Change.Origin(host, "127.0.0.1:0", "PUT", "sealbus-testkit");
    this.listener = listener;
  }

  /** Without the host, such as {@code app/web}. */
  public String name() {
    return name;
  }

  /** {@code host/name}, as references to images begin. */
  public String reference() {
    return direct.host() + "/" + name;
  }

  /** Stores a blob under its digest. */
  public synchronized Repository putBlob(Content blob) {
    return putBlob(blob, blob.digest(), direct);
  }

  /** Stores bytes under a digest of the caller's choice, true or false. */
  public synchronized Repository insecurePutBlob(String digest, byte[] bytes) {
    blobs.put(digest, bytes.clone());
    return this;
  }

  synchronized Repository putBlob(Content blob, String digest, Change.Origin origin) {
    blobs.put(digest, blob.bytes());
    Content untyped = Content.of(Change.BLOB, blob.bytes());
    listener.accept(new Change("push", name, untyped, digest, null, origin));
    return this;
  }

  /** Stores an untagged manifest. */
  public Repository putManifest(Content manifest) {
    return putManifest(null, manifest, manifest.digest(), direct);
  }

  /** Stores a manifest and lets {@code tag} name it, whatever it named before. */
  public Repository putManifest(String tag, Content manifest) {
    return putManifest(tag, manifest, manifest.digest(), direct);
  }

  synchronized Repository putManifest(
      @Nullable String tag, Content manifest, String digest, Change.Origin origin) {
    manifests.put(digest, manifest);
    if (tag != null) {
      tags.put(tag, new Tagged(digest, manifest));
    }
    listener.accept(new Change("push", name, manifest, digest, tag, origin));
    return this;
  }

  /** Adds a layout's manifests and tags; blobs are read from disk when asked for. */
  synchronized void add(OciLayout layout) {
    layouts.add(layout);
    for (OciLayout.Entry entry : layout.manifests()) {
      layout
          .blob(entry.digest())
          .map(bytes -> Content.of(entry.mediaType(), bytes))
          .ifPresent(manifest -> add(entry, manifest));
    }
  }

  private void add(OciLayout.Entry entry, Content manifest) {
    manifests.putIfAbsent(entry.digest(), manifest);
    if (entry.tag() != null) {
      tags.put(entry.tag(), new Tagged(entry.digest(), manifest));
    }
  }

  /** The manifest by tag or digest. */
  public synchronized Optional<Content> manifest(String tagOrDigest) {
    Tagged tagged = tags.get(tagOrDigest);
    return Optional.ofNullable(tagged == null ? manifests.get(tagOrDigest) : tagged.manifest());
  }

  /** The digest under which the manifest is stored. */
  synchronized Optional<String> digestOf(String tagOrDigest) {
    Tagged tagged = tags.get(tagOrDigest);
    if (tagged != null) {
      return Optional.of(tagged.digest());
    }
    return manifests.containsKey(tagOrDigest) ? Optional.of(tagOrDigest) : Optional.empty();
  }

  /** The bytes stored under {@code digest}. */
  public synchronized Optional<byte[]> blob(String digest) {
    byte[] stored = blobs.get(digest);
    if (stored != null) {
      return Optional.of(stored.clone());
    }
    return layouts.stream().flatMap(layout -> layout.blob(digest).stream()).findFirst();
  }

  /** All tags in lexical order. */
  public synchronized List<String> tags() {
    return List.copyOf(tags.keySet());
  }

  /** Manifests whose {@code subject} is {@code digest}, in the order they came. */
  public synchronized List<Content> referrers(String digest) {
    return manifests.values().stream()
        .filter(manifest -> digest.equals(subject(manifest).orElse(null)))
        .toList();
  }

  /** The digest of a manifest's {@code subject}. */
  static Optional<String> subject(Content manifest) {
    return Json.parse(manifest.bytes())
        .map(json -> json.path("subject").path("digest"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::asText);
  }

  /** Removes a manifest and every tag that names it; false if there is none. */
  public boolean deleteManifest(String digest) {
    return deleteManifest(digest, direct);
  }

  synchronized boolean deleteManifest(String digest, Change.Origin origin) {
    boolean found = manifests.remove(digest) != null;
    tags.values().removeIf(tagged -> tagged.digest().equals(digest));
    return tell(found, new Change("delete", name, null, digest, null, origin));
  }

  /** Removes a tag and leaves its manifest; false if there is none. */
  public boolean deleteTag(String tag) {
    return deleteTag(tag, direct);
  }

  synchronized boolean deleteTag(String tag, Change.Origin origin) {
    boolean found = tags.remove(tag) != null;
    return tell(found, new Change("delete", name, null, null, tag, origin));
  }

  /** Removes a pushed blob, not one of a layout; false if there is none. */
  public boolean deleteBlob(String digest) {
    return deleteBlob(digest, direct);
  }

  synchronized boolean deleteBlob(String digest, Change.Origin origin) {
    boolean found = blobs.remove(digest) != null;
    return tell(found, new Change("delete", name, null, digest, null, origin));
  }

  private boolean tell(boolean happened, Change change) {
    if (happened) {
      listener.accept(change);
    }
    return happened;
  }

  @Override
  public String toString() {
    return reference();
  }
}

package io.sealbus.verification.language.cue;

import org.jspecify.annotations.Nullable;

/**
 * Where a conjunct came from, as far as closed structs ask for that. A struct that was closed
 * allows the fields for which some conjunct belongs to its group.
 *
 * @param groups the groups it belongs to, innermost first
 * @param definition whether it came through a reference to a definition
 * @param embedded whether it stands in a struct as an embedding
 * @param struct the group of the struct around that has embeddings
 * @param embedding the group of the embedding around
 */
record Closing(
    @Nullable Group groups,
    boolean definition,
    boolean embedded,
    @Nullable Group struct,
    @Nullable Group embedding) {
  static final Closing NONE = new Closing(null, false, false, null, null);

  /** A group; a new one for each time that a struct is closed. Compared by identity. */
  static final class Group {
    private final @Nullable Group around;

    Group(@Nullable Group around) {
      this.around = around;
    }
  }

  /** Whether the conjunct belongs to {@code group}. */
  boolean in(@Nullable Group group) {
    return contains(groups, group);
  }

  /** Whether the embedding that the conjunct stands in belongs to {@code group}. */
  boolean embeddedIn(@Nullable Group group) {
    return contains(embedding, group);
  }

  private static boolean contains(@Nullable Group innermost, @Nullable Group group) {
    for (Group at = innermost; at != null; at = at.around) {
      if (at == group) {
        return true;
      }
    }
    return false;
  }

  Closing asDefinition() {
    return new Closing(groups, true, embedded, struct, embedding);
  }

  Closing asOpen() {
    return new Closing(groups, false, embedded, struct, embedding);
  }

  Closing asEmbedded() {
    return new Closing(groups, definition, true, struct, embedding);
  }

  /** For the fields of the struct that the conjunct is. */
  Closing ofFields() {
    return new Closing(groups, definition, false, struct, embedding);
  }

  Closing inGroup(Group group) {
    return new Closing(group, definition, embedded, struct, embedding);
  }

  Closing inStruct(Group group) {
    return new Closing(group, definition, embedded, group, embedding);
  }

  Closing inEmbedding(Group group) {
    return new Closing(group, definition, true, struct, group);
  }
}

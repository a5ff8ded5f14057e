package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Closing.Group;
import org.jspecify.annotations.Nullable;

/** What a closed struct asks of the fields of a vertex. Mutable while the vertex is unified. */
final class Requirement {
  enum Type {
    REFERENCE,
    STRUCT,
    EMBEDDING
  }

  private final Group group;
  private final Type type;
  private final @Nullable Group struct;
  private final @Nullable Group embedding;

  /** Not asked for, but kept to tell what is inside and outside of it. */
  boolean ignored;

  /** Asked for here, but not of the fields of fields. */
  boolean once;

  /** Whether a definition is behind it, which closes recursively. */
  boolean recursive;

  Requirement(Group group, Type type, Closing closing, boolean ignored, boolean recursive) {
    this(
        group,
        type,
        type == Type.REFERENCE ? closing.struct() : closing.groups(),
        closing.embedding());
    this.ignored = ignored;
    this.recursive = recursive;
  }

  private Requirement(Group group, Type type, @Nullable Group struct, @Nullable Group embedding) {
    this.group = group;
    this.type = type;
    this.struct = struct;
    this.embedding = embedding;
  }

  Group group() {
    return group;
  }

  Type type() {
    return type;
  }

  /** The group of the struct around. */
  @Nullable Group struct() {
    return struct;
  }

  /** The group of the embedding around. */
  @Nullable Group embedding() {
    return embedding;
  }

  /** The same, for the fields of fields or for a change of its own. */
  Requirement copy() {
    var copy = new Requirement(group, type, struct, embedding);
    copy.ignored = ignored;
    copy.once = once;
    copy.recursive = recursive;
    return copy;
  }
}

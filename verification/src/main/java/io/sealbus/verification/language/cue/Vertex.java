package io.sealbus.verification.language.cue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in the tree of values: its conjuncts and what became of them. Evaluated on demand by one
 * {@link Evaluator}; as a value it is the struct or list that it became.
 */
final class Vertex implements Value {
  enum State {
    NEW,
    /** Its conjuncts are being split into fields. */
    UNIFYING,
    /** Its fields are known. */
    UNIFIED,
    /** Its fields are being evaluated. */
    FINISHING,
    DONE
  }

  private final @Nullable Vertex parent;
  private final @Nullable Label label;
  private final List<Conjunct> conjuncts = new ArrayList<>();
  private final Map<Label, Vertex> arcs = new LinkedHashMap<>();

  State state = State.NEW;
  Presence presence = Presence.MEMBER;

  /** The vertex of which this is a disjunct; itself if none. */
  Vertex origin = this;

  /** The disjunct that it turned out to be, or, while evaluated, is tried to be. */
  @Nullable Vertex disjunct;

  /** What it is; null while unknown. The vertex itself where it is a struct or list. */
  @Nullable Value value;

  /** The scalar, as soon as one of the conjuncts gave it. */
  @Nullable Scalar scalar;

  /** Worst error of its fields. */
  @Nullable Bottom fieldError;

  /** The vertex in progress that was asked for its value while this one was evaluated. */
  @Nullable Vertex taint;

  /** What remains to be checked when its fields are evaluated. */
  @Nullable Constraints constraints;

  /** Its place among the vertices in progress, from 1; 0 if it is in none. */
  int progress;

  boolean list;
  boolean openList;
  boolean ellipsis;
  boolean closedRecursively;
  boolean closedOnce;

  /** Whether its conjuncts were used when more of them could still come. */
  boolean usedEarly;

  /** Whether its fields were counted when more of them could still come. */
  boolean frozen;

  List<PatternField> patterns = new ArrayList<>();
  List<Evidence> evidence = new ArrayList<>();
  List<Requirement> requirements = new ArrayList<>();

  /** A pattern constraint: fields whose label {@code pattern} takes get {@code conjunct}. */
  record PatternField(
      Value pattern, Conjunct conjunct, @Nullable String label, @Nullable String alias) {}

  /** What one conjunct tells about closedness. */
  record Evidence(Closing closing, boolean top, boolean struct, boolean open, boolean ellipsis) {}

  Vertex(@Nullable Vertex parent, @Nullable Label label) {
    this.parent = parent;
    this.label = label;
  }

  @Nullable Vertex parent() {
    return parent;
  }

  @Nullable Label label() {
    return label;
  }

  List<Conjunct> conjuncts() {
    return conjuncts;
  }

  Map<Label, Vertex> arcs() {
    return arcs;
  }

  /** Adds a conjunct, numbered after those before it. */
  void add(Conjunct conjunct) {
    conjuncts.add(conjunct.at(conjuncts.size() + "/"));
  }

  /** Forgets what was evaluated, not the conjuncts. */
  void reset() {
    arcs.clear();
    state = State.NEW;
    disjunct = null;
    value = null;
    scalar = null;
    fieldError = null;
    list = false;
    openList = false;
    ellipsis = false;
    closedRecursively = false;
    taint = null;
    constraints = null;
    patterns = new ArrayList<>();
    evidence = new ArrayList<>();
    requirements = new ArrayList<>();
  }

  /** The disjunct that it is, if it is one; else itself. */
  Vertex resolved() {
    Vertex at = this;
    while (at.disjunct != null) {
      at = at.disjunct;
    }
    return at;
  }

  /** Whether it is, or is a disjunct of, {@code other} or of something around it. */
  boolean within(Vertex other) {
    for (Vertex at = this; at != null; at = at.parent) {
      if (at.root() == other.root()) {
        return true;
      }
    }
    return false;
  }

  /** The vertex that it is a disjunct of, of all levels. */
  Vertex root() {
    Vertex at = this;
    while (at.origin != at) {
      at = at.origin;
    }
    return at;
  }

  /** Where it is, for messages. */
  String path() {
    if (parent == null || label == null) {
      return "";
    }
    String before = parent.path();
    return before.isEmpty() ? label.text() : before + "." + label.text();
  }

  /** The fields that are there: no constraints on absent ones, nothing hidden. */
  List<Vertex> data() {
    var data = new ArrayList<Vertex>();
    for (Vertex arc : arcs.values()) {
      if (arc.presence == Presence.MEMBER && arc.label != null && arc.label.isRegular()) {
        data.add(arc);
      }
    }
    return data;
  }

  @Override
  public int kind() {
    Vertex resolved = resolved();
    if (resolved.value == null || resolved.value == resolved) {
      return resolved.list ? Kind.LIST : Kind.STRUCT;
    }
    return resolved.value.kind();
  }
}

package io.sealbus.verification.language.cue;

import io.sealbus.verification.language.cue.Closing.Group;
import io.sealbus.verification.language.cue.Expression.Binary;
import io.sealbus.verification.language.cue.Expression.Conjunction;
import io.sealbus.verification.language.cue.Expression.Identifier;
import io.sealbus.verification.language.cue.Expression.Index;
import io.sealbus.verification.language.cue.Expression.Selector;
import io.sealbus.verification.language.cue.Requirement.Type;
import io.sealbus.verification.language.cue.Vertex.Evidence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Closed structs (CUE specification, "Closed structs" and "Embedding"). Every reference to a
 * definition, and every struct that was closed by hand, makes a group of the conjuncts that come
 * through it. A field is allowed if each such group of its struct has a conjunct in it. Embeddings
 * add to what the struct around them allows.
 */
final class Closedness {
  private final Vertex vertex;
  private final List<Requirement> own = new ArrayList<>();
  private boolean refersToDefinition;

  Closedness(Vertex vertex) {
    this.vertex = vertex;
  }

  void start() {
    Label label = vertex.label();
    Vertex parent = vertex.parent();
    vertex.closedRecursively =
        label != null && label.isDefinition() || parent != null && parent.closedRecursively;
  }

  void evidence(Closing closing, boolean top, boolean struct, boolean open, boolean ellipsis) {
    vertex.evidence.add(new Evidence(closing, top, struct, open, ellipsis));
  }

  /** The struct of a field that has embeddings: what they close, closes all of it. */
  Closing split(Closing closing) {
    if (closing.struct() != null || closing.embedded()) {
      return closing;
    }
    var group = new Group(closing.groups());
    var requirement = new Requirement(group, Type.STRUCT, closing, true, closing.definition());
    own.add(requirement);
    return closing.inStruct(group);
  }

  /** What stands in a struct as an embedding. */
  Closing embed(Closing closing, Expression embedded) {
    if (embedded instanceof Binary) {
      return closing.asEmbedded();
    }
    var group = new Group(closing.groups());
    Closing inside = closing.inEmbedding(group);
    own.add(
        new Requirement(
            group,
            Type.EMBEDDING,
            new Closing(closing.groups(), true, true, closing.struct(), group),
            true,
            closing.definition()));
    return inside;
  }

  /** What comes through a reference. */
  Closing refer(Conjunct conjunct, Vertex referred) {
    referred.closedRecursively = closed(referred);
    Closing closing = conjunct.closing();
    if (!referred.closedRecursively && !referred.closedOnce && closing.embedding() != null) {
      closing = closing.asOpen();
    }
    Label label = referred.label();
    boolean definition = definition(conjunct.expression()) || label != null && label.isDefinition();
    if (definition) {
      refersToDefinition = true;
      closing = closing.asDefinition();
    }
    boolean ignored = !definition && !referred.closedOnce;
    return group(closing, referred, ignored);
  }

  private Closing group(Closing closing, Vertex referred, boolean forceIgnored) {
    if (closing.definition() && closing.embedded() && !forceIgnored) {
      activate(closing, referred);
    }
    boolean ignored;
    if (forceIgnored) {
      ignored = true;
    } else if (closing.embedding() != null || closing.struct() == null) {
      ignored = !(closing.definition() || referred.closedOnce || referred.closedRecursively);
    } else {
      ignored = closing.embedded();
    }
    var group = new Group(closing.groups());
    var requirement =
        new Requirement(group, Type.REFERENCE, closing, ignored, referred.closedRecursively);
    requirement.once = referred.closedOnce || !ignored && !referred.closedRecursively;
    own.add(requirement);
    return closing.inGroup(group);
  }

  /** Closes the structs around an embedded definition. */
  private void activate(Closing closing, Vertex referred) {
    Group struct = closing.struct();
    for (int i = own.size() - 1; i >= 0 && struct != null; i--) {
      Requirement requirement = own.get(i);
      if (requirement.group() == struct) {
        requirement.ignored = false;
        requirement.recursive |= referred.closedRecursively;
        struct = requirement.struct();
      }
    }
  }

  /** Whether a definition closes {@code vertex}, as far as can be told without unifying it. */
  private static boolean closed(Vertex vertex) {
    for (Vertex at = vertex; at != null; at = at.parent()) {
      Label label = at.label();
      if (at.closedRecursively
          || label != null && label.isDefinition()
          || at.conjuncts().stream()
              .anyMatch(c -> c.closing().definition() || joins(c.expression()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean joins(Expression expression) {
    return expression instanceof Conjunction conjunction
        ? conjunction.operands().stream().anyMatch(Closedness::joins)
        : definition(expression);
  }

  private static boolean definition(Expression expression) {
    return switch (expression) {
      case Identifier identifier -> Label.identifier(identifier.name()).isDefinition();
      case Selector selector -> selector.label().isDefinition() || definition(selector.operand());
      case Index index -> definition(index.operand());
      default -> false;
    };
  }

  /** Takes over what the vertex around asks for. */
  void conclude() {
    var all = new ArrayList<Requirement>();
    Vertex parent = vertex.parent();
    if (parent != null) {
      for (Requirement inherited : parent.requirements) {
        Requirement copy = inherited.copy();
        copy.ignored |= copy.once;
        all.add(copy);
      }
    }
    int last = all.size() - 1;
    for (Requirement requirement : own) {
      if (requirement.ignored && requirement.type() == Type.REFERENCE) {
        continue;
      }
      if (requirement.type() == Type.STRUCT) {
        requirement.once = !requirement.ignored && !requirement.recursive;
      }
      all.add(requirement);
      if (!requirement.ignored) {
        activateInherited(all, last, requirement);
      }
    }
    all.removeIf(this::lifted);
    vertex.requirements = all;
    boolean top = vertex.evidence.stream().anyMatch(Evidence::top);
    boolean struct = vertex.evidence.stream().anyMatch(Evidence::struct);
    boolean open = vertex.evidence.stream().anyMatch(Evidence::open);
    if (refersToDefinition && !open && (!top || struct)) {
      vertex.closedRecursively = true;
    }
  }

  private static void activateInherited(List<Requirement> all, int last, Requirement requirement) {
    Group struct = requirement.struct();
    for (int i = last; i >= 0 && struct != null; i--) {
      Requirement around = all.get(i);
      if (around.group() == struct) {
        around.once =
            around.ignored ? !requirement.recursive : around.once && !requirement.recursive;
        around.ignored = false;
        struct = around.struct();
      }
    }
  }

  /** Whether top, an ellipsis or a validator of its own makes the requirement void here. */
  private boolean lifted(Requirement requirement) {
    boolean any = false;
    boolean top = false;
    boolean struct = false;
    boolean open = false;
    for (Evidence evidence : vertex.evidence) {
      if (evidence.closing().in(requirement.group())) {
        any = true;
        top |= evidence.top();
        struct |= evidence.struct();
        open |= evidence.open();
      }
    }
    Label label = vertex.label();
    boolean hidden = label != null && !label.isRegular();
    Vertex parent = vertex.parent();
    return top && !struct
        || open
        || hidden && !any
        || parent != null && opened(parent, requirement, any);
  }

  /**
   * Whether the field is there because of an ellipsis around it: nothing of the closed struct is in
   * it, or, for a struct with embeddings, nothing of the embedding that has the ellipsis.
   */
  private boolean opened(Vertex parent, Requirement requirement, boolean any) {
    for (Evidence evidence : parent.evidence) {
      if (evidence.ellipsis() && evidence.closing().in(requirement.group())) {
        Group ellipsis = evidence.closing().groups();
        return !any
            || requirement.type() == Type.STRUCT
                && vertex.evidence.stream().noneMatch(e -> e.closing().in(ellipsis));
      }
    }
    return false;
  }

  private static boolean hasEllipsis(Vertex vertex, Requirement requirement) {
    return vertex.evidence.stream()
        .anyMatch(e -> e.ellipsis() && e.closing().in(requirement.group()));
  }

  /** Whether a closed struct forbids the field {@code arc} of {@code vertex}. */
  static boolean forbids(Vertex vertex, Vertex arc) {
    Label label = arc.label();
    if (label == null || label.type() != Label.Type.REGULAR) {
      return false;
    }
    for (Requirement requirement : vertex.requirements) {
      if (!requirement.ignored
          && !hasEllipsis(vertex, requirement)
          && !supported(vertex, requirement, arc)) {
        return true;
      }
    }
    return false;
  }

  private static boolean supported(Vertex vertex, Requirement requirement, Vertex arc) {
    for (Conjunct conjunct : arc.conjuncts()) {
      if (conjunct.closing().in(requirement.group())) {
        return true;
      }
    }
    Requirement embedding = find(vertex, requirement.embedding());
    if (embedding == null) {
      return false;
    }
    Requirement struct = find(vertex, requirement.struct());
    for (Conjunct conjunct : arc.conjuncts()) {
      if (!conjunct.closing().embeddedIn(embedding.group())
          && (struct == null
              || hasEllipsis(vertex, struct)
              || conjunct.closing().in(struct.group()))) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable Requirement find(Vertex vertex, @Nullable Group group) {
    for (Requirement requirement : vertex.requirements) {
      if (group != null && requirement.group() == group) {
        return requirement;
      }
    }
    return null;
  }
}

package io.sealbus.verification.language.rego;

import io.sealbus.verification.language.rego.Module.Import;
import io.sealbus.verification.language.rego.Term.Ref;
import io.sealbus.verification.language.rego.Term.Scalar;
import io.sealbus.verification.language.rego.Term.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads a module in version 0 of the language, with what its imports add. */
final class Parser {
  private static final Set<String> ROOTS = Set.of("data", "input", "future", "rego");

  private final Cursor cursor;
  private final BodyParser bodies;
  private final RuleParser rules;
  private final List<Import> imports = new ArrayList<>();
  private boolean strict;

  private Parser(List<Token> tokens) {
    cursor = new Cursor(tokens);
    bodies = new BodyParser(cursor);
    rules = new RuleParser(cursor, bodies);
  }

  static Module parse(String text) throws RegoException {
    return new Parser(Lexer.tokens(text)).module();
  }

  private Module module() throws RegoException {
    if (cursor.atEnd()) {
      throw RegoException.parse(1, "empty module");
    }
    if (!cursor.acceptKeyword("package")) {
      throw RegoException.parse(cursor.line(), "package expected");
    }
    Ref path = packagePath();
    while (!cursor.atEnd()) {
      if (cursor.atKeyword("package")) {
        throw RegoException.parse(cursor.line(), "unexpected package");
      }
      if (cursor.acceptKeyword("import")) {
        readImport();
      } else {
        rules.statement();
      }
    }
    if (strict) {
      for (RuleStyle style : rules.styles()) {
        style.check();
      }
    }
    return new Module(path, imports, rules.rules(), strict);
  }

  private Ref packagePath() throws RegoException {
    Ref path = path(name());
    var parts = new ArrayList<Term>();
    parts.add(Term.string(((Var) path.head()).name()));
    parts.addAll(path.path());
    return new Ref(new Var("data"), parts);
  }

  private Term name() throws RegoException {
    if (cursor.peek().kind() != Token.Kind.NAME) {
      throw cursor.unexpected("expected path");
    }
    return bodies.terms().term();
  }

  /** A reference from a variable through strings. */
  private Ref path(Term term) throws RegoException {
    Ref path = term instanceof Ref ref ? ref : new Ref(term, List.of());
    if (path.dotted() == null) {
      throw RegoException.parse(cursor.line(), "unexpected token: expecting string");
    }
    return path;
  }

  private void readImport() throws RegoException {
    int line = cursor.line();
    Ref path = path(name());
    String root = ((Var) path.head()).name();
    if (!ROOTS.contains(root)) {
      throw RegoException.parse(line, "unexpected import path, must begin with data or input");
    }
    boolean language = root.equals("future") || root.equals("rego");
    String name = last(path);
    if (cursor.acceptKeyword("as")) {
      if (language || !cursor.atVariable()) {
        throw cursor.unexpected("expected var");
      }
      name = cursor.next().text();
    } else if (!root.equals("future") && Cursor.isAlwaysKeyword(name)) {
      throw RegoException.parse(line, "unexpected import path, must not end with a keyword");
    }
    if (language) {
      learn(path, line);
    } else {
      imports.add(new Import(path, name, line));
    }
  }

  private void learn(Ref path, int line) throws RegoException {
    String dotted = path.dotted();
    String keyword = last(path);
    if ("rego.v1".equals(dotted)) {
      strict = true;
      Cursor.IMPORTED.forEach(cursor::know);
    } else if ("future.keywords".equals(dotted)) {
      Cursor.IMPORTED.forEach(cursor::know);
    } else if (path.path().size() == 2
        && ("future.keywords." + keyword).equals(dotted)
        && Cursor.IMPORTED.contains(keyword)) {
      cursor.know(keyword);
    } else {
      throw RegoException.parse(line, "invalid import, must be `future.keywords` or `rego.v1`");
    }
  }

  private static String last(Ref path) {
    Term last = path.path().isEmpty() ? path.head() : path.path().getLast();
    return switch (last) {
      case Var(String name) -> name;
      case Scalar(RegoValue.RegoString(String text)) -> text;
      default -> "";
    };
  }
}

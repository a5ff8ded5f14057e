package io.sealbus.verification.resource;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads a text of one or several YAML or JSON documents.
 *
 * <p>Plain YAML scalars mean what they mean to the Kubernetes API server, whose YAML is 1.1 ({@code
 * yes}, {@code on}, {@code 0755}), not what they mean to YAML 1.2: a policy that a cluster refuses
 * because {@code on} is no text must not pass here. What could be read in two ways, or costs more
 * than it shows, is refused: aliases, merge keys, tags, duplicate names, names that are not text.
 */
public final class Documents {
  private Documents() {}

  /**
   * The documents in the order of the text; empty ones are left out. Either all of them can be read
   * or none is used.
   */
  public static Reading<List<Node>> read(byte[] text, Limits limits) {
    try {
      return new Reading.Read<>(documents(decode(text, limits), limits));
    } catch (Unreadable e) {
      return new Reading.Refused<>(List.of(e.finding()));
    }
  }

  private static String decode(byte[] text, Limits limits) throws Unreadable {
    if (text.length > limits.bytes()) {
      throw new Unreadable(
          0, FindingCode.TOO_LARGE, text.length + " bytes, at most " + limits.bytes());
    }
    try {
      String decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
      return decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
    } catch (CharacterCodingException e) {
      throw new Unreadable(0, FindingCode.NOT_UTF8, "not UTF-8");
    }
  }

  private static List<Node> documents(String text, Limits limits) throws Unreadable {
    if (!text.stripLeading().startsWith("{")) {
      return YamlDocuments.read(text, limits);
    }
    try {
      return JsonDocuments.read(text, limits);
    } catch (Unreadable e) {
      if (e.finding().code() != FindingCode.SYNTAX) {
        throw e;
      }
      // An object of YAML's flow style looks like JSON at its start.
      return YamlDocuments.read(text, limits);
    }
  }
}

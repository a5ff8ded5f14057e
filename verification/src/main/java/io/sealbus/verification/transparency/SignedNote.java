package io.sealbus.verification.transparency;

import io.sealbus.verification.crypto.Base64Text;
import io.sealbus.verification.crypto.MalformedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text with signatures below it.
 *
 * @param text what is signed, with the end of its last line
 * @see <a href="https://c2sp.org/signed-note">C2SP, signed-note</a>
 */
record SignedNote(String text, List<Line> signatures) {
  /** Largest note that is read, in characters. */
  private static final int MAX_LENGTH = 64 << 10;

  private static final int MAX_SIGNATURES = 100;
  private static final int HINT_BYTES = 4;
  private static final String DASH = "\u2014 ";

  SignedNote {
    signatures = List.copyOf(signatures);
  }

  /**
   * One signature.
   *
   * @param name of the key, by whoever wrote the line
   * @param hint first bytes of a hash of the key
   */
  record Line(String name, byte[] hint, byte[] signature) {
    boolean hasHint(byte[] hash) {
      return Arrays.equals(hint, 0, HINT_BYTES, hash, 0, HINT_BYTES);
    }
  }

  static SignedNote parse(String note) throws MalformedException {
    int split = note.lastIndexOf("\n\n");
    if (note.length() > MAX_LENGTH || split < 0 || !note.endsWith("\n") || hasControls(note)) {
      throw new MalformedException("malformed note");
    }
    var signatures = new ArrayList<Line>();
    for (String line : note.substring(split + 2).split("\n", -1)) {
      if (!line.isEmpty()) {
        signatures.add(line(line));
      }
    }
    if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
      throw new MalformedException("a note with no signature, or too many");
    }
    return new SignedNote(note.substring(0, split + 1), signatures);
  }

  private static boolean hasControls(String note) {
    return note.chars().anyMatch(c -> c < 0x20 && c != '\n' || c == '\uFFFD');
  }

  private static Line line(String line) throws MalformedException {
    int space = line.indexOf(' ', DASH.length());
    if (!line.startsWith(DASH) || space < 0) {
      throw new MalformedException("malformed signature line of a note");
    }
    String name = line.substring(DASH.length(), space);
    byte[] signature = Base64Text.decode(line.substring(space + 1));
    if (name.isEmpty() || name.indexOf('+') >= 0 || signature.length <= HINT_BYTES) {
      throw new MalformedException("malformed signature line of a note");
    }
    return new Line(
        name,
        Arrays.copyOf(signature, HINT_BYTES),
        Arrays.copyOfRange(signature, HINT_BYTES, signature.length));
  }
}

package io.sealbus.verification.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The grammar as the reference writes it, in regular expressions. */
class ReferenceGrammarTest {
  private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
  private static final Pattern DOMAIN =
      Pattern.compile(LABEL + "(?:\\." + LABEL + ")*(?::[0-9]+)?");
  private static final String COMPONENT = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
  private static final Pattern PATH = Pattern.compile(COMPONENT + "(?:/" + COMPONENT + ")*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern IDENTIFIER = Pattern.compile("[a-f0-9]{64}");
  private static final Pattern DIGEST =
      Pattern.compile("sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128}");

  @Test
  void readsWhatTheExpressionsMatch() {
    var random = new Random(1);
    for (int i = 0; i < 300_000; i++) {
      String text = text(random, "aZ09.-_:/\n\u0130", random.nextInt(9));
      assertAllAgree(text);
    }
  }

  @Test
  void keepsTheLengths() {
    var random = new Random(2);
    for (int length : new int[] {63, 64, 65, 96, 127, 128, 129}) {
      for (int i = 0; i < 200; i++) {
        String hex = text(random, i % 4 == 0 ? "0123456789abcdefG" : "0123456789abcdef", length);
        assertAllAgree(hex);
        for (String algorithm : new String[] {"sha256:", "sha384:", "sha512:", "sha224:"}) {
          assertAllAgree(algorithm + hex);
        }
      }
    }
  }

  private static void assertAllAgree(String text) {
    assertThat(ReferenceGrammar.isDomain(text)).as(text).isEqualTo(matches(DOMAIN, text));
    assertThat(ReferenceGrammar.isPath(text)).as(text).isEqualTo(matches(PATH, text));
    assertThat(ReferenceGrammar.isTag(text)).as(text).isEqualTo(matches(TAG, text));
    assertThat(ReferenceGrammar.isIdentifier(text)).as(text).isEqualTo(matches(IDENTIFIER, text));
    assertThat(Digest.parse(text).isPresent()).as(text).isEqualTo(matches(DIGEST, text));
  }

  private static boolean matches(Pattern pattern, String text) {
    return pattern.matcher(text).matches();
  }

  private static String text(Random random, String alphabet, int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}

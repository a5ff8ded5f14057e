package io.sealbus.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LawDigestTest {
  private static final byte[] LAW = {1, 2, 3};

  private static List<Byte> name(byte[] law, String java, String... classPath) {
    return Stream.of(LawDigest.of(law, String.join(File.pathSeparator, classPath), java))
        .flatMap(digest -> Stream.of(digest[0], digest[1], digest[2], digest[3]))
        .toList();
  }

  @Test
  void differsByTheLawAndItsLibrariesAndJavaButNotByWhereTheyLie() {
    List<Byte> name = name(LAW, "25", "/a/re2j-1.jar", "/a/cel-1.jar");
    assertThat(name(LAW, "25", "/b/re2j-1.jar", "/b/cel-1.jar")).isEqualTo(name);
    assertThat(name(new byte[] {1, 2, 4}, "25", "/a/re2j-1.jar", "/a/cel-1.jar"))
        .isNotEqualTo(name);
    assertThat(name(LAW, "26", "/a/re2j-1.jar", "/a/cel-1.jar")).isNotEqualTo(name);
    assertThat(name(LAW, "25", "/a/re2j-2.jar", "/a/cel-1.jar")).isNotEqualTo(name);
    assertThat(name(LAW, "25", "/a/re2j-1.jar")).isNotEqualTo(name);
  }

  @Test
  void isNobodyElsesWhereTheLawIsInNoJar() {
    assertThat(LawDigest.compute()).hasSize(32);
  }
}

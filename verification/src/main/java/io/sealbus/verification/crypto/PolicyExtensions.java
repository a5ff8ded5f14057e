package io.sealbus.verification.crypto;

import io.sealbus.verification.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate says about certificate policies, which are known by the content of their
 * OBJECT IDENTIFIER: arcs may be of any length.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.4">RFC 5280, sections 4.2.1.4,
 *     4.2.1.5, 4.2.1.11 and 4.2.1.14</a>
 */
final class PolicyExtensions {
  static final Bytes ANY_POLICY = Bytes.copyOf(new byte[] {0x55, 0x1d, 0x20, 0x00});

  private static final int MAX_BITS = 63;

  private final Set<Bytes> policies = new LinkedHashSet<>();
  private final List<Mapping> mappings = new ArrayList<>();
  private @Nullable Long requireExplicit;
  private @Nullable Long inhibitMapping;
  private @Nullable Long inhibitAny;

  /** A policy of the issuer that passes for one of the subject. */
  record Mapping(Bytes issuer, Bytes subject) {}

  void readPolicies(byte[] value) throws MalformedException {
    Der list = Der.of(value).read(Der.SEQUENCE);
    while (!list.isEmpty()) {
      byte[] oid = list.read(Der.SEQUENCE).read(Der.OID).remaining();
      Oid.check(oid);
      if (!policies.add(Bytes.copyOf(oid))) {
        throw new MalformedException("a certificate policy occurs twice");
      }
    }
  }

  void readMappings(byte[] value) throws MalformedException {
    Der list = Der.of(value).read(Der.SEQUENCE);
    while (!list.isEmpty()) {
      Der mapping = list.read(Der.SEQUENCE);
      mappings.add(
          new Mapping(
              Bytes.copyOf(mapping.read(Der.OID).remaining()),
              Bytes.copyOf(mapping.read(Der.OID).remaining())));
    }
  }

  void readConstraints(byte[] value) throws MalformedException {
    Der content = Der.of(value).read(Der.SEQUENCE);
    Der explicit = content.readOptional(Der.context(0));
    if (explicit != null) {
      requireExplicit = count(explicit.integerContent());
    }
    Der mapping = content.readOptional(Der.context(1));
    if (mapping != null) {
      inhibitMapping = count(mapping.integerContent());
    }
  }

  void readInhibitAny(byte[] value) throws MalformedException {
    inhibitAny = count(Der.of(value).readInteger());
  }

  /** A number of certificates; a negative one is as good as none. */
  private static @Nullable Long count(BigInteger number) throws MalformedException {
    if (number.bitLength() > MAX_BITS) {
      throw new MalformedException("a number of certificates is out of range");
    }
    return number.signum() < 0 ? null : Long.valueOf(number.longValue());
  }

  Set<Bytes> policies() {
    return Set.copyOf(policies);
  }

  List<Mapping> mappings() {
    return List.copyOf(mappings);
  }

  /** {@code current}, or the number of certificates after which a policy is needed if lower. */
  long requireExplicit(long current) {
    return lower(current, requireExplicit);
  }

  /** {@code current}, or the number of certificates after which nothing is mapped if lower. */
  long inhibitMapping(long current) {
    return lower(current, inhibitMapping);
  }

  /** {@code current}, or the number of certificates after which "any" means nothing if lower. */
  long inhibitAny(long current) {
    return lower(current, inhibitAny);
  }

  private static long lower(long current, @Nullable Long own) {
    return own == null ? current : Math.min(current, own);
  }

  /** Whether this certificate itself needs a policy. */
  boolean requiresExplicitNow() {
    return requireExplicit != null && requireExplicit == 0;
  }
}

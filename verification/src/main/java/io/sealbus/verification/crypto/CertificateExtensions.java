package io.sealbus.verification.crypto;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The extensions of a certificate that decide about a path. A malformed one that is known spoils
 * the certificate, critical or not.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.2">RFC 5280, section 4.2</a>
 */
final class CertificateExtensions {
  static final String SUBJECT_ALT_NAME = "2.5.29.17";
  static final String ANY_USAGE = "2.5.29.37.0";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final int KEY_CERT_SIGN = 5;
  private static final int KEY_USAGE_BITS = 9;
  private static final int MAX_LENGTH_BITS = 63;

  /** A uniformResourceIdentifier among general names. */
  private static final int URI = Der.context(6);

  private final Map<String, byte[]> values = new HashMap<>();
  private final Set<String> unhandledCritical = new HashSet<>();

  private boolean hasCriticalUsages;

  private boolean hasKeyUsage;
  private boolean mayCertSign = true;
  private boolean hasBasicConstraints;
  private boolean isAuthority;
  private @Nullable BigInteger pathLength;
  private final PolicyExtensions policyExtensions = new PolicyExtensions();
  private Set<String> usages = Set.of();
  private GeneralNames names = GeneralNames.NONE;
  private @Nullable NameConstraints constraints;

  /** From the content of the Extensions SEQUENCE, or none at all. */
  static CertificateExtensions parse(@Nullable Der list) throws MalformedException {
    var extensions = new CertificateExtensions();
    var critical = new HashMap<String, Boolean>();
    while (list != null && !list.isEmpty()) {
      Der extension = list.read(Der.SEQUENCE);
      String oid = extension.readOid();
      boolean isCritical = extension.peekTag() == Der.BOOLEAN && extension.readBoolean();
      if (extensions.values.put(oid, extension.read(Der.OCTET_STRING).remaining()) != null) {
        throw new MalformedException("extension " + oid + " occurs twice");
      }
      critical.put(oid, isCritical);
    }
    extensions.hasCriticalUsages = critical.getOrDefault(EXTENDED_KEY_USAGE, false);
    for (Map.Entry<String, byte[]> entry : extensions.values.entrySet()) {
      boolean isCritical = critical.getOrDefault(entry.getKey(), false);
      boolean handled = extensions.process(entry.getKey(), isCritical, entry.getValue());
      if (isCritical && !handled) {
        extensions.unhandledCritical.add(entry.getKey());
      }
    }
    return extensions;
  }

  /** Whether the extension is understood in full. */
  private boolean process(String oid, boolean critical, byte[] value) throws MalformedException {
    switch (oid) {
      case "2.5.29.14" -> {
        requireNotCritical(oid, critical);
        Der.of(value).read(Der.OCTET_STRING);
      }
      case "2.5.29.35" -> {
        requireNotCritical(oid, critical);
        Der.of(value).read(Der.SEQUENCE).readOptional(Der.context(0));
      }
      case "1.3.6.1.5.5.7.1.1" -> {
        requireNotCritical(oid, critical);
        checkAccessDescriptions(value);
      }
      case "2.5.29.31" -> checkDistributionPoints(value);
      case "2.5.29.32" -> policyExtensions.readPolicies(value);
      case "2.5.29.33" -> policyExtensions.readMappings(value);
      case "2.5.29.54" -> policyExtensions.readInhibitAny(value);
      case "2.5.29.15" -> readKeyUsage(value);
      case "2.5.29.19" -> readBasicConstraints(value);
      case "2.5.29.36" -> policyExtensions.readConstraints(value);
      case EXTENDED_KEY_USAGE -> readUsages(value);
      case SUBJECT_ALT_NAME -> {
        names = GeneralNames.parse(value);
        return !names.isEmpty();
      }
      case "2.5.29.30" -> {
        NameConstraints parsed = NameConstraints.parse(value);
        constraints = parsed;
        return !parsed.hasUnknown();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void requireNotCritical(String oid, boolean critical) throws MalformedException {
    if (critical) {
      throw new MalformedException("extension " + oid + " incorrectly marked critical");
    }
  }

  private void readKeyUsage(byte[] value) throws MalformedException {
    Der.BitString bits = Der.of(value).readBitString();
    for (int i = 0; i < KEY_USAGE_BITS; i++) {
      hasKeyUsage |= bits.at(i);
    }
    mayCertSign = !hasKeyUsage || bits.at(KEY_CERT_SIGN);
  }

  private void readBasicConstraints(byte[] value) throws MalformedException {
    Der content = Der.of(value).read(Der.SEQUENCE);
    hasBasicConstraints = true;
    isAuthority = content.peekTag() == Der.BOOLEAN && content.readBoolean();
    if (content.peekTag() == Der.INTEGER) {
      pathLength = content.readInteger();
      if (pathLength.signum() < 0 || pathLength.bitLength() > MAX_LENGTH_BITS) {
        throw new MalformedException("path length is out of range");
      }
    }
  }

  /** RFC 5280, section 4.2.2.1. Nothing is done with it. */
  private static void checkAccessDescriptions(byte[] value) throws MalformedException {
    Der list = Der.of(value).read(Der.SEQUENCE);
    while (!list.isEmpty()) {
      Der description = list.read(Der.SEQUENCE);
      description.readOid();
      description.readOptional(URI);
    }
  }

  /** RFC 5280, section 4.2.1.13. Nothing is done with it. */
  private static void checkDistributionPoints(byte[] value) throws MalformedException {
    Der list = Der.of(value).read(Der.SEQUENCE);
    while (!list.isEmpty()) {
      Der name = list.read(Der.SEQUENCE).readOptional(Der.constructedContext(0));
      if (name != null) {
        Der full = name.read(Der.constructedContext(0));
        while (full.peekTag() == URI) {
          full.readAny();
        }
      }
    }
  }

  private void readUsages(byte[] value) throws MalformedException {
    Der content = Der.of(value).read(Der.SEQUENCE);
    var read = new HashSet<String>();
    while (!content.isEmpty()) {
      read.add(content.readOid());
    }
    usages = Set.copyOf(read);
  }

  /** The extension's value, or null where there is none. */
  byte @Nullable [] value(String oid) {
    byte[] value = values.get(oid);
    return value == null ? null : value.clone();
  }

  /** Critical extensions that are not understood. */
  Set<String> unhandledCritical() {
    return Set.copyOf(unhandledCritical);
  }

  /** Whether the key usage, if any, includes signing certificates. */
  boolean mayCertSign() {
    return mayCertSign;
  }

  boolean hasBasicConstraints() {
    return hasBasicConstraints;
  }

  /** Whether basic constraints name a certificate authority. */
  boolean isAuthority() {
    return isAuthority;
  }

  /** Whether so many intermediates may follow below this certificate. */
  boolean allowsIntermediates(int count) {
    return pathLength == null || pathLength.compareTo(BigInteger.valueOf(count)) >= 0;
  }

  PolicyExtensions policyExtensions() {
    return policyExtensions;
  }

  /** Whether extended key usages, if any, include {@code usage} or any usage. */
  boolean allowsUsage(String usage) {
    return usages.isEmpty() || usages.contains(usage) || usages.contains(ANY_USAGE);
  }

  /** Extended key usages; empty where there is no such extension. */
  Set<String> usages() {
    return usages;
  }

  /** Whether the extended key usages are there and critical. */
  boolean hasCriticalUsages() {
    return hasCriticalUsages;
  }

  GeneralNames names() {
    return names;
  }

  @Nullable NameConstraints constraints() {
    return constraints;
  }
}

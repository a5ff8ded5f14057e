package io.sealbus.verification.sigstore;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names of keys in key management services that the policy-controller accepts.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id">AWS
 *     KMS, key identifiers</a>
 */
final class KmsName {
  private static final String AWS = "awskms://";
  private static final List<String> PROVIDERS =
      List.of(AWS, "azurekms://", "hashivault://", "gcpkms://");
  private static final String AWS_FORM =
      "kms key should be in the format awskms://[ENDPOINT]/[ID/ALIAS/ARN] (endpoint optional)";
  private static final String AWS_PARTS =
      "malformed AWS KMS format 'awskms://$ENDPOINT/$KEYID', should be conformant with KMS standard"
          + " documented here:"
          + " https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id";

  private static final String KEY_ID =
      "m?r?k?-?[A-Fa-f0-9]{8}(?:-?[A-Fa-f0-9]{4}){3}-?[A-Fa-f0-9]{12}";
  private static final String ARN = "arn:(?:aws|aws-us-gov|aws-cn):kms:[a-z0-9-]+:[0-9]{12}:";
  private static final List<Pattern> AWS_FORMS =
      Stream.of(KEY_ID, ARN + "key/" + KEY_ID, "alias/[^\n]*", ARN + "alias/[^\n]*")
          .map(form -> Pattern.compile("awskms://[^/]*/" + form))
          .toList();

  private KmsName() {}

  /** What is wrong with {@code name}, in the reference's words; null for nothing. */
  static @Nullable String fault(String name) {
    if (PROVIDERS.stream().noneMatch(name::startsWith)) {
      return "malformed KMS format, should be prefixed by any of the supported providers: ["
          + String.join(" ", PROVIDERS)
          + "]";
    }
    return name.startsWith(AWS) ? awsFault(name) : null;
  }

  private static @Nullable String awsFault(String name) {
    String[] parts = name.split("/", -1);
    if (parts.length < 4) {
      return AWS_PARTS;
    }
    String endpoint = parts[2];
    boolean formed = AWS_FORMS.stream().anyMatch(form -> form.matcher(name).matches());
    if (!formed || endpoint.startsWith("arn") || endpoint.startsWith("alias")) {
      return AWS_FORM;
    }
    String endpointFault = endpoint.isEmpty() ? null : endpointFault(endpoint);
    if (endpointFault != null) {
      return "malformed endpoint: address " + endpoint + ": " + endpointFault;
    }
    // What passed the forms above and starts like an ARN is one, of a key or an alias.
    return parts[3].startsWith("arn:")
        ? null
        : "failed to parse either key or alias arn: arn: invalid prefix";
  }

  /** What {@code net.SplitHostPort} says of it. */
  private static @Nullable String endpointFault(String endpoint) {
    int colon = endpoint.lastIndexOf(':');
    if (colon < 0) {
      return "missing port in address";
    }
    int hostFrom = 0;
    int portFrom = 0;
    if (endpoint.startsWith("[")) {
      int close = endpoint.indexOf(']');
      if (close < 0) {
        return "missing ']' in address";
      }
      if (close + 1 != colon) {
        boolean colonFollows = close + 1 < endpoint.length() && endpoint.charAt(close + 1) == ':';
        return colonFollows ? "too many colons in address" : "missing port in address";
      }
      hostFrom = 1;
      portFrom = close + 1;
    } else if (endpoint.indexOf(':') < colon) {
      return "too many colons in address";
    }
    if (endpoint.indexOf('[', hostFrom) >= 0) {
      return "unexpected '[' in address";
    }
    return endpoint.indexOf(']', portFrom) >= 0 ? "unexpected ']' in address" : null;
  }
}

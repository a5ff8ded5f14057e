package io.sealbus.verification.openshift;

import io.sealbus.verification.golang.GoText;
import io.sealbus.verification.resource.Finding;
import io.sealbus.verification.resource.FindingCode;
import io.sealbus.verification.resource.KubernetesName;
import io.sealbus.verification.resource.Resource;
import java.util.List;

/** What the API server checks outside of {@code spec}: the version, the name, the namespace. */
final class Names {
  private static final String SUBDOMAIN =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex"
          + " used for validation is"
          + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
  private static final String LABEL =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
          + " must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc',"
          + " regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

  private Names() {}

  static void check(Resource resource, Manifest manifest, List<Finding> findings) {
    String apiVersion = ImagePolicy.GROUP + "/" + manifest.version();
    if (!resource.apiVersion().equals(apiVersion)) {
      findings.add(
          invalid(
              "apiVersion",
              FindingCode.KIND_NOT_SUPPORTED,
              resource.apiVersion(),
              "must be " + apiVersion));
      return;
    }
    name(resource.name(), findings);
    namespace(resource, findings);
  }

  /** The name of a resource that may have no namespace. */
  static void checkClusterScoped(Resource resource, List<Finding> findings) {
    name(resource.name(), findings);
    if (resource.namespace() != null) {
      findings.add(forbiddenNamespace());
    }
  }

  private static Finding forbiddenNamespace() {
    return new Finding(
        "metadata.namespace", FindingCode.INVALID_NAME, "Forbidden: not allowed on this type");
  }

  private static void name(String name, List<Finding> findings) {
    String path = "metadata.name";
    if (name.isEmpty()) {
      // The API server could make one up from generateName; here a policy without a name is none.
      findings.add(new Finding(path, FindingCode.INVALID_NAME, "Required value: name is required"));
      return;
    }
    if (name.length() > 253) {
      String rest = "must be no more than 253 bytes";
      findings.add(invalid(path, FindingCode.INVALID_NAME, name, rest));
    }
    if (!KubernetesName.hasSubdomainForm(name)) {
      findings.add(invalid(path, FindingCode.INVALID_NAME, name, SUBDOMAIN));
    }
  }

  private static void namespace(Resource resource, List<Finding> findings) {
    String path = "metadata.namespace";
    String namespace = resource.namespace();
    boolean namespaced = resource.kind().equals(ImagePolicy.NAMESPACED_KIND);
    if (!namespaced && namespace != null) {
      findings.add(forbiddenNamespace());
    } else if (namespaced && namespace == null) {
      findings.add(new Finding(path, FindingCode.INVALID_NAME, "Required value"));
    } else if (namespace != null && !KubernetesName.isLabel(namespace)) {
      findings.add(invalid(path, FindingCode.INVALID_NAME, namespace, LABEL));
    }
  }

  private static Finding invalid(String path, FindingCode code, String value, String message) {
    return new Finding(path, code, "Invalid value: " + GoText.quote(value) + ": " + message);
  }
}

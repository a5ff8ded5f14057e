package io.sealbus.verification.resource;

/** What a {@link Finding} is about. A code is permanent: never renamed, never reused. */
public enum FindingCode {
  // The text
  TOO_LARGE("There are more bytes than are read."),
  NOT_UTF8("The bytes are not UTF-8."),
  SYNTAX("The text is neither YAML nor JSON."),
  TOO_DEEP("The document nests deeper than is read."),
  TOO_MANY_DOCUMENTS("There are more documents than are read."),
  ALIAS("YAML aliases and merge keys are not read; write the value out."),
  TAG("YAML tags are not read."),
  DUPLICATE_KEY("A member is given twice; only one of them could be meant."),
  KEY_NOT_TEXT("A member's name is not text; quote it."),
  NUMBER_NOT_FINITE("Infinity and NaN do not exist in JSON."),

  // The resource
  NOT_A_RESOURCE("The document is not a Kubernetes resource."),
  KIND_NOT_SUPPORTED("Sealbus does not know this kind in this version."),
  INVALID_NAME("The name or namespace is not one that Kubernetes accepts."),
  UNKNOWN_FIELD("The resource has a field that its kind does not have."),

  // The schema
  REQUIRED("A required field is missing."),
  WRONG_TYPE("The value has the wrong type or format."),
  TOO_LONG("The text is too long."),
  TOO_SHORT("The text is too short."),
  TOO_MANY("The list has too many items."),
  UNSUPPORTED_VALUE("The value is not one of the supported ones."),
  DUPLICATE("The list holds a value twice."),
  RULE("A validation rule of the kind does not hold."),
  NOT_CHECKED("Validation rules could not be checked because of the other findings."),

  // The rules of policy.sigstore.dev
  MISSING_ONE_OF("None of several fields is given, of which exactly one must be."),
  MULTIPLE_ONE_OF("Several fields are given that exclude one another."),
  DISALLOWED_FIELD("The field may not be set here."),
  INVALID_VALUE("The value is not one that the field may have."),
  DEPRECATED_VALUE("The value still works; another form of it is meant to be used."),
  KMS_NOT_SUPPORTED("Keys in a key management service are not fetched; write the public key out."),
  CA_CERT_NOT_SUPPORTED(
      "keyless.ca-cert is never used, so that no image could pass; use a TrustRoot."),
  UNUSABLE_MATERIAL("A key or certificate cannot be read, so that nothing could be verified."),
  POLICY_TEXT_NOT_COVERED("The policy's text uses what is not covered here."),
  POLICY_TEXT_MALFORMED("The policy's text is none of its language; whatever it is asked fails."),
  REMOTE_TEXT_NOT_ALLOWED(
      "Policy texts are not fetched from this host; configuration may allow it."),
  REMOTE_TEXT_UNAVAILABLE("The policy's text could not be fetched."),
  REMOTE_TEXT_CHANGED("What stands behind the URL has another SHA-256 than the policy says."),
  NAMESPACE_NOT_TAKEN("Secrets and config maps are taken from the controller's namespace only."),
  NOT_PUBLIC_MATERIAL("Only public keys in PEM are taken; what is secret is not written anywhere."),
  TRUST_ROOT_STALE(
      "The TUF repository could not be refreshed before its metadata expired; nothing passes by it."),
  TRUST_ROOT_UNREADABLE("The TUF repository could not be read; nothing passes by it.");

  private final String meaning;

  FindingCode(String meaning) {
    this.meaning = meaning;
  }

  /** What the code means, in one sentence. */
  public String meaning() {
    return meaning;
  }
}

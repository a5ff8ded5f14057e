package io.sealbus.verification;

import static io.sealbus.verification.Decision.ALLOWED;
import static io.sealbus.verification.Decision.DENIED;
import static io.sealbus.verification.Decision.UNDECIDED;

/**
 * Why a decision is what it is. A code is permanent: it is never renamed and never given another
 * meaning. The page {@code docs/reasons.md} is printed from this list.
 */
public enum ReasonCode {
  // Passes
  SIGNATURE_ACCEPTED(ALLOWED, "A signature satisfies the policy.", "Nothing."),
  ACCEPTED_WITHOUT_SIGNATURE_CHECK(
      ALLOWED,
      "The scope that governs the image asks for no signature.",
      "Nothing, if that is meant; otherwise write a policy whose scope covers the image."),

  ATTESTATION_ACCEPTED(ALLOWED, "Attestations satisfy the policy.", "Nothing."),

  // What a policy refuses
  NO_SIGNATURE(
      DENIED,
      "The registry authoritatively has no signature in a form that a node can use.",
      "Sign the image, or copy its sha256-<hex>.sig tag along with it. cosign 3 signs as a bundle by default, which"
          + " nodes cannot see: use --new-bundle-format=false."),
  REJECTED_BY_POLICY(
      DENIED, "The policy rejects every image of the scope.", "Pull from an allowed registry."),
  MALFORMED(
      DENIED,
      "The signature, its annotations or its payload are not what the format demands.",
      "Sign again with a current cosign."),
  KEY_MISMATCH(
      DENIED,
      "No key of the policy verifies the signature. Wrong key, changed payload and changed signature look the same.",
      "Sign with the key that the policy names, or name the key that was used. Nodes check SHA-256 only: cosign 3's"
          + " P-384, P-521 and Ed25519 signatures are refused."),
  DIGEST_MISMATCH(
      DENIED,
      "The signature is about another image.",
      "Sign this digest; a copied signature is of no use."),
  IMAGE_DIGEST_MISMATCH(
      DENIED,
      "The manifest is not the one that the reference names by digest.",
      "Push the image again."),
  IDENTITY_MISMATCH(
      DENIED,
      "The signature is good, but names an image identity that the policy's signedIdentity does not accept, or was"
          + " made under an identity that is none of the policy's.",
      "Plain `cosign sign` writes the bare repository, which the default MatchRepoDigestOrExact refuses: use"
          + " signedIdentity MatchRepository, or sign with --sign-container-identity <repo>:<tag>."),
  REKOR_MISSING(
      DENIED,
      "The policy wants a transparency log entry and the signature has none.",
      "Sign with upload to the log, or take the Rekor key out of the policy."),
  REKOR_INVALID(
      DENIED,
      "No log key of the policy verifies the log's promise, or the promise is malformed.",
      "Name the key of the log that was used."),
  REKOR_MISMATCH(
      DENIED,
      "The log entry is about another key, signature or payload.",
      "Sign again with upload to the log."),
  CERT_MISSING(
      DENIED,
      "The policy wants a certificate and the signature has none.",
      "Sign keyless, or with --cert."),
  CERT_INVALID(
      DENIED,
      "The certificate does not lead to a trust anchor of the policy at the time that counts.",
      "Check the anchors, the chain and the validity times."),
  ISSUER_MISMATCH(
      DENIED, "The certificate's OIDC issuer is not the policy's.", "Check oidcIssuer."),
  SUBJECT_MISMATCH(
      DENIED,
      "The certificate's subject is not the policy's.",
      "Check the e-mail or the host name."),
  NONE_ACCEPTED(
      DENIED,
      "There are several signatures and none satisfies the policy.",
      "See the reason of each signature."),
  TRUST_ROOT_INVALID(
      DENIED,
      "Key or certificate material of the policy cannot be used.",
      "Correct the policy's key material."),
  UNSUPPORTED(
      DENIED, "The policy asks for a check that nodes refuse to do.", "Use sigstoreSigned."),

  // What policies of policy.sigstore.dev refuse in the proofs
  SIGNATURE_INVALID(
      DENIED,
      "The key or certificate does not verify the signature.",
      "Sign with the key that the policy names; a payload that was changed after signing looks the same."),
  ATTESTATION_INVALID(
      DENIED,
      "The attestation's envelope or statement is not what the format demands.",
      "Attest again with a current cosign."),
  ATTESTATION_SIGNATURE_INVALID(
      DENIED,
      "The key or certificate does not verify the attestation's signature.",
      "Attest with the key that the policy names; a statement that was changed after signing looks the same."),
  CLAIM_DIGEST_MISMATCH(
      DENIED,
      "What was signed is about another artifact: the payload's digest, or each of the statement's subjects, differs.",
      "Sign or attest this digest; a copied signature is of no use."),
  BUNDLE_INVALID(
      DENIED,
      "The bundle is not what its media type demands.",
      "Sign again with a current cosign; a registry or proxy may be changing bytes."),
  CERT_UNTRUSTED(
      DENIED,
      "The certificate does not lead to a certificate authority of the trust root.",
      "Name the authority's chain, with every intermediate, in the trust root."),
  CERT_EXPIRED_AT_TIMESTAMP(
      DENIED,
      "The certificate had expired when the timestamp was made.",
      "Sign and timestamp within the certificate's life, which is some ten minutes."),
  CERT_EXPIRED_AT_TLOG_TIME(
      DENIED,
      "The certificate had expired when the log took the entry.",
      "Sign and upload within the certificate's life, which is some ten minutes."),
  CERT_EXPIRED(
      DENIED,
      "Nothing proves when the signature was made, and the certificate has expired.",
      "Sign with a timestamp or a log entry that the policy accepts."),
  CERT_NOT_YET_VALID_AT_TIMESTAMP(
      DENIED,
      "The certificate was not yet valid when the timestamp was made.",
      "Check the clocks of the timestamp authority and the certificate authority."),
  CERT_NOT_YET_VALID_AT_TLOG_TIME(
      DENIED,
      "The certificate was not yet valid when the log took the entry.",
      "Check the clocks of the log and the certificate authority."),
  CERT_NOT_YET_VALID(
      DENIED,
      "Nothing proves when the signature was made, and the certificate is not yet valid.",
      "Check the certificate authority's clock."),
  CHAIN_EXPIRED(
      DENIED,
      "A certificate of the issuing authority had expired at the time that counts.",
      "Renew the authority's certificates before they expire, and sign again."),
  CHAIN_NOT_YET_VALID(
      DENIED,
      "A certificate of the issuing authority was not yet valid at the time that counts.",
      "Check the trust root's chain and the authority's clock."),
  SCT_MISSING(
      DENIED,
      "The certificate has no embedded certificate timestamp of a CT log.",
      "Let the certificate authority log to a CT log, or set insecureIgnoreSCT."),
  SCT_KEY_UNKNOWN(
      DENIED,
      "The certificate timestamp is of a CT log that the trust root does not name.",
      "Name the CT log's key in the trust root."),
  SCT_INVALID(
      DENIED,
      "The certificate timestamp does not verify, or was made outside the log key's validity.",
      "Check the CT log's key in the trust root."),
  TIMESTAMP_MISSING(
      DENIED,
      "The policy needs a signed timestamp and the signature has none.",
      "Sign with a timestamp authority that the trust root names."),
  TIMESTAMP_INVALID(
      DENIED,
      "The timestamp is malformed, not signed by its authority, or about other bytes.",
      "Sign again; check the timestamp authority."),
  TSA_UNTRUSTED(
      DENIED,
      "The timestamp is not of an authority of the trust root, or its certificate is not fit for timestamps.",
      "Name the timestamp authority's chain in the trust root."),
  TLOG_MISSING(
      DENIED,
      "The policy needs a transparency log entry and the signature has none.",
      "Sign with upload to a log that the trust root names."),
  TLOG_KEY_UNKNOWN(
      DENIED,
      "The log entry is of a log that the trust root does not name.",
      "Name the log's key in the trust root."),
  TLOG_SET_INVALID(
      DENIED,
      "The log's signed entry timestamp does not verify.",
      "Check the log's key and its validity in the trust root."),
  TLOG_PROOF_INVALID(
      DENIED,
      "The inclusion proof does not lead to the log's root hash.",
      "Sign again with upload to the log."),
  TLOG_CHECKPOINT_INVALID(
      DENIED,
      "The log's checkpoint is malformed, not signed by the log, or about another tree.",
      "Check the log's key and its base URL in the trust root."),
  TLOG_ENTRY_INVALID(
      DENIED,
      "The log entry is malformed, or of a kind that is not known.",
      "Sign again with a current cosign."),
  TLOG_ENTRY_MISMATCH(
      DENIED,
      "The log entry is about another signature, key or artifact.",
      "Sign again with upload to the log; a copied entry is of no use."),

  // What policies of policy.sigstore.dev refuse in the evaluation
  IMAGE_NOT_DIGEST(
      DENIED,
      "The image is not named by a digest, and its tag could not be resolved.",
      "Push the image, or name it by its digest."),
  NO_MATCHING_POLICY(
      DENIED,
      "No policy is for the image, and the controller is configured not to let such images in silently.",
      "Write a policy whose glob covers the image, or set no-match-policy."),
  POLICY_NOT_COMPILED(
      DENIED,
      "The policy refers to a key or a text that is not there or cannot be used. It refuses what it governs.",
      "Correct the secret, config map or URL that the message names."),
  NO_AUTHORITY(
      DENIED, "The policy has no authority, so none can hold.", "Give the policy an authority."),
  STATIC_FAIL(
      DENIED, "The policy refuses every image.", "Use an image that no such policy is for."),
  TRUST_ROOT_MISSING(
      DENIED,
      "The policy refers to a TrustRoot that does not exist, or to a default that is not configured.",
      "Create the TrustRoot, or correct trustRootRef."),
  KEYLESS_UNSUPPORTED(
      DENIED,
      "The keyless authority names no Fulcio but a CA certificate of its own, which nobody evaluates.",
      "Put the CA's chain into a TrustRoot and name that in trustRootRef, together with url."),
  NO_SIGNATURES(
      DENIED,
      "The registry authoritatively has no signature where the policy looks for one.",
      "Sign the image. cosign 3 signs as a bundle by default, which only authorities with signatureFormat: bundle see."),
  ATTESTATION_MISSING(
      DENIED,
      "The registry authoritatively has no attestation where the policy looks for one.",
      "Attest the image, or copy its attestations along with it."),
  PREDICATE_TYPE_MISMATCH(
      DENIED,
      "There are attestations, and none is of the type that the policy requires.",
      "Attest with the predicate type that the message names, or correct the policy's."),
  POLICY_CUE_FAILED(
      DENIED,
      "The CUE policy does not hold for what it is asked about, or does not compile.",
      "See the message; CUE never demands that a field is there, only what it may be."),
  POLICY_REGO_FAILED(
      DENIED,
      "The Rego policy does not hold for what it is asked about, or does not compile.",
      "See the message; isCompliant must be true, or a set with an object whose result is true."),
  POLICY_CEL_FAILED(
      DENIED,
      "The CEL policy does not hold for what it is asked about, or does not compile.",
      "See the message."),
  BUNDLE_NONE(
      DENIED,
      "No referrer of the image is a Sigstore bundle of version 0.3 or later.",
      "Sign or attest with cosign 3, or with --new-bundle-format."),
  BUNDLE_UNSUPPORTED(
      DENIED,
      "The authority asks for bundles in a way that cannot be evaluated.",
      "See the message; keyless, ctlog and rfc3161timestamp must name the same TrustRoot."),
  // What is withheld from nodes, so that the platform is not locked out of its own release
  RELEASE_REJECTED(
      UNDECIDED,
      "The allowed or blocked registries would make nodes refuse the platform's own release images; the change is withheld.",
      "Allow the repository that the message names; or confirm the change with the annotation that it gives."),
  RELEASE_SIGNATURE_REQUIRED(
      UNDECIDED,
      "The policy would make nodes demand a signature of the platform's own release images that the platform's policy does not ask for; the change is withheld.",
      "Narrow the policy's scopes; or, where the release images carry such signatures, confirm the change with the annotation that the message gives."),
  RELEASE_MIRROR_UNSIGNED(
      UNDECIDED,
      "Signatures of the platform's own release images are demanded and looked for at mirrors, which may not have them; the change is withheld.",
      "Copy the signatures of the release images to the mirrors, then confirm the change with the annotation that the message gives."),

  // What mirrors lack
  MIRROR_LACKS_SIGNATURE(
      DENIED,
      "A mirror that nodes pull from has the image, and not the signatures by which the policy would let it in.",
      "Run the copy that the message gives, and have each image's sha256-<hex>.sig tag mirrored along with it."),
  MIRROR_NOT_COVERED(
      DENIED,
      "Nodes do not look for signatures at the mirror: their registries.d does not switch attachments on for it.",
      "Give nodes the sigstore-registries.yaml that belongs to these policies and mirrors; `sealbus render` writes it."),
  NOWHERE_TO_PULL(
      DENIED,
      "Nodes may not pull the image from the registry that it is named after, and no mirror that they ask has it.",
      "Copy the image to a mirror, with its signatures; or let the mirror set allow contacting the source."),

  // What keeps changes at registries from being seen in time
  SOURCE_SILENT(
      UNDECIDED,
      "Things changed at a registry, and the source that speaks for it has told nothing for long.",
      "Check the registry's webhook: some disable themselves after failures. Changes are found by comparing meanwhile, which takes longer."),
  RECONCILE_BEHIND(
      UNDECIDED,
      "Comparing a registry with what is known of it takes longer than the period that is set.",
      "Raise fetcher.reconcile.requests-per-second, or fetcher.reconcile.period; docs/completeness.md has the formula."),
  TAGS_NOT_LISTED(
      UNDECIDED,
      "The registry does not list the tags of some repositories, so that new ones are only seen where it notifies.",
      "Give the credentials the right to list tags; or rely on the registry's webhook."),
  CLUSTER_NOT_READ(
      UNDECIDED,
      "The pods of a cluster cannot be listed or watched, so that images that run there may be unknown.",
      "Check the kubeconfig file and the permissions; examples/pods-rbac.yaml has those that are needed."),

  // What cannot be found out
  POLICY_INVALID(UNDECIDED, "The policy file cannot be used.", "Correct the file."),
  REFERENCE_INVALID(
      UNDECIDED, "The image reference cannot be used.", "Name a tag or a digest, not both."),
  IMAGE_NOT_FOUND(
      UNDECIDED, "The registry has no such image.", "Check the reference; push the image."),
  PLATFORM_NOT_FOUND(UNDECIDED, "The index has no image for the platform.", "Check the platform."),
  REGISTRY_ERROR(
      UNDECIDED,
      "The registry did not give a usable answer.",
      "Check that the registry is up and that its credentials are right; it is asked again."),
  REGISTRY_UNREACHABLE(
      UNDECIDED,
      "No connection to the registry, or it was dropped.",
      "Check its name, DNS and the network between; it is asked again."),
  REGISTRY_TLS(
      UNDECIDED,
      "The registry's TLS certificate or handshake was refused.",
      "Check the certificate's host name, validity and issuer; put a private CA into the system's trust store."),
  REGISTRY_UNAUTHORIZED(
      UNDECIDED,
      "The registry, or its token service, refused the credentials or wants some.",
      "Check the credentials for the repository; it is asked again."),
  REGISTRY_BUSY(
      UNDECIDED,
      "The registry asks for fewer requests, or too many are waiting for it.",
      "Wait; it is asked again no sooner than it wishes. Raise its rate limit if it happens often."),
  REGISTRY_TIMEOUT(
      UNDECIDED,
      "The registry did not answer in time.",
      "Check the registry's load and the network between; it is asked again."),
  REGISTRY_TARGET_REFUSED(
      UNDECIDED,
      "The registry sends on to a host that it must not name: not over TLS, with a private address, or a token service"
          + " that is not its own.",
      "If the host is meant, list it among the registry's trusted hosts."),
  REGISTRY_CONTENT_MISMATCH(
      UNDECIDED,
      "The registry served bytes that do not have the digest that was asked for or announced.",
      "Treat the registry, and each proxy before it, as suspect; push the image again."),
  MANIFEST_INVALID(
      UNDECIDED,
      "The manifest is of no supported kind, can be read as two kinds, or is too large.",
      "Push the image again as an OCI or Docker v2 image or a flat index of such."),
  REGISTRY_NOT_ALLOWED(
      UNDECIDED,
      "The registry is not among those that Sealbus may contact.",
      "If the registry is yours, list it in fetcher.registries."),
  IMAGE_EVENT_INVALID(
      UNDECIDED,
      "A registry's notification, or an image event, is not what it has to be.",
      "See the dead letter; check what sends it."),
  CREDENTIALS_INVALID(
      UNDECIDED,
      "The credentials file cannot be used.",
      "Write a docker config.json or containers auth.json with auths, credHelpers or credsStore; the message names the entry."),
  ATTACHMENT_INVALID(
      UNDECIDED,
      "The signature manifest, or a layer of it, is not what it says it is.",
      "Push the signature again; a registry or proxy may be changing bytes."),
  EVIDENCE_TOO_LARGE(
      UNDECIDED, "There are more attachments or bytes than Sealbus reads.", "Remove attachments."),
  TOO_MANY_REFERRERS(
      UNDECIDED,
      "The registry lists more manifests about the image than Sealbus reads, or its list has no end.",
      "Delete what is attached to the image and not needed; if the list is short, report it to the registry's vendor."),
  MIRROR_UNREACHABLE(
      UNDECIDED,
      "A mirror that nodes may pull the image from could not be asked.",
      "See the message for why; the mirror's registry has to be reachable for Sealbus as well, with credentials of its own."),
  TOO_MANY_MIRRORS(
      UNDECIDED,
      "Nodes may pull the image from more mirrors than Sealbus looks at.",
      "Take mirrors out of the mirror sets."),
  EVIDENCE_PENDING(
      UNDECIDED,
      "The image is known; what the policies ask for, such as its signatures, has not been fetched yet.",
      "Wait: images that a new policy asks more of are looked at again, a few at a time. Where several policy domains share one evidence plane, set fetcher.evidence.everywhere."),
  POLICIES_HELD(
      UNDECIDED,
      "The policies cannot be rendered, and what nodes had before is not known.",
      "See the findings on policy-status; correct the policy that they name."),
  RENDER_HELD(
      UNDECIDED,
      "The policies cannot be rendered together; nodes keep the files that they have, and no change takes effect.",
      "The message names what is wrong, in the controller's words. Correct or delete that policy; all others wait for it."),
  NODE_FILE_REFUSED(
      UNDECIDED,
      "The policy file is written as the platform writes it, and programs on the node refuse to load it.",
      "Change the scope that the message names: with a tag or digest, let it have at least three slashes or leave the tag away."),
  TRUST_ROOT_PENDING(
      UNDECIDED,
      "The TrustRoot's TUF repository has not been read yet.",
      "Wait; it is read soon after the TrustRoot is applied."),
  TRUST_ROOT_STALE(
      UNDECIDED,
      "The TrustRoot's TUF metadata has expired and could not be refreshed.",
      "Check that the mirror is up and publishes; until then nobody can tell what it revoked."),
  POLICY_TEXT_NOT_COVERED(
      UNDECIDED,
      "The policy's CUE or Rego uses what Sealbus does not evaluate.",
      "Rewrite the text without what the message names."),
  POLICY_UNDETERMINED(
      UNDECIDED,
      "The evaluation of the policy's text went over its bounds.",
      "Make the text cheaper, or the attestation smaller."),
  WORKLOAD_UNKNOWN(
      UNDECIDED,
      "The policy looks into the workload, and the image is judged on its own.",
      "Ask about the workload, with `sealbus verify`."),
  INTERNAL_ERROR(UNDECIDED, "Sealbus failed on the image.", "Report it, with the log."),

  // How registries are reached
  REGISTRY_BLOCKED(
      UNDECIDED,
      "registries.conf blocks the place that the image would be pulled from, and no mirror has it.",
      "Copy the image and its signatures to a mirror, or take `blocked` away."),
  REGISTRIES_CONF_INVALID(
      UNDECIDED,
      "registries.conf cannot be used as it is, or turns the image's name into none.",
      "Correct what the message names; the format is version 2."),
  CREDENTIAL_HELPER_FAILED(
      UNDECIDED,
      "The credential helper for the registry gave no usable answer.",
      "Run docker-credential-<name> get by hand, with the registry on its input and as the user that Sealbus runs as."),
  CERTIFICATES_INVALID(
      UNDECIDED,
      "A certificate or key in the certificates directory cannot be used.",
      "Put PEM files there: *.crt for authorities, *.cert with *.key of the same name for the client."),

  // Notes
  NODE_SEES_NO_SIGNATURE(
      UNDECIDED,
      "Nodes see no signature of the image, whatever admission sees: they look at the sha256-<hex>.sig tag beside it alone.",
      "Sign with --new-bundle-format=false as well, where nodes have policies for the image."),
  NODE_REFUSES_PAYLOAD(
      UNDECIDED,
      "The signature's payload is not what nodes read; admission compares its digest alone.",
      "Sign with a current cosign, where nodes have policies for the image."),
  NODE_REFUSES_REFERENCE(
      UNDECIDED,
      "The signature names no image by a reference, so that no rule of a node's policy can accept it; admission does not look.",
      "Sign with --sign-container-identity <repo>:<tag>, where nodes have policies for the image."),
  NODE_WANTS_REPOSITORY_MATCH(
      UNDECIDED,
      "The signature names the bare repository, as plain cosign writes it; nodes accept that by MatchRepository only.",
      "Use signedIdentity MatchRepository in policies for nodes."),
  NODE_CANNOT_NAME_SIGNER(
      UNDECIDED,
      "The signer's certificate is for a URI or another name; keyless policies of nodes can name e-mail addresses only.",
      "Use a key, where nodes have policies for the image."),
  NODE_WANTS_LOG_ENTRY(
      UNDECIDED,
      "The keyless signature has no transparency log entry, which nodes always ask for; a timestamp is nothing to them.",
      "Sign with upload to a log as well, where nodes have policies for the image."),
  MIRROR_LACKS_IMAGE(
      UNDECIDED,
      "The mirror does not have the image; nodes go on to the next place.",
      "Nothing, if that is meant; otherwise run the copy that the message gives."),
  MIRROR_BLOCKED(
      UNDECIDED,
      "The mirror is in a blocked registry, so that nodes never ask it.",
      "Take the mirror out of the mirror set, or its registry off the blocked ones."),
  MIRROR_TAG_NOT_COMPARED(
      UNDECIDED,
      "Nodes resolve the tag at the mirror, which may mean another image by it; the verdict is about the digest that the source means.",
      "Keep the mirror's tags up to date, or name images by digest."),
  NODES_CANNOT_ENFORCE(
      UNDECIDED,
      "No policy for nodes says the same, so that admission alone enforces this one.",
      "Write an ImagePolicy beside it, where nodes are to check as well; the message names what nodes do not know."),
  WORKLOAD_ASSUMED(
      UNDECIDED,
      "The policy is for some workloads only; the verdict takes the image's workload to be one of them.",
      "Nothing; ask about a workload for an answer about it."),
  REFERENCE_WOULD_ALLOW(
      UNDECIDED,
      "The policy-controller would let the image in, by a defect or for want of a check.",
      "Do not rely on the controller for this policy; docs/adr/0008 has the list."),
  REFERENCE_WOULD_WARN(
      UNDECIDED,
      "The policy-controller would let the image in with a warning, by a defect or for want of a check.",
      "Do not rely on the controller for this policy; docs/adr/0008 has the list."),
  REFERENCE_WOULD_DENY(
      UNDECIDED,
      "The policy-controller would refuse the image, by a defect or because it does not know this form of evidence.",
      "Expect the refusal where the controller runs; docs/adr/0008 has the list."),
  RESULTS_CUT(
      UNDECIDED,
      "The verdict was too large for one record; its decisions stand, its single results are left out.",
      "Ask for the image by `sealbus verify`.");

  private final Decision decision;
  private final String meaning;
  private final String remedy;

  ReasonCode(Decision decision, String meaning, String remedy) {
    this.decision = decision;
    this.meaning = meaning;
    this.remedy = remedy;
  }

  /** The decision that this reason leads to. */
  public Decision decision() {
    return decision;
  }

  /** What the code means, in one sentence. */
  public String meaning() {
    return meaning;
  }

  /** What to do about it. */
  public String remedy() {
    return remedy;
  }
}

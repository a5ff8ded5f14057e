package io.sealbus.verification.sigstore;

import io.sealbus.verification.Quoted;
import io.sealbus.verification.resource.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Puts policy texts from behind URLs into the policy, once, so that a verdict needs no network. */
final class RemoteInlining {
  private final RemoteTexts remote;
  private final List<FieldError> errors = new ArrayList<>();

  RemoteInlining(RemoteTexts remote) {
    this.remote = remote;
  }

  /** What could not be fetched. */
  List<FieldError> errors() {
    return List.copyOf(errors);
  }

  /** The spec with its texts inlined, as far as they could be fetched. */
  Node.Mapping inline(Node.Mapping spec) {
    Node.Mapping inlined = withPolicy(spec, "spec.policy");
    if (!(spec.get("authorities") instanceof Node.Sequence authorities)) {
      return inlined;
    }
    List<Node> done = new ArrayList<>();
    for (Node authority : authorities.items()) {
      String place = "spec.authorities[" + done.size() + "]";
      done.add(authority instanceof Node.Mapping mapping ? authority(mapping, place) : authority);
    }
    return Defaults.with(inlined, "authorities", new Node.Sequence(done));
  }

  private Node authority(Node.Mapping authority, String place) {
    if (!(authority.get("attestations") instanceof Node.Sequence attestations)) {
      return authority;
    }
    List<Node> done = new ArrayList<>();
    for (Node attestation : attestations.items()) {
      String at = place + ".attestations[" + done.size() + "].policy";
      done.add(attestation instanceof Node.Mapping mapping ? withPolicy(mapping, at) : attestation);
    }
    return Defaults.with(authority, "attestations", new Node.Sequence(done));
  }

  private Node.Mapping withPolicy(Node.Mapping holder, String place) {
    if (!(holder.get("policy") instanceof Node.Mapping policy)
        || !(policy.get("remote") instanceof Node.Mapping remoteRef)) {
      return holder;
    }
    var fields = new SpecFields(remoteRef);
    return switch (remote.fetch(fields.text("url"), fields.text("sha256sum"))) {
      case RemoteTexts.Fetched.Text(String text) -> {
        var members = new LinkedHashMap<>(policy.members());
        members.remove("remote");
        members.put("data", new Node.Text(text));
        yield Defaults.with(holder, "policy", new Node.Mapping(members));
      }
      case RemoteTexts.Fetched.Not(var code, String why) -> {
        String url = Quoted.of(fields.text("url"));
        errors.add(new FieldError(code, url, List.of(place + ".remote"), why));
        yield holder;
      }
    };
  }
}

package io.sealbus.verification.openshift;

import io.sealbus.verification.resource.JsonText;
import io.sealbus.verification.resource.Node;
import io.sealbus.verification.resource.Reading;
import io.sealbus.verification.resource.Resource;
import io.sealbus.verification.resource.ResourceKey;
import java.util.LinkedHashMap;
import java.util.List;

/** One of the platform's own resources, as far as the nodes' files depend on it. */
public record PlatformResource(ResourceKey key, PlatformKind kind, Content content) {
  /** What counts of a resource. */
  public sealed interface Content {
    /** Of an Image. */
    record Registries(RegistrySources sources) implements Content {}

    /** Of a ClusterVersion: {@code status.desired.image}, what the cluster runs or is to run. */
    record ReleaseImage(String image) implements Content {}

    /** Of a set of mirrors. */
    record MirrorSet(List<Mirrors> entries) implements Content {
      public MirrorSet {
        entries = List.copyOf(entries);
      }
    }
  }

  /**
   * Judges a resource that is handed in: what can be read, and what the API and the controller
   * would refuse. Fields that have nothing to do with the nodes' files are not looked at.
   */
  public static Reading<PlatformResource> admit(Resource resource) {
    return new PlatformAdmission(resource).judge();
  }

  /**
   * Reads a resource that the platform has already, be it fit for rendering or not. Answers no key
   * that is none: refused where {@code resource} names itself badly.
   */
  public static Reading<PlatformResource> read(Resource resource) {
    return new PlatformReader(resource).read();
  }

  /**
   * What counts, as JSON in the words of the API: equal texts mean equal files. It is the part of
   * the {@code status} in the case of a ClusterVersion, of the {@code spec} otherwise.
   */
  public String specJson() {
    var members = new LinkedHashMap<String, Node>();
    switch (content) {
      case Content.Registries(RegistrySources sources) ->
          members.put("registrySources", registries(sources));
      case Content.ReleaseImage(String image) ->
          members.put("desired", object("image", new Node.Text(image)));
      case Content.MirrorSet(List<Mirrors> entries) ->
          members.put(
              PlatformReader.mirrorMember(kind),
              new Node.Sequence(entries.stream().map(PlatformResource::entry).toList()));
    }
    return JsonText.write(new Node.Mapping(members));
  }

  private static Node registries(RegistrySources sources) {
    var members = new LinkedHashMap<String, Node>();
    putIfAny(members, "allowedRegistries", sources.allowed());
    putIfAny(members, "blockedRegistries", sources.blocked());
    List<String> insecure = sources.insecure();
    if (insecure != null) {
      members.put("insecureRegistries", texts(insecure));
    }
    return new Node.Mapping(members);
  }

  private static Node entry(Mirrors mirrors) {
    var members = new LinkedHashMap<String, Node>();
    members.put("source", new Node.Text(mirrors.source()));
    putIfAny(members, "mirrors", mirrors.mirrors());
    if (!mirrors.sourcePolicy().isEmpty()) {
      members.put("mirrorSourcePolicy", new Node.Text(mirrors.sourcePolicy()));
    }
    return new Node.Mapping(members);
  }

  private static void putIfAny(
      LinkedHashMap<String, Node> members, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      members.put(name, texts(texts));
    }
  }

  private static Node texts(List<String> texts) {
    return new Node.Sequence(texts.stream().<Node>map(Node.Text::new).toList());
  }

  private static Node object(String name, Node member) {
    var members = new LinkedHashMap<String, Node>();
    members.put(name, member);
    return new Node.Mapping(members);
  }
}

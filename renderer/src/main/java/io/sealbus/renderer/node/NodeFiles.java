package io.sealbus.renderer.node;

import io.sealbus.renderer.TableFollower;
import io.sealbus.renderer.TopicIdentity;
import io.sealbus.runtime.service.ServiceContext;
import io.sealbus.schemas.NodeFileRecord;
import io.sealbus.schemas.PolicyStatusRecord;
import io.sealbus.schemas.Topic;
import io.sealbus.schemas.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;

/** The part of the renderer that has to do with policies: topic to files and status. */
public final class NodeFiles implements AutoCloseable {
  private static final String PART = "renderer.policies";
  private static final String DIRECTORY_PART = "renderer.directory";

  private final ServiceContext context;
  private final String clientId;
  private final TableFollower policies;
  private final TableFollower files;
  private final TableFollower statuses;
  private final RenderLoop loop;
  private final List<DirectoryLoop> directories = new ArrayList<>();

  /**
   * Mounts the routes; nothing is read yet.
   *
   * @param roots directories to keep the files in; at most one
   * @param debounce how long changes are collected before they are rendered
   */
  public NodeFiles(String service, ServiceContext context, List<Path> roots, Duration debounce) {
    this.context = context;
    this.clientId = context.bus().names().prefix() + "." + service;
    var policyTable =
        new PolicyTable(
            context.codecs().codec(TopicCatalogue.POLICIES),
            () -> TopicIdentity.end(context.bus(), TopicCatalogue.POLICIES),
            this::changed,
            context.metrics());
    Published<NodeFileRecord> fileTable = published(TopicCatalogue.NODE_FILES);
    Published<PolicyStatusRecord> statusTable = published(TopicCatalogue.POLICY_STATUS);
    policies = follower(TopicCatalogue.POLICIES, policyTable);
    files = follower(TopicCatalogue.NODE_FILES, fileTable);
    statuses = follower(TopicCatalogue.POLICY_STATUS, statusTable);
    var publisher =
        new Publisher(
            new Publisher.Tables(policyTable, fileTable, statusTable),
            context.sender(),
            context.clock(),
            context.metrics());
    loop = new RenderLoop(publisher, this::complete, debounce);
    for (Path root : roots) {
      directories.add(new DirectoryLoop(root, fileTable, files::complete, context.metrics()));
    }
    new NodeFileRoutes(fileTable, statusTable).mount(context.router());
    new PolicyStatusRoutes(statusTable).mount(context.router());
    context.health().add(PART, () -> complete() && !loop.failing());
    for (DirectoryLoop directory : directories) {
      context.health().add(DIRECTORY_PART, directory::ready);
    }
  }

  private <V extends SpecificRecord> Published<V> published(Topic<V> topic) {
    return new Published<>(
        topic.name(), context.codecs().codec(topic), this::changed, context.metrics());
  }

  private TableFollower follower(Topic<?> topic, TableFollower.Table table) {
    return new TableFollower(context.bus(), topic, clientId, table);
  }

  private void changed() {
    loop.changed();
    directories.forEach(DirectoryLoop::changed);
  }

  private boolean complete() {
    return policies.complete() && files.complete() && statuses.complete();
  }

  /** Begins; completes when all that stood on the topics has been read. */
  public CompletableFuture<Void> start() {
    loop.start();
    directories.forEach(DirectoryLoop::start);
    return CompletableFuture.allOf(policies.start(), files.start(), statuses.start())
        .thenRun(this::changed);
  }

  @Override
  public void close() {
    policies.close();
    files.close();
    statuses.close();
    loop.close();
    directories.forEach(DirectoryLoop::close);
  }
}

package io.sealbus.signaturefetcher.pods;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sealbus.runtime.kubernetes.ApiServer;
import io.sealbus.runtime.kubernetes.ApiServerException;
import io.sealbus.signaturefetcher.registry.RepositoryName;
import io.sealbus.verification.Bytes;
import io.sealbus.verification.ReasonCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the pods of one cluster. Each round lists all of them, so that nothing that was missed
 * stays missed; between rounds a watch tells of each pod that comes or changes.
 */
public final class PodWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PodWatch.class);
  private static final int PAGE = 250;
  private static final String LIST = " (list)";
  private static final String WATCH = " (watch)";

  /** Most images that wait to be told; what does not fit is seen again by the next round. */
  private static final int MAX_WAITING = 10_000;

  /** Shortest time between two rounds. */
  private static final Duration REST = Duration.ofSeconds(5);

  /** Time between two rounds where something is wrong. */
  private static final Duration WRONG = Duration.ofMinutes(1);

  /** Takes images; answers when they are durable. */
  public interface Sink {
    void tell(String cluster, UsedImage image) throws InterruptedException;
  }

  private final String name;
  private final PodsConfig config;
  private final Predicate<RepositoryName> ours;
  private final Sink sink;
  private final InstantSource clock;
  private final ApiServer server;
  private final InUse inUse;
  private final BlockingQueue<UsedImage> waiting = new LinkedBlockingQueue<>(MAX_WAITING);
  private final Map<String, String> faults = new ConcurrentHashMap<>();
  private final Set<String> watched = ConcurrentHashMap.newKeySet();
  private final Thread thread;
  private volatile boolean due;
  private volatile boolean closed;

  private PodWatch(
      String name,
      PodsConfig config,
      ApiServer server,
      Predicate<RepositoryName> ours,
      Sink sink,
      InstantSource clock) {
    this.name = name;
    this.config = config;
    this.server = server;
    this.ours = ours;
    this.sink = sink;
    this.clock = clock;
    this.inUse = new InUse(config.refresh());
    this.thread = Thread.ofVirtual().name("pods-" + name).unstarted(this::run);
  }

  /**
   * Begins to follow the cluster that is configured under {@code name}.
   *
   * @param ours whether a repository's images are this process's to tell
   * @throws UncheckedIOException where the kubeconfig file cannot be read
   */
  public static PodWatch start(
      String name,
      PodsConfig config,
      Predicate<RepositoryName> ours,
      Sink sink,
      InstantSource clock) {
    try {
      ApiServer server = ApiServer.of(config.clusters().getOrDefault(name, List.of()));
      var watch = new PodWatch(name, config, server, ours, sink, clock);
      watch.thread.start();
      return watch;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Something may be this process's to tell that was not before: list anew, soon. */
  public void look() {
    due = true;
  }

  private List<String> paths() {
    return config.namespaces().isEmpty()
        ? List.of("/api/v1/pods")
        : config.namespaces().stream()
            .sorted()
            .map(namespace -> "/api/v1/namespaces/" + namespace + "/pods")
            .toList();
  }

  private void run() {
    try {
      while (true) {
        due = false;
        round();
        boolean wrong = !faults.isEmpty();
        Duration pause = wrong && WRONG.compareTo(config.poll()) < 0 ? WRONG : config.poll();
        tellUntil(clock.instant().plus(pause), clock.instant().plus(REST));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells what the watches bring, until it is time to list again or a watch has ended. */
  private void tellUntil(Instant next, Instant rested) throws InterruptedException {
    Instant now = clock.instant();
    while (now.isBefore(next) && (!due || now.isBefore(rested))) {
      long millis = Math.min(Duration.between(now, next).toMillis(), 500);
      UsedImage image = waiting.poll(Math.max(1, millis), TimeUnit.MILLISECONDS);
      if (image != null) {
        sink.tell(name, image);
      }
      now = clock.instant();
    }
  }

  private void round() throws InterruptedException {
    Instant since = clock.instant();
    var all = new LinkedHashSet<UsedImage>();
    boolean complete = true;
    for (String path : paths()) {
      try {
        String version = list(path, all);
        faults.remove(path + LIST);
        watch(path, version);
      } catch (ApiServerException e) {
        complete = false;
        faulty(path + LIST, String.valueOf(e.getMessage()));
      }
    }
    for (UsedImage image : all) {
      if (isNew(image)) {
        sink.tell(name, image);
      }
    }
    if (complete) {
      inUse.are(all, since);
    }
  }

  /** Adds the images of all pods; answers the list's version. */
  private String list(String path, Set<UsedImage> all) throws ApiServerException {
    var version = new StringBuilder();
    var unreadable = new StringBuilder();
    boolean served =
        server.list(
            path,
            PAGE,
            json -> {
              try {
                PodImages.Page page = PodImages.page(json);
                all.addAll(page.images());
                version.setLength(0);
                version.append(page.resourceVersion());
                return page.next();
              } catch (JsonProcessingException e) {
                unreadable.append("the list of pods is not what it should be");
                return "";
              }
            });
    if (!served || !unreadable.isEmpty()) {
      throw new ApiServerException(served ? unreadable.toString() : "there is no such list");
    }
    return version.toString();
  }

  private boolean isNew(UsedImage image) {
    return ours.test(image.repository()) && inUse.tell(image, clock.instant());
  }

  private void watch(String path, String version) {
    if (watched.add(path)) {
      server.watch(path, version, config.poll(), new Watching(path));
    }
  }

  private void faulty(String what, String why) {
    if (!closed && !why.equals(faults.put(what, why))) {
      LOG.atWarn()
          .addKeyValue("cluster", name)
          .addKeyValue("reason", ReasonCode.CLUSTER_NOT_READ)
          .log("{}: {}", what, why);
    }
  }

  /** What cannot be read of the cluster, for people. */
  public List<String> findings() {
    return new TreeMap<>(faults)
        .entrySet().stream()
            .map(one ->
                "%s: %s: %s: %s"
                    .formatted(ReasonCode.CLUSTER_NOT_READ, name, one.getKey(), one.getValue()))
            .toList();
  }

  /** How many images are in use, of those that are this process's to tell. */
  public int inUse() {
    return inUse.size();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    // Which ends the watches.
    server.close();
  }

  private final class Watching implements ApiServer.Watcher {
    private final String path;
    private final WatchLines lines = new WatchLines();

    Watching(String path) {
      this.path = path;
    }

    @Override
    public void begun() {
      faults.remove(path + WATCH);
    }

    @Override
    public void changed(List<ByteBuffer> bytes) {
      for (Bytes line : lines.take(bytes)) {
        try {
          PodImages.event(line).stream().filter(PodWatch.this::isNew).forEach(this::queue);
        } catch (JsonProcessingException e) {
          // The next round lists what this was about.
          LOG.atDebug().addKeyValue("cluster", name).log("a line of a watch cannot be read");
        }
      }
    }

    private void queue(UsedImage image) {
      if (!waiting.offer(image)) {
        inUse.untell(image);
      }
    }

    @Override
    public void ended(String why) {
      watched.remove(path);
      due = true;
      if (!why.isEmpty()) {
        faulty(path + WATCH, why);
      }
    }
  }
}

package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.device.Device;
import assay.core.record.EnergyReading;
import assay.core.record.RefusedEnergy;
import assay.core.record.Telemetry;
import assay.core.telemetry.Attribution;
import assay.core.telemetry.ComputeClock;
import assay.core.telemetry.OpenSources;
import assay.core.telemetry.Point;
import assay.core.telemetry.Sampler;
import assay.core.telemetry.Snapshot;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The runner's end of {@link SamplerClient}: reads the instruments when a fork announces the edge
 * of a window, and computes the fork's telemetry when it has ended.
 */
final class SamplerServer implements AutoCloseable {
  /** Long enough that the few milliseconds around the window's edges are negligible. */
  private static final double MIN_WINDOW_SECONDS = 0.5;

  /** A window spans 100 update periods of its slowest meter. */
  private static final double UPDATE_SHARE = 0.01;

  private static final String NONE = "none";
  private static final String FIND = "clock find ";

  private final Sampler sampler;
  private final EnergyWindows energy;
  private final double maxSeconds;
  private final Path socket;
  private final ServerSocketChannel server;
  private final BiConsumer<String, Long> marks;
  private List<Snapshot> measured = List.of();
  private final List<Metered> metered = new ArrayList<>();
  private Optional<ComputeClock> clock = Optional.empty();
  private @Nullable String refused;
  private boolean connected;

  /** An energy window: its snapshots, and how often the work was executed in it. */
  private record Metered(List<Snapshot> window, long executions) {}

  /**
   * Starts listening.
   *
   * @param maxSeconds longest energy window that the run allows, in s
   * @param socket path of the socket; must not exist
   * @param marks receives every window edge: its name and {@link System#nanoTime()}
   */
  SamplerServer(
      Sampler sampler,
      EnergyWindows energy,
      double maxSeconds,
      Path socket,
      BiConsumer<String, Long> marks)
      throws IOException {
    this.sampler = sampler;
    this.energy = energy;
    this.maxSeconds = maxSeconds;
    this.socket = socket;
    this.marks = marks;
    this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(socket));
    } catch (IOException e) {
      server.close();
      throw new IOException(
          "the sampler cannot listen at "
              + socket
              + " ("
              + e.getMessage()
              + "); a socket path is limited to about 100 characters: set TMPDIR to a"
              + " shorter path, or run without telemetry",
          e);
    }
    Thread.ofPlatform().daemon().name("assay-fork-observer").start(this::serve);
  }

  /** The socket's path. */
  Path socket() {
    return socket;
  }

  private void serve() {
    while (server.isOpen()) {
      try (SocketChannel fork = server.accept();
          BufferedReader requests =
              new BufferedReader(
                  new InputStreamReader(Channels.newInputStream(fork), StandardCharsets.UTF_8))) {
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
          String answer = answer(line);
          fork.write(ByteBuffer.wrap((answer + "\n").getBytes(StandardCharsets.UTF_8)));
        }
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException | RuntimeException e) {
        // Either the fork died, and its message, or the lack of one, says why; or its request could
        // not be served, and the closed connection fails that fork at once. The next fork is
        // served.
        abandon();
      }
    }
  }

  private synchronized void abandon() {
    sampler.abandon();
  }

  private synchronized String answer(String request) {
    List<String> words = List.of(request.split(" "));
    switch (verb(words)) {
      case "fork" -> {
        connected = true;
        sampler.follow(Long.parseLong(words.get(1)));
      }
      case "clock find" -> {
        return findClock(request.substring(FIND.length()));
      }
      case "clock now" -> {
        return String.valueOf(System.nanoTime());
      }
      case "clock read" -> {
        return clock
            .map(this::read)
            .filter(p -> p.present() && p.value() > 0)
            .map(p -> String.valueOf(p.value()))
            .orElse(NONE);
      }
      case "energy refused" -> refused = request.substring("energy refused ".length());
      case "measured begin" -> {
        sampler.begin(Duration.ZERO);
        marks.accept(request, System.nanoTime());
      }
      case "measured end" -> {
        measured = sampler.end();
        marks.accept(request, System.nanoTime());
      }
      case "energy wanted" -> {
        return wanted();
      }
      case "energy begin" -> {
        sampler.begin(EnergyWindows.readingPeriod(window()));
        marks.accept(request, System.nanoTime());
      }
      case "energy end" -> {
        metered.add(new Metered(sampler.end(), Long.parseLong(words.get(2))));
        marks.accept("energy end", System.nanoTime());
      }
      default -> throw new IllegalArgumentException("unknown request: " + request);
    }
    return "ok";
  }

  /** A request without its argument. */
  private static String verb(List<String> words) {
    return words.getFirst().equals("fork")
        ? "fork"
        : String.join(" ", words.subList(0, Math.min(2, words.size())));
  }

  /** The first clock that can be read now: one without a value never becomes stable. */
  private String findClock(String device) {
    List<String> reasons = new ArrayList<>();
    for (ComputeClock candidate :
        ComputeClock.find(
            sampler.sources().instruments(),
            device.isEmpty() ? Optional.empty() : Optional.of(device))) {
      String reason = read(candidate).reason();
      if (reason == null) {
        clock = Optional.of(candidate);
        return "is " + candidate.id();
      }
      reasons.add(candidate.id() + ": " + reason);
    }
    clock = Optional.empty();
    String none =
        "no telemetry source here reads " + (device.isEmpty() ? "the host's" : "its") + " clock";
    return NONE + " " + (reasons.isEmpty() ? none : String.join("; ", reasons));
  }

  private Point read(ComputeClock of) {
    return sampler.read(of.instrument(), of.channel());
  }

  private String wanted() {
    if (energy.fastestMeterSeconds() > maxSeconds) {
      return NONE;
    }
    return String.format(
        Locale.ROOT, "window %.6f %.6f", window(), UPDATE_SHARE * energy.minSeconds());
  }

  /** Length of an energy window in s. */
  private double window() {
    return Math.min(Math.max(MIN_WINDOW_SECONDS, energy.minSeconds()), maxSeconds);
  }

  /** Discards the previous fork's state and waits for the next fork. */
  synchronized void forkStarts() {
    measured = List.of();
    metered.clear();
    clock = Optional.empty();
    refused = null;
    connected = false;
    sampler.abandon();
    sampler.follow(0);
  }

  /**
   * The telemetry of the fork that has ended.
   *
   * @param device what it ran on; never an emulation, which has no energy of its own
   */
  synchronized Telemetry<EnergyReading> observed(Device.Hardware device) {
    if (!connected || measured.size() < 2) {
      return Telemetry.missing("the fork did not report when its measured window began and ended");
    }
    List<OpenSources.Opened> instruments = sampler.sources().instruments();
    Attribution attribution = new Attribution(device.details(), energy.domains());
    TelemetryWindow window =
        new TelemetryWindow(
            instruments, measured, attribution, Runtime.getRuntime().availableProcessors());
    EnergyWindows.Outcome outcome =
        metered.isEmpty() ? unmetered(attribution) : energy(metered.getLast(), attribution);
    return new Telemetry<>(
        available(outcome),
        outcome.refused(),
        window.gauges(),
        window.throttle(),
        window.interference());
  }

  private Availability<List<EnergyReading>> available(EnergyWindows.Outcome outcome) {
    return outcome.readings().isEmpty()
        ? new Availability.Unavailable<>(noEnergy(outcome.refused()))
        : new Availability.Available<>(outcome.readings());
  }

  /**
   * The target's own energy in each window of the fork that has ended, in their order.
   *
   * @param device what it ran on
   * @return empty if the fork metered nothing: {@link #whyUnmetered} says why
   */
  synchronized List<Availability<List<EnergyReading>>> ownEnergies(Device.Hardware device) {
    Attribution attribution = new Attribution(device.details(), energy.domains());
    return metered.stream()
        .map(each -> energy(each, attribution))
        .map(outcome -> EnergyReading.own(available(outcome), outcome.refused()))
        .toList();
  }

  /** Why the fork that has ended metered nothing. */
  synchronized String whyUnmetered(Device.Hardware device) {
    return noEnergy(unmetered(new Attribution(device.details(), energy.domains())).refused());
  }

  private EnergyWindows.Outcome energy(Metered of, Attribution attribution) {
    return of.window().size() >= 2 && of.executions() > 0
        ? energy.of(of.window(), of.executions(), attribution)
        : unmetered(attribution);
  }

  private EnergyWindows.Outcome unmetered(Attribution attribution) {
    String reason =
        refused != null
            ? refused
            : String.format(
                Locale.ROOT,
                "the meter needs a window of %.1f s but the run allows %.1f s: allow a longer one",
                energy.fastestMeterSeconds(),
                maxSeconds);
    return new EnergyWindows.Outcome(List.of(), energy.allRefused(attribution, reason));
  }

  private String noEnergy(List<RefusedEnergy> refused) {
    if (!refused.isEmpty()) {
      return String.join(
          "; ", refused.stream().map(r -> r.domain() + ": " + r.reason()).distinct().toList());
    }
    return "no telemetry source here measures energy or power; the list of sources says why";
  }

  /** The window of the last fork; for comparing meters under load. */
  synchronized List<Snapshot> metered() {
    return metered.isEmpty() ? List.of() : metered.getLast().window();
  }

  /** The snapshots from the beginning to the end of the last fork's measured window. */
  synchronized List<Snapshot> measured() {
    return measured;
  }

  @Override
  public void close() throws IOException {
    server.close();
    Files.deleteIfExists(socket);
  }

  /** The reason why a fork is excluded from the metrics, or null. */
  static @Nullable String excludedCause(Telemetry<EnergyReading> telemetry) {
    return telemetry.interference().stream()
        .filter(d -> d.kind().invalidates())
        .findFirst()
        .map(d -> d.kind().text())
        .orElse(null);
  }
}

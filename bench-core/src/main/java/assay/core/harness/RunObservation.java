package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.availability.Availability.Available;
import assay.core.availability.Availability.Unavailable;
import assay.core.device.Device;
import assay.core.record.EnergyReading;
import assay.core.record.RunStoreException;
import assay.core.record.RunTelemetry;
import assay.core.record.Telemetry;
import assay.core.record.store.RunFolder;
import assay.core.telemetry.Channel;
import assay.core.telemetry.CrossCheck;
import assay.core.telemetry.Domain;
import assay.core.telemetry.Facts;
import assay.core.telemetry.IdlePower;
import assay.core.telemetry.OpenSources;
import assay.core.telemetry.Sampler;
import assay.core.telemetry.Snapshot;
import assay.core.telemetry.TelemetrySource;
import assay.core.telemetry.WindowEnergy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything observed during a run: the sources, the sampler, the idle machine before and after,
 * the comparison of counters with second sensors, and the log.
 */
final class RunObservation implements AutoCloseable {
  private static final double MIN_IDLE_SECONDS = 1;

  private static final double MIN_REST_SECONDS = 0.3;
  private static final Availability<WindowEnergy> NOT_YET =
      new Unavailable<>("it was not measured: the run did not finish");

  private final ObservationPlan plan;
  private final OpenSources sources;
  private final EnergyWindows energy;
  private final @Nullable String root;
  private final Map<EnergyWindows.Meter, Availability<WindowEnergy>> before = new LinkedHashMap<>();
  private final Map<EnergyWindows.Meter, Availability<WindowEnergy>> after = new LinkedHashMap<>();
  private final List<RunTelemetry.CrossChecked> crossChecks = new ArrayList<>();
  private boolean checkedUnderLoad;
  private @Nullable Sampler sampler;
  private @Nullable TelemetryWriter writer;
  private @Nullable SamplerServer observer;
  private @Nullable WorkFolder shorter;
  private int order;
  private final List<String> notes = new ArrayList<>();

  private RunObservation(ObservationPlan plan, OpenSources sources) {
    this.plan = plan;
    this.sources = sources;
    this.root = plan.root().standIn().orElse(null);
    this.energy = new EnergyWindows(sources, root);
  }

  /** Opens the sources, unless sampling is off. */
  static RunObservation open(ObservationPlan plan) {
    OpenSources sources =
        plan.off() != null
            ? OpenSources.open(
                List.of(), new TelemetrySource.Context(plan.root(), Optional.empty()))
            : OpenSources.open(new TelemetrySource.Context(plan.root(), plan.wallMeter()));
    return new RunObservation(plan, sources);
  }

  /** The sources, each with what it provides or why it provides nothing. */
  List<RunTelemetry.Source> sources() {
    return SourceStates.of(sources);
  }

  /** The sources' facts for the fingerprint. */
  List<Facts> facts() {
    return sources.facts();
  }

  /**
   * Starts sampling and measures the idle machine.
   *
   * @param work an existing folder for the sampler's socket
   * @param clock the run's time of day
   */
  void start(RunFolder folder, Path work, InstantSource clock) throws IOException {
    if (plan.off() != null) {
      return;
    }
    TelemetryWriter log = new TelemetryWriter(folder, sources, root, clock);
    writer = log;
    log.tornMovedTo()
        .ifPresent(moved -> notes.add(RunExecutor.torn(folder.telemetryFile(), moved)));
    sampler = new Sampler(sources, plan.period(), writer::write);
    observer =
        new SamplerServer(
            sampler,
            energy,
            seconds(plan.energyWindow()),
            socketFolder(work).resolve("sampler.socket"),
            (event, nanos) -> edge(event, nanos, order));
    idle(before, "idle");
  }

  /** The folder itself, or one with a shorter path if that would be too long for a socket. */
  private Path socketFolder(Path work) throws IOException {
    if (WorkFolder.hasRoomForSocket(work)) {
      return work;
    }
    shorter = WorkFolder.create(Path.of("/tmp"), "assay-");
    return shorter.path();
  }

  private void edge(String event, long nanos, @Nullable Integer fork) {
    if (writer != null) {
      writer.edge(event, nanos, fork);
    }
  }

  /** The socket of the sampler; empty if nothing is sampled. */
  Optional<Path> socket() {
    return Optional.ofNullable(observer).map(SamplerServer::socket);
  }

  /** The next fork is about to start. */
  void forkStarts(int position) {
    order = position;
    if (observer != null) {
      observer.forkStarts();
    }
  }

  /** The telemetry of the fork that has ended. */
  Telemetry<EnergyReading> observed(Device.Hardware device) {
    if (observer == null) {
      return Telemetry.missing(plan.off() == null ? "not sampled" : plan.off());
    }
    Telemetry<EnergyReading> telemetry;
    try {
      telemetry = observer.observed(device);
    } catch (IllegalArgumentException e) {
      // A reading that no record admits costs the fork its telemetry, not its times.
      return Telemetry.missing("a reading is impossible: " + e.getMessage());
    }
    if (!checkedUnderLoad && observer.metered().size() >= 2) {
      checkedUnderLoad = true;
      crossCheck("load", observer.metered());
    }
    return telemetry;
  }

  /** Measures the idle machine once more. */
  void forksEnded() {
    if (sampler != null) {
      idle(after, null);
    }
  }

  private void idle(
      Map<EnergyWindows.Meter, Availability<WindowEnergy>> into, @Nullable String check) {
    Sampler reading = sampler;
    if (reading == null || energy.meters().isEmpty() || plan.energyWindow().isZero()) {
      return;
    }
    double longest = Math.max(MIN_IDLE_SECONDS, seconds(plan.energyWindow()));
    double seconds = Math.clamp(energy.minSeconds(), MIN_IDLE_SECONDS, longest);
    // Earlier load must no longer affect the slowest meter's reading.
    sleep(Math.max(MIN_REST_SECONDS, seconds / 50));
    edge("idle begin", System.nanoTime(), null);
    reading.begin(EnergyWindows.readingPeriod(seconds));
    sleep(seconds);
    List<Snapshot> window = reading.end();
    edge("idle end", System.nanoTime(), null);
    energy.meters().forEach(m -> into.put(m, EnergyWindows.read(m, window)));
    if (check != null) {
      crossCheck(check, window);
    }
  }

  private static void sleep(double seconds) {
    try {
      Thread.sleep(Duration.ofMillis(Math.round(1000 * seconds)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() * 1e-3;
  }

  /** Compares every counter with a power sensor of the same domain. */
  private void crossCheck(String when, List<Snapshot> window) {
    for (EnergyWindows.Meter meter : energy.meters()) {
      if (meter.channel() instanceof Channel.EnergyCounter) {
        CrossCheck.Verdict verdict =
            energy
                .secondSensor(meter, sources.instruments())
                .map(second ->
                    CrossCheck.of(
                        EnergyWindows.read(meter, window), EnergyWindows.read(second, window)))
                .orElseGet(CrossCheck.NoSecondSensor::new);
        Boolean agree = verdict instanceof CrossCheck.Compared c ? c.agree() : null;
        Domain domain = meter.domain();
        crossChecks.add(new RunTelemetry.CrossChecked(domain.id(), when, agree, verdict.text()));
      }
    }
  }

  /** The run's telemetry as far as it is known. */
  RunTelemetry toRecord() {
    if (plan.off() != null) {
      return RunTelemetry.none(plan.off());
    }
    List<RunTelemetry.Idle> idle = new ArrayList<>();
    for (EnergyWindows.Meter meter : energy.meters()) {
      idle.add(
          idle(
              meter,
              IdlePower.of(
                  before.getOrDefault(meter, NOT_YET), after.getOrDefault(meter, NOT_YET))));
    }
    return new RunTelemetry(
        root,
        new Available<>(seconds(plan.period())),
        sampler == null ? null : sampler.percentOfCore(),
        sources(),
        idle,
        crossChecks);
  }

  private static RunTelemetry.Idle idle(
      EnergyWindows.Meter meter, Availability<IdlePower> baseline) {
    String domain = meter.domain().id();
    return switch (baseline) {
      case Available<IdlePower>(IdlePower known) ->
          new RunTelemetry.Idle(
              domain,
              meter.source(),
              known.watts(),
              known.plusMinusWatts(),
              known.note() == null ? "before and after the run" : known.note());
      case Unavailable<IdlePower>(String reason, _) ->
          new RunTelemetry.Idle(domain, meter.source(), null, null, reason);
    };
  }

  @Override
  public void close() throws IOException {
    if (observer != null) {
      observer.close();
    }
    if (shorter != null) {
      shorter.close();
    }
    if (sampler != null) {
      sampler.close();
    } else {
      sources.close();
    }
    if (writer != null) {
      try {
        writer.close();
      } catch (RunStoreException e) {
        // Nothing is computed from this log, so the measured times are stored all the same.
        notes.add("telemetry is incomplete: " + e.getMessage());
      }
    }
  }

  /** What has been lost of the telemetry log, after {@link #close}. */
  List<String> notes() {
    return notes;
  }
}

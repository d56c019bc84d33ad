package assay.core.harness;

import assay.core.availability.Availability.Available;
import assay.core.availability.Remedy;
import assay.core.device.Device;
import assay.core.record.EnergyReading;
import assay.core.record.ForkContext;
import assay.core.record.ForkRecord;
import assay.core.record.ForkResult;
import assay.core.record.Interference;
import assay.core.record.Latency;
import assay.core.record.Outcome;
import assay.core.record.RunStoreException;
import assay.core.record.Status;
import assay.core.record.Telemetry;
import assay.core.record.Timing;
import assay.core.record.Training;
import assay.core.record.WarmupResult;
import assay.core.spi.TargetName;
import assay.core.telemetry.InterferenceKind;
import assay.core.workload.Suite;
import assay.core.workload.TrainWorkload;
import assay.core.workload.Workload;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/**
 * Runs one fork of a cell with JMH's runner, and combines JMH's raw samples with the fork's own
 * message.
 */
final class ForkLauncher {
  private static final double NANOS = 1e-9;

  /**
   * Factor on the warm-up: a network of many short kernels is JIT-compiled later than one long
   * kernel.
   */
  private static final int LATENCY_WARMUP = 4;

  /** The iterations that have spot checks in place of a time. */
  private static final int SPOT_CHECKED = 1;

  private final Function<PlannedCell, Suite.Measure> measures;
  private final WorkFolder workFolder;
  private final Path runFolder;
  private final RunObservation observation;
  private final Preflight preflight;
  private final InstantSource clock;

  /**
   * @param measures what one fork of a cell does
   * @param runFolder where the logs of failed forks stay, beside the record that refers to them
   * @param preflight the preflight results of the cells
   * @param clock the run's time of day
   */
  ForkLauncher(
      Function<PlannedCell, Suite.Measure> measures,
      WorkFolder workFolder,
      Path runFolder,
      RunObservation observation,
      Preflight preflight,
      InstantSource clock) {
    this.measures = measures;
    this.preflight = preflight;
    this.observation = observation;
    this.workFolder = workFolder;
    this.runFolder = runFolder;
    this.clock = clock;
  }

  /** Identifies a fork within the run. */
  record Position(int fork, int order) {}

  ForkRecord run(PlannedCell cell, Position position, ForkSettings settings) throws IOException {
    Path report = workFolder.path().resolve("fork-" + position.order() + ".json");
    Path log = workFolder.path().resolve("fork-" + position.order() + ".log");
    Instant started = clock.instant();
    observation.forkStarts(position.order());
    ForkSettings own =
        settings.forFork(
            position.fork(), report, observation.socket(), preflight.deviceUuidHash(cell));
    Collection<RunResult> results = runJmh(cell, own, log);
    Optional<ForkMessage> told;
    Outcome<ForkResult> outcome;
    try {
      told = ForkMessage.read(report);
      outcome =
          told.map(message -> outcome(message.outcome(), results, cell, log))
              .orElseGet(() -> died(log));
    } catch (RunStoreException e) {
      told = Optional.empty();
      outcome = unusable(null, e);
    }
    ForkContext context =
        new ForkContext(
            position.fork(),
            position.order(),
            started,
            own.seedOf(cell.workload()),
            told.map(ForkMessage::jvmVersion).orElse(null),
            told.map(ForkMessage::pid).orElse(null),
            told.map(ForkMessage::jvm).orElse(null));
    if (outcome.status() == Status.OK) {
      Files.deleteIfExists(log);
    } else {
      Interruption.awaitIfUnderWay();
      Files.move(
          log,
          runFolder.resolve(String.valueOf(log.getFileName())),
          StandardCopyOption.REPLACE_EXISTING);
    }
    Files.deleteIfExists(report);
    return new ForkRecord(cell.id(), context, outcome);
  }

  private Collection<RunResult> runJmh(PlannedCell cell, ForkSettings settings, Path log)
      throws IOException {
    // JMH runs silently, so that it captures the fork's two streams and quotes their ends if the
    // fork dies; the quotation goes to the log, which a silent format would drop.
    try (PrintStream out = new PrintStream(log.toFile(), StandardCharsets.UTF_8)) {
      OutputFormat format = OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL);
      return new Runner(options(cell, settings).build(), format).run();
    } catch (RunnerException e) {
      return List.of();
    }
  }

  private ChainedOptionsBuilder options(PlannedCell cell, ForkSettings settings) {
    List<String> jvmArgs = new ArrayList<>(ForkJvm.args(cell.target(), settings.threads()));
    jvmArgs.addAll(settings.toJvmArgs());
    jvmArgs.add(workFolder.temporaryFolderOfJvm());
    jvmArgs.addAll(archiveArgs(cell));
    ChainedOptionsBuilder options = options(cell, settings, jvmArgs);
    // If times are meaningless, the cell is executed and checked once.
    if (preflight.withoutTimes(cell)) {
      return options.mode(Mode.SingleShotTime).warmupIterations(0).measurementIterations(1);
    }
    return switch (cell.workload()) {
      case TrainWorkload training ->
          options
              .mode(Mode.SingleShotTime)
              .warmupIterations(1)
              .measurementIterations(training.epochs());
      case Workload.Kernel kernel -> {
        Suite.Measure measure = measures.apply(cell);
        boolean latency = kernel.timing() == Workload.Timing.LATENCY;
        yield options
            .mode(latency ? Mode.SampleTime : Mode.AverageTime)
            .warmupIterations(measure.warmup() * (latency ? LATENCY_WARMUP : 1))
            .warmupTime(TimeValue.milliseconds(measure.warmupMillis()))
            .measurementIterations(measure.iterations() + SPOT_CHECKED)
            .measurementTime(TimeValue.milliseconds(measure.iterationMillis()));
      }
    };
  }

  /**
   * JMH's options of one fork of a cell, except its mode and its iterations.
   *
   * @param jvmArgs all arguments of the fork's JVM
   */
  static ChainedOptionsBuilder options(
      PlannedCell cell, ForkSettings settings, List<String> jvmArgs) {
    return new OptionsBuilder()
        .include("^" + benchmark(cell).getName().replace(".", "\\.") + "\\.execute$")
        .param("target", cell.id().target())
        .param("workload", cell.workload().id())
        .param("precision", cell.id().precision())
        .forks(1)
        .threads(1)
        .timeUnit(TimeUnit.NANOSECONDS)
        .timeout(TimeValue.seconds(settings.limitSeconds() + 60))
        .jvmArgs(jvmArgs.toArray(String[]::new))
        .verbosity(VerboseMode.SILENT);
  }

  private static Class<? extends WorkloadBenchmark> benchmark(PlannedCell cell) {
    boolean cold = cell.workload() instanceof Workload.Kernel kernel && kernel.cold();
    return cold ? ColdWorkloadBenchmark.class : WorkloadBenchmark.class;
  }

  /**
   * A class-data archive for the target's next fork saves a third of the JVM start. It changes
   * nothing that is timed, since all classes are loaded before the first counted iteration. The JVM
   * archives from jars only; with folders on the class path (in an IDE, in tests) there is no
   * archive.
   */
  private List<String> archiveArgs(PlannedCell cell) {
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator);
    if (!Arrays.stream(entries).allMatch(e -> e.endsWith(".jar"))) {
      return List.of();
    }
    // The classes depend on the target, not on its device, and the JVM splits the path at a colon.
    String target = TargetName.parse(cell.id().target()).target();
    Path archive = workFolder.path().resolve("classes-" + target + ".jsa");
    return List.of("-XX:+AutoCreateSharedArchive", "-XX:SharedArchiveFile=" + archive);
  }

  private Outcome<ForkResult> outcome(
      Outcome<ForkMessage.Own> told, Collection<RunResult> results, PlannedCell cell, Path log) {
    if (told.status() == Status.OK && results.size() != 1) {
      return died(log);
    }
    try {
      return told.map((device, own) -> result(device, own, results.iterator().next(), cell));
    } catch (IllegalArgumentException e) {
      return unusable(told.device(), e);
    }
  }

  /** Figures that the record does not admit; the other cells are measured all the same. */
  private static Outcome<ForkResult> unusable(@Nullable Device device, Exception e) {
    return new Outcome.Failed<>(
        device,
        null,
        "the fork's figures cannot be recorded: " + e.getMessage(),
        new Remedy.Advice("report this as a bug in the target"));
  }

  private ForkResult result(
      Device.Hardware device, ForkMessage.Own own, RunResult jmh, PlannedCell cell) {
    Telemetry<EnergyReading> seen = observation.observed(device).with(unsettled(own.warmup()));
    return new ForkResult(
        timing(jmh, own, cell),
        own.training(),
        seen,
        SamplerServer.excludedCause(seen),
        own.warmup());
  }

  /** Labels a clock that did not become stable; unstable times show in the samples. */
  private static List<Interference> unsettled(@Nullable WarmupResult warmup) {
    return warmup != null
            && warmup.clockUnsettled()
            && warmup.clock() instanceof Available<WarmupResult.Clock>(WarmupResult.Clock clock)
        ? List.of(
            new Interference(InterferenceKind.CLOCK_UNSETTLED, warmup.seconds(), "s", clock.name()))
        : List.of();
  }

  private static Timing timing(RunResult result, ForkMessage.Own own, PlannedCell cell) {
    List<IterationResult> iterations = new ArrayList<>();
    result.getBenchmarkResults().forEach(b -> iterations.addAll(b.getIterationResults()));
    boolean latency =
        cell.workload() instanceof Workload.Kernel kernel
            && kernel.timing() == Workload.Timing.LATENCY;
    if (own.spotChecked() != null) {
      iterations.remove(own.spotChecked() - 1);
    }
    double[] samples = new double[iterations.size()];
    // JMH's score is ns per execution, the mean also where executions are timed one by one.
    for (int i = 0; i < samples.length; i++) {
      double paused = own.pausedSeconds().isEmpty() ? 0 : own.pausedSeconds().get(i);
      samples[i] =
          (NANOS * iterations.get(i).getPrimaryResult().getScore() - paused)
              / executionsPerSample(own.training());
    }
    @Nullable Latency percentiles = latency ? Latency.of(executions(iterations)) : null;
    Timing timing =
        Timing.ofHost(
            samples,
            own.warmupSamples().toArray(),
            "the device has no clock of its own",
            percentiles);
    if (own.steps() != null) {
      timing = timing.with(own.steps());
    }
    if (own.inputSets() != null) {
      timing = timing.with(own.inputSets());
    }
    for (var series : own.samples().entrySet()) {
      timing = timing.with(series.getKey(), series.getValue().toArray());
    }
    return timing;
  }

  /** An epoch is one sample with one step per loss. */
  private static double executionsPerSample(@Nullable Training training) {
    return training == null ? 1 : training.stepsPerEpoch();
  }

  private static double[] executions(List<IterationResult> iterations) {
    List<Double> all = new ArrayList<>();
    for (IterationResult iteration : iterations) {
      Statistics statistics = iteration.getPrimaryResult().getStatistics();
      Iterator<Map.Entry<Double, Long>> raw = statistics.getRawData();
      while (raw.hasNext()) {
        Map.Entry<Double, Long> entry = raw.next();
        for (long i = 0; i < entry.getValue(); i++) {
          all.add(NANOS * entry.getKey());
        }
      }
    }
    return toArray(all);
  }

  private static double[] toArray(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Outcome<ForkResult> died(Path log) {
    return new Outcome.Failed<>(
        null,
        null,
        "the fork's JVM exited before it reported a result: " + ForkLogs.tail(log),
        new Remedy.Advice("see " + log.getFileName() + " in the run's folder"));
  }
}

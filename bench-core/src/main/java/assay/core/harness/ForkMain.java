package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.availability.Remedy;
import assay.core.availability.Remedy.Setting;
import assay.core.availability.Remedy.Task;
import assay.core.device.Device;
import assay.core.device.ModelFigures;
import assay.core.files.IoReason;
import assay.core.harness.Session.Iteration;
import assay.core.host.HostRoot;
import assay.core.host.ThreadPlaces;
import assay.core.program.Precision;
import assay.core.program.ProgramException;
import assay.core.record.MetricKey;
import assay.core.record.Outcome;
import assay.core.record.Series;
import assay.core.record.Status;
import assay.core.record.Verification;
import assay.core.record.WarmupResult;
import assay.core.spi.ModelledExecutable;
import assay.core.spi.Target;
import assay.core.spi.TargetException;
import assay.core.spi.Targets;
import assay.core.spi.UnsupportedProgramException;
import assay.core.telemetry.Attribution;
import assay.core.text.Nearest;
import assay.core.workload.Suites;
import assay.core.workload.TrainWorkload;
import assay.core.workload.Workload;
import assay.core.workload.WorkloadException;
import assay.core.workload.Workloads;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One fork from setup to verification. Every failure ends in a {@link ForkMessage} with a status
 * and a reason, and in an exception that keeps JMH from printing a score.
 */
final class ForkMain {
  private static final Remedy SMALLER =
      new Remedy.Change(Setting.WORKLOAD, "choose a smaller workload");
  private static final Remedy MORE_TIME =
      new Remedy.AnyOf(
          new Remedy.Change(Setting.FORK_TIMEOUT, "allow each fork more time"),
          new Remedy.Change(Setting.BUDGET, "raise the run's budget too"),
          SMALLER);
  private static final Remedy TARGET_BUG = new Remedy.Advice("report this as a bug in the target");
  private static final int GAVE_UP = 14;
  private static final double NANOS = 1e-9;

  private final ForkSettings settings = ForkSettings.ofSystemProperties();
  private final Map<MetricKey, List<Double>> samples = new EnumMap<>(MetricKey.class);
  private @Nullable Device device;
  private @Nullable Session session;
  private @Nullable Double emulationSeconds;
  private @Nullable WarmupResult warmup;
  private final List<Double> warmupSeconds = new ArrayList<>();
  private boolean began;
  private boolean cold;
  private int countedIterations;
  private Iteration iteration = Iteration.WARMUP;
  private @Nullable Integer spotChecked;
  private boolean reported;
  private @Nullable SamplerClient link;

  /**
   * @param coldBenchmark whether the caller flushes the caches with {@link #flush} before each
   *     execution
   */
  void open(String workload, String target, String precision, boolean coldBenchmark) {
    keepStreams();
    watch();
    settings.report().ifPresent(_ -> ThreadPlaces.begin(HostRoot.machine(), settings.threads()));
    guarded(() -> {
      Workload parsed = parse(workload, coldBenchmark);
      Target chosen = target(target);
      Precision number =
          Precision.byId(precision)
              .orElseThrow(() ->
                  new WorkloadException(
                      "unknown precision '"
                          + precision
                          + "'; "
                          + Nearest.hint(precision, Suites.precisionIds())));
      Device found = probe(chosen);
      refuseAnotherDevice(chosen, found);
      device = found;
      refuseTimesOfEmulation(found);
      link = settings.sampler().map(SamplerClient::connect).orElse(null);
      session = open(parsed, chosen, number);
    });
  }

  /**
   * The target of that name.
   *
   * @throws WorkloadException if there is none, or if the device name is not valid
   */
  static Target target(String name) {
    try {
      return Targets.byId(name).orElseThrow(() -> new WorkloadException(Targets.unknown(name)));
    } catch (IllegalArgumentException e) {
      throw new WorkloadException("target '" + name + "': " + e.getMessage());
    }
  }

  /** Parses a workload and checks that it is run by the matching benchmark, warm or cold. */
  private Workload parse(String text, boolean coldBenchmark) {
    Workload given = Workloads.parse(text);
    Workload parsed = coldBenchmark ? Workloads.cold(given) : given;
    cold = parsed instanceof Workload.Kernel kernel && kernel.cold();
    if (cold != coldBenchmark) {
      throw new WorkloadException(
          cold
              ? parsed.id()
                  + " must be run by the benchmark "
                  + ColdWorkloadBenchmark.class.getName()
              : parsed.id() + " cannot be run with a cold cache");
    }
    return parsed;
  }

  private static Device probe(Target target) {
    return switch (target.probe()) {
      case Availability.Available<Device> available -> available.value();
      case Availability.Unavailable<Device> none ->
          throw new ForkFailure(Status.UNAVAILABLE, none.reason(), none.remedy());
    };
  }

  /**
   * Device numbers are assigned per process: after a device is lost or hidden, its name may refer
   * to another one, whose metrics would be attributed to it.
   */
  private void refuseAnotherDevice(Target target, Device found) {
    String wanted = settings.deviceUuidHash().orElse(null);
    if (wanted != null && !wanted.equals(found.details().get(Device.DEVICE_UUID_HASH))) {
      throw new ForkFailure(
          Status.FAILED,
          String.format(
              Locale.ROOT,
              "%s is a different device in this fork (%s, %s) than in the run (%s)",
              target.id(),
              found.name(),
              found.details().get(Device.DEVICE_UUID_HASH),
              wanted),
          new Remedy.Use(
              Task.LIST_TARGETS,
              "a device was lost or hidden, or the devices were renumbered: list them again"));
    }
  }

  /** JMH's own command line would print a time for anything that it runs. */
  private void refuseTimesOfEmulation(Device found) {
    if (!(found instanceof Device.Hardware) && settings.report().isEmpty()) {
      throw new ForkFailure(
          Status.UNSUPPORTED,
          found.name() + " is not hardware: JMH would print a meaningless time",
          new Remedy.Use(Task.RUN, "use a run instead, which reports no times for it"));
    }
  }

  private Session open(Workload workload, Target target, Precision precision) {
    target
        .unsupported(workload.program(precision), precision)
        .ifPresent(u -> {
          throw new ForkFailure(Status.UNSUPPORTED, u.toString(), null);
        });
    if (cold) {
      Preflight.unsupportedCold(target, Objects.requireNonNull(device))
          .ifPresent(u -> {
            throw new ForkFailure(Status.UNSUPPORTED, u.toString(), Preflight.WARM);
          });
    }
    boolean timed = device instanceof Device.Hardware;
    return switch (workload) {
      case Workload.Kernel kernel -> new KernelSession(kernel, precision, target, settings, timed);
      case TrainWorkload training ->
          new TrainingSession(training, precision, target, settings, timed);
    };
  }

  /** Before each execution of a cold run, untimed. */
  void flush() {
    guarded(this::flushCaches);
  }

  private void flushCaches() {
    try {
      session().flush();
    } catch (UnsupportedOperationException e) {
      throw new ForkFailure(Status.UNSUPPORTED, "cache=cold: " + e.getMessage(), Preflight.WARM);
    }
  }

  /**
   * JMH redirects a fork's output to the runner's standard output, which carries the run's JSON.
   * Under our runner the fork keeps its own streams; JMH captures them and quotes their ends if the
   * fork dies.
   */
  private void keepStreams() {
    if (settings.report().isPresent()) {
      System.setOut(stream(FileDescriptor.out));
      System.setErr(stream(FileDescriptor.err));
    }
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /**
   * A hanging kernel cannot be interrupted from within the JVM: the whole process reports the
   * timeout and exits.
   */
  private void watch() {
    Thread.ofPlatform()
        .daemon()
        .name("assay-fork-timeout")
        .start(() -> {
          try {
            TimeUnit.SECONDS.sleep(settings.limitSeconds());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
          }
          report(
              new Outcome.TimedOut<>(
                  device, null, "not finished after " + settings.limitSeconds() + " s", MORE_TIME));
          Runtime.getRuntime().halt(GAVE_UP);
        });
  }

  private Session session() {
    return Objects.requireNonNull(session, "open() must be called first");
  }

  /**
   * @param of number of iterations of this kind (counted or warm-up)
   */
  void beforeIteration(boolean counted, int of) {
    guarded(() -> {
      warmUp();
      iteration = counted ? next(of) : Iteration.WARMUP;
      session().beforeIteration(iteration);
      if (link != null && counted && countedIterations == 1) {
        link.measuredBegins();
      }
      ThreadPlaces.timingBegins();
    });
  }

  /**
   * The next iteration that is not for warm-up. JMH's own command line uses the times of all, so
   * that none of them can have spot checks.
   */
  private Iteration next(int of) {
    if (countedIterations++ == 0
        && of > 1
        && settings.report().isPresent()
        && session().spotChecksAnIteration()) {
      spotChecked = 1 + new SecureRandom().nextInt(of - 1);
    }
    if (countedIterations == of) {
      return Iteration.LAST;
    }
    return spotChecked != null && countedIterations == spotChecked
        ? Iteration.SPOT_CHECKED
        : Iteration.COUNTED;
  }

  /** Warms up before the first iteration, if the device has times. */
  private void warmUp() {
    if (began || !(device instanceof Device.Hardware hardware)) {
      return;
    }
    began = true;
    if (cold) {
      flushCaches();
    }
    WarmupController controller = new WarmupController(clock(hardware), System::nanoTime);
    warmup = session().warmUp(controller).orElse(null);
    warmupSeconds.addAll(controller.chunkSeconds());
    if (controller.firstSeconds() > 0) {
      sample(MetricKey.FIRST_EXECUTION, controller.firstSeconds());
    }
  }

  private Availability<WarmupController.Clock> clock(Device.Hardware hardware) {
    return link == null
        ? new Availability.Unavailable<>("telemetry is not sampled during this fork")
        : link.clock(hardware.details());
  }

  void execute() {
    try {
      if (device instanceof Device.Emulated) {
        executeEmulated();
      } else {
        session().execute();
      }
    } catch (RuntimeException | Error e) {
      throw failed(e);
    }
  }

  private void executeEmulated() {
    long start = System.nanoTime();
    session().execute();
    if (emulationSeconds == null) {
      emulationSeconds = (System.nanoTime() - start) * NANOS / session().executionsPerIteration();
    }
  }

  /**
   * @param of number of iterations of this kind (counted or warm-up)
   */
  void afterIteration(boolean counted, int of) {
    guarded(() -> {
      ThreadPlaces.timingEnds();
      if (link != null && counted && countedIterations == of) {
        link.measuredEnds();
      }
      session().afterIteration(iteration);
      OptionalLong nanos = session().executable().deviceNanos();
      if (iteration.counted() && nanos.isPresent()) {
        sample(MetricKey.DEVICE_TIME, nanos.getAsLong() * NANOS);
      }
    });
  }

  void close() {
    if (session == null || isReported()) {
      return;
    }
    try (Session open = session()) {
      guarded(() -> check(open));
    }
  }

  private void check(Session open) {
    Verification verification = metered(open, withTransfers(open, open.verify()));
    String engine = engine(open);
    Device ranOn = Objects.requireNonNull(device, "open() must be called first");
    if (!verification.passed()) {
      String reason = "wrong output: " + verification.detail();
      report(new Outcome.Invalid<>(ranOn, engine, verification, reason));
      throw new ForkFailure(Status.INVALID, reason, null);
    }
    report(right(ranOn, open, engine, verification));
  }

  /** A model that counts no cycles, or a non-model that counts some, would be misreported. */
  private Outcome<ForkMessage.Own> right(
      Device ranOn, Session open, @Nullable String engine, Verification verification) {
    boolean counts = open.executable() instanceof ModelledExecutable;
    if (counts != ranOn instanceof Device.RtlModel) {
      throw new ForkFailure(
          Status.FAILED,
          "the target's device is "
              + (counts
                  ? "not an RTL model, but its executable counts cycles"
                  : "an RTL model, but its executable counts no cycles"),
          TARGET_BUG);
    }
    return switch (ranOn) {
      case Device.Hardware hardware ->
          new Outcome.Measured<>(hardware, engine, verification, own(open));
      case Device.Emulated emulated ->
          new Outcome.Verified<>(emulated, engine, verification, emulationSeconds);
      case Device.RtlModel rtl ->
          new Outcome.Modelled<>(
              rtl, engine, verification, figures((ModelledExecutable) open.executable()));
    };
  }

  /** A target that names no engine has an unknown one. */
  private static @Nullable String engine(Session open) {
    String engine = open.executable().engine();
    return engine == null || engine.isBlank() ? null : engine;
  }

  private static ModelFigures figures(ModelledExecutable model) {
    try {
      return Objects.requireNonNull(model.figures(), "it gave none");
    } catch (IllegalArgumentException | ArithmeticException | NullPointerException e) {
      throw new ForkFailure(
          Status.FAILED, "the target's counts are impossible: " + e.getMessage(), TARGET_BUG);
    }
  }

  private ForkMessage.Own own(Session open) {
    Map<MetricKey, Series> series = new EnumMap<>(MetricKey.class);
    samples.forEach((key, seconds) -> series.put(key, Series.of(seconds)));
    List<Double> before = new ArrayList<>(warmupSeconds);
    before.addAll(open.warmupSeconds());
    return new ForkMessage.Own(
        series,
        Series.of(before),
        open.steps().orElse(null),
        open.training().orElse(null),
        warmup,
        spotChecked,
        open.pausedSeconds(),
        open.inputSets().orElse(null));
  }

  /**
   * Only a device with its own timer has its own memory, and thus transfers. Data just transferred
   * is in caches, so a cold run has no end-to-end time.
   */
  private Verification withTransfers(Session open, Verification timed) {
    boolean travels =
        device instanceof Device.Hardware && samples.containsKey(MetricKey.DEVICE_TIME);
    return timed.passed() && travels && !cold
        ? open.endToEnd(timed, s -> sample(MetricKey.END_TO_END_TIME, s))
        : timed;
  }

  /**
   * Measures the energy of a verified result and verifies the result of that window too; never for
   * an emulation.
   */
  private Verification metered(Session open, Verification timed) {
    if (link == null || !timed.passed() || !(device instanceof Device.Hardware hardware)) {
      return timed;
    }
    String nobodys = hardware.details().get(Attribution.UNATTRIBUTED);
    if (nobodys != null) {
      link.declineEnergy(nobodys);
      return timed;
    }
    if (cold) {
      link.declineEnergy("a cold run's meter would count the cache flushes as well");
      return timed;
    }
    OptionalLong executions = link.meter(open::prepareMetering, open::executeOnce);
    return executions.isPresent() ? open.verifyMetered(timed) : timed;
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      throw failed(e);
    }
  }

  private RuntimeException failed(Throwable e) {
    ForkFailure failure = describe(e);
    if (!isReported()) {
      report(failure.outcome(device));
    }
    return failure == e ? failure : (RuntimeException) failure.initCause(e);
  }

  private static ForkFailure describe(Throwable e) {
    return switch (e) {
      case ForkFailure f -> f;
      case WorkloadException w ->
          new ForkFailure(Status.UNSUPPORTED, String.valueOf(w.getMessage()), null);
      case ProgramException p ->
          new ForkFailure(Status.UNSUPPORTED, String.valueOf(p.getMessage()), null);
      case UnsupportedProgramException d ->
          new ForkFailure(Status.UNSUPPORTED, String.valueOf(d.getMessage()), d.remedy());
      case TargetException t ->
          new ForkFailure(Status.FAILED, String.valueOf(t.getMessage()), null);
      case UncheckedIOException u ->
          new ForkFailure(
              Status.FAILED,
              u.getMessage() + ": " + IoReason.of(Objects.requireNonNull(u.getCause())),
              null);
      case OutOfMemoryError o ->
          new ForkFailure(
              Status.FAILED,
              "out of memory in the fork: " + o.getMessage(),
              new Remedy.AnyOf(new Remedy.Advice("free memory"), SMALLER));
      default -> new ForkFailure(Status.FAILED, e.toString(), null);
    };
  }

  /**
   * Adds a sample.
   *
   * @throws ForkFailure if it cannot be a time
   */
  private void sample(MetricKey key, double seconds) {
    if (!(seconds > 0 && Double.isFinite(seconds))) {
      throw new ForkFailure(
          Status.FAILED,
          String.format(Locale.ROOT, "the target's %s is %s, not above 0", key.id(), seconds),
          TARGET_BUG);
    }
    samples.computeIfAbsent(key, _ -> new ArrayList<>()).add(seconds);
  }

  /** Waits for a report that is being written: the JVM must not exit before it is complete. */
  private synchronized boolean isReported() {
    return reported;
  }

  private synchronized void report(Outcome<ForkMessage.Own> outcome) {
    reported = true;
    settings.report().ifPresent(file -> ForkMessage.of(outcome).write(file));
  }
}

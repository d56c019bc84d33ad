package assay.core.harness;

import assay.core.availability.Availability;
import assay.core.data.Batches;
import assay.core.data.FashionMnist;
import assay.core.oracle.LossCurve;
import assay.core.oracle.Reference;
import assay.core.oracle.ReferenceTensor;
import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.record.InputSets;
import assay.core.record.Series;
import assay.core.record.Timing;
import assay.core.record.Training;
import assay.core.record.Verification;
import assay.core.record.WarmupResult;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.workload.TrainWorkload;
import assay.core.workload.TrainedWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network, one epoch per iteration; accuracy is measured {@value #TESTS} times an epoch,
 * untimed. Warm-up steps train a network that is discarded: the counted run starts from the seed's
 * initial weights.
 *
 * <p>After the last timed step two more run in the same buffers, the second one's batch being
 * written during the first, as in the timed steps. Every parameter and every optimizer slot is then
 * checked element by element against the oracle, which starts from the target's own state before
 * each step. The same check is made of {@link TimedWindows}. A thorough fork also checks the first
 * step. Every fork repeats all counted steps and compares the losses with those of the timed run.
 */
final class TrainingSession implements Session {
  /** Steps after which a run that is not reproducible may have left the timed one. */
  private static final int FIRST_STEPS = 10;

  /** By how much it may have left it, as a share of the loss; a loss below 1 counts as 1. */
  private static final double STRAYED = 0.2;

  private static final String FIRST_STEP = "first step";

  /** How often the accuracy is measured in an epoch: evenly, the last time at its end. */
  private static final int TESTS = 4;

  private static final double NANOS = 1e-9;

  private final TrainWorkload workload;
  private final Precision precision;
  private final Program program;
  private final ForkSettings settings;
  private final long seed;
  private final Executable executable;
  private final TrainingSet.Split split;
  private final TrainingSet images;
  private final Accuracy accuracy;
  private final Batches batches;
  private final HostTensor imageBatch;
  private final HostTensor labelBatch;
  private final Tensor loss;
  private final List<Double> losses = new ArrayList<>();
  private final List<Test> tests = new ArrayList<>();
  private final List<Double> pausedSeconds = new ArrayList<>();
  private final List<Double> warmupSeconds = new ArrayList<>();
  private final List<Double> stepSeconds = new ArrayList<>();
  private final TimedWindows windows;
  private final boolean testedWithin;
  private boolean counting;
  private int epoch;
  private long started;
  private long pausedNanos;
  private double trainedSeconds;
  private Batches.@Nullable Epoch order;
  private int orderOf;
  private Batches.Epoch metered;
  private int meteredStep;
  private double meteredLoss;

  /**
   * A measurement of the accuracy.
   *
   * @param epochs of training before it
   * @param seconds of training before it, s
   */
  private record Test(double epochs, double seconds, double accuracy) {}

  /**
   * @param timed whether its times mean anything; if not, accuracy is measured at the end only, in
   *     none of the time that an emulator is said to take
   */
  TrainingSession(
      TrainWorkload workload,
      Precision precision,
      Target target,
      ForkSettings settings,
      boolean timed) {
    this.workload = workload;
    this.precision = precision;
    this.settings = settings;
    this.program = workload.program(precision);
    FashionMnist data = TrainingSet.locate(workload, settings.dataFolder());
    this.split = TrainingSet.split(workload, data, settings);
    this.images = split.train();
    this.seed = settings.seedOf(workload);
    this.batches = new Batches(seed, images.size(), workload.batch());
    this.metered = batches.epoch(0);
    this.imageBatch = HostTensor.allocate(TrainWorkload.images(program));
    this.labelBatch = HostTensor.allocate(TrainWorkload.labels(program));
    this.loss = program.outputs().getFirst();
    Target.Options options = new Target.Options(settings.threads());
    this.executable = target.compile(program, precision, options);
    this.accuracy = new Accuracy(workload, precision, target, options, split.test());
    // JMH's own command line would count the pauses.
    boolean pausable = settings.report().isPresent();
    this.testedWithin = pausable && timed;
    int watched = pausable ? workload.epochs() * batches.perEpoch() : 0;
    this.windows =
        new TimedWindows(watched, this::state, new SplittableRandom(new SecureRandom().nextLong()));
  }

  @Override
  public Executable executable() {
    return executable;
  }

  /** Only needed for the clock: for stable times the warm-up steps are enough. */
  @Override
  public Optional<WarmupResult> warmUp(WarmupController controller) {
    if (!controller.clocked()) {
      return Optional.empty();
    }
    prepareMetering();
    return Optional.of(controller.warmUp(() -> {}, this::executeOnce));
  }

  @Override
  public boolean spotChecksAnIteration() {
    return false;
  }

  @Override
  public void beforeIteration(Iteration iteration) {
    if (!iteration.counted() || !counting) {
      initialState().values().forEach(executable::write);
    }
    counting = iteration.counted();
    pausedNanos = 0;
    started = System.nanoTime();
  }

  @Override
  public void flush() {
    executable.flush();
  }

  @Override
  public void execute() {
    Batches.Epoch order = batches.epoch(epoch);
    int steps =
        counting ? order.batches() : Math.min(settings.trainingWarmupSteps(), order.batches());
    writeBatch(order.batch(0));
    for (int step = 0; step < steps; step++) {
      int next = step + 1;
      if (counting) {
        windows.before(losses.size());
      }
      long begin = System.nanoTime();
      double value =
          step(() -> {
            if (next < steps) {
              writeBatch(order.batch(next));
            }
          });
      (counting ? stepSeconds : warmupSeconds).add((System.nanoTime() - begin) * NANOS);
      if (counting) {
        windows.after(losses.size());
        losses.add(value);
        if (testedWithin && next < steps && next * TESTS / steps > step * TESTS / steps) {
          long paused = System.nanoTime();
          test();
          pausedNanos += System.nanoTime() - paused;
        }
      }
    }
  }

  /** Measures the accuracy; its own time is none of training's. */
  private void test() {
    pausedNanos += windows.takePausedNanos();
    double seconds = trainedSeconds + (System.nanoTime() - started - pausedNanos) * NANOS;
    double epochs = (double) losses.size() / batches.perEpoch();
    tests.add(new Test(epochs, seconds, accuracy.measure(executable)));
  }

  /** A step on the last written batch; returns its loss. */
  private double step(Runnable meanwhile) {
    executable.execute(meanwhile);
    return executable.read(loss).get(0);
  }

  private void writeBatch(int[] order) {
    images.images(order, imageBatch);
    images.labels(order, labelBatch);
    executable.write(imageBatch);
    executable.write(labelBatch);
  }

  @Override
  public void afterIteration(Iteration iteration) {
    if (iteration.counted()) {
      test();
      pausedSeconds.add(pausedNanos * NANOS);
      trainedSeconds = tests.getLast().seconds();
      epoch++;
    }
  }

  @Override
  public Verification verify() {
    Optional<Integer> bad = firstNonFiniteLoss();
    if (bad.isPresent()) {
      String where = "loss of step " + (bad.get() + 1) + " is " + losses.get(bad.get());
      return Verification.failed("finite losses", 1, Double.NaN, where, losses.size());
    }
    Map<Tensor, HostTensor> end = state();
    settings.weights().ifPresent(file -> save(end, file));
    List<Verification> checks = new ArrayList<>();
    windows.ended().forEach(window -> checks.add(verify(window)));
    checks.addAll(verifyOverlappedSteps(end));
    if (settings.thorough()) {
      checks.add(verifyStep(FIRST_STEP, initialState(), batches.epoch(0).batch(0)));
    }
    checks.add(replay());
    return checks.stream().filter(c -> !c.passed()).findFirst().orElseGet(() -> together(checks));
  }

  /** A step is timed from its batch on the host to its loss on the host. */
  @Override
  public Verification endToEnd(Verification timed, Consumer<Double> seconds) {
    return timed;
  }

  @Override
  public void prepareMetering() {
    initialState().values().forEach(executable::write);
    meteredStep = 0;
    writeMetered(0);
  }

  /** As in a timed epoch: one step while the next batch is written, then the loss is read. */
  @Override
  public void executeOnce() {
    meteredLoss = step(() -> writeMetered(meteredStep + 1));
    meteredStep++;
  }

  private void writeMetered(int step) {
    int at = step % batches.perEpoch();
    if (at == 0) {
      metered = batches.epoch(step / batches.perEpoch());
    }
    writeBatch(metered.batch(at));
  }

  @Override
  public Verification verifyMetered(Verification timed) {
    if (!Double.isFinite(meteredLoss)) {
      String where = "loss of step " + meteredStep + " of the energy window is " + meteredLoss;
      return Verification.failed("finite losses", 1, Double.NaN, where, 1);
    }
    Verification step =
        verifyStep("step after the energy window", state(), batches.epoch(0).batch(0));
    return step.passed() ? timed : step;
  }

  private static Verification together(List<Verification> checks) {
    Map<String, Double> errors = new LinkedHashMap<>();
    for (Verification check : checks) {
      Map<String, Double> own = check.parts();
      if (own != null) {
        own.forEach((kind, error) -> errors.merge(kind, error, Math::max));
      }
    }
    return Verification.passed(
            String.join("; ", checks.stream().map(Verification::check).toList()),
            1,
            checks.stream().mapToDouble(TrainingSession::orZero).max().orElse(0),
            checks.stream().mapToLong(Verification::elementsChecked).sum())
        .with(errors);
  }

  private Map<Tensor, HostTensor> initialState() {
    return workload.initialState(program, seed);
  }

  /**
   * Repeats the counted steps with each batch written before its step: the timed run, whose batches
   * were written during the previous step, must have had the same losses. After each window the
   * repeated run goes on from the state of the timed one.
   *
   * <p>Rounding errors grow in training (see {@link LossCurve}), so a target that does not add in
   * the same order each time leaves the timed run sooner or later. From the first loss that was not
   * reproduced exactly, only the first steps are held to that bound, and later ones to {@value
   * #STRAYED} of the loss.
   */
  private Verification replay() {
    initialState().values().forEach(executable::write);
    List<TimedWindows.Window> ahead = new ArrayList<>(windows.ended());
    boolean exact = true;
    double worst = 0;
    for (int step = 0; step < losses.size(); step++) {
      if (!ahead.isEmpty() && ahead.getFirst().end() == step) {
        ahead.removeFirst().after().values().forEach(executable::write);
      }
      writeBatch(batch(step));
      double again = step(() -> {});
      double timed = losses.get(step);
      exact &= timed == again;
      double bound =
          exact || step < FIRST_STEPS ? LossCurve.bound(step, again) : STRAYED * Math.max(1, again);
      double share = Math.abs(timed - again) / bound;
      if (!(share <= 1)) {
        String detail =
            String.format(
                Locale.ROOT,
                "loss of step %d was %s when timed and %s when repeated",
                step + 1,
                timed,
                again);
        return Verification.failed("replay", 1, share, detail, step + 1L);
      }
      worst = Math.max(worst, share);
    }
    return Verification.passed("replay of " + losses.size() + " losses", 1, worst, losses.size());
  }

  /** The batch of a counted step, from 0 over all epochs. */
  private int[] batch(int step) {
    int of = step / batches.perEpoch();
    if (order == null || orderOf != of) {
      order = batches.epoch(of);
      orderOf = of;
    }
    return order.batch(step % batches.perEpoch());
  }

  private static double orZero(Verification v) {
    Double worst = v.worst();
    return worst == null ? 0 : worst;
  }

  private Optional<Integer> firstNonFiniteLoss() {
    return IntStream.range(0, losses.size())
        .filter(i -> !Double.isFinite(losses.get(i)))
        .boxed()
        .findFirst();
  }

  private Map<Tensor, HostTensor> state() {
    Map<Tensor, HostTensor> state = new LinkedHashMap<>();
    program.state().forEach(t -> state.put(t, executable.read(t)));
    return state;
  }

  /**
   * Two steps as in the timed run: the second batch is written during the first step, which it must
   * not affect, and the second step must use it.
   */
  private List<Verification> verifyOverlappedSteps(Map<Tensor, HostTensor> before) {
    Batches.Epoch order = batches.epoch(epoch);
    int[] first = order.batch(0);
    int[] second = order.batches() > 1 ? order.batch(1) : batches.epoch(epoch + 1).batch(0);
    before.values().forEach(executable::write);
    writeBatch(first);
    Verification overlapped =
        verify("further step", before, first, () -> executable.execute(() -> writeBatch(second)));
    Map<Tensor, HostTensor> between = state();
    return List.of(
        overlapped, verify("step on the next batch", between, second, executable::execute));
  }

  /** One step of the timed executable from the state {@code before}. */
  private Verification verifyStep(String what, Map<Tensor, HostTensor> before, int[] batch) {
    before.values().forEach(executable::write);
    writeBatch(batch);
    return verify(what, before, batch, executable::execute);
  }

  /** Follows the oracle through the steps of a window, from the state that the timed run had. */
  private Verification verify(TimedWindows.Window window) {
    Map<Tensor, ReferenceTensor> expected = new LinkedHashMap<>();
    window.before().forEach((t, value) -> expected.put(t, ReferenceTensor.exact(value)));
    for (int step = window.first(); step < window.end(); step++) {
      given(batch(step)).forEach((t, value) -> expected.put(t, ReferenceTensor.exact(value)));
      expected.putAll(Reference.evaluateFrom(program, precision, expected));
    }
    Map<Tensor, HostTensor> actual = new LinkedHashMap<>(window.after());
    actual.put(loss, HostTensor.of(loss, losses.get(window.end() - 1)));
    String steps =
        window.length() == 1
            ? "timed step " + window.end()
            : String.format(Locale.ROOT, "timed steps %d to %d", window.first() + 1, window.end());
    return compare(steps, expected, actual);
  }

  /** Parameters, the optimizer's slots and the loss, each apart. */
  private Verification compare(
      String what, Map<Tensor, ReferenceTensor> expected, Map<Tensor, HostTensor> actual) {
    Map<String, Map<Tensor, HostTensor>> byKind = new LinkedHashMap<>();
    actual.forEach((tensor, value) ->
        byKind.computeIfAbsent(kind(what, tensor), _ -> new LinkedHashMap<>()).put(tensor, value));
    Map<String, Double> errors = new LinkedHashMap<>();
    long checked = 0;
    for (Map.Entry<String, Map<Tensor, HostTensor>> kind : byKind.entrySet()) {
      Verdict verdict = Verifier.compare(expected, kind.getValue());
      if (!verdict.passed()) {
        return KernelSession.toVerification(what + " " + verdict.check(), verdict);
      }
      errors.put(kind.getKey(), verdict.worst());
      checked += verdict.checked();
    }
    return Verification.passed(what + " entrywise", 1, Collections.max(errors.values()), checked)
        .with(errors);
  }

  /**
   * A parameter's error is mostly that of storing it. The first step finds all slots at zero, so
   * what it leaves there is the gradient alone, scaled or squared.
   */
  private String kind(String what, Tensor tensor) {
    if (program.parameters().contains(tensor)) {
      return "parameters";
    }
    if (program.outputs().contains(tensor)) {
      return "loss";
    }
    return what.equals(FIRST_STEP) ? "gradients" : "optimizerSlots";
  }

  /** A batch in buffers of its own. */
  private Map<Tensor, HostTensor> given(int[] batch) {
    HostTensor pixels = HostTensor.allocate(imageBatch.tensor());
    HostTensor labels = HostTensor.allocate(labelBatch.tensor());
    images.images(batch, pixels);
    images.labels(batch, labels);
    return Map.of(pixels.tensor(), pixels, labels.tensor(), labels);
  }

  /** Runs a step on what has been written and compares everything that it writes. */
  private Verification verify(
      String what, Map<Tensor, HostTensor> before, int[] batch, Runnable step) {
    program.outputs().forEach(t -> executable.write(HostTensor.allocate(t).poison()));
    step.run();
    Map<Tensor, HostTensor> given = new LinkedHashMap<>(before);
    // Not the buffers that were written: the step may have put another batch there.
    given.putAll(given(batch));
    Map<Tensor, HostTensor> actual = state();
    program.outputs().forEach(t -> actual.put(t, executable.read(t)));
    return compare(what, Reference.evaluate(program, precision, given), actual);
  }

  private void save(Map<Tensor, HostTensor> state, java.nio.file.Path file) {
    try {
      TrainedWeights.write(program, state, Files.newOutputStream(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the weights to " + file, e);
    }
  }

  @Override
  public List<Double> warmupSeconds() {
    return List.copyOf(warmupSeconds);
  }

  @Override
  public Optional<Timing.Steps> steps() {
    return Optional.of(
        Timing.Steps.of(stepSeconds.stream().mapToDouble(Double::doubleValue).toArray()));
  }

  @Override
  public List<Double> pausedSeconds() {
    return pausedSeconds;
  }

  /** Every step has a batch of its own. */
  @Override
  public Optional<InputSets> inputSets() {
    return Optional.empty();
  }

  @Override
  public Optional<Training> training() {
    List<Integer> steps = IntStream.rangeClosed(1, losses.size()).boxed().toList();
    Availability<Training.ToTarget> toTarget =
        tests.stream()
            .filter(test -> test.accuracy() >= workload.targetAccuracy())
            .findFirst()
            .<Availability<Training.ToTarget>>map(test ->
                new Availability.Available<>(new Training.ToTarget(test.epochs(), test.seconds())))
            .orElseGet(() ->
                new Availability.Unavailable<>(
                    "not reached in " + epoch + (epoch == 1 ? " epoch" : " epochs")));
    return Optional.of(
        new Training(
            new Training.LossCurve(steps, Series.of(losses)),
            Series.of(tests.stream().map(Test::accuracy).toList()),
            Series.of(tests.stream().map(Test::epochs).toList()),
            workload.targetAccuracy(),
            toTarget,
            tests.getLast().accuracy(),
            split.test().size(),
            split.fold(),
            images.describe()));
  }

  @Override
  public int executionsPerIteration() {
    return batches.perEpoch();
  }

  @Override
  public void close() {
    executable.close();
    accuracy.close();
  }
}

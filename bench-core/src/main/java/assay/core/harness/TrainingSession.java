package assay.core.harness;

import assay.core.data.Batches;
import assay.core.data.FashionMnist;
import assay.core.oracle.Verifier;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.result.Series;
import assay.core.result.Training;
import assay.core.result.Verification;
import assay.core.target.Executable;
import assay.core.target.Target;
import assay.core.workload.TrainWorkload;
import assay.core.workload.TrainedWeights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Trains a network, an epoch an iteration; the test images are looked at between epochs, outside
 * the timing. Warm-up steps train a network that is thrown away: the counted one starts from the
 * seed's initial weights.
 *
 * <p>Two steps are checked entry by entry against the oracle, each from the target's own state
 * before it: the first one, before the timing, and one more after the last timed one, in the
 * buffers that were timed, with every parameter and every slot of the optimizer.
 */
final class TrainingSession implements Session {
  private final TrainWorkload workload;
  private final Precision precision;
  private final Program program;
  private final ForkSettings settings;
  private final Executable executable;
  private final TrainingSet images;
  private final Accuracy accuracy;
  private final Batches batches;
  private final HostTensor imageBatch;
  private final HostTensor labelBatch;
  private final Tensor loss;
  private final List<Double> losses = new ArrayList<>();
  private final List<Double> accuracies = new ArrayList<>();
  private final List<Double> epochSeconds = new ArrayList<>();
  private boolean counting;
  private int epoch;
  private long started;

  TrainingSession(
      TrainWorkload workload, Precision precision, Target target, ForkSettings settings) {
    this.workload = workload;
    this.precision = precision;
    this.settings = settings;
    this.program = workload.program(precision);
    FashionMnist data = TrainingSet.locate(workload, settings.dataFolder());
    this.images = TrainingSet.training(workload, data);
    this.batches = new Batches(settings.seed(), images.size(), workload.batch());
    this.imageBatch = HostTensor.allocate(TrainWorkload.images(program));
    this.labelBatch = HostTensor.allocate(TrainWorkload.labels(program));
    this.loss = program.outputs().getFirst();
    Target.Options options = new Target.Options(settings.threads());
    this.executable = target.compile(program, precision, options);
    this.accuracy = new Accuracy(workload, precision, target, options, TrainingSet.test(data));
  }

  @Override
  public Executable executable() {
    return executable;
  }

  @Override
  public void beforeIteration(boolean counted, boolean last) {
    if (!counted || !counting) {
      workload.initialState(program, settings.seed()).values().forEach(executable::write);
    }
    counting = counted;
    started = System.nanoTime();
  }

  @Override
  public void execute() {
    Batches.Epoch order = batches.epoch(epoch);
    int steps =
        counting ? order.batches() : Math.min(settings.trainingWarmupSteps(), order.batches());
    for (int step = 0; step < steps; step++) {
      writeBatch(order.batch(step));
      executable.execute();
      double value = executable.read(loss).get(0);
      if (counting) {
        losses.add(value);
      }
    }
  }

  private void writeBatch(int[] order) {
    images.images(order, imageBatch);
    images.labels(order, labelBatch);
    executable.write(imageBatch);
    executable.write(labelBatch);
  }

  @Override
  public void afterIteration(boolean counted) {
    if (counted) {
      epochSeconds.add((System.nanoTime() - started) * 1e-9);
      accuracies.add(accuracy.measure(executable));
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
    Verification last = verifyStep(end, batches.epoch(epoch).batch(0));
    settings.weights().ifPresent(file -> save(end, file));
    if (!last.passed()) {
      return last;
    }
    Verification first =
        verifyStep(workload.initialState(program, settings.seed()), batches.epoch(0).batch(0));
    return first.passed() ? worse(first, last) : first;
  }

  private static Verification worse(Verification a, Verification b) {
    double worst = Math.max(orZero(a), orZero(b));
    return Verification.passed(
        "first and one further step, all state, " + b.check(),
        1,
        worst,
        a.elementsChecked() + b.elementsChecked());
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
   * Runs one step of the timed executable from {@code before} and compares everything it leaves
   * behind.
   */
  private Verification verifyStep(Map<Tensor, HostTensor> before, int[] batch) {
    before.values().forEach(executable::write);
    writeBatch(batch);
    program.outputs().forEach(t -> executable.write(HostTensor.allocate(t).poison()));
    executable.execute();
    Map<Tensor, HostTensor> given = new LinkedHashMap<>(before);
    given.put(imageBatch.tensor(), imageBatch);
    given.put(labelBatch.tensor(), labelBatch);
    Map<Tensor, HostTensor> actual = state();
    program.outputs().forEach(t -> actual.put(t, executable.read(t)));
    return KernelSession.toVerification(
        Verifier.verify(program, precision, given, actual, settings.seed()));
  }

  private void save(Map<Tensor, HostTensor> state, java.nio.file.Path file) {
    try {
      TrainedWeights.write(program, state, Files.newOutputStream(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the weights to " + file, e);
    }
  }

  @Override
  public Optional<Training> training() {
    List<Integer> steps = IntStream.rangeClosed(1, losses.size()).boxed().toList();
    Optional<Integer> reached =
        IntStream.range(0, accuracies.size())
            .filter(i -> accuracies.get(i) >= workload.targetAccuracy())
            .mapToObj(i -> i + 1)
            .findFirst();
    String missed =
        reached.isPresent()
            ? null
            : "not reached in "
                + accuracies.size()
                + (accuracies.size() == 1 ? " epoch" : " epochs");
    Double seconds =
        reached
            .map(n -> epochSeconds.subList(0, n).stream().mapToDouble(Double::doubleValue).sum())
            .orElse(null);
    return Optional.of(
        new Training(
            new Training.LossCurve(steps, series(losses)),
            series(accuracies),
            workload.targetAccuracy(),
            reached.orElse(null),
            seconds,
            missed,
            accuracies.getLast(),
            images.describe()));
  }

  private static Series series(List<Double> values) {
    return Series.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Steps in one counted iteration, by which its time is divided. */
  int stepsPerEpoch() {
    return batches.perEpoch();
  }

  @Override
  public void close() {
    executable.close();
    accuracy.close();
  }
}

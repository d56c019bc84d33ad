package assay.core.harness;

import assay.core.oracle.ErrorModel;
import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.record.Verification;
import assay.core.spi.Executable;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Single executions at moments that the executable cannot foresee, amid the timed ones. Some follow
 * poisoned outputs, and must write every element. Some are on another of the sets of inputs that
 * stay on the device: nothing is written since the execution before, and the result must be that
 * set's. Others have inputs that the executable has never seen; one result on such inputs and one
 * on a set that was there already, drawn at random, are verified in full. Work that was left undone
 * while executions were timed (deferred to a read, to another thread, to the next new input) has to
 * be done on new inputs, so the time of each part is held against the time of a timed execution.
 * See docs/attacks.md.
 *
 * <ul>
 *   <li>The execution and the first read of its outputs, less a second read, may take {@value
 *       #FACTOR} timed executions plus {@value #GAP_SHARE} of the gap since the execution before.
 *       In that gap inputs and outputs are rewritten, which leaves caches cold and worker threads
 *       asleep; both cost an honest executable less than the rewriting did.
 *   <li>That quarter is a bound, not an excuse: where only the gap allows for the time, the same is
 *       timed without one, and after a pause as long in which nothing is written ({@link
 *       #withoutNewInputs}). An execution right after another one may take {@value #FACTOR} timed
 *       executions, a wake-up and a second read (no longer than a copy of the inputs by the host);
 *       one on new inputs {@value #FACTOR} of those after a pause, what a read alone takes longer
 *       after a pause counted once, plus, on a device with a clock of its own, the time in which
 *       the host copies the inputs, because its driver may transfer them at their first use.
 *   <li>Poisoning the outputs, and reading the poison, may each take {@value #FACTOR} timed
 *       executions plus {@value #READ_FACTOR} times the second read.
 *   <li>Writing inputs may take {@value #FACTOR} timed executions plus {@value #WRITE_FACTOR} times
 *       what poisoning takes for as many bytes.
 * </ul>
 *
 * <p>Inputs are renewed in random selections, so that gaps can be short. The shortest time of each
 * part in any check counts: a busy machine can make any single one slow.
 */
final class SpotChecks {
  static final double FACTOR = 3;
  static final double GAP_SHARE = 0.25;
  static final double READ_FACTOR = 4;
  static final double WRITE_FACTOR = 4;

  /** Checks amid the timed executions, and the time after which no further one starts, ns. */
  static final int FEW = 8;

  private static final long SHORT_NANOS = 200_000_000L;

  /** Time after which a suspicion is a verdict, ns. */
  private static final long SUSPICION_NANOS = 10_000_000_000L;

  /** Executions longer than this are not made ready by one before: neither threads nor caches. */
  private static final double LONG_NANOS = 10e6;

  /** The most untimed executions before one without new inputs, and their time together, ns. */
  private static final int MOST_UNTIMED = 64;

  private static final double UNTIMED_NANOS = 20e6;

  /** Renewals after which the shortest gap is that of the rewriting and of nothing else. */
  static final int ENOUGH_RENEWALS = 64;

  /** What it takes at most to wake a worker thread, ns. */
  static final double WAKE_NANOS = 10_000;

  /**
   * Reads allocate; beyond this many bytes memory must not wait for the next garbage collection.
   */
  private static final long LARGE = 1 << 26;

  private static final double NANOS = 1e-9;

  /** A tensor with as many elements has more orders than there will be checks. */
  private static final int MANY_ELEMENTS = 16;

  private final Program program;
  private final ErrorModel model;
  private final Executable executable;
  private final ResidentInputs inputs;
  private final List<HostTensor> poison;
  private final Runnable beforeExecution;
  private final SplittableRandom secret;
  private final int workers;
  private final LongSupplier clock;
  private final long outputBytes;
  private int renewals;
  private int repetitions;
  private int exchanges;
  private final Shortest gap = new Shortest();
  private final Shortest writing = new Shortest();
  private final Shortest poisoning = new Shortest();
  private final Shortest readingPoison = new Shortest();
  private final Shortest executing = new Shortest();
  private final Shortest readingAgain = new Shortest();
  private final Shortest copying = new Shortest();
  private final Shortest executingAtOnce = new Shortest();
  private final Shortest executingAfterPause = new Shortest();
  private final Shortest readingAfterPause = new Shortest();
  private Optional<Verification> failed = Optional.empty();
  private Optional<Kept> onNewInputs = Optional.empty();
  private Optional<Kept> onResidentInputs = Optional.empty();

  /** The shortest time of a part in ns, by {@link #clock}. */
  private final class Shortest {
    private double nanos = Double.POSITIVE_INFINITY;

    /**
     * Runs it once more.
     *
     * @param size of this time, in the unit of the shortest
     */
    void time(double size, Runnable part) {
      long start = clock.getAsLong();
      part.run();
      nanos = Math.min(nanos, (clock.getAsLong() - start) / size);
    }
  }

  /**
   * A check whose outputs are verified later, when nothing is timed any more.
   *
   * @param set of inputs
   * @param renewed those of its tensors that had other values
   * @param order of these values
   */
  private record Kept(int set, List<Tensor> renewed, long order, Map<Tensor, HostTensor> outputs) {}

  /**
   * @param inputs those of the timed executions, all written
   * @param poison poisoned outputs
   * @param beforeExecution runs before each execution, as it does when executions are timed
   * @param secret draws inputs, and the check that is verified; its seed must not be known to the
   *     executable
   * @param workers threads that an execution may have to wake
   * @param clock in ns, such as {@link System#nanoTime}
   */
  SpotChecks(
      Program program,
      ErrorModel model,
      Executable executable,
      ResidentInputs inputs,
      List<HostTensor> poison,
      Runnable beforeExecution,
      SplittableRandom secret,
      int workers,
      LongSupplier clock) {
    this.program = program;
    this.model = model;
    this.executable = executable;
    this.inputs = inputs;
    this.poison = poison;
    this.beforeExecution = beforeExecution;
    this.secret = secret;
    this.workers = workers;
    this.clock = clock;
    this.outputBytes = bytes(program.outputs());
  }

  private static long bytes(Collection<Tensor> tensors) {
    return tensors.stream().mapToLong(Tensor::bytes).sum();
  }

  /** Number of checks with new inputs so far. */
  int renewals() {
    return renewals;
  }

  /** Number of checks on unchanged inputs so far. */
  int repetitions() {
    return repetitions;
  }

  /** Number of checks on another set of inputs so far. */
  int exchanges() {
    return exchanges;
  }

  /** Number of checks of all kinds so far. */
  int made() {
    return renewals + repetitions + exchanges;
  }

  /**
   * Whether there may be another one amid the timed executions.
   *
   * @param nanos that have passed in the iteration
   */
  boolean few(long nanos) {
    return made() < FEW && nanos < SHORT_NANOS;
  }

  /**
   * Makes a check of any kind.
   *
   * @param lastNanos time of a timed execution in the last iteration, ns
   */
  void any(double lastNanos) {
    switch (secret.nextInt(inputs.count() > 1 ? 3 : 2)) {
      case 1 -> renew(lastNanos < LONG_NANOS);
      case 2 -> exchange();
      default -> repeat();
    }
  }

  /**
   * Makes checks until the verdict is settled: every kind at least once, many before times are held
   * against the executable, and as many as a suspicion or a doubt needs.
   *
   * @param timedNanos as in {@link #verdict}, above 0
   * @param lastNanos as in {@link #any}
   */
  void settle(double timedNanos, double lastNanos) {
    long begun = clock.getAsLong();
    do {
      any(lastNanos);
      if (renewals > 0 && (doubtful(timedNanos) || undone(timedNanos).isPresent())) {
        withoutNewInputs(lastNanos);
      }
    } while (unsettled(timedNanos, clock.getAsLong() - begun));
  }

  private boolean unsettled(double timedNanos, long spent) {
    boolean few = made() < 2 * FEW;
    return renewals == 0
        || repetitions == 0
        || (inputs.count() > 1 && exchanges == 0)
        || (few && spent < SHORT_NANOS)
        || (undone(timedNanos).isPresent() && (few || spent < SUSPICION_NANOS))
        || (doubtful(timedNanos) && spent < SUSPICION_NANOS);
  }

  /** Checks one execution on a set of inputs as it is, after outputs were poisoned. */
  void repeat() {
    inputs.selectAny();
    poison.forEach(executable::write);
    execute();
    Map<Tensor, HostTensor> outputs = read();
    repetitions++;
    failed = failed.or(() -> unwritten(outputs));
    if (inputs.count() > 1 && exchanges == 0 && secret.nextInt(repetitions) == 0) {
      onResidentInputs = Optional.of(new Kept(inputs.selected(), List.of(), 0, outputs));
    }
    poison.forEach(executable::write);
  }

  /**
   * Checks one execution on another set of inputs, with nothing written since the execution before.
   * There must be several sets.
   */
  void exchange() {
    // Whatever was written must not be what makes it compute, and an older result for the other set
    // must not still be there.
    poison.forEach(executable::write);
    execute();
    inputs.selectAnother();
    execute();
    Map<Tensor, HostTensor> outputs = read();
    exchanges++;
    if (secret.nextInt(exchanges) == 0) {
      onResidentInputs = Optional.of(new Kept(inputs.selected(), List.of(), 0, outputs));
    }
    tidy();
  }

  private void execute() {
    beforeExecution.run();
    executable.execute();
  }

  /**
   * Checks one execution on a set of inputs, some of them renewed.
   *
   * @param prime whether to execute once before, so that threads are awake and caches warm
   */
  void renew(boolean prime) {
    long order = secret.nextLong();
    List<Tensor> renewed = selection();
    List<HostTensor> values = renewed.stream().map(t -> inputs.value(t, order)).toList();
    inputs.selectAny();
    if (prime) {
      execute();
    }
    // What may be left to do for executions before must not count as part of the gap.
    read();
    Map<Tensor, HostTensor> before = new LinkedHashMap<>();
    Map<Tensor, HostTensor> outputs = new LinkedHashMap<>();
    double size = Math.max(1, (double) bytes(renewed) / outputBytes);
    gap.time(
        1,
        () -> {
          writing.time(size, () -> values.forEach(executable::write));
          poisoning.time(1, () -> poison.forEach(executable::write));
          readingPoison.time(1, () -> before.putAll(read()));
        });
    beforeExecution.run();
    executing.time(1, () -> outputs.putAll(executeAndRead()));
    readingAgain.time(1, this::read);
    renewals++;
    failed = failed.or(() -> overwritten(before)).or(() -> unwritten(outputs));
    if (secret.nextInt(renewals) == 0) {
      onNewInputs = Optional.of(new Kept(inputs.selected(), renewed, order, outputs));
    }
    inputs.write(renewed);
    poison.forEach(executable::write);
    tidy();
  }

  /**
   * Times one execution right after another one, and an execution and a read each after a pause as
   * long as the shortest gap of {@link #renew}, in which other memory is written in place of the
   * executable's. Executions that nobody times come first, a random number of them: some of those
   * after a write may be done in full for show.
   *
   * @param lastNanos as in {@link #any}
   */
  void withoutNewInputs(double lastNanos) {
    inputs.selectAny();
    int most = (int) Math.clamp(UNTIMED_NANOS / Math.max(1, lastNanos), 1, MOST_UNTIMED);
    for (int untimed = secret.nextInt(most); untimed >= 0; untimed--) {
      execute();
    }
    read();
    beforeExecution.run();
    executingAtOnce.time(1, this::executeAndRead);
    readingAgain.time(1, this::read);
    if (lastNanos < LONG_NANOS) {
      execute();
    }
    read();
    pause();
    beforeExecution.run();
    executingAfterPause.time(1, this::executeAndRead);
    pause();
    readingAfterPause.time(1, this::read);
    tidy();
  }

  private void pause() {
    List<HostTensor> values =
        inputs.tensors().stream().map(t -> inputs.value(t, secret.nextLong())).toList();
    long start = System.nanoTime();
    copying.time(
        1, () -> values.forEach(v -> HostTensor.allocate(v.tensor()).data().copyFrom(v.data())));
    LockSupport.parkNanos((long) gap.nanos - (System.nanoTime() - start));
  }

  private Map<Tensor, HostTensor> executeAndRead() {
    executable.execute();
    return read();
  }

  private void tidy() {
    if (outputBytes > LARGE) {
      System.gc();
    }
  }

  /** Some inputs, one of them large enough to have more orders than there will be checks. */
  private List<Tensor> selection() {
    List<Tensor> all = inputs.tensors();
    List<Tensor> large = all.stream().filter(t -> t.elements() > MANY_ELEMENTS).toList();
    if (large.isEmpty()) {
      return all;
    }
    Tensor certain = large.get(secret.nextInt(large.size()));
    return all.stream().filter(t -> t.equals(certain) || secret.nextBoolean()).toList();
  }

  private Map<Tensor, HostTensor> read() {
    Map<Tensor, HostTensor> outputs = new LinkedHashMap<>();
    program.outputs().forEach(t -> outputs.put(t, executable.read(t)));
    return outputs;
  }

  /** Nothing is under way when outputs are poisoned, so they must keep the poison. */
  private Optional<Verification> overwritten(Map<Tensor, HostTensor> outputs) {
    return find(outputs, false, "changed while nothing was executed");
  }

  private Optional<Verification> unwritten(Map<Tensor, HostTensor> outputs) {
    return find(outputs, true, "was not written by one execution among the timed ones");
  }

  /** Finds an element that is still, or no longer, poisoned. */
  private Optional<Verification> find(
      Map<Tensor, HostTensor> outputs, boolean poisoned, String what) {
    for (HostTensor expected : poison) {
      HostTensor output = Objects.requireNonNull(outputs.get(expected.tensor()));
      for (long i = 0; i < output.elements(); i++) {
        if ((Double.compare(output.get(i), expected.get(i)) == 0) == poisoned) {
          String where = output.tensor() + " at " + output.tensor().shape().position(i);
          return Optional.of(
              Verification.failed(
                  "written by every execution",
                  1,
                  Double.NaN,
                  where + " " + what,
                  output.elements()));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The verdict on all checks so far.
   *
   * @param timed the verdict on the timed buffers
   * @param timedNanos time of one timed execution, ns; 0 if none was timed
   * @return {@code timed} if all checks passed, else the failed one
   */
  Verification verdict(Verification timed, double timedNanos) {
    return failed
        .or(() -> onResidentInputs.flatMap(kept -> wrong(kept, "on another set of inputs")))
        .or(() -> onNewInputs.flatMap(kept -> wrong(kept, "with new inputs")))
        .or(() -> undone(timedNanos))
        .orElse(timed);
  }

  private Optional<Verification> wrong(Kept kept, String what) {
    Map<Tensor, HostTensor> values = inputs.values(kept.set());
    kept.renewed().forEach(t -> values.put(t, inputs.value(t, kept.order())));
    Verdict verdict =
        Verifier.verify(program, model, values, kept.outputs(), false, secret.nextLong());
    return verdict.passed()
        ? Optional.empty()
        : Optional.of(
            Verification.failed(
                what + ": " + verdict.check(),
                1,
                verdict.worst(),
                what + " amid the timed executions: " + verdict.message(),
                verdict.checked()));
  }

  /**
   * Work that was not done in the timed executions; empty if there is none.
   *
   * @param timedNanos as in {@link #verdict}
   */
  Optional<Verification> undone(double timedNanos) {
    if (timedNanos == 0) {
      return Optional.empty();
    }
    double undone = FACTOR * timedNanos;
    double read = undone + READ_FACTOR * readingAgain.nanos;
    double wake = WAKE_NANOS * sleepers();
    // What takes no longer than timed executions needs no excuse that could be false.
    boolean excused = executing.nanos - readingAgain.nanos > undone;
    return tooLong(
            "an execution with new inputs and its result",
            executing.nanos - readingAgain.nanos,
            Math.min(
                wake + undone + GAP_SHARE * gap.nanos,
                Math.max(WAKE_NANOS, wake) + afterPause(undone)),
            timedNanos)
        .or(() ->
            tooLong(
                "an execution right after another one and its result",
                excused ? first(executingAtOnce) : 0,
                // Its first read finds the results in other caches than the second one, which is
                // no excuse behind a bus, where both take long.
                undone + Math.max(WAKE_NANOS, wake) + Math.min(readingAgain.nanos, copying.nanos),
                timedNanos))
        .or(() ->
            tooLong(
                "writing new inputs",
                writing.nanos,
                undone + WRITE_FACTOR * poisoning.nanos,
                timedNanos))
        .or(() -> tooLong("writing the outputs", poisoning.nanos, read, timedNanos))
        .or(() -> tooLong("reading unchanged outputs", readingPoison.nanos, read, timedNanos));
  }

  /** What an execution takes with its first read, ns; 0 if there was none. */
  private double first(Shortest executing) {
    return Double.isFinite(executing.nanos) ? executing.nanos - readingAgain.nanos : 0;
  }

  /** What an execution on new inputs may take by those after a pause, ns. */
  private double afterPause(double undone) {
    if (!Double.isFinite(executingAfterPause.nanos)) {
      return Double.POSITIVE_INFINITY;
    }
    // Of what is not in the caches, reading is no work that could have been left undone.
    double cold = Math.max(0, readingAfterPause.nanos - readingAgain.nanos);
    double work = Math.max(0, first(executingAfterPause) - cold);
    return cold + Math.max(undone, FACTOR * work) + (ownClock() ? copying.nanos : 0);
  }

  /**
   * Whether executions with new inputs passed only because of the gap before them, and too few of
   * them: on a busy machine, or in code that is not compiled yet, a few gaps can all be long. Then
   * {@link #withoutNewInputs} tells what the gap costs.
   *
   * @param timedNanos as in {@link #verdict}
   */
  boolean doubtful(double timedNanos) {
    return renewals < ENOUGH_RENEWALS && executing.nanos - readingAgain.nanos > FACTOR * timedNanos;
  }

  /** A device with a clock of its own has no threads here. */
  private int sleepers() {
    return ownClock() ? 0 : workers;
  }

  private boolean ownClock() {
    return executable.deviceNanos().isPresent();
  }

  private Optional<Verification> tooLong(
      String what, double nanos, double allowed, double timedNanos) {
    return nanos <= allowed
        ? Optional.empty()
        : Optional.of(
            Verification.failed(
                "time with new inputs",
                allowed * NANOS,
                nanos * NANOS,
                String.format(
                    Locale.ROOT,
                    "%s took %.3g s at best, the timed executions %.3g s each: they left work"
                        + " undone",
                    what,
                    nanos * NANOS,
                    timedNanos * NANOS),
                renewals));
  }
}

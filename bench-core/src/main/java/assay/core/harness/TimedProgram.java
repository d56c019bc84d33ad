package assay.core.harness;

import assay.core.oracle.ErrorModel;
import assay.core.oracle.Verdict;
import assay.core.oracle.Verifier;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.record.Series;
import assay.core.spi.Executable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A program that is executed repeatedly on the same inputs and, at first, the same state. */
class TimedProgram implements AutoCloseable {
  static final double NANOS = 1e-9;

  /** Shorter ones would be timed with too much of the clock in them, s. */
  private static final double MIN_BATCH_SECONDS = 1e-3;

  private static final int WARMUP_EXECUTIONS = 5;

  private final Program program;
  private final Precision precision;
  private final Executable executable;
  private final Map<Tensor, HostTensor> given;
  private final List<Double> seconds = new ArrayList<>();
  private final List<Double> deviceSeconds = new ArrayList<>();
  private long executions = 1;

  /**
   * Writes the inputs and the state.
   *
   * @param executable of the program; closed with this
   * @param given all inputs, and state; absent state is zero
   */
  TimedProgram(
      Program program, Precision precision, Executable executable, Map<Tensor, HostTensor> given) {
    this.program = program;
    this.precision = precision;
    this.executable = executable;
    this.given = given;
    reset();
  }

  final Program program() {
    return program;
  }

  final Executable executable() {
    return executable;
  }

  final Map<Tensor, HostTensor> given() {
    return given;
  }

  final void reset() {
    writeInputs();
    resetState();
  }

  final void writeInputs() {
    program.inputs().forEach(t -> executable.write(Objects.requireNonNull(given.get(t))));
  }

  /** Writes the state that the program begins with. */
  final void resetState() {
    program.state().stream().map(given::get).filter(Objects::nonNull).forEach(executable::write);
  }

  void execute() {
    executable.execute();
  }

  /**
   * Executes for a while, and finds out how many executions are long enough to be timed together.
   *
   * @param limit s
   */
  final void warmUp(double limit) {
    long begin = System.nanoTime();
    long done = 0;
    while (done < WARMUP_EXECUTIONS || (System.nanoTime() - begin) * NANOS < limit) {
      execute();
      done++;
    }
    // Some more, now that the code is compiled, decide.
    long start = System.nanoTime();
    for (long i = 0; i < WARMUP_EXECUTIONS; i++) {
      execute();
    }
    double each = (System.nanoTime() - start) * NANOS / WARMUP_EXECUTIONS;
    executions = Math.max(1, (long) Math.ceil(MIN_BATCH_SECONDS / Math.max(each, NANOS)));
  }

  /** Times a few executions, after one that is not timed. */
  void measure() {
    resetState();
    execute();
    seconds.add(batch());
  }

  /** The mean time of a few executions, s. */
  double batch() {
    long start = System.nanoTime();
    for (long i = 0; i < executions; i++) {
      execute();
    }
    double each = (System.nanoTime() - start) * NANOS / executions;
    executable.deviceNanos().ifPresent(nanos -> deviceSeconds.add(nanos * NANOS));
    return each;
  }

  /** Executions that are timed together. */
  final long executions() {
    return executions;
  }

  /** The times so far, s. */
  final Series series() {
    return Series.of(seconds);
  }

  /** Device times of the last execution of each batch, s; empty if it has no clock of its own. */
  final Optional<Series> deviceSeries() {
    return deviceSeconds.isEmpty() ? Optional.empty() : Optional.of(Series.of(deviceSeconds));
  }

  /** All outputs of an execution on the given values, and the state that it updates. */
  final Map<Tensor, HostTensor> results() {
    reset();
    program.outputs().forEach(t -> executable.write(HostTensor.allocate(t).poison()));
    execute();
    Map<Tensor, HostTensor> results = new LinkedHashMap<>();
    program.outputs().forEach(t -> results.put(t, executable.read(t)));
    program.ops().stream()
        .flatMap(op -> op.updates().stream())
        .forEach(t -> results.put(t, executable.read(t)));
    return results;
  }

  /**
   * Compares an execution with the oracle.
   *
   * @param thorough whether every element of large products is compared
   * @param seed of projections
   */
  final Verdict verify(boolean thorough, long seed) {
    ErrorModel model = new ErrorModel(precision, executable.accumulatorBits());
    return Verifier.verify(program, model, given, results(), thorough, seed);
  }

  @Override
  public void close() {
    executable.close();
  }
}

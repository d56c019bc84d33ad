package assay.cli.faults;

import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.spi.Executable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Output buffers of its own between the caller and a right executable, as a device would have them:
 * what a {@link Fault} does not write keeps what was there. An execution returns when the time that
 * the script has for it is over.
 *
 * <p>The times of an iteration stand one behind the other from its beginning: where the machine
 * held one execution up, the next ones are so much shorter. So their mean is never less than the
 * script's, and on a machine that is not very busy it is the script's; {@link #iterations} has what
 * it was.
 */
class ScriptedExecutable implements Executable {
  private final Executable right;
  private final Script script;
  private final int fork;
  private final Map<Tensor, HostTensor> outputs = new LinkedHashMap<>();
  private long calls;
  private boolean inputWritten;
  private final List<Double> iterations = new ArrayList<>();
  private long executions;
  private boolean outputWritten;
  private boolean read;
  private boolean poisonRead;
  private boolean between;
  private boolean interrupted;
  private long begin;
  private long end;
  private double due;

  ScriptedExecutable(Program program, Executable right, Script script, int fork) {
    this.right = right;
    this.script = script;
    this.fork = fork;
    program.outputs().forEach(t -> outputs.put(t, HostTensor.allocate(t)));
  }

  /** Executions so far, with the one that is under way. */
  final long calls() {
    return calls;
  }

  /** Whether an input was written since the last execution. */
  final boolean inputWritten() {
    return inputWritten;
  }

  final HostTensor output() {
    return outputs.values().iterator().next();
  }

  /** Computes, and leaves the output buffers as they are. */
  final void compute() {
    right.execute();
  }

  /** Copies every element of what was computed last to the output buffers. */
  final void copyOut() {
    outputs.forEach((tensor, buffer) -> buffer.data().copyFrom(right.read(tensor).data()));
  }

  /** Computes, and copies every element. */
  final void recompute() {
    compute();
    copyOut();
  }

  /** One execution. */
  void step() {
    script.fault().step(this);
  }

  /** Moves counters, within the time of the execution. */
  void executed() {}

  /** Mean times of the executions in the iterations that have ended, as they were, ns. */
  final List<Double> iterations() {
    return iterations;
  }

  @Override
  public void write(HostTensor value) {
    HostTensor own = outputs.get(value.tensor());
    if (own == null) {
      right.write(value);
      inputWritten = true;
      between |= !read;
    } else {
      own.data().copyFrom(value.data());
      outputWritten = true;
    }
  }

  /**
   * What happened since the execution before tells whether an iteration has ended. Between two of
   * them inputs and outputs are written; after the last one outputs are read, then inputs written.
   * The harness also checks single executions, amid and after the iterations: then outputs are
   * written alone, or read before inputs are written, and again once they are. An iteration that is
   * interrupted so is not counted, nor is what comes after a read.
   */
  private void endIteration() {
    if (!interrupted && inputWritten && (between || !poisonRead)) {
      iterations.add((double) (end - begin) / executions);
    }
    interrupted = read || !inputWritten;
    executions = 0;
  }

  @Override
  public final void execute() {
    if (executions > 0 && (inputWritten || outputWritten || read)) {
      endIteration();
    }
    if (executions == 0) {
      begin = System.nanoTime();
      due = 0;
    }
    due += script.nanos(fork, iterations.size(), calls);
    executions++;
    calls++;
    step();
    executed();
    inputWritten = false;
    outputWritten = false;
    read = false;
    poisonRead = false;
    between = false;
    do {
      Thread.onSpinWait();
      end = System.nanoTime();
    } while (end - begin < due);
  }

  @Override
  public HostTensor read(Tensor tensor) {
    read = true;
    poisonRead |= outputWritten;
    between |= inputWritten && !outputWritten;
    HostTensor own = outputs.get(tensor);
    return own == null ? right.read(tensor) : copy(own);
  }

  private static HostTensor copy(HostTensor value) {
    HostTensor copy = HostTensor.allocate(value.tensor());
    copy.data().copyFrom(value.data());
    return copy;
  }

  @Override
  public OptionalLong deviceNanos() {
    return script.deviceNanos() == 0
        ? right.deviceNanos()
        : OptionalLong.of(script.deviceNanos(fork, iterations.size()));
  }

  @Override
  public String engine() {
    return "scripted " + right.engine();
  }

  @Override
  public void close() {
    right.close();
  }
}

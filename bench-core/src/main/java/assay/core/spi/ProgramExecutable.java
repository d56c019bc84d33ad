package assay.core.spi;

import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.Tensor;
import java.util.HashSet;
import java.util.Set;

/**
 * What all executables have in common: tensors that the program does not have are refused, and
 * closing twice is harmless.
 */
public abstract class ProgramExecutable implements Executable {
  private final Program program;
  private final Set<Tensor> inputs;
  private final Set<Tensor> results;
  private boolean closed;

  /** For a program; holds nothing else. */
  protected ProgramExecutable(Program program) {
    this.program = program;
    inputs = Set.copyOf(program.inputs());
    results = new HashSet<>(program.outputs());
    results.addAll(program.state());
  }

  /** What is computed. */
  protected final Program program() {
    return program;
  }

  /** Takes over the values of an input, of state or of an output. */
  protected abstract void store(HostTensor value);

  /** Fills {@code value} with the values of an output or of state. */
  protected abstract void load(HostTensor value);

  /** Frees what is held; called once. */
  protected abstract void release();

  /** Whether a tensor is an input of the program. */
  protected final boolean isInput(Tensor tensor) {
    return inputs.contains(tensor);
  }

  @Override
  public final void write(HostTensor value) {
    Tensor tensor = value.tensor();
    require(isInput(tensor) || results.contains(tensor), tensor, "written");
    store(value);
  }

  @Override
  public final HostTensor read(Tensor tensor) {
    require(results.contains(tensor), tensor, "read");
    HostTensor value = HostTensor.allocate(tensor);
    load(value);
    return value;
  }

  /**
   * Refuses a tensor unless it is {@code allowed}.
   *
   * @param what cannot be done to it otherwise
   * @throws IllegalArgumentException if it is not
   */
  protected final void require(boolean allowed, Tensor tensor, String what) {
    if (!allowed) {
      throw new IllegalArgumentException(
          "program %s has no tensor %s that can be %s".formatted(program.name(), tensor, what));
    }
  }

  @Override
  public final void close() {
    if (!closed) {
      closed = true;
      release();
    }
  }
}

package assay.core.spi;

import assay.core.program.HostTensor;
import assay.core.program.Program;
import assay.core.program.Tensor;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * Base class of executables: refuses tensors that are not in the program and sets of inputs that do
 * not exist, and makes closing idempotent.
 */
public abstract class ProgramExecutable implements Executable {
  private final Program program;
  private final Set<Tensor> inputs;
  private final Set<Tensor> results;
  private final int inputSets;
  private boolean closed;

  /** Creates an executable for a program with one set of inputs. */
  protected ProgramExecutable(Program program) {
    this(program, 1);
  }

  /**
   * Creates an executable for a program.
   *
   * @param inputSets at least 1; {@link #use} must be overridden if it is more
   */
  protected ProgramExecutable(Program program, int inputSets) {
    this.program = program;
    this.inputSets = inputSets;
    inputs = Set.copyOf(program.inputs());
    results = new HashSet<>(program.outputs());
    results.addAll(program.state());
  }

  /** The program. */
  protected final Program program() {
    return program;
  }

  /**
   * Makes a set of inputs the one that is stored to and computed with. Called between two timed
   * executions: a field is set, nothing is transferred.
   *
   * @param set below the number of sets
   */
  protected void use(int set) {}

  /** Stores the values of an input, of state or of an output. */
  protected abstract void store(HostTensor value);

  /** Fills {@code value} with the values of an output or of state. */
  protected abstract void load(HostTensor value);

  /** Frees all resources; called once. */
  protected abstract void release();

  /** Whether a tensor is an input of the program. */
  protected final boolean isInput(Tensor tensor) {
    return inputs.contains(tensor);
  }

  @Override
  public final void select(int set) {
    use(Objects.checkIndex(set, inputSets));
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
   * @param what is not allowed otherwise, as a participle such as "written"
   * @throws IllegalArgumentException if it is not allowed
   */
  protected final void require(boolean allowed, Tensor tensor, String what) {
    if (!allowed) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "program %s has no tensor %s that can be %s",
              program.name(),
              tensor,
              what));
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

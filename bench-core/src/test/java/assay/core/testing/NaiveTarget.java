package assay.core.testing;

import assay.core.availability.Availability;
import assay.core.device.CacheLevel;
import assay.core.device.Device;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.Op;
import assay.core.spi.Executable;
import assay.core.spi.Target;
import assay.core.spi.Unsupported;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Every operation by its definition, rounded after each step, with sums in a chosen order. */
public final class NaiveTarget implements Target {
  private final Arithmetic.Order order;
  private final List<CacheLevel> caches;

  /** Sums from first to last. */
  public NaiveTarget() {
    this(List.of());
  }

  /** The same on a device with these caches. */
  public NaiveTarget(List<CacheLevel> caches) {
    this.order = Arithmetic.Order.SEQUENTIAL;
    this.caches = List.copyOf(caches);
  }

  NaiveTarget(Arithmetic.Order order) {
    this.order = order;
    this.caches = List.of();
  }

  @Override
  public String id() {
    return "naive";
  }

  @Override
  public String description() {
    return "simple loops for tests, summing " + order;
  }

  @Override
  public Availability<Device> probe() {
    return new Availability.Available<>(new Device.Hardware("JVM", Map.of()));
  }

  @Override
  public List<Precision> precisions() {
    return List.of(Precision.values());
  }

  @Override
  public Optional<Unsupported> unsupported(Program program, Precision precision) {
    return Optional.empty();
  }

  @Override
  public Optional<Unsupported> unsupportedInputSets() {
    return Optional.empty();
  }

  @Override
  public Availability<List<CacheLevel>> caches() {
    return caches.isEmpty() ? Target.super.caches() : new Availability.Available<>(caches);
  }

  @Override
  public Executable compile(Program program, Precision precision, Options options) {
    return new NaiveExecutable(program, precision, order, options.inputSets());
  }

  /** Checks that a tensor may be written or read. */
  private static void require(boolean condition, String what, Tensor tensor) {
    if (!condition) {
      throw new IllegalArgumentException("the program has no " + what + " " + tensor);
    }
  }

  private static final class NaiveExecutable implements Executable {
    private final Program program;
    private final Precision precision;
    private final Arithmetic.Order order;
    private final Memory memory = new Memory();

    /** For each set the inputs that were written to it. */
    private final List<Map<Tensor, HostTensor>> sets = new ArrayList<>();

    private Map<Tensor, HostTensor> selected;

    NaiveExecutable(Program program, Precision precision, Arithmetic.Order order, int inputSets) {
      this.program = program;
      this.precision = precision;
      this.order = order;
      for (int i = 0; i < inputSets; i++) {
        sets.add(new HashMap<>());
      }
      selected = sets.getFirst();
    }

    @Override
    public void select(int set) {
      selected = sets.get(set);
      selected.values().forEach(memory::put);
    }

    @Override
    public void write(HostTensor value) {
      Tensor tensor = value.tensor();
      boolean known =
          program.inputs().contains(tensor)
              || program.state().contains(tensor)
              || program.outputs().contains(tensor);
      require(known, "input, output or state", tensor);
      memory.put(value);
      if (program.inputs().contains(tensor)) {
        selected.put(tensor, memory.host(tensor));
      }
    }

    @Override
    public void execute() {
      for (Op op : program.ops()) {
        NaiveOps.execute(op, precision, order, memory);
      }
    }

    @Override
    public HostTensor read(Tensor tensor) {
      boolean known = program.state().contains(tensor) || program.outputs().contains(tensor);
      require(known, "output or state", tensor);
      return memory.host(tensor);
    }

    @Override
    public OptionalLong deviceNanos() {
      return OptionalLong.empty();
    }

    @Override
    public String engine() {
      return "Java loops";
    }

    @Override
    public void close() {}
  }
}

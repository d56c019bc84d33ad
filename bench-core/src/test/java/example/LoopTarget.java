package example;

import assay.core.availability.Availability;
import assay.core.device.Device;
import assay.core.program.HostTensor;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.MatMul;
import assay.core.program.op.Op;
import assay.core.spi.Executable;
import assay.core.spi.KernelTable;
import assay.core.spi.KernelTarget;
import assay.core.spi.ProgramExecutable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;

/** A whole target: matrix products in f64 by three loops. */
public final class LoopTarget extends KernelTarget<LoopTarget.Product> {
  /** What this target makes of an operation: something that computes it on the tensors' values. */
  interface Product {
    void run(Function<Tensor, HostTensor> values);
  }

  // Everything that is not in the table is unsupported, for the reason given here.
  private static final KernelTable<Product> KERNELS =
      KernelTable.<Product>builder("loops compute matrix products only")
          .entry(MatMul.class, (op, _, _) -> product(op))
          .build();

  /** Loading a target must touch no native library: its constructor only names it. */
  public LoopTarget() {
    super("example-loops", "matrix products by three loops", List.of(Precision.F64));
  }

  @Override
  public Availability<Device> probe() {
    return new Availability.Available<>(new Device.Hardware("JVM", Map.of()));
  }

  @Override
  protected KernelTable<Product> kernels(Precision precision) {
    return KERNELS;
  }

  @Override
  protected Executable prepare(
      Program program, Map<Op, Product> kernels, Precision precision, Options options) {
    return new Loops(program, kernels.values());
  }

  /** An entry sees the operation and answers with a kernel, or with the reason why not. */
  private static Availability<Product> product(MatMul op) {
    if (op.batch() > 1) {
      return new Availability.Unavailable<>("loops take one product at a time");
    }
    return new Availability.Available<>(values -> multiply(op, values));
  }

  private static void multiply(MatMul op, Function<Tensor, HostTensor> values) {
    HostTensor a = values.apply(op.a());
    HostTensor b = values.apply(op.b());
    HostTensor out = values.apply(op.out());
    for (long i = 0; i < op.m(); i++) {
      for (long j = 0; j < op.n(); j++) {
        double sum = 0;
        for (long l = 0; l < op.k(); l++) {
          double left = a.get(op.transposeA() ? l * op.m() + i : i * op.k() + l);
          double right = b.get(op.transposeB() ? j * op.k() + l : l * op.n() + j);
          sum += left * right;
        }
        long at = i * op.n() + j;
        double added = op.c().isPresent() ? op.beta() * values.apply(op.c().get()).get(at) : 0;
        out.set(at, op.alpha() * sum + added);
      }
    }
  }

  /** The compiled program with its memory. */
  private static final class Loops extends ProgramExecutable {
    private final Collection<Product> products;
    private final Map<Tensor, HostTensor> values = new HashMap<>();

    Loops(Program program, Collection<Product> products) {
      super(program);
      this.products = products;
      program.tensors().forEach(tensor -> values.put(tensor, HostTensor.allocate(tensor)));
    }

    private HostTensor values(Tensor tensor) {
      return Objects.requireNonNull(values.get(tensor));
    }

    @Override
    protected void store(HostTensor value) {
      values(value.tensor()).data().copyFrom(value.data());
    }

    @Override
    protected void load(HostTensor value) {
      value.data().copyFrom(values(value.tensor()).data());
    }

    @Override
    public void execute() {
      products.forEach(product -> product.run(this::values));
    }

    @Override
    public OptionalLong deviceNanos() {
      return OptionalLong.empty();
    }

    @Override
    public String engine() {
      return "three loops";
    }

    @Override
    protected void release() {
      values.clear();
    }
  }
}

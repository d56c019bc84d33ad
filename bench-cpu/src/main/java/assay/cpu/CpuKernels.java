package assay.cpu;

import assay.core.availability.Availability;
import assay.core.program.DataType;
import assay.core.program.Tensor;
import assay.core.program.op.Cast;
import assay.core.program.op.Copy;
import assay.core.program.op.MatMul;
import assay.core.program.op.MatMulChain;
import assay.core.program.op.Op;
import assay.core.program.op.Reshape;
import assay.core.spi.KernelTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Collects the kernels of a Java target: arithmetic in one type, and conversions and copies of
 * every type, which are there from the start.
 */
public final class CpuKernels {
  private final KernelTable.Builder<CpuKernel> table;
  private final String target;
  private final DataType type;

  /**
   * Starts with conversions and copies only.
   *
   * @param target id, used in reasons
   * @param type of the arithmetic
   */
  public CpuKernels(String target, DataType type) {
    this.target = target;
    this.type = type;
    table =
        KernelTable.<CpuKernel>builder(
                String.format(
                    Locale.ROOT,
                    "%s has no kernel for it in %s",
                    target,
                    type.name().toLowerCase(Locale.ROOT)))
            .kernel(Copy.class, op -> (_, memory, workers) -> Movement.copy(op, memory, workers))
            .kernel(
                Reshape.class, op -> (_, memory, workers) -> Movement.reshape(op, memory, workers))
            .kernel(Cast.class, op -> (_, memory, workers) -> Movement.cast(op, memory, workers))
            .entry(
                MatMulChain.class,
                (_, _, _) ->
                    new Availability.Unavailable<>(
                        target
                            + " does not use matrix units; peak/fma measures the peak of the"
                            + " units it uses"));
  }

  /** Makes the kernel of a single operation. */
  @FunctionalInterface
  public interface Maker<O extends Op> {
    /** See {@link CpuKernel#make}. */
    Runnable make(O op, Memory memory, Workers workers);
  }

  /** Makes the kernel of an operation and the operations fused with it. */
  @FunctionalInterface
  public interface FusedMaker<O extends Op> {
    /** See {@link CpuKernel#make}. */
    Runnable make(O op, Stage stage, Memory memory, Workers workers);
  }

  /** Adds an operation that is never fused. */
  public <O extends Op> CpuKernels add(Class<O> kind, Maker<O> maker) {
    return fused(kind, (op, _, memory, workers) -> maker.make(op, memory, workers));
  }

  /** Adds an operation that others may be fused with. */
  public <O extends Op> CpuKernels fused(Class<O> kind, FusedMaker<O> maker) {
    table.entry(
        kind,
        (op, _, _) ->
            foreign(op)
                .<Availability<CpuKernel>>map(tensor ->
                    new Availability.Unavailable<>(
                        String.format(
                            Locale.ROOT,
                            "%s computes it in %s only; got %s",
                            target,
                            type.name().toLowerCase(Locale.ROOT),
                            tensor)))
                .orElseGet(() ->
                    new Availability.Available<>(
                        (stage, memory, workers) -> maker.make(op, stage, memory, workers))));
    return this;
  }

  /** A tensor whose type the kernels do not compute in. Labels and steps are always s32. */
  private Optional<Tensor> foreign(Op op) {
    List<Tensor> all = new ArrayList<>(op.inputs());
    all.addAll(op.outputs());
    all.addAll(op.updates());
    boolean integers = !(op instanceof MatMul);
    return all.stream()
        .filter(t -> t.type() != type && !(integers && t.type() == DataType.S32))
        .findFirst();
  }

  /** The table. */
  public KernelTable<CpuKernel> table() {
    return table.build();
  }
}

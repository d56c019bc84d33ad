package assay.cpu;

import assay.core.program.Tensor;
import assay.core.program.op.Op;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Adjacent operations of a program that run as one kernel.
 *
 * @param ops in the program's order, at least one
 * @param reads tensors it reads from memory, including state that it updates
 * @param writes tensors it writes to memory; an intermediate value that only this stage reads is
 *     not among them and needs no memory
 */
public record Stage(List<Op> ops, List<Tensor> reads, List<Tensor> writes) {
  /** Copies the lists. */
  public Stage {
    ops = List.copyOf(ops);
    reads = List.copyOf(reads);
    writes = List.copyOf(writes);
  }

  /** One operation by itself. */
  public static Stage of(Op op) {
    return of(List.of(op), Set.of());
  }

  /**
   * Operations in their order.
   *
   * @param kept tensors that never leave the stage: written by one operation and read only by a
   *     later one
   */
  public static Stage of(List<Op> ops, Set<Tensor> kept) {
    Set<Tensor> reads = new LinkedHashSet<>();
    Set<Tensor> writes = new LinkedHashSet<>();
    for (Op op : ops) {
      op.inputs().stream().filter(t -> !writes.contains(t)).forEach(reads::add);
      reads.addAll(op.updates());
      writes.addAll(op.outputs());
    }
    List<Tensor> left = new ArrayList<>(writes);
    left.removeAll(kept);
    return new Stage(ops, List.copyOf(reads), left);
  }

  /** For tables and messages, for example {@code Conv2d+BiasAdd+Relu}. */
  public String label() {
    return ops.stream().map(Op::kind).collect(Collectors.joining("+"));
  }
}

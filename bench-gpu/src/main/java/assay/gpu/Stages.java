package assay.gpu;

import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.BiasAdd;
import assay.core.program.op.Conv2d;
import assay.core.program.op.MatMul;
import assay.core.program.op.Op;
import assay.core.program.op.Relu;
import assay.gpu.compile.Product;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A program's operations in order. A product is fused with the bias and the ReLU that follow it
 * directly if nothing else reads the values in between.
 */
final class Stages {
  /** One pass over the device. */
  sealed interface Stage {
    /** Its operations, in the program's order. */
    List<Op> ops();

    /** A product and its epilogue. */
    record Fused(Product product, List<Op> ops) implements Stage {}

    /** A single operation. */
    record Single(Op op) implements Stage {
      @Override
      public List<Op> ops() {
        return List.of(op);
      }
    }
  }

  private final List<Stage> all = new ArrayList<>();
  private final Set<Tensor> kept = new HashSet<>();
  private final Map<Tensor, Integer> readers = new HashMap<>();
  private final Program program;

  private Stages(Program program) {
    this.program = program;
    program.ops().forEach(op -> op.inputs().forEach(t -> readers.merge(t, 1, Integer::sum)));
  }

  /** Splits a program into stages. */
  static Stages of(Program program) {
    Stages stages = new Stages(program);
    List<Op> ops = program.ops();
    int at = 0;
    while (at < ops.size()) {
      at += stages.add(ops, at);
    }
    return stages;
  }

  /** In the order in which they run. */
  List<Stage> all() {
    return all;
  }

  /** Values that exist within a stage only. */
  Set<Tensor> kept() {
    return kept;
  }

  /** Adds the stage that begins at {@code at}; returns the number of its operations. */
  private int add(List<Op> ops, int at) {
    Op first = ops.get(at);
    if (!(first instanceof MatMul || first instanceof Conv2d)) {
      all.add(new Stage.Single(first));
      return 1;
    }
    Product product = Product.of(first);
    int next = at + 1;
    if (next < ops.size()
        && ops.get(next) instanceof BiasAdd add
        && add.x().equals(product.out())
        && unseen(product.out())) {
      kept.add(product.out());
      product = new Product(first, Optional.of(add.bias()), false, add.out());
      next++;
    }
    if (next < ops.size()
        && ops.get(next) instanceof Relu relu
        && relu.x().equals(product.out())
        && unseen(product.out())) {
      kept.add(product.out());
      product = new Product(first, product.bias(), true, relu.out());
      next++;
    }
    all.add(new Stage.Fused(product, List.copyOf(ops.subList(at, next))));
    return next - at;
  }

  private boolean unseen(Tensor tensor) {
    return readers.getOrDefault(tensor, 0) == 1 && !program.outputs().contains(tensor);
  }
}

package assay.cpu.simd;

import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.BiasAdd;
import assay.core.program.op.BiasGrad;
import assay.core.program.op.Conv2d;
import assay.core.program.op.MatMul;
import assay.core.program.op.MaxPool2dGrad;
import assay.core.program.op.Op;
import assay.core.program.op.Relu;
import assay.core.program.op.ReluGrad;
import assay.cpu.ConvShape;
import assay.cpu.Stage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Decides which adjacent operations are fused into one stage: (Conv2d | MatMul) [BiasAdd] [Relu],
 * BiasAdd Relu, and [MaxPool2dGrad] ReluGrad [BiasGrad].
 *
 * <p>Only adjacent operations are fused, so that nothing is reordered. The tensor between two of
 * them must have no other reader and must not be an output. Only the input of BiasGrad is written
 * anyway, because the weight gradients that follow read it.
 */
final class Fusion {
  /** Which operation may follow which in a stage, and under what condition. */
  private record Joint<L extends Op, N extends Op>(
      Class<L> last, Class<N> next, BiPredicate<L, N> condition) {
    boolean joins(Op one, Op other) {
      return last.isInstance(one)
          && next.isInstance(other)
          && condition.test(last.cast(one), next.cast(other));
    }
  }

  private final List<Joint<?, ?>> joints =
      List.of(
          new Joint<>(Conv2d.class, BiasAdd.class, (last, next) -> onlyReader(last, next.x())),
          new Joint<>(MatMul.class, BiasAdd.class, (last, next) -> onlyReader(last, next.x())),
          new Joint<>(Conv2d.class, Relu.class, (last, next) -> onlyReader(last, next.x())),
          new Joint<>(MatMul.class, Relu.class, (last, next) -> onlyReader(last, next.x())),
          new Joint<>(BiasAdd.class, Relu.class, (last, next) -> onlyReader(last, next.x())),
          new Joint<>(MaxPool2dGrad.class, ReluGrad.class, this::tiles),
          new Joint<>(ReluGrad.class, BiasGrad.class, (last, next) -> next.dy().equals(last.dx())));

  private final List<Op> ops;
  private final Set<Tensor> outputs;
  private final Map<Tensor, Integer> readers = new HashMap<>();

  private Fusion(Program program) {
    ops = program.ops();
    outputs = Set.copyOf(program.outputs());
    for (Op op : ops) {
      op.inputs().forEach(t -> readers.merge(t, 1, Integer::sum));
    }
  }

  static List<Stage> stages(Program program) {
    Fusion fusion = new Fusion(program);
    List<Stage> stages = new ArrayList<>();
    for (int at = 0; at < fusion.ops.size(); at += stages.getLast().ops().size()) {
      stages.add(fusion.stage(at));
    }
    return stages;
  }

  private Stage stage(int at) {
    List<Op> joined = new ArrayList<>();
    Set<Tensor> kept = new HashSet<>();
    joined.add(ops.get(at));
    for (int i = at + 1; i < ops.size(); i++) {
      Op last = joined.getLast();
      Op next = ops.get(i);
      if (!joins(last, next)) {
        break;
      }
      if (!(next instanceof BiasGrad)) {
        kept.add(last.outputs().getFirst());
      }
      joined.add(next);
    }
    return Stage.of(joined, kept);
  }

  private boolean joins(Op last, Op next) {
    return joints.stream().anyMatch(joint -> joint.joins(last, next));
  }

  /**
   * Whether this is the gradient of pooling a ReLU's output, with windows that neither overlap nor
   * pad.
   */
  private boolean tiles(MaxPool2dGrad last, ReluGrad next) {
    return ConvShape.of(last.x().shape(), last.y().shape(), last.window()).tiles()
        && next.y().equals(last.x())
        && onlyReader(last, next.dy());
  }

  private boolean onlyReader(Op last, Tensor tensor) {
    return last.outputs().getFirst().equals(tensor)
        && readers.getOrDefault(tensor, 0) == 1
        && !outputs.contains(tensor);
  }
}

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

/**
 * Which neighboring operations become one stage: (Conv2d | MatMul) [BiasAdd] [Relu], BiasAdd Relu,
 * and [MaxPool2dGrad] ReluGrad [BiasGrad].
 *
 * <p>Only direct neighbors are joined, so that nothing moves past anything else. What is between
 * two of them must be read by nobody else and be no output; only what BiasGrad reads is written
 * anyway, for the gradients of weights that follow.
 */
final class Fusion {
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
    return switch (next) {
      case BiasAdd b ->
          (last instanceof Conv2d || last instanceof MatMul) && onlyReader(last, b.x());
      case Relu r ->
          (last instanceof Conv2d || last instanceof MatMul || last instanceof BiasAdd)
              && onlyReader(last, r.x());
      case ReluGrad r ->
          last instanceof MaxPool2dGrad p
              && ConvShape.of(p.x().shape(), p.y().shape(), p.window()).tiles()
              && r.y().equals(p.x())
              && onlyReader(last, r.dy());
      case BiasGrad b -> last instanceof ReluGrad r && b.dy().equals(r.dx());
      default -> false;
    };
  }

  private boolean onlyReader(Op last, Tensor tensor) {
    return last.outputs().getFirst().equals(tensor)
        && readers.getOrDefault(tensor, 0) == 1
        && !outputs.contains(tensor);
  }
}

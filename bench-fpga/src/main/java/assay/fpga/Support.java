package assay.fpga;

import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.Cast;
import assay.core.program.op.MatMul;
import assay.core.program.op.MatMulChain;
import assay.core.program.op.Op;
import assay.core.program.op.OptimizerStep;
import assay.core.program.op.Reshape;
import assay.core.spi.Unsupported;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the kernels can compute: everything in f32, and plain matrix products of s8. */
final class Support {
  static final List<Precision> PRECISIONS = List.of(Precision.F32, Precision.S8);

  private static final Set<DataType> CASTS = Set.of(DataType.F32, DataType.BF16);

  private Support() {}

  /** Why a program cannot be lowered; empty if it can. */
  static Optional<Unsupported> unsupported(Program program, Precision precision) {
    if (!PRECISIONS.contains(precision)) {
      return Optional.of(
          new Unsupported("precision " + precision.id(), "the kernels compute in f32 and s8 only"));
    }
    for (Op op : program.ops()) {
      Optional<Unsupported> reason = tooLarge(op).or(() -> reason(program, op, precision));
      if (reason.isPresent()) {
        return reason;
      }
    }
    return Optional.empty();
  }

  private static List<Tensor> tensors(Op op) {
    List<Tensor> all = new ArrayList<>(op.inputs());
    all.addAll(op.outputs());
    all.addAll(op.updates());
    return all;
  }

  private static Optional<Unsupported> tooLarge(Op op) {
    return tensors(op).stream()
        .filter(t -> t.shape().dims().stream().anyMatch(d -> d > Integer.MAX_VALUE))
        .findFirst()
        .map(
            t -> new Unsupported(op.kind(), "an extent of " + t + " exceeds the kernels' 32 bits"));
  }

  private static Optional<Unsupported> reason(Program program, Op op, Precision precision) {
    return switch (op) {
      case Cast cast -> cast(cast);
      case Reshape reshape -> reshape(program, reshape);
      case MatMulChain chain ->
          Optional.of(
              new Unsupported(
                  chain.kind(), "there is no kernel for it; the ceiling of the board is peak/fma"));
      case MatMul product when precision == Precision.S8 -> integers(product);
      default -> foreign(op, precision);
    };
  }

  private static Optional<Unsupported> cast(Cast op) {
    boolean known = CASTS.contains(op.x().type()) && CASTS.contains(op.out().type());
    return known
        ? Optional.empty()
        : Optional.of(
            new Unsupported("Cast", "there are kernels between f32 and bf16 only; got " + op));
  }

  /** A counter changes between its update and its copy on the host's clock, not in the queue. */
  private static Optional<Unsupported> reshape(Program program, Reshape op) {
    boolean counter =
        program.ops().stream()
            .anyMatch(o -> o instanceof OptimizerStep step && step.step().equals(op.x()));
    return counter
        ? Optional.of(new Unsupported("Reshape", "of the optimizer's step counter " + op.x()))
        : Optional.empty();
  }

  private static Optional<Unsupported> integers(MatMul op) {
    if (op.a().type() != DataType.S8) {
      return Optional.of(new Unsupported("MatMul", "operands must be s8; got " + op.a()));
    }
    if (op.alpha() != 1 || op.beta() != 0) {
      return Optional.of(
          new Unsupported(
              "MatMul",
              "the s8 engine does not scale: alpha %s, beta %s".formatted(op.alpha(), op.beta())));
    }
    return Optional.empty();
  }

  /** A tensor of a type that the operation cannot compute in. Labels and steps are s32. */
  private static Optional<Unsupported> foreign(Op op, Precision precision) {
    if (precision == Precision.S8) {
      return Optional.of(new Unsupported(op.kind(), "in s8 there are matrix products only"));
    }
    boolean product = op instanceof MatMul;
    return tensors(op).stream()
        .filter(t -> t.type() != DataType.F32 && (product || t.type() != DataType.S32))
        .findFirst()
        .map(t ->
            new Unsupported(
                op.kind(),
                "%s is computed in f32 only; got %s %s"
                    .formatted(op.kind(), t.name(), t.type().name().toLowerCase(Locale.ROOT))));
  }
}

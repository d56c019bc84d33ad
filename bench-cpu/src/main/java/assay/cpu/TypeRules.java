package assay.cpu;

import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.Tensor;
import assay.core.program.op.Cast;
import assay.core.program.op.Copy;
import assay.core.program.op.MatMul;
import assay.core.program.op.MatMulChain;
import assay.core.program.op.Op;
import assay.core.program.op.Reshape;
import assay.core.spi.Unsupported;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the Java targets can compute: arithmetic in one type; conversions and copies of every type.
 */
final class TypeRules {
  private TypeRules() {}

  static Optional<Unsupported> unsupported(
      String target, List<Precision> precisions, Program program, Precision precision) {
    if (!precisions.contains(precision)) {
      return Optional.of(
          new Unsupported(
              "precision " + precision.id(),
              "%s computes in %s only"
                  .formatted(
                      target, String.join(", ", precisions.stream().map(Precision::id).toList()))));
    }
    DataType type = precision.accumulator();
    for (Op op : program.ops()) {
      if (op instanceof MatMulChain) {
        return Optional.of(
            new Unsupported(
                op.kind(),
                target + " computes on no matrix unit; the ceiling of its own units is peak/fma"));
      }
      Optional<Tensor> other = foreign(op, type);
      if (other.isPresent()) {
        return Optional.of(
            new Unsupported(
                op.kind(),
                "%s computes it in %s only; got %s"
                    .formatted(target, type.name().toLowerCase(Locale.ROOT), other.get())));
      }
    }
    return Optional.empty();
  }

  /** A tensor of a type that the operation cannot compute in. Labels and steps are s32. */
  private static Optional<Tensor> foreign(Op op, DataType type) {
    if (op instanceof Cast || op instanceof Copy || op instanceof Reshape) {
      return Optional.empty();
    }
    List<Tensor> all = new ArrayList<>(op.inputs());
    all.addAll(op.outputs());
    all.addAll(op.updates());
    boolean integers = !(op instanceof MatMul);
    return all.stream()
        .filter(t -> t.type() != type && !(integers && t.type() == DataType.S32))
        .findFirst();
  }
}

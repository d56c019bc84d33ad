package assay.gpu.ptx;

import assay.core.program.Tensor;
import assay.core.program.op.Op;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Kernels that split an index into coordinates use 32 bits for each dimension. */
final class IndexRange {
  private IndexRange() {}

  /** Why an operation's extents do not fit; empty if they do. */
  static Optional<String> exceeded(Op op) {
    return Stream.of(op.inputs(), op.outputs())
        .flatMap(List::stream)
        .filter(IndexRange::exceeds)
        .findFirst()
        .map(t -> "the kernels support extents below 2^31; got " + t);
  }

  private static boolean exceeds(Tensor tensor) {
    return tensor.shape().dims().stream().anyMatch(extent -> extent > Integer.MAX_VALUE);
  }
}

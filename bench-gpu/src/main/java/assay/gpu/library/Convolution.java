package assay.gpu.library;

import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Tensor;
import assay.core.program.Window2d;
import assay.core.program.op.Conv2d;
import assay.core.program.op.Conv2dBackwardFilter;
import assay.core.program.op.Conv2dBackwardInput;
import assay.core.program.op.Convolution2d;
import assay.core.spi.Unsupported;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One of a convolution's three directions: its tensors are input-like (NHWC), filter-like (KRSC)
 * and output-like (NPQK), whichever of them is computed.
 *
 * @param name of the operation
 * @param x input, or its gradient
 * @param w filters, or their gradient
 * @param y output, or its gradient
 */
record Convolution(
    String name, Direction direction, Tensor x, Tensor w, Tensor y, Window2d window) {

  /** What is computed from what; the order of addresses is that of the operation's tensors. */
  enum Direction {
    /** y of x and w: addresses x, w, y. */
    FORWARD,
    /** dx of dy and w: addresses dy, w, dx. */
    BACKWARD_INPUT,
    /** dw of x and dy: addresses x, dy, dw. */
    BACKWARD_FILTER
  }

  /** Of an operation. */
  static Convolution of(Convolution2d op) {
    Direction direction =
        switch (op) {
          case Conv2d _ -> Direction.FORWARD;
          case Conv2dBackwardInput _ -> Direction.BACKWARD_INPUT;
          case Conv2dBackwardFilter _ -> Direction.BACKWARD_FILTER;
        };
    return new Convolution(
        op.kind(), direction, op.image(), op.filters(), op.features(), op.window());
  }

  /** Why it is unsupported; empty if it may be supported. */
  Optional<Unsupported> unsupported() {
    return switch (x.type()) {
      case F32, BF16, F16 ->
          List.of(x, w, y).stream()
              .filter(t -> t.shape().dims().stream().anyMatch(extent -> extent > Integer.MAX_VALUE))
              .findFirst()
              .map(t -> new Unsupported(name, "an extent of " + t + " exceeds 32 bits"));
      case F64, F8E4M3, S8, S32 ->
          Optional.of(
              new Unsupported(
                  name, "cuDNN is used here for f32, tf32, bf16 and f16; got " + x.type()));
    };
  }

  /** Type of all three tensors; sums are f32. */
  DataType type() {
    return x.type();
  }

  /** The operation's addresses by role: x, w, y. */
  long[] byRole(long... addresses) {
    return switch (direction) {
      case FORWARD -> addresses.clone();
      case BACKWARD_INPUT -> new long[] {addresses[2], addresses[1], addresses[0]};
      case BACKWARD_FILTER -> new long[] {addresses[0], addresses[2], addresses[1]};
    };
  }

  /** Numerical notes that exclude an engine. */
  Set<NumericalNote> forbidden(Precision precision) {
    return NumericalNote.forbidden(type(), precision);
  }
}

package assay.fpga;

import assay.core.program.DataType;
import assay.core.program.Tensor;
import assay.core.program.op.Conv2d;
import assay.core.program.op.Conv2dBackwardFilter;
import assay.core.program.op.Conv2dBackwardInput;
import assay.core.program.op.MatMul;
import java.util.ArrayList;
import java.util.List;

/**
 * Matrix products, and convolutions as products with the im2col matrix, which is made, used and
 * overwritten for a few images at a time.
 */
final class Products {
  private final Accelerator accelerator;
  private final DeviceMemory memory;

  Products(Accelerator accelerator, DeviceMemory memory) {
    this.accelerator = accelerator;
    this.memory = memory;
  }

  /** A matrix in device memory, starting at an offset in elements. */
  private record Matrix(Region region, long offset, boolean transposed) {}

  List<Step> matMul(MatMul op) {
    List<Step> steps = new ArrayList<>();
    Region out = memory.of(op.out());
    Region c = op.c().map(memory::of).orElse(out);
    for (long i = 0; i < op.batch(); i++) {
      Matrix a = new Matrix(memory.of(op.a()), i * op.m() * op.k(), op.transposeA());
      Matrix b = new Matrix(memory.of(op.b()), i * op.k() * op.n(), op.transposeB());
      long at = i * op.m() * op.n();
      Call call =
          op.a().type() == DataType.S8 ? new Call(Kernel.GEMM_S8) : new Call(Kernel.GEMM_F32);
      operands(call, a, b)
          .memory(c, out)
          .count(a.offset, b.offset, at, at)
          .extent(op.m(), op.n(), op.k(), flag(a.transposed), flag(b.transposed));
      steps.add(step(scaled(call, op)));
    }
    return steps;
  }

  private static Call scaled(Call call, MatMul op) {
    return op.a().type() == DataType.S8
        ? call.extent((long) op.alpha(), (long) op.beta())
        : call.real(op.alpha(), op.beta());
  }

  private static Call operands(Call call, Matrix a, Matrix b) {
    return call.memory(a.region, b.region);
  }

  private static long flag(boolean value) {
    return value ? 1 : 0;
  }

  private Step step(Call call) {
    return call.on(accelerator)::enqueue;
  }

  /** Writes out[m×n] at an offset, or adds to it. */
  private Step product(
      Matrix a, Matrix b, Region out, long offset, long m, long n, long k, boolean added) {
    return step(
        operands(new Call(Kernel.GEMM_F32), a, b)
            .memory(out, out)
            .count(a.offset, b.offset, offset, offset)
            .extent(m, n, k, flag(a.transposed), flag(b.transposed))
            .real(1, added ? 1 : 0));
  }

  /** The steps for some images of a convolution. */
  private interface Part {
    void add(List<Step> steps, long first, long images);
  }

  private static List<Step> inParts(ConvShape shape, Part part) {
    List<Step> steps = new ArrayList<>();
    for (long first = 0; first < shape.images(); first += shape.imagesAtATime()) {
      part.add(steps, first, Math.min(shape.imagesAtATime(), shape.images() - first));
    }
    return steps;
  }

  private Step im2col(ConvShape shape, Tensor x, long first, long images) {
    return step(
        new Call(Kernel.IM2COL)
            .memory(memory.of(x), memory.im2col())
            .count(first * shape.imageElements())
            .extent(images)
            .extent(shape.sides()));
  }

  private Matrix im2col() {
    return new Matrix(memory.im2col(), 0, false);
  }

  /** y = im2col·wᵀ. */
  List<Step> forward(Conv2d op) {
    ConvShape shape = ConvShape.of(op);
    Matrix filters = new Matrix(memory.of(op.w()), 0, true);
    return inParts(
        shape,
        (steps, first, images) -> {
          steps.add(im2col(shape, op.x(), first, images));
          long at = first * shape.outputElements();
          long rows = images * shape.positions();
          Region y = memory.of(op.y());
          steps.add(product(im2col(), filters, y, at, rows, shape.filters(), shape.taps(), false));
        });
  }

  /** Gradient of the im2col matrix = dy·w, summed where windows overlap (col2im). */
  List<Step> backwardInput(Conv2dBackwardInput op) {
    ConvShape shape = ConvShape.of(op);
    Matrix filters = new Matrix(memory.of(op.w()), 0, false);
    return inParts(
        shape,
        (steps, first, images) -> {
          Matrix dy = new Matrix(memory.of(op.dy()), first * shape.outputElements(), false);
          long rows = images * shape.positions();
          Region to = memory.im2col();
          steps.add(product(dy, filters, to, 0, rows, shape.taps(), shape.filters(), false));
          steps.add(
              step(
                  new Call(Kernel.COL2IM)
                      .memory(memory.im2col(), memory.of(op.dx()))
                      .count(first * shape.imageElements())
                      .extent(images)
                      .extent(shape.sides())));
        });
  }

  /** dw = Σ dyᵀ·im2col. */
  List<Step> backwardFilter(Conv2dBackwardFilter op) {
    ConvShape shape = ConvShape.of(op);
    return inParts(
        shape,
        (steps, first, images) -> {
          steps.add(im2col(shape, op.x(), first, images));
          Matrix dy = new Matrix(memory.of(op.dy()), first * shape.outputElements(), true);
          long rows = images * shape.positions();
          Region dw = memory.of(op.dw());
          steps.add(product(dy, im2col(), dw, 0, shape.filters(), shape.taps(), rows, first > 0));
        });
  }
}

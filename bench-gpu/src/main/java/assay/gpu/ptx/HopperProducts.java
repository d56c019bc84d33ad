package assay.gpu.ptx;

import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Tensor;
import assay.core.program.op.Conv2d;
import assay.core.program.op.Conv2dBackwardFilter;
import assay.core.program.op.Conv2dBackwardInput;
import assay.core.program.op.Convolution2d;
import assay.core.program.op.MatMul;
import assay.gpu.compile.Product;
import assay.gpu.compile.ProductEngine;
import assay.gpu.compile.Step;
import assay.gpu.compile.Workspace;
import assay.gpu.driver.Arguments;
import assay.gpu.driver.Gpu;
import assay.gpu.driver.Kernel;
import assay.gpu.driver.TensorMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Products by kernels for sm_90a: wgmma on tiles that the copy engine (TMA) fetches, or that
 * threads gather where the rows of a convolution's im2col matrix are too scattered. Operands must
 * consist of contiguous pieces of 16 bytes, which for tf32 and s8 run along k; those of a large
 * product are repacked that way.
 */
final class HopperProducts {
  /** Name for {@code engine}. */
  static final String NAME = "ptx sm_90a";

  private static final int CAPABILITY = 90;

  /** CUDA 12, the first whose PTX supports sm_90a. */
  private static final int OLDEST_DRIVER = 12;

  private static final int THREADS = 384;

  /** Dynamic shared memory of a block, for the largest of the tiles in {@code warps.cuh}. */
  private static final int SHARED_BYTES = 220 << 10;

  /** Rows of a tile of the output. */
  private static final int ROWS = 128;

  /** Staged depth of two-byte operands whose contiguous dimension is not k. */
  private static final int DEPTH_ACROSS = 64;

  /** Bytes that a copy moves at a time. */
  private static final int PIECE_BYTES = 16;

  /** Two-byte elements in such a piece. */
  private static final int PIECE = 8;

  /** Side of the tiles that {@code repack.cu} transposes. */
  private static final int TURNED = 32;

  /**
   * Rows and columns from which on repacking an operand costs less than using the kernels for
   * sm_80: it moves each element once, while the product uses each as often as there are columns or
   * rows.
   */
  private static final long MIN_TO_REPACK = 512;

  private HopperProducts() {}

  /** The product, or empty if these kernels cannot compute it on this device. */
  static Optional<ProductEngine.Work> work(Product product, Precision precision, Workspace space) {
    Gpu gpu = space.gpu();
    if (gpu.capability() != CAPABILITY
        || gpu.driverMajor() < OLDEST_DRIVER
        || !TensorMap.available()) {
      return Optional.empty();
    }
    return product.op() instanceof MatMul op
        ? matMul(op, product, precision, space)
        : convolution(product, space);
  }

  // ---------------------------------------------------------------- matrices

  private static Optional<ProductEngine.Work> matMul(
      MatMul op, Product product, Precision precision, Workspace space) {
    Optional<TensorMap.Element> element = element(op.a().type(), precision);
    if (element.isEmpty()) {
      return Optional.empty();
    }
    TensorMap.Element type = element.get();
    Operand a = Operand.of(op.a(), type, op.m(), op.k(), !op.transposeA(), space);
    Operand b = Operand.of(op.b(), type, op.n(), op.k(), op.transposeB(), space);
    boolean readable = a.readable(op.batch()) && b.readable(op.batch());
    if (!readable && Math.min(op.m(), op.n()) < MIN_TO_REPACK) {
      return Optional.empty();
    }
    List<Step> steps = new ArrayList<>();
    a = a.repacked(op.batch(), space, steps);
    b = b.repacked(op.batch(), space, steps);
    String module = "hopper_" + PtxProducts.suffix(op.a().type(), precision);
    steps.addAll(matMul(op, product, module, a, b, space));
    return Optional.of(new ProductEngine.Work(steps, NAME));
  }

  private static List<Step> matMul(
      MatMul op, Product product, String module, Operand a, Operand b, Workspace space) {
    int multiprocessors = space.gpu().multiprocessors();
    HopperShape shape =
        HopperShape.of(op.m(), op.n(), op.k(), op.batch(), a.element().size(), multiprocessors);
    long area = op.m() * op.n();
    ProductOutput output = ProductOutput.of(product, area, shape.batch(), shape.splits(), space);
    Arguments arguments =
        new Arguments()
            .struct(a.map(ROWS, op.batch(), "A of " + op.kind())::write)
            .struct(b.map(shape.columns(), op.batch(), "B of " + op.kind())::write)
            .struct(output::write)
            .i32((int) op.m())
            .i32((int) op.n())
            .i32((int) op.k())
            .i32(shape.splits())
            .i32(shape.batch());
    String name =
        String.format(Locale.ROOT, "%s_%s_%s_%d", module, a.lies(), b.lies(), shape.columns());
    return steps(space.kernel(module, name), arguments, shape, output, area, op.n(), space);
  }

  private static Optional<TensorMap.Element> element(DataType type, Precision precision) {
    return switch (type) {
      case F32 ->
          precision == Precision.TF32 ? Optional.of(TensorMap.Element.TF32) : Optional.empty();
      case BF16 -> Optional.of(TensorMap.Element.BF16);
      case F16 -> Optional.of(TensorMap.Element.F16);
      case S8 -> Optional.of(TensorMap.Element.BYTE);
      case F64, F8E4M3, S32 -> Optional.empty();
    };
  }

  /**
   * A or B.
   *
   * @param rows of A, or columns of B
   * @param depth elements along k
   * @param along whether k is the contiguous dimension
   * @param pitch elements from one stored row to the next
   */
  private record Operand(
      long address, TensorMap.Element element, long rows, long depth, boolean along, long pitch) {

    static Operand of(
        Tensor tensor,
        TensorMap.Element element,
        long rows,
        long depth,
        boolean along,
        Workspace space) {
      return new Operand(space.address(tensor), element, rows, depth, along, along ? depth : rows);
    }

    /** Whether copy engine and matrix units can read it in place. */
    boolean readable(long count) {
      return (along || element.size() == 2) && matrices(count).readable();
    }

    /** Itself if it is readable; otherwise a repacked copy, and the step that makes it. */
    Operand repacked(long count, Workspace space, List<Step> steps) {
      if (readable(count)) {
        return this;
      }
      int piece = PIECE_BYTES / element.size();
      long wide = (depth + piece - 1) / piece * piece;
      long copy =
          space.scratch(count * rows * wide * element.size(), "a product's operand along k");
      Arguments arguments =
          new Arguments()
              .address(address)
              .address(copy)
              .i64(rows * depth)
              .i64(along ? pitch : 1)
              .i64(along ? 1 : pitch)
              .i64(rows)
              .i64(depth)
              .i64(wide);
      long tiles = ((rows + TURNED - 1) / TURNED) * ((depth + TURNED - 1) / TURNED);
      steps.add(
          new Launch(
              space.kernel("repack", "repack_" + element.size()),
              new Kernel.Extent(Math.toIntExact(tiles), 1, Math.toIntExact(count)),
              Kernel.Extent.of(Launch.THREADS),
              arguments));
      return new Operand(copy, element, rows, depth, true, wide);
    }

    String lies() {
      return along ? "along" : "across";
    }

    /** In boxes of a tile's rows, or of 64 contiguous elements and a staged tile's depth. */
    TensorMap map(int tileRows, long count, String purpose) {
      return TensorMap.of(matrices(count), along ? tileRows : DEPTH_ACROSS, purpose);
    }

    private TensorMap.Matrices matrices(long count) {
      long width = along ? depth : rows;
      return new TensorMap.Matrices(address, element, width, pitch, along ? rows : depth, count);
    }
  }

  // ---------------------------------------------------------------- convolutions

  private static Optional<ProductEngine.Work> convolution(Product product, Workspace space) {
    Convolution2d op = (Convolution2d) product.op();
    ConvGeometry g = ConvGeometry.of(op);
    DataType type = g.first().type();
    boolean filtersGathered = !(op instanceof Conv2d);
    if ((type != DataType.BF16 && type != DataType.F16)
        || g.channels() % PIECE != 0
        || (filtersGathered && g.filters() % PIECE != 0)) {
      return Optional.empty();
    }
    HopperShape shape =
        HopperShape.of(g.m(), g.n(), g.k(), 1, type.bytes(), space.gpu().multiprocessors());
    long area = g.m() * g.n();
    ProductOutput output = ProductOutput.of(product, area, 1, shape.splits(), space);
    Arguments arguments =
        operands(g, op, shape.columns(), space)
            .struct(output::write)
            .ints(g.ints())
            .i32(shape.splits());
    String module = "hopper_conv_" + type.name().toLowerCase(Locale.ROOT);
    String name = String.format(Locale.ROOT, "%s_%s_%d", module, g.direction(), shape.columns());
    return Optional.of(
        new ProductEngine.Work(
            steps(space.kernel(module, name), arguments, shape, output, area, g.n(), space), NAME));
  }

  /** Plain matrices go through the copy engine; im2col tiles are gathered. */
  private static Arguments operands(
      ConvGeometry g, Convolution2d op, int columns, Workspace space) {
    Arguments arguments = new Arguments();
    return switch (op) {
      case Conv2d _ ->
          arguments
              .address(space.address(g.first()))
              .struct(matrix(g.second(), g.filters(), columns, space)::write);
      case Conv2dBackwardFilter _ ->
          arguments
              .struct(matrix(g.first(), g.k(), DEPTH_ACROSS, space)::write)
              .address(space.address(g.second()));
      case Conv2dBackwardInput _ ->
          arguments.address(space.address(g.first())).address(space.address(g.second()));
    };
  }

  /** A tensor of two-byte elements as a matrix with that many rows. */
  private static TensorMap matrix(Tensor tensor, long rows, int boxHeight, Workspace space) {
    TensorMap.Element element =
        tensor.type() == DataType.BF16 ? TensorMap.Element.BF16 : TensorMap.Element.F16;
    long width = tensor.shape().elements() / rows;
    return TensorMap.of(
        new TensorMap.Matrices(space.address(tensor), element, width, width, rows, 1),
        boxHeight,
        tensor.toString());
  }

  private static List<Step> steps(
      Kernel kernel,
      Arguments arguments,
      HopperShape shape,
      ProductOutput output,
      long area,
      long columns,
      Workspace space) {
    List<Step> steps = new ArrayList<>();
    steps.add(
        new Launch(
            kernel.withShared(SHARED_BYTES),
            Kernel.Extent.of(shape.blocks()),
            Kernel.Extent.of(THREADS),
            arguments));
    PtxProducts.sum(output, shape.batch(), shape.splits(), area, columns, space)
        .ifPresent(steps::add);
    return steps;
  }
}

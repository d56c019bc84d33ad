package assay.gpu.ptx;

import assay.core.program.Conv2d;
import assay.core.program.DataType;
import assay.core.program.MatMul;
import assay.core.program.Precision;
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
 * Products by kernels for sm_90a: wgmma on tiles that the copy engine brings (TMA), or that threads
 * gather where a convolution's patches lie too scattered. Their operands must lie in pieces of 16
 * bytes, and those of tf32 and s8 along k.
 */
final class HopperProducts {
  /** For {@code engine}. */
  static final String NAME = "ptx sm_90a";

  private static final int CAPABILITY = 90;

  /** CUDA 12, the first whose PTX knows sm_90a. */
  private static final int OLDEST_DRIVER = 12;

  private static final int THREADS = 384;

  /** Dynamic shared memory of a block, for the largest of the tiles in {@code warps.cuh}. */
  private static final int SHARED_BYTES = 220 << 10;

  /** Rows of a tile of the output. */
  private static final int ROWS = 128;

  /** Staged depth of operands of two bytes that lie across. */
  private static final int DEPTH_ACROSS = 64;

  /** Elements of two bytes that 16 bytes hold. */
  private static final int PIECE = 8;

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
    Operand a = new Operand(space.address(op.a()), element.get(), op.m(), op.k(), !op.transposeA());
    Operand b = new Operand(space.address(op.b()), element.get(), op.n(), op.k(), op.transposeB());
    if (!a.readable(op.batch()) || !b.readable(op.batch())) {
      return Optional.empty();
    }
    int multiprocessors = space.gpu().multiprocessors();
    HopperShape shape =
        HopperShape.of(op.m(), op.n(), op.k(), op.batch(), element.get().size(), multiprocessors);
    long area = op.m() * op.n();
    ProductOutput output = ProductOutput.of(product, area, shape.batch(), shape.splits(), space);
    TensorMap mapA = a.map(ROWS, op.batch(), "A of " + op.kind());
    TensorMap mapB = b.map(shape.columns(), op.batch(), "B of " + op.kind());
    Arguments arguments =
        new Arguments()
            .struct(mapA::write)
            .struct(mapB::write)
            .struct(output::write)
            .i32((int) op.m())
            .i32((int) op.n())
            .i32((int) op.k())
            .i32(shape.splits())
            .i32(shape.batch());
    String module = "hopper_" + PtxProducts.suffix(op.a().type(), precision);
    String name = "%s_%s_%s_%d".formatted(module, a.lies(), b.lies(), shape.columns());
    return Optional.of(
        work(space.kernel(module, name), arguments, shape, output, area, op.n(), space));
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
   * @param along whether neighbours in memory are neighbours along k, and not across
   */
  private record Operand(
      long address, TensorMap.Element element, long rows, long depth, boolean along) {
    /** Whether copy engine and matrix units take it as it lies. */
    boolean readable(long count) {
      return (along || element.size() == 2) && matrices(count).readable();
    }

    String lies() {
      return along ? "along" : "across";
    }

    /** In boxes of a tile's rows, or of 64 neighbours and a staged tile's depth. */
    TensorMap map(int tileRows, long count, String purpose) {
      return TensorMap.of(matrices(count), along ? tileRows : DEPTH_ACROSS, purpose);
    }

    private TensorMap.Matrices matrices(long count) {
      return along
          ? new TensorMap.Matrices(address, element, depth, rows, count)
          : new TensorMap.Matrices(address, element, rows, depth, count);
    }
  }

  // ---------------------------------------------------------------- convolutions

  private static Optional<ProductEngine.Work> convolution(Product product, Workspace space) {
    ConvGeometry g = ConvGeometry.of(product.op());
    DataType type = g.first().type();
    boolean filtersGathered = !(product.op() instanceof Conv2d);
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
        new Arguments()
            .address(space.address(g.first()))
            .address(space.address(g.second()))
            .struct(output::write)
            .ints(g.ints())
            .i32(shape.splits());
    String module = "hopper_conv_" + type.name().toLowerCase(Locale.ROOT);
    String name = "%s_%s_%d".formatted(module, g.direction(), shape.columns());
    return Optional.of(
        work(space.kernel(module, name), arguments, shape, output, area, g.n(), space));
  }

  private static ProductEngine.Work work(
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
    return new ProductEngine.Work(steps, NAME);
  }
}

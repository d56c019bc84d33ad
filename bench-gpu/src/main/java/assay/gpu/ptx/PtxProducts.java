package assay.gpu.ptx;

import assay.core.program.DataType;
import assay.core.program.Precision;
import assay.core.program.Tensor;
import assay.core.program.op.Convolution2d;
import assay.core.program.op.MatMul;
import assay.core.program.op.Op;
import assay.core.spi.Unsupported;
import assay.gpu.compile.Product;
import assay.gpu.compile.ProductEngine;
import assay.gpu.compile.Step;
import assay.gpu.compile.Workspace;
import assay.gpu.driver.Arguments;
import assay.gpu.driver.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Products by our own kernels: f32 on CUDA cores, everything else on Tensor Cores, through mma.sync
 * or, if {@link HopperProducts} supports it, through wgmma. Needs only the driver.
 */
public final class PtxProducts implements ProductEngine {
  /** Name for {@code engine}. */
  public static final String NAME = "ptx sm_80";

  private static final long MAX_BATCHES = 65535;

  /** No state. */
  public PtxProducts() {}

  /**
   * Why this operation is unsupported; empty if it is supported. Needs no device.
   *
   * @param op a MatMul or a {@link Convolution2d}
   */
  public Optional<Unsupported> unsupported(Op op, Precision precision) {
    Tensor operand = op.inputs().getFirst();
    if (!computes(operand.type())) {
      return Optional.of(
          new Unsupported(
              op.kind(), "no kernel multiplies " + operand.type().name().toLowerCase(Locale.ROOT)));
    }
    if (op instanceof MatMul product) {
      return tooLarge(op, product.m(), product.n(), product.k(), product.batch());
    }
    if (operand.type() == DataType.S8) {
      return Optional.of(new Unsupported(op.kind(), "convolutions need a floating-point type"));
    }
    ConvGeometry g = ConvGeometry.of((Convolution2d) op);
    return IndexRange.exceeded(op)
        .map(reason -> new Unsupported(op.kind(), reason))
        .or(() -> tooLarge(op, g.m(), g.n(), g.k(), 1));
  }

  private static boolean computes(DataType type) {
    return switch (type) {
      case F32, BF16, F16, S8 -> true;
      case F64, F8E4M3, S32 -> false;
    };
  }

  private static Optional<Unsupported> tooLarge(Op op, long m, long n, long k, long batch) {
    long tiles = ((m + 63) / 64) * ((n + 63) / 64);
    boolean fits =
        Math.max(m, Math.max(n, k)) <= Integer.MAX_VALUE - HopperShape.WIDE
            && tiles <= Integer.MAX_VALUE
            && batch <= MAX_BATCHES;
    return fits
        ? Optional.empty()
        : Optional.of(
            new Unsupported(
                op.kind(),
                String.format(
                    Locale.ROOT,
                    "the kernels support extents below 2^31 and at most %d products; got %d×%d×%d,"
                        + " %d products",
                    MAX_BATCHES,
                    m,
                    n,
                    k,
                    batch)));
  }

  @Override
  public ProductEngine.Work work(Product product, Precision precision, Workspace space) {
    return HopperProducts.work(product, precision, space)
        .orElseGet(() ->
            new ProductEngine.Work(
                product.op() instanceof MatMul op
                    ? matMul(op, product, precision, space)
                    : convolution(product, precision, space),
                NAME));
  }

  private static List<Step> matMul(
      MatMul op, Product product, Precision precision, Workspace space) {
    long m = op.m();
    long n = op.n();
    long k = op.k();
    int bytes = op.a().type().bytes();
    ProductShape shape = ProductShape.of(m, n, k, op.batch(), bytes, space.gpu().multiprocessors());
    ProductOutput output = ProductOutput.of(product, m * n, shape.batch(), shape.splits(), space);
    Arguments arguments =
        new Arguments()
            .address(space.address(op.a()))
            .i64(m * k)
            .i64(op.transposeA() ? 1 : k)
            .i64(op.transposeA() ? m : 1)
            .address(space.address(op.b()))
            .i64(n * k)
            .i64(op.transposeB() ? k : 1)
            .i64(op.transposeB() ? 1 : n)
            .struct(output::write)
            .i32((int) m)
            .i32((int) n)
            .i32((int) k)
            .i32(shape.splits());
    String module = "matmul_" + suffix(op.a().type(), precision);
    Kernel kernel = space.kernel(module, module + "_" + shape.tile());
    return steps(kernel, arguments, shape, output, m * n, n, space);
  }

  private static List<Step> convolution(Product product, Precision precision, Workspace space) {
    ConvGeometry g = ConvGeometry.of((Convolution2d) product.op());
    DataType type = g.first().type();
    ProductShape shape =
        ProductShape.of(g.m(), g.n(), g.k(), 1, type.bytes(), space.gpu().multiprocessors());
    long area = g.m() * g.n();
    ProductOutput output = ProductOutput.of(product, area, shape.batch(), shape.splits(), space);
    Arguments arguments =
        new Arguments()
            .address(space.address(g.first()))
            .address(space.address(g.second()))
            .struct(output::write)
            .ints(g.ints())
            .i32(shape.splits());
    String module = "conv_" + suffix(type, precision);
    String name = module + "_" + g.direction() + "_" + shape.tile();
    return steps(space.kernel(module, name), arguments, shape, output, area, g.n(), space);
  }

  private static List<Step> steps(
      Kernel kernel,
      Arguments arguments,
      ProductShape shape,
      ProductOutput output,
      long area,
      long columns,
      Workspace space) {
    List<Step> steps = new ArrayList<>();
    Kernel.Extent grid = new Kernel.Extent(shape.tiles(), 1, shape.batch() * shape.splits());
    steps.add(new Launch(kernel, grid, Kernel.Extent.of(Launch.THREADS), arguments));
    sum(output, shape.batch(), shape.splits(), area, columns, space).ifPresent(steps::add);
    return steps;
  }

  /**
   * Adds up the partial sums of products that were split along k; empty if they were not.
   *
   * @param area elements of one product's output
   * @param columns of the output
   */
  static Optional<Step> sum(
      ProductOutput output, int batch, int splits, long area, long columns, Workspace space) {
    if (splits == 1) {
      return Optional.empty();
    }
    Arguments arguments =
        new Arguments().struct(output::write).i64(batch).i64(area).i32((int) columns).i32(splits);
    String name = output.integers() ? "split_sum_s32" : "split_sum_f32";
    return Optional.of(
        Launch.over(
            batch * area, space.gpu().multiprocessors(), space.kernel("split", name), arguments));
  }

  /** Part of a kernel's name. */
  static String suffix(DataType type, Precision precision) {
    return switch (type) {
      case F32 -> precision == Precision.TF32 ? "tf32" : "f32";
      case BF16 -> "bf16";
      case F16 -> "f16";
      case S8 -> "s8";
      case F64, F8E4M3, S32 -> throw new IllegalArgumentException("no kernel multiplies " + type);
    };
  }
}

package assay.fpga.rtl;

import assay.core.availability.Availability;
import assay.core.program.Program;
import assay.core.program.op.MatMul;
import assay.core.spi.KernelTable;
import java.util.Locale;

/** Which programs the array computes, and the cost of simulating them. */
final class Products {
  /** System property: maximum number of multiply-adds to simulate, including those on padding. */
  static final String LIMIT_PROPERTY = "assay.rtl.maxMacs";

  /** 2^32: an 8×8 array takes 67 million cycles for them, minutes of simulation. */
  static final long DEFAULT_LIMIT = 4_294_967_296L;

  /** With a larger k, sums of (−128)² may exceed 2^31 − 1 and the 32-bit sums wrap. */
  static final long MAX_K = Integer.MAX_VALUE / (128 * 128);

  private Products() {}

  /** The kernel table of an array: a single product, which is its own kernel. */
  static KernelTable<MatMul> on(ArraySize size) {
    return KernelTable.<MatMul>builder("the array computes matrix products only")
        .entry(MatMul.class, (op, program, _) -> product(op, program, size))
        .build();
  }

  private static Availability<MatMul> product(MatMul product, Program program, ArraySize size) {
    if (program.ops().size() != 1) {
      return no(
          String.format(
              Locale.ROOT,
              "the array computes one matrix product, not %d operations",
              program.ops().size()));
    }
    if (product.alpha() != 1 || product.beta() != 0) {
      return no("the array computes A·B only, with α = 1 and β = 0");
    }
    if (product.batch() != 1) {
      return no("the test bench supports a single product, not a batch");
    }
    if (product.k() > MAX_K) {
      return no("its 32-bit sums may overflow if k exceeds " + MAX_K + "; k is " + product.k());
    }
    double macs = paddedMacs(product, size);
    long limit = Long.getLong(LIMIT_PROPERTY, DEFAULT_LIMIT);
    if (macs > limit) {
      return no(
          String.format(
              Locale.ROOT,
              "simulation needs %.3g multiply-adds, more than the limit of %.3g (-D%s); choose a"
                  + " smaller shape",
              macs,
              (double) limit,
              LIMIT_PROPERTY));
    }
    return new Availability.Available<>(product);
  }

  private static double paddedMacs(MatMul product, ArraySize size) {
    double rows = (double) Math.ceilDiv(product.m(), (long) size.rows()) * size.rows();
    double cols = (double) Math.ceilDiv(product.n(), (long) size.cols()) * size.cols();
    return rows * cols * product.k();
  }

  private static Availability<MatMul> no(String why) {
    return new Availability.Unavailable<>(why);
  }
}

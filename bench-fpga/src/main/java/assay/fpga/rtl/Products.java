package assay.fpga.rtl;

import assay.core.program.Precision;
import assay.core.program.Program;
import assay.core.program.op.MatMul;
import assay.core.spi.Unsupported;
import java.util.Locale;
import java.util.Optional;

/** Which programs the array computes, and what simulating them would take. */
final class Products {
  /** System property: most multiply-adds, those on padding included, that are simulated. */
  static final String LIMIT_PROPERTY = "assay.rtl.maxMacs";

  /** 2^32: an 8×8 array takes 67 million cycles for them, minutes of simulation. */
  static final long DEFAULT_LIMIT = 4_294_967_296L;

  /** Beyond, (−128)² might be added up past 2^31 − 1 and the 32-bit sums wrap. */
  static final long MAX_K = Integer.MAX_VALUE / (128 * 128);

  private Products() {}

  /** Why not; empty if it can be computed. */
  static Optional<Unsupported> unsupported(Program program, Precision precision, ArraySize size) {
    if (precision != Precision.S8) {
      return no("precision " + precision.id(), "the array multiplies 8-bit integers only (s8)");
    }
    if (program.ops().size() != 1) {
      return no(
          "program " + program.name(),
          "the array computes one matrix product, not " + program.ops().size() + " operations");
    }
    return program.ops().getFirst() instanceof MatMul product
        ? unsupported(product, size)
        : no(program.ops().getFirst().kind(), "the array computes matrix products only");
  }

  private static Optional<Unsupported> unsupported(MatMul product, ArraySize size) {
    if (product.alpha() != 1 || product.beta() != 0) {
      return no("MatMul", "the array computes A·B; it neither scales (α = 1) nor adds C (β = 0)");
    }
    if (product.batch() != 1) {
      return no("MatMul", "the test bench streams one product, not a batch");
    }
    if (product.k() > MAX_K) {
      return no(
          "MatMul", "with k above " + MAX_K + " its 32-bit sums may wrap; k is " + product.k());
    }
    double macs = paddedMacs(product, size);
    long limit = Long.getLong(LIMIT_PROPERTY, DEFAULT_LIMIT);
    if (macs > limit) {
      return no(
          "MatMul",
          String.format(
              Locale.ROOT,
              "%.3g multiply-adds to simulate, more than the %.3g of -D%s; choose a smaller shape",
              macs,
              (double) limit,
              LIMIT_PROPERTY));
    }
    return Optional.empty();
  }

  private static double paddedMacs(MatMul product, ArraySize size) {
    double rows = (double) Math.ceilDiv(product.m(), (long) size.rows()) * size.rows();
    double cols = (double) Math.ceilDiv(product.n(), (long) size.cols()) * size.cols();
    return rows * cols * product.k();
  }

  private static Optional<Unsupported> no(String what, String why) {
    return Optional.of(new Unsupported(what, why));
  }
}

package assay.gpu.ptx;

import assay.core.program.DataType;
import assay.core.program.op.MatMul;
import assay.gpu.compile.Product;
import assay.gpu.compile.Workspace;
import java.nio.ByteBuffer;

/**
 * {@code struct Output} of {@code product.cuh}: where a product's sums go, and its epilogue.
 *
 * @param c address; 0 if β is 0
 * @param bias address; 0 if there is none
 * @param partial address of the partial sums; 0 if the product is not split
 * @param type see {@link TypeCode}
 * @param integers whether the sums are integers
 */
record ProductOutput(
    long out,
    long c,
    long bias,
    long partial,
    double alpha,
    double beta,
    int type,
    boolean relu,
    boolean integers) {

  /**
   * The output of a product; allocates its partial sums.
   *
   * @param area elements of one product's output
   * @param batch number of products
   * @param splits parts along k
   */
  static ProductOutput of(Product product, long area, int batch, int splits, Workspace space) {
    long sums = area * batch * splits;
    long partial =
        splits == 1 ? 0 : space.scratch(sums * Float.BYTES, "partial sums of " + product.out());
    MatMul op = product.op() instanceof MatMul matMul ? matMul : null;
    return new ProductOutput(
        space.address(product.out()),
        op == null ? 0 : op.c().map(space::address).orElse(0L),
        product.bias().map(space::address).orElse(0L),
        partial,
        op == null ? 1 : op.alpha(),
        op == null ? 0 : op.beta(),
        TypeCode.of(product.out()),
        product.relu(),
        product.out().type() == DataType.S32);
  }

  /** Writes it as the kernel reads it. */
  void write(ByteBuffer buffer) {
    buffer.putLong(out).putLong(c).putLong(bias).putLong(partial);
    buffer.putDouble(alpha).putDouble(beta);
    buffer.putInt(type).putInt(relu ? 1 : 0);
  }
}

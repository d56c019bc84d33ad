package assay.gpu.ptx;

import assay.core.program.Precision;
import assay.core.program.op.MatMulChain;
import assay.core.spi.Unsupported;
import assay.gpu.compile.ProductEngine;
import assay.gpu.compile.Workspace;
import assay.gpu.driver.Arguments;
import assay.gpu.driver.Kernel;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Chains of products on Tensor Cores through {@code mma.sync}; see {@code peak.cu}. */
public final class MatrixChains {
  private static final String MODULE = "peak";
  private static final int WARPS = 8;
  private static final int LANES = 32;
  private static final int CHAINS = 4;
  private static final int ROWS = 16;
  private static final int COLUMNS = 8;
  private static final int K_BYTES = 32;

  private MatrixChains() {}

  /** Why a chain is unsupported; empty if it is supported. Needs no device. */
  public static Optional<Unsupported> unsupported(MatMulChain chain, Precision precision) {
    return reason(chain, precision).map(reason -> new Unsupported(chain.kind(), reason));
  }

  private static Optional<String> reason(MatMulChain chain, Precision precision) {
    return switch (precision) {
      case F64, F32 ->
          Optional.of(
              String.format(
                  Locale.ROOT,
                  "%s does not run on Tensor Cores; peak/fma measures its peak",
                  precision.id()));
      case F8E4M3 ->
          Optional.of("our own kernels do not multiply f8e4m3, which needs more than sm_80");
      case TF32, BF16, F16, S8 -> shape(chain, precision);
    };
  }

  private static Optional<String> shape(MatMulChain chain, Precision precision) {
    boolean fits =
        chain.m() == ROWS
            && chain.n() == COLUMNS
            && chain.k() * chain.a().type().bytes() == K_BYTES
            && chain.a().type() == precision.input()
            && chain.out().type() == precision.accumulator();
    return fits && blocks(chain) <= Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of(
            "the kernel multiplies 16×8 tiles with 32 bytes of k in one grid; got " + chain);
  }

  private static long blocks(MatMulChain chain) {
    return Math.ceilDiv(chain.a().shape().dim(0), (long) WARPS * CHAINS);
  }

  /** The launch of a supported chain; the engine's name includes the instruction. */
  public static ProductEngine.Work work(MatMulChain chain, Precision precision, Workspace space) {
    Arguments arguments =
        new Arguments()
            .address(space.address(chain.a()))
            .address(space.address(chain.b()))
            .address(space.address(chain.out()))
            .i64(chain.a().shape().dim(0))
            .i64(chain.steps());
    Launch launch =
        new Launch(
            space.kernel(MODULE, "matrix_chain_" + precision.id()),
            Kernel.Extent.of((int) blocks(chain)),
            Kernel.Extent.of(WARPS * LANES),
            arguments);
    String engine =
        String.format(Locale.ROOT, "%s, mma.sync m16n8k%d", PtxProducts.NAME, chain.k());
    return new ProductEngine.Work(List.of(launch), engine);
  }
}

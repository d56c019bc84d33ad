package assay.gpu.library;

import assay.core.program.Precision;
import assay.core.program.op.MatMul;
import assay.core.program.op.Op;
import assay.core.spi.Unsupported;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products by cuBLASLt, convolutions by cuDNN. A handle is created when it is first needed;
 * a library that is missing declines its operations with its reason.
 */
public final class LibraryProducts implements Products {
  private final CudaLibraries libraries;
  private final Tuning tuning;
  private @Nullable CublasLt cublasLt;
  private @Nullable Cudnn cudnn;

  /** For the device context that is current in the thread that calls the other methods. */
  public LibraryProducts(CudaLibraries libraries, Tuning tuning) {
    this.libraries = libraries;
    this.tuning = tuning;
  }

  @Override
  public Optional<Unsupported> unsupported(Op op, Precision precision) {
    return unsupported(libraries, op);
  }

  /**
   * Why an operation cannot be done with these libraries, as far as that can be told without a
   * device.
   */
  public static Optional<Unsupported> unsupported(CudaLibraries libraries, Op op) {
    if (op instanceof MatMul product) {
      return missing(op, libraries.cublasLt()).or(() -> GemmTypes.unsupported(product));
    }
    Optional<Convolution> convolution = Convolution.of(op);
    return convolution.isPresent()
        ? missing(op, libraries.cudnn()).or(() -> convolution.get().unsupported())
        : Optional.of(
            new Unsupported(op.kind(), "the CUDA libraries do products and convolutions only"));
  }

  private static Optional<Unsupported> missing(Op op, Library library) {
    return switch (library) {
      case Library.Loaded _ -> Optional.empty();
      case Library.Missing m ->
          Optional.of(new Unsupported(op.kind(), m.reason() + "; remedy: " + m.remedy()));
    };
  }

  @Override
  public Preparation prepare(Op op, Precision precision, long stream, long... addresses) {
    Optional<Unsupported> unsupported = unsupported(op, precision);
    if (unsupported.isPresent()) {
      return new Preparation.Declined(unsupported.get());
    }
    int tensors = op.inputs().size() + op.outputs().size();
    if (addresses.length != tensors) {
      throw new IllegalArgumentException(
          op.kind() + " has " + tensors + " tensors; got " + addresses.length + " addresses");
    }
    if (op instanceof MatMul product) {
      return PreparedGemm.prepare(cublasLt(), tuning, product, precision, stream, addresses);
    }
    return convolution(Convolution.of(op).orElseThrow(), precision, stream, addresses);
  }

  private Preparation convolution(
      Convolution c, Precision precision, long stream, long[] addresses) {
    Preparation graph =
        PreparedConvolution.prepare(cudnn(), tuning, c, precision, stream, addresses);
    if (!(graph instanceof Preparation.Declined declined)) {
      return graph;
    }
    Preparation legacy =
        PreparedLegacyConvolution.prepare(cudnn(), tuning, c, precision, stream, addresses);
    return legacy instanceof Preparation.Declined last
        ? new Preparation.Declined(
            new Unsupported(c.name(), declined.why().reason() + "; " + last.why().reason()))
        : legacy;
  }

  private CublasLt cublasLt() {
    if (cublasLt == null) {
      cublasLt = CublasLt.open((Library.Loaded) libraries.cublasLt());
    }
    return cublasLt;
  }

  private Cudnn cudnn() {
    if (cudnn == null) {
      cudnn = Cudnn.open((Library.Loaded) libraries.cudnn());
    }
    return cudnn;
  }

  @Override
  public void close() {
    try (CublasLt _ = cublasLt;
        Cudnn _ = cudnn) {
      cublasLt = null;
      cudnn = null;
    }
  }
}

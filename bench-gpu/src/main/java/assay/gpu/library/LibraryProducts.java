package assay.gpu.library;

import assay.core.availability.Availability;
import assay.core.program.Precision;
import assay.core.program.op.Convolution2d;
import assay.core.program.op.MatMul;
import assay.core.program.op.Op;
import assay.core.spi.Unsupported;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products by cuBLASLt, convolutions in their three directions by cuDNN. A handle is created
 * when it is first needed. The operations of a missing library are unsupported, with its reason.
 *
 * <p>Belongs to one device context, which must be current in the calling thread and should be the
 * device's primary context, the one that the libraries' runtime uses. Not thread-safe.
 */
public final class LibraryProducts implements AutoCloseable {
  private final CudaLibraries libraries;
  private final Tuning tuning;
  private @Nullable CublasLt cublasLt;
  private @Nullable Cudnn cudnn;

  /** For the device context that is current in the thread calling the other methods. */
  public LibraryProducts(CudaLibraries libraries, Tuning tuning) {
    this.libraries = libraries;
    this.tuning = tuning;
  }

  /**
   * Why an operation is unsupported by these libraries, as far as that is known without the device;
   * empty if it may be supported. {@link #prepare} may still decline it.
   */
  public static Optional<Unsupported> unsupported(CudaLibraries libraries, Op op) {
    if (op instanceof MatMul product) {
      return missing(op, libraries.cublasLt()).or(() -> GemmTypes.unsupported(product));
    }
    return op instanceof Convolution2d convolution
        ? missing(op, libraries.cudnn()).or(() -> Convolution.of(convolution).unsupported())
        : Optional.of(
            new Unsupported(
                op.kind(), "the CUDA libraries compute products and convolutions only"));
  }

  private static Optional<Unsupported> missing(Op op, Availability<Library> library) {
    return switch (library) {
      case Availability.Available<Library> _ -> Optional.empty();
      case Availability.Unavailable<Library> none ->
          Optional.of(new Unsupported(op.kind(), none.reason() + "; remedy: " + none.remedyText()));
    };
  }

  /**
   * Chooses an algorithm: the library's first candidates are each run and timed once on the given
   * memory, and the fastest is kept. Overwrites the operation's outputs.
   *
   * @param precision of the program; f32 tensors may be multiplied as tf32 only if it is TF32, and
   *     {@link Prepared#engine} of a convolution then says whether tensor cores are used
   * @param stream on which the candidates are tried, 0 for the default one
   * @param addresses as for {@link Prepared#enqueue}; their contents should resemble the real
   *     values, since a device's speed depends on them
   * @throws LibraryException if a library fails for any other reason than missing support
   */
  public Preparation prepare(Op op, Precision precision, long stream, long... addresses) {
    Optional<Unsupported> unsupported = unsupported(libraries, op);
    if (unsupported.isPresent()) {
      return new Preparation.NotSupported(unsupported.get());
    }
    int tensors = op.inputs().size() + op.outputs().size();
    if (addresses.length != tensors) {
      throw new IllegalArgumentException(
          op.kind() + " has " + tensors + " tensors; got " + addresses.length + " addresses");
    }
    if (op instanceof MatMul product) {
      return Prepared.prepare(
          GemmPlan.of(cublasLt(), Gemm.of(product, precision), tuning.memory()),
          tuning,
          stream,
          addresses);
    }
    return convolution(Convolution.of((Convolution2d) op), precision, stream, addresses);
  }

  private Preparation convolution(
      Convolution c, Precision precision, long stream, long[] addresses) {
    Preparation graph =
        Prepared.prepare(new GraphConvolution(cudnn(), c, precision), tuning, stream, addresses);
    if (!(graph instanceof Preparation.NotSupported declined)) {
      return graph;
    }
    Preparation legacy =
        Prepared.prepare(new LegacyConvolution(cudnn(), c, precision), tuning, stream, addresses);
    return legacy instanceof Preparation.NotSupported last
        ? new Preparation.NotSupported(
            new Unsupported(c.name(), declined.why().reason() + "; " + last.why().reason()))
        : legacy;
  }

  private CublasLt cublasLt() {
    if (cublasLt == null) {
      cublasLt = CublasLt.open(loaded(libraries.cublasLt()));
    }
    return cublasLt;
  }

  private Cudnn cudnn() {
    if (cudnn == null) {
      cudnn = Cudnn.open(loaded(libraries.cudnn()));
    }
    return cudnn;
  }

  private static Library loaded(Availability<Library> library) {
    return library.toOptional().orElseThrow();
  }

  /** Closes the libraries' handles; everything that was prepared must be closed before. */
  @Override
  public void close() {
    try (CublasLt _ = cublasLt;
        Cudnn _ = cudnn) {
      cublasLt = null;
      cudnn = null;
    }
  }
}

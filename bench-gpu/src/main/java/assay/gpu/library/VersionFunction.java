package assay.gpu.library;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;

/** The functions by which libraries tell their versions; none needs a device. */
@SuppressWarnings("ImmutableEnumChecker") // Descriptors do not change.
enum VersionFunction implements NativeFunction {
  /** {@code size_t (void)}: since 12, 10000 × major + 100 × minor + patch; before, 1000 × major. */
  CUBLASLT("cublasLtGetVersion", FunctionDescriptor.of(JAVA_LONG)),
  /** {@code cublasStatus_t (libraryPropertyType, int *value)}: 0 major, 1 minor, 2 patch. */
  CUBLAS_PROPERTY("cublasGetProperty", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS)),
  /** {@code size_t (void)}: 10000 × major + 100 × minor + patch. */
  CUDNN("cudnnGetVersion", FunctionDescriptor.of(JAVA_LONG)),
  /** {@code size_t (void)}: 1000 × major + 10 × minor of the CUDA that cuDNN was built with. */
  CUDNN_CUDART("cudnnGetCudartVersion", FunctionDescriptor.of(JAVA_LONG)),
  /** {@code nvrtcResult (int *major, int *minor)}. */
  NVRTC("nvrtcVersion", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));

  private final String symbol;
  private final FunctionDescriptor signature;

  VersionFunction(String symbol, FunctionDescriptor signature) {
    this.symbol = symbol;
    this.signature = signature;
  }

  @Override
  public String symbol() {
    return symbol;
  }

  @Override
  public FunctionDescriptor signature() {
    return signature;
  }
}
